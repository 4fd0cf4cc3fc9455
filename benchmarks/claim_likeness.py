"""Teach which claims words sound like, and what that weighs beside the slots: `matcher/claims/likeness.json`.

    python -m benchmarks.claim_likeness [--out FILE] [--across]

First the words: a multinomial logistic regression over the terms of labelled posts, and of the claims' own statements
and wordings, with "about none" as one answer more. Then the measures of `matcher.claims.odds`: a logistic regression
over (post, claim), where the words of an author's posts are judged by what the other authors' taught. Neither is told
what the rules say, so that it matters little that the rules were tuned on most of these posts.
With --across each author's posts are judged by what the others taught, with the rules as they are now: honest for posts
on which the rules have not been tuned.
"""

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from benchmarks.stance_opinion import POSTS, ROOT, Array, fitted
from bot.watchlist import load
from matcher.catalogue import Catalogue, compile_catalogue
from matcher.claims import odds
from matcher.claims.awake import awake
from matcher.claims.likeness import Likeness, Row, digest, shortened, terms
from matcher.claims.passages import Numbered, passages
from matcher.claims.rules import Rule
from matcher.claims.scene import scenes
from matcher.match import match, read
from matcher.reading import Reading, Setting
from storage.model import Kind

OUT = ROOT / "matcher" / "claims" / "likeness.json"
AUTHORS: Mapping[str, Sequence[str]] = {
    "first": ("build.jsonl", "more_build.jsonl"),
    "second": ("opened.jsonl",),
    "third": ("also_opened.jsonl",),
    "fourth": ("fourth_opened.jsonl",),
    "teacher": ("taught.jsonl",),
    "officials": ("officials.jsonl",),
    "journalists": ("journalists.jsonl",),
    "locals": ("locals.jsonl",),
    "digests": ("digests.jsonl",),
    "scoffers": ("scoffers.jsonl",),
    "lookalikes": ("lookalikes.jsonl",),
}
SEEN = 3  # texts that hold a term that is learned
PENALTY, STEPS = 1.0, 150
KEPT = 27_000  # weights, the greatest: what a claim's rarer words weigh is left out
PENALTY_OF_MEASURES, ROUNDS = 3.0, 30
_IDF = 4.0  # how much of a term counts by its rarity


Known = dict[frozenset[str], Likeness]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled post: the claim it is about, its words, and what is needed to measure it."""

    author: str
    id: str
    claim: str | None
    words: Sequence[str]
    reading: Reading
    told: Sequence[Sequence[Numbered]]
    asked: Sequence[Rule]


def main() -> None:
    """Learn from all posts and write the weights, or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--across", action="store_true", help="judge each author by the others; write nothing")
    given = parser.parse_args()
    catalogue = compile_catalogue(load(ROOT / "config" / "watchlist"))
    lessons = [one for author in AUTHORS for one in lessons_of(author, catalogue)]
    if given.across:
        across(lessons, catalogue)
        return
    learned = taught(lessons, catalogue, {})
    given.out.write_text(written(learned, fingerprint()), encoding="utf-8")
    print(f"{len(lessons)} posts, {len(learned.terms)} terms, {given.out.stat().st_size // 1000} kB: {given.out.name}")


def lessons_of(author: str, catalogue: Catalogue) -> Iterator[Lesson]:
    """The labelled posts of an author."""
    for line in chain.from_iterable((POSTS / name).read_text("utf-8").splitlines() for name in AUTHORS[author]):
        post = json.loads(line)
        setting = Setting(datetime.fromisoformat(post["date"]).replace(tzinfo=UTC), post.get("channel"))
        reading = read(post["text"], setting, catalogue)
        told = list(passages(scenes(reading, catalogue.claim_rules)))
        words = [word for passage in told for _, _, word in odds.words_heard(passage)]
        asked = awake(reading, catalogue.claim_rules)
        yield Lesson(author, post["id"], post["claim"], words, reading, told, asked)


# --- learning ---------------------------------------------------------------------------------------------------------


