"""What belongs into a digest."""

from dataclasses import replace

from bot.alerts.digests import belonging
from storage.model import Cause, Revision
from storage.telling import Alert, Reason
from tests.bot.alerts.made import NOON, event, revision


def entry(reason: Reason, of: Revision) -> tuple[Alert, Revision]:
    return Alert(1, of.id, reason, (event(),), NOON), of


def test_what_was_collected_for_the_record_or_waits_for_an_editor_is_left_out() -> None:
    entries = [
        entry(Reason.BACKLOG, revision(1)),
        entry(Reason.SUGGESTED, revision(2)),
        entry(Reason.MUTED, revision(3)),
    ]
    assert [of.id for _, of in belonging(entries)] == [3]


def test_of_a_post_that_changed_stands_there_what_it_came_to() -> None:
    first, other = revision(1), revision(2)
    edited = replace(first, id=3, number=2, cause=Cause.EDITED)
    deleted = replace(first, id=4, number=3, cause=Cause.DELETED)
    entries = [
        entry(Reason.FIRST, first),
        entry(Reason.FIRST, other),
        entry(Reason.EDITED, edited),
        entry(Reason.DELETED, deleted),
    ]
    assert sorted(of.id for _, of in belonging(entries)) == [2, 4]
