"""When a chat is not alerted, and hours to choose from. Pure."""

from bot.chat import keyboards
from bot.chat.callbacks import Verb, press
from bot.chat.markup import lines
from bot.chat.words import Words
from storage.messages import Button, Message
from storage.telling import Chat, QuietHours

_OFFERED = (("22:00", "07:00"), ("23:00", "07:00"), ("00:00", "08:00"))


def render_quiet(chat: Chat, hours: QuietHours | None, *, digests: bool) -> Message:
    """The hours that hold, what becomes of what falls into them, others as buttons. `digests`: it has daily ones."""
    words = Words(chat.language)
    offered, others = hours_to_choose(words)
    digests_too = (keyboards.to_digests(words),)
    if hours is None:
        return Message(lines(words.html("quiet-none"), "", words.html("quiet-hint")), (offered, others, digests_too))
    begins, ends = words.clock(hours.begins), words.clock(hours.ends)
    later = words.html("quiet-digest" if digests else "quiet-summary")
    html = lines(words.html("quiet-daily", begins=begins, ends=ends, zone=chat.time_zone), later, "")
    off = Button(words.say("button-quiet-off"), press(Verb.QUIET, "off"))
    return Message(lines(html, words.html("quiet-hint")), (offered, others, (off,), digests_too))


def hours_to_choose(words: Words, *typed: str) -> keyboards.Buttons:
    """The usual hours, and to type others. `typed`: the hours that somebody wrote, "23:00-07:00", instead."""
    pairs = [tuple(hours.split("-")) for hours in typed] or _OFFERED
    offered = tuple(_button(begins, ends) for begins, ends in pairs)
    return offered, (keyboards.typed(words, "q", "button-other-hours"),)


def _button(begins: str, ends: str) -> Button:
    return Button(f"🌙 {begins}–{ends}", press(Verb.QUIET, f"{begins}{ends}".replace(":", "")))
