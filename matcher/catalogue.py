"""The catalogue: a watchlist compiled for matching. Built once, frozen, shared by all matches.

One index holds every form of every name, and the context words of the ambiguous ones. It finds occurrences; which of
them count is `matcher.context`'s question.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.claims import ClaimRules, Seasons, compile_claims, compile_seasons
from matcher.claims.semantic import Prefixed
from matcher.index import NameIndex
from matcher.names import (
    QUOTES,
    Form,
    Words,
    actor_forms,
    channel_words,
    cue_variants,
    latin_variants,
    place_forms,
    role_forms,
    spelled,
    unique,
    variants,
)
from matcher.naming import Naming
from storage.model import Kind
from storage.watchlist import Actor, Ambiguity, ChannelEntry, Claim, Place, Role, Watchlist


@dataclass(frozen=True, slots=True)
class Guard:
    """When an ambiguous form counts: near a cue of `wanted` (if `needed`), and nearer to it than to any `unwanted`."""

    lang: str
    wanted: frozenset[int]
    unwanted: frozenset[int]
    needed: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """What one sequence of words may mean: forms of names, and cues for others."""

    words: Words
    forms: tuple[Form, ...]
    cues: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern stands at the pieces `[first, last)` of a text."""

    first: int
    last: int
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Compiled; `guards` are keyed by words and target, channels by lower-case username, roles by id."""

    version: str
    watchlist: Watchlist
    claim_rules: ClaimRules
    seasons: Seasons
    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    channels: Mapping[str, ChannelEntry]
    titled: Mapping[Words, ChannelEntry]
    roles: Mapping[str, tuple[Role, ...]]
    role_places: Mapping[str, frozenset[str]]
    claims_at: Mapping[str, tuple[Claim, ...]]
    guards: Mapping[tuple[Words, str], tuple[Guard, ...]]
    patterns: NameIndex[Pattern]
    names: NameIndex[Pattern]  # those of the patterns that name somebody or some place
    naming: Naming  # the same names, for who asks whether there are any

    def scan(self, listed: Sequence[str | None]) -> list[Hit]:
        """All occurrences of all patterns in folded words, overlapping ones too, in order. None parts names."""
        return [Hit(first, last, pattern) for first, last, pattern in self.patterns.occurrences(listed)]

    def scan_names(self, listed: Sequence[str | None]) -> list[Hit]:
        """As `scan`, without what is nobody's name."""
        return [Hit(first, last, pattern) for first, last, pattern in self.names.occurrences(listed)]


def compile_catalogue(watchlist: Watchlist, encoder: Prefixed | None = None) -> Catalogue:
    """Compile a validated watchlist. Takes seconds; changes nothing outside. `encoder`: ranks suggested claims."""
    forms = _merged_labels(unique(_forms(watchlist)), watchlist)
    cues = _Cues(forms)
    guards = _guards_of_merged(_guards(watchlist, cues), forms, watchlist)
    patterns = _patterns([*forms, *_forms_that_need_context(watchlist, forms)], cues)
    claim_rules = compile_claims(watchlist, encoder)
    return Catalogue(
        version=watchlist.version,
        watchlist=watchlist,
        claim_rules=claim_rules,
        seasons=compile_seasons(claim_rules),
        actors={actor.id: actor for actor in watchlist.actors},
        places={place.id: place for place in watchlist.places},
        channels={entry.username.lower(): entry for entry in watchlist.channels if entry.username},
        titled=_titled(watchlist, forms),
        roles=_tenures(watchlist.roles),
        role_places=_role_places(watchlist, forms),
        claims_at=_claims_at(watchlist.claims),
        guards=guards,
        patterns=_index(patterns),
        names=_index(pattern for pattern in patterns if pattern.forms),
        naming=Naming.of(pattern.words for pattern in patterns if pattern.forms),
    )


class _Cues:
    """Numbers for context words and phrases, and all their forms.

    A word that speaks for an entry and is the name of another ("РДК") stands for all names of that, in every language.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        self.forms: defaultdict[Words, set[int]] = defaultdict(set)
        self._numbers: dict[tuple[str, str, str | None], int] = {}
        self._targets: defaultdict[Words, set[str]] = defaultdict(set)
        self._names: defaultdict[str, set[Words]] = defaultdict(set)
        for form in forms:
            if form.rule in {"name", "form", "short", "spelling"} and not form.all_caps:
                self._targets[form.words].add(form.target)
                self._names[form.target].add(form.words)

    def number(self, phrase: str, lang: str, speaks_for: str | None = None) -> int:
        key = (phrase.casefold(), lang, speaks_for)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            others = self._targets[spelled(phrase)] - {speaks_for} if speaks_for else set()
            found = set(cue_variants(phrase, lang)) | {words for target in others for words in self._names[target]}
            for words in found - {()}:
                self.forms[words].add(self._numbers[key])
        return self._numbers[key]


def _index(patterns: Iterable[Pattern]) -> NameIndex[Pattern]:
    return NameIndex({" ".join(pattern.words): pattern for pattern in patterns})


def _forms(watchlist: Watchlist) -> Iterator[Form]:
    for actor in watchlist.actors:
        yield from actor_forms(actor)
    for place in watchlist.places:
        yield from place_forms(place)
    for role in watchlist.roles:
        yield from role_forms(role)


def _ambiguities(watchlist: Watchlist) -> Iterator[tuple[Actor | Place, Ambiguity]]:
    entries: tuple[Actor | Place, ...] = (*watchlist.actors, *watchlist.places)
    for entry in entries:
        for ambiguity in entry.ambiguous:
            yield entry, ambiguity


def _variants_of(entry: Actor | Place, ambiguity: Ambiguity) -> frozenset[Words]:
    person = isinstance(entry, Actor) and entry.kind == "person"
    return variants(ambiguity.form, ambiguity.lang, person=person)


def _guards(watchlist: Watchlist, cues: _Cues) -> dict[tuple[Words, str], tuple[Guard, ...]]:
    found: defaultdict[tuple[Words, str], list[Guard]] = defaultdict(list)
    for entry, ambiguity in _ambiguities(watchlist):
        guard = Guard(
            ambiguity.lang,
            frozenset(cues.number(phrase, ambiguity.lang, entry.id) for phrase in ambiguity.wanted),
            frozenset(cues.number(phrase, ambiguity.lang) for phrase in ambiguity.unwanted),
            ambiguity.needed,
        )
        person = isinstance(entry, Actor) and entry.kind == "person"
        latin = latin_variants(ambiguity.form, ambiguity.lang, person=person)
        for form in _variants_of(entry, ambiguity) | latin:
            found[form, entry.id].append(guard)
    return {key: tuple(listed) for key, listed in found.items()}


def _guards_of_merged(
    guards: dict[tuple[Words, str], tuple[Guard, ...]], forms: Iterable[Form], watchlist: Watchlist
) -> dict[tuple[Words, str], tuple[Guard, ...]]:
    """The same, and a group's label that names the collective now ("Volunteer Corps") keeps its guards there."""
    groups = [actor.id for actor in watchlist.actors if actor.kind == "armed_group"]
    kept = {
        (form.words, form.target): guards[form.words, group]
        for form in forms
        if form.rule == "label" and (form.words, form.target) not in guards
        for group in groups
        if (form.words, group) in guards
    }
    return guards | kept


