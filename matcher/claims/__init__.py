"""Claims: which known statements a text is about, whose words they are, and how the text stands to them.

Pure: a reading and compiled rules go in, links with evidence come out.
"""

from matcher.claims.happenings import topics_told
from matcher.claims.link import claim_links
from matcher.claims.open import Open
from matcher.claims.rules import ClaimRules, compile_claims
from matcher.claims.seasons import Seasons, compile_seasons
from matcher.claims.sieve import Skimmed

__all__ = [
    "ClaimRules",
    "Open",
    "Seasons",
    "Skimmed",
    "claim_links",
    "compile_claims",
    "compile_seasons",
    "topics_told",
]
