"""The buttons below an alert as presses have left them, for an alert that is rendered anew. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.chat import judging_keyboards, keyboards
from bot.chat.callbacks import Verb, press
from bot.chat.keyboards import Buttons
from bot.chat.naming import Book
from bot.chat.rendering import snoozing
from bot.chat.words import Words
from storage.messages import Button, Message
from storage.said import Feedback, Judgement
from storage.seen import SeenBy
from storage.telling import Alert, Chat, Snooze
from storage.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a chat did below an alert: who has seen it, what is snoozed, and what was said of its matches."""

    seen: Sequence[SeenBy] = ()
    snoozes: Sequence[Snooze] = ()
    said: Sequence[Feedback] = ()


def as_pressed(message: Message, alert: Alert, pressed: Pressed, chat: Chat, watchlist: Watchlist) -> Message:
    """The same, with the buttons that each press put in the place of its own."""
    book = Book(watchlist, Words(chat.language))
    rows = message.buttons
    if pressed.seen:
        seen = snoozing.seen_by(book.words, alert.revision_id, pressed.seen, chat.time_zone)
        rows = _exchanged(rows, press(Verb.SEEN, ""), [seen])
    targets = keyboards.followed_for(alert.events, alert.because)
    snoozed = [one for one in pressed.snoozes if (one.kind, one.target) in targets]
    if snoozed:
        last = snoozed[-1]
        until = book.words.day_and_hour(last.until, chat.time_zone) if last.until else None
        rows = _exchanged(rows, press(Verb.SNOOZE, ""), [snoozing.ending(book.words, last.kind, last.target, until)])
    wrong = [one for one in pressed.said if one.judgement is not Judgement.RIGHT]
    if wrong:
        said = wrong[-1]
        judged = judging_keyboards.judged(book, alert.revision_id, said.kind, said.target, said.judgement)
        rows = _exchanged(rows, press(Verb.WRONG, ""), judged)
    return message if rows is message.buttons else replace(message, buttons=rows)


def _exchanged(rows: Buttons, like: str, instead: Collection[Button]) -> Buttons:
    """Others in the place of the buttons whose data begins so, one a row."""
    found: list[tuple[Button, ...]] = []
    for row in rows:
        kept = tuple(one for one in row if not (one.data or "").startswith(like))
        found += [kept] if kept else []
        found += [(one,) for one in instead] if len(kept) < len(row) else []
    return tuple(found)
