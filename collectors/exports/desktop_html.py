"""Reads Telegram Desktop's export of one public channel as web pages: messages.html, messages2.html, ... in a folder.

Each page is checked whole before a post of it is given out: a page by several authors is of a group or a private chat,
and is refused. An export in HTML doesn't say which channel it is of (only its title), when posts were edited, whom a
forward is from but for a name, nor the exact size of files; that in JSON says more. What a message says is read in
`html_messages`. Format: Telegram Desktop, Telegram/SourceFiles/export/output/export_output_html.cpp.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from collectors.base import BadInput
from collectors.exports.html_messages import author_of, is_post, is_service, post_of, words_of
from collectors.exports.local_times import LocalTimes
from collectors.exports.page import PAGE, Pages, in_pages
from storage.model import Channel, Post

FIRST = "messages.html"
LARGEST = 32 * 1024 * 1024
"""Bytes of the largest page that is read. Telegram Desktop begins another after 1,000 messages."""

AGAIN = "export the channel again with Telegram Desktop (the channel's menu > Export chat history)."
_NUMBERED = re.compile(r"messages([0-9]{1,6})\.html")


@dataclass(frozen=True, slots=True)
class DesktopHtml:
    """One channel's export, whose first page was found good. `channel_id` is the operator's word; 0: not told yet."""

    files: tuple[Path, ...]
    title: str
    zone: ZoneInfo | None = None
    channel_id: int = 0

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in self.files)

    def pages(self, size: int = PAGE) -> Pages:
        """See `Export.pages`. Service messages count as skipped."""
        channel = Channel(self.channel_id, None, self.title)
        read = 0

        def readings() -> Iterator[Post | None]:
            nonlocal read
            times = LocalTimes(self.zone)
            for file in self.files:
                read += file.stat().st_size
                for node, where in _messages(file, self.title):
                    yield post_of(node, self.channel_id, times, where) if is_post(node) else None

        yield from in_pages(channel, readings(), size, lambda: read)


def open_desktop_html(path: Path, zone: ZoneInfo | None) -> DesktopHtml:
    """Finds the pages of an export and checks the first. `path`: its folder, its messages.html, or a single other page.

    Raises:
        BadInput: pages are missing, or it is no export of one channel; names the page and says what to do.
    """
    files = _series(path) if path.is_dir() or path.name == FIRST else (path,)
    title = _title(_tree(files[0]), files[0])
    list(_messages(files[0], title))
    return DesktopHtml(files, title, zone)


def _series(path: Path) -> tuple[Path, ...]:
    """All pages, in order, none missing."""
    folder = path if path.is_dir() else path.parent
    if (folder / "export_results.html").exists() or (folder / "lists").is_dir():
        raise BadInput(f"The export {folder} is of a whole account, private chats included: {AGAIN}")
    numbers = {1: folder / FIRST}
    for file in folder.glob("messages*.html"):
        if found := _NUMBERED.fullmatch(file.name):
            numbers[int(found[1])] = file
    for number in range(1, max(numbers) + 1):
        if number not in numbers:
            raise BadInput(f"{folder / f'messages{number}.html'} is missing: copy the whole export, or {AGAIN}")
    return tuple(numbers[number] for number in sorted(numbers))


def _tree(file: Path) -> LexborHTMLParser:
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"The export {file} can't be read ({error.strerror}): check the path.") from error
    if len(raw) > LARGEST:
        raise BadInput(f"The export {file} is larger than any page of Telegram Desktop's HTML exports: {AGAIN}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"The export {file} is not UTF-8 text (byte {error.start}): {AGAIN}") from error
    if not text.rstrip().endswith("</html>"):
        raise BadInput(f"The export {file} is incomplete, its end is missing: {AGAIN}")
    return LexborHTMLParser(text)


def _title(tree: LexborHTMLParser, file: Path) -> str:
    head = tree.css_first(".page_header .text")
    if head is None or tree.css_first(".chat_page .history") is None:
        raise BadInput(f"The export {file} is not an HTML export of one channel by Telegram Desktop: {AGAIN}")
    return words_of(head).strip()


def _messages(file: Path, title: str) -> list[tuple[LexborNode, str]]:
    """All messages of a page, each with its place, once it is sure that the page is whole and of that channel."""
    tree = _tree(file)
    if _title(tree, file) != title:
        raise BadInput(f"The export {file} is of another channel than the pages before it: copy the whole export anew.")
    messages = [
        (node, f"The export {file}, {node.id or 'a message without id'}")
        for node in tree.css(".history > .message")
        if is_post(node) or is_service(node)
    ]
    for node, where in messages:
        if author_of(node) not in (None, title):
            raise BadInput(
                f"{where}: is by somebody else than {title!r}, so this is a group or a private chat, and only public "
                f"channels are read. If it is a channel whose posts show their authors' profiles, export it as JSON."
            )
    return messages
