"""Several sources as one: a channel is read by the first that can. Knows no network.

Remembers which source is closed to which channel, until when that source said: it is not to be asked at every poll.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from collectors.base import (
    MEDIA,
    MESSAGES,
    Batch,
    CannotRead,
    Hashed,
    Hasher,
    Learned,
    Looked,
    Looker,
    Source,
    reader_of,
    waits,
)
from storage.model import Channel
from storage.watching import Problem, Watched

_ANOTHER_MAY = frozenset(
    {Problem.NO_ACCOUNT, Problem.FLOOD_WAIT, Problem.UNREACHABLE, Problem.PRIVATE, Problem.BLOCKED, Problem.BROKEN}
)
"""What stands in one source's way only. A name that nobody bears is nowhere to be found."""


_CLOSED = frozenset({Problem.PRIVATE, Problem.BLOCKED})
"""Of these a source knows for how long; to hear it again, an account may have to resolve a name, which is scarce."""

_ABLE: Mapping[str, type[Looker] | type[Hasher]] = {MESSAGES: Looker, MEDIA: Hasher}
"""Who does more than reading; the first of them is asked."""


class FallingBack:
    """A `Source` over others, the best first. It finds messages by id where one of them does."""

    def __init__(self, sources: Sequence[Source]):
        """`sources`: at least one."""
        self._sources = tuple(sources)
        self._closed: dict[tuple[str, str], tuple[datetime, CannotRead]] = {}
        self.name = ", else ".join(source.name for source in self._sources)

    def reader(self, watched: Watched, request: str, now: datetime) -> str | None:
        """As `Spread.reader`. Where nobody finds messages by id, nobody is asked for them."""
        able = _ABLE.get(request)
        asked: list[Source] = []
        if able is None:
            asked += [source for source in self._sources if self._closed_to(source, watched, now) is None]
        else:
            asked += [source for source in self._sources if isinstance(source, able)][:1]
        found = (reader_of(source, watched, request, now) for source in asked)
        return next((reader for reader in found if reader is not None), None)

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`. What the sources before learned by failing, of the channel too, comes with the batch.

        Raises:
            CannotRead: none can; why the first one can't, since that one is to be mended.
        """
        refusals: list[CannotRead] = []
        for source in self._sources:
            try:
                batch = await self._read(source, watched, now)
            except CannotRead as refusal:
                refusals.append(refusal)
                if refusal.problem not in _ANOTHER_MAY:
                    break
            else:
                channel = _as_told(refusals, batch.channel)
                return replace(batch, channel=channel, learned=(*_learned(refusals), *batch.learned))
        refusals[0].learned = _learned(refusals)
        raise refusals[0]

    async def _read(self, source: Source, watched: Watched, now: datetime) -> Batch:
        if closed := self._closed_to(source, watched, now):
            raise CannotRead(closed.problem, closed.detail, closed.until)
        try:
            return await source.read(watched, now)
        except CannotRead as refusal:
            if refusal.problem in _CLOSED:
                self._closed[source.name, watched.username.lower()] = (now, refusal)
            raise

    def _closed_to(self, source: Source, watched: Watched, now: datetime) -> CannotRead | None:
        """What a source that is not to be asked for this channel yet said when it was."""
        since, refusal = self._closed.get((source.name, watched.username.lower()), (now, None))
        return refusal if refusal and refusal.until and waits(since, now, refusal.until) else None

    async def look(self, watched: Watched, ids: Sequence[int], now: datetime) -> Looked:
        """As `Looker.look`, by the first source that finds messages by id.

        Raises:
            CannotRead: it can't now, or none does.
        """
        for source in self._sources:
            if isinstance(source, Looker):
                return await source.look(watched, ids, now)
        raise CannotRead(Problem.NO_ACCOUNT, "messages are found by id with an account only")

    async def hash_media(self, watched: Watched, message_id: int, limit: int, now: datetime) -> Hashed:
        """As `Hasher.hash_media`, by the first source that can.

        Raises:
            CannotRead: it can't now, or none does.
        """
        for source in self._sources:
            if isinstance(source, Hasher):
                return await source.hash_media(watched, message_id, limit, now)
        raise CannotRead(Problem.NO_ACCOUNT, "media are hashed with an account only")


def _as_told(refusals: Sequence[CannotRead], channel: Channel) -> Channel:
    """The channel as the best source tells it, also where that one does not give its posts."""
    told = (refusal.channel for refusal in refusals)
    return next((one for one in told if one is not None and one.channel_id == channel.channel_id), channel)


def _learned(refusals: Sequence[CannotRead]) -> tuple[Learned, ...]:
    return tuple(fact for refusal in refusals for fact in refusal.learned)
