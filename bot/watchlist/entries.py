"""The shape of each watchlist file: what an entry must and may hold. JSON Schemas for editors come from here.

Looks at one entry alone; `checks` compares entries with one another, `loading` turns them into domain types.
"""

from typing import Annotated, Literal

from pydantic import Field

from bot.watchlist.values import (
    COUNTRY,
    LANGUAGE,
    Day,
    Entry,
    Id,
    Languages,
    Named,
    Names,
    Sources,
    Text,
    Texts,
    Translated,
    Unit,
    Username,
    Way,
)
from storage.watchlist import Side, Tie


class AffiliationEntry(Entry):
    """Whose side, and how close to it: the editors' judgement."""

    side: Side
    tie: Tie


class AmbiguousEntry(Entry):
    """Forms that also mean something else."""

    forms: Annotated[Names, Field(min_length=1)]
    langs: Languages
    """The languages of the texts in which these forms are ambiguous."""
    other: Text
    """What else they mean."""
    wanted: Texts = ()
    """Words near them that speak for this entry."""
    unwanted: Texts = ()
    """Words near them that speak against it."""
    needed: bool = True
    """true: counts only beside a wanted word. false: counts unless an unwanted one is near."""


class ActorEntry(Entry):
    """An armed group, institution, person or outlet."""

    id: Id
    kind: Literal[
        "armed_group",
        "collective",
        "person",
        "institution",
        "government",
        "organisation",
        "news_outlet",
        "platform",
        "unnamed_source",
        "unnamed_person",
    ]
    name: Text
    """The name for lists and headings, in English."""
    affiliation: AffiliationEntry
    generic: bool = False
    """true: too general to count by being named; it counts where it acts or speaks."""
    names: Named
    """Names in the base form; the matcher inflects them."""
    forms: Named = Named()
    """Further exact forms that inflection does not give."""
    short: Texts = ()
    hashtags: Texts = ()
    labels: Named = Named()
    """Hostile or mocking names used for it."""
    ambiguous: tuple[AmbiguousEntry, ...] = ()
    note: str = ""
    source: Sources


class PlaceEntry(Entry):
    """A known place."""

    id: Id
    kind: Literal["oblast", "city", "town", "settlement", "village", "building"]
    name: Text
    country: Annotated[str, Field(pattern=COUNTRY)]
    oblast: Text
    district: str = ""
    parents: tuple[Id, ...] = ()
    """Ids of the places it lies in, nearest first."""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision_km: Annotated[float, Field(gt=0)] | None = None
    names: Named
    forms: Named = Named()
    ambiguous: tuple[AmbiguousEntry, ...] = ()
    note: str = ""
    source: Sources


class FigureEntry(Entry):
    """A quantity that belongs to a claim."""

    unit: Unit
    value: Annotated[float, Field(ge=0)] | None
    """null: several."""
    approx: bool = False
    low: Annotated[float, Field(ge=0)] | None = None
    """`low` to `high` still is this claim."""
    high: Annotated[float, Field(ge=0)] | None = None


class ClaimEntry(Entry):
    """A known statement."""

    id: Id
    statement: Translated
    holders: tuple[Id, ...]
    """Actors that state it first-hand; [] when reporters do."""
    about: tuple[Id, ...] = ()
    places: tuple[Id, ...] = ()
    first: Day | None
    """`first` to `last`: the days in which it happened."""
    last: Day | None
    published_until: Day | None = None
    """The last day on which a post that gives no date may still be about it; null: no end."""
    incident: Id | None = None
    events: tuple[Way, ...] = ()
    """Ways to say it: lexicon entries joined by +, all in one sentence. @who, @holder, @place, @figure: this slot
    agrees; @fsb (an actor or place): it is named or speaks. A claim about villages alone needs one of them. One that
    begins with ~ may suggest the claim, never make a link certain."""
    denials: tuple[Way, ...] = ()
    """Ways to deny it, written likewise."""
    figures: tuple[FigureEntry, ...] = ()
    asserting: Named
    denying: Named = Named()
    contested_by: tuple[Id, ...] = ()
    """Actors that dispute it."""
    resembles: tuple[Id, ...] = ()
    """Claims that it is easily mistaken for."""
    differs: str = ""
    """One sentence: how to tell it from those."""
    supersedes: Id | None = None
    checkable: bool
    status: Literal["unverified", "contested", "confirmed", "refuted"] = "unverified"
    note: str = ""
    source: Sources


class IncidentEntry(Entry):
    """A raid, battle or election. Claims name their incident themselves; `also` adds those of another one."""

    id: Id
    name: Translated
    first: Day
    last: Day
    by: tuple[Id, ...] = ()
    places: tuple[Id, ...] = ()
    also: tuple[Id, ...] = ()
    decoy: bool = False
    """true: on the list so that it isn't taken for another one."""
    note: str = ""
    source: Sources


class TenureEntry(Entry):
    """Who held a role, from when to when (null: open)."""

    person: Text
    actor: Id | None
    """null: not among the actors; the title is then nobody's in that time."""
    first: Day | None
    last: Day | None
    source: Sources


class RoleEntry(Entry):
    """A title that means one person at a time."""

    id: Id
    names: Named
    forms: Named = Named()
    holders: Annotated[tuple[TenureEntry, ...], Field(min_length=1)]
    note: str = ""


class LexemeEntry(Entry):
    """A word or phrase with the inflected forms that count too."""

    lemma: Text
    forms: Texts = ()


class WordsEntry(Entry):
    """Words by language."""

    ru: tuple[LexemeEntry, ...] = ()
    uk: tuple[LexemeEntry, ...] = ()
    en: tuple[LexemeEntry, ...] = ()
    nl: tuple[LexemeEntry, ...] = ()


class LexiconFileEntry(Entry):
    """Words for one kind of event."""

    id: Id
    meaning: Text
    polarity: Literal["+", "-", "0", "?", "past", "mock", "plan", "none"]
    words: WordsEntry
    note: str = ""


class ChannelFileEntry(Entry):
    """A public channel, or an address that is none and is kept so that nobody adds it."""

    username: Username | None
    channel_id: Annotated[int, Field(gt=0)] | None = None
    """Telegram's bare positive id, where known."""
    title: Text
    owner: Id | None = None
    """The actor whose words its posts are."""
    owner_role: Id | None = None
    """Instead of `owner`: the role whose holder of the day it belongs to."""
    role: str = ""
    lang: Annotated[str, Field(pattern=LANGUAGE)]
    affiliation: AffiliationEntry
    confidence: Literal["high", "medium", "low", "unverified"]
    official: bool | None = None
    enabled: bool
    why_disabled: str = ""
    republish: Literal["quote", "link"] = "quote"
    join: bool = False
    """An account may become a member of it, if the settings allow that at all."""
    note: str = ""
    source: Sources


class ImpersonatorEntry(Entry):
    """A handle made to look like another one."""

    handle: Username
    looks_like: Text
    note: str = ""
    source: Sources
