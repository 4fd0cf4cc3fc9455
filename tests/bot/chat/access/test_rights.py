"""The table of rights: whole, and read by one verdict."""

from itertools import product

import pytest

from bot.chat import commands
from bot.chat.access.rights import COMMANDS, VERBS, Asker, Least, Place, Right, Verdict, admitted, judge, role_under
from bot.chat.announcing import DESCRIPTIONS, listed
from bot.chat.callbacks import Verb
from storage.people import Access, Member, Role
from tests.bot.chat.factories import NOON


def test_every_command_and_every_button_stands_in_the_table() -> None:
    assert COMMANDS.keys() == commands.COMMANDS.keys()
    assert VERBS.keys() == commands.PRESSES.keys() == set(Verb)
    assert DESCRIPTIONS.keys() == COMMANDS.keys() - {"start", "owner", "dropclaim"}


def test_what_stands_in_no_table_is_nobodys_right() -> None:
    assert judge(None, Asker(Role.OWNER, Place.PRIVATE, known=True)) is Verdict.STRANGER


def test_a_stranger_may_only_come_in() -> None:
    stranger = Asker(None, Place.PRIVATE, known=False)
    assert {name for name, right in COMMANDS.items() if judge(right, stranger) is Verdict.YES} == {"start", "owner"}
    assert not [verb for verb, right in VERBS.items() if judge(right, stranger) is Verdict.YES]


def test_who_lost_access_may_still_take_their_traces_along() -> None:
    gone = Asker(None, Place.PRIVATE, known=True)
    allowed = {name for name, right in COMMANDS.items() if judge(right, gone) is Verdict.YES}
    assert allowed == {"start", "owner", "forget", "export"}


@pytest.mark.parametrize(
    ("role", "refused"),
    [(Role.READER, {Verdict.EDITORS, Verdict.OWNERS}), (Role.EDITOR, {Verdict.OWNERS}), (Role.OWNER, set())],
)
def test_each_role_may_what_the_lower_ones_may(role: Role, refused: set[Verdict]) -> None:
    here = Asker(role, Place.PRIVATE, known=True)
    assert {judge(right, here) for right in [*COMMANDS.values(), *VERBS.values()]} - {Verdict.YES} == refused


def test_in_a_group_nobody_edits_or_governs() -> None:
    owner = Asker(Role.OWNER, Place.GROUP, known=True, runs_group=True)
    above = [right for right in [*COMMANDS.values(), *VERBS.values()] if right.least >= Least.EDITOR]
    assert above
    assert {judge(right, owner) for right in above} == {Verdict.PRIVATE}


@pytest.mark.parametrize("runs", [True, False])
def test_what_a_whole_group_would_notice_is_done_by_those_who_run_it(runs: bool) -> None:
    asker = Asker(Role.READER, Place.GROUP, known=True, runs_group=runs)
    expected = Verdict.YES if runs else Verdict.ADMINISTRATORS
    assert judge(Right(Least.READER, changes=True), asker) is expected
    assert judge(Right(Least.READER), asker) is Verdict.YES


def test_running_a_group_gives_no_access() -> None:
    asker = Asker(None, Place.GROUP, known=False, runs_group=True)
    assert judge(COMMANDS["subscribe"], asker) is Verdict.STRANGER


def test_the_allow_list_decides_about_readers_alone() -> None:
    for kept, listed_ in product([None, *Role], [True, False]):
        role = role_under(Access.ALLOWLIST, kept, listed=listed_)
        if kept in {Role.EDITOR, Role.OWNER}:
            assert role is kept
        else:
            assert role is (Role.READER if listed_ else None)


def test_where_it_is_open_everybody_reads() -> None:
    assert role_under(Access.OPEN, None, listed=False) is Role.READER
    assert role_under(Access.OPEN, Role.EDITOR, listed=False) is Role.EDITOR
    assert admitted(Access.OPEN, [], []) is None


def test_those_admitted_are_those_with_a_role() -> None:
    members = [Member(1, Role.OWNER, NOON), Member(2, Role.READER, NOON)]
    assert admitted(Access.INVITATION, members, [3]) == frozenset({1, 2})
    assert admitted(Access.ALLOWLIST, members, [3]) == frozenset({1, 3})


def test_everybody_sees_the_commands_that_they_may_use() -> None:
    assert "invite" not in listed(Role.READER)
    assert "invite" in listed(Role.EDITOR)
    assert "roles" not in listed(Role.EDITOR)
    assert "roles" in listed(Role.OWNER)
