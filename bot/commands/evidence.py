"""`seinpost evidence`: writes a package of posts that others can check, examines one, walks all chains in the database.

The lookout may be at work meanwhile. What a package holds is `bot.evidence.package`'s matter, what is wrong with
a chain `bot.evidence.walking`'s; here it is asked for, written and said.
"""

import asyncio
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from rich.console import Console

from bot.clock import Clock
from bot.commands.exporting import opened
from bot.commands.sections import Section, show
from bot.evidence.package import MANIFEST, STAMP, Findings, Purge, Stretch, examine, files_of
from bot.evidence.timestamps import query, time_of
from bot.evidence.walking import Fault, Walk
from collectors.base import BadInput
from collectors.timestamping import ask
from storage import chains, media, proofs, purging, reading
from storage.chaining import beginning
from storage.database import Database
from storage.model import Channel

PAGE = 500
_LONE = 20
"""Revisions without a link that are named; more are not looked for."""

_POST = re.compile(
    r"(?:https?://)?(?:(?:www\.)?(?:t|telegram)\.me/(?:s/|c/)?)?@?(-?[0-9]+|[A-Za-z][A-Za-z0-9_]*)/([0-9]{1,18})(?:[?#/].*)?"
)


# --- writing a package ------------------------------------------------------------------------------------------------


async def write(
    database_url: str,
    posts: Sequence[str],
    file: Path,
    timestamp_url: str | None,
    output: BinaryIO,
    console: Console,
    clock: Clock,
) -> None:
    """Writes these posts (t.me links, or channel/number), all revisions of each, to a package.

    Raises:
        BadInput: a post isn't stored, its chain is broken, or the file can't be written.
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url) as db:
        chosen = [await _found(db, await db.read(reading.stored_channels), post) for post in posts]
        exhibits = [await _exhibit(db, channel, post_id) for channel, post_id in dict.fromkeys(chosen)]
        channels = dict.fromkeys(channel for channel, _ in chosen)
        stretches = [await _stretch(db, channel, _first(exhibits, channel)) for channel in channels]
    files = files_of(clock().isoformat(timespec="seconds"), exhibits, stretches)
    if timestamp_url:
        files[STAMP] = await _stamp(timestamp_url, files[MANIFEST])
    with opened(file, output) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    for line in _written(file, exhibits, stretches, stamped=STAMP in files):
        _say(console, line)


async def _found(db: Database, stored: Sequence[Channel], asked: str) -> tuple[Channel, int]:
    read = _POST.fullmatch(asked.strip())
    if read is None:
        raise BadInput(f"{asked} is no post: give a link such as https://t.me/channel/123, or channel/123.")
    name = read[1].removeprefix("-100").lower()
    for channel in stored:
        if name in (str(channel.channel_id), (channel.username or "").lower()):
            return channel, await db.read(proofs.post_of_message, channel.channel_id, int(read[2]))
    raise BadInput(f"No posts of {read[1]} are stored: check the name, or see `seinpost status` for what is.")


async def _exhibit(db: Database, channel: Channel, post_id: int) -> dict[str, Any]:
    revisions = await db.read(proofs.exhibits, channel.channel_id, post_id)
    if not revisions:
        raise BadInput(f"Post {post_id} of {_name(channel)} is not stored: check its number in the link.")
    hashes = await db.read(media.of, channel.channel_id, post_id)
    return {
        "channel_id": channel.channel_id,
        "channel": {"username": channel.username, "title": channel.title},
        "post_id": post_id,
        "revisions": [{"place": one.place, "told": one.told} for one in revisions],
        "files": [{name: _plain(value) for name, value in asdict(one).items()} for one in hashes],
    }


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _first(exhibits: Iterable[dict[str, Any]], channel: Channel) -> int:
    mine = (one for one in exhibits if one["channel_id"] == channel.channel_id)
    return int(min(one["revisions"][0]["place"] for one in mine))


async def _stretch(db: Database, channel: Channel, first: int) -> Stretch:
    """The chain from that place on; refused where it is broken, since such a package would prove nothing."""
    walk = Walk(channel.channel_id, place=first - 1)
    before = await db.read(proofs.page, channel.channel_id, first - 2, 1) if first > 1 else []
    walk.last = start = before[0].link if before else beginning(channel.channel_id)
    digests: list[bytes] = []
    while page := await db.read(proofs.page, channel.channel_id, walk.place, PAGE):
        walk.follow(page)
        digests += [one.digest for one in page if one.digest is not None]
    if walk.faults:
        raise BadInput(
            f"The chain of {_name(channel)} is broken at place {walk.faults[0].place}: {walk.faults[0].what}. "
            "Run `seinpost evidence check`, and put a backup back with `seinpost restore` if the file was damaged."
        )
    return Stretch(channel.channel_id, _name(channel), first, start, digests, await _purges(db, walk.purged))


async def _purges(db: Database, places: Mapping[int, int]) -> list[Purge]:
    """Who took these places' revisions away, when and why."""
    found = {one.id: one for one in await db.read(purging.past)} if places else {}
    of = {id_: [place for place, purge in places.items() if purge == id_] for id_ in found}
    return [
        Purge(one.at.isoformat(timespec="seconds"), one.by, one.why, of[id_]) for id_, one in found.items() if of[id_]
    ]


async def _stamp(url: str, manifest: bytes) -> bytes:
    answer = await ask(url, await asyncio.to_thread(query, manifest))
    if await asyncio.to_thread(time_of, manifest, answer, None) is None:
        raise BadInput(f"{url} did not stamp what it was asked to: name another in SEINPOST_EVIDENCE__TIMESTAMP_URL.")
    return answer


