"""Who may do what here: roles, how people come in, and what is written down of it. Standard library only.

What a role allows is decided in `bot.chat.access`; of people only their Telegram ids are known.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here, from the least to the most."""

    READER = "reader"
    EDITOR = "editor"  # decides about links and claims
    OWNER = "owner"  # decides about people

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    @property
    def gives(self) -> tuple["Role", ...]:
        """The roles that somebody of this one may invite others to."""
        if self is Role.OWNER:
            return tuple(Role)
        return (Role.READER,) if self is Role.EDITOR else ()


class Access(StrEnum):
    """How people come in."""

    INVITATION = "invitation"
    ALLOWLIST = "allowlist"
    OPEN = "open"


class Deed(StrEnum):
    """What is written down in the audit log."""

    ROLE_GIVEN = "role given"
    ROLE_REMOVED = "role removed"
    INVITED = "invited"
    INVITATION_USED = "invitation used"
    INVITATION_REVOKED = "invitation revoked"
    STATUS_SET = "status set"
    CLAIM_MADE = "claim made"
    CLAIM_CHANGED = "claim changed"
    CLAIM_DROPPED = "claim dropped"
    DRAFT_REFUSED = "draft refused"
    EARLIER_TOLD = "earlier posts told"
    CLAIMS_MERGED = "claims merged"
    MERGE_UNDONE = "merge undone"
    CORRECTION_SAID = "correction said"
    CORRECTION_UNDONE = "correction undone"
    LINK_CONFIRMED = "link confirmed"
    LINK_REJECTED = "link rejected"
    ACCESS_REFUSED = "access refused"
    GROUP_SET = "group set"
    CHANNEL_LINKED = "channel linked"
    CHANNEL_UNLINKED = "channel unlinked"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Member:
    user_id: int
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that gives a role. Its code is known only to who holds the link; `uses_left` may be 0."""

    id: int
    role: Role
    uses_left: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`by` did something to `subject`: a Telegram user id, a claim, a chat. `detail` holds nothing about a person."""

    deed: Deed
    by: str
    subject: str
    at: datetime
    detail: str = ""
    id: int = 0
