"""The events of old posts whose links have changed, in the order of publication: what each said was new when it was
published, as far as is known now. Pure; nobody is told of them.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.events import learn
from bot.alerts.noting import Target, Traced, corrections, events_of_page
from storage.model import Kind, Link, Revision
from storage.telling import Event, EventKind, Known
from storage.watchlist import Watchlist

Word = tuple[datetime, Event]
"""What somebody said of a claim, and when it was published."""

_OF_CHANNELS = frozenset({EventKind.POSTED, EventKind.POST_GREW})


@dataclass(frozen=True, slots=True)
class Old:
    """A revision with its links. `known`: what its post had events about already, of which nothing is to be noted."""

    revision: Revision
    said_at: datetime
    links: Collection[Link]
    copy_of: int | None = None
    own: Collection[Link] = ()
    known: Collection[Target] = ()


def remembered(page: Sequence[Old], words: Iterable[Word], watchlist: Watchlist, now: datetime) -> list[Event]:
    """The events of a page in its order, that of publication. `words`: all that was said of its claims, in that order,
    claims that were merged into them, and those that they correct, included.
    """
    waiting, heard = deque(words), dict[str, Known]()
    noted: dict[tuple[int, int], set[Target]] = {}
    happened: list[Event] = []
    for one in page:
        while waiting and (waiting[0][0], waiting[0][1].revision_id) < (one.said_at, one.revision.id):
            _hear(heard, waiting.popleft()[1], watchlist)
        of_post = noted.setdefault((one.revision.post.channel_id, one.revision.post.post_id), set())
        fresh = [link for link in one.links if (link.kind, link.target) not in {*one.known, *of_post}]
        events = _events(one, fresh, heard, watchlist, now)
        of_post |= {(event.target_kind, event.target) for event in events}
        for event in events:
            _hear(heard, event, watchlist)
        happened += events
    return happened


def _events(
    one: Old, fresh: Sequence[Link], heard: Mapping[str, Known], watchlist: Watchlist, now: datetime
) -> list[Event]:
    claims = {link.target for link in fresh if link.kind is Kind.CLAIM}
    known = {claim: heard[claim] for claim in claims if claim in heard}
    known |= corrections(heard, [claim for claim in watchlist.claims if claim.id in claims])
    traced = Traced(one.revision, fresh, one.copy_of, one.own)
    news = events_of_page([traced], known, {}, watchlist, now)
    return [event for event in news[one.revision.id] if event.kind not in _OF_CHANNELS]


def _hear(heard: dict[str, Known], event: Event, watchlist: Watchlist) -> None:
    if event.target_kind is Kind.CLAIM:
        claim = watchlist.merged.get(event.target, event.target)
        heard[claim] = learn(heard.get(claim, Known()), event)
