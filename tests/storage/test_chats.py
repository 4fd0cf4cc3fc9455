"""Chats: settings, rest, moving to a new id, and leaving without a trace."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import (
    alerts,
    audit,
    chats,
    claims,
    deliveries,
    digests,
    entries,
    feedback,
    groups,
    invitations,
    members,
    own,
    owners,
    parkings,
    proposals,
    quiet,
    seen,
    snoozes,
    subscriptions,
    threads,
)
from storage.connecting import empty_log
from storage.database import Database
from storage.digests import Digest
from storage.messages import Button, DeliveryKind, Message
from storage.model import Kind
from storage.people import AuditEntry, Deed, Role
from storage.quiet import Kept
from storage.said import ClaimStatus, EntryKind, Feedback, Judgement, OwnEntry, StatusChange
from storage.tables import metadata
from storage.telling import Pace, QuietHours, Thread
from storage.watching import Work
from tests.storage.samples import CLAIM, HELLO, MINUTE, NOW, alert, chat, event, noted, post, told, with_chat

DAILY = chat(500, muted_until=NOW + 2 * MINUTE, resting="blocked")


async def test_a_chat_comes_back_as_it_was_put(db: Database) -> None:
    await db.write(chats.put, DAILY)
    assert await db.read(chats.get, 500) == DAILY
    assert await db.read(chats.get, 501) is None


async def test_putting_a_chat_again_changes_its_settings_and_not_its_coming(db: Database) -> None:
    await db.write(chats.put, DAILY)
    await db.write(chats.put, chat(500, language="uk", created_at=NOW + MINUTE))
    assert await db.read(chats.get, 500) == chat(500, language="uk")


async def test_a_chat_changes_its_language_its_zone_and_its_mute(db: Database) -> None:
    await with_chat(db, 500, 501)
    await db.write(chats.put, chat(500, language="en"))
    await db.write(chats.set_zone, 500, "Europe/Kyiv")
    await db.write(chats.mute, 500, NOW + 2 * MINUTE)
    assert await db.read(chats.get, 500) == chat(
        500,
        language="en",
        time_zone="Europe/Kyiv",
        muted_until=NOW + 2 * MINUTE,
    )
    assert await db.read(chats.get, 501) == chat(501)


async def test_a_chat_rests_until_it_is_woken(db: Database) -> None:
    await with_chat(db, 500)
    await db.write(chats.rest, 500, "bot was blocked by the user")
    assert (await resting(db)) == "bot was blocked by the user"
    await db.write(chats.wake, 500)
    assert (await resting(db)) is None


async def resting(db: Database) -> str | None:
    found = await db.read(chats.get, 500)
    assert found is not None
    return found.resting


# --- leaving --------------------------------------------------------------------------------------------------------


async def settled_in(db: Database, chat_id: int) -> None:
    """Gives a chat something in every table that can hold something of a chat."""
    await with_chat(db, chat_id)
    await db.write(subscriptions.add, chat_id, Kind.CLAIM, "A14", NOW)
    revision = await told(db, post(1), event(0), chat_id=chat_id)
    await db.write(feedback.judge, Feedback(revision.id, *CLAIM, Judgement.WRONG, NOW, chat_id))
    await db.write(digests.save, Digest(chat_id, "daily 08:00", "2024-03-12", NOW, NOW), [HELLO])
    await db.write(digests.set_times, chat_id, {time(8): NOW})
    await db.write(snoozes.put, chat_id, *CLAIM, None, NOW)
    await db.write(seen.put, chat_id, revision.id, "Anna", NOW)
    await db.write(quiet.put, chat_id, Kept(QuietHours(time(23), time(7)), NOW, NOW))
    await db.write(proposals.propose, chat_id, "border_watch", NOW, MINUTE)
    await db.write(groups.admit, chat_id, 1)
    await db.write(threads.set_pace, chat_id, Pace(MINUTE, MINUTE, MINUTE))
    [lead] = [alert.id for alert, _ in await db.read(alerts.of_chat_since, chat_id, NOW, NOW + MINUTE)]
    await db.write(threads.put, [Thread(chat_id, *CLAIM, denies=False, lead=lead, opened_at=NOW, last_at=NOW)])


async def rows_of(db: Database, chat_id: int) -> dict[str, int]:
    """How many rows of each table name the chat."""

    async def look(conn: AsyncConnection) -> dict[str, int]:
        return {
            table.name: sum(chat_id in row for row in await conn.execute(select(table)))
            for table in metadata.sorted_tables
        }

    return {name: number for name, number in (await db.read(look)).items() if number}


async def test_forgetting_a_chat_leaves_nothing_of_it(db: Database) -> None:
    await settled_in(db, 7_000_000_500)
    await db.write(owners.make_owner, 7_000_000_500, NOW)
    of_chats = {table.name for table in metadata.sorted_tables if "chat_id" in table.c}
    assert (await rows_of(db, 7_000_000_500)).keys() == of_chats | {"roles"}
    await db.write(chats.forget, 7_000_000_500)
    assert await rows_of(db, 7_000_000_500) == {}
    assert await rows_in_all(db, "alert_events") == 0


async def test_what_somebody_decided_and_the_chats_they_brought_are_told_to_them_too(db: Database) -> None:
    person, group, outlet = 7_000_000_500, -500, -1_000_000_000_501
    await with_chat(db, person, group, outlet)

    async def live(conn: AsyncConnection) -> None:
        await claims.set_status(conn, StatusChange("A14", ClaimStatus.REFUTED, "Seen there.", str(person), NOW))
        await entries.put(conn, OwnEntry(EntryKind.CLAIM, "E001", {"statement": "It rained."}, str(person), NOW))
        await groups.admit(conn, group, person)
        await groups.admit(conn, outlet, person, "News of the desk")

    await db.write(live)
    said = await db.read(own.everything, person)
    assert [row["chat_id"] for row in said["brought by you"]] == [outlet, group]
    assert [row["reason"] for row in said["claim_statuses"]] == ["Seen there."]
    assert [row["name"] for row in said["entries"]] == ["E001"]


async def test_a_channel_that_is_forgotten_with_its_person_stands_in_the_audit_log_no_more(db: Database) -> None:
    person, outlet = 7_000_000_500, -1_000_000_000_501
    await with_chat(db, person, outlet)
    await db.write(groups.admit, outlet, person, "News of the desk")
    await db.write(audit.add, AuditEntry(Deed.CHANNEL_LINKED, str(person), str(outlet), NOW))
    await db.write(chats.forget, person)
    assert [(one.by, one.subject) for one in await db.read(audit.newest, 9)] == [(audit.FORGOTTEN, audit.FORGOTTEN)]


async def rows_in_all(db: Database, name: str) -> int:
    async def look(conn: AsyncConnection) -> int:
        return len((await conn.execute(select(metadata.tables[name]))).all())

    return await db.read(look)


async def test_what_was_sent_to_a_forgotten_chat_is_gone_from_the_file(sqlite_url: str) -> None:
    file = Path(make_url(sqlite_url).database or "")
    message = Message("for nobody else's eyes")
    async with Database.open(sqlite_url) as db:
        await with_chat(db, 500)
        await db.write(deliveries.add, 500, DeliveryKind.NOTICE, 1, [message], NOW)
    assert is_in(file, message.html)
    async with Database.open(sqlite_url) as db:
        await db.write(chats.forget, 500)
    assert not is_in(file, message.html)


def is_in(file: Path, text: str) -> bool:
    return text.encode() in file.read_bytes()


async def test_no_byte_of_a_forgotten_person_is_left_in_the_file(sqlite_url: str) -> None:
    """Id, name and own words, also in the log beside the file, in the audit log, and in other people's chats."""
    person, name, words = 7_316_405_982, "Marguerite", "xylophone AND accordion"
    file = Path(make_url(sqlite_url).database or "")
    async with Database.open(sqlite_url) as db:
        await with_chat(db, person, -500)
        revision = await told(db, post(1), event(0), chat_id=person)

        async def live(conn: AsyncConnection) -> None:
            await owners.make_owner(conn, person, NOW)
            await subscriptions.add(conn, person, Kind.WORDS, words, NOW)
            await seen.put(conn, -500, revision.id, name, NOW, person)
            buttons = (
                Button(f"👍 {name}, Ben, 12:05", data="1:ok:1"),
                Button(f"👍 Ben, {name[:5]}…, 12:06", data="1:ok:2"),
            )
            shown = Message("x", (buttons,))
            await deliveries.add(conn, -500, DeliveryKind.UPDATE, 1, [shown], NOW)
            await deliveries.add(conn, person, DeliveryKind.NOTICE, 1, [Message(f"{name} follows {words}")], NOW)
            await audit.add(conn, AuditEntry(Deed.ROLE_GIVEN, str(person), str(person), NOW, "editor"))
            await invitations.add(conn, "a code", Role.READER, 1, person, NOW, NOW + MINUTE)
            await claims.set_status(conn, StatusChange("A14", ClaimStatus.REFUTED, "Seen there.", str(person), NOW))
            await groups.admit(conn, -500, person)

        await db.write(live)
        assert [row["who"] for row in (await db.read(own.everything, person))["seen by you"]] == [name]
    left = (name, name[:5], "xylophone")
    assert traces_of(file, person, *left) == {str(person), "bytes of the id", *left}
    async with Database.open(sqlite_url) as db:
        await db.write(chats.forget, person)
        await db.write(audit.add, AuditEntry(Deed.FORGOTTEN, audit.FORGOTTEN, audit.FORGOTTEN, NOW))
        empty_log(sqlite_url)
        assert traces_of(file, person, *left) == set()
        deeds = [(one.deed, one.by) for one in await db.read(audit.newest, 10)]
        assert (Deed.ROLE_GIVEN, audit.FORGOTTEN) in deeds
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM")
    assert traces_of(file, person, *left) == set()


