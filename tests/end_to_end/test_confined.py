"""The real program as `compose.yaml` confines it: a read-only root, no capabilities, one folder for its data.

Where the tests' interpreter is open to others, it is run by nobody special as well. Docker itself is not asked.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.botapi.server import LoopbackBotApi
from tests.end_to_end.program import Program, reading
from tests.faults.small import write_config
from tests.telegram.loopback import LoopbackTelegram

MORNING = datetime(2024, 3, 12, 6, tzinfo=UTC)
ANNA = 11
NOBODY = 65534

# Everything is read-only, this folder too if it lies on a disk of its own; but for two folders in it.
ENCLOSING = """
set -e
for open in "$0" "$0/data" "$0/memory"; do mount --bind "$open" "$open"; done
mount -o remount,bind,ro /
mount -o remount,bind,ro "$0"
for open in "$0/data" "$0/memory"; do mount --bind "$open" "$open"; mount -o remount,bind,rw "$open"; done
export HOME="$0" TMPDIR="$0/memory" MPLCONFIGDIR="$0/memory/matplotlib" PYTHONDONTWRITEBYTECODE=1
cd "$0"
if (: > "$0/try") 2> /dev/null; then echo "not closed" >&2; exit 99; fi
exec "$@"
"""


def is_root() -> bool:
    return os.geteuid() == 0


def others_may_run_python() -> bool:
    files = (Path(sys.executable).resolve(), Path(sys.base_prefix), Path(__file__))
    return all(folder.stat().st_mode & 0o001 for file in files for folder in file.parents)


def rights() -> tuple[str, ...]:
    """As in compose.yaml: `cap_drop: [ALL]`, `no-new-privileges`; and the image's `USER`, where that can be."""
    dropped = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs")
    user = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups") if others_may_run_python() else ()
    return (*dropped, *user)


def can_enclose(folder: Path) -> bool:
    """Whether the kernel lets these tests have a root of their own."""
    if not is_root() or shutil.which("unshare") is None or shutil.which("setpriv") is None:
        return False
    words = ["unshare", "--mount", "sh", "-c", ENCLOSING, str(folder), *rights(), "true"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


class Confined(Program):
    """Its folder is closed but for `data` and `memory`, which is `/tmp` in the image."""

    def __init__(self, folder: Path, **settings: str) -> None:
        data = folder / "data"
        inside = {
            "CONFIG": str(folder / "config"),
            "DATABASE_URL": f"sqlite:///{data}/seinpost.db",
            "TELEGRAM__SESSIONS": str(data / "sessions"),
            "CACHE": str(data / "cache"),
            "BACKUP__FOLDER": str(data / "backups"),
        }
        super().__init__(folder, **inside, **settings)
        self.within = ("unshare", "--mount", "sh", "-c", ENCLOSING, str(folder), *rights())


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a short name: workers are spoken to through sockets in it, whose paths are 107 bytes long at most."""
    with tempfile.TemporaryDirectory(prefix="seinpost-") as name:
        folder = Path(name)
        write_config(folder)
        actors = folder / "config/watchlist/actors.yaml"
        actors.write_text(actors.read_text(encoding="utf-8").replace("institution", "collective"), encoding="utf-8")
        for open_one in (folder / "data", folder / "memory"):
            open_one.mkdir(mode=0o700)
            if is_root() and others_may_run_python():
                folder.chmod(0o755)
                shutil.chown(open_one, NOBODY, NOBODY)
        if not can_enclose(folder):
            pytest.skip("only root may make a read-only root, with unshare and setpriv")
        yield folder


@pytest.fixture
async def api() -> AsyncIterator[LoopbackBotApi]:
    async with LoopbackBotApi() as api:
        yield api


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*")}


async def test_it_starts_works_and_stops_where_only_its_data_can_be_written(
    folder: Path, telegram: LoopbackTelegram, api: LoopbackBotApi
) -> None:
    harbour = telegram.add_channel("demo_harbour")
    for other in ("demo_bridge", "demo_ferry"):
        telegram.add_channel(other)
    program = Confined(
        folder,
        BOT__TOKEN=api.token,
        BOT__API_URL=api.url,
        **reading(telegram, folder),
        COLLECT__EVERY_SECONDS="1",
        OWNER=str(ANNA),
    )
    imported = await program.run("account", "import", "main", given=telegram.session_string(telegram.add_account()))
    assert imported.code == 0, imported.errors
    before = names(folder)
    anna = api.user(ANNA, "Anna", "en")

    async with program.running() as running:
        await anna.send("/start")
        await anna.next_message(timeout=60)
        await anna.send("/subscribe harbour")
        await anna.next_message(timeout=60)
        await telegram.until("messages.getHistory", times=6)
        harbour.publish("The quay of Rivermouth is flooded, the Harbour Authority says.", date=MORNING)
        assert "Rivermouth" in (await anna.next_message(timeout=60)).text
    assert running.ended.code == 0, running.ended.errors
    assert "Read-only file system" not in running.ended.errors
    assert "Permission denied" not in running.ended.errors

    archive, links = str(folder / "data/archive"), str(folder / "data/links")
    for words in (("backup",), ("archive", "--out", archive), ("rematch", archive, "--out", links)):
        done = await program.run(*words)
        assert done.code == 0, done.errors
    written = names(folder) - before
    assert {"data/archive/2024-03.parquet", "data/links/mentions.png"} <= written
    assert {name.partition("/")[0] for name in written} <= {"data", "memory"}
