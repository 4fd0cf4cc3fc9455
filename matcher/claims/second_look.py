"""What follows from how likely a text is about each claim: links suggested, doubted and assured. Changes no stance.

A claim that the rules find no words of is suggested where it is likely, and nothing contradicts it; one that counts
waits for an editor where it is unlikely; one that waits, or was only heard, counts where it is all but sure, and is
somebody's, somewhere or counted. What another place, figure or day contradicts is neither suggested nor assured,
however it sounds.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.claims import scoring, slots
from matcher.claims.lexicon import Hit
from matcher.claims.lone import names_another_land
from matcher.claims.odds import Likely, likely
from matcher.claims.passages import TOPIC, event_of, figures_of, passages, topic_words, when_of, where_of, who_of
from matcher.claims.rules import ClaimRules, Rule
from matcher.claims.scene import Scene
from matcher.claims.suggesting import Suggestion, suggestion_link
from matcher.reading import Reading
from matcher.rejections import Rejected, Why
from storage.model import Evidence, Kind, Link

DOUBTED, ASSURED = 0.05, 0.95
"""What is certain waits below the one; what waits is certain above the other."""

LIKELIER, FITTING, RIVAL = 0.3, 0.9, 0.9
"""Doubted is only a link where another claim is as likely as the first, and that scores less than the second: what
agrees in all slots needs no ear, unless a claim easily mistaken for it is as likely as the third."""

TAKEN_BACK = 0.6
"""As likely as that, and likelier than a link, a claim that takes another back makes doubtful the other, and what is
easily mistaken for it, unless a sentence sounds like that for its own part."""

UNHEARD, SLIGHT = 0.15, 0.8
"""A text of two claims sounds like one of them. So of several links that count only one is doubted that no sentence
sounds like for its own part, that scores less than that, counts nothing and is not known to be disputed or stated by
whoever says it."""

SUGGESTED, BESIDE, HEARD = 0.45, 0.4, 0.98
"""From when a claim is suggested that the rules do not link: where nothing is certain, and beside what is. From when
it counts, where nothing else does and who and where are named."""

_CONTRADICTING = ("another place", "another day", "late")
NEVER = "never"  # the lexicon's
_NAMES = ("actor:", "place:", "figure")
_SHOWN = 3  # words that sound most like the claim


def second_look(
    links: Sequence[Link], told: Sequence[Scene], possible: Sequence[Rule], reading: Reading, rules: ClaimRules
) -> list[Link]:
    """The links, looked at again: of `possible` claims that were learned of, others stay as they are."""
    linked = {link.target for link in links}
    chances = likely(passages(told), possible, reading, rules, linked)
    if not chances:
        return list(links)
    heard = _Heard(chances, frozenset(link.target for link in links if link.certain), told, possible)
    seen = [_looked_at(link, heard, reading, rules) for link in links]
    seen += _suggested(seen, chances, told, reading, rules)
    return sorted(seen, key=lambda link: not link.certain)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a text sounds like, and which claims count so far."""

    chances: Mapping[str, Likely]
    certain: frozenset[str]
    told: Sequence[Scene]
    possible: Sequence[Rule]

    def likeliest(self, beside: str) -> Likely | None:
        """Of the other claims that count; of all, where it counts alone."""
        others = self.certain - {beside} or self.chances.keys()
        among = (self.chances[one] for one in others if one in self.chances)
        return max(among, key=lambda one: one.chance, default=None)


def _looked_at(link: Link, heard: _Heard, reading: Reading, rules: ClaimRules) -> Link:
    found = heard.chances.get(link.target)
    if found is None:
        return link
    instead = _heard_instead(link, found, heard, reading, rules) if link.certain else None
    if instead:
        _note_doubt(link, instead, reading)
        return replace(link, certain=False)
    likely_enough = not link.certain and found.chance >= ASSURED and not _contradicted(found)
    if likely_enough and _may_be_sure(link, found, reading, rules):
        return replace(link, certain=True, evidence=_shown(link, found, reading, rules))
    return link


def _heard_instead(link: Link, found: Likely, heard: _Heard, reading: Reading, rules: ClaimRules) -> str | None:
    """The claim that the text sounds like, and not like the one that it is linked to."""
    if newer := _taken_back_by(link.target, found, heard, rules):
        return newer if _most_heard(link.target, heard, reading, rules) < TAKEN_BACK else None
    best = heard.likeliest(link.target)
    if best is None or best.chance < LIKELIER:
        return None
    other, claim = best.rule.claim.id, found.rule.claim
    if heard.certain == {link.target}:
        mistaken = best.chance >= RIVAL and other in rules.rivals.get(link.target, ())
        return other if found.chance < DOUBTED and (link.score < FITTING or mistaken) else None
    slight = link.score < SLIGHT and not link.figures and link.holder not in (*claim.holders, *claim.contested_by)
    return (
        other if slight and found.chance < UNHEARD and _most_heard(claim.id, heard, reading, rules) < UNHEARD else None
    )


def _taken_back_by(claim: str, found: Likely, heard: _Heard, rules: ClaimRules) -> str | None:
    """A likelier claim that takes this one back, or one that is easily mistaken for it."""
    for newer, told in heard.chances.items():
        older = told.rule.claim.supersedes
        concerns = older is not None and claim in (older, *rules.rivals.get(newer, ()))
        if concerns and told.chance >= TAKEN_BACK and told.chance > found.chance:
            return newer
    return None


