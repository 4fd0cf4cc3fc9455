"""The buttons for what is followed: a proposal, the list, a subscription's card and the choices behind it. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from bot.alerts.grouping import EACH_BY_ITSELF, NO_WAIT
from bot.chat.callbacks import MODE_LETTERS, Verb, coded, press
from bot.chat.keyboards import ICONS, Buttons, page_of, turning
from bot.chat.markup import cut
from bot.chat.naming import Book
from bot.chat.words import LANGUAGES, Words
from storage.messages import Button
from storage.model import ASSERTIONS, DENIALS, Stance
from storage.telling import Filters, Mode, Pace, Subscription

_LABEL_LIMIT = 40
_CHECK = "✓ "

MODES = {
    Mode.BOTH: "mode-both",
    Mode.AT_ONCE: "mode-at-once",
    Mode.DIGEST: "mode-digest",
    Mode.SILENT: "mode-silent",
}
_MARKS = {Mode.DIGEST: " · 🗞", Mode.SILENT: " · 🔇"}

SCORES = (0, 60, 80, 90)
"""Of how sure a match must be, in percent."""

STANCES = {
    "a": ("stances-assertions", ASSERTIONS),
    "d": ("stances-denials", DENIALS),
    "o": ("stances-others", frozenset(Stance) - ASSERTIONS - DENIALS),
}
PACES: dict[str, tuple[str, Pace | None]] = {
    "u": ("pace-usual", None),
    "e": ("pace-each", EACH_BY_ITSELF),
    "m": ("pace-more", Pace(NO_WAIT, timedelta(hours=2), timedelta(hours=8))),
    "w": ("pace-wait", Pace(timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))),
}

Card = tuple[int, int]
"""A subscription's number, and the page of the list that it was opened from."""


def proposal(words: Words, filters: Filters) -> Buttons:
    """What would be followed: yes, otherwise, or no."""
    code = coded(filters)
    return (
        (Button(words.say("button-follow-this"), press(Verb.WORDS, "y", code)),),
        (
            Button(words.say("button-change"), press(Verb.WORDS, "c", code)),
            Button(words.say("button-no"), press(Verb.WORDS, "n")),
        ),
    )


def words_instead(words: Words, filters: Filters) -> Button:
    """What nobody knows by that name may be followed as words."""
    return Button(words.say("button-these-words"), press(Verb.WORDS, "p", coded(filters)))


def subscriptions(words: Words, named: Sequence[tuple[Subscription, str]], page: int) -> Buttons:
    """A page of what is followed: a press opens its card."""
    shown, page, pages = page_of(named, page)
    rows = [(Button(_listed(one, name), press(Verb.MINE, one.id, page)),) for one, name in shown]
    return (*rows, *turning(page, pages, (Verb.PAGE,)), (Button(words.say("button-follow"), press(Verb.MENU)),))


def _listed(one: Subscription, name: str) -> str:
    return f"{ICONS[one.kind]} {cut(name, _LABEL_LIMIT)}{_MARKS.get(one.filters.mode, '')}"


def card(words: Words, one: Card) -> Buttons:
    """What can be changed, each behind a button; rewording, a dry run, and the end of it."""

    def setting(key: str, what: str) -> Button:
        return Button(words.say(key), press(Verb.MINE, *one, what))

    return (
        (setting("button-mode", "m"), setting("button-score", "s")),
        (setting("button-tongues", "l"), setting("button-stances", "t")),
        (setting("button-pace", "g"), setting("button-try", "d")),
        (
            Button(words.say("button-reword"), press(Verb.TUNE, *one, "w")),
            Button(words.say("button-stop"), press(Verb.TUNE, *one, "x")),
        ),
        (Button(words.say("button-list"), press(Verb.PAGE, one[1])),),
    )


def choices(words: Words, one: Card, what: str, subscription: Subscription, pace: Pace | None) -> Buttons | None:
    """The choices of one setting, ✓ before what holds; None for a setting that there is not."""
    rows = {
        "m": lambda: _modes(words, subscription.filters),
        "s": lambda: _scores(words, subscription.filters),
        "l": lambda: _tongues(words, subscription.filters),
        "t": lambda: _stances(words, subscription.filters),
        "g": lambda: _paces(words, pace),
    }.get(what)
    if rows is None:
        return None
    back = Button(words.say("button-back"), press(Verb.MINE, *one))
    buttons = [Button(_CHECK * holds + label, press(Verb.TUNE, *one, what, value)) for label, value, holds in rows()]
    return (*(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)), (back,))


Choice = tuple[str, str | int, bool]


def _modes(words: Words, filters: Filters) -> list[Choice]:
    return [(words.say(key), MODE_LETTERS[mode], filters.mode is mode) for mode, key in MODES.items()]


def _scores(words: Words, filters: Filters) -> list[Choice]:
    now = round(filters.min_score * 100)
    labels = [(words.say("score-from", percent=score) if score else words.say("score-any"), score) for score in SCORES]
    return [(label, score, score == now) for label, score in labels]


def _tongues(words: Words, filters: Filters) -> list[Choice]:
    known = [(name, code, code in filters.languages) for code, name in LANGUAGES.items()]
    return [*known, (words.say("tongues-any"), "-", not filters.languages)]


def _stances(words: Words, filters: Filters) -> list[Choice]:
    """What is partly let through counts as not, so that a press lets all of it through."""
    known = [(words.say(key), one, these <= filters.stances) for one, (key, these) in STANCES.items()]
    return [*known, (words.say("stances-any"), "-", not filters.stances)]


def _paces(words: Words, pace: Pace | None) -> list[Choice]:
    return [(words.say(key), one, pace == known) for one, (key, known) in PACES.items()]


def open_card(book: Book, subscription_id: int) -> Button:
    return Button(book.words.say("button-settings"), press(Verb.MINE, subscription_id, 0))