@pytest.mark.parametrize("name", ["S", "Wrong", "match", "5", "[", "…"])
async def test_a_forgotten_name_takes_nothing_of_other_words_and_other_names_along(db: Database, name: str) -> None:
    await with_chat(db, 500, -500)
    revision = await told(db, post(1), event(0), chat_id=-500)
    await db.write(seen.put, -500, revision.id, name, NOW, 500)
    labels = ["💤 Snooze", "✗ Wrong match", f"👍 Sem, {name}, Wrongmore, 12:05"]
    shown = Message("x", (tuple(Button(label, data="1:ok:1") for label in labels),))
    await db.write(deliveries.add, -500, DeliveryKind.UPDATE, 1, [shown], NOW)
    await db.write(chats.forget, 500)
    assert await labels_shown(db) == [*labels[:2], "👍 Sem, …, Wrongmore, 12:05"]


async def test_a_forgotten_name_is_taken_out_of_any_number_of_messages_page_by_page(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.traces.PAGE", 2)
    await with_chat(db, 500, -500)
    revision = await told(db, post(1), event(0), chat_id=-500)
    await db.write(seen.put, -500, revision.id, "Anna", NOW, 500)
    shown = Message("x", ((Button("👍 Anna, 12:05", data="1:ok:1"),),))
    for subject in (3, 1, 2):
        await db.write(deliveries.add, -500, DeliveryKind.UPDATE, subject, [shown, shown, shown], NOW)
    await db.write(chats.forget, 500)
    assert await labels_of_all(db) == ["👍 …, 12:05"] * 9


async def labels_of_all(db: Database) -> list[str]:
    """The first button of each changed message."""
    stored = metadata.tables["deliveries"]

    async def look(conn: AsyncConnection) -> list[str]:
        found = await conn.scalars(select(stored.c.message).where(stored.c.kind == DeliveryKind.UPDATE))
        return [message["buttons"][0][0]["label"] for message in found]

    return await db.read(look)


async def labels_shown(db: Database) -> list[str]:
    """What stands on the buttons of the one changed message."""
    stored = metadata.tables["deliveries"]
    shown = select(stored.c.message).where(stored.c.kind == DeliveryKind.UPDATE)

    async def look(conn: AsyncConnection) -> list[str]:
        [message] = await conn.scalars(shown)
        return [key["label"] for line in message["buttons"] for key in line]

    return await db.read(look)


def traces_of(file: Path, person: int, *texts: str) -> set[str]:
    """Which of these are in the database's file or in the log beside it; SQLite keeps a number in its bytes."""
    beside = [one for one in file.parent.glob(f"{file.name}*") if one.name != f"{file.name}-shm"]
    content = b"".join(one.read_bytes() for one in beside)
    found = {text for text in (str(person), *texts) if text.encode() in content}
    return found | ({"bytes of the id"} if person.to_bytes(6, "big") in content else set())


async def test_forgetting_a_chat_leaves_the_others_alone(db: Database) -> None:
    await settled_in(db, 500)
    await with_chat(db, 501)
    await db.write(subscriptions.add, 501, Kind.CLAIM, "A14", NOW)
    await db.write(chats.forget, 500)
    assert await db.read(chats.get, 501) == chat(501)
    assert len(await db.read(subscriptions.of_chat, 501)) == 1


async def test_the_number_of_a_forgotten_alert_is_not_given_to_another(db: Database) -> None:
    # A button under an old message must not open somebody else's alert
    await with_chat(db, 500, 501)
    await told(db, post(1), event(0), chat_id=500)
    [(forgotten, _)] = await db.read(alerts.of_chat_since, 500, NOW, NOW + MINUTE)
    await db.write(chats.forget, 500)
    await told(db, post(2), event(0), chat_id=501)
    assert await db.read(alerts.get, forgotten.id) is None


async def test_what_a_forgotten_editor_decided_stays_and_who_it_was_does_not(db: Database) -> None:
    await with_chat(db, 500)
    for editor in ("500", "5000"):
        await db.write(claims.set_status, StatusChange("A14", ClaimStatus.REFUTED, "Seen there since.", editor, NOW))
        await db.write(entries.put, OwnEntry(EntryKind.CLAIM, f"E{editor}", {}, editor, NOW))
    await db.write(chats.forget, 500)
    assert [change.by for change in await db.read(claims.history, "A14")] == [audit.FORGOTTEN, "5000"]
    assert [entry.by for entry in await db.read(entries.current)] == [audit.FORGOTTEN, "5000"]


async def test_a_chat_whose_digest_was_parked_has_digests_again_when_it_comes_back(db: Database) -> None:
    await with_chat(db, 7_000_000_500)
    for work in (Work.DIGEST, Work.QUIET):
        await db.write(parkings.put, work, 7_000_000_500, "ValueError", NOW)
    await db.write(chats.forget, 7_000_000_500)
    assert await rows_of(db, 7_000_000_500) == {}
    await with_chat(db, 7_000_000_500)
    await db.write(digests.set_times, 7_000_000_500, {time(8): NOW}, None)
    assert len(await db.read(digests.due, NOW, 10)) == 1


async def test_forgetting_an_unknown_chat_is_no_error(db: Database) -> None:
    await db.write(chats.forget, 500)


# --- moving -----------------------------------------------------------------------------------------------------------


async def test_a_moved_group_keeps_all_that_belongs_to_it(db: Database) -> None:
    await settled_in(db, -500)
    before = await rows_of(db, -500)
    await db.write(chats.move, -500, -1_000_000_000_500)
    assert await rows_of(db, -500) == {}
    assert await rows_of(db, -1_000_000_000_500) == before
    taken = await db.write(deliveries.take, NOW + timedelta(minutes=1), 10)
    assert [delivery.chat_id for delivery in taken] == [-1_000_000_000_500]


async def test_a_moved_group_keeps_its_settings_and_does_not_rest(db: Database) -> None:
    await db.write(chats.put, replace(DAILY, chat_id=-500))
    await db.write(chats.move, -500, -1_000_000_000_500)
    moved = await db.read(chats.get, -1_000_000_000_500)
    assert moved == replace(DAILY, chat_id=-1_000_000_000_500, resting=None)


async def test_a_group_that_lost_its_access_does_not_regain_it_by_moving(db: Database) -> None:
    await with_chat(db, -5)
    await db.write(groups.admit, -5, 7)
    await db.write(members.settle_access, {8})
    await db.write(chats.move, -5, -1_000_000_000_005)
    moved = await db.read(chats.get, -1_000_000_000_005)
    assert moved is not None
    assert moved.resting == members.SHUT


async def test_a_group_that_was_greeted_under_its_new_id_already_is_joined_with_it(db: Database) -> None:
    await with_chat(db, -500, language="uk")
    await with_chat(db, -1_000_000_000_500, language="en")
    for chat_id, target in ((-500, "A14"), (-500, "B01"), (-1_000_000_000_500, "A14")):
        await db.write(subscriptions.add, chat_id, Kind.CLAIM, target, NOW)
    await db.write(deliveries.add, -500, DeliveryKind.NOTICE, 1, [HELLO], NOW)
    await db.write(chats.move, -500, -1_000_000_000_500)
    followed = await db.read(subscriptions.of_chat, -1_000_000_000_500)
    assert {subscription.target for subscription in followed} == {"A14", "B01"}
    assert await db.read(chats.get, -500) is None
    assert await db.read(chats.get, -1_000_000_000_500) == chat(-1_000_000_000_500, language="en")
    assert len(await db.write(deliveries.take, NOW, 10)) == 1


async def test_an_alert_that_is_being_written_when_its_group_moves_goes_along(db: Database) -> None:
    await with_chat(db, -500)
    revision, news = await noted(db, post(1), event(0))
    async with db.writing() as conn:
        await alerts.save(conn, [alert(revision.id, news, -500)], {(-500, revision.id): HELLO}, NOW)
        moving = asyncio.create_task(db.write(chats.move, -500, -1_000_000_000_500))
        await asyncio.sleep(0.5)
    await moving
    assert len(await db.read(alerts.of_chat_since, -1_000_000_000_500, NOW, NOW + MINUTE)) == 1
    assert [one.chat_id for one in await db.write(deliveries.take, NOW, 10)] == [-1_000_000_000_500]


async def test_moving_an_unknown_chat_is_no_error(db: Database) -> None:
    await db.write(chats.move, -500, -501)
    assert await db.read(chats.get, -501) is None
