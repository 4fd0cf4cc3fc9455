"""`seinpost parked`, over a database: what it shows, and what it lets be tried again."""

import io

from rich.console import Console

from bot.commands import parked
from storage import parkings, posts
from storage.database import Database
from storage.watching import Work
from tests.storage.samples import NOW, post, revision_at, stored


async def said(url: str, *, retry: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=200)
    await (parked.retry(url, console) if retry else parked.show(url, console))
    return out.getvalue()


async def test_what_is_parked_is_listed_with_its_post_and_tried_again_when_asked(sqlite_url: str) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(7, "Words"))
        revision = await revision_at(db, 7)
        await db.write(parkings.put, Work.MATCH, revision.id, "RecursionError", NOW)
        line = f"2024-03-12 09:30:00  match  {revision.id}       RecursionError  channel_1/7"
        assert line in await said(sqlite_url)
        assert "1 are tried again" in await said(sqlite_url, retry=True)
        assert [one.id for one in await db.read(posts.unmatched, 9)] == [revision.id]


async def test_where_nothing_is_parked_that_is_said(sqlite_url: str) -> None:
    assert (await said(sqlite_url)).strip() == "Nothing is parked"
    assert (await said(sqlite_url, retry=True)).strip() == "Nothing is parked."
