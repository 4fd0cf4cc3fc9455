"""What the documents promise: that each setting, command, file and benchmark that they name is there."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
SAID = {page: page.read_text(encoding="utf-8") for page in PAGES}
OF_TESTS = {"SEINPOST_DATA", "SEINPOST_FAULT_ROUNDS", "SEINPOST_HOSTILE_POSTS"}
"""What tests and benchmarks are told; no settings of the program."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))


def settings_of(section: type[BaseModel], prefix: str = "SEINPOST_") -> dict[str, object]:
    """Every setting, as the environment names it, with its default."""
    found: dict[str, object] = {}
    for name, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= settings_of(kind, f"{prefix}{name.upper()}__")
        else:
            found[f"{prefix}{name.upper()}"] = field.default
    return found


def options_of(words: list[str]) -> set[str]:
    """What may follow these words; a command that is not there is an error."""
    found: Any = typer.main.get_command(app)
    while hasattr(found, "commands") and words:
        context = found.make_context(None, [*words])
        _, found, words = found.resolve_command(context, [*context._protected_args, *context.args])
    return {option for given in found.params for option in (*given.opts, *given.secondary_opts)} | {"--help"}


@each_page
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"SEINPOST_[A-Z_]*[A-Z]\b(?!_?\.\.\.)", SAID[page])
    assert set(named) - settings_of(Settings).keys() - OF_TESTS == set()


def test_the_readme_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(SEINPOST_[A-Z_]+)` \| (.*?) \|", SAID[README], re.MULTILINE))
    settings = settings_of(Settings)
    assert rows.keys() == settings.keys()
    said = {name: cell.strip("`") for name, cell in rows.items() if re.fullmatch(r"`[^`]+`", cell)}
    assert len(said) > 30
    assert said == {name: _written(settings[name]) for name in said}
    assert {name for name, cell in rows.items() if not cell and settings[name]} == set()


def test_what_is_commented_out_in_the_settings_file_is_the_default() -> None:
    shown = re.sub(
        r"^# (?=\w+ = )", "", (ROOT / "config" / "settings.toml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    defaults = settings_of(Settings)
    said = dict(_set_in(tomllib.loads(shown)))
    assert len(said) > 20
    assert said.keys() <= defaults.keys()
    with_default = {name: value for name, value in said.items() if defaults[name] is not None}
    assert {name: _written(value) for name, value in with_default.items()} == {
        name: _written(defaults[name]) for name in with_default
    }


def _set_in(section: dict[str, Any], prefix: str = "SEINPOST_") -> Iterator[tuple[str, object]]:
    for name, value in section.items():
        if isinstance(value, dict):
            yield from _set_in(value, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}", value


def _written(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, (list, tuple)):
        return str(list(default)).replace("'", '"')
    return str(default)


@each_page
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    for line in re.findall(r"`seinpost ([a-z][^`]*)`", SAID[page]):
        words = line.split()
        assert {word for word in words if word.startswith("--")} <= options_of(words), line


@each_page
def test_every_file_and_benchmark_that_a_page_points_to_is_there(page: Path) -> None:
    linked = re.findall(r"\]\((?!http)([^)#]+)\)|src=\"([^\"]+)\"", SAID[page])
    assert [name for pair in linked for name in pair if name and not (page.parent / name).exists()] == []
    benchmarks = re.findall(r"\bbenchmarks[./]([a-z_]+)", SAID[page])
    assert [name for name in benchmarks if not (ROOT / "benchmarks" / f"{name}.py").exists()] == []
