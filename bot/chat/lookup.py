"""What a reader typed -> what can be followed: by id, by any name, by @channel; else what is close. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.chat.callbacks import known_targets
from bot.chat.channel_names import Numbered
from bot.chat.closeness import ENOUGH, likeness
from bot.chat.naming import Book, channel_name, channel_titles
from bot.following.reading import STRAIGHT
from storage.model import Kind
from storage.watching import Coverage
from storage.watchlist import Actor, ChannelEntry, Claim, Place

SUGGESTIONS = 5
LONGEST = 80
"""Characters of a question that are looked at."""

_WORDED = frozenset({Kind.AFFILIATION, Kind.LANGUAGE})
_QUOTES = str.maketrans(dict.fromkeys("«»\"“”„'‘’#", "") | {"ё": "е", "_": " ", "-": " "})


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be followed, and its name for the reader."""

    kind: Kind
    target: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`exact`: what bears exactly that name; `close`: otherwise, what is most like it, best first."""

    exact: tuple[Target, ...]
    close: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """All that can be followed now: the watchlist's entries, and the channels that were reached."""

    book: Book
    coverage: Sequence[Coverage]

    def find(self, text: str, among: frozenset[tuple[Kind, str]] | None = None) -> Answer:
        """What `text` names. `among`: only these are looked at. Sides and languages are called by plain words: in
        quotation marks, these words are meant, and no side."""
        wanted, unmeant = key(text), _WORDED if '"' in text.translate(STRAIGHT) else frozenset()
        if not wanted:
            return Answer(())
        scores: dict[tuple[Kind, str], float] = {}
        for kind, target, name in self._names():
            if kind not in unmeant and (among is None or (kind, target) in among):
                score = _score(wanted, key(name), kind)
                scores[kind, target] = max(score, scores.get((kind, target), 0.0))
        best = sorted(scores, key=lambda entry: -scores[entry])
        exact = [entry for entry in best if scores[entry] == 1.0]
        close = [] if exact else [entry for entry in best[:SUGGESTIONS] if scores[entry] >= ENOUGH]
        return Answer(self._targets(exact[:SUGGESTIONS]), self._targets(close))

    def channel(self, username: str) -> Target | None:
        """The channel of that name, if it was reached."""
        for seen in self.coverage:
            if seen.channel and username.casefold() in {
                seen.username.casefold(),
                (seen.channel.username or "").casefold(),
            }:
                return Target(Kind.CHANNEL, str(seen.channel.channel_id), channel_name(seen.channel))
        return None

    def reached(self, named: str | Numbered) -> Target | None:
        """The channel of that name or number, if it was reached."""
        return self.channel(named) if isinstance(named, str) else self.numbered(named.channel_id)

    def numbered(self, channel_id: int) -> Target | None:
        """The channel with that number, if it was reached."""
        found = next(
            (one.channel for one in self.coverage if one.channel and one.channel.channel_id == channel_id), None
        )
        return Target(Kind.CHANNEL, str(channel_id), channel_name(found)) if found else None

    def entry_of(self, channel_id: int) -> ChannelEntry | None:
        """The watchlist's entry of the channel that was reached with that number."""
        names = (one.username for one in self.coverage if one.channel and one.channel.channel_id == channel_id)
        return next((entry for name in names if (entry := self.listed(name)) is not None), None)

    def listed(self, username: str) -> ChannelEntry | None:
        """The watchlist's entry of that name, reached or not."""
        return self.book.channel(None, username)

    def _targets(self, entries: Iterable[tuple[Kind, str]]) -> tuple[Target, ...]:
        titles = channel_titles(self.coverage)
        return tuple(Target(kind, target, self.book.name(kind, target, titles)) for kind, target in entries)

    def _names(self) -> Iterator[tuple[Kind, str, str]]:
        """Everything that may be typed for each target."""
        watchlist = self.book.watchlist
        for actor in watchlist.actors:
            yield from ((Kind.ACTOR, actor.id, name) for name in _actor_names(actor))
        for place in watchlist.places:
            yield from ((Kind.PLACE, place.id, name) for name in _place_names(place))
        for claim in watchlist.claims:
            yield from ((Kind.CLAIM, claim.id, name) for name in _claim_names(claim))
        for kind in sorted(_WORDED):
            yield from ((kind, target, self.book.name(kind, target)) for target in known_targets(kind, watchlist))
        for seen in self.coverage:
            if seen.channel:
                target = str(seen.channel.channel_id)
                yield from ((Kind.CHANNEL, target, name) for name in (seen.username, seen.channel.title))


def key(text: str) -> str:
    """A text for comparison: no case, no quotation marks, single spaces, ё as е."""
    return " ".join(text[:LONGEST].casefold().translate(_QUOTES).split())


def _score(wanted: str, name: str, kind: Kind) -> float:
    """Claims are found by their number, or by a part of what they state; a likeness to a sentence says nothing."""
    if wanted == name:
        return 1.0
    if kind is Kind.CLAIM:
        return 0.7 if len(wanted) >= 4 and wanted in name else 0.0
    return min(likeness(wanted, name), 0.99)


def _actor_names(actor: Actor) -> Iterator[str]:
    yield from (actor.id, actor.name, *actor.short, *actor.hashtags)
    for names in (*actor.names.values(), *actor.forms.values()):
        yield from names


def _place_names(place: Place) -> Iterator[str]:
    yield from (place.id, place.name)
    for names in (*place.names.values(), *place.forms.values()):
        yield from names


def _claim_names(claim: Claim) -> Iterator[str]:
    yield claim.id
    yield from claim.statement.values()
