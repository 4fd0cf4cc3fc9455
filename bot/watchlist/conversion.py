"""Checked entries -> domain types, and the version that says which content they are. Checks nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic_core import to_jsonable_python

from bot.watchlist import entries
from bot.watchlist.book import Book
from bot.watchlist.values import spelled_out
from storage import watchlist as types


def watchlist(book: Book, merged: Mapping[str, str], own: Sequence[str] = ()) -> types.Watchlist:
    """The whole book. Books with the same content have the same version, whatever their layout and order of keys.

    `merged`: claims -> those that they were merged into; `own`: the claims that were made in chat.
    """
    found = types.Watchlist(
        version="",
        actors=tuple(_actor(item.entry) for item in book.actors),
        places=tuple(_place(item.entry) for item in book.places),
        claims=tuple(claim_of(item.entry) for item in book.claims),
        incidents=tuple(_incident(item.entry, book) for item in book.incidents),
        roles=tuple(role for item in book.roles for role in _tenures(item.entry)),
        lexicon=tuple(_lexicon(item.entry) for item in book.lexicon),
        channels=tuple(_channel(item.entry) for item in book.channels),
        impersonators=tuple(item.entry.handle for item in book.impersonators),
        merged=merged,
        own=tuple(own),
    )
    content = json.dumps(to_jsonable_python(found), sort_keys=True, ensure_ascii=False)
    return replace(found, version=hashlib.sha256(content.encode()).hexdigest()[:12])


def _affiliation(entry: entries.AffiliationEntry) -> types.Affiliation:
    return types.Affiliation(entry.side, entry.tie)


def _ambiguities(found: Sequence[entries.AmbiguousEntry]) -> tuple[types.Ambiguity, ...]:
    return tuple(
        types.Ambiguity(form, lang, entry.other, entry.wanted, entry.unwanted, entry.needed)
        for entry in found
        for form in spelled_out(entry.forms)
        for lang in entry.langs
    )


def _actor(entry: entries.ActorEntry) -> types.Actor:
    return types.Actor(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        affiliation=_affiliation(entry.affiliation),
        names=entry.names.by_language(),
        forms=entry.forms.by_language(),
        short=entry.short,
        hashtags=entry.hashtags,
        labels=entry.labels.by_language(),
        ambiguous=_ambiguities(entry.ambiguous),
        source=entry.source,
        note=entry.note,
        generic=entry.generic,
    )


def _place(entry: entries.PlaceEntry) -> types.Place:
    return types.Place(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        country=entry.country,
        oblast=entry.oblast,
        district=entry.district,
        parents=entry.parents,
        lat=entry.lat,
        lon=entry.lon,
        precision_km=entry.precision_km,
        names=entry.names.by_language(),
        forms=entry.forms.by_language(),
        ambiguous=_ambiguities(entry.ambiguous),
        source=entry.source,
        note=entry.note,
    )


def _stated(entry: entries.ClaimEntry) -> dict[str, str]:
    """The statement in the languages that it was worded in. One text for several languages, as a claim made in chat
    begins with, is that of its wording's language only: readers of others are told which that is.
    """
    given: dict[str, str] = entry.statement.model_dump()
    texts = list(given.values())
    spoken = {text: language for language, worded in entry.asserting.by_language().items() for text in worded}
    found = {language: text for language, text in given.items() if texts.count(text) == 1 or text not in spoken}
    for text in texts:
        if text not in found.values():
            found.setdefault(spoken[text], text)
    return found


def claim_of(entry: entries.ClaimEntry) -> types.Claim:
    """One claim by itself, as its entry says."""
    return types.Claim(
        id=entry.id,
        statement=_stated(entry),
        holders=entry.holders,
        about=entry.about,
        places=entry.places,
        first=entry.first,
        last=entry.last,
        events=entry.events,
        denials=entry.denials,
        figures=tuple(
            types.ClaimedFigure(figure.unit, figure.value, figure.approx, figure.low, figure.high)
            for figure in entry.figures
        ),
        asserting=entry.asserting.by_language(),
        denying=entry.denying.by_language(),
        contested_by=entry.contested_by,
        resembles=entry.resembles,
        differs=entry.differs,
        checkable=entry.checkable,
        source=entry.source,
        incident=entry.incident,
        published_until=entry.published_until,
        supersedes=entry.supersedes,
        status=entry.status,
        note=entry.note,
    )


def _incident(entry: entries.IncidentEntry, book: Book) -> types.Incident:
    own = tuple(item.entry.id for item in book.claims if item.entry.incident == entry.id)
    return types.Incident(
        id=entry.id,
        name=entry.name.model_dump(),
        first=entry.first,
        last=entry.last,
        by=entry.by,
        places=entry.places,
        claims=own + entry.also,
        decoy=entry.decoy,
        source=entry.source,
    )


def _tenures(entry: entries.RoleEntry) -> tuple[types.Role, ...]:
    return tuple(
        types.Role(
            id=entry.id,
            names=entry.names.by_language(),
            holder=tenure.actor,
            first=tenure.first,
            last=tenure.last,
            source=tenure.source,
            forms=entry.forms.by_language(),
        )
        for tenure in entry.holders
        if tenure.actor is not None
    )


def _lexicon(entry: entries.LexiconFileEntry) -> types.LexiconEntry:
    words = {"ru": entry.words.ru, "uk": entry.words.uk, "en": entry.words.en, "nl": entry.words.nl}
    return types.LexiconEntry(
        id=entry.id,
        meaning=entry.meaning,
        polarity=entry.polarity,
        words={
            language: tuple(types.Lexeme(word.lemma, word.forms) for word in found)
            for language, found in words.items()
            if found
        },
        note=entry.note,
    )


def _channel(entry: entries.ChannelFileEntry) -> types.ChannelEntry:
    return types.ChannelEntry(
        username=entry.username,
        channel_id=entry.channel_id,
        title=entry.title,
        owner=entry.owner,
        role=entry.role,
        lang=entry.lang,
        affiliation=_affiliation(entry.affiliation),
        confidence=entry.confidence,
        official=entry.official,
        enabled=entry.enabled,
        why_disabled=entry.why_disabled,
        republish=entry.republish,
        source=entry.source,
        note=entry.note,
        owner_role=entry.owner_role,
        join=entry.join,
    )
