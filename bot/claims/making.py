"""A new claim in the making: an editor's sentence read for its slots, a draft turned into the entry that a file would
hold, and what it would have linked. Who may make one, and how it is asked for, is the chat's matter.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.watchlist.conversion import claim_of
from bot.watchlist.entries import ClaimEntry
from matcher.catalogue import Catalogue
from matcher.claims import compile_claims, compile_seasons
from matcher.claims.happenings import statement_of
from matcher.match import match, read
from matcher.reading import Setting
from storage import links, posts
from storage.database import Database
from storage.drafts import Draft, Slots
from storage.model import Figure, Kind, Revision
from storage.watchlist import ClaimedFigure, Side, Watchlist

WINDOW = timedelta(days=3)
"""So long after today a claim that is begun now may happen, if nobody says otherwise."""

AFTERWARDS = timedelta(days=5)
"""So long after its last day a post that gives no date may still be about it."""

LOOKED_BACK = timedelta(days=7)
MOST_TRIED = 300
"""Posts that a trial is made with, the newest."""

STATEMENT_LIMIT = 500

_LANGUAGES = ("en", "nl", "ru", "uk")
_WORDINGS = frozenset({*_LANGUAGES, "de", "pl", "be", "bg"})


@dataclass(frozen=True, slots=True)
class Trial:
    """How many of the posts that name the claim's places or actors it would have been linked to."""

    linked: int
    tried: int


def slots_said(statement: str, catalogue: Catalogue, now: datetime) -> Slots:
    """What an editor's sentence names; it happens from today on."""
    found = statement_of(read(statement, Setting(now), catalogue), catalogue.claim_rules)
    today = now.astimezone(UTC).date()
    figures = {figure.unit: _claimed(figure) for figure in reversed(found.figures)}
    return Slots(
        places=found.places,
        events=found.events,
        actors=found.actors,
        figures=tuple(figures.values()),
        first=today,
        last=today + WINDOW,
    )


def filled(said: Slots, before: Slots) -> Slots:
    """The slots of a sentence; what it does not say stays as it was."""
    own = {
        name: getattr(said, name) or getattr(before, name)
        for name in ("places", "events", "actors", "figures")
    }  # fmt: skip
    return replace(before, **own, first=before.first or said.first, last=before.last or said.last)


def slots_of_entry(content: Mapping[str, object]) -> Slots:
    """The slots of a claim that was made before."""
    claim = claim_of(ClaimEntry.model_validate(content))
    return Slots(
        places=claim.places,
        events=tuple(way.partition("+")[0] for way in claim.events),
        actors=claim.about,
        figures=claim.figures,
        first=claim.first,
        last=claim.last,
    )


def _claimed(figure: Figure) -> ClaimedFigure:
    return ClaimedFigure(figure.unit, figure.value, approx=figure.qualifier is not None)


# --- the entry --------------------------------------------------------------------------------------------------------


def entry_of(draft: Draft, catalogue: Catalogue, now: datetime, sources: Sequence[str] = ()) -> dict[str, object]:
    """The entry as a file would hold it; its id is `draft.claim`, or one that stands for no id yet. `sources`: links of
    posts, and those of the claim that it changes."""
    slots, statement = draft.slots, draft.statement or ""
    first, last = slots.first or now.date(), slots.last or now.date() + WINDOW
    lang = read(statement, Setting(now), catalogue).lang
    return {
        "id": draft.claim or "E000",
        "statement": dict.fromkeys(_LANGUAGES, statement),
        "holders": [],
        "about": list(_about(slots, catalogue.watchlist)),
        "places": list(slots.places),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "published_until": (last + AFTERWARDS).isoformat(),
        "events": [f"{event}+@place" for event in slots.events],
        "figures": [_figure_json(figure) for figure in slots.figures],
        "asserting": {lang if lang in _WORDINGS else "en": [statement]},
        "checkable": True,
        "source": [*dict.fromkeys((f"made in chat, {now.date().isoformat()}", *sources))],
    }


def worded(content: Mapping[str, object], language: str, statement: str) -> dict[str, object]:
    """The entry with its statement in one more language, or in other words there."""
    known = ClaimEntry.model_validate(content)
    before = getattr(known.statement, language)
    spoken = {one: [*texts] for one, texts in known.asserting.by_language().items()}
    spoken[language] = [statement, *(text for text in spoken.get(language, ()) if text not in (before, statement))]
    return {
        **content,
        "statement": known.statement.model_dump() | {language: statement},
        "asserting": spoken,
    }


def _about(slots: Slots, watchlist: Watchlist) -> tuple[str, ...]:
    """Those named, unless they are of several sides: then nobody knows yet whose doing it is."""
    sides = {actor.id: actor.affiliation.side for actor in watchlist.actors}
    taken = {sides[actor] for actor in slots.actors if actor in sides} - {Side.NEITHER}
    return slots.actors if len(taken) <= 1 else ()


def _figure_json(figure: ClaimedFigure) -> dict[str, object]:
    return {name: value for name, value in asdict(figure).items() if value is not None or name == "value"}


def is_whole(slots: Slots) -> bool:
    """Posts can be linked to it: it says where, and what."""
    return bool(slots.places and slots.events)


def alike(slots: Slots, watchlist: Watchlist) -> tuple[str, ...]:
    """Known claims about the same places in the same days: perhaps it is one of them, and the matcher missed it."""
    first, last = slots.first or date.min, slots.last or date.max
    return tuple(
        claim.id
        for claim in watchlist.claims
        if set(claim.places) & set(slots.places)
        and (claim.first or date.min) <= last
        and first <= (claim.published_until or claim.last or date.max)
    )


async def examples_of(db: Database, draft: Draft) -> list[Revision]:
    """The posts that are shown for a draft."""
    found = [await db.read(posts.revision, revision_id) for revision_id in draft.slots.examples]
    return [revision for revision in found if revision is not None]


# --- the trial --------------------------------------------------------------------------------------------------------


async def tried(db: Database, draft: Draft, catalogue: Catalogue, now: datetime) -> Trial:
    """Matches recent posts with this claim alone, in a thread; stores nothing."""
    named = [(Kind.PLACE, place) for place in draft.slots.places]
    revisions = await db.read(links.naming, named, now - LOOKED_BACK, MOST_TRIED)
    entry = entry_of(draft, catalogue, now)
    return await asyncio.to_thread(_tried, revisions, entry, catalogue)


def _tried(revisions: Sequence[Revision], entry: Mapping[str, object], catalogue: Catalogue) -> Trial:
    claim = claim_of(ClaimEntry.model_validate(entry))
    alone = replace(catalogue.watchlist, claims=(claim,), merged={})
    rules = compile_claims(alone, lexicon=catalogue.claim_rules.lexicon)
    small = replace(catalogue, watchlist=alone, claim_rules=rules, seasons=compile_seasons(rules))
    return Trial(sum(_is_linked(revision, small) for revision in revisions), len(revisions))


def _is_linked(revision: Revision, catalogue: Catalogue) -> bool:
    found = match(revision.post.text, Setting.of(revision), catalogue)
    return any(link.kind is Kind.CLAIM and link.certain for link in found.links)
