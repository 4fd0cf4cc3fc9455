"""The events of a page of posts, in its order: what the ones before said is known to those behind. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.events import events_of, learn
from storage.model import Kind, Link, Revision
from storage.telling import Event, Known
from storage.watchlist import Claim, Watchlist

Post = tuple[int, int]
Target = tuple[Kind, str]
Collectives = Mapping[str, frozenset[str]]
"""An actor -> the collectives ("the militias") that it is part of: those of its side and tie."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A matched revision with what is known of where its words come from; see `events_of`."""

    revision: Revision
    found: Collection[Link]
    copy_of: int | None = None
    own: Collection[Link] = ()


def events_of_page(
    page: Iterable[Traced],
    known: Mapping[str, Known],
    noted: Mapping[Post, Mapping[Target, int]],
    watchlist: Watchlist,
    now: datetime,
) -> dict[int, list[Event]]:
    """By revision. `known`: what was said of each claim before the page. `noted`: what posts had certain events about
    before it, with the number of the first revision that had.
    """
    collectives = _collectives(watchlist)
    heard = {claim: _joined(before, collectives) for claim, before in known.items()}
    about = {post: dict(targets) for post, targets in noted.items()}
    news = {}
    for one in page:
        revision = one.revision
        first_noted = about.setdefault((revision.post.channel_id, revision.post.post_id), {})
        earlier = frozenset(target for target, number in first_noted.items() if number < revision.number)
        happened = events_of(revision, one.found, heard, earlier, one.copy_of, now, one.own)
        for event in happened:
            if event.certain:
                first_noted.setdefault((event.target_kind, event.target), revision.number)
        _hear(heard, happened, watchlist.claims, collectives)
        news[revision.id] = happened
    return news


def _hear(
    heard: dict[str, Known],
    happened: Iterable[Event],
    claims: Sequence[Claim],
    collectives: Mapping[str, frozenset[str]],
) -> None:
    """`heard` learns what happened, and which claims it makes corrections of something that was asserted."""
    for event in happened:
        if event.target_kind is Kind.CLAIM:
            heard[event.target] = _joined(learn(heard.get(event.target, Known()), event), collectives)
            heard |= corrections(heard, [claim for claim in claims if claim.supersedes == event.target])


def corrections(known: Mapping[str, Known], claims: Iterable[Claim]) -> dict[str, Known]:
    """What is known of those of these claims that correct one that was asserted."""
    return {
        claim.id: replace(known.get(claim.id, Known()), corrects=True)
        for claim in claims
        if claim.supersedes and (before := known.get(claim.supersedes)) and before.sources
    }


def _collectives(watchlist: Watchlist) -> Collectives:
    """Of every actor of the watchlist."""
    known = [actor for actor in watchlist.actors if actor.kind == "collective"]
    return {
        actor.id: frozenset(one.id for one in known if one.affiliation == actor.affiliation)
        for actor in watchlist.actors
    }


def _joined(heard: Known, collectives: Collectives) -> Known:
    """Where a member of a collective was heard, the collective is no new source."""

    def together(sources: frozenset[str]) -> frozenset[str]:
        return sources.union(*(collectives.get(source, frozenset()) for source in sources))

    return replace(heard, sources=together(heard.sources), deniers=together(heard.deniers))
