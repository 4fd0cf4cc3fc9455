"""No secret in anything that a faulty run writes: output, errors, database, copies, `/status`, reports of a crash."""

import asyncio
import base64
import shutil
import stat
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import now
from collectors.telegram.accounts import import_string
from collectors.telegram.sealing import Seal, new_key
from storage import chats, deliveries
from storage.database import Connection, Database
from storage.messages import DeliveryKind, Message
from storage.tables import metadata
from storage.telling import Chat
from tests.botapi.errors import by_world
from tests.botapi.parameters import Parameters
from tests.botapi.server import LoopbackBotApi
from tests.end_to_end.program import Ended, Program, reading
from tests.telegram.loopback import LoopbackTelegram

OWNER, UNLUCKY = 11, 12
PASSWORD = "t4ttle/gull@Pier-42"
QUOTED = "t4ttle%2Fgull%40Pier-42"
KEY = new_key()


class Talkative(LoopbackBotApi):
    """Its refusals repeat the address, token and all, as proxies and gateways do."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = asyncio.Event()

    async def _run(self, method: str, given: Parameters) -> Any:
        if method.lower() == "sendmessage" and given.chat_id == UNLUCKY:
            self.refused.set()
            raise by_world(f"wrong url {self.url}/bot{self.token}/sendMessage ({self.token[5:22]}...)")
        return await super()._run(method, given)


class Breaking(Program):
    module = "tests.end_to_end.breaking"


@pytest.fixture
async def api() -> AsyncIterator[Talkative]:
    async with Talkative() as api:
        yield api


def parts(secrets: Iterable[str]) -> set[bytes]:
    """All that is eight characters of a secret; of bytes that are written as escapes, which four of them make, 32."""
    sized = ((one, 32 if "\\x" in one else 8) for one in secrets)
    return {one[at : at + size].encode() for one, size in sized for at in range(len(one) - size + 1)}


def seen_in(written: bytes, secrets: Iterable[str]) -> list[bytes]:
    """The parts of secrets that can be read there, in pieces that a person may look for."""
    return [part for part in parts(secrets) if part in written]


def all_of(*ended: Ended) -> bytes:
    return "".join(one.output + one.errors for one in ended).encode()


def forms_of(session: str) -> list[str]:
    """A session string, and the bare key in it, as they may be written."""
    key = base64.urlsafe_b64decode(session[1:])[-256:]
    return [session, base64.b64encode(key).decode(), key.hex(), repr(key)[2:-1]]


def files_in(folder: Path) -> list[Path]:
    """What the program wrote: all but its config, which was there before."""
    return [one for one in folder.rglob("*") if one.is_file() and "config" not in one.parts]


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


async def rows(conn: Connection) -> str:
    """Everything that the tables hold, as text."""
    found = [list(await conn.execute(select(table))) for table in metadata.sorted_tables]
    return repr([tuple(row) for table in found for row in table])


async def something_to_send(url: str) -> None:
    async with Database.open(url) as db, db.writing() as conn:
        await chats.put(conn, Chat(UNLUCKY, "en", "UTC", now()))
        await deliveries.add(conn, UNLUCKY, DeliveryKind.ALERT, 1, [Message("x")], now())


def urls(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url.replace("postgres@", f"postgres:{QUOTED}@")  # it trusts everybody, and takes any password
    (tmp_path / "var").mkdir()
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "var/seinpost.db")
    (tmp_path / "var/seinpost.db").chmod(0o600)
    return "sqlite:///var/seinpost.db"


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_a_run_in_which_everything_fails_tells_no_secret(
    tmp_path: Path,
    telegram: LoopbackTelegram,
    api: Talkative,
    database: str,
    request: pytest.FixtureRequest,
) -> None:
    url = urls(database, tmp_path, request)
    telegram.add_channel("demo_legion").publish("A post that no stage survives.", date=now())
    session = telegram.session_string(telegram.add_account())
    settings = {
        **reading(telegram, tmp_path),
        "BOT__TOKEN": api.token,
        "BOT__API_URL": api.url,
        "BOT__ACCESS": "open",
        "DATABASE_URL": url,
        "OWNER": str(OWNER),
        "TELEGRAM__SESSION_KEY": KEY,
        "COLLECT__EVERY_SECONDS": "1",
        "LOG__LEVEL": "debug",
        "LOG__JSON_LINES": str(database == "postgres"),
    }
    program, breaking = Program(tmp_path, **settings), Breaking(tmp_path, **settings)
    secrets = [api.token.partition(":")[2], telegram.api_hash, KEY, *forms_of(session)]
    if database == "postgres":
        secrets += [PASSWORD, QUOTED]

    imported = await program.run("account", "import", "main", given=session)
    outside = url.replace("///", f"///{tmp_path}/") if database == "sqlite" else url
    await something_to_send(outside)
    owner = api.user(OWNER)
    async with breaking.running() as run, asyncio.timeout(90):
        await telegram.until("messages.getHistory", times=1)
        await owner.send("/status")
        await owner.next_message(timeout=60)
        await api.refused.wait()
        await asyncio.sleep(1)
        await owner.send("/status full")
        await owner.next_message(timeout=60)
    status = await program.run("status")
    more = []
    if database == "sqlite":
        for words in (("backup", "var/copy"), ("export", "var/posts.jsonl"), ("check",)):
            more.append(await program.run(*words))
        assert {mode(file) for file in files_in(tmp_path / "var")} == {0o600}

    for telling in ("stage failed", "request POST", "talkative", "Telltale: POST", "started with", "most recent call"):
        assert telling in run.ended.errors, run.ended.errors[-3000:]
    assert run.ended.errors.count("Telltale: POST") >= 4  # of the stage, the thread, what was thrown away, the end
    assert run.ended.code == 1
    written = all_of(imported, run.ended, status, *more)
    assert seen_in(written, secrets) == []
    assert seen_in(repr([one.raw for one in owner.shown]).encode(), secrets) == []
    async with Database.look(url if database == "postgres" else f"sqlite:///{tmp_path}/var/seinpost.db") as db:
        stored = await db.read(rows)
    assert "Wrong url" in stored  # what the Bot API said is kept, without the token
    assert seen_in(stored.encode(), secrets) == []
    assert [file for file in files_in(tmp_path) if seen_in(file.read_bytes(), secrets)] == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DATABASE_URL": f"postgresql+psycopg://desk:{QUOTED}@127.0.0.1:1/seinpost"}, "does not answer as it should"),
        ({"DATABASE_URL": f"postgresql+psycopg://desk:{QUOTED}@[::1/x"}, "names no database that can be used"),
        ({"BOT__TOKEN": "7000000001:AAanother-token-that-nobody-gave-9876"}, "Telegram refuses SEINPOST_BOT__TOKEN"),
        ({"TELEGRAM__SESSION_KEY": new_key()}, "was sealed with another key"),
    ],
)
async def test_what_is_refused_at_the_start_is_named_and_not_repeated(
    tmp_path: Path, telegram: LoopbackTelegram, api: Talkative, settings: dict[str, str], said: str
) -> None:
    good = {**reading(telegram, tmp_path), "BOT__TOKEN": api.token, "BOT__API_URL": api.url}
    good["TELEGRAM__SESSION_KEY"] = KEY
    program = Program(tmp_path, **good)
    session = telegram.session_string(telegram.add_account())
    import_string(tmp_path / "var/sessions", "main", session, Seal(KEY, "a test"))
    ended = await program.run("run", "--once", **settings)
    assert ended.code == 2, ended.errors
    assert said in ended.errors
    [value] = settings.values()
    secrets = [PASSWORD, QUOTED] if "DATABASE_URL" in settings else [value.partition(":")[2] or value]
    assert seen_in(all_of(ended), [*secrets, telegram.api_hash, KEY, *forms_of(session)]) == []
