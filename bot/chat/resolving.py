"""What the names in an expression mean: entries by id or any of their names, channels, sides and languages. Pure."""

import re

from bot.chat.channel_names import username_in
from bot.chat.lookup import Catalog
from bot.following.reading import Resolve, Resolved
from storage.model import Kind
from storage.watchlist import Side, Tie

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LANGUAGES = ("ru", "uk", "en", "nl")
_SIDES = {side.value: side.value for side in Side}
_TIES = {tie.value.replace(" ", "_"): tie.value.replace(" ", "_") for tie in Tie} | {"official": Tie.STATE.value}


def resolver(catalog: Catalog) -> Resolve:
    """For `bot.following.reading.read`."""

    def resolve(kind: Kind, asked: str) -> Resolved:
        if kind is Kind.LANGUAGE:
            code = asked.casefold()
            return Resolved((code,)) if _LANGUAGE.fullmatch(code) else Resolved((), _LANGUAGES)
        if kind is Kind.AFFILIATION:
            return _affiliation(asked)
        if kind is Kind.CHANNEL:
            return _channel(asked, catalog)
        return _entry(kind, asked, catalog)

    return resolve


def _affiliation(asked: str) -> Resolved:
    """ "russia", "state media", "Ukraine / state"."""
    parts = [part for part in re.split(r"[/+]", asked.casefold()) if part.strip()]
    words = [part.strip().replace(" ", "_").replace("-", "_") for part in parts]
    sides = [_SIDES[word] for word in words if word in _SIDES]
    ties = [_TIES[word] for word in words if word in _TIES]
    if not words or len(sides) > 1 or len(ties) > 1 or len(sides) + len(ties) < len(words):
        return Resolved((), (*_SIDES, *dict.fromkeys(_TIES.values())))
    return Resolved(("/".join([*sides, *ties]),))


def _channel(asked: str, catalog: Catalog) -> Resolved:
    """By its name, link, title or number; one that was reached."""
    found = catalog.channel(username_in(asked) or asked)
    reached = {str(seen.channel.channel_id) for seen in catalog.coverage if seen.channel}
    if found is not None or asked in reached:
        return Resolved((found.target if found else asked,))
    return _among(asked, catalog, frozenset((Kind.CHANNEL, one) for one in reached))


def _entry(kind: Kind, asked: str, catalog: Catalog) -> Resolved:
    book = catalog.book.watchlist
    ids = {
        Kind.ACTOR: [one.id for one in book.actors],
        Kind.PLACE: [one.id for one in book.places],
        Kind.CLAIM: [one.id for one in book.claims],
    }[kind]
    by_id = next((one for one in ids if one.casefold() == asked.casefold()), None)
    return Resolved((by_id,)) if by_id else _among(asked, catalog, frozenset((kind, one) for one in ids))


def _among(asked: str, catalog: Catalog, these: frozenset[tuple[Kind, str]]) -> Resolved:
    answer = catalog.find(asked, these)
    return Resolved(tuple(one.target for one in answer.exact), tuple(one.target for one in answer.close))
