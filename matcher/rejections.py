"""What was found in a text and did not count, and why: for people who ask. Types, and nothing that decides.

Whoever decides says why in the decision itself, and notes it where there is a list to note it in; `match` keeps none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.model import Kind


class Why(StrEnum):
    """Why a name, or a claim, does not count."""

    # names
    WRITTEN_OTHERWISE = "written otherwise"  # without the capitals, hashtag or noun that the name has
    FOOTNOTE = "footnote"  # "(banned in Russia)"
    LONGER_NAME = "longer name"  # part of, or overlapping, another name
    TOO_GENERAL = "too general"  # named, but neither acts nor speaks
    NO_CONTEXT = "no context"  # ambiguous, and nothing near it speaks for it
    CONTEXT_AGAINST = "context against"  # something near it speaks against it, nearer than what speaks for it
    RULED_OUT = "ruled out"  # "not A, but B"
    ANOTHERS = "another's"  # a person, street or thing of that name, which the watchlist does not know
    NAMESAKE = "namesake"  # another entry of the same name is meant
    WHOSE_TITLE = "whose title"  # "the governor", and no place tells of which oblast
    NO_HOLDER = "no holder"  # nobody is known to have held that office on the day
    NO_COMPANY = "no company"  # a label for somebody, in a text that names nobody else
    OWN_HANDLE = "own handle"  # a channel's signature
    # claims
    OTHER_TIME = "other time"  # the days that are named, or the post's own, are not the claim's
    MISSING = "missing"  # who, where or which figure is not said, or is another
    UNREAL = "unreal"  # planned, tried, prevented or supposed
    OTHER_SIDE = "other side"  # the same deed, done by the other side
    BELOW = "below"  # agrees with too little of the claim
    UNTIED = "untied"  # in words that many posts have, and nothing of its story is named
    RIVAL = "rival"  # a claim that resembles it fits better
    EXPLAINED = "explained"  # suggested only: a claim that counts says all that speaks for it
    DOUBTED = "doubted"  # suggested only: it sounds like another claim


@dataclass(frozen=True, slots=True)
class Rejected:
    """A name or claim that was considered at `[start, end)` of the text. `rule`: as in the evidence of a link.

    `instead`: the actor, place or claim that is meant. `slots`: of a claim, how far each agrees, from 1 to -1
    (contradicts); `score`: as in a link.
    """

    kind: Kind
    target: str
    start: int
    end: int
    rule: str
    why: Why
    instead: str | None = None
    score: float | None = None
    slots: Mapping[str, float] = field(default_factory=dict)
