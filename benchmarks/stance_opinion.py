"""Teach the second opinion on stances from labelled posts, and write its weights: `matcher/claims/opinion.json`.

    python -m benchmarks.stance_opinion [--out FILE]

A multinomial logistic regression over the cues of `matcher.claims.cues`. The rules were tuned on most of these posts,
so their cues are all there, as they won't be in posts that nobody has read. Each post is therefore seen several times
more with some cues and words left out at random (seeded): this is worth more than any cue that we added.
Posts that link to nothing are read at the sentence with the most event words.
"""

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.claims.cues import WITH, anchor, cues, told_as
from matcher.claims.scene import scenes
from matcher.match import match, read
from matcher.reading import Setting
from storage.model import Kind, Link, Stance

ROOT = Path(__file__).parent.parent
POSTS = ROOT / "tests" / "matcher" / "claims" / "stances"
TAUGHT = (
    *("build.jsonl", "more_build.jsonl", "opened.jsonl", "also_opened.jsonl", "fourth_opened.jsonl", "taught.jsonl"),
    *("officials.jsonl", "journalists.jsonl", "locals.jsonl", "digests.jsonl", "scoffers.jsonl", "lookalikes.jsonl"),
)
TOLD = POSTS / "told.json"  # a post's id -> the stance that the rules gave it before anybody had read it
OUT = ROOT / "matcher" / "claims" / "opinion.json"
STANCES = tuple(str(one) for one in Stance if one is not Stance.MENTIONS)
SEED = 20_261_122

# How much of a cue counts: pairs and openings are many and rare; the rules were tuned on many of these posts. Chosen,
# as the rest here, on one author's posts with the others' taught, over six authors.
SCALE = {"w": 0.8, "b": 0.8, "o": 0.6, "told": 0.5}
JOINED = 0.5
WORDS = frozenset({"w", "b", "o"})  # families of cues that are words
AGAIN = 3  # times that a post is seen with cues left out
CUES_LEFT_OUT, WORDS_LEFT_OUT = 0.3, 0.15
SEEN = 3 * (AGAIN + 1)  # times that a cue must have been seen to be learned
PENALTY = 4.4
STEPS = 150
LEAST = 0.02  # a weight nearer nought than this is not written

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled post: its cues, and its stance."""

    cues: frozenset[str]
    stance: str


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by cue and stance, and how common each stance is."""

    weights: Mapping[str, Sequence[float]]
    bias: Sequence[float]


