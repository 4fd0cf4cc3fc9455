"""How entries of the watchlist and channels are called in the reader's language. Pure; nothing here is escaped.

Looks entries up by going through them: a message names a handful.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.chat.markup import cut
from bot.chat.phrasing import phrased
from bot.chat.words import DEFAULT, Words
from bot.following.concerning import expression_of, is_readable
from storage.drafts import Slots
from storage.model import Channel, Forward, Kind
from storage.watching import Coverage
from storage.watchlist import Actor, Affiliation, ChannelEntry, Claim, Incident, Place, Side, Tie, Watchlist

NAME_LIMIT = 100
_USERNAME = re.compile(r"[A-Za-z0-9_]{3,64}")
_CHANNEL_SOURCE = "channel:"

_SIDES = {Side.RUSSIA: "side-russia", Side.UKRAINE: "side-ukraine", Side.NEITHER: "side-neither"}
_TIES = {
    Tie.STATE: "tie-state",
    Tie.STATE_MEDIA: "tie-state-media",
    Tie.ARMED_GROUP: "tie-armed-group",
    Tie.ALIGNED: "tie-aligned",
    Tie.INDEPENDENT: "tie-independent",
}


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=_HasId)


@dataclass(frozen=True, slots=True)
class Book:
    """The watchlist, and the words to speak of it. What has left the watchlist is called by its id."""

    watchlist: Watchlist
    words: Words

    def actor(self, actor_id: str) -> Actor | None:
        return _by_id(self.watchlist.actors, actor_id)

    def place(self, place_id: str) -> Place | None:
        return _by_id(self.watchlist.places, place_id)

    def claim(self, claim_id: str) -> Claim | None:
        return _by_id(self.watchlist.claims, claim_id)

    def claim_called(self, text: str) -> str | None:
        """The id of the claim that somebody wrote, in letters of any size."""
        known = (*(one.id for one in self.watchlist.claims), *self.watchlist.merged)
        return next((one for one in known if one.casefold() == text.casefold()), None)

    def incident(self, incident_id: str) -> Incident | None:
        return _by_id(self.watchlist.incidents, incident_id)

    def channel(self, channel_id: int | None, username: str | None) -> ChannelEntry | None:
        """The watchlist's entry for a channel, known by either."""
        for entry in self.watchlist.channels:
            if channel_id is not None and entry.channel_id == channel_id:
                return entry
            if username and entry.username and entry.username.casefold() == username.casefold():
                return entry
        return None

    def name(self, kind: Kind, target: str, channels: Mapping[str, str] | None = None) -> str:
        """What a subscription's target is called. `channels`: numeric id as text -> title."""
        match kind:
            case Kind.ACTOR:
                return self.actor_name(target)
            case Kind.PLACE:
                return self.place_name(target)
            case Kind.CLAIM:
                return self.claim_name(target)
            case Kind.CHANNEL:
                return (channels or {}).get(target) or self._channel_by_id(target)
            case Kind.AFFILIATION:
                return self.affiliation_called(target)
            case Kind.LANGUAGE:
                return self.words.say("posts-in", language=self.words.tongue(target))
            case Kind.WORDS:
                return cut(self.phrase(target, channels), NAME_LIMIT)

    def phrase(self, target: str, channels: Mapping[str, str] | None = None) -> str:
        """What an expression says, in whole; its spelling, if nobody can read it any more."""
        if not is_readable(Kind.WORDS, target):
            return target
        return phrased(expression_of(Kind.WORDS, target), lambda kind, one: self.name(kind, one, channels), self.words)

    def actor_name(self, actor_id: str) -> str:
        entry = self.actor(actor_id)
        return _named(entry.names, entry.name, self.words) if entry else cut(actor_id, NAME_LIMIT)

    def place_name(self, place_id: str) -> str:
        entry = self.place(place_id)
        return _named(entry.names, entry.name, self.words) if entry else cut(place_id, NAME_LIMIT)

    def claim_name(self, claim_id: str) -> str:
        """ "A14: About 100 fighters were killed"."""
        statement = self.statement(claim_id)
        return f"{claim_id}: {statement}" if statement else claim_id

    def statement(self, claim_id: str) -> str:
        """In the reader's language; what is not worded in it is marked with the language that it is in."""
        entry = self.claim(claim_id)
        if entry is None or not entry.statement:
            return ""
        if own := entry.statement.get(self.words.language):
            return own
        language, text = next(iter(sorted(entry.statement.items(), key=lambda one: one[0] != DEFAULT)))
        return self.words.say("statement-in", language=self.words.tongue(language), statement=text)

    def incident_name(self, incident_id: str) -> str:
        entry = self.incident(incident_id)
        return _in(entry.name, self.words, incident_id) if entry else incident_id

    def event_name(self, entry_id: str) -> str:
        """A kind of event: what the lexicon says of it, behind its first word in the reader's language."""
        entry = _by_id(self.watchlist.lexicon, entry_id)
        if entry is None:
            return entry_id
        own = entry.words.get(self.words.language, ()) if self.words.language != DEFAULT else ()
        return cut(f"{own[0].lemma} ({entry.meaning})" if own else entry.meaning, NAME_LIMIT)

    def draft_name(self, slots: Slots) -> str:
        """ "an attack: Kozinka"."""
        places = ", ".join(self.place_name(one) for one in slots.places[:2])
        return ": ".join([*(self.event_name(one) for one in slots.events[:1]), *([places] if places else [])])

    def source_name(self, source: str, channel: Channel) -> str:
        """Whose word an event counts as: an actor's name, or the channel's title."""
        return channel_name(channel) if source.startswith(_CHANNEL_SOURCE) else self.actor_name(source)

    def affiliation(self, affiliation: Affiliation) -> str:
        """ "Russia, state media"."""
        return f"{self.words.say(_SIDES[affiliation.side])}, {self.words.say(_TIES[affiliation.tie])}"

    def affiliation_called(self, target: str) -> str:
        """As `affiliation`, where only one of both may be given: "russia", "state_media", "russia/state"; what is a
        state's, of whichever side, is what is official."""
        if target == Tie.STATE.value:
            return self.words.say("affiliation-official")
        sides, ties = {side.value: key for side, key in _SIDES.items()}, {tie.value: key for tie, key in _TIES.items()}
        parts = [part.replace("_", " ") for part in target.split("/")]
        known = [self.words.say(key) for part in parts if (key := sides.get(part) or ties.get(part))]
        return ", ".join(known) or cut(target, NAME_LIMIT)

    def _channel_by_id(self, target: str) -> str:
        entry = self.channel(int(target), None) if target.isdecimal() else None
        return entry_name(entry) if entry else self.words.say("channel-unnamed", id=target)


