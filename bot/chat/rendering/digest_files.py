"""A digest as a file, over the same entries as its messages: a page that needs nothing else, and a table. Pure.

Cells that a spreadsheet would take for a formula are made text; the page holds no script and loads nothing.
"""

import csv
import html
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from bot.alerts.digests import Contents, Entry
from bot.chat.markup import Html
from bot.chat.naming import Book, post_url
from bot.chat.rendering.alerts import may_not_quote
from bot.chat.rendering.digest_posts import page_of
from bot.chat.rendering.digests import Outline, outline
from bot.chat.rendering.packing import Section
from bot.chat.rendering.speech import by_weight, figures_in
from bot.chat.words import Words
from storage.telling import Chat, Event
from storage.watchlist import Watchlist

WHOLE = 4096
"""UTF-16 units of a post's text: more than Telegram takes for one."""

COLUMNS = (
    *("published", "seen", "channel", "username", "link", "change", "reason"),
    *("kind", "id", "name", "event", "stance", "source", "figures", "copies", "text"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1rem auto; padding: 0 1rem; color: #1b1b1b; }
h1 { font-size: 1.25rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; font-weight: normal; }
p { margin: .35rem 0; overflow-wrap: anywhere; white-space: pre-line; } img { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) { body { background: #16181b; color: #e6e6e6; } a { color: #8ab4f8; } }
"""


def render_html(chat: Chat, contents: Contents, watchlist: Watchlist, png: bytes | None) -> bytes | None:
    """The page; None if there is nothing to tell. Posts stand there whole, where they may be quoted."""
    words = Words(chat.language)
    whole = outline(chat, contents, watchlist, page_of(chat, contents, watchlist, WHOLE))
    if whole is None:
        return None
    since, until = (words.moment(moment, chat.time_zone) for moment in (contents.since, contents.until))
    title = html.escape(words.say("digest-file", since=since, until=until))
    return _PAGE.format(
        language=words.language, title=title, style=_STYLE, picture=_picture(png, title), body=_body(whole)
    ).encode()


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
{picture}
</body>
</html>
"""


def _picture(png: bytes | None, title: str) -> str:
    return f'<p><img alt="{title}" src="data:image/png;base64,{b64encode(png).decode()}"></p>' if png else ""


def _body(whole: Outline) -> str:
    first, *rest = whole.header.split("\n")
    header = [f"<h1>{first}</h1>", *(f"<p>{line}</p>" for line in rest)]
    return "\n".join([*header, *(line for section in whole.sections for line in _section(section))])


def _section(section: Section) -> Iterator[Html]:
    """Telegram's markup is HTML already, with everything that is not ours escaped."""
    yield Html(f"<h2>{section.heading}</h2>")
    for line in section.lines:
        yield Html(f"<p>{line}</p>")


# --- as a table -----------------------------------------------------------------------------------------------------


def render_csv(chat: Chat, contents: Contents, watchlist: Watchlist) -> bytes | None:
    """A row for each thing that a post is about; None if there are no posts. With the mark that spreadsheets want."""
    posts = contents.posts
    if not posts:
        return None
    book = Book(watchlist, Words(chat.language))
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for entry in sorted(posts, key=lambda one: one[1].post.published_at):
        for event in by_weight(entry[0].events):
            writer.writerow(map(cell, _row(entry, event, contents, chat, book)))
    return table.getvalue().encode("utf-8-sig")


def _row(entry: Entry, event: Event, contents: Contents, chat: Chat, book: Book) -> Iterator[str]:
    alert, revision = entry
    post, channel = revision.post, revision.channel
    origin = contents.origins.get(revision.id)
    quotable = not may_not_quote(revision, book)
    yield from (_local(post.published_at, chat), _local(revision.seen_at, chat), channel.title)
    yield from (f"https://t.me/{channel.username}" if channel.username else "", post_url(channel, post.post_id))
    yield from (revision.cause.value, alert.reason.value, event.target_kind.value, event.target)
    yield book.name(event.target_kind, event.target)
    yield from (event.kind.value, event.stance.value if event.stance else "")
    yield book.source_name(event.source, channel) if event.source else ""
    yield "; ".join(figures_in(event.figures, post.text)) if quotable else ""
    yield post_url(origin.channel, origin.post.post_id) if origin else ""
    yield post.text if quotable else ""


def _local(moment: datetime, chat: Chat) -> str:
    return moment.astimezone(ZoneInfo(chat.time_zone)).isoformat(" ", "seconds")


def cell(text: str) -> str:
    """The text as a spreadsheet shows it: never a formula (OWASP, CSV injection), and without U+0000."""
    clean = text.replace("\0", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA) else clean
