"""A claim's whole record as values that JSON can hold, and as ClaimReview for those that people have judged. Pure.

ClaimReview is schema.org's type for fact-checks (https://schema.org/ClaimReview), in the form that Google's Fact Check
Tools read (https://developers.google.com/search/docs/appearance/structured-data/factcheck).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.claims.standing import Placed, Standing
from storage.model import Channel
from storage.said import ClaimStatus, FigureSaid, StatusChange
from storage.watchlist import Actor, Claim, Watchlist

Json = dict[str, Any]

_RATINGS = {ClaimStatus.REFUTED: 1, ClaimStatus.CONTESTED: 3, ClaimStatus.CONFIRMED: 5}
"""1 is false and 5 is true, as fact-checkers rate; an unverified claim has no rating and is no review."""

_LINK = "https://t.me/{}/{}"


def record_of(standing: Standing, entry: Claim) -> Json:
    """All that is known of a claim: its statement, who says and who denies it, its figures, every change of status."""
    return {
        "claim": entry.id,
        "statement": dict(entry.statement),
        "status": standing.status.value,
        "changes": [_change(change) for change in standing.changes],
        "since": standing.since.isoformat() if standing.since else None,
        "until": standing.until.isoformat() if standing.until else None,
        "posts": standing.posts,
        "corroboration": standing.corroboration.value,
        "asserting": [_voice(one) for one in standing.asserting],
        "denying": [_voice(one) for one in standing.denying],
        "other_posts": standing.others,
        "figures": [_figure(one) for one in standing.figures],
        "versions": list(standing.versions),
        "resembles": list(entry.resembles),
        "source": list(entry.source),
    }


def review_of(
    standing: Standing, entry: Claim, watchlist: Watchlist, publisher: str, language: str = "en"
) -> Json | None:
    """The claim as a ClaimReview by `publisher`; None as long as nobody has confirmed, refuted or contested it."""
    rating, change = _RATINGS.get(standing.status), standing.changes[-1] if standing.changes else None
    if rating is None or change is None:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "claimReviewed": _statement(entry, language),
        "datePublished": change.at.date().isoformat(),
        "author": {"@type": "Organization", "name": publisher},
        "reviewBody": change.reason,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": rating,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": standing.status.value,
        },
        "itemReviewed": _reviewed(standing, watchlist),
    }


def _reviewed(standing: Standing, watchlist: Watchlist) -> Json:
    first = next(iter(standing.asserting), None)
    claim: Json = {"@type": "Claim"}
    if first is not None:
        actors: Mapping[str, Actor] = {actor.id: actor for actor in watchlist.actors}
        actor = actors.get(first.voice.source)
        kind = "Person" if actor and actor.kind == "person" else "Organization"
        claim["author"] = {"@type": kind, "name": actor.name if actor else first.voice.channel.title}
        claim["datePublished"] = first.voice.since.date().isoformat()
    links = [url for one in standing.asserting if (url := _url(one.voice.channel, one.voice.post_id))]
    if links:
        claim["appearance"] = [{"@type": "CreativeWork", "url": url} for url in links]
    return claim


def _voice(placed: Placed) -> Json:
    voice, affiliation = placed.voice, placed.affiliation
    return {
        "source": voice.source,
        "side": affiliation.side.value if affiliation else None,
        "tie": affiliation.tie.value if affiliation else None,
        "posts": voice.posts,
        "relayed": voice.relayed,
        "since": voice.since.isoformat(),
        "until": voice.until.isoformat(),
        "first_post": {
            "channel_id": voice.channel.channel_id,
            "channel": voice.channel.username,
            "post_id": voice.post_id,
            "url": _url(voice.channel, voice.post_id),
        },
    }


def _figure(figure: FigureSaid) -> Json:
    return {
        "source": figure.source,
        "unit": figure.unit,
        "value": figure.value,
        "qualifier": figure.qualifier,
        "since": figure.since.isoformat(),
        "posts": figure.posts,
    }


def _change(change: StatusChange) -> Json:
    """Without who made it: that is a person, and this may be published."""
    return {"status": change.status.value, "reason": change.reason, "at": change.at.isoformat()}


def _statement(entry: Claim, language: str) -> str:
    statements: Sequence[str] = list(entry.statement.values())
    return entry.statement.get(language) or (statements[0] if statements else entry.id)


def _url(channel: Channel, post_id: int) -> str | None:
    """A link for whoever has no account here; a channel without a username has none."""
    return _LINK.format(channel.username, post_id) if channel.username else None
