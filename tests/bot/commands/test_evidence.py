"""`seinpost evidence`: packages that others can check, and what is said of those that were changed."""

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web
from rich.console import Console

from bot.commands import evidence
from bot.evidence.package import MANIFEST, POSTS, STAMP, examine
from collectors.base import BadInput
from storage import chains, media, purging
from storage.database import Database
from storage.model import HashState, MediaHash
from storage.purging import Purge
from tests.loopback_http import Doors
from tests.storage.samples import HOUR, NOW, part, post, stored

Files = dict[str, bytes]


@pytest.fixture
async def url(database_url: str) -> str:
    """Posts of two channels; the second is an album, the third was edited."""
    async with Database.open(database_url) as db:
        await stored(db, post(1, "The ferry is late."), part(2, "Pictures of the quay"), post(4, "The bridge is up."))
        await stored(db, post(4, "The bridge is down.", edited_at=NOW + HOUR), now=NOW + HOUR)
        await stored(db, part(3), post(9, "Good night."), now=NOW + HOUR)
        await stored(db, post(7, "Elsewhere", channel_id=2))
        await db.write(media.queue, 1, [MediaHash(1, 2, "photo", "77", state=HashState.DONE, sha256="ab" * 32)])
    return database_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "evidence.zip"


async def write(url: str, file: Path, *posts: str, stamp: str | None = None) -> str:
    console = Console(file=io.StringIO())
    await evidence.write(url, posts, file, stamp, io.BytesIO(), console, lambda: NOW)
    return printed(console)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def verify(file: Path, authority: Path | None = None) -> tuple[bool, str]:
    console = Console(file=io.StringIO())
    return evidence.verify(file, authority, console), printed(console)


def not_written(file: Path) -> bool:
    return not file.exists()


async def check(url: str) -> tuple[bool, str]:
    console = Console(file=io.StringIO())
    return await evidence.check(url, console), printed(console)


def changed(file: Path, change: Callable[[Files], None]) -> None:
    """Writes the package anew, with some of its files changed."""
    with zipfile.ZipFile(file) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)


async def test_a_package_holds_all_revisions_and_proves_them_up_to_the_newest_head(url: str, file: Path) -> None:
    said = await write(url, file, "https://t.me/channel_1/4", "t.me/c/2/7?single")
    assert said.startswith(f"2 posts with 3 revisions written to {file}.\n")
    async with Database.look(url) as db:
        heads = [head.link.hex() for head in await db.read(chains.heads)]
    good, told = verify(file)
    assert good
    assert all(head in told and head in said for head in heads)
    assert "3 revisions are as they were chained" in told
    with zipfile.ZipFile(file) as packed:
        texts = [one["told"]["text"] for one in json.loads(packed.read(POSTS))["posts"][0]["revisions"]]
        assert texts == ["The bridge is up.", "The bridge is down."]
        assert "WHAT IT DOES NOT PROVE" in packed.read("README.txt").decode()


@pytest.mark.parametrize("named", ["@channel_1/3", "1/2", "-1001/3", "http://telegram.me/s/Channel_1/3"])
async def test_any_message_of_an_album_names_its_post(url: str, file: Path, named: str) -> None:
    await write(url, file, named)
    with zipfile.ZipFile(file) as packed:
        [album] = json.loads(packed.read(POSTS))["posts"]
    assert (album["post_id"], [one["told"]["cause"] for one in album["revisions"]]) == (2, ["first", "album part"])
    assert album["files"][0]["sha256"] == "ab" * 32


@pytest.mark.parametrize(
    ("named", "mend"),
    [
        ("quay", "give a link such as"),
        ("channel_1/99999999999999999999", "give a link such as"),
        ("t.me/unknown/4", "seinpost status"),
        ("channel_1/5", "check its number in the link"),
    ],
)
async def test_what_is_not_stored_is_said(url: str, file: Path, named: str, mend: str) -> None:
    with pytest.raises(BadInput, match=mend):
        await write(url, file, named)
    assert not_written(file)


def reworded(files: Files) -> None:
    files[POSTS] = files[POSTS].replace(b"bridge is up", b"bridge is on")


def reworded_with_its_hash(files: Files) -> None:
    reworded(files)
    lines = [line for line in files[MANIFEST].decode().splitlines() if not line.endswith(POSTS)]
    files[MANIFEST] = "\n".join([*lines, f"{hashlib.sha256(files[POSTS]).hexdigest()}  {POSTS}"]).encode()


def without_a_link(files: Files) -> None:
    chain = json.loads(files["chain-1.json"])
    files["chain-1.json"] = json.dumps({**chain, "digests": chain["digests"][:-1]}).encode()


