"""From a text to what it is about: the one function that live posts, archives and `seinpost match` all go through.

Pure: no I/O, no clock, no database. Any text is answered, however odd. The order: fold, find names, decide which count
(`matcher.context`), add what the channel and the handles say, then ask the claim rules.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date

from matcher.catalogue import Catalogue, Hit
from matcher.claims import Skimmed, claim_links, topics_told
from matcher.context import Cues, Scene, mentions
from matcher.folding import fold
from matcher.index import readings
from matcher.language import languages, main_language
from matcher.names import SCORES
from matcher.piecing import Pieces, pieces_of_skimmed
from matcher.reading import Mention, Reading, Setting
from matcher.rejections import Rejected, Why
from matcher.skimming import skim
from matcher.speakers import may_say_we, ourselves, owner_of, speaker_of
from matcher.text import CLOSED_BY, closed, possible_words, sentences
from storage.model import Evidence, Found, Kind, LanguagePart, Link, Stance, Topic

CERTAIN = 0.6  # from this score on an actor or place link counts at once
# Each way begins with a letter of its own, and looks behind that only then: so most of a text is passed over quickly.
_HANDLE = re.compile(
    r"@(?<![\w@/.]@)(?P<at>\w{4,32})(?!\w)"
    r"|h(?<!\wh)ttps?://t(?:elegram)?\.me/(?:s/)?(?P<https>\w{4,32})|t(?<!\wt)(?:elegram)?\.me/(?:s/)?(?P<me>\w{4,32})",
    re.ASCII,
)
_LINK_SCORE = 0.5  # a bare link points at a channel without naming it
Parts = Pieces | None


@dataclass(frozen=True, slots=True)
class _Post:
    """A text, and what is known of it before any name in it is.

    `skimmed`: as `skim` gives it, `listed`: the words of that, in order; `rejected`: as in `match`.
    """

    text: str
    skimmed: str | None
    listed: Sequence[str]
    setting: Setting
    spoken: tuple[LanguagePart, ...]
    day: date | None
    speaker: str | None
    rejected: list[Rejected] | None


def match(
    text: str,
    setting: Setting,
    catalogue: Catalogue,
    rejected: list[Rejected] | None = None,
    spoken: tuple[LanguagePart, ...] | None = None,
) -> Found:
    """What the text is about. Offsets of all evidence are code points of `text`.

    `rejected`: given a list, it is filled with what was considered and does not count. That changes nothing found.
    `spoken`: the text's languages, where they are known already.
    """
    post = _post(text, setting, catalogue, rejected, spoken)
    words = _words(post) if rejected is None else None
    if words is None:
        return _read_whole(post, catalogue)
    # Most posts name nobody, and speak of no claim of their days: neither words nor sentences of theirs matter.
    parts, found = (None, ()) if _names_nobody(post, words, catalogue) else _named(post, catalogue)
    named = tuple(_links(text, found)) if found else ()
    names = {post.speaker, *(mention.target for mention in found)}
    published = setting.day
    sifted = catalogue.seasons.sieve.sifted(words)
    only = catalogue.seasons.open_to(sifted, published, names)
    no_topics = catalogue.seasons.no_topics(sifted, _places(named))
    if no_topics and not only:
        return Found(main_language(post.spoken), _whole(named, text), post.spoken)
    reading = _reading(post, parts, found)
    claims = claim_links(reading, catalogue.claim_rules, only) if only else ()
    return _found(reading, named, claims, () if no_topics else _topics(reading, named, claims, catalogue), catalogue)


def read(text: str, setting: Setting, catalogue: Catalogue) -> Reading:
    """The text with its sentences, its mentions and its speaker."""
    post = _post(text, setting, catalogue)
    return _reading(post, *_named(post, catalogue))


def _post(
    text: str,
    setting: Setting,
    catalogue: Catalogue,
    rejected: list[Rejected] | None = None,
    spoken: tuple[LanguagePart, ...] | None = None,
) -> _Post:
    day = setting.published_at.astimezone(UTC).date() if setting.published_at else None
    speaker = speaker_of(text, setting, day, catalogue)
    skimmed, spoken = skim(text), languages(text) if spoken is None else spoken
    return _Post(text, skimmed, (skimmed or "").split(), setting, spoken, day, speaker, rejected)


def _read_whole(post: _Post, catalogue: Catalogue) -> Found:
    """All that is found where nothing is known beforehand."""
    reading = _reading(post, *_named(post, catalogue))
    may_tell = _may_tell(post, reading.mentions, catalogue)
    named = tuple(_links(post.text, reading.mentions))
    claims = claim_links(reading, catalogue.claim_rules, may_tell=may_tell)
    return _found(reading, named, claims, _topics(reading, named, claims, catalogue), catalogue)


def _may_tell(post: _Post, found: Sequence[Mention], catalogue: Catalogue) -> bool:
    """Whether the quick way (nobody asks why) would have asked the claim rules at all; see `match`."""
    words = _words(post)
    names = {post.speaker, *(mention.target for mention in found)}
    published = post.setting.day
    return words is None or bool(catalogue.seasons.open_to(catalogue.seasons.sieve.sifted(words), published, names))


def _found(
    reading: Reading, named: tuple[Link, ...], claims: Sequence[Link], topics: tuple[Topic, ...], catalogue: Catalogue
) -> Found:
    links = named + _merged(claims, catalogue.watchlist.merged)
    return Found(reading.lang, _whole(links, reading.text), reading.languages, topics)


def _whole(links: Sequence[Link], text: str) -> tuple[Link, ...]:
    """The links, with quotation marks closed in what they show: «Свобода России», not «Свобода России."""
    if not any(mark in text for mark in CLOSED_BY):
        return tuple(links)
    shown = (tuple(_closed(one, text) for one in link.evidence) for link in links)
    return tuple(replace(link, evidence=evidence) for link, evidence in zip(links, shown, strict=True))


def _closed(evidence: Evidence, text: str) -> Evidence:
    end = closed(text, evidence.start, evidence.end)
    return evidence if end == evidence.end else replace(evidence, end=end, text=text[evidence.start : end])


def _merged(claims: Sequence[Link], merged: Mapping[str, str]) -> tuple[Link, ...]:
    """Links to a claim that was merged into another are links to that; of two that say the same, the surer."""
    if not merged:
        return tuple(claims)
    found: dict[tuple[str, str | None, Stance | None], Link] = {}
    for link in sorted(claims, key=lambda one: not one.certain):
        target = merged.get(link.target, link.target)
        found.setdefault((target, link.holder, link.stance), replace(link, target=target))
    return tuple(sorted(found.values(), key=lambda one: -one.score))


def _topics(reading: Reading, named: Sequence[Link], claims: Sequence[Link], catalogue: Catalogue) -> tuple[Topic, ...]:
    return topics_told(reading, _places(named), claims, catalogue.claim_rules)


def _places(named: Iterable[Link]) -> frozenset[str]:
    """The places that are certainly named."""
    return frozenset(link.target for link in named if link.kind is Kind.PLACE and link.certain)


def _reading(post: _Post, parts: Parts, found: Sequence[Mention]) -> Reading:
    whole = [(mention.start, mention.end) for mention in found]
    if parts is None and post.skimmed is not None:
        parts = pieces_of_skimmed(post.text, post.skimmed)
    lang, spans = main_language(post.spoken), sentences(post.text, whole, parts)
    return Reading(post.text, lang, spans, tuple(found), post.setting, post.speaker, post.rejected, post.spoken)


def _words(post: _Post) -> Skimmed | None:
    """All words that the text may hold; None: they can't be told quickly."""
    if post.skimmed is not None:
        return Skimmed(post.text, post.skimmed, frozenset(post.listed))
    possible = possible_words(fold(post.text))
    return None if possible is None else Skimmed(post.text, " ".join(possible), frozenset(possible))


