"""What is wrong between entries: ids that lead nowhere, doubles, reversed days, names that mean two actors.

Each check gives errors in words and changes nothing. The shape of a single entry was judged before.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, pairwise

from bot.watchlist import entries
from bot.watchlist.book import Book, Item, Where
from bot.watchlist.problems import WatchlistError
from bot.watchlist.values import spelled_out

Wrong = Iterator[WatchlistError]


def problems(book: Book) -> list[WatchlistError]:
    """All of them."""
    return list(
        chain(
            _doubles(book),
            _nameless(book),
            _claims(book),
            _claim_days(book),
            _figures(book),
            _incidents(book),
            _places(book),
            _roles(book),
            _channels(book),
            _impersonators(book),
            _shared_names(book.actors, "actors"),
            _shared_names(book.places, "places"),
        )
    )


# --- ids ------------------------------------------------------------------------------------------------------------


def _doubles(book: Book) -> Wrong:
    """Readers follow actors, places and claims by id alone, so one id means one of them."""
    followed: Iterable[Item[entries.ActorEntry] | Item[entries.PlaceEntry] | Item[entries.ClaimEntry]]
    followed = chain(book.actors, book.places, book.claims)
    yield from _twice((item.entry.id, item.where) for item in followed)
    yield from _twice((item.entry.id, item.where) for item in book.incidents)
    yield from _twice((item.entry.id, item.where) for item in book.roles)
    yield from _twice((item.entry.id, item.where) for item in book.lexicon)
    yield from _twice((item.entry.username.lower(), item.where) for item in book.channels if item.entry.username)
    yield from _twice((item.entry.handle.lower(), item.where) for item in book.impersonators)
    watched = ((item.entry.channel_id, item.where) for item in book.channels if item.entry.enabled)
    yield from _twice((f"channel_id {number}", where) for number, where in watched if number)


def _twice(named: Iterable[tuple[str, Where]]) -> Wrong:
    seen: dict[str, Where] = {}
    for name, where in named:
        first = seen.setdefault(name, where)
        if first is not where:
            line = first.document.line((first.number,))
            yield where.wrong(f"'{name}' is taken by {first.path.name}:{line}; rename or remove one of them")


def _unknown(book: Book, where: Where, kind: str, spot: str, ids: Iterable[str]) -> Wrong:
    known = book.known.get(kind)
    if known is None:
        return
    for number, name in enumerate(ids):
        if name not in known:
            yield where.wrong(f"{spot}: there is no {kind} '{name}'; correct the id or add the {kind}", spot, number)


# --- claims and incidents -------------------------------------------------------------------------------------------


def _claims(book: Book) -> Wrong:
    corrects = {item.entry.id: _one(item.entry.supersedes) for item in book.claims}
    for item in book.claims:
        others = tuple(one for one in corrects[item.entry.id] if one != item.entry.id)
        if _leads_to(item.entry.id, others, corrects):
            yield item.where.wrong("the claim corrects itself through others; break the circle", "supersedes")
        yield from _claim_ids(book, item.entry, item.where)
        yield from _claim_ways(book, item.entry, item.where)
        yield from _claim_sense(item.entry, item.where)


def _claim_ids(book: Book, claim: entries.ClaimEntry, where: Where) -> Wrong:
    for kind, spot, ids in (
        ("actor", "holders", claim.holders),
        ("actor", "about", claim.about),
        ("actor", "contested_by", claim.contested_by),
        ("place", "places", claim.places),
        ("incident", "incident", _one(claim.incident)),
        ("claim", "resembles", claim.resembles),
        ("claim", "supersedes", _one(claim.supersedes)),
    ):
        yield from _unknown(book, where, kind, spot, ids)


def _claim_ways(book: Book, claim: entries.ClaimEntry, where: Where) -> Wrong:
    """ "drg+enter+@kozinka": lexicon entries, and behind an @ a slot, an actor or a place."""
    words, named = book.known.get("lexicon entry"), book.named
    for spot, ways in (("events", claim.events), ("denials", claim.denials)):
        for number, way in enumerate(ways):
            for part in way.removeprefix("~").split("+"):
                if part.startswith("@"):
                    known, text = named, f"'{part}' is not a slot, actor or place; correct it or add the entry"
                else:
                    known, text = words, f"there is no lexicon entry '{part}'; correct the id or add the lexicon entry"
                if known is not None and part.removeprefix("@") not in known:
                    yield where.wrong(f"{spot}: {text}", spot, number)


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _claim_sense(claim: entries.ClaimEntry, where: Where) -> Wrong:
    for spot, ids in (("resembles", claim.resembles), ("supersedes", _one(claim.supersedes))):
        if claim.id in ids:
            yield where.wrong(f"{spot} names the claim itself; remove it", spot)
    for both in sorted(set(claim.events) & set(claim.denials)):
        yield where.wrong(f"'{both}' both asserts and denies it; keep it under events or denials", "denials")
    if claim.resembles and not claim.differs.strip():
        yield where.wrong("differs is empty, but it resembles other claims; say how to tell them apart", "resembles")
    if not claim.asserting.by_language():
        yield where.wrong("asserting is empty; give a wording in at least one of ru, uk, en, nl", "asserting")


def _claim_days(book: Book) -> Wrong:
    for item in book.claims:
        claim = item.entry
        yield from _reversed(item.where, claim.first, claim.last)
        happened = claim.last or claim.first
        if claim.published_until and happened and claim.published_until < happened:
            text = f"published_until {claim.published_until} is before {happened}; correct one of them"
            yield item.where.wrong(text, "published_until")


def _reversed(where: Where, first: date | None, last: date | None, *spot: str | int) -> Wrong:
    if first and last and last < first:
        yield where.wrong(f"last {last} is before first {first}; swap or correct them", *spot, "last")


def _figures(book: Book) -> Wrong:
    for item in book.claims:
        for number, figure in enumerate(item.entry.figures):
            known = [amount for amount in (figure.low, figure.value, figure.high) if amount is not None]
            if known != sorted(known):
                yield item.where.wrong("low, value and high do not ascend; correct them", "figures", number)


def _incidents(book: Book) -> Wrong:
    for item in book.incidents:
        incident, where = item.entry, item.where
        yield from _unknown(book, where, "actor", "by", incident.by)
        yield from _unknown(book, where, "place", "places", incident.places)
        yield from _unknown(book, where, "claim", "also", incident.also)
        yield from _reversed(where, incident.first, incident.last)


# --- places, roles, channels ----------------------------------------------------------------------------------------


def _places(book: Book) -> Wrong:
    parents = {item.entry.id: item.entry.parents for item in book.places}
    for item in book.places:
        place, where = item.entry, item.where
        yield from _unknown(book, where, "place", "parents", place.parents)
        if _leads_to(place.id, place.parents, parents):
            yield where.wrong("the place lies in itself through its parents; break the circle", "parents")
        if (place.lat is None) != (place.lon is None):
            yield where.wrong("only one of lat and lon is known; give both or neither", "lat")


def _leads_to(target: str, start: Iterable[str], parents: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    todo = list(start)
    while todo:
        name = todo.pop()
        if name == target:
            return True
        if name not in seen:
            seen.add(name)
            todo += parents.get(name, ())
    return False


def _roles(book: Book) -> Wrong:
    for item in book.roles:
        where = item.where
        for number, tenure in enumerate(item.entry.holders):
            if tenure.actor and tenure.actor not in book.known.get("actor", {tenure.actor}):
                text = f"there is no actor '{tenure.actor}'; correct the id, or write null and keep the person's name"
                yield where.wrong(text, "holders", number, "actor")
            yield from _reversed(where, tenure.first, tenure.last, "holders", number)
        for number, (one, two) in enumerate(pairwise(item.entry.holders), start=1):
            if (one.last or date.max) > (two.first or date.min):
                text = f"{two.person} starts before {one.person} ends; order the holders and correct the days"
                yield where.wrong(text, "holders", number)


def _channels(book: Book) -> Wrong:
    for item in book.channels:
        channel, where = item.entry, item.where
        yield from _unknown(book, where, "actor", "owner", _one(channel.owner))
        yield from _unknown(book, where, "role", "owner_role", _one(channel.owner_role))
        if channel.owner and channel.owner_role:
            yield where.wrong("both owner and owner_role are given; keep one", "owner_role")
        if channel.enabled and channel.username is None:
            yield where.wrong("the channel is enabled without a username; add it, or set enabled: false", "enabled")
        if not channel.enabled and not channel.why_disabled.strip():
            yield where.wrong("the channel is disabled without a reason; fill in why_disabled", "enabled")
        if channel.enabled and channel.why_disabled:
            yield where.wrong("the channel is enabled but says why_disabled; remove one of the two", "why_disabled")


def _impersonators(book: Book) -> Wrong:
    listed = {item.entry.username.lower() for item in book.channels if item.entry.username}
    for item in book.impersonators:
        if item.entry.handle.lower() in listed:
            yield item.where.wrong("the handle is also a channel of the list; remove it from one of the two", "handle")


# --- names ----------------------------------------------------------------------------------------------------------


def _nameless(book: Book) -> Wrong:
    named: Iterable[Item[entries.ActorEntry] | Item[entries.PlaceEntry] | Item[entries.RoleEntry]]
    named = chain(book.actors, book.places, book.roles)
    for item in named:
        if not item.entry.names.by_language():
            yield item.where.wrong("names are empty; give a name in at least one of ru, uk, en, nl", "names")
    for word in book.lexicon:
        if not any((word.entry.words.ru, word.entry.words.uk, word.entry.words.en, word.entry.words.nl)):
            yield word.where.wrong("words are empty; give a word in at least one of ru, uk, en, nl", "words")


def _shared_names(items: Iterable[Item[entries.ActorEntry] | Item[entries.PlaceEntry]], kind: str) -> Wrong:
    """One name for two is an error, unless both say under `ambiguous` what speaks for them."""
    seen: dict[tuple[str, str], Item[entries.ActorEntry] | Item[entries.PlaceEntry]] = {}
    for item in items:
        doubtful = {_plain(form) for entry in item.entry.ambiguous for form in spelled_out(entry.forms)}
        for language, names in item.entry.names.by_language().items():
            for number, name in enumerate(names):
                if _plain(name) in doubtful:
                    continue
                first = seen.setdefault((language, _plain(name)), item)
                if first is not item:
                    text = f"'{name}' also means {first.where.name}; {kind} that share a name list it under 'ambiguous'"
                    yield item.where.wrong(text, "names", language, number)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split()).strip("«»\"'“”„")