def another_head(files: Files) -> None:
    files["chain-1.json"] = json.dumps({**json.loads(files["chain-1.json"]), "head": "00" * 32}).encode()


def more(files: Files) -> None:
    files["note.txt"] = b"trust me"


def less(files: Files) -> None:
    del files["README.txt"]


@pytest.mark.parametrize("change", [reworded, reworded_with_its_hash, without_a_link, another_head, more, less])
async def test_a_package_that_was_changed_does_not_hold(url: str, file: Path, change: Callable[[Files], None]) -> None:
    await write(url, file, "channel_1/4")
    changed(file, change)
    good, told = verify(file)
    assert not good
    assert told.startswith(f"{file} does not hold")
    assert told.rstrip().endswith("ask for it again.")


async def test_a_changed_revision_is_named_even_with_its_hashes_made_anew(url: str, file: Path) -> None:
    await write(url, file, "channel_1/4")
    changed(file, reworded_with_its_hash)
    assert examine(file).faults == ["post 1/4, revision 1: it is not what was chained at place 3"]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(BadInput, match="is no package of evidence"):
        examine(file)


@pytest.mark.parametrize("posts", [b"[" * 100_000, b"{}", b'{"form": 1}', b"\xff"])
async def test_nonsense_inside_is_refused(url: str, file: Path, posts: bytes) -> None:
    await write(url, file, "channel_1/4")
    changed(file, lambda files: files.update({POSTS: posts}))
    with pytest.raises(BadInput, match="is no package of evidence"):
        examine(file)


async def test_an_endless_number_inside_is_refused(url: str, file: Path) -> None:
    await write(url, file, "channel_1/4")
    changed(file, lambda files: files.update({"chain-1.json": files["chain-1.json"].replace(b": 3,", b": Infinity,")}))
    with pytest.raises(BadInput, match="is no package of evidence"):
        examine(file)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_that_was_damaged_is_refused_however_it_is_packed(file: Path, method: int) -> None:
    with zipfile.ZipFile(file, "w", method) as packed:
        packed.writestr(POSTS, b"words " * 99)
    whole = file.read_bytes()
    for place in range(len(POSTS) + 30, len(POSTS) + 60):
        file.write_bytes(whole[:place] + b"\xff\xff\xff" + whole[place + 3 :])
        with pytest.raises(BadInput, match="is no package of evidence"):
            examine(file)


