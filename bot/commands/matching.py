"""`seinpost match`: a file of texts in, a JSON line of links for each out. The same `match` that runs live."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TextIO

from collectors.base import BadInput
from matcher.catalogue import compile_catalogue
from matcher.match import match
from matcher.records import BadRecord, read_record, write_record
from storage.watchlist import Watchlist


def match_file(watchlist: Watchlist, file: Path, standard_input: TextIO, output: TextIO) -> None:
    """Matches each record of `file` ("-": standard input) and writes its links to `output`, in input order.

    Raises:
        BadInput: the file can't be read, or a line of it is no record; what stood before it has been written.
    """
    catalogue = compile_catalogue(watchlist)
    try:
        with _opened(file, standard_input) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    record = read_record(line, number)
                    output.write(write_record(record, match(record.text, record.setting, catalogue)) + "\n")
    except BadRecord as error:
        raise BadInput(f"{file}: {error}") from None
    except BrokenPipeError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} can't be read: {error}; give a UTF-8 file with one JSON object a line") from None


def _opened(file: Path, standard_input: TextIO) -> AbstractContextManager[TextIO]:
    return nullcontext(standard_input) if str(file) == "-" else file.open(encoding="utf-8")
