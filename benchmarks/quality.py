"""How right the matcher is on labelled posts, beside a naive baseline: actors, places and claims, with 95 % intervals.

    SEINPOST_DATA=<folder that holds eval/ and facts/> python -m benchmarks.quality

Precision and recall have Wilson intervals, F1 one from drawing the posts again and again (bootstrap, seeded): the pairs
of one post are not independent. Languages and entities are shown where at least 30 posts or labels stand behind them.
The rules were mended while some of these posts were known, so the figures say more than unseen posts would.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.watchlist import load
from matcher.catalogue import compile_catalogue
from matcher.evaluation import ENOUGH, Measure, Share, Tally, Verdict, judge, wilson
from matcher.labels import Labelled, read_labelled
from matcher.match import match
from storage.model import Evidence, Found, Kind, Link, Stance

WATCHLIST = Path(__file__).parent.parent / "config" / "watchlist"
FILES: Mapping[str, str] = {
    "real posts": "dev.jsonl",
    "traps": "traps_dev.jsonl",
    "composed": "composed_dev.jsonl",
}
GROUPS = frozenset({"lsr", "rvc", "sib"})
SEED = 20_261_122
DRAWS = 1_000
_SPOT = (Evidence(0, 1, "", "naive"),)

Counting = Callable[[Verdict], Tally]
Judged = Mapping[str, Sequence[Verdict]]
"""Who judged -> the verdicts, post by post in one order."""


def of(measure: Measure, only: frozenset[str] | None = None) -> Counting:
    """Counts one measure, of some targets `only`."""

    def count(verdict: Verdict) -> Tally:
        sides = (verdict.right[measure], verdict.wrong[measure], verdict.missed[measure])
        return Tally(*(len(side if only is None else side & only) for side in sides))

    return count


COUNTED: Mapping[str, Counting] = {
    "actors": of(Measure.ACTORS),
    "lsr/rvc/sib": of(Measure.ACTORS, GROUPS),
    "places": of(Measure.PLACES),
    "claims": of(Measure.CLAIMS),
    "claims+stance": of(Measure.STANCES),
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    data = os.environ.get("SEINPOST_DATA", "")
    if not data or not (Path(data) / "eval").is_dir():
        sys.exit("Set SEINPOST_DATA to the folder that holds eval/ and facts/.")
    catalogue = compile_catalogue(load(WATCHLIST))
    for what, name in FILES.items():
        file = Path(data) / "eval" / name
        posts = [read_labelled(line, n) for n, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line]
        ours = [judge(match(post.record.text, post.record.setting, catalogue), post) for post in posts]
        naive = baseline(file)
        theirs = [judge(naive.get(str(post.record.id), Found("und", ())), post) for post in posts]
        report(what, posts, {"seinpost": ours, "baseline": theirs})


def baseline(file: Path) -> dict[str, Found]:
    """What the naive baseline beside the labels finds, by the post's id."""
    ran = subprocess.run(  # the script beside the labels, with this interpreter
        [sys.executable, str(file.parent / "baseline.py"), str(file)], capture_output=True, check=True, encoding="utf-8"
    )
    return {str(one["id"]): _found(one) for one in map(json.loads, ran.stdout.splitlines())}


def _found(prediction: Mapping[str, list[str] | list[dict[str, str]]]) -> Found:
    named = [
        Link(kind, str(target), 1.0, _SPOT)
        for kind, key in ((Kind.ACTOR, "actors"), (Kind.PLACE, "places"))
        for target in prediction[key]
    ]
    claims = [
        Link(Kind.CLAIM, claim["claim"], 1.0, _SPOT, certain=True, stance=Stance(claim["stance"]))
        for claim in prediction["claims"]
        if isinstance(claim, dict)
    ]
    return Found("und", (*named, *claims))


def report(what: str, posts: Sequence[Labelled], judged: Judged) -> None:
    """One file's tables: all posts, languages with enough of them, and entities with enough labels."""
    print(f"\n{what}: {len(posts)} posts, {', '.join(_whole(who, verdicts) for who, verdicts in judged.items())}")
    print(f"{'':16}{'':10}{'precision':>21}{'recall':>21}{'F1':>21}   right wrong missed")
    for name, counting in COUNTED.items():
        rows(name, counting, judged)
    for lang, many in Counter(post.lang for post in posts).most_common():
        if many >= ENOUGH and many < len(posts):
            print(f"{lang} ({many} posts)")
            spoken = {who: [one for one in found if one.post.lang == lang] for who, found in judged.items()}
            for name, counting in COUNTED.items():
                rows(name, counting, spoken)
    for measure, target in _labelled_often(posts):
        rows(target, of(measure, frozenset({target})), judged)


def _whole(who: str, verdicts: Sequence[Verdict]) -> str:
    exact = wilson(sum(verdict.exact for verdict in verdicts), len(verdicts))
    empty = [verdict for verdict in verdicts if verdict.post.empty]
    alarms = sum(verdict.false_alarm for verdict in empty)
    return f"{who} right in everything {shown(exact)} %, false alarms in {alarms} of {len(empty)} about nothing"


def _labelled_often(posts: Iterable[Labelled]) -> Iterator[tuple[Measure, str]]:
    labels = Counter((kind, target) for post in posts for kind, listed in post.named.items() for target in listed)
    for (kind, target), many in labels.most_common():
        if many >= ENOUGH:
            yield (Measure.ACTORS if kind is Kind.ACTOR else Measure.PLACES), target


def rows(name: str, counting: Counting, judged: Judged) -> None:
    """Ours and the baseline's, one line each."""
    for who, verdicts in judged.items():
        tallies = [counting(verdict) for verdict in verdicts]
        total = sum(tallies, Tally())
        shares = (total.precision, total.recall, drawn_f1(tallies))
        figures = "".join(f"{shown(share):>21}" for share in shares)
        print(f"{name:16}{who:10}{figures}   {total.right:5} {total.wrong:5} {total.missed:6}")
        name = ""


def drawn_f1(tallies: Sequence[Tally]) -> Share | None:
    """F1 with its bootstrap interval: posts drawn with replacement, the middle 95 % of the results."""
    value = f1(tallies)
    if value is None:
        return None
    draw = random.Random(SEED)  # a statistic
    results = sorted(one for _ in range(DRAWS) if (one := f1(draw.choices(tallies, k=len(tallies)))) is not None)
    return Share(value, results[round(0.025 * (len(results) - 1))], results[round(0.975 * (len(results) - 1))])


def f1(tallies: Sequence[Tally]) -> float | None:
    right = sum(one.right for one in tallies)
    others = sum(one.wrong + one.missed for one in tallies)
    return 2 * right / (2 * right + others) if right + others else None


def shown(share: Share | None) -> str:
    """In %, with its interval."""
    return f"{100 * share.value:.1f} [{100 * share.low:.1f}, {100 * share.high:.1f}]" if share else "-"


if __name__ == "__main__":
    main()
