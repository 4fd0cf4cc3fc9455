"""What commands show: headings with rows below. On a terminal they are tables, elsewhere lines with aligned columns.

Whatever stands in them is made visible, since posts and titles may hold anything. What is said is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.delivery.terminal import visible


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and rows below names of columns; without columns, rows are sentences. `bad`: it asks for action."""

    heading: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    bad: bool = False


def show(section: Section, console: Console) -> None:
    """Prints one section."""
    if not console.is_terminal:
        console.print(plain(section), markup=False, highlight=False, soft_wrap=True)
        return
    console.print(Text(visible(section.heading), style="bold red" if section.bad else "bold"))
    table = Table(box=SIMPLE_HEAD, show_header=bool(section.columns), pad_edge=False)
    for name in section.columns or ("",):
        table.add_column(name)
    for row in section.rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    if section.rows:
        console.print(table)


def plain(section: Section) -> str:
    """The section as lines, two spaces between columns, ended by an empty line."""
    rows = [tuple(visible(cell) for cell in row) for row in (section.columns, *section.rows) if row]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([visible(section.heading), *(f"  {line}" for line in lines), ""])
