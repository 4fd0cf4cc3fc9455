"""What is kept no longer goes when the program runs, with the settings that its operator gives."""

from datetime import timedelta
from pathlib import Path

from bot.clock import now
from storage import audit, purging
from storage.database import Connection, Database
from storage.people import AuditEntry, Deed
from storage.tables import revisions
from tests.end_to_end.program import Program
from tests.storage.samples import post, stored

DAY = timedelta(days=1)


async def settled(conn: Connection) -> None:
    await conn.execute(revisions.update().values(stage=None))


async def test_a_run_takes_away_what_is_too_old_and_the_check_still_passes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/var/seinpost.db"
    async with Database.open(url) as db:
        for number, age in ((1, 90), (2, 70), (3, 50)):
            await stored(db, post(number, published_at=now() - age * DAY), now=now() - age * DAY)
        await stored(db, post(4, published_at=now()), now=now())
        await db.write(settled)
        for age in (9, 11):
            await db.write(audit.add, AuditEntry(Deed.ACCESS_REFUSED, f"66{age}", "start", now() - age * DAY))
    program = Program(tmp_path, RETENTION__POSTS_DAYS="60", RETENTION__REFUSED_DAYS="10")
    ended = await program.run("run", "--once")
    assert ended.code == 0, ended.errors
    async with Database.look(url) as db:
        assert [entry.by for entry in await db.read(audit.newest, 9)] == ["669"]
        [purge] = await db.read(purging.past)
    assert (purge.by, purge.posts, purge.why) == (
        "retention",
        2,
        "posts are kept for 60 days (SEINPOST_RETENTION__POSTS_DAYS)",
    )
    checked = await program.run("evidence", "check")
    assert (checked.code, "4 revisions checked, 2 of them purged" in checked.output) == (0, True), checked.output
