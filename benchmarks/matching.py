"""How fast names are found in real posts, beside FlashText, spaCy and a bare automaton; and all of `match`.

All search the same posts for the same names, in turns, on one core; what counts is the median of the rounds' ratios,
which stands beside the lowest and the highest.
The bare automaton gets the posts encoded beforehand and answers with offsets into that, whole words or not. FlashText
is asked as its users ask it: to it Cyrillic letters end a word, so that it finds such names inside longer words too,
which counts as found; so does spaCy a name in an address, or across a comma.

Two mixes of names: "gazetteer" holds a few capitalised words of the posts and else invented names, so that hits a post
stay about the same however many names there are; "dense" takes up to some ten thousand names from the posts.

    SEINPOST_DATA=... python -m benchmarks.matching [--posts 20000] [--names 100 10000 100000 1000000] [--rounds 3]
"""

import argparse
import codecs
import gc
import gzip
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.watchlist import load
from bot.watchlist.compiled import compiled
from matcher.index import NameIndex
from matcher.index_files import dumped, loaded
from matcher.match import match
from matcher.reading import Setting
from matcher.skimming import skim
from storage.model import LanguagePart

SEED = 20240312
MIXES = {"gazetteer": 50, "dense": 30_000}  # how many names, at most, and at most half, stand in the posts
LARGEST_FOR_SPACY = 100_000  # above it takes minutes and gigabytes
GOALS = {"FlashText": (4.0, 2.5), "spaCy PhraseMatcher": (4.0, 4.0)}  # at 100 names, from 100,000 on
BARE_GOALS = {100: 7.0, 100_000: 4.0}
_CAPITALISED = re.compile(r"(?<=[a-zа-яі,] )[A-ZА-Я][\w'-]{2,}(?: [A-ZА-Я][\w-]{2,}){0,2}")
_PARTS = "ka lo mi ta ver sk den hol бел гра но ски во дар ель ом жит рус"
_SYLLABLES = _PARTS.split()

Post = tuple[str, Setting]


def read_posts(folder: Path, most: int) -> list[Post]:
    posts = [_post(json.loads(line)) for line in _lines(folder)]
    return random.Random(SEED).sample(posts, min(most, len(posts)))


