"""The events of a page of posts, in its order: what the ones before said is known to those behind. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.events import events_of, learn
from storage.model import Event, Kind, Known, Link, Revision
from storage.watchlist import Claim

Post = tuple[int, int]
Target = tuple[Kind, str]


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
    claims: Sequence[Claim],
    now: datetime,
) -> dict[int, list[Event]]:
    """By revision. `known`: what was said of each claim before the page. `noted`: what posts had events about before
    it, with the number of the first revision that had. `claims`: the watchlist's, for which corrects which.
    """
    heard = dict(known)
    about = {post: dict(targets) for post, targets in noted.items()}
    news = {}
    for one in page:
        revision = one.revision
        first_noted = about.setdefault((revision.post.channel_id, revision.post.post_id), {})
        earlier = frozenset(target for target, number in first_noted.items() if number < revision.number)
        happened = events_of(revision, one.found, heard, earlier, one.copy_of, now, one.own)
        for event in happened:
            first_noted.setdefault((event.target_kind, event.target), revision.number)
        _hear(heard, happened, claims)
        news[revision.id] = happened
    return news


def _hear(heard: dict[str, Known], happened: Iterable[Event], claims: Sequence[Claim]) -> None:
    """`heard` learns what happened, and which claims it makes corrections of something that was asserted."""
    for event in happened:
        if event.target_kind is Kind.CLAIM:
            heard[event.target] = learn(heard.get(event.target, Known()), event)
            heard |= corrections(heard, [claim for claim in claims if claim.supersedes == event.target])


def corrections(known: Mapping[str, Known], claims: Iterable[Claim]) -> dict[str, Known]:
    """What is known of those of these claims that correct one that was asserted."""
    return {
        claim.id: replace(known.get(claim.id, Known()), corrects=True)
        for claim in claims
        if claim.supersedes and (before := known.get(claim.supersedes)) and before.sources
    }