def _names_nobody(post: _Post, words: Skimmed, catalogue: Catalogue) -> bool:
    """Whether the text can't mention anybody or any place."""
    naming = catalogue.naming
    if naming.may_be_in(words.words) and (post.skimmed is None or naming.may_stand_in(post.listed)):
        return False
    if may_say_we(post.speaker, catalogue):
        return False
    if not _may_hold_handles(post.text):
        return True
    return all(
        owner_of(found[found.lastgroup or 0], post.day, catalogue) is None for found in _HANDLE.finditer(post.text)
    )


def _may_hold_handles(text: str) -> bool:
    return "@" in text or ".me/" in text


def _named(post: _Post, catalogue: Catalogue) -> tuple[Parts, tuple[Mention, ...]]:
    """The pieces of the text and its mentions, in order."""
    parts, hits = _scan(post, catalogue)
    langs, cues = frozenset(part.lang for part in post.spoken), Cues(parts.words, catalogue)
    scene = Scene(post.text, langs, post.day, post.speaker, parts, hits, catalogue, cues, post.rejected)
    found = [*mentions(scene), *_handles(scene, post.setting)]
    found += ourselves(scene, found)
    return parts, tuple(sorted(found, key=lambda mention: (mention.start, mention.end, mention.target)))


def _scan(post: _Post, catalogue: Catalogue) -> tuple[Pieces, list[Hit]]:
    """The pieces of the text, and the names in them; of several readings, the one that holds most names."""
    if post.skimmed is not None:
        parts = pieces_of_skimmed(post.text, post.skimmed)
        return parts, catalogue.scan_names(parts.words)
    scanned = [(parts, catalogue.scan_names(parts.words)) for parts in readings(post.text)]
    return max(scanned, key=lambda one: len(one[1]))


def _handles(scene: Scene, setting: Setting) -> Iterator[Mention]:
    """@mentions and t.me links of listed channels; a channel's own signature names nobody."""
    if not _may_hold_handles(scene.text):
        return
    own = (setting.channel or "").lstrip("@").lower()
    for found in _HANDLE.finditer(scene.text):
        handle = found[found.lastgroup or 0].lower()
        owner = owner_of(handle, scene.day, scene.catalogue)
        actor = scene.catalogue.actors.get(owner) if owner else None
        if actor is None:
            continue
        why = Why.TOO_GENERAL if actor.generic else Why.OWN_HANDLE if handle == own else None
        if why is None:
            score = SCORES["handle"] if found["at"] else _LINK_SCORE
            yield Mention(Kind.ACTOR, actor.id, found.start(), found.end(), "handle", score)
        elif scene.rejected is not None:
            scene.rejected.append(Rejected(Kind.ACTOR, actor.id, found.start(), found.end(), "handle", why))


def _links(text: str, found: Sequence[Mention]) -> Iterator[Link]:
    by_target: defaultdict[tuple[Kind, str], list[Mention]] = defaultdict(list)
    for mention in found:
        by_target[mention.kind, mention.target].append(mention)
    for (kind, target), named in by_target.items():
        evidence = tuple(Evidence(one.start, one.end, text[one.start : one.end], one.rule) for one in named)
        score = max(one.score for one in named)
        yield Link(kind, target, score, evidence, certain=score >= CERTAIN)
