"""A text in, what it is about out: the one function that live posts, archives and `seinpost match` all go through.

Pure: no I/O, no clock, no database. Any text is answered, however odd. The order: fold, find names, decide which count
(`matcher.context`), add what the channel and the handles say, then ask the claim rules.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date

from matcher.catalogue import Catalogue, Hit
from matcher.claims import claim_links
from matcher.context import Scene, cues_in, mentions
from matcher.folding import fold
from matcher.language import languages, main_language
from matcher.names import SCORES, channel_words
from matcher.reading import Mention, Reading, Setting, Token
from matcher.rejections import Rejected, Why
from matcher.text import pieces, sentences
from storage.model import Evidence, Found, Kind, Link

CERTAIN = 0.6  # from this score on an actor or place link counts at once
_HANDLE = re.compile(
    r"(?<![\w@/.])@(\w{4,32})(?!\w)|(?<!\w)(?:https?://)?t(?:elegram)?\.me/(?:s/)?(\w{4,32})", re.ASCII
)
_FORWARD_LINE = re.compile(
    r"\s{0,20}\[(?:переслано из|переслано від|forwarded from|doorgestuurd van) @?(\w{4,32})\]", re.IGNORECASE
)
_USERNAME = re.compile(r"(?:https?://)?(?:t\.me/)?@?(\w+)", re.ASCII)
_LINK_SCORE = 0.5  # a bare link points at a channel without naming it
_WE = re.compile(r"мы|нас|нам|нами|наш\w*|ми|us|we|our|ours|wij|we|ons|onze|\w{3,}(?:ем|им|емо|имо|емся|имся|ємо|їмо)")
_SPEAKING_KINDS = frozenset({"armed_group", "collective", "person"})


def match(text: str, setting: Setting, catalogue: Catalogue, rejected: list[Rejected] | None = None) -> Found:
    """What the text is about. Offsets of all evidence are code points of `text`.

    `rejected`: given a list, it is filled with what was considered and does not count. That changes nothing found.
    """
    reading = read(text, setting, catalogue, rejected)
    named = tuple(_links(text, reading.mentions))
    return Found(reading.lang, named + claim_links(reading, catalogue.claim_rules), reading.languages)


def read(text: str, setting: Setting, catalogue: Catalogue, rejected: list[Rejected] | None = None) -> Reading:
    """The text with its sentences, its mentions and its speaker."""
    spoken = languages(text)
    day = setting.published_at.astimezone(UTC).date() if setting.published_at else None
    speaker = _speaker(text, setting, day, catalogue)
    parts, hits = _scan(text, catalogue)
    langs = frozenset(part.lang for part in spoken)
    scene = Scene(text, langs, day, speaker, parts, hits, catalogue, cues_in(hits), rejected)
    found = [*mentions(scene), *_handles(scene, setting)]
    found += _ourselves(scene, found)
    whole = [(mention.start, mention.end) for mention in found]
    ordered = tuple(sorted(found, key=lambda mention: (mention.start, mention.end, mention.target)))
    lang, spans = main_language(spoken), sentences(text, whole, parts)
    return Reading(text, lang, spans, ordered, setting, speaker, rejected, spoken)


def _scan(text: str, catalogue: Catalogue) -> tuple[list[Token | None], list[Hit]]:
    folded = fold(text)
    parts = list(pieces(folded))
    hits = catalogue.scan(parts)
    if not isinstance(folded.starts, range) and (apart := list(pieces(fold(text, joining=False)))) != parts:
        # A picture joins ("баталь⚡он") or parts ("Белгород🔥взрывы") letters: what names more is meant.
        others = catalogue.scan(apart)
        if sum(bool(hit.pattern.forms) for hit in others) > sum(bool(hit.pattern.forms) for hit in hits):
            return apart, others
    return parts, hits


def _speaker(text: str, setting: Setting, day: date | None, catalogue: Catalogue) -> str | None:
    """Whose words these are: a forward speaks for its origin."""
    header = _FORWARD_LINE.match(text)
    origin = setting.forwarded_from or (header[1] if header else None) or setting.channel
    return _owner(origin, day, catalogue) if origin else None


def _owner(name: str, day: date | None, catalogue: Catalogue) -> str | None:
    """The actor that a channel belongs to; with an office's channel, who held the office on the day."""
    username = _USERNAME.fullmatch(name.strip())
    entry = catalogue.channels.get(username[1].lower()) if username else catalogue.titled.get(channel_words(name))
    if entry is None:
        return None
    if entry.owner_role and day:
        for role in catalogue.roles.get(entry.owner_role, ()):
            if (role.first or day) <= day <= (role.last or day):
                return role.holder or None
    return entry.owner


def _handles(scene: Scene, setting: Setting) -> Iterator[Mention]:
    """@mentions and t.me links of listed channels; a channel's own signature names nobody."""
    own = (setting.channel or "").lstrip("@").lower()
    for found in _HANDLE.finditer(scene.text):
        handle = (found[1] or found[2]).lower()
        owner = _owner(handle, scene.day, scene.catalogue)
        actor = scene.catalogue.actors.get(owner) if owner else None
        if actor is None:
            continue
        why = Why.TOO_GENERAL if actor.generic else Why.OWN_HANDLE if handle == own else None
        if why is None:
            score = SCORES["handle"] if found[1] else _LINK_SCORE
            yield Mention(Kind.ACTOR, actor.id, found.start(), found.end(), "handle", score)
        elif scene.rejected is not None:
            scene.rejected.append(Rejected(Kind.ACTOR, actor.id, found.start(), found.end(), "handle", why))


def _ourselves(scene: Scene, found: Sequence[Mention]) -> list[Mention]:
    """ "We" in the words of a group or person is that group or person, where it is not named anyway."""
    speaker = scene.catalogue.actors.get(scene.speaker or "")
    if speaker is None or speaker.kind not in _SPEAKING_KINDS or any(one.target == speaker.id for one in found):
        return []
    header = _FORWARD_LINE.match(scene.text)
    if header:
        return [Mention(Kind.ACTOR, speaker.id, header.start(1), header.end(1), "forward", SCORES["handle"])]
    for piece in scene.pieces:
        if piece and _WE.fullmatch(piece.word):
            return [Mention(Kind.ACTOR, speaker.id, piece.start, piece.end, "we", SCORES["role"])]
    return []


def _links(text: str, found: Sequence[Mention]) -> Iterator[Link]:
    by_target: defaultdict[tuple[Kind, str], list[Mention]] = defaultdict(list)
    for mention in found:
        by_target[mention.kind, mention.target].append(mention)
    for (kind, target), named in by_target.items():
        evidence = tuple(Evidence(one.start, one.end, text[one.start : one.end], one.rule) for one in named)
        score = max(one.score for one in named)
        yield Link(kind, target, score, evidence, certain=score >= CERTAIN)