def main() -> None:
    """Learn from all posts and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    catalogue = compile_catalogue(load(ROOT / "config" / "watchlist"))
    lessons = [one for name in TAUGHT for one in lessons_of(POSTS / name, catalogue)]
    learned = learn(lessons)
    given.out.write_text(written(learned, fingerprint()), encoding="utf-8")
    print(f"{len(lessons)} posts, {len(learned.weights)} cues, {given.out.stat().st_size // 1000} kB: {given.out.name}")


def lessons_of(file: Path, catalogue: Catalogue) -> Iterator[Lesson]:
    """The labelled posts of a file that are about a claim."""
    told = json.loads(TOLD.read_text("utf-8"))
    for line in file.read_text("utf-8").splitlines():
        post = json.loads(line)
        if post["claim"] is not None:
            answer = {told_as(told[post["id"]])} if post["id"] in told else set()
            yield Lesson(_cues(post, catalogue) | answer, post["stance"])


def _cues(post: Mapping[str, str], catalogue: Catalogue) -> frozenset[str]:
    setting = Setting(datetime.fromisoformat(post["date"]).replace(tzinfo=UTC), post.get("channel"))
    reading, rules = read(post["text"], setting, catalogue), catalogue.claim_rules
    told = scenes(reading, rules)
    link = linked(post["text"], setting, post["claim"], catalogue)
    number = anchor(link, told) if link else None
    if number is None:
        number = max(range(len(told)), key=lambda i: len(told[i].hits), default=None)
    if number is None:
        return frozenset()
    return frozenset(cues(told, number, rules.rules[post["claim"]], reading))


def linked(text: str, setting: Setting, claim: str, catalogue: Catalogue) -> Link | None:
    """The best link of a post to this claim."""
    found = match(text, setting, catalogue).links
    return next((one for one in found if one.kind is Kind.CLAIM and one.target == claim), None)


# --- learning ---------------------------------------------------------------------------------------------------------


def learn(lessons: Sequence[Lesson]) -> Learned:
    """The weights that these posts teach: always the same ones."""
    seen = list(_seen_again(lessons))
    common = Counter(cue for cues_, _ in seen for cue in cues_)
    known = sorted(cue for cue, times in common.items() if times >= SEEN)
    rows = _matrix([cues_ for cues_, _ in seen], known)
    wanted = np.eye(len(STANCES), dtype=np.float32)[[STANCES.index(stance) for _, stance in seen]]
    weights, bias = fitted(rows, wanted, PENALTY, STEPS)
    scaled = {cue: [round(scale(cue) * float(one), 2) for one in weights[i]] for i, cue in enumerate(known)}
    return Learned(
        {cue: told for cue, told in scaled.items() if max(map(abs, told)) >= LEAST},
        [round(float(one), 2) for one in bias],
    )


def fingerprint() -> str:
    """Of what the weights are learned from: a test holds that they are not those of other posts."""
    taught = (POSTS / name for name in (*TAUGHT, TOLD.name))
    return hashlib.sha256(b"".join(file.read_bytes() for file in taught)).hexdigest()


def written(learned: Learned, of: str) -> str:
    """The weights as the matcher reads them: in hundredths, a line for each cue; `of`: what they were learned from."""
    lines = (f"{json.dumps(cue, ensure_ascii=False)}: {_hundredths(told)}" for cue, told in learned.weights.items())
    told = ",\n".join(lines)
    head = f'"learned from": "{of}",\n"stances": {json.dumps(STANCES)},\n"bias": {_hundredths(learned.bias)}'
    return f'{{{head},\n"cues": {{\n{told}\n}}}}\n'


def _hundredths(told: Iterable[float]) -> str:
    return json.dumps([round(100 * one) for one in told], separators=(",", ":"))


def scale(cue: str) -> float:
    """How much a cue of this kind counts."""
    return JOINED if WITH in cue else SCALE.get(cue.split(" ", 1)[0], 1.0)


def _seen_again(lessons: Iterable[Lesson]) -> Iterator[tuple[Collection[str], str]]:
    draw = random.Random(SEED)
    for one in lessons:
        yield one.cues, one.stance
        for _ in range(AGAIN):
            yield thinned(one.cues, draw), one.stance


def thinned(whole: Collection[str], draw: random.Random) -> list[str]:
    """The cues without some: an entry of the lexicon is left out everywhere, a word with its pairs."""
    parts = sorted({part for cue in whole for part in _parts(cue)})
    gone = {part for part in parts if draw.random() < (WORDS_LEFT_OUT if part[0] == "w" else CUES_LEFT_OUT)}
    return [cue for cue in whole if gone.isdisjoint(_parts(cue))]


def _parts(cue: str) -> list[str]:
    """What a cue is made of: words, entries of the lexicon, a source."""
    if WITH in cue:
        return [part for one in cue.split(WITH) for part in _parts(one)]
    family, _, rest = cue.partition(" ")
    if family in WORDS:
        return [f"w {word}" for word in rest.split(" ")]
    if "says:" in cue:
        return [f"e {cue.partition('says:')[2].rstrip('~!')}"]
    return [f"c {cue}"] if rest in {"negated", "sourced"} or rest.startswith("source ") else []


def _matrix(rows: Sequence[Collection[str]], known: Sequence[str]) -> Array:
    at = {cue: i for i, cue in enumerate(known)}
    found = np.zeros((len(rows), len(known)), dtype=np.float32)
    for i, row in enumerate(rows):
        for cue in row:
            if cue in at:
                found[i, at[cue]] = scale(cue)
    return found


def fitted(rows: Array, wanted: Array, penalty: float, steps: int) -> tuple[Array, Array]:
    """Weights and bias: accelerated gradient descent on the mean loss with a penalty on large weights."""
    wide = np.hstack([rows, np.ones((len(rows), 1), dtype=np.float32)])
    pulled = np.full((wide.shape[1], 1), penalty / len(rows), dtype=np.float32)
    pulled[-1] = 0
    step = np.float32(1 / (0.5 * _largest(wide) / len(rows) + penalty / len(rows)))
    weights = np.zeros((wide.shape[1], wanted.shape[1]), dtype=np.float32)
    ahead = weights
    for n in range(steps):
        likely = np.exp(wide @ ahead - (wide @ ahead).max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        moved = ahead - step * (wide.T @ (likely - wanted) / len(rows) + pulled * ahead)
        ahead = moved + np.float32(n / (n + 3)) * (moved - weights)
        weights = moved
    return weights[:-1], weights[-1]


def _largest(wide: Array) -> float:
    """The largest eigenvalue of what the loss bends by, by repeated multiplication."""
    one = np.ones(wide.shape[1], dtype=np.float32)
    for _ in range(20):
        one = wide.T @ (wide @ one)
        one /= np.linalg.norm(one)
    return float(one @ (wide.T @ (wide @ one)))


if __name__ == "__main__":
    main()
