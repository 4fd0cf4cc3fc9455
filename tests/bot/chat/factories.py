"""A small watchlist, posts and alerts of our own making, for tests of what the bot says."""

from datetime import UTC, date, datetime, timedelta

from storage.model import Cause, Channel, Evidence, Forward, Kind, Link, Media, Post, Revision, Stance
from storage.telling import Alert, Chat, Event, EventKind, Reason
from storage.watching import Coverage
from storage.watchlist import (
    Actor,
    Affiliation,
    ChannelEntry,
    Claim,
    ClaimedFigure,
    Incident,
    Lexeme,
    LexiconEntry,
    Place,
    Side,
    Tie,
    Watchlist,
)

NOON = datetime(2024, 3, 12, 12, 0, tzinfo=UTC)
ANNA = 11
LANGUAGES = ("en", "nl", "ru", "uk")


def actor(
    actor_id: str, *, kind: str = "armed_group", side: Side = Side.UKRAINE, tie: Tie = Tie.ARMED_GROUP, **names: str
) -> Actor:
    """`names`: language -> the name in it."""
    return Actor(
        id=actor_id,
        kind=kind,
        name=names.get("en", actor_id),
        affiliation=Affiliation(side, tie),
        names={lang: (name,) for lang, name in names.items()},
        forms={},
        short=(actor_id.upper(),),
        hashtags=(),
        labels={},
        ambiguous=(),
        source=("unverified",),
    )


def place(place_id: str, *, kind: str = "village", **names: str) -> Place:
    return Place(
        id=place_id,
        kind=kind,
        name=names.get("en", place_id),
        country="RU",
        oblast="Kursk",
        district="",
        parents=(),
        lat=None,
        lon=None,
        precision_km=None,
        names={lang: (name,) for lang, name in names.items()},
        forms={},
        ambiguous=(),
        source=("unverified",),
    )


def claim(
    claim_id: str,
    *,
    holders: tuple[str, ...] = ("lsr",),
    incident: str | None = "march",
    figures: tuple[ClaimedFigure, ...] = (),
    status: str = "unverified",
    **statement: str,
) -> Claim:
    return Claim(
        id=claim_id,
        statement=statement,
        holders=holders,
        about=(),
        places=(),
        first=date(2024, 3, 12),
        last=date(2024, 3, 12),
        events=(),
        denials=(),
        figures=figures,
        asserting={},
        denying={},
        contested_by=(),
        resembles=(),
        differs="",
        checkable=True,
        source=("unverified",),
        incident=incident,
        status=status,
    )


def event_kind(entry_id: str, word: str) -> LexiconEntry:
    """A kind of event, told by one English word."""
    return LexiconEntry(
        entry_id, f"{word} of a place", "0", {"en": (Lexeme(word, ()),), "ru": (Lexeme("обстрел", ()),)}
    )


def entry(
    username: str | None, *, title: str = "", owner: str | None = None, enabled: bool = True, republish: str = "quote"
) -> ChannelEntry:
    return ChannelEntry(
        username=username,
        channel_id=None,
        title=title or username or "",
        owner=owner,
        role="news",
        lang="ru",
        affiliation=Affiliation(Side.RUSSIA, Tie.STATE_MEDIA),
        confidence="high",
        official=True,
        enabled=enabled,
        why_disabled="" if enabled else "not checked",
        republish=republish,
        source=("unverified",),
    )


LEGION = actor(
    "lsr",
    en="Freedom of Russia Legion",
    nl="Legioen Vrijheid voor Rusland",
    ru="Легион «Свобода России»",
    uk="Легіон «Свобода Росії»",
)
GOVERNOR = actor(
    "governor",
    kind="person",
    side=Side.RUSSIA,
    tie=Tie.STATE,
    en="Vyacheslav Gladkov",
    nl="Vjatsjeslav Gladkov",
    ru="Вячеслав Гладков",
    uk="В’ячеслав Гладков",
)
FSB = actor("fsb", kind="institution", side=Side.RUSSIA, tie=Tie.STATE, en="FSB", nl="FSB", ru="ФСБ", uk="ФСБ")
VILLAGE = place("tyotkino", en="Tyotkino", nl="Tjotkino", ru="Тёткино", uk="Тьоткіно")
OBLAST = place(
    "kursk_oblast", kind="oblast", en="Kursk Oblast", nl="oblast Koersk", ru="Курская область", uk="Курська область"
)
TAKEN = claim(
    "A03",
    en="The groups took the village of Lozovaya Rudka.",
    nl="De groepen namen het dorp Lozovaja Roedka in.",
    ru="Группы заняли село Лозовая Рудка.",
    uk="Групи зайняли село Лозова Рудка.",
)
LOSSES = claim(
    "A14",
    holders=("fsb",),
    figures=(ClaimedFigure("fighters killed", 100, approx=True),),
    en="About 100 fighters were killed.",
    nl="Ongeveer 100 strijders werden gedood.",
    ru="Убито около 100 боевиков.",
    uk="Убито близько 100 бойовиків.",
)
LOOSE = claim("X99", incident=None, status="refuted", en="A claim of no incident.")
MARCH = Incident(
    id="march",
    name={
        "en": "March 2024 incursion",
        "nl": "inval in maart 2024",
        "ru": "рейд в марте 2024",
        "uk": "рейд у березні 2024",
    },
    first=date(2024, 3, 12),
    last=date(2024, 4, 7),
    by=("lsr",),
    places=("tyotkino",),
    claims=("A03", "A14"),
    decoy=False,
    source=("unverified",),
)


