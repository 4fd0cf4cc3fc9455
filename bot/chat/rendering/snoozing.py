"""The buttons and lines about snoozes. Pure; what a press does is the matter of `flows`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.chat import keyboards
from bot.chat.callbacks import Verb, about, packed, press
from bot.chat.markup import Html, bold, cut, lines
from bot.chat.naming import Book
from bot.chat.snoozing import Span
from bot.chat.words import Words
from storage.messages import Button, Message
from storage.model import Kind
from storage.seen import SeenBy
from storage.telling import Because, Chat, Event, Snooze
from storage.watchlist import Watchlist

SPANS = {
    Span.HOUR: "button-snooze-hour",
    Span.SHIFT: "button-snooze-shift",
    Span.TOMORROW: "button-snooze-tomorrow",
    Span.FOR_GOOD: "button-snooze-good",
}
_NAME_LIMIT = 40
_SHOWN = 5

Target = tuple[Kind, str]


def snooze_button(words: Words, revision_id: int, targets: Sequence[Target]) -> Button:
    """Asks for how long; where there are several targets, first about which."""
    if len(targets) == 1:
        return Button(words.say("button-snooze"), about(Verb.SNOOZE, *targets[0]))
    return Button(words.say("button-snooze"), press(Verb.SNOOZE, revision_id))


def under_alert(
    words: Words, revision_id: int, events: Iterable[Event], because: Sequence[Because] = ()
) -> tuple[Button, ...]:
    """Hear nothing of it for a while, or say that somebody has seen it. `because`: as for `keyboards.alert`."""
    targets = keyboards.followed_for(events, because)
    seen = Button(words.say("button-seen"), press(Verb.SEEN, revision_id))
    return (snooze_button(words, revision_id, targets), seen) if targets else (seen,)


def seen_by(words: Words, revision_id: int, seen: Sequence[SeenBy], zone: str) -> Button:
    """Stands where the button was: who has seen it, and when the last of them did."""
    who, when = ", ".join(one.who for one in seen), words.hour(max(one.at for one in seen), zone)
    return Button(words.say("button-seen-by", who=cut(who, _NAME_LIMIT), when=when), press(Verb.SEEN, revision_id))


def which(book: Book, targets: Iterable[Target], titles: Mapping[str, str]) -> list[Button]:
    """One button for each thing that may be snoozed."""
    return [
        Button(f"💤 {cut(book.name(kind, target, titles), _NAME_LIMIT)}", about(Verb.SNOOZE, kind, target))
        for kind, target in targets
    ]


def how_long(words: Words, kind: Kind, target: str) -> list[Button]:
    return [Button(words.say(key), about(Verb.SNOOZE, kind, target, span.value)) for span, key in SPANS.items()]


def ending(words: Words, kind: Kind, target: str, until: str | None) -> Button:
    """Ends a snooze; under an alert, where no name is needed."""
    label = words.say("button-snooze-end", until=until) if until else words.say("button-snooze-end-good")
    return Button(label, about(Verb.ENOUGH, kind, target))


def with_snoozes(
    message: Message, snoozes: Sequence[Snooze], chat: Chat, titles: Mapping[str, str], watchlist: Watchlist
) -> Message:
    """The list of what is followed, with what of it is snoozed and a button that ends each."""
    if not snoozes:
        return message
    book = Book(watchlist, Words(chat.language))
    shown = snoozes[:_SHOWN]
    told = [_line(one, chat, titles, book) for one in shown]
    more = [book.words.say("and-more", count=len(snoozes) - _SHOWN)] if len(snoozes) > _SHOWN else []
    rows = tuple((_end_of(one, titles, book),) for one in shown)
    return Message(lines(Html(message.html), "", *told, *more), (*rows, *message.buttons))


def _line(snooze: Snooze, chat: Chat, titles: Mapping[str, str], book: Book) -> Html:
    name = bold(cut(book.name(snooze.kind, snooze.target, titles), _NAME_LIMIT))
    if snooze.until is None:
        return book.words.html("snoozed-for-good", name=name)
    return book.words.html("snoozed-until", name=name, until=_when(snooze.until, chat, book.words))


def _end_of(snooze: Snooze, titles: Mapping[str, str], book: Book) -> Button:
    name = cut(book.name(snooze.kind, snooze.target, titles), _NAME_LIMIT)
    return Button(book.words.say("button-wake", name=name), about(Verb.ENOUGH, snooze.kind, snooze.target, "l"))


def is_called(snooze: Snooze, text: str) -> bool:
    """Whether a button with this text is about it."""
    return packed(snooze.target) == text


def render_snooze_over(
    chat: Chat, snooze: Snooze, held_back: int, titles: Mapping[str, str], watchlist: Watchlist
) -> Message:
    """One line when a snooze ends: how much it held back, a button that shows it, one that snoozes again."""
    book = Book(watchlist, Words(chat.language))
    name = bold(cut(book.name(snooze.kind, snooze.target, titles), _NAME_LIMIT))
    row = [snooze_button(book.words, 0, [(snooze.kind, snooze.target)])]
    if held_back:
        row.insert(0, Button(book.words.say("button-digest-now"), press(Verb.DIGEST, "now")))
    stop = keyboards.stop(book.words, snooze.kind, snooze.target)
    return Message(book.words.html("snooze-over", name=name, count=held_back), (tuple(row), (stop,)))


def _when(until: datetime, chat: Chat, words: Words) -> str:
    return words.day_and_hour(until, chat.time_zone)