def _written(file: Path, posts: Sequence[Any], stretches: Sequence[Stretch], *, stamped: bool) -> Iterator[str]:
    revisions = sum(len(post["revisions"]) for post in posts)
    yield f"{_count(len(posts), 'post')} with {_count(revisions, 'revision')} written to {file}."
    for one in stretches:
        yield f"Head of {one.name} at place {one.last}: {one.head.hex()}"
    yield (
        "Stamped by a timestamp authority: it proves when this existed."
        if stamped
        else "No timestamp: note the heads where others can see them, or set SEINPOST_EVIDENCE__TIMESTAMP_URL."
    )


# --- examining a package ----------------------------------------------------------------------------------------------


def verify(file: Path, authority: Path | None, console: Console) -> bool:
    """Examines a package without database and network, and says what it proves; returns whether all of it holds.

    Raises:
        BadInput: it is no package.
    """
    found = examine(file)
    if found.faults:
        show(Section(f"{file} does not hold", (), [(fault,) for fault in found.faults], bad=True), console)
        _say(console, "Something in it was changed: trust nothing of it, and ask for it again.")
        return False
    stamp = None if found.stamp is None else time_of(found.manifest, found.stamp, authority)
    forged = found.stamp is not None and stamp is None
    show(Section("It proves", (), [(line,) for line in _proved(found, stamp)]), console)
    show(Section("It does not prove", (), [(line,) for line in _unproved(found, stamp)]), console)
    if forged:
        _say(console, "Its timestamp is not of this package, or not signed by that authority: do not rely on it.")
    return not forged


def _proved(found: Findings, stamp: tuple[str, bool] | None) -> Iterator[str]:
    yield (
        f"{_count(found.posts, 'post')} with {_count(found.revisions, 'revision')} are as they were chained, "
        f"packed at {found.made_at} by the packer's clock"
    )
    for one in found.stretches:
        yield f"channel {one.name}: nothing from place {one.first} to {one.last} was changed, for who knows the head "
        yield f"  {one.head.hex()}"
        for purge in one.purges:
            yield f"  {_count(len(purge.places), 'revision')} purged {purge.at} by {purge.by}: {purge.why}"
    if stamp is not None and stamp[1]:
        yield f"all of it existed at {stamp[0]}, which the timestamp authority signed"


def _unproved(found: Findings, stamp: tuple[str, bool] | None) -> Iterator[str]:
    yield "that the channels really published this: Telegram signs nothing"
    yield "that the clock which noted when posts were seen was right"
    if purged := sum(one.purged for one in found.stretches):
        yield f"what {_count(purged, 'purged revision')} said: only their hashes were kept"
    if found.stamp is None:
        yield "when it was made: compare the heads with what was noted elsewhere, else it may have been made up since"
    elif stamp is not None and not stamp[1]:
        yield f"that an authority signed the timestamp of {stamp[0]}: give its certificate with --authority FILE"
    yield "the hashes of files: they were made later, and are not part of the chain"


# --- walking all chains -----------------------------------------------------------------------------------------------


async def check(database_url: str, console: Console) -> bool:
    """Walks every chain from its beginning, and names every row that is not what was written; whether there is none.

    Raises:
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(database_url) as db:
        names = {one.channel_id: _name(one) for one in await db.read(reading.stored_channels)}
        walks = [await walked(db, channel_id) for channel_id in await _with_chains(db, names)]
        purges = await db.read(purging.past)
    rows = [(_named(names, one.channel_id), str(one.place), one.last.hex()) for one in walks if one.place]
    show(Section("Chains", ("channel", "revisions", "head"), rows), console)
    if purges:
        told_of = [(one.at.date().isoformat(), one.by, one.why, str(one.posts), str(one.revisions)) for one in purges]
        show(Section("Purged", ("when", "by", "why", "posts", "revisions"), told_of), console)
    faults = [fault for walk in walks for fault in walk.faults]
    if not faults:
        purged = sum(len(walk.purged) for walk in walks)
        rest = f", {purged} of them purged: their hashes stand in their places" if purged else ""
        _say(
            console,
            f"{_count(sum(walk.place for walk in walks), 'revision')} checked{rest}: all are as they were written.",
        )
        return True
    told = [(_named(names, one.channel_id), *_told(one)) for one in faults]
    show(Section("Not as it was written", ("channel", "post", "revision", "place", "what"), told, bad=True), console)
    _say(
        console,
        "Somebody or something changed these rows. Keep this database, and compare it with a backup "
        "(`seinpost restore` puts one back and keeps what is there).",
    )
    return False


async def _with_chains(db: Database, names: Iterable[int]) -> list[int]:
    return sorted({*names, *(head.channel_id for head in await db.read(chains.heads))})


async def walked(db: Database, channel_id: int) -> Walk:
    """A channel's whole chain, page by page, each its own transaction."""
    walk = Walk(channel_id)
    end = None
    while end is None:  # the lookout may have written more meanwhile
        while page := await db.read(proofs.page, channel_id, walk.place, PAGE):
            walk.follow(page)
        end = await db.read(proofs.end, channel_id, walk.place, walk.contents, _LONE)
    walk.end(end.head, end.lone)
    return walk


def _named(names: Mapping[int, str], channel_id: int) -> str:
    return names.get(channel_id, str(channel_id))


def _told(fault: Fault) -> tuple[str, str, str, str]:
    return str(fault.post_id or ""), str(fault.number or ""), str(fault.place or ""), fault.what


def _name(channel: Channel) -> str:
    return f"@{channel.username}" if channel.username else str(channel.channel_id)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