def watchlist(*more: Actor | Place | Claim | ChannelEntry | LexiconEntry) -> Watchlist:
    """The small watchlist, and `more`."""
    return Watchlist(
        version="test",
        actors=(LEGION, GOVERNOR, FSB, *(one for one in more if isinstance(one, Actor))),
        places=(VILLAGE, OBLAST, *(one for one in more if isinstance(one, Place))),
        claims=(TAKEN, LOSSES, LOOSE, *(one for one in more if isinstance(one, Claim))),
        incidents=(MARCH,),
        roles=(),
        lexicon=tuple(one for one in more if isinstance(one, LexiconEntry)),
        channels=(
            entry("governor_news", title="Governor's own", owner="governor"),
            entry("linked_only", republish="link"),
            entry("asleep", owner="lsr", enabled=False),
            entry("unread", owner="lsr"),
            *(one for one in more if isinstance(one, ChannelEntry)),
        ),
        impersonators=(),
    )


CHANNEL = Channel(1001, "governor_news", "Governor's own")


def chat(language: str = "en", zone: str = "UTC", chat_id: int = ANNA) -> Chat:
    return Chat(chat_id, language, zone, NOON - timedelta(days=30))


def revision(
    text: str = "The enemy did not enter Lozovaya Rudka.",
    *,
    revision_id: int = 1,
    channel: Channel = CHANNEL,
    post_id: int = 100,
    at: datetime = NOON,
    forward: Forward | None = None,
    media: tuple[Media, ...] = (),
    cause: Cause = Cause.FIRST,
) -> Revision:
    post = Post(channel.channel_id, post_id, at, text, forward=forward, media=media)
    return Revision(revision_id, 1, cause, channel, post, at, backlog=False)


def event(
    target: str = "A03",
    kind: Kind = Kind.CLAIM,
    *,
    of: EventKind | None = None,
    stance: Stance | None = None,
    source: str | None = None,
    **more: object,
) -> Event:
    """A claim asserted by the Legion, unless told otherwise; a mention, for anything else."""
    if kind is Kind.CLAIM:
        stance, source = stance or Stance.ASSERTS, source or "lsr"
    default = {Kind.CLAIM: EventKind.CLAIM_FIRST_SEEN, Kind.CHANNEL: EventKind.POSTED}.get(kind, EventKind.MENTIONED)
    return Event(of or default, 1, kind, target, NOON, stance=stance, source=source, **more)  # type: ignore[arg-type]


def denial(source: str = "governor", **more: object) -> Event:
    return event(of=EventKind.CLAIM_FIRST_DENIAL, stance=Stance.DENIES, source=source, **more)  # type: ignore[arg-type]


def alert(*events: Event, reason: Reason = Reason.FIRST, revision_id: int = 1, chat_id: int = ANNA) -> Alert:
    return Alert(chat_id, revision_id, reason, events or (event(),), NOON)


def link(
    words: str,
    text: str,
    *,
    target: str = "A03",
    kind: Kind = Kind.CLAIM,
    rule: str = "name",
    stance: Stance | None = Stance.ASSERTS,
) -> Link:
    """A link that stands on `words`, which must occur in `text`."""
    start = text.index(words)
    evidence = (Evidence(start, start + len(words), words, rule),)
    return Link(kind, target, 0.9, evidence, stance=stance if kind is Kind.CLAIM else None)


def covered(username: str = "governor_news", channel: Channel | None = CHANNEL, at: datetime = NOON) -> Coverage:
    """A channel that was read just now."""
    return Coverage(username, channel, at, at + timedelta(minutes=1), last_post_at=at)
