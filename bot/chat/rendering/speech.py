"""The words for stances, reasons, rules and figures, and the order in which events matter. Pure."""

from collections.abc import Iterable, Sequence

from bot.chat.markup import cut
from bot.chat.naming import Book
from storage.model import DENIALS, Figure, Kind, Link, Stance
from storage.telling import Event, EventKind, Reason
from storage.watching import Problem

STANCES = {
    Stance.ASSERTS: "stance-asserts",
    Stance.ATTRIBUTES: "stance-attributes",
    Stance.DENIES: "stance-denies",
    Stance.REPORTS_DENIAL: "stance-reports-denial",
    Stance.ASKS: "stance-asks",
    Stance.RECALLS: "stance-recalls",
    Stance.MOCKS: "stance-mocks",
    Stance.CORRECTS: "stance-corrects",
    Stance.MENTIONS: "stance-mentions",
}
"""Each says who: "denied by the FSB"."""

STANCE_WORDS = {
    Stance.ASSERTS: "stance-word-asserts",
    Stance.ATTRIBUTES: "stance-word-attributes",
    Stance.DENIES: "stance-word-denies",
    Stance.REPORTS_DENIAL: "stance-word-reports-denial",
    Stance.ASKS: "stance-word-asks",
    Stance.RECALLS: "stance-word-recalls",
    Stance.MOCKS: "stance-word-mocks",
    Stance.CORRECTS: "stance-word-corrects",
    Stance.MENTIONS: "stance-word-mentions",
}
"""Each is a word or two: "denied"."""

REASONS = {
    Reason.FIRST: "reason-first",
    Reason.NEW_SOURCE: "reason-new-source",
    Reason.DENIAL: "reason-denial",
    Reason.CHANGED: "reason-changed",
    Reason.VERSION: "reason-version",
    Reason.WORDS: "reason-words",
    Reason.AGAIN: "reason-again",
    Reason.UPDATED: "reason-updated",
    Reason.EDITED: "reason-edited",
    Reason.DELETED: "reason-deleted",
    Reason.DUPLICATE: "reason-duplicate",
    Reason.REPEATED: "reason-repeated",
    Reason.DIGEST_ONLY: "reason-digest-only",
    Reason.QUIET: "reason-quiet",
    Reason.MUTED: "reason-muted",
    Reason.SILENT: "reason-silent",
    Reason.FILTERED: "reason-filtered",
    Reason.BACKLOG: "reason-backlog",
    Reason.SUGGESTED: "reason-suggested",
}

RULES = {
    "name": "rule-name",
    "form": "rule-form",
    "short": "rule-short",
    "hashtag": "rule-hashtag",
    "handle": "rule-handle",
    "label": "rule-label",
    "role": "rule-role",
    "we": "rule-we",
    "surname": "rule-surname",
    "spelling": "rule-spelling",
    "shared noun": "rule-shared",
    "wording": "rule-wording",
    "date": "rule-date",
    "figure": "rule-figure",
    "own words": "rule-own",
}
_EVENT_RULE = "event:"  # followed by the id of a lexicon entry
_READS_RULE = "reads:"  # followed by the stance that a link's words speak for
_OF_DENIAL = frozenset({"deny", "not_true", "fake", "no_breakthrough", "not_allow", "prevent", "not_involved"})

PROBLEMS = {
    Problem.NOT_FOUND: "problem-not-found",
    Problem.PRIVATE: "problem-private",
    Problem.BLOCKED: "problem-blocked",
    Problem.FLOOD_WAIT: "problem-flood-wait",
    Problem.NO_ACCOUNT: "problem-no-account",
    Problem.UNREACHABLE: "problem-unreachable",
    Problem.BROKEN: "problem-broken",
}

STATUSES = {
    "unverified": "status-unverified",
    "contested": "status-contested",
    "confirmed": "status-confirmed",
    "refuted": "status-refuted",
}

UNITS = {
    "armoured vehicles": "unit-armoured-vehicles",
    "artillery pieces": "unit-artillery-pieces",
    "attempts": "unit-attempts",
    "civilians killed": "unit-civilians-killed",
    "civilians wounded": "unit-civilians-wounded",
    "fighters": "unit-fighters",
    "fighters killed": "unit-fighters-killed",
    "fighters wounded": "unit-fighters-wounded",
    "strongpoints": "unit-strongpoints",
    "tanks": "unit-tanks",
    "vehicles": "unit-vehicles",
}
"""What the watchlist's figures count."""

KINDS = {
    Kind.ACTOR: "kind-actors",
    Kind.PLACE: "kind-places",
    Kind.CLAIM: "kind-claims",
    Kind.CHANNEL: "kind-channels",
    Kind.AFFILIATION: "kind-affiliations",
    Kind.LANGUAGE: "kind-languages",
}

_EVENT_ORDER = (
    EventKind.CLAIM_FIRST_DENIAL,
    EventKind.CLAIM_CHANGED_FIGURE,
    EventKind.CLAIM_CHANGED_VERSION,
    EventKind.CLAIM_NEW_SOURCE,
    EventKind.CLAIM_FIRST_SEEN,
    EventKind.CLAIM_REPEATED,
    EventKind.POST_DELETED,
    EventKind.POST_EDITED,
    EventKind.MENTIONED,
    EventKind.POSTED,
    EventKind.POST_GREW,
)
KIND_ORDER = (Kind.CLAIM, Kind.ACTOR, Kind.PLACE, Kind.CHANNEL)


def by_weight(events: Iterable[Event]) -> list[Event]:
    """The events, what matters most first."""
    return sorted(
        events,
        key=lambda event: (_EVENT_ORDER.index(event.kind), KIND_ORDER.index(event.target_kind), -event.score),
    )


def icon(event: Event | None) -> str:
    """A picture for the eye; the words beside it say the same."""
    if event is None or event.target_kind is Kind.CHANNEL:
        return "📡"
    if event.target_kind is Kind.CLAIM:
        return "🚫" if event.stance in DENIALS else "📣"
    return "👥" if event.target_kind is Kind.ACTOR else "📍"


def link_of(event: Event, links: Iterable[Link]) -> Link | None:
    """The link that an event came from."""
    same = [link for link in links if (link.kind, link.target) == (event.target_kind, event.target)]
    return next((link for link in same if link.stance == event.stance), same[0] if same else None)


def rule_words(rule: str, book: Book) -> str | None:
    """What a matching rule is called; None for one without a word of its own."""
    if rule.startswith(_EVENT_RULE):
        return book.words.say("rule-denial" if rule.removeprefix(_EVENT_RULE) in _OF_DENIAL else "rule-event")
    if rule.startswith(_READS_RULE):
        stance = STANCE_WORDS[Stance(rule.removeprefix(_READS_RULE))]
        return book.words.say("rule-reads", stance=book.words.say(stance))
    key = RULES.get(rule)
    return book.words.say(key) if key else None


def figures_in(figures: Sequence[Figure], text: str) -> list[str]:
    """The figures as the post writes them, raw."""
    said = (cut(" ".join(text[figure.start : figure.end].split()), 40) for figure in figures)
    return [words for words in dict.fromkeys(said) if words]
