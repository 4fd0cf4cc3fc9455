"""Whatever a site sends, a read ends with a batch or with `CannotRead`."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.base import CannotRead
from collectors.preview.source import PreviewSource
from tests.collectors.preview.conftest import Memory, without_network
from tests.collectors.preview.shown import frame, listed
from tests.previews import pages, pieces
from tests.previews.time import StillTime

TAGS = st.sampled_from(
    [
        "div",
        "b",
        "i",
        "a",
        "section",
        "blockquote",
        "pre",
        "br",
        "time",
        "table",
        "svg",
        "script",
        "template",
        "p",
        "/div",
    ]
)
CLASSES = st.sampled_from(
    [
        "tgme_channel_history",
        "tgme_widget_message",
        "tgme_widget_message_text js-message_text",
        "tgme_widget_message_reply",
        "tgme_widget_message_photo_wrap grouped_media_wrap",
        "tgme_widget_message_video_player",
        "tgme_widget_message_date",
        "tgme_widget_message_forwarded_from_name",
        "tgme_widget_message_poll",
        "tgme_page_extra",
        "message_media_not_supported_wrap",
        "media_not_supported_cont",
        "service_message",
    ]
)
VALUES = st.sampled_from(
    [
        'data-post="a/1"',
        'data-post="rivierkrant/8"',
        f'data-view="{pages.data_view(5, 1)}"',
        'data-before="3"',
        'href="https://t.me/a/2?single"',
        'href="http://["',
        "href",
        "onclick",
        'datetime="2023-05-22T12:00:00+00:00"',
        'datetime="9999-12-31T23:59:59-23:59"',
    ]
)
WRITTEN = st.builds(
    lambda tag, names, values, text: f'<{tag} class="{names}" {" ".join(values)}>{text}',
    TAGS,
    CLASSES,
    st.lists(VALUES, max_size=3),
    st.text(max_size=5),
)
MARKUP = st.lists(WRITTEN, max_size=60).map("".join)
BODIES = (
    st.binary(max_size=2000)
    | st.text(max_size=2000).map(lambda text: text.encode("utf-8", "replace"))
    | MARKUP.map(lambda html: f'<section class="tgme_channel_history">{html}</section></html>'.encode())
    | MARKUP.map(lambda html: listed(pages.post(frame(), html), before=3).encode())
)
HEADERS = st.dictionaries(
    st.sampled_from([b"Location", b"ETag", b"Last-Modified", b"Retry-After", b"Content-Encoding", b"Set-Cookie"]),
    st.binary(max_size=20).map(lambda raw: bytes(byte for byte in raw if byte >= 32 and byte != 127))
    | st.sampled_from([b"gzip", b"br", b"/rivierkrant", b"http://[", b"\xff\xfe", b'"tag"']),
)
ANSWERS = st.builds(
    lambda status, headers, body: httpx.Response(status, headers=list(headers.items()), stream=Body(body)),
    st.sampled_from([200, 200, 200, 200, 204, 206, 301, 302, 304, 404, 429, 451, 500, 599]),
    HEADERS,
    BODIES,
)


class Body(httpx.AsyncByteStream):
    """Comes in two pieces."""

    def __init__(self, content: bytes):
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        half = len(self._content) // 2
        yield self._content[:half]
        yield self._content[half:]


def source_that_hears(monkeypatch: pytest.MonkeyPatch, answers: list[httpx.Response]) -> PreviewSource:
    """A source whose site gives these answers and then breaks down."""

    without_network(monkeypatch, lambda _: answers.pop(0) if answers else httpx.Response(500))
    return PreviewSource("https://previews.example", every=timedelta(0), timer=StillTime().timer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANSWERS, min_size=1, max_size=4), st.sampled_from([None, 0, 5]))
async def test_whatever_comes_a_read_ends_well(answers: list[httpx.Response], cursor: int | None) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        async with source_that_hears(monkeypatch, answers) as source:
            memory = Memory(cursor)
            for _ in range(2):
                try:
                    memory.keep(await source.read(memory.watched, StillTime().now))
                except CannotRead:
                    continue
    assert all(post.text.encode("utf-8") is not None and "\x00" not in post.text for post in memory.posts)


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="tgme_widget_message_text js-message_text">' * 5000,
        '<div class="tgme_widget_message_photo_wrap">' * 5000,
        "<b>" * 10_000 + "deep" + "</b>" * 10_000,
        '<a href="https://a.example" onclick="x">x' * 5000,
        pieces.text("x" * 500_000),
        "<br/>" * 30_000,
    ],
)
async def test_markup_of_any_depth_is_read_without_recursion(monkeypatch: pytest.MonkeyPatch, markup: str) -> None:
    answer = httpx.Response(200, content=listed(pages.post(frame(), markup)).encode())
    async with source_that_hears(monkeypatch, [answer]) as source:
        try:
            batch = await source.read(Memory().watched, StillTime().now)
        except CannotRead:
            return
    assert len(batch.posts) <= 1
