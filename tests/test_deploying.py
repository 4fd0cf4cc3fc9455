"""What runs the lookout elsewhere: the image, compose.yaml, systemd's units; as far as that goes without Docker."""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.cli import app
from bot.parts import Part, chosen
from bot.settings import Settings
from tests.test_documents import settings_of

ROOT = Path(__file__).parent.parent
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
WRITTEN = [ROOT / "Dockerfile", ROOT / "compose.yaml", *UNITS]
LOOKOUTS = {name: service for name, service in COMPOSE["services"].items() if name != "database"}


def command_of(words: list[str]) -> str:
    """The command that these words call; one that is not there, or an option that it doesn't know, is an error."""
    found: Any = typer.main.get_command(app)
    while hasattr(found, "commands"):
        found, words = found.commands[words[0]], words[1:]
    found.make_context(found.name, words).close()
    return str(found.name)


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: str(file.name))
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"SEINPOST_[A-Z_]+", file.read_text(encoding="utf-8")))
    assert named
    assert named <= settings_of(Settings).keys()


# --- the image ------------------------------------------------------------------------------------------------------


def test_the_image_installs_only_what_is_hashed() -> None:
    installs = re.findall(r"pip install ([^\n\\]+)", IMAGE)
    assert len(installs) == 3
    assert all("--require-hashes" in words or "--no-deps ." in words for words in installs)
    assert [line for line in IMAGE.splitlines() if line.startswith("FROM")][-1] == "FROM python:3.11-slim-trixie"


def test_the_image_is_run_by_nobody_special_and_says_how_it_is() -> None:
    final = IMAGE.rpartition("\nFROM ")[2]
    lines = {line.partition(" ")[0]: line.partition(" ")[2] for line in final.splitlines()}
    assert (lines["USER"], lines["VOLUME"], lines["ENTRYPOINT"]) == ("seinpost", "/data", '["seinpost"]')
    assert final.index("USER") < final.index("ENTRYPOINT")
    asked = (
        f"http://{Settings.model_fields['health'].default.host}:{Settings.model_fields['health'].default.port}/healthz"
    )
    assert asked in lines["HEALTHCHECK"]
    assert lines["HEALTHCHECK"] in (ROOT / "docs/watching.md").read_text(encoding="utf-8")


def test_what_the_image_copies_is_there_and_let_through() -> None:
    copied = [words.split() for words in re.findall(r"^COPY (?!--from)(.+)$", IMAGE, re.MULTILINE)]
    names = {name for *given, _ in copied for name in given}
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert all((ROOT / name).exists() for name in names)
    assert {name.partition("/")[0] for name in names} == let_through


def test_copies_are_made_by_programs_of_the_servers_version() -> None:
    [client] = re.findall(r"postgresql-client-(\d+)", IMAGE)
    assert COMPOSE["services"]["database"]["image"] == f"postgres:{client}-trixie"


# --- compose --------------------------------------------------------------------------------------------------------


def complaints(file: Path) -> str:
    """What the compose specification's own schema has against a file; it comes with `check-jsonschema`."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "unknown" not in done.stderr.lower(), done.stderr
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed here")
def test_compose_is_what_its_specification_says(tmp_path: Path) -> None:
    assert complaints(ROOT / "compose.yaml") == ""
    misspelt = (ROOT / "compose.yaml").read_text(encoding="utf-8").replace("  read_only:", "  readonly:")
    (tmp_path / "compose.yaml").write_text(misspelt, encoding="utf-8")
    assert "readonly" in complaints(tmp_path / "compose.yaml")


def test_every_word_that_compose_takes_from_the_environment_is_explained_at_its_top() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#   ([A-Z_]+)=", text, re.MULTILINE))
    taken = set(re.findall(r"\$\{?([A-Z_]+)", text))
    assert taken
    assert taken <= explained


def test_a_service_waits_only_for_those_that_say_how_they_are() -> None:
    services = COMPOSE["services"]
    waited = [(name, other, how) for name in services for other, how in services[name].get("depends_on", {}).items()]
    assert waited
    for name, other, how in waited:
        assert how == {"condition": "service_healthy"}, name
        assert services[other]["healthcheck"]["test"][0] == "CMD"


def test_a_root_that_is_read_only_has_a_place_for_all_that_is_written() -> None:
    """`/data` is the volume, `/tmp` in memory: what the image says that the program writes lies in one of the two."""
    final = IMAGE.rpartition("\nFROM ")[2]
    places = dict(re.findall(r"([A-Z_]+)=(?:sqlite:///)?(/(?!opt)\S+)", final))
    written = {name: place for name, place in places.items() if name != "SEINPOST_CONFIG"}
    assert {"MPLCONFIGDIR", "SEINPOST_CACHE", "SEINPOST_DATABASE_URL", "SEINPOST_TELEGRAM__SESSIONS"} <= set(written)
    for service in LOOKOUTS.values():
        mounted = [mount.split(":")[1] for mount in service["volumes"] if not mount.endswith(":ro")]
        roots = (*mounted, service["tmpfs"])
        assert all(place.startswith(roots) for place in written.values())
        assert service["environment"]["SEINPOST_BACKUP__FOLDER"].startswith(roots)
        assert f"{places['SEINPOST_CONFIG']}:ro" in {mount.partition(":")[2] for mount in service["volumes"]}


def test_compose_runs_every_part_and_two_matchers() -> None:
    run = {name: chosen(*_only(service["command"])).parts for name, service in LOOKOUTS.items()}
    assert run == {part.value: frozenset([part]) for part in Part}
    assert COMPOSE["services"]["match"]["deploy"]["replicas"] == 2


def _only(words: list[str]) -> tuple[list[str], list[str]]:
    assert words[:2] == ["run", "--only"]
    return words[2:], []


@pytest.mark.parametrize("name", LOOKOUTS)
def test_each_process_of_compose_comes_back_and_waits_for_the_database(name: str) -> None:
    service = LOOKOUTS[name]
    assert service["restart"] == "unless-stopped"
    assert service["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert service["read_only"]
    assert "HEALTHCHECK" in IMAGE  # theirs; the database has its own
    assert COMPOSE["services"]["database"]["healthcheck"]["test"][1] == "pg_isready"
    assert command_of(service["command"]) == "run"


def test_compose_holds_no_secret_and_loses_nothing_that_is_to_stay() -> None:
    used = {mount.partition(":")[0] for service in COMPOSE["services"].values() for mount in service["volumes"]}
    assert used - {"./config"} == set(COMPOSE["volumes"])
    secrets = [value for service in COMPOSE["services"].values() for value in _passwords(service["environment"])]
    assert secrets
    assert all(value.startswith("${POSTGRES_PASSWORD:?") for value in secrets)


def _passwords(environment: dict[str, Any]) -> list[str]:
    return [value for name, value in environment.items() if "PASSWORD" in name]


# --- systemd --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_a_unit_starts_a_command_that_exists_and_may_write_to_its_own_folders_only(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    [start] = [line.partition("=")[2] for line in lines if line.startswith("ExecStart=")]
    program, *words = start.replace("${PART}", "match").replace("$OPTIONS", "").split()
    assert program.endswith("/bin/seinpost")
    assert command_of(words) == "run"
    for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=seinpost", "User=seinpost"):
        assert line in lines
    assert [line for line in lines if line.startswith("ReadWritePaths")] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit, name in zip(UNITS, ("seinpost.service", "seinpost@match.service"), strict=True):
        words = unit.read_text(encoding="utf-8").replace("/opt/seinpost/bin/seinpost", "/bin/true")
        (tmp_path / name).write_text(words)
    files = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "seinpost" in line]) == (0, [])