def _forms_that_need_context(watchlist: Watchlist, known: Iterable[Form]) -> list[Form]:
    """Forms that are listed as ambiguous only: names where their context says so."""
    have = {(form.words, form.target) for form in known}
    found = []
    for entry, ambiguity in _ambiguities(watchlist):
        if not (ambiguity.needed and ambiguity.wanted):
            continue
        kind = Kind.ACTOR if isinstance(entry, Actor) else Kind.PLACE
        single = len(spelled(ambiguity.form)) == 1
        cased, quoted = single and ambiguity.form[:1].isupper(), single and ambiguity.form[:1] in QUOTES
        for words in _variants_of(entry, ambiguity):
            if words and (words, entry.id) not in have:
                found.append(Form(words, kind, entry.id, "form", cased=cased, quoted=quoted))
    return unique(found)


def _merged_labels(forms: list[Form], watchlist: Watchlist) -> list[Form]:
    """A label thrown at several actors, or at an armed group without its name, names the collective, if any."""
    collective = next((actor.id for actor in watchlist.actors if actor.kind == "collective"), None)
    if collective is None:
        return forms
    groups = {actor.id for actor in watchlist.actors if actor.kind == "armed_group"}
    owners: defaultdict[Words, set[str]] = defaultdict(set)
    own_words: defaultdict[str, set[str]] = defaultdict(set)
    for form in forms:
        if form.rule == "label":
            owners[form.words].add(form.target)
        elif form.target in groups and len(form.words) == 1:
            own_words[form.target].add(form.words[0])

    def names_nobody(form: Form) -> bool:
        return len(owners[form.words]) > 1 or (form.target in groups and not own_words[form.target] & set(form.words))

    return unique(
        replace(form, target=collective) if form.rule == "label" and names_nobody(form) else form for form in forms
    )


def _patterns(forms: Iterable[Form], cues: _Cues) -> tuple[Pattern, ...]:
    by_words: defaultdict[Words, list[Form]] = defaultdict(list)
    for form in forms:
        by_words[form.words].append(form)
    every = dict.fromkeys((*by_words, *cues.forms))
    return tuple(
        Pattern(words, tuple(by_words.get(words, ())), tuple(sorted(cues.forms.get(words, ())))) for words in every
    )


def _titled(watchlist: Watchlist, forms: Iterable[Form]) -> dict[Words, ChannelEntry]:
    """Channels whose username is not known, by what they may be called: their title, and their owner's full names."""
    nameless = [entry for entry in watchlist.channels if not entry.username and entry.owner]
    owned = {entry.owner: entry for entry in nameless}
    names = {form.words: owned[form.target] for form in forms if form.rule == "name" and form.target in owned}
    names |= {channel_words(entry.title): entry for entry in nameless}
    return {words: entry for words, entry in names.items() if len(words) > 1}  # one word is anybody's


def _tenures(roles: Iterable[Role]) -> dict[str, tuple[Role, ...]]:
    found: defaultdict[str, list[Role]] = defaultdict(list)
    for role in roles:
        found[role.id].append(role)
    return {role_id: tuple(tenures) for role_id, tenures in found.items()}


def _role_places(watchlist: Watchlist, forms: Iterable[Form]) -> dict[str, frozenset[str]]:
    """The places that a title's full names speak of: they tell whose "governor" is meant where only that is said."""
    places: defaultdict[Words, set[str]] = defaultdict(set)
    for form in forms:
        if form.kind is Kind.PLACE:
            places[form.words].add(form.target)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for role in watchlist.roles:
        for name in (name for listed in role.names.values() for name in listed):
            words = spelled(name)
            for start in range(len(words)):
                for end in range(start + 1, len(words) + 1):
                    found[role.id] |= places.get(words[start:end], set())
    return {role_id: frozenset(targets) for role_id, targets in found.items()}


def _claims_at(claims: Iterable[Claim]) -> dict[str, tuple[Claim, ...]]:
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for place in claim.places:
            found[place].append(claim)
    return {place: tuple(listed) for place, listed in found.items()}