def taught(lessons: Sequence[Lesson], catalogue: Catalogue, known: Known) -> Likeness:
    """All that these posts teach: always the same. `known`: what the words of some authors taught already."""
    weights = weighed(measured_across(lessons, catalogue, known))
    authors = frozenset(one.author for one in lessons)
    return replace(heard_from(authors, lessons, catalogue, known), measures=weights)


def heard_from(authors: frozenset[str], lessons: Sequence[Lesson], catalogue: Catalogue, known: Known) -> Likeness:
    """What the words of these authors teach, learned once."""
    if authors not in known:
        known[authors] = of_words([one for one in lessons if one.author in authors], catalogue)
    return known[authors]


def of_words(lessons: Sequence[Lesson], catalogue: Catalogue) -> Likeness:
    """What the words of these posts, and of the claims themselves, speak for."""
    claims = {claim.id: number for number, claim in enumerate(catalogue.watchlist.claims)}
    texts = [(Counter(_terms(one.words)), claims.get(one.claim or "", len(claims))) for one in lessons]
    texts += [(Counter(_terms(words)), claims[claim]) for claim, words in _own_words(catalogue)]
    seen = Counter(term for text, _ in texts for term in text)
    rarity = {term: math.log(len(texts) / times) / _IDF for term, times in sorted(seen.items()) if times >= SEEN}
    rows = _matrix([text for text, _ in texts], rarity)
    wanted = np.eye(len(claims) + 1, dtype=np.float32)[[number for _, number in texts]]
    weights, bias = fitted(rows, wanted, PENALTY, STEPS)
    weights *= np.array(list(rarity.values()), dtype=np.float32)[:, None]
    statements = {claim.id: digest(claim) for claim in catalogue.watchlist.claims}
    return Likeness(claims, statements, tuple(round(float(one), 2) for one in bias), _kept(weights, list(rarity)), {})


def _terms(words: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(terms, dict.fromkeys(words)))


def _own_words(catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """Each statement and wording of each claim."""
    for claim in catalogue.watchlist.claims:
        told = (text for texts in (*claim.asserting.values(), *claim.denying.values()) for text in texts)
        for text in (*claim.statement.values(), *told):
            reading = read(text, Setting(None), catalogue)
            heard = (odds.words_heard([(0, scene)]) for scene in scenes(reading, catalogue.claim_rules))
            yield claim.id, [word for listed in heard for _, _, word in listed]


def _matrix(texts: Sequence[Mapping[str, int]], rarity: Mapping[str, float]) -> Array:
    at = {term: i for i, term in enumerate(rarity)}
    found = np.zeros((len(texts), len(at)), dtype=np.float32)
    for i, text in enumerate(texts):
        known = {term: times for term, times in text.items() if term in at}
        shorter = shortened(sum(known.values()))
        for term, times in known.items():
            found[i, at[term]] = shorter * times * rarity[term]
    return found


def _kept(weights: Array, known: Sequence[str]) -> dict[str, Row]:
    """The greatest weights, in hundredths, those of no claim among them."""
    least = np.partition(np.abs(weights).ravel(), -KEPT)[-KEPT] if weights.size > KEPT else 0
    rows = {
        term: tuple((number, hundredths) for number, one in enumerate(row) if (hundredths := round(100 * float(one))))
        for term, row in zip(known, np.where(np.abs(weights) >= least, weights, 0), strict=True)
    }
    return {term: row for term, row in rows.items() if row}


Judged = tuple[Mapping[str, float], bool]


def measured_across(lessons: Sequence[Lesson], catalogue: Catalogue, known: Known) -> list[Judged]:
    """The measures of each post for each claim, its words judged by what other authors' taught; whether it is that."""
    found: list[Judged] = []
    authors = frozenset(one.author for one in lessons)
    for author in sorted(authors):
        heard = heard_from(authors - {author}, lessons, catalogue, known)
        for lesson in (one for one in lessons if one.author == author):
            found += ((each, claim == lesson.claim) for claim, each in measures_of(lesson, heard, catalogue).items())
    return found


def measures_of(lesson: Lesson, heard: Likeness, catalogue: Catalogue) -> dict[str, Mapping[str, float]]:
    """For each claim those of the passage that sounds most like it."""
    rules = replace(catalogue.claim_rules, likeness=heard)
    found = odds.likely(lesson.told, lesson.asked, lesson.reading, rules)
    return {claim: one.measures for claim, one in found.items()}


def weighed(judged: Sequence[Judged]) -> dict[str, float]:
    """How much each measure weighs: Newton's method, with a penalty on large weights of measures of like spread."""
    names = list(judged[0][0])
    rows = np.array([[measures[name] for name in names] for measures, _ in judged])
    wanted = np.array([float(is_it) for _, is_it in judged])
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    wide = np.hstack([(rows - middle) / spread, np.ones((len(rows), 1))])
    penalty = np.full(wide.shape[1], PENALTY_OF_MEASURES)
    penalty[-1] = 1e-6
    weights = np.zeros(wide.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-wide @ weights))
        bent = (wide * (likely * (1 - likely))[:, None]).T @ wide + np.diag(penalty)
        weights -= np.linalg.solve(bent, wide.T @ (likely - wanted) + penalty * weights)
    scaled = weights[:-1] / spread
    always = float(weights[-1] - scaled @ middle)
    return {
        odds.NO_MEASURE: round(always, 3),
        **{name: round(float(one), 3) for name, one in zip(names, scaled, strict=True)},
    }


