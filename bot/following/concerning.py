"""Whether a revision concerns a subscription, and through which of its events. Pure; whether it is told comes after."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from bot.following.evaluating import Answer, answer
from bot.following.expressions import Expression, Named, atoms
from bot.following.reading import stored
from bot.following.seeing import OF_POSTS, Seen
from storage.model import Evidence, Kind
from storage.telling import Chat, Event, EventKind, Subscription


@dataclass(frozen=True, slots=True)
class Concern:
    """What of a revision concerns a subscription.

    `by_words`: its news is that the reader's words are there. `newly`: an edit made it so. `suggested`: only if an
    editor confirms what the post may be about. `words`: where the post says what was asked.
    """

    events: tuple[Event, ...]
    by_words: bool = False
    newly: bool = False
    suggested: bool = False
    words: tuple[Evidence, ...] = ()


@lru_cache(maxsize=20_000)
def expression_of(kind: Kind, target: str) -> Expression:
    """What a subscription follows."""
    return stored(target) if kind is Kind.WORDS else Named(kind, target)


def concern(kind: Kind, target: str, seen: Seen) -> Concern | None:
    """None: it does not concern who follows this, or nothing happened to what they follow."""
    expression = expression_of(kind, target)
    earlier = answer(expression, seen.before) if seen.before else None
    if (found := answer(expression, seen.certain)) is not None:
        newly = seen.before is not None and earlier is None
        return _concern(found, seen, newly=newly)
    if earlier is not None:
        return _concern(earlier, seen, was=True)
    found = answer(expression, seen.possible)
    return None if found is None else _concern(found, seen, suggested=True)


def concerns(seen: Seen) -> Callable[[Kind, str], Concern | None]:
    """As `concern`, asked once for all that follow the same."""
    return cache(partial(concern, seen=seen))


def _concern(
    found: Answer, seen: Seen, *, newly: bool = False, suggested: bool = False, was: bool = False
) -> Concern | None:
    """`was`: it held before, and does no more for certain; what became of the post is all there is to tell."""
    carried = {
        event
        for atom in found.carriers
        for event in seen.carried_by((atom.kind, atom.target) if isinstance(atom, Named) else None)
        if (not was or event.kind in OF_POSTS) and (newly or event.kind is not EventKind.POST_GREW)
    }
    if not carried:
        return None
    events = tuple(event for event in seen.events if event in carried)
    words = () if was else seen.certain.said.evidence(found.hits)
    return Concern(events, found.by_words, newly, suggested, words)


def is_readable(kind: Kind, target: str) -> bool:
    """Whether it can be told what a subscription follows; a row may be damaged, or older than what is understood."""
    try:
        expression_of(kind, target)
    except ValueError:
        return False
    return True


def names_in(kind: Kind, target: str) -> frozenset[tuple[Kind, str]]:
    """All that a subscription names, also to leave it out; nothing, if it can't be read."""
    if not is_readable(kind, target):
        return frozenset()
    return frozenset((one.kind, one.target) for one in atoms(expression_of(kind, target)) if isinstance(one, Named))


def concerned(seen: Seen, candidates: Iterable[tuple[Subscription, Chat]]) -> list[tuple[Subscription, Chat]]:
    """Those of the subscriptions found by their anchors that the revision does concern, in their order; and those that
    can't be read: somebody is to be told of these.
    """
    found = concerns(seen)
    return [
        (one, chat)
        for one, chat in candidates
        if not is_readable(one.kind, one.target) or found(one.kind, one.target) is not None
    ]
