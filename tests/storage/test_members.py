"""Roles, invitations, and the chats that are shut with them."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, text

from storage import audit, chats, groups, invitations, members
from storage.connecting import migrator
from storage.database import Database
from storage.members import SHUT
from storage.migrating import SCRIPTS, migrate
from storage.people import AuditEntry, Deed, Role
from tests.storage.samples import NOW, chat

CODE = "0123456789abcdef" * 2
ANNA, BORIS, GROUP = 7_000_000_011, 7_000_000_022, -500


async def invited(db: Database, uses: int = 1) -> None:
    await db.write(invitations.add, CODE, Role.READER, uses, ANNA, NOW, NOW + timedelta(days=7))


async def test_somebody_has_one_role_at_a_time(db: Database) -> None:
    for role in (Role.OWNER, Role.OWNER):
        await db.write(members.put, ANNA, role, NOW)
    await db.write(members.put, BORIS, Role.READER, NOW)
    await db.write(members.put, BORIS, Role.EDITOR, NOW)
    assert [(one.user_id, one.role) for one in await db.read(members.everyone)] == [
        (ANNA, Role.OWNER),
        (BORIS, Role.EDITOR),
    ]
    assert await db.read(members.with_role, Role.OWNER) == [ANNA]


async def test_links_hold_no_longer_than_who_made_them_may_give_them(db: Database) -> None:
    """Else who was thrown out comes back by a link of their own."""
    codes = {Role.READER: CODE, Role.EDITOR: CODE[::-1]}
    for user_id in (ANNA, BORIS):
        await db.write(members.put, user_id, Role.OWNER, NOW)
    for role, code in codes.items():
        await db.write(invitations.add, code, role, 5, BORIS, NOW, NOW + timedelta(days=7))

    async def held() -> set[Role]:
        return {one.role for one in await db.read(invitations.open_ones, NOW)}

    await db.write(members.put, BORIS, Role.EDITOR, NOW)
    assert await held() == {Role.READER}
    await db.write(members.remove, BORIS)
    assert await held() == set()


async def test_links_of_somebody_who_is_forgotten_let_nobody_in(db: Database) -> None:
    await invited(db)
    await db.write(chats.forget, ANNA)
    assert await db.read(invitations.find, CODE, NOW) is None


async def test_two_owners_can_not_remove_each_other_at_once(db: Database) -> None:
    for user_id in (ANNA, BORIS):
        await db.write(members.put, user_id, Role.OWNER, NOW)
    removed = await asyncio.gather(*(db.write(members.remove, user_id) for user_id in (ANNA, BORIS)))
    assert sorted(removed) == [False, True]
    assert len(await db.read(members.with_role, Role.OWNER)) == 1


async def test_an_invitation_for_one_is_used_once_however_many_come_at_once(db: Database) -> None:
    await invited(db)
    found = await db.read(invitations.find, CODE, NOW)
    assert found is not None
    assert sorted(await asyncio.gather(*(db.write(invitations.use, found) for _ in range(5)))) == [*[False] * 4, True]
    assert await db.read(invitations.find, CODE, NOW) is None


async def test_an_invitation_holds_until_it_runs_out_or_is_taken_back(db: Database) -> None:
    await invited(db, uses=2)
    assert await db.read(invitations.find, CODE, NOW + timedelta(days=8)) is None
    assert await db.read(invitations.find, "f" * 32, NOW) is None
    (one,) = await db.read(invitations.open_ones, NOW)
    assert await db.write(invitations.revoke, one.id, NOW)
    assert not await db.write(invitations.revoke, one.id, NOW)
    assert await db.read(invitations.find, CODE, NOW) is None


async def test_the_code_of_an_invitation_is_nowhere_in_the_file(sqlite_url: str) -> None:
    async with Database.open(sqlite_url) as db:
        await invited(db)
    file = Path(make_url(sqlite_url).database or "")
    assert not [one for one in file.parent.glob(f"{file.name}*") if CODE.encode() in one.read_bytes()]


async def test_chats_are_shut_and_opened_with_the_access_of_those_behind_them(db: Database) -> None:
    for chat_id in (ANNA, BORIS, GROUP, -600):
        await db.write(chats.put, chat(chat_id))
    await db.write(chats.rest, ANNA, "blocked")
    await db.write(groups.admit, GROUP, BORIS)
    assert await db.write(members.settle_access, {ANNA}) == 2
    assert await resting(db) == {ANNA: "blocked", BORIS: SHUT, GROUP: SHUT, -600: None}
    for chat_id in (BORIS, GROUP):
        await db.write(chats.wake, chat_id)
        await db.write(chats.rest, chat_id, "kicked")
    assert (await resting(db))[BORIS] == SHUT
    assert await db.write(members.settle_access, None) == 0
    assert await resting(db) == {ANNA: "blocked", BORIS: None, GROUP: None, -600: None}


async def resting(db: Database) -> dict[int, str | None]:
    found = [await db.read(chats.get, chat_id) for chat_id in (ANNA, BORIS, GROUP, -600)]
    return {one.chat_id: one.resting for one in found if one is not None}


async def test_who_leaves_is_in_no_row_of_the_audit_log_any_more(db: Database) -> None:
    await db.write(audit.add, AuditEntry(Deed.ROLE_GIVEN, str(ANNA), str(BORIS), NOW, "editor"))
    await db.write(chats.put, chat(BORIS))
    await db.write(chats.forget, BORIS)
    (left,) = await db.read(audit.newest, 5)
    assert (left.by, left.subject, left.detail) == (str(ANNA), audit.FORGOTTEN, "editor")
    assert await db.read(audit.about, BORIS) == []


async def test_who_was_here_before_there_were_roles_may_stay(tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(SCRIPTS, before, ignore=shutil.ignore_patterns("__pycache__", "v002[2-9]*", "v00[3-9]*"))
    url = make_url(f"sqlite:///{tmp_path}/old.db")
    migrate(url, before)
    with migrator(url, begin="BEGIN").begin() as conn:
        for chat_id in (ANNA, BORIS, GROUP):
            row = {"id": chat_id, "now": "2024-03-12 12:00:00.000000"}
            conn.execute(
                text("INSERT INTO chats (chat_id, language, time_zone, created_at) VALUES (:id, 'nl', 'UTC', :now)"),
                row,
            )
        conn.execute(text("INSERT INTO roles VALUES (:id, 'owner', '2024-03-12 12:00:00.000000')"), {"id": ANNA})
    migrate(url)
    async with Database.open(f"sqlite:///{tmp_path}/old.db") as db:
        assert {one.user_id: one.role for one in await db.read(members.everyone)} == {
            ANNA: Role.OWNER,
            BORIS: Role.READER,
        }
