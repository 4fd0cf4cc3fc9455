"""What a button carries: a version, a verb and a few short arguments, in at most 64 bytes. Pure.

Everything a button needs to know besides lies in our tables; a button that nobody understands any more reads as None.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from storage.model import Kind, Stance
from storage.said import Judgement
from storage.telling import UNFILTERED, Filters, Mode
from storage.watchlist import Tie, Watchlist

DATA_LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""

_VERSION = "1"
_LONGEST_TARGET = 40
_LETTERS = {
    Kind.ACTOR: "a",
    Kind.PLACE: "p",
    Kind.CLAIM: "c",
    Kind.CHANNEL: "t",
    Kind.AFFILIATION: "s",
    Kind.LANGUAGE: "l",
    Kind.WORDS: "w",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
JUDGED = {Judgement.RIGHT: "r", Judgement.WRONG_STANCE: "s"}
"""What a button says of a match; that it is wrong needs no letter."""


class Verb(StrEnum):
    """What pressing a button does."""

    MENU = "m"  # shows what can be followed: nothing, KIND, page; claims: incident, page
    TOGGLE = "t"  # KIND, target, page: follow or stop, inside the menu
    FOLLOW = "f"  # KIND, target
    STOP = "u"  # KIND, target
    LIST = "l"  # shows what I follow, as a new message
    PAGE = "p"  # page of what I follow
    WORDS = "wo"  # "p" (propose what the message names), "y" (follow it), "c" (change it), and how it is told; "n"
    MINE = "my"  # a subscription, page: its card; then "m", "s", "l", "t", "g": choices; "d": a dry run
    TUNE = "tu"  # a subscription, page, then a setting and its value; "w" (words it anew), "x" (stop)
    DIGEST = "d"  # "now", "off", "ask", HHMM to add, -HHMM to remove, HHMMHHMM and a zone; "html" or "csv" and a span
    LANGUAGE = "g"  # a language, or nothing to ask
    FORGET = "x"  # "ask", "yes", "no"
    SHOW = "s"  # delivery id: an alert that may not have arrived
    WHY = "w"  # revision id
    WRONG = "b"  # revision, then KIND, target and how it was judged; alone: asks which match is wrong
    UNDO = "v"  # revision, KIND, target: takes that judgement back
    TYPE = "ty"  # "f", "d" or "q": asks for what to follow, for times or for hours, to be typed
    HELP = "h"
    STATUS = "z"
    REVIEW = "q"  # link, then "y" (confirm), "n" (reject) or nothing (pass over)
    CARD = "c"  # claim: its card
    TIMELINE = "i"  # claim: its picture
    DRAFT = "n"  # draft, then "m" (make), "n" (no claim), "s" (posts), "k" (keep), "t" (a kind, page), "p" (page)
    DROP = "k"  # claim, "y" or "n"
    PART = "j"  # claim: takes its merge back
    UNCORRECT = "uc"  # claim: it corrects no other any more
    EARLIER = "ea"  # claim, then "s" (shows its earlier posts) or "a" (tells its followers of them)
    FIND = "fi"  # page, number of the newest hit (hexadecimal): turns the page of what was found
    CHANNELS = "ch"  # page of what is watched
    SNOOZE = "sn"  # KIND, target and perhaps how long; or a revision, to ask what
    ENOUGH = "en"  # KIND, target, perhaps "l": ends a snooze, under an alert or in the list
    SEEN = "ok"  # revision: says under the alert who has seen it
    QUIET = "qu"  # "ask", "off", or HHMMHHMM
    INVITE = "iv"  # a role: makes a link; "l": lists those that hold; an invitation's number: revokes it
    ROLES = "ro"  # "p" and a page; a member, and perhaps a role or "x" (no role any more)
    AUDIT = "au"  # number: what is older
    GROUP = "gr"  # "y" or "n": whether all members may change settings
    OUTLET = "cl"  # channel, then "x" (unlink) or the number of a subscription (stop); alone: shows it
    TRANSLATE = "tr"  # revision: its machine translation, where a translator is plugged in
    SETTLE = "e"  # claim, a status: asks an editor for the reason


@dataclass(frozen=True, slots=True)
class Press:
    """A button as it was understood."""

    verb: Verb
    args: tuple[str, ...]

    def arg(self, index: int) -> str:
        """The argument, or an empty text."""
        return self.args[index] if index < len(self.args) else ""

    def number(self, index: int) -> int:
        """The argument as a number that is not negative; anything else is 0."""
        text = self.arg(index)
        return int(text) if text.isdecimal() and len(text) <= 18 else 0

    def judgement(self, index: int) -> Judgement:
        letters = {letter: judgement for judgement, letter in JUDGED.items()}
        return letters.get(self.arg(index), Judgement.WRONG)

    def kind(self, index: int = 0) -> Kind | None:
        return _KINDS.get(self.arg(index))


def press(verb: Verb, *args: str | int) -> str:
    """The data of a button.

    Raises:
        ValueError: it would not fit; a programmer's mistake, since targets are shortened by `packed`.
    """
    data = ":".join((_VERSION, verb.value, *map(str, args)))
    if len(data.encode()) > DATA_LIMIT:
        raise ValueError(f"callback data of {len(data.encode())} bytes, at most {DATA_LIMIT} are allowed")
    return data


def about(verb: Verb, kind: Kind, target: str, *more: str | int) -> str:
    """The data of a button that is about one entry of the watchlist, or one channel."""
    return press(verb, _LETTERS[kind], packed(target), *more)


MODE_LETTERS = {Mode.BOTH: "b", Mode.AT_ONCE: "a", Mode.DIGEST: "d", Mode.SILENT: "s"}
_STANCES = tuple(Stance)
_CODE = re.compile(r"([bads])(\d{1,4})\.([0-9a-f]{1,3})")


def coded(filters: Filters) -> str:
    """How something is to be told, for a button: without languages, which stand in the expression."""
    stances = sum(1 << at for at, stance in enumerate(_STANCES) if stance in filters.stances)
    return f"{MODE_LETTERS[filters.mode]}{round(filters.min_score * 1000)}.{stances:x}"


def decoded(text: str) -> Filters:
    """As it was made, if nothing, or something else, is there."""
    found = _CODE.fullmatch(text)
    if found is None:
        return UNFILTERED
    mode = next(mode for mode, letter in MODE_LETTERS.items() if letter == found[1])
    stances = frozenset(stance for at, stance in enumerate(_STANCES) if int(found[3], 16) >> at & 1)
    return Filters(mode, min(int(found[2]) / 1000, 1.0), stances=stances)


def letter(kind: Kind) -> str:
    return _LETTERS[kind]


def read(data: str | None) -> Press | None:
    """What a button means; None for one of another version, another bot or another make."""
    version, _, rest = (data or "").partition(":")
    verb, *args = rest.split(":")
    if version != _VERSION or verb not in set(Verb):
        return None
    return Press(Verb(verb), tuple(args))


def packed(target: str) -> str:
    """The target itself, or a short mark for one that is too long for a button."""
    if len(target.encode()) <= _LONGEST_TARGET and ":" not in target and not target.startswith("#"):
        return target
    return "#" + sha256(target.encode()).hexdigest()[:16]


def unpacked(kind: Kind, text: str, watchlist: Watchlist) -> str | None:
    """The target that a button is about; None if the watchlist no longer has it, or never had: what is no entry of it
    goes by the subscription's number. A claim that was dropped goes on as what it was merged into. Channels go by their
    numeric id."""
    if kind is Kind.CHANNEL:
        return text if text.isdecimal() else None
    if kind in (Kind.AFFILIATION, Kind.LANGUAGE):
        return text if text in known_targets(kind, watchlist) else None
    ids = {
        Kind.ACTOR: [actor.id for actor in watchlist.actors],
        Kind.PLACE: [place.id for place in watchlist.places],
        Kind.CLAIM: [*(claim.id for claim in watchlist.claims), *watchlist.merged],
    }
    return next((target for target in ids.get(kind, ()) if packed(target) == text), None)


def known_targets(kind: Kind, watchlist: Watchlist) -> list[str]:
    """The sides and ties that can be followed, those of the watchlist's channels; or the languages."""
    if kind is Kind.LANGUAGE:
        return ["ru", "uk", "en", "nl"]
    present = {(one.affiliation.side.value, _word(one.affiliation.tie)) for one in watchlist.channels}
    sides, ties = sorted({side for side, _ in present}), sorted({tie for _, tie in present})
    both = sorted(f"{side}/{tie}" for side, tie in present)
    return list(dict.fromkeys([_word(Tie.STATE), *sides, *ties, *both]))


def _word(tie: Tie) -> str:
    return tie.value.replace(" ", "_")


def unpacked_incident(text: str, watchlist: Watchlist) -> str | None:
    return next((incident.id for incident in watchlist.incidents if packed(incident.id) == text), None)
