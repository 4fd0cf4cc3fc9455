"""RFC 3161 timestamps, asked and checked with the program `openssl`. What is sent to an authority is one hash."""

import hashlib
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from collectors.base import BadInput

_SECONDS = 30
_WHEN = re.compile(r"^Time stamp: (.+)$", re.MULTILINE)


def query(data: bytes) -> bytes:
    """What an authority is asked to stamp `data`."""
    with TemporaryDirectory() as folder:
        given = _put(folder, "data", data)
        return _openssl("-query", "-data", given, "-sha256", "-cert").stdout


def time_of(data: bytes, stamp: bytes, authority: Path | None) -> tuple[str, bool] | None:
    """The time that a timestamp of `data` states, and whether `authority` (its certificates) is proved to have signed
    it. None: it is no timestamp of `data`, or `authority` did not sign it.
    """
    with TemporaryDirectory() as folder:
        given, answer = _put(folder, "data", data), _put(folder, "stamp", stamp)
        said = _openssl("-reply", "-in", answer, "-text").stdout.decode(errors="replace")
        when = _WHEN.search(said)
        if when is None or not _is_of(data, said):
            return None
        if authority is None:
            return when[1], False
        proved = _openssl("-verify", "-data", given, "-in", answer, "-CAfile", str(authority.absolute()))
        return (when[1], True) if proved.returncode == 0 else None


def _is_of(data: bytes, said: str) -> bool:
    """Whether the hash that stands in the timestamp is that of `data`. It is shown as a dump: offset, bytes, signs."""
    return hashlib.sha256(data).hexdigest() in _dumped(said)


def _dumped(said: str) -> str:
    rows = re.findall(r"^ +[0-9a-f]{4} - ([0-9a-f -]{47})", said, re.MULTILINE)
    return "".join(re.sub(r"[ -]", "", row) for row in rows)


def _put(folder: str, name: str, content: bytes) -> str:
    file = Path(folder) / name
    file.write_bytes(content)
    return str(file)


def _openssl(*words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["openssl", "ts", *words], capture_output=True, check=False, timeout=_SECONDS)
    except FileNotFoundError:
        raise BadInput("Timestamps need the program openssl, which is not there: install it.") from None
    except subprocess.TimeoutExpired:
        raise BadInput(f"openssl did not answer within {_SECONDS} s: try again.") from None