def _lines(folder: Path) -> Iterator[str]:
    for file in sorted((folder / "data" / "posts").glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from lines


def _post(found: dict[str, str]) -> Post:
    at = datetime.fromisoformat(found["date"]) if found.get("date") else None
    at = at.replace(tzinfo=at.tzinfo or UTC) if at else None
    return found["text"], Setting(at, found.get("channel"), found.get("forwarded_from"))


def names_of(texts: Sequence[str], count: int, most_real: int) -> list[str]:
    """Names that stand in the posts, and others that do not."""
    chance = random.Random(SEED)
    real = sorted({name for text in texts for name in _CAPITALISED.findall(text)})
    names = set(chance.sample(real, min(count // 2, len(real), most_real)))
    while len(names) < count:
        names.add(" ".join(_invented(chance) for _ in range(chance.choice((1, 2, 2, 3)))))
    return sorted(names)


def _invented(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 5))).capitalize()


Searcher = Callable[[], int]
"""Searches all posts once; gives how many names it found."""


def ours(index: NameIndex[str], texts: Sequence[str]) -> Searcher:
    return lambda: sum(map(len, index.find_each(texts)))


def flashtext(names: Sequence[str], texts: Sequence[str]) -> Searcher:
    from flashtext import KeywordProcessor  # type: ignore[import-untyped]

    processor = KeywordProcessor()
    for name in names:
        processor.add_keyword(name, name)
    return lambda: sum(len(processor.extract_keywords(text, span_info=True)) for text in texts)


def spacy(names: Sequence[str], texts: Sequence[str]) -> Searcher:
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("xx")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("name", [language.make_doc(name) for name in names])
    return lambda: sum(len(matcher(language.make_doc(text))) for text in texts)


def bare(names: Sequence[str], texts: Sequence[str]) -> Searcher:
    """ahocorasick_rs over one byte a character; the encoding is not timed."""
    from ahocorasick_rs import BytesAhoCorasick, MatchKind

    def encoded(text: str) -> bytes:
        return codecs.charmap_encode(skim(text) or text.casefold(), "replace", _byte_map())[0]

    patterns = list(dict.fromkeys(encoded(name) for name in names))
    automaton = BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    haystacks = [encoded(text) for text in texts]
    return lambda: sum(len(automaton.find_matches_as_indexes(haystack)) for haystack in haystacks)


def _byte_map() -> Any:
    letters = "\0" + "".join(map(chr, range(1, 128))) + "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґў"
    return codecs.charmap_build(letters + "\ufffe" * (256 - len(letters)))


def in_turns(searchers: dict[str, Searcher], rounds: int) -> dict[str, list[float]]:
    """Seconds of processor time of each; every round asks all of them."""
    taken: dict[str, list[float]] = {name: [] for name in searchers}
    for _ in range(rounds):
        for name, search in searchers.items():
            began = time.process_time()
            search()
            taken[name].append(time.process_time() - began)
    return taken


def ratio(over: Sequence[float], under: Sequence[float]) -> str:
    """The median of the rounds' ratios, and between which of them it lies."""
    each = sorted(above / below for above, below in zip(over, under, strict=True))
    return f"{statistics.median(each):5.2f} x [{each[0]:.2f}-{each[-1]:.2f}]"


def compare(texts: Sequence[str], mix: str, count: int, rounds: int) -> tuple[float, float]:
    """Prints the ratios at so many names; gives the posts a second, ours and the bare automaton's."""
    names = names_of(texts, count, MIXES[mix])
    index = NameIndex.build((name, name) for name in names)
    searchers = {"ours": ours(index, texts), "bare": bare(names, texts), "FlashText": flashtext(names, texts)}
    if count <= LARGEST_FOR_SPACY:
        searchers["spaCy PhraseMatcher"] = spacy(names, texts)
    found = {name: search() for name, search in searchers.items()}
    taken = in_turns(searchers, rounds)
    mine = taken.pop("ours")
    speed = len(texts) / statistics.median(mine)
    print(f"{count:>9,} names, {mix}: {speed:,.0f} posts/s, {found['ours'] / len(texts):.2f} names a post")
    for peer, (small, large) in GOALS.items():
        if peer in taken:
            goal = small if count < LARGEST_FOR_SPACY else large
            times = ratio(taken[peer], mine)
            print(f"{'':>11}{times} {peer} ({found[peer]:,} : {found['ours']:,} found; goal {goal:g})")
    goal_of_bare = f"; goal <= {BARE_GOALS[count]}" if count in BARE_GOALS else ""
    print(f"{'':>11}{ratio(mine, taken['bare'])} the bare automaton's time{goal_of_bare}")
    return speed, len(texts) / statistics.median(taken["bare"])


def build_in_own_process(count: int) -> None:
    """Prints what building, keeping and loading an index takes; memory is the process's peak, names included."""
    chance = random.Random(SEED)
    names = list({" ".join(_invented(chance) for _ in range(chance.choice((1, 2, 2, 3)))) for _ in range(count)})
    began = time.perf_counter()
    index = NameIndex.build((name, name) for name in names)
    index.find("")  # what is made at the first search belongs to building
    built = time.perf_counter() - began
    peak = _peak_mb()
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(dumped(index))
        began = time.perf_counter()
        again = loaded(Path(file.name).read_bytes())
        assert again is not None
        again.find("")
        load_seconds = time.perf_counter() - began
        size = Path(file.name).stat().st_size / 2**20
    assert len(again) == len(index)
    print(f"{len(names):>9,} names built in {built:.1f} s (goal 60), {peak:,.0f} MB (goal 1,000)")
    print(f"{'':>11}loaded from {size:.0f} MB in {load_seconds:.1f} s (goal 3)")


def _peak_mb() -> float:
    """The most memory that this process held (Linux); that of `resource` also counts the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def whole_match(folder: Path, posts: Sequence[Post], rounds: int) -> None:
    """All of `match` with the shipped watchlist, languages told beforehand, beside its names alone."""
    watchlist = load(folder)
    with tempfile.TemporaryDirectory() as cache:
        seconds = []
        for _ in range(2):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-m", "benchmarks.matching", "--compile", cache], check=True)
            seconds.append(time.perf_counter() - began)
        print(
            f"a process that compiles the shipped watchlist: {seconds[0]:.1f} s, with what was kept {seconds[1]:.1f} s"
        )
        catalogue = compiled(watchlist, Path(cache))
    gc.collect()
    gc.freeze()  # as the program does once it has started
    spoken: tuple[LanguagePart, ...] = ()
    searchers: dict[str, Searcher] = {
        "names": lambda: sum(len(catalogue.names.find(text)) for text, _ in posts),
        "match": lambda: sum(len(match(text, at, catalogue, spoken=spoken).links) for text, at in posts),
    }
    taken = in_turns(searchers, rounds)
    print(
        f"match with the shipped watchlist ({len(catalogue.names):,} forms of names): "
        f"{len(posts) / statistics.median(taken['match']):,.0f} posts/s, "
        f"{ratio(taken['names'], taken['match'])} the speed of its names alone (goal 0.5)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--names", type=int, nargs="*", default=[100, 10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--build", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--compile", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.build:
        build_in_own_process(asked.build)
        return
    if asked.compile:
        compiled(load(asked.config / "watchlist"), asked.compile)
        return
    posts = read_posts(Path(os.environ["SEINPOST_DATA"]), asked.posts)
    texts = [text for text, _ in posts]
    for mix in MIXES if asked.names else ():
        speeds = [compare(texts, mix, count, asked.rounds) for count in asked.names]
        least, most = asked.names[0], asked.names[-1]
        mine, bares = (last / first for first, last in zip(speeds[0], speeds[-1], strict=True))
        print(f"at {most:,} names, {mix}: {mine:.2f} of the speed at {least:,} (goal 0.4; bare automaton: {bares:.2f})")
    if asked.names:
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "benchmarks.matching", "--build", str(asked.names[-1])], check=True)
    sys.stdout.flush()
    whole_match(asked.config / "watchlist", posts, asked.rounds)


if __name__ == "__main__":
    main()
