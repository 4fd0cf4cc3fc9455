"""What is done with posts after they were stored: they are looked at again, and what hangs on them is hashed.

Says which looks and files that comes to; when to look and what to hash is `rereading`'s and `hashing`'s matter. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from collectors.base import Hasher, Looker, Source
from collectors.hashing import media_to_hash
from collectors.rereading import NEVER, Window, first_looks
from storage.model import MediaHash, Post
from storage.watching import Look


@dataclass(frozen=True, slots=True)
class Aftercare:
    """`window`: for how long posts are looked at again. `hash_up_to`: the bytes of a file that is hashed, or 0."""

    window: Window = field(default_factory=Window)
    hash_up_to: int = 0

    def by(self, source: Source) -> "Aftercare":
        """As much of it as `source` can do."""
        window = self.window if isinstance(source, Looker) else NEVER
        return replace(self, window=window, hash_up_to=self.hash_up_to if isinstance(source, Hasher) else 0)

    def looks(self, posts: Iterable[Post], now: datetime) -> list[Look]:
        """The first looks at posts that were read just now."""
        return list(first_looks(posts, now, self.window))

    def files(self, posts: Iterable[Post], now: datetime) -> list[MediaHash]:
        """What hangs on these posts and is to be hashed, or is too large for that."""
        return list(media_to_hash(posts, self.hash_up_to, now))


NO_AFTERCARE = Aftercare(NEVER)
"""For sources of posts that stay as they are."""
