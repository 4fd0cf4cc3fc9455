"""`docs/reliability.md` is true as far as names go: each test that it names exists, and it names each test of here."""

import ast
import re
from pathlib import Path

import pytest

from tests.faults.points import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
OF_THE_TESTS = {"test_what_grows_is_noticed", "test_each_point_has_a_name_of_its_own"}
"""These hold up the others, and break nothing."""


def documented() -> list[tuple[str, str]]:
    """The file and the name of each test, in order."""
    return sorted(set(NAMED.findall((ROOT / "docs/reliability.md").read_text(encoding="utf-8"))))


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {function.name for function in functions if function.name.startswith("test_")}


@pytest.mark.parametrize(("file", "name"), documented())
def test_each_test_that_is_named_exists(file: str, name: str) -> None:
    assert name in names_in(ROOT / file)


def test_each_fault_that_is_made_here_is_named() -> None:
    made = {name for file in Path(__file__).parent.glob("test_*.py") for name in names_in(file)}
    own = names_in(Path(__file__))
    assert made - own - OF_THE_TESTS <= {name for _, name in documented()}


def test_every_row_of_a_fault_names_a_test() -> None:
    faults, _, _ = (ROOT / "docs/reliability.md").read_text(encoding="utf-8").partition("## Kills")
    lines = faults.splitlines()
    rows = [line for line in lines if line.startswith("| ") and not line.startswith("| fault |")]
    assert [row for row in rows if not NAMED.search(row)] == []
    assert len(rows) > 30
