"""Telegram's HTML, read back for places where it does not work."""

import pytest

from bot.delivery.reading import Run, plain, runs_of
from tests.botapi.markup import parse


def run(text: str, *marks: str, url: str | None = None) -> Run:
    return Run(text, frozenset(marks), url)


def test_nested_marks_and_links_are_runs() -> None:
    assert runs_of('a <b>b <i>c</i></b> <a href="https://x.org/?a=1&amp;b=2">d</a>') == (
        run("a "),
        run("b ", "b"),
        run("c", "b", "i"),
        run(" "),
        run("d", url="https://x.org/?a=1&b=2"),
    )


def test_different_spellings_of_a_mark_are_one() -> None:
    assert runs_of("<strong>a</strong><del>b</del>") == (run("a", "b"), run("b", "s"))


@pytest.mark.parametrize(
    "html",
    [
        "one &lt;two&gt; &amp;amp; three",
        "<blockquote expandable>said <b>so</b></blockquote>\nby <i>them</i>",
        '<a href="https://t.me/x/5">post</a> 😀 <tg-spoiler>hidden</tg-spoiler> <code>1 &lt; 2</code>',
        '<tg-time unix="1710504000" format="t">12:00</tg-time>',
    ],
)
def test_plain_text_is_what_telegram_reads(html: str) -> None:
    assert plain(html) == parse(html, "html")[0]


@pytest.mark.parametrize(
    ("html", "text"),
    [("<b>open", "open"), ("a < b > c", "a < b > c"), ("</i>x", "x"), ("<blink>y</blink>", "y"), ("<b", "<b")],
)
def test_broken_markup_keeps_its_text(html: str, text: str) -> None:
    assert plain(html) == text


def test_plain_text_fits_into_one_message_without_half_a_character() -> None:
    assert plain("x" + "😀" * 3000) == "x" + "😀" * 2047
