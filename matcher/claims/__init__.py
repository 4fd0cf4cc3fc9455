"""Claims: which known statements a text is about, whose words they are, and how the text stands to them.

Pure: a reading and compiled rules go in, links with evidence come out.
"""

from matcher.claims.link import claim_links
from matcher.claims.rules import ClaimRules, compile_claims

__all__ = ["ClaimRules", "claim_links", "compile_claims"]
