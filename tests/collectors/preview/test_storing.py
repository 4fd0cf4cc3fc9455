"""What preview pages bring, as it ends up in the database."""

from datetime import timedelta

from collectors.base import Source
from storage import posts
from storage.database import Database
from storage.model import Cause
from tests.collectors.preview.conftest import Desk, Memory
from tests.previews.pieces import text


async def poll(db: Database, source: Source, memory: Memory, desk: Desk) -> int:
    """How many revisions one poll makes."""
    backlog, made, more = memory.cursor is None, 0, True
    while more:
        batch = await source.read(memory.watched, desk.time.now)
        made += await db.write(posts.save, batch.channel, batch.posts, batch.cursor, desk.time.now, backlog=backlog)
        memory.keep(batch)
        more = batch.more
    return made


async def test_an_album_seen_half_is_one_post_once_it_is_seen_whole(sqlite_db: Database, desk: Desk) -> None:
    channel, memory = desk.site.channel(), Memory(cursor=None)
    album = channel.publish_album("Four pictures.", ["photo"] * 4)
    late = [channel.take_back(post_id) for post_id in album[2:]]
    async with desk.source() as source:
        await poll(sqlite_db, source, memory, desk)
        for message in late:
            channel.put_back(message)
        await poll(sqlite_db, source, memory, desk)
    [stored] = await sqlite_db.read(posts.recent, channel.channel_id, 10)
    assert (stored.post.post_id, stored.post.parts, stored.post.text) == (1, album, "Four pictures.")
    assert stored.cause is Cause.ALBUM_PART


async def test_a_page_read_again_changes_nothing(sqlite_db: Database, desk: Desk) -> None:
    channel = desk.site.channel(posts=3)
    channel.publish_album("Album.")
    channel.publish(text("After it."), edited=True)
    async with desk.source() as source:
        assert await poll(sqlite_db, source, Memory(cursor=None), desk) == 5
        desk.time.pass_(timedelta(hours=1))
        assert await poll(sqlite_db, source, Memory(cursor=None), desk) == 0
