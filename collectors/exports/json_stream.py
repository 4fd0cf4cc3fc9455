"""Reads one JSON text of any size piece by piece: the outer object and lists are walked, what they hold is read whole.

The standard library's scanner does the reading, so every damage has its line and column. What Telegram Desktop writes
that is no JSON is put right on the way: control characters as C has them (`\x0b`), and bare ones. Knows no export.
"""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import BinaryIO

from collectors.base import BadInput

PIECE = 256 * 1024
"""Bytes taken from the file at once."""

LARGEST = 16 * 1024 * 1024
"""Characters of the largest value that is read whole. A message has 4,096 and a little around them."""

_SPACE = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
_LONGEST_TOKEN = 16
"""Besides texts: what seems wrong this near to the end of a piece may be right with the next one."""


class JsonStream:
    """A position in an opened file. Values are to be read in the order in which they stand there."""

    def __init__(self, opened: BinaryIO, name: str, mend: str):
        """`name` and `mend` begin and end the errors that people see."""
        self.read = 0
        self._opened = opened
        self._name = name
        self._mend = mend
        self._decoder = getincrementaldecoder("utf-8")()
        self._scanner = json.JSONDecoder(strict=False)
        self._text = ""
        self._at = 0
        self._begun = self._ended = False
        self._lines = 0
        self._columns = 0  # of the line that was cut off before `_text`

    def members(self) -> Iterator[str]:
        """The keys of the object that stands here; whoever gets a key reads its value before asking for the next."""
        self._take("{")
        if self.next() == "}":
            self._take("}")
            return
        more = True
        while more:
            key = self.value()
            if not isinstance(key, str):
                raise self.damaged(self._at)
            self._take(":")
            yield key
            more = self._take(",}") == ","

    def elements(self) -> Iterator[object]:
        """The values of the list that stands here, one by one."""
        self._take("[")
        if self.next() == "]":
            self._take("]")
            return
        more = True
        while more:
            yield self.value()
            more = self._take(",]") == ","

    def end(self) -> None:
        """Makes sure that nothing follows."""
        if self.next():
            raise self.damaged(self._at)

    def next(self) -> str:
        """The next character that is no space, which stays where it is; empty at the end of the file."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def value(self) -> object:
        """The value that stands here, whatever it is.

        Raises:
            BadInput: it is damaged, incomplete or larger than `LARGEST`.
        """
        self.next()
        while True:
            try:
                value, end = self._scanner.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                self._mend_or_go_on(error)
            except (ValueError, RecursionError) as error:  # a number or a nesting that no export has
                raise self.damaged(self._at) from error
            else:
                if len(self._text) - end > len("e+") or not self._more():  # a number may go on there
                    self._at = end
                    return value

    def damaged(self, at: int) -> BadInput:
        """The error to raise about a place in the text."""
        before = self._text[:at]
        line = self._lines + before.count("\n") + 1
        column = at - before.rfind("\n") if "\n" in before else self._columns + at + 1
        return BadInput(f"{self._name} is damaged or incomplete at line {line}, column {column}: {self._mend}")

    def _take(self, wanted: str) -> str:
        found = self.next()
        if not found or found not in wanted:
            raise self.damaged(self._at)
        self._at += 1
        return found

    def _mend_or_go_on(self, error: json.JSONDecodeError) -> None:
        """After a failed attempt: puts escapes right, or reads on if the text just isn't all there yet."""
        if r"\x" in self._text[self._at :]:
            mended = self._text[: self._at] + _ESCAPE.sub(_as_json, self._text[self._at :])
            if mended != self._text:
                self._text = mended
                return
        within_text = error.msg.startswith("Unterminated string")
        too_far = len(self._text) - self._at > LARGEST
        if too_far or not (within_text or error.pos + _LONGEST_TOKEN > len(self._text)) or not self._more():
            raise self.damaged(error.pos) from error

    def _more(self) -> bool:
        """Reads on and forgets what is behind; False at the end of the file. The longer a value, the longer a piece."""
        if self._ended:
            return False
        passed = self._text[: self._at]
        self._lines += passed.count("\n")
        self._columns = len(passed) - passed.rfind("\n") - 1 if "\n" in passed else self._columns + len(passed)
        kept = self._text[self._at :]
        self._text, self._at = kept + self._piece(max(PIECE, len(kept))), 0
        return True

    def _piece(self, size: int) -> str:
        pending = len(self._decoder.getstate()[0])
        try:
            raw = self._opened.read(size)
            self._ended = not raw
            text = self._decoder.decode(raw, final=self._ended)
        except OSError as error:
            raise BadInput(f"{self._name} can't be read ({error.strerror}): check the disk.") from error
        except UnicodeDecodeError as error:
            place = self.read - pending + error.start
            raise BadInput(f"{self._name} is not UTF-8 text (byte {place}): {self._mend}") from error
        self.read += len(raw)
        if text and not self._begun:
            self._begun = True
            return text.removeprefix("\ufeff")
        return text


def _as_json(escape: re.Match[str]) -> str:
    return f"\\u00{escape[1]}" if escape[1] else escape[0]
