"""`seinpost match`: texts in, what they are about out. The same `match` that runs live.

By default a JSON line of links for each text; explained, also what was rejected and why, for people or as JSON.
"""

from pathlib import Path
from typing import BinaryIO, TextIO

from rich.console import Console

from bot.commands.explaining import sections
from bot.commands.lines import Complain, read_lines
from bot.commands.sections import show
from matcher.catalogue import Catalogue
from matcher.explaining import explain
from matcher.match import match
from matcher.records import read_record, write_record


def match_file(catalogue: Catalogue, file: Path, given: BinaryIO, output: TextIO, complain: Complain) -> None:
    """Writes the links of each record of `file` ("-": of `given`) to `output`, in input order.

    Raises:
        BadInput: the file can't be read, or some of its lines can't; the links of all others have been written.
    """
    records = read_lines(file, given, read_record, complain)
    output.writelines(write_record(one, match(one.text, one.setting, catalogue)) + "\n" for one in records)


def explain_file(
    catalogue: Catalogue, file: Path, given: BinaryIO, output: Console, complain: Complain, *, as_json: bool
) -> None:
    """As `match_file`, with what was rejected: as a text with marks and tables, or in the JSON lines.

    Raises:
        BadInput: as `match_file` does.
    """
    for record in read_lines(file, given, read_record, complain):
        found, rejected = explain(record.text, record.setting, catalogue)
        if as_json:
            output.file.write(write_record(record, found, rejected) + "\n")
            continue
        for section in sections(record, found, rejected, catalogue.watchlist):
            show(section, output)
