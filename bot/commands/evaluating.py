"""`seinpost evaluate`: how well the matcher agrees with labelled posts, or with what readers and editors said of links.

Reads, matches, shows; what counts as right is `matcher.evaluation`'s matter, and what a line holds `matcher.labels`'.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from bot.commands.exporting import refuse_database
from bot.commands.lines import Complain, read_lines
from bot.commands.opening import read_catalogue_with
from bot.commands.sections import Section, show
from bot.settings import Settings
from collectors.base import BadInput
from matcher.catalogue import Catalogue
from matcher.evaluation import ENOUGH, Evaluation, Measure, Score, Share, Tally, evaluate, judge
from matcher.labels import Labelled, read_labelled, write_judged
from matcher.match import match
from storage import entries, feedback
from storage.database import Database
from storage.said import OwnEntry

PAGE = 500
_WORST = 20
"""So many entries are shown to people; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which labelled posts are meant: those of files, what was said of links (which goes to `save`), or both."""

    files: Sequence[Path]
    feedback: bool = False
    save: Path | None = None
    as_json: bool = False


async def evaluate_posts(
    settings: Settings, asked: Asked, given: BinaryIO, console: Console, complain: Complain
) -> None:
    """Matches labelled posts and shows how well that agrees with their labels. `given` is the file "-".

    Raises:
        BadInput: a file or a line of it can't be read, or nothing was given.
        Unusable: there is no database to look for feedback in.
    """
    if not (asked.files or asked.feedback):
        raise BadInput("There is nothing to evaluate: name files of labelled posts, or give --feedback.")
    if asked.save and not asked.feedback:
        raise BadInput("--save writes feedback to a file: give --feedback as well.")
    said, own = await _said(settings.database_url) if asked.feedback else ([], [])
    if asked.save:
        _save(said, asked.save)
    posts = [post for file in asked.files for post in read_lines(file, given, read_labelled, complain)]
    posts += [read_labelled(line, number) for number, line in enumerate(said, start=1)]
    catalogue = await read_catalogue_with(settings, own)
    if unknown := _unknown(posts, catalogue):
        complain(f"The watchlist has no {', '.join(unknown)}: labels with that count as missed. Correct them.")
    scored = evaluate(judge(match(one.record.text, one.record.setting, catalogue), one) for one in posts)
    if asked.as_json:
        console.file.write(json.dumps(as_object(scored), ensure_ascii=False, indent=1) + "\n")
        return
    for section in sections(scored):
        show(section, console)


async def _said(database_url: str) -> tuple[list[str], list[OwnEntry]]:
    """What was said of links, as labelled lines; and the claims made in chat, of which some of it was said."""
    lines: list[str] = []
    async with Database.look(database_url) as db:
        last = 0
        while page := await db.read(feedback.page, last, PAGE):
            lines += [write_judged(*judged) for judged in page]
            last = page[-1][0].id
        return lines, await db.read(entries.current)


def _unknown(posts: Iterable[Labelled], catalogue: Catalogue) -> list[str]:
    """What is labelled and can't be found, as it is not on the watchlist."""
    listed = catalogue.watchlist
    known = {*(one.id for one in listed.actors), *(one.id for one in listed.places), *(one.id for one in listed.claims)}
    wanted = (target for post in posts for target in chain(post.claims, *post.named.values()))
    return sorted(set(wanted) - known)


def _save(lines: Iterable[str], file: Path) -> None:
    try:
        refuse_database(file)
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{file} can't be written ({error.strerror}); choose another place with --save") from None


# --- for people -------------------------------------------------------------------------------------------------------


def sections(scored: Evaluation) -> Iterator[Section]:
    """All posts and each language with enough of them; traps apart; the entries that are wrong most often."""
    if scored.total.posts:
        known = sorted(scored.languages.items(), key=lambda one: -one[1].posts)
        shown = [("all", scored.total), *((lang, score) for lang, score in known if score.posts >= ENOUGH)]
        yield _table(_heading("labelled posts", scored.total), shown)
        few = [f"{lang} ({score.posts})" for lang, score in known if score.posts < ENOUGH]
        if few:
            yield Section(f"Fewer than {ENOUGH} posts, so not shown by themselves: {', '.join(few)}", (), ())
        yield _entries(scored.total)
    if scored.traps.posts:
        yield _table(_heading("traps", scored.traps), [("traps", scored.traps)])
    if not scored.total.posts + scored.traps.posts:
        yield Section("There is nothing to evaluate: no labelled posts were given", (), (), bad=True)


def _heading(what: str, score: Score) -> str:
    exact = 100 * score.exact / score.posts
    alarms = f", {score.alarms} false alarms in the {score.empty} posts about nothing known" if score.empty else ""
    return f"{score.posts} {what}, {score.exact} right in everything ({exact:.1f} %){alarms}"


_COLUMNS = ("precision", "recall", "F1", "right", "wrong", "missed")


def _table(heading: str, shown: Iterable[tuple[str, Score]]) -> Section:
    rows = [
        (lang, str(score.posts), measure.value, *_cells(score.tallies[measure]))
        for lang, score in shown
        for measure in Measure
    ]
    return Section(f"{heading}; in %, with 95 % intervals", ("language", "posts", "what", *_COLUMNS), rows)


def _entries(score: Score) -> Section:
    every = [
        (measure.value, target, tally)
        for measure, targets in score.targets.items()
        if measure is not Measure.STANCES
        for target, tally in targets.items()
        if tally.wrong + tally.missed
    ]
    every.sort(key=lambda one: (-one[2].wrong - one[2].missed, one[1]))
    if not every:
        return Section("No actor, place or claim was found wrongly or missed", (), ())
    more = f", {_WORST} of {len(every)}" if len(every) > _WORST else ""
    rows = [(measure, target, *_cells(tally)) for measure, target, tally in every[:_WORST]]
    return Section(f"Found wrongly or missed{more} (--json has all)", ("what", "id", *_COLUMNS), rows)


def _cells(tally: Tally) -> tuple[str, ...]:
    shares = (_share(one) for one in (tally.precision, tally.recall, tally.f1))
    return *shares, str(tally.right), str(tally.wrong), str(tally.missed)


def _share(share: Share | None) -> str:
    return f"{100 * share.value:.1f} ({100 * share.low:.0f}-{100 * share.high:.0f})" if share else "-"


# --- for machines -----------------------------------------------------------------------------------------------------


def as_object(scored: Evaluation) -> dict[str, object]:
    """Everything, with languages of few posts as well: their `posts` say so."""
    return {
        "all": _score(scored.total),
        "languages": {lang: _score(score) for lang, score in sorted(scored.languages.items())},
        "traps": _score(scored.traps),
    }


def _score(score: Score) -> dict[str, object]:
    counts = {"posts": score.posts, "exact": score.exact, "empty": score.empty, "false_alarms": score.alarms}
    measures = {measure.value: _tally(tally) for measure, tally in score.tallies.items()}
    entries = {measure.value: _tallies(targets) for measure, targets in score.targets.items()}
    return {**counts, "measures": measures, "entries": entries}


def _tallies(targets: Mapping[str, Tally]) -> dict[str, object]:
    return {target: _tally(tally) for target, tally in sorted(targets.items())}


def _tally(tally: Tally) -> dict[str, object]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    return {**asdict(tally), **{name: asdict(share) if share else None for name, share in shares.items()}}