# --- written and judged -----------------------------------------------------------------------------------------------


def fingerprint() -> str:
    """Of what the weights are learned from: a test holds that they are not those of other posts."""
    files = (POSTS / name for names in AUTHORS.values() for name in names)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def written(learned: Likeness, of: str) -> str:
    """The weights as the matcher reads them, a line for each term; `of`: what they were learned from."""
    rows = (
        f"{json.dumps(term, ensure_ascii=False)}:{json.dumps(list(chain(*row)), separators=(',', ':'))}"
        for term, row in learned.terms.items()
    )
    told = {
        "learned from": of,
        "claims": learned.statements,
        "bias": [round(100 * one) for one in learned.bias],
        "measures": learned.measures,
    }
    head = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in told.items())
    listed = ",\n".join(rows)
    return f'{{{head},\n"terms": {{\n{listed}\n}}}}\n'


def across(lessons: Sequence[Lesson], catalogue: Catalogue) -> None:
    """Print how many posts of each author are linked, and how precisely, by the others' and by the rules alone."""
    known: Known = {}
    for author in AUTHORS:
        learned = taught([one for one in lessons if one.author != author], catalogue, known)
        for name, with_these in (("rules", replace(learned, claims={})), ("both", learned)):
            rules = replace(catalogue.claim_rules, likeness=with_these)
            judge(
                f"{author:8} {name:6}",
                [one for one in lessons if one.author == author],
                replace(catalogue, claim_rules=rules),
            )


def judge(name: str, lessons: Sequence[Lesson], catalogue: Catalogue) -> None:
    """One line of the table."""
    counts: Counter[str] = Counter()
    for one in lessons:
        links = match(one.reading.text, one.reading.setting, catalogue).links
        certain = {link.target for link in links if link.kind is Kind.CLAIM and link.certain}
        linked = {link.target for link in links if link.kind is Kind.CLAIM}
        about = "about" if one.claim else "null"
        counts.update({about: 1, f"{about} linked": bool(linked & {one.claim} if one.claim else linked)})
        counts.update({f"{about} certain": bool(certain & {one.claim} if one.claim else certain)})
        counts.update(
            {"right": len(certain & {one.claim}), "certain": len(certain), "suggested": len(linked - certain)}
        )
    share = counts["right"] / max(1, counts["certain"])
    print(
        f"{name} linked {counts['about linked']}, certain {counts['about certain']} of {counts['about']}; "
        f"precision {counts['right']} / {counts['certain']} = {share:.3f}; {counts['suggested']} suggested; of "
        f"{counts['null']} about nothing {counts['null linked']} linked, {counts['null certain']} certain",
        flush=True,
    )


if __name__ == "__main__":
    main()
