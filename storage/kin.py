"""Who copies whom among some posts, held in memory while a page of posts is looked at. Reads and writes nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from storage.model import Copy


class Kin:
    """Posts, by their first revisions, and what each copies. `changed`: what is known now and was not at first."""

    def __init__(self, known: Mapping[int, Copy]) -> None:
        self.changed: dict[int, Copy] = {}
        self._copies = dict(known)
        self._copied_by: defaultdict[int, set[int]] = defaultdict(set)
        for revision_id, copy in known.items():
            self._copied_by[copy.of].add(revision_id)

    def original(self, revision_id: int) -> Copy | None:
        """What the post with this first revision copies: the earliest that is known."""
        return self._copies.get(revision_id)

    def family(self, revision_id: int) -> frozenset[int]:
        """The first revisions of all posts that say what this one says, itself and their original included.

        A forward of a copy belongs to it as well.
        """
        climbed: set[int] = set()
        while revision_id not in climbed and (above := self.original(revision_id)) is not None:
            climbed.add(revision_id)
            revision_id = above.of
        members, layer = {revision_id}, {revision_id}
        while layer:
            layer = {below for one in layer for below in self._copied_by.get(one, ())} - members
            members |= layer
        return frozenset(members)

    def add(self, revision_id: int, copy: Copy) -> None:
        """It copies another; what is known of it already stays."""
        if revision_id not in self._copies:
            self._put(revision_id, copy)

    def credit(self, original_id: int, followers: Mapping[int, Copy]) -> None:
        """These, which were stored before it, copy this one; so does whatever was taken for a copy of theirs."""
        for follower, copy in sorted(followers.items()):
            for below in sorted(self._copied_by.get(follower, set()) - {original_id}):
                self._put(below, replace(self._copies[below], of=original_id))
            self.add(follower, replace(copy, of=original_id))

    def _put(self, revision_id: int, copy: Copy) -> None:
        if before := self._copies.get(revision_id):
            self._copied_by[before.of].discard(revision_id)
        self._copies[revision_id] = self.changed[revision_id] = copy
        self._copied_by[copy.of].add(revision_id)
