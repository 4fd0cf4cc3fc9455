"""A post's machine translation, and the button that asks for it. Pure; who translates is the operator's choice.

The original is always shown: a translation stands below it, and says that it is one, and whose.
"""

from dataclasses import replace

from bot.chat.callbacks import Verb, press, read
from bot.chat.markup import italic, lines
from bot.chat.naming import Book
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.quotes import quote
from bot.chat.words import LANGUAGES, Words
from collectors.translating import Trouble
from storage.messages import Button, Message
from storage.model import Revision
from storage.telling import Chat
from storage.watchlist import Watchlist

MOST = 3000
"""UTF-16 units of a translation that are shown."""

TROUBLES = {
    Trouble.SLOW: "translate-slow",
    Trouble.UNREACHABLE: "translate-unreachable",
    Trouble.BUSY: "translate-busy",
    Trouble.REFUSED: "translate-refused",
    Trouble.LANGUAGE: "translate-language",
    Trouble.BROKEN: "translate-broken",
}


def with_translation(message: Message, revision: Revision, lang: str, chat: Chat, watchlist: Watchlist) -> Message:
    """The alert with a button that translates its post, beside "seen"; without, where there is nothing to translate."""
    book = Book(watchlist, Words(chat.language))
    if lang == chat.language or not revision.post.text.strip() or may_not_quote(revision, book):
        return message
    button = Button(book.words.say("button-translate"), press(Verb.TRANSLATE, revision.id))
    rows = tuple((*row, button) if any(_is_seen(one) for one in row) else row for row in message.buttons)
    return replace(message, buttons=rows)


def _is_seen(button: Button) -> bool:
    found = read(button.data)
    return found is not None and found.verb is Verb.SEEN


def known_source(lang: str | None) -> str | None:
    """The post's language for a translator; None where it is not known for sure, or is a mixture."""
    return lang if lang in LANGUAGES else None


def render_translation(chat: Chat, translated: str, source: str | None, host: str) -> Message:
    """`translated` is as hostile as any post's words, and is cut and escaped like them."""
    words = Words(chat.language)
    if source is not None:
        title = words.html("translation-from", host=host, tongue=words.tongue(source))
    else:
        title = words.html("translation", host=host)
    return Message(lines(title, quote(translated, [], MOST), italic(words.say("translation-mind"))))