def channel_titles(coverage: Iterable[Coverage]) -> dict[str, str]:
    """Numeric id as text -> title, of the channels that were reached."""
    return {str(seen.channel.channel_id): channel_name(seen.channel) for seen in coverage if seen.channel}


def channel_name(channel: Channel) -> str:
    return cut(channel.title.strip(), NAME_LIMIT) or _handle(channel.username) or str(channel.channel_id)


def entry_name(entry: ChannelEntry) -> str:
    return cut(entry.title.strip(), NAME_LIMIT) or _handle(entry.username) or str(entry.channel_id)


def handle(channel: Channel) -> str | None:
    """ "@username", if the channel has one and is not called by it anyway."""
    return None if channel.title == channel.username else _handle(channel.username)


def post_url(channel: Channel, post_id: int) -> str:
    """The link that opens the post in Telegram."""
    if channel.username and _USERNAME.fullmatch(channel.username):
        return f"https://t.me/{channel.username}/{post_id}"
    return f"https://t.me/c/{channel.channel_id}/{post_id}"


def forward_name(forward: Forward, book: Book) -> str | None:
    """Who is credited for a forwarded post."""
    entry = book.channel(forward.channel_id, forward.username)
    name = (forward.name or "").strip() or (entry_name(entry) if entry else None) or _handle(forward.username)
    return cut(name, NAME_LIMIT) if name else None


def forward_url(forward: Forward) -> str | None:
    """The link to the original, when the header says enough to make one."""
    if forward.post_id is None:
        return None
    if forward.username and _USERNAME.fullmatch(forward.username):
        return f"https://t.me/{forward.username}/{forward.post_id}"
    return f"https://t.me/c/{forward.channel_id}/{forward.post_id}" if forward.channel_id else None


def _by_id(entries: Iterable[Entry], wanted: str) -> Entry | None:
    return next((entry for entry in entries if entry.id == wanted), None)


def _named(names: Mapping[str, tuple[str, ...]], name: str, words: Words) -> str:
    found = names.get(words.language) or names.get(DEFAULT) or (name,)
    return cut(found[0], NAME_LIMIT)


def _in(texts: Mapping[str, str], words: Words, otherwise: str) -> str:
    return texts.get(words.language) or texts.get(DEFAULT) or otherwise


def _handle(username: str | None) -> str | None:
    return f"@{username}" if username else None
