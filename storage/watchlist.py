"""The watchlist's types: what an actor, place, claim, incident, role, word and channel entry are.

Standard library only. Files become these in `bot.watchlist`, which validates them as a whole; nothing here reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Names = Mapping[str, tuple[str, ...]]
"""Language (ru, uk, en, nl, de, pl, be, bg) -> names in that language, in the base form."""


class Side(StrEnum):
    """Whose side an actor or channel is on."""

    RUSSIA = "russia"
    UKRAINE = "ukraine"
    NEITHER = "neither"


class Tie(StrEnum):
    """How close to that side."""

    STATE = "state"  # a body or official of the state
    STATE_MEDIA = "state media"
    ARMED_GROUP = "armed group"  # fights on the side without being its regular army
    ALIGNED = "aligned"  # private, and openly of the side
    INDEPENDENT = "independent"


@dataclass(frozen=True, slots=True)
class Affiliation:
    side: Side
    tie: Tie


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A form that also means something else: it counts with a word of `wanted` near it and none of `unwanted`.

    `lang`: the language of the texts it is about; `needed` False: counts by default unless something unwanted is near.
    """

    form: str
    lang: str
    other: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Actor:
    """An armed group, institution, person or outlet. `forms` are further exact forms, `labels` hostile names for it.

    `generic`: too general to count by being named; it counts where it acts or speaks.
    """

    id: str
    kind: str
    name: str
    affiliation: Affiliation
    names: Names
    forms: Names
    short: tuple[str, ...]
    hashtags: tuple[str, ...]
    labels: Names
    ambiguous: tuple[Ambiguity, ...]
    source: tuple[str, ...]
    note: str = ""
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A known place; `parents` are the ids of the places it lies in, nearest first; coordinates in degrees (WGS 84)."""

    id: str
    kind: str
    name: str
    country: str
    oblast: str
    district: str
    parents: tuple[str, ...]
    lat: float | None
    lon: float | None
    precision_km: float | None
    names: Names
    forms: Names
    ambiguous: tuple[Ambiguity, ...]
    source: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """A figure that belongs to a claim: `value` None is "several"; `low` and `high` bound what still is this claim."""

    unit: str
    value: float | None
    approx: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A known statement. `events` and `denials` are lexicon ids; `holders` the actors that state it first-hand.

    `first` .. `last` is the window of days in which it happened; `published_until`, when set, the last day on which a
    post without an explicit date may still be about it. `resembles` are claims it is easily mistaken for, `differs`
    says how to tell. `supersedes`: an earlier claim of the same holder that this one corrects.
    """

    id: str
    statement: Mapping[str, str]
    holders: tuple[str, ...]
    about: tuple[str, ...]
    places: tuple[str, ...]
    first: date | None
    last: date | None
    events: tuple[str, ...]
    denials: tuple[str, ...]
    figures: tuple[ClaimedFigure, ...]
    asserting: Names
    denying: Names
    contested_by: tuple[str, ...]
    resembles: tuple[str, ...]
    differs: str
    checkable: bool
    source: tuple[str, ...]
    incident: str | None = None
    published_until: date | None = None
    supersedes: str | None = None
    status: str = "unverified"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """A raid, battle or election with dates, to which claims belong."""

    id: str
    name: Mapping[str, str]
    first: date
    last: date
    by: tuple[str, ...]
    places: tuple[str, ...]
    claims: tuple[str, ...]
    decoy: bool
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A title that means one person at a time: `names` -> `holder` (an actor's id) from `first` to `last`.

    Each tenure is one Role; those of one title share the `id`. `forms` are further exact forms of the title.
    """

    id: str
    names: Names
    holder: str
    first: date | None
    last: date | None
    source: tuple[str, ...]
    forms: Names = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word or phrase of a lexicon entry: its base form and the inflected forms listed for it."""

    lemma: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Words for one kind of event. `polarity`: +, -, 0, ?, past, mock or none, as the watchlist explains them."""

    id: str
    meaning: str
    polarity: str
    words: Mapping[str, tuple[Lexeme, ...]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """A channel of the watchlist. `owner`: an actor's id, or None. A disabled one says why.

    `owner_role`: the id of the role whose holder of the day it belongs to, for a channel that goes with the office.
    `join`: an account may become a member of it.
    """

    username: str | None
    channel_id: int | None
    title: str
    owner: str | None
    role: str
    lang: str
    affiliation: Affiliation
    confidence: str
    official: bool | None
    enabled: bool
    why_disabled: str
    republish: str
    source: tuple[str, ...]
    note: str = ""
    owner_role: str | None = None
    join: bool = False


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All entries, validated as a whole. `version` is a hash of their content.

    `merged`: claims that turned out to be another one -> that one, which is merged into no other. `own`: the claims
    that were made in chat and are in no file.
    """

    version: str
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    roles: tuple[Role, ...]
    lexicon: tuple[LexiconEntry, ...]
    channels: tuple[ChannelEntry, ...]
    impersonators: tuple[str, ...]
    merged: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
