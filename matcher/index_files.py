"""An index of names as bytes, to be kept and loaded again in a second: folded names and their ids, as lines of text.

Nothing in it is executed, and what is not whole is refused: the hash of the content stands before it. Opens no files.
"""

import hashlib
from itertools import islice

from matcher.index import NameIndex

_FORMAT = b"seinpost names 1"


def dumped(index: NameIndex[str]) -> bytes:
    """The index as bytes.

    Raises:
        ValueError: an id holds the end of a line.
    """
    lines = [line for pair in index.items() for line in pair]
    content = "\n".join(lines).encode()
    if content.count(b"\n") + 1 != max(1, len(lines)):
        raise ValueError("an id holds the end of a line")
    return _FORMAT + b" " + hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def loaded(data: bytes) -> NameIndex[str] | None:
    """The index that `dumped` gave these bytes for; None if they are damaged, or of another version."""
    said, _, content = data.partition(b"\n")
    if said != _FORMAT + b" " + hashlib.sha256(content).hexdigest().encode():
        return None
    lines = content.decode().split("\n") if content else []
    return NameIndex(dict(zip(islice(lines, 0, None, 2), islice(lines, 1, None, 2), strict=True)))