def test_a_zip_bomb_is_not_unpacked(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, packed.open(POSTS, "w") as out:
        for _ in range(600):
            out.write(b"\0" * 1024 * 1024)
    with pytest.raises(BadInput, match="would unpack to more than 512 MB"):
        examine(file)


# --- the database -----------------------------------------------------------------------------------------------------


async def test_a_sound_database_is_said_to_be_sound(url: str) -> None:
    good, told = await check(url)
    assert good
    assert told.endswith("7 revisions checked: all are as they were written.\n")


async def test_one_changed_byte_is_named_and_no_package_is_made_of_it(sqlite_url: str, file: Path) -> None:
    async with Database.open(sqlite_url) as db:
        await stored(db, post(1, "The ferry is late."), post(2, "Good night."))
    change_a_byte(Path(sqlite_url.removeprefix("sqlite:///")))
    good, told = await check(sqlite_url)
    assert not good
    line = "  @channel_1  1     1         1      it, or its link, is not what was written"
    assert told.splitlines()[-3] == line
    with pytest.raises(BadInput, match="broken at place 1"):
        await write(sqlite_url, file, "channel_1/1")


def change_a_byte(database: Path) -> None:
    content = database.read_bytes()
    assert content.count(b"The ferry is late.") == 1
    database.write_bytes(content.replace(b"The ferry is late.", b"The ferry is lame."))


# --- timestamps -----------------------------------------------------------------------------------------------------

CONFIG = """
[req]
distinguished_name = name
x509_extensions = stamping
prompt = no
[name]
CN = Harbour time
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
signer_digest = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """A timestamp authority of the test's own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.certificate, self._folder = folder / "authority.pem", folder
        (folder / "config").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01")
        new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(folder / "key.pem"), "-days", "2"]
        self._openssl(*new, "-out", str(self.certificate), "-config", str(folder / "config"))

    def _openssl(self, *words: str) -> bytes:
        done = subprocess.run(["openssl", *words], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    async def answer(self, request: web.Request) -> web.Response:
        return self._stamped(await request.read())

    def _stamped(self, query: bytes) -> web.Response:
        (self._folder / "query").write_bytes(query)
        given = ["-queryfile", str(self._folder / "query"), "-config", str(self._folder / "config")]
        signed = ["-signer", str(self.certificate), "-inkey", str(self._folder / "key.pem")]
        stamp = self._openssl("ts", "-reply", *given, *signed)
        return web.Response(body=stamp, content_type="application/timestamp-reply")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority")


@pytest.fixture
async def stamping(authority: Authority) -> AsyncIterator[str]:
    """Where that authority answers, and where nobody does."""

    async def welcome(_: web.Request) -> web.Response:
        return web.Response(text="Welcome to the harbour")

    doors = Doors()
    await doors.open([web.post("/stamp", authority.answer), web.post("/", welcome)])
    yield doors.url
    await doors.close()


async def test_a_timestamp_proves_when_it_was_made(
    url: str, file: Path, tmp_path: Path, authority: Authority, stamping: str
) -> None:
    other = Authority(tmp_path / "other")
    said = await write(url, file, "channel_1/4", stamp=f"{stamping}/stamp")
    assert "Stamped by a timestamp authority" in said
    good, told = verify(file, authority.certificate)
    assert good
    assert "which the timestamp authority signed" in told
    good, told = verify(file)
    assert good
    assert "give its certificate with --authority" in told
    good, told = verify(file, other.certificate)
    assert not good
    assert "not signed by that authority" in told


async def test_a_timestamp_of_something_else_is_none(
    url: str, file: Path, tmp_path: Path, authority: Authority, stamping: str
) -> None:
    await write(url, tmp_path / "first.zip", "channel_1/1", stamp=f"{stamping}/stamp")
    await write(url, file, "channel_1/4")
    with zipfile.ZipFile(tmp_path / "first.zip") as packed:
        stamp = packed.read(STAMP)
    changed(file, lambda files: files.update({STAMP: stamp}))
    assert not verify(file)[0]
    assert not verify(file, authority.certificate)[0]


async def test_who_is_no_authority_is_named_with_the_mend(url: str, file: Path, stamping: str) -> None:
    with pytest.raises(BadInput, match=r"Correct SEINPOST_EVIDENCE__TIMESTAMP_URL"):
        await write(url, file, "channel_1/4", stamp=f"{stamping}/")
    with pytest.raises(BadInput, match=r"can't be reached \(ConnectError\)"):
        await write(url, file, "channel_1/4", stamp="http://127.0.0.1:9/")
    assert not_written(file)


# --- purged posts -----------------------------------------------------------------------------------------------------


async def purged(url: str) -> None:
    """The first two posts of channel 1, of which the second is an album, are taken away."""
    async with Database.open(url) as db:
        await db.write(purging.posts_away, [(1, 1), (1, 2)], Purge(NOW, "retention", "kept for 30 days"))


async def test_the_check_passes_after_a_purge_and_says_what_was_purged(url: str) -> None:
    before = await heads_of(url)
    await purged(url)
    good, said = await check(url)
    assert good, said
    assert "7 revisions checked, 3 of them purged: their hashes stand in their places: all are as" in said
    assert [word in said for word in ("retention", "kept for 30 days", "2024-03-12")] == [True, True, True]
    assert await heads_of(url) == before


async def heads_of(url: str) -> list[chains.Head]:
    async with Database.look(url) as db:
        return await db.read(chains.heads)


async def test_a_package_over_purged_places_holds_and_says_so(url: str, file: Path) -> None:
    async with Database.open(url) as db:
        await stored(db, post(1, "The ferry has come.", edited_at=NOW + HOUR), now=NOW + 2 * HOUR)
        await db.write(purging.posts_away, [(1, 9)], Purge(NOW, "retention", "kept for 30 days"))
    await write(url, file, "channel_1/4", "channel_1/1")
    good, said = verify(file)
    assert good, said
    assert "1 revision purged 2024-03-12T09:30:00+00:00 by retention: kept for 30 days" in said
    assert "what 1 purged revision said: only their hashes were kept" in said


async def test_a_purged_post_has_no_package_any_more(url: str, file: Path) -> None:
    await purged(url)
    with pytest.raises(BadInput, match="Post 1 of @channel_1 is not stored"):
        await write(url, file, "channel_1/1")


async def test_a_package_that_was_written_before_there_were_purges_holds(url: str, file: Path) -> None:
    await write(url, file, "channel_1/4")

    def as_of_old(files: Files) -> None:
        for name in [one for one in files if one.startswith("chain-")]:
            told = json.loads(files[name])
            del told["purges"]
            files[name] = json.dumps(told).encode()
        rest = [name for name in files if name not in (MANIFEST, STAMP)]
        files[MANIFEST] = "".join(f"{hashlib.sha256(files[one]).hexdigest()}  {one}\n" for one in rest).encode()

    changed(file, as_of_old)
    assert verify(file)[0]