def _most_heard(claim: str, heard: _Heard, reading: Reading, rules: ClaimRules) -> float:
    """How likely the claim is for the sentence that sounds most like it."""
    apart = ([one] for one in enumerate(heard.told))
    chances = (likely([one], heard.possible, reading, rules, {claim}).get(claim) for one in apart)
    return max((one.chance for one in chances if one), default=0.0)


def _note_doubt(link: Link, instead: str, reading: Reading) -> None:
    if reading.rejected is not None:
        spot = link.evidence[0]
        reading.rejected.append(
            Rejected(Kind.CLAIM, link.target, spot.start, spot.end, spot.rule, Why.DOUBTED, instead, score=link.score)
        )


def _contradicted(found: Likely) -> bool:
    """By another place, day or figure."""
    return any(found.measures[name] for name in _CONTRADICTING) or found.measures["figure"] < 0


def _may_be_sure(link: Link, found: Likely, reading: Reading, rules: ClaimRules) -> bool:
    """A text of few words needs a figure, place or name; what happens in another land is nobody's here; what stays
    true for ever is told, not only somebody of it described.
    """
    words = sum(len(sentence.tokens) for sentence in reading.sentences)
    named = any(one.rule.startswith(_NAMES) for one in link.evidence) or reading.speaker is not None
    placed = any(one.rule.startswith("place:") for one in link.evidence) or not found.rule.claim.places
    elsewhere = not placed and any(names_another_land(scene) for _, scene in found.passage)
    return (named or words >= scoring.SHORT) and not elsewhere and _is_told(found, rules) and _keeps_never(found)


def _keeps_never(found: Likely) -> bool:
    """That something never happened is not told by who says that it did."""
    ways = found.rule.asserts
    says_never = bool(ways) and all(NEVER in way.entries for way in ways)
    return not says_never or any(hit.entry == NEVER for _, one in found.passage for hit in (*one.hits, *one.near))


def _is_told(found: Likely, rules: ClaimRules) -> bool:
    """What happened, or when. "The corps's neo-Nazi leader will join them" calls a man something by the way: in posts
    of the claim's days that means the claim, in those of any other year it need not.
    """
    rule = found.rule
    if rule.until is not None or found.measures["its day"]:
        return True
    hits = (hit for _, scene in found.passage for hit in (*scene.hits, *scene.near))
    return any(rule.claim.id in rules.by_entry.get(hit.entry, ()) for hit in hits)


def _shown(link: Link, found: Likely, reading: Reading, rules: ClaimRules) -> tuple[Evidence, ...]:
    """With the words that sound most like the claim, where they are not shown already."""
    known = {(one.start, one.end) for one in link.evidence}
    spots = (_spot(number, at, found) for number, at in _telling(found, rules)[:_SHOWN])
    fresh = (Evidence(start, end, reading.text[start:end], TOPIC) for start, end in spots if (start, end) not in known)
    return (*link.evidence, *fresh)


def _spot(number: int, at: int, found: Likely) -> tuple[int, int]:
    token = found.passage[number][1].sentence.tokens[at]
    return token.start, token.end


def _telling(found: Likely, rules: ClaimRules) -> list[tuple[int, int]]:
    """The words that speak for the claim, names aside, what says most first: the scene's number, and the token's."""
    claim, heard = found.rule.claim.id, (one for one in found.heard if not one[2].startswith("@"))
    weighed = [(rules.likeness.weight(word, claim), number, at) for number, at, word in heard]
    return [(number, at) for weight, number, at in sorted(weighed, key=lambda one: (-one[0], *one[1:])) if weight > 0]


# --- suggested --------------------------------------------------------------------------------------------------------


def _suggested(
    links: Collection[Link], chances: Mapping[str, Likely], told: Sequence[Scene], reading: Reading, rules: ClaimRules
) -> Iterator[Link]:
    """The likeliest claim, where it is not linked."""
    best = max(chances.values(), key=lambda one: one.chance)
    least = BESIDE if any(link.certain for link in links) else SUGGESTED
    if best.chance < least or _contradicted(best) or any(link.target == best.rule.claim.id for link in links):
        return
    one = _suggestion(best, reading, rules)
    link = suggestion_link(one, told, reading, rules) if one else None
    if link:
        heard = best.chance >= HEARD and least == SUGGESTED
        sure = heard and _is_named(link) and _may_be_sure(link, best, reading, rules)
        yield replace(link, certain=sure, evidence=_shown(link, best, reading, rules))


def _is_named(link: Link) -> bool:
    """Who and where: what is only heard may be of anything else that sounds so."""
    kinds = {one.rule.partition(":")[0] for one in link.evidence}
    return "actor" in kinds and "place" in kinds


def _suggestion(found: Likely, reading: Reading, rules: ClaimRules) -> Suggestion | None:
    rule, passage = found.rule, found.passage
    shares = [rules.topics.words.outstanding(word for _, word in topic_words(scene)) for _, scene in passage]
    number, scene, hit = event_of(rule, passage, shares, rules)
    if hit is None or hit.entry == TOPIC:
        telling = _telling(found, rules)
        if not telling:
            return None
        number, scene = passage[telling[0][0]]
        hit = Hit(TOPIC, (telling[0][1],))
    when = when_of(rule, passage, reading) or slots.When(slots.Fit(0.0), known=False)
    return Suggestion(
        rule,
        scene,
        number,
        hit,
        round(found.chance, 3),
        when,
        where_of(rule, passage, rules),
        who_of(rule, passage, reading, rules),
        figures_of(rule, passage)[1],
        tuple(one for _, one in passage),
    )
