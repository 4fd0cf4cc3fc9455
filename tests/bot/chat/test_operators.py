"""Notices to operators: each kind has words, hostile names stay text, and the longest fits."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import MESSAGE_LIMIT, units
from bot.chat.rendering import render_changes
from storage.model import Flag
from storage.watching import Change, ChangeKind, Problem
from tests.bot.chat.factories import LANGUAGES, NOON, chat
from tests.botapi.markup import parse

RENAMED = Change(ChangeKind.RENAMED, "River", NOON, "Brook", "River")


def lines_of(changes: Sequence[Change], language: str = "en") -> list[str]:
    (message,) = render_changes(chat(language), changes)
    return parse(message.html, "html")[0].splitlines()[2:]


def lost(name: str, problem: Problem = Problem.PRIVATE) -> Change:
    return Change(ChangeKind.UNCOVERED, f"@{name}", NOON, after=problem)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (RENAMED, "✏️ Brook is now called River."),
        (
            Change(ChangeKind.USERNAME, "River", NOON, "brook", "river"),
            "🏷 River: @brook is now @river. Correct the entry in the watchlist.",
        ),
        (
            Change(ChangeKind.USERNAME, "River", NOON, "brook", None),
            "🏷 River no longer has the name @brook. It is still being read.",
        ),
        (Change(ChangeKind.USERNAME, "River", NOON, None, "river"), "🏷 River now has the name @river."),
        (
            Change(ChangeKind.FLAG_SET, "River", NOON, None, "scam"),
            "🏷 River: Telegram now marks it as a scam.",
        ),
        (
            Change(ChangeKind.FLAG_CLEARED, "River", NOON, "verified", None),
            "🏷 River: Telegram no longer marks it as verified.",
        ),
        (lost("river"), "⚠️ No longer covered: @river (not public)"),
        (Change(ChangeKind.COVERED, "@river", NOON), "✅ Covered again: @river"),
        (
            Change(ChangeKind.ACCOUNT_RESTS, "desk", NOON, after="Log in again."),
            "🔴 Account desk can read nothing until you act: Log in again.",
        ),
        (Change(ChangeKind.ACCOUNT_BACK, "desk", NOON), "🟢 Account desk reads again."),
        (
            Change(ChangeKind.BACKUP_FAILED, "/copies", NOON, after="There is no room."),
            "🔴 No backup can be made in /copies: There is no room. It is tried again every half hour.",
        ),
        (Change(ChangeKind.BACKUP_MADE, "/copies", NOON), "🟢 Backups are made in /copies again."),
    ],
    ids=lambda value: value.kind if isinstance(value, Change) else "",
)
def test_each_kind_is_one_line(change: Change, line: str) -> None:
    assert lines_of([change]) == [line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flag", Flag)
def test_every_flag_has_words_of_its_own(language: str, flag: Flag) -> None:
    everything = [lines_of([Change(ChangeKind.FLAG_SET, "x", NOON, after=one)], language) for one in Flag]
    assert everything.count(lines_of([Change(ChangeKind.FLAG_SET, "x", NOON, after=flag)], language)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", Problem)
def test_every_problem_may_lose_a_channel(language: str, problem: Problem) -> None:
    assert "@x" in lines_of([lost("x", problem)], language)[0]


def test_channels_lost_one_after_the_other_for_the_same_reason_share_a_line() -> None:
    gone = [lost(name) for name in ("a", "b")]
    assert lines_of([*gone, lost("c", Problem.BLOCKED), RENAMED, lost("d")]) == [
        "⚠️ No longer covered: @a, @b (not public)",
        "⚠️ No longer covered: @c (blocked in our country)",
        "✏️ Brook is now called River.",
        "⚠️ No longer covered: @d (not public)",
    ]


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(ChangeKind))
def test_any_title_makes_a_notice_that_telegram_takes(before: str, after: str, kind: ChangeKind) -> None:
    change = Change(kind, after, NOON, before, after)
    if kind is ChangeKind.UNCOVERED:
        change = replace(change, after="private")
    if kind in (ChangeKind.FLAG_SET, ChangeKind.FLAG_CLEARED):
        change = replace(change, before="fake", after="fake")
    parts = render_changes(chat(), [change] * 200)
    assert max(units(part.html) for part in parts) <= MESSAGE_LIMIT
    for part in parts:
        parse(part.html, "html")
