"""A suggested link as its editor reads it: the claim, how the post may stand to it, the quote, the words. Pure."""

from bot.chat import keyboards
from bot.chat.markup import bold, cut, italic, lines
from bot.chat.naming import Book, channel_name, post_url
from bot.chat.rendering.alerts import matched_words, quoted
from bot.chat.rendering.speech import STANCE_WORDS
from bot.chat.words import Words
from storage.messages import Message
from storage.reviewing import Suggestion
from storage.telling import Chat
from storage.watchlist import Watchlist

_STATEMENT_LIMIT = 400
_MATCHED_LIMIT = 6


def render_suggestion(suggestion: Suggestion, left: int, chat: Chat, watchlist: Watchlist) -> Message:
    """`left`: how many wait, with this one."""
    book = Book(watchlist, Words(chat.language))
    words, link, revision = book.words, suggestion.link, suggestion.revision
    matched = matched_words(link.evidence, book)
    html = lines(
        bold(words.html("review-title", claim=link.target, count=left)),
        italic(cut(book.statement(link.target), _STATEMENT_LIMIT) or link.target),
        words.html("review-stance", stance=words.say(STANCE_WORDS[link.stance])) if link.stance else None,
        words.html("says", who=bold(book.actor_name(link.holder))) if link.holder else None,
        words.html("in-channel", channel=bold(channel_name(revision.channel))),
        words.html("published", when=words.moment(revision.post.published_at, chat.time_zone)),
        quoted(revision, [link], book),
        words.html("matched", words=", ".join(matched[:_MATCHED_LIMIT])) if matched else None,
        words.html("why-score", percent=round(link.score * 100)),
    )
    url = post_url(revision.channel, revision.post.post_id)
    return Message(html, keyboards.review(words, suggestion.id, url))
