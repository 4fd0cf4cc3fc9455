"""A stored revision as subscriptions see it: what it is about, who writes it, what it said before. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.claims.standing import following
from bot.following.anchors import Anchor
from bot.following.evaluating import Facts, Text
from storage.model import Cause, Kind, Link, Revision, Stance
from storage.telling import Event, EventKind
from storage.watchlist import Affiliation, ChannelEntry, Watchlist

Target = tuple[Kind, str]

OF_POSTS = frozenset({EventKind.POST_DELETED, EventKind.POST_EDITED})
"""What becomes of a post, whatever it is about."""

CHANGING = frozenset({Cause.EDITED, Cause.ALBUM_PART, Cause.COMPLETED})
"""After these a post may say what it did not say before."""


class Around:
    """What the watchlist knows around things: in what a place lies, whose word a channel is. Made once for many."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        self._parents = {place.id: place.parents for place in watchlist.places}
        actors = {actor.id: actor.affiliation for actor in watchlist.actors}
        self._by_id = {str(one.channel_id): _side_of(one, actors) for one in watchlist.channels if one.channel_id}
        self._by_name = {one.username.casefold(): _side_of(one, actors) for one in watchlist.channels if one.username}

    def places(self, place: str) -> frozenset[str]:
        """The place and all that it lies in."""
        found, layer = {place}, [place]
        while layer:
            layer = [one for inner in layer for one in self._parents.get(inner, ()) if one not in found]
            found.update(layer)
        return frozenset(found)

    def inside(self, place: str) -> frozenset[str]:
        """The place and all that lies in it."""
        return frozenset({place, *(one for one in self._parents if place in self.places(one))})

    def affiliation(self, channel_id: int, username: str | None) -> Affiliation | None:
        """Of who writes in this channel: its owner's, else the channel's own; None for an unlisted one."""
        return self._by_id.get(str(channel_id)) or self._by_name.get((username or "").casefold())

    def versions(self, claims: Iterable[str]) -> dict[str, tuple[str, ...]]:
        return following(claims, self.watchlist)


def _side_of(entry: ChannelEntry, actors: Mapping[str, Affiliation]) -> Affiliation:
    return actors.get(entry.owner or "", entry.affiliation)


def affiliation_targets(affiliation: Affiliation | None) -> frozenset[str]:
    """How an affiliation may be followed: by its side, its tie, or both."""
    if affiliation is None:
        return frozenset()
    side, tie = affiliation.side.value, affiliation.tie.value.replace(" ", "_")
    return frozenset({side, tie, f"{side}/{tie}"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One revision with its events, and all that subscriptions may ask of it.

    `certain`: what it is about for certain; `possible`: and what an editor may say that it is about. `before`: what a
    post that was edited, or grew, was; else None. `lang` may be "und". `versions`: a claim -> those whose news is its
    own. `around`: a place -> all that it lies in.
    """

    revision: Revision
    events: tuple[Event, ...]
    lang: str
    certain: Facts
    possible: Facts
    before: Facts | None
    versions: Mapping[str, Collection[str]]
    around: Mapping[str, frozenset[str]]

    def keys(self) -> set[Anchor]:
        """Under one of them is every subscription that it may concern."""
        return self.possible.keys() | (self.before.keys() if self.before else set())

    def stances(self) -> frozenset[Stance]:
        """That it takes to any claim."""
        return frozenset(event.stance for event in self.events if event.stance and event.certain)

    def carried_by(self, atom: Target | None) -> list[Event]:
        """The events that are news of this target; None: of the post as a whole."""
        kind, target = atom or (Kind.CHANNEL, str(self.revision.post.channel_id))
        if kind in (Kind.AFFILIATION, Kind.LANGUAGE):
            return self.carried_by(None)
        if kind is Kind.PLACE:
            return [one for one in self._about(kind) if target in self.around.get(one.target, (one.target,))]
        wanted = self.versions.get(target, (target,)) if kind is Kind.CLAIM else (target,)
        return [one for one in self._about(kind) if one.target in wanted]

    def _about(self, kind: Kind) -> list[Event]:
        return [event for event in self.events if event.target_kind is kind]


def see(
    revision: Revision,
    events: Sequence[Event],
    links: Sequence[Link] = (),
    lang: str = "und",
    around: Around | None = None,
    before: Revision | None = None,
) -> Seen:
    """`before`: what a post that was edited, or grew, said. Without `around`, nothing lies in anything and all channels
    are nobody's.
    """
    was = {(event.target_kind, event.target) for event in events if event.kind in OF_POSTS}
    fresh = [event for event in events if event.kind not in OF_POSTS]
    possible = {(one.target_kind, one.target) for one in fresh} | {(one.kind, one.target) for one in links}
    certain = {(one.target_kind, one.target) for one in fresh if one.certain}
    certain |= {(one.kind, one.target) for one in links if one.certain}
    if revision.cause is Cause.DELETED:
        possible, certain = possible | was, certain | was
    elif revision.cause is not Cause.EDITED:
        was = possible - {(one.target_kind, one.target) for one in fresh}  # what is no news was known
    versions = around.versions({name for kind, name in possible | was if kind is Kind.CLAIM}) if around else {}
    lies_in = {name: around.places(name) for kind, name in possible | was if kind is Kind.PLACE} if around else {}
    written = _written(revision, lang, around)

    def whole(named: set[Target]) -> frozenset[Target]:
        claims = {(Kind.CLAIM, one) for kind, name in named if kind is Kind.CLAIM for one in versions.get(name, ())}
        places = {(Kind.PLACE, one) for kind, name in named if kind is Kind.PLACE for one in lies_in.get(name, ())}
        return written.union(named, claims, places)

    said = Text(revision.post.text)
    changed = revision.cause in CHANGING
    earlier = Facts(Text(before.post.text if before else ""), whole(was)) if changed else None
    facts = Facts(said, whole(certain)), Facts(said, whole(possible))
    return Seen(revision, tuple(events), lang, *facts, earlier, versions, lies_in)


def _written(revision: Revision, lang: str, around: Around | None) -> frozenset[Target]:
    """Who writes, and in which language."""
    channel = revision.channel
    sides = affiliation_targets(around.affiliation(channel.channel_id, channel.username)) if around else ()
    of_side = {(Kind.AFFILIATION, side) for side in sides}
    return frozenset({(Kind.CHANNEL, str(revision.post.channel_id)), (Kind.LANGUAGE, lang), *of_side})
