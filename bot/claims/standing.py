"""How a claim stands: its sources by side, what corroborates it, its figures over time, the status that people gave it.

Folds nothing itself: `storage.claims` counts each source once. Says nothing of whether a claim is true.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from storage.said import ClaimStatus, FigureSaid, StatusChange, Voice
from storage.watchlist import Affiliation, Claim, Side, Tie, Watchlist

OF_CHANNEL = "channel:"
"""How the source is called of words that a channel says in nobody's name."""


class Corroboration(StrEnum):
    """Who asserts a claim, taken together. More says nothing of its truth, only of who would have to be wrong."""

    NOBODY = "nobody"
    UNPLACED = "unplaced"  # sources that the watchlist does not place
    ONE_SIDE = "one side"
    BOTH_SIDES = "both sides"
    INDEPENDENT = "independent"


@dataclass(frozen=True, slots=True)
class Placed:
    """A source's word, and whose side the source is on (None: the watchlist does not say)."""

    voice: Voice
    affiliation: Affiliation | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim as it stands. `others`: posts that ask about, recall, mock or mention it. `since`: None, if never heard.

    `versions`: the claims that it corrects or that correct it, the earliest first, itself left out.
    """

    claim: str
    asserting: tuple[Placed, ...]
    denying: tuple[Placed, ...]
    others: int
    figures: tuple[FigureSaid, ...]
    status: ClaimStatus
    changes: tuple[StatusChange, ...]
    versions: tuple[str, ...] = ()

    @property
    def since(self) -> datetime | None:
        return min((one.voice.since for one in (*self.asserting, *self.denying)), default=None)

    @property
    def until(self) -> datetime | None:
        return max((one.voice.until for one in (*self.asserting, *self.denying)), default=None)

    @property
    def posts(self) -> int:
        return sum(one.voice.posts for one in (*self.asserting, *self.denying))

    @property
    def corroboration(self) -> Corroboration:
        return corroborated_by(self.asserting)


def standing(
    claim: str,
    voices: Iterable[Voice],
    others: int,
    figures: Sequence[FigureSaid],
    changes: Sequence[StatusChange],
    watchlist: Watchlist,
) -> Standing:
    """What was stored of a claim, seen with the watchlist."""
    sides = affiliations(watchlist)
    placed = [Placed(voice, affiliation_of(voice.source, voice.channel.username, sides)) for voice in voices]
    return Standing(
        claim=claim,
        asserting=tuple(one for one in placed if not one.voice.denies),
        denying=tuple(one for one in placed if one.voice.denies),
        others=others,
        figures=tuple(figures),
        status=status_of(claim, changes, watchlist),
        changes=tuple(changes),
        versions=tuple(one for one in versions_of(claim, watchlist.claims) if one != claim),
    )


def status_of(claim: str, changes: Sequence[StatusChange], watchlist: Watchlist) -> ClaimStatus:
    """What people set last in these changes, else what the watchlist says."""
    if changes:
        return changes[-1].status
    entry = next((one for one in watchlist.claims if one.id == claim), None)
    return ClaimStatus(entry.status) if entry else ClaimStatus.UNVERIFIED


def as_settled(watchlist: Watchlist, statuses: Mapping[str, ClaimStatus]) -> Watchlist:
    """The watchlist with the statuses that people have set these claims to."""
    if not statuses:
        return watchlist
    claims = (replace(one, status=statuses.get(one.id, one.status)) for one in watchlist.claims)
    return replace(watchlist, claims=tuple(claims))


def corroborated_by(asserting: Iterable[Placed]) -> Corroboration:
    """Ten sources of one side are one side; one that is nobody's outweighs that."""
    known = [one.affiliation for one in asserting]
    if not known:
        return Corroboration.NOBODY
    if any(one and one.tie is Tie.INDEPENDENT for one in known):
        return Corroboration.INDEPENDENT
    sides = {one.side for one in known if one} - {Side.NEITHER}
    if len(sides) > 1:
        return Corroboration.BOTH_SIDES
    return Corroboration.ONE_SIDE if sides else Corroboration.UNPLACED


def versions_of(claim: str, claims: Iterable[Claim]) -> tuple[str, ...]:
    """The claim and all that it corrects or that correct it, however far, the earliest version first."""
    corrects = {one.id: one.supersedes for one in claims}
    first, seen = claim, {claim}
    while (earlier := corrects.get(first)) and earlier not in seen:
        first = earlier
        seen.add(earlier)
    family = [first]
    for version in family:
        family += [one for one, earlier in corrects.items() if earlier == version and one not in family]
    return tuple(family)


def claims_known(watchlist: Watchlist) -> set[str]:
    """All that there are, and those that were dropped and go on as what they were merged into."""
    return {*(one.id for one in watchlist.claims), *watchlist.merged}


def merged_into(claim: str, watchlist: Watchlist) -> tuple[str, ...]:
    """The claims that turned out to be this one."""
    return tuple(one for one, into in watchlist.merged.items() if into == claim)


def following(claims: Iterable[str], watchlist: Watchlist) -> dict[str, tuple[str, ...]]:
    """Each of these claims -> all its versions and the claims that were merged into any: who follows one hears of all.

    The same for each of those. A claim that is alone is left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    for claim in sorted(claims):
        versions = versions_of(watchlist.merged.get(claim, claim), watchlist.claims)
        family = (*versions, *(one for version in versions for one in merged_into(version, watchlist)))
        if len(family) > 1:
            found |= dict.fromkeys(family, family)
    return found


def affiliations(watchlist: Watchlist) -> Mapping[str, Affiliation]:
    """By source: an actor's id, "channel:<id>" of a channel whose id the watchlist knows, or "@username"."""
    actors = {actor.id: actor.affiliation for actor in watchlist.actors}
    known = {f"{OF_CHANNEL}{entry.channel_id}": entry.affiliation for entry in watchlist.channels if entry.channel_id}
    names = {f"@{entry.username.lower()}": entry.affiliation for entry in watchlist.channels if entry.username}
    return {**actors, **known, **names}


def affiliation_of(source: str, username: str | None, sides: Mapping[str, Affiliation]) -> Affiliation | None:
    """`username`: of the channel that carries the source's word; many entries of channels have no id yet."""
    found = sides.get(source)
    if found is None and source.startswith(OF_CHANNEL) and username:
        found = sides.get(f"@{username.lower()}")
    return found
