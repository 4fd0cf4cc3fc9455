"""The fault points that the code names. Found by reading it, so that a new one is walked without a word here."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MIGRATING = "migration, "

RARE = frozenset({"backfill, not committed", "backfill noted, not committed", "purge, not committed"})
"""A life may come to these once."""


def named() -> list[str]:
    """Each point, in the order of the files: the literals that `reach` is called with."""
    files = sorted(path for package in ("bot", "collectors", "storage") for path in (ROOT / package).rglob("*.py"))
    return [point for path in files for point in _in(ast.parse(path.read_text(encoding="utf-8")))]


def _in(tree: ast.AST) -> list[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    reached = (call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "reach")
    return [str(argument.value) for argument in reached if isinstance(argument, ast.Constant)]
