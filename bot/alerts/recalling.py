"""What chats were told before, as it is read once for a run of revisions, and carried on while these are decided one
after the other: what the first tells is known to those behind it. Pure; reads and writes nothing.

An alert that is decided has no number before it is stored. Until then it goes by its revision's, made negative: of each
revision a chat has one alert. Who stores it puts the numbers in their place (`bot.updating.keep`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.alerts.deciding import Heard
from bot.alerts.grouping import Alone, Grouped, Joined, Key
from storage.model import Kind
from storage.telling import Alert, Pace, Thread, Told

Target = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class KnownOf:
    """What each chat was told before, the messages that more may be added to, and how each wants to hear."""

    heard: Mapping[int, Heard]
    threads: Mapping[int, Sequence[Thread]]
    paces: Mapping[tuple[int, int | None], Pace]


@dataclass(frozen=True, slots=True)
class Silences:
    """What each chat wants to hear nothing of now, and which chats want to hear nothing at this hour."""

    snoozed: Mapping[int, frozenset[Target]]
    quiet: Collection[int]


@dataclass(slots=True)
class Recalled:
    """Of the chats of a run. `of_posts`: what they were told of the posts that its first revision asks about, and
    `telling`: the originals of that one, see `storage.copies.telling`. Those behind it ask about no post.
    """

    told: dict[int, dict[Target, Told]]
    of_posts: Mapping[int, Sequence[Told]]
    telling: Mapping[int, frozenset[int]]
    threads: dict[int, dict[Key, Thread]]
    paces: Mapping[tuple[int, int | None], Pace]
    silences: Silences
    merged: Mapping[str, str]
    names: Mapping[str, Sequence[str]]

    def known_of(self, chat_ids: Iterable[int], targets: Collection[Target]) -> KnownOf:
        """What matters of it for a revision that is about these targets."""
        chats = list(chat_ids)
        asked = with_merged(targets, self.names)
        return KnownOf(
            {chat_id: self._heard(chat_id, asked) for chat_id in chats},
            {chat_id: self._threads(chat_id, targets) for chat_id in chats},
            self.paces,
        )

    def _heard(self, chat_id: int, asked: Iterable[Target]) -> Heard:
        """Of an original it was told as well if it was told of another copy, and of a claim if it was told of one that
        was merged into it."""
        known, about = set[int](), set[Target]()
        of_targets = self.told.get(chat_id, {})
        for one in (*(of_targets[key] for key in asked if key in of_targets), *self.of_posts.get(chat_id, ())):
            known.add(one.revision_id)
            known.update(original for original, members in self.telling.items() if one.revision_id in members)
            about.add((one.kind, self.merged.get(one.target, one.target) if one.kind is Kind.CLAIM else one.target))
        snoozed = self.silences.snoozed.get(chat_id, frozenset())
        return Heard(frozenset(known), frozenset(about), snoozed, quiet=chat_id in self.silences.quiet)

    def _threads(self, chat_id: int, targets: Collection[Target]) -> list[Thread]:
        return [one for (kind, target, _), one in self.threads.get(chat_id, {}).items() if (kind, target) in targets]

    def carry_on(self, plans: Iterable[Grouped]) -> None:
        """What was decided of one revision counts for those behind it, as if it were stored already."""
        self.of_posts, self.telling = {}, {}
        for plan in plans:
            if plan.alert.reason.tells:
                self._tell(plan.alert)
            if isinstance(plan, Alone):
                self._show([replace(one, lead=-plan.alert.revision_id) for one in plan.threads])
            if isinstance(plan, Joined):
                self._show(plan.threads)

    def _tell(self, alert: Alert) -> None:
        told = self.told.setdefault(alert.chat_id, {})
        for event in alert.events:
            key = event.target_kind, event.target
            if key not in told or alert.created_at >= told[key].last_at:
                told[key] = Told(alert.chat_id, alert.revision_id, *key, alert.created_at)

    def _show(self, changed: Iterable[Thread]) -> None:
        for one in changed:
            threads, key = self.threads.setdefault(one.chat_id, {}), (one.kind, one.target, one.denies)
            if key not in threads or one.last_at >= threads[key].last_at:
                threads[key] = one


def names_of(merged: Mapping[str, str]) -> dict[str, list[str]]:
    """By claim, those that were merged into it."""
    names: dict[str, list[str]] = {}
    for name, into in merged.items():
        names.setdefault(into, []).append(name)
    return names


def with_merged(targets: Iterable[Target], names: Mapping[str, Sequence[str]]) -> list[Target]:
    """And the claims that were merged into any of these."""
    about = list(targets)
    return about + [(kind, name) for kind, into in about if kind is Kind.CLAIM for name in names.get(into, ())]
