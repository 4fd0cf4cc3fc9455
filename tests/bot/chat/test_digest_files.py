"""A digest as a file: whole, self-contained, and harmless wherever it is opened."""

import csv
from datetime import timedelta
from html.parser import HTMLParser
from io import StringIO

import pytest

from bot.alerts.digests import Contents
from bot.chat.rendering.digest_files import COLUMNS, cell, render_csv, render_html
from storage.model import Channel, Kind, Revision
from storage.telling import Alert
from tests.bot.chat.factories import NOON, alert, chat, denial, event, revision, watchlist

ATTACK = '<script src="//x"></script><img src=x onerror=y> & {style} {0}'


def contents(*entries: tuple[Alert, Revision]) -> Contents:
    return Contents(NOON - timedelta(days=1), NOON + timedelta(hours=1), entries)


def rows(*entries: tuple[Alert, Revision]) -> list[dict[str, str]]:
    table = render_csv(chat(zone="Europe/Kyiv"), contents(*entries), watchlist())
    assert table is not None
    return list(csv.DictReader(StringIO(table.decode("utf-8-sig"), newline="")))


def page(*entries: tuple[Alert, Revision], png: bytes | None = None, language: str = "en") -> str:
    made = render_html(chat(language), contents(*entries), watchlist(), png)
    assert made is not None
    return made.decode()


def post(number: int, text: str = "Text", title: str = "A channel") -> Revision:
    return revision(text, revision_id=number, post_id=number, channel=Channel(7, "some_channel", title))


class Tags(HTMLParser):
    def __init__(self, made: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(made)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_page_holds_posts_whole_and_its_picture_and_loads_nothing() -> None:
    made = page((alert(event()), post(1, "word " * 500)), png=b"\x89PNG")
    assert made.count("word") == 500
    tags = Tags(made).found
    assert not {"script", "link", "iframe", "object", "base", "form"} & {tag for tag, _ in tags}
    assert [attributes["src"] for tag, attributes in tags if tag == "img"] == ["data:image/png;base64,iVBORw=="]
    assert all(str(attributes["href"]).startswith("https://t.me/") for tag, attributes in tags if tag == "a")


def test_what_posts_and_channels_hold_is_text_in_the_page() -> None:
    made = page((alert(event("tyotkino", Kind.PLACE)), post(1, ATTACK, ATTACK)), (alert(denial()), post(2, ATTACK)))
    assert "<script" not in made
    assert "<img" not in made
    assert made.count("&lt;script") >= 2
    assert "{style} {0}" in made


@pytest.mark.parametrize(("language", "title"), [("nl", "Het overzicht van"), ("uk", "Огляд за")])
def test_a_page_speaks_the_readers_language(language: str, title: str) -> None:
    made = page((alert(event()), post(1)), language=language)
    assert f'<html lang="{language}">' in made
    assert f"<title>{title}" in made


def test_a_table_has_a_row_for_each_thing_that_a_post_is_about() -> None:
    found = rows((alert(event(), event("tyotkino", Kind.PLACE)), post(1, "Two\nlines; and, a comma")))
    assert [(row["kind"], row["id"], row["stance"], row["source"]) for row in found] == [
        ("claim", "A03", "asserts", "Freedom of Russia Legion"),
        ("place", "tyotkino", "", ""),
    ]
    assert found[0]["text"] == "Two\nlines; and, a comma"
    assert found[0]["published"] == "2024-03-12 14:00:00+02:00"
    assert found[0]["link"] == "https://t.me/some_channel/1"


def test_a_table_begins_with_the_mark_that_spreadsheets_want_and_its_columns() -> None:
    table = render_csv(chat(), contents((alert(event()), post(1, "Привет"))), watchlist())
    assert table is not None
    assert table.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode())
    assert "Привет" in table.decode()


@pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")
    (row,) = rows((alert(event("tyotkino", Kind.PLACE)), post(1, text, text)))
    assert all(not value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝")) for value in row.values())


def test_ordinary_text_is_left_as_it_is() -> None:
    assert [cell(text) for text in ("a = b", "2024", "", "–5")] == ["a = b", "2024", "", "–5"]


def test_posts_that_may_only_be_linked_are_in_neither_file() -> None:
    linked = revision("secret", channel=Channel(9, "linked_only", "Linked"))
    assert "secret" not in page((alert(event()), linked))
    assert rows((alert(event()), linked))[0]["text"] == ""


def test_nothing_to_tell_is_no_file() -> None:
    assert render_csv(chat(), contents(), watchlist()) is None
    assert render_html(chat(), contents(), watchlist(), None) is None
