"""What editors make in chat: the newest holds, nothing is lost, no id is used twice."""

from storage import entries
from storage.database import Database
from storage.said import EntryKind, OwnEntry
from tests.storage.samples import MINUTE, NOW

NOBODY: frozenset[str] = frozenset()


async def test_claims_are_numbered_and_carry_their_number(db: Database) -> None:
    assert await db.write(entries.add, {"checkable": True}, "7", NOW, NOBODY) == "E001"
    assert await db.write(entries.add, {"checkable": True}, "7", NOW, NOBODY) == "E002"
    [first, second] = await db.read(entries.current)
    assert (first.name, first.content, first.by, first.at) == ("E001", {"checkable": True, "id": "E001"}, "7", NOW)
    assert second.name == "E002"


async def test_a_number_that_was_used_once_or_stands_in_a_file_is_not_given_again(db: Database) -> None:
    name = await db.write(entries.add, {}, "7", NOW, NOBODY)
    await db.write(entries.put, OwnEntry(EntryKind.CLAIM, name, None, "7", NOW))
    assert await db.write(entries.add, {}, "7", NOW, NOBODY) == "E002"
    assert await db.write(entries.add, {}, "7", NOW, frozenset({"E007", "A99", "Eastern"})) == "E008"


async def test_the_newest_of_a_name_holds_and_what_was_withdrawn_does_not(db: Database) -> None:
    first = OwnEntry(EntryKind.MERGE, "E001", {"into": "A14"}, "7", NOW)
    await db.write(entries.put, first)
    await db.write(entries.put, OwnEntry(EntryKind.MERGE, "E001", {"into": "A15"}, "8", NOW + MINUTE))
    [held] = await db.read(entries.current)
    assert (held.content, held.by) == ({"into": "A15"}, "8")
    await db.write(entries.put, OwnEntry(EntryKind.MERGE, "E001", None, "8", NOW + MINUTE))
    assert await db.read(entries.current) == []
    assert await db.read(entries.get, EntryKind.MERGE, "E001") is None


async def test_a_claim_and_its_merge_are_two_entries(db: Database) -> None:
    await db.write(entries.put, OwnEntry(EntryKind.CLAIM, "E001", {"id": "E001"}, "7", NOW))
    await db.write(entries.put, OwnEntry(EntryKind.MERGE, "E001", {"into": "A14"}, "7", NOW))
    assert [one.kind for one in await db.read(entries.current)] == [EntryKind.CLAIM, EntryKind.MERGE]


async def test_every_change_is_seen_by_who_follows_them(db: Database) -> None:
    stamps = [await db.read(entries.stamp)]
    for content in ({"into": "A14"}, None):
        await db.write(entries.put, OwnEntry(EntryKind.MERGE, "E001", content, "7", NOW))
        stamps.append(await db.read(entries.stamp))
    assert stamps == sorted(set(stamps))
