"""A package of evidence: a zip of posts with all revisions, and what proves their place in their channels' chains.

Written from what was read, and examined without database or network. A package may come from anybody, so nothing of it
is believed, run or unpacked, and no more of it is read than `MOST_BYTES`.
"""

import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.evidence.words import README
from collectors.base import BadInput
from storage.chaining import digest, linked

FORM = "seinpost evidence 1"
POSTS, MANIFEST, STAMP = "posts.json", "MANIFEST", "timestamp.tsr"
MOST_BYTES = 512 * 1024 * 1024

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError),
    *(KeyError, TypeError, ValueError, OverflowError),
)
"""What a zip and its JSON may make fail. RuntimeError: encrypted, packed in an unknown way, or nested too deep."""


@dataclass(frozen=True, slots=True)
class Purge:
    """Revisions that were taken away on purpose: at which places, when, by whom and why."""

    at: str
    by: str
    why: str
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A channel's chain from `first` to its newest link: the link before, and a digest for each place, also for those
    whose revision was purged."""

    channel_id: int
    name: str
    first: int
    before: bytes
    digests: Sequence[bytes]
    purges: Sequence[Purge] = ()

    @property
    def purged(self) -> int:
        """How many revisions are kept as their digest only."""
        return len({place for purge in self.purges for place in purge.places})

    @property
    def last(self) -> int:
        """The newest place."""
        return self.first + len(self.digests) - 1

    @property
    def head(self) -> bytes:
        """The newest link."""
        return (linked(self.before, self.digests) or [self.before])[-1]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a package says, and which of it is wrong. No fault: it proves what it says."""

    made_at: str
    posts: int
    revisions: int
    stretches: Sequence[Stretch]
    faults: Sequence[str]
    manifest: bytes
    stamp: bytes | None


def files_of(made_at: str, posts: Sequence[Mapping[str, Any]], stretches: Sequence[Stretch]) -> dict[str, bytes]:
    """The files of a package; the manifest, which holds the hashes of all others, is the last."""
    files = {"README.txt": README.encode(), POSTS: _json({"form": FORM, "made_at": made_at, "posts": posts})}
    for one in stretches:
        told = {"channel_id": one.channel_id, "name": one.name, "first": one.first, "before": one.before.hex()}
        digests, purges = [content.hex() for content in one.digests], [asdict(purge) for purge in one.purges]
        chain = {**told, "digests": digests, "head": one.head.hex(), "purges": purges}
        files[f"chain-{one.channel_id}.json"] = _json(chain)
    manifest = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    return {**files, MANIFEST: manifest.encode()}


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def examine(file: Path) -> Findings:
    """Reads a package and holds everything in it against everything else.

    Raises:
        BadInput: it is no package, or too large to be one.
    """
    try:
        files = _read(file)
        return _examined(files)
    except (OSError, *_DAMAGED) as bad:
        if isinstance(bad, OSError) and bad.strerror:  # else it is bz2's word for damaged
            raise BadInput(f"{file} can't be read ({bad.strerror}): check the name and the rights.") from None
        raise BadInput(
            f"{file} is no package of evidence, or a damaged one ({type(bad).__name__}): ask for it again."
        ) from None


def _read(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        entries = packed.infolist()
        if len({one.filename for one in entries}) != len(entries):
            raise ValueError("two files of one name")
        if sum(one.file_size for one in entries) > MOST_BYTES:
            raise BadInput(f"{file} would unpack to more than {MOST_BYTES // 1024**2} MB: it is not examined.")
        return {one.filename: packed.read(one) for one in entries}


def _examined(files: Mapping[str, bytes]) -> Findings:
    told = json.loads(files[POSTS])
    if told["form"] != FORM:
        raise ValueError("another form")
    stretches = [_stretch(json.loads(content)) for name, content in files.items() if name.startswith("chain-")]
    faults = [*_against_manifest(files), *_against_heads(files, stretches)]
    by_channel = {one.channel_id: one for one in stretches}
    for post in told["posts"]:
        faults += _against_chain(post, by_channel.get(post["channel_id"]))
    revisions = sum(len(post["revisions"]) for post in told["posts"])
    stamp = files.get(STAMP)
    return Findings(str(told["made_at"]), len(told["posts"]), revisions, stretches, faults, files[MANIFEST], stamp)


def _stretch(told: Mapping[str, Any]) -> Stretch:
    digests = [bytes.fromhex(one) for one in told["digests"]]
    if {len(one) for one in digests} - {hashlib.sha256().digest_size}:
        raise ValueError("no digest")
    purges = [
        Purge(str(one["at"]), str(one["by"]), str(one["why"]), [int(place) for place in one["places"]])
        for one in told.get("purges", ())  # packages of before there were any
    ]
    before = bytes.fromhex(told["before"])
    return Stretch(int(told["channel_id"]), str(told["name"]), int(told["first"]), before, digests, purges)


def _against_manifest(files: Mapping[str, bytes]) -> list[str]:
    lines = (line.split("  ", 1) for line in files[MANIFEST].decode().splitlines())
    named = {name: content for content, name in lines}
    others = files.keys() - {MANIFEST, STAMP}
    rest = {name: hashlib.sha256(files[name]).hexdigest() for name in others}
    changed = sorted(name for name in rest.keys() | named.keys() if rest.get(name) != named.get(name))
    return [f"{name} is not what MANIFEST says" for name in changed]


def _against_heads(files: Mapping[str, bytes], stretches: Sequence[Stretch]) -> list[str]:
    heads = {one.channel_id: json.loads(files[f"chain-{one.channel_id}.json"])["head"] for one in stretches}
    return [
        f"the chain of channel {one.channel_id} does not end at the head it names"
        for one in stretches
        if heads[one.channel_id] != one.head.hex()
    ]


def _against_chain(post: Mapping[str, Any], stretch: Stretch | None) -> list[str]:
    faults = []
    for revision in post["revisions"]:
        told, place = revision["told"], revision["place"]
        named = f"post {post['channel_id']}/{post['post_id']}, revision {told['number']}"
        if (told["channel_id"], told["post_id"]) != (post["channel_id"], post["post_id"]):
            faults.append(f"{named}: it is another post's")
        elif stretch is None or not stretch.first <= place <= stretch.last:
            faults.append(f"{named}: no chain reaches it")
        elif digest(told) != stretch.digests[place - stretch.first]:
            faults.append(f"{named}: it is not what was chained at place {place}")
    return faults
