"""Short builders of watchlist entries and settings for the matcher's tests: only what a test says matters."""

from collections.abc import Mapping
from datetime import UTC, datetime

from matcher.reading import Setting
from storage.watchlist import (
    Actor,
    Affiliation,
    Ambiguity,
    ChannelEntry,
    Claim,
    ClaimedFigure,
    Incident,
    LexiconEntry,
    Names,
    Place,
    Role,
    Side,
    Tie,
    Watchlist,
)

NEITHER = Affiliation(Side.NEITHER, Tie.INDEPENDENT)


def names(**by_language: str) -> Names:
    """`names(ru="Легион; ЛСР", nl="Legioen")`: names of a language are parted by semicolons."""
    return {language: tuple(name.strip() for name in listed.split(";")) for language, listed in by_language.items()}


def actor(
    entry_id: str,
    *,
    kind: str = "armed_group",
    forms: Names | None = None,
    short: str = "",
    hashtags: str = "",
    labels: Names | None = None,
    ambiguous: tuple[Ambiguity, ...] = (),
    generic: bool = False,
    **by_language: str,
) -> Actor:
    return Actor(
        id=entry_id,
        kind=kind,
        name=entry_id,
        affiliation=NEITHER,
        names=names(**by_language),
        forms=forms or {},
        short=tuple(short.split()),
        hashtags=tuple(hashtags.split()),
        labels=labels or {},
        ambiguous=ambiguous,
        source=("made up",),
        generic=generic,
    )


def place(
    entry_id: str,
    *,
    kind: str = "village",
    parents: tuple[str, ...] = (),
    forms: Names | None = None,
    ambiguous: tuple[Ambiguity, ...] = (),
    **by_language: str,
) -> Place:
    return Place(
        id=entry_id,
        kind=kind,
        name=entry_id,
        country="RU",
        oblast="",
        district="",
        parents=parents,
        lat=None,
        lon=None,
        precision_km=None,
        names=names(**by_language),
        forms=forms or {},
        ambiguous=ambiguous,
        source=("made up",),
    )


def ambiguity(form: str, lang: str, *, wanted: str = "", unwanted: str = "", needed: bool = True) -> Ambiguity:
    """`wanted` and `unwanted`: words, or phrases parted by semicolons."""
    return Ambiguity(form, lang, "something else", _listed(wanted), _listed(unwanted), needed)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(";") if word.strip())


def claim(entry_id: str, **fields: object) -> Claim:
    """A claim without content; give the fields that matter."""
    empty: Mapping[str, object] = {
        "statement": {}, "holders": (), "about": (), "places": (), "first": None, "last": None, "events": (),
        "denials": (), "figures": (), "asserting": {}, "denying": {}, "contested_by": (), "resembles": (),
        "differs": "", "checkable": True, "source": ("made up",),
    }  # fmt: skip
    return Claim(id=entry_id, **{**empty, **fields})  # type: ignore[arg-type]  # the caller names Claim's own fields


def channel(username: str, owner: str | None = None, *, owner_role: str | None = None) -> ChannelEntry:
    return ChannelEntry(
        username=username,
        channel_id=None,
        title=username,
        owner=owner,
        role="own channel",
        lang="ru",
        affiliation=NEITHER,
        confidence="high",
        official=None,
        enabled=True,
        why_disabled="",
        republish="quote",
        source=("made up",),
        owner_role=owner_role,
    )


def watchlist(
    *entries: Actor | Place | Claim | ChannelEntry | Role | Incident | LexiconEntry, version: str = "test"
) -> Watchlist:
    """A watchlist of these entries, in any order."""
    return Watchlist(
        version=version,
        actors=tuple(entry for entry in entries if isinstance(entry, Actor)),
        places=tuple(entry for entry in entries if isinstance(entry, Place)),
        claims=tuple(entry for entry in entries if isinstance(entry, Claim)),
        incidents=tuple(entry for entry in entries if isinstance(entry, Incident)),
        roles=tuple(entry for entry in entries if isinstance(entry, Role)),
        lexicon=tuple(entry for entry in entries if isinstance(entry, LexiconEntry)),
        channels=tuple(entry for entry in entries if isinstance(entry, ChannelEntry)),
        impersonators=(),
    )


def setting(day: str | None = None, channel: str | None = None, forwarded_from: str | None = None) -> Setting:
    """`setting("2024-03-12", channel="legionoffreedom")`."""
    published = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    return Setting(published, channel, forwarded_from)


def figure(unit: str, value: float | None, **bounds: float) -> ClaimedFigure:
    return ClaimedFigure(unit, value, **bounds)  # type: ignore[arg-type]  # bounds are low and high
