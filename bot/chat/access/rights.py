"""May this person, in this chat, do this? One table of rights for every command and every button, one verdict. Pure.

What it takes to answer (roles, administrators of groups) is asked by `bot.chat.gate`; nothing is said or done here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.chat.callbacks import Verb
from storage.people import Access, Member, Role


class Least(IntEnum):
    """The least that somebody must be."""

    ANYBODY = 0
    KNOWN = 1  # something is kept about the chat
    READER = 2
    EDITOR = 3
    OWNER = 4


class Place(StrEnum):
    """Where something is asked."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Right:
    """`changes`: what a whole group would notice, so that the group says who of it may. What editors and owners do
    concerns everybody, and is done in their private chats."""

    least: Least
    changes: bool = False
    administrators: bool = False  # whatever the group says
    in_channels: bool = False  # under a channel's alerts as well, where all that is said is said to all its readers

    @property
    def is_private(self) -> bool:
        return self.least >= Least.EDITOR


@dataclass(frozen=True, slots=True)
class Asker:
    """`known`: the chat is. `runs_group`: the group lets this person change its settings."""

    role: Role | None
    place: Place
    known: bool
    runs_group: bool = False


class Verdict(StrEnum):
    YES = "yes"
    STRANGER = "no access"
    EDITORS = "editors only"
    OWNERS = "owners only"
    ADMINISTRATORS = "administrators only"
    PRIVATE = "private chats only"


_IN_PLACE = Right(Least.READER, in_channels=True)
_ANYBODY, _LOOK, _SET = Right(Least.ANYBODY), Right(Least.READER), Right(Least.READER, changes=True)
_OWN_DATA = Right(Least.KNOWN, changes=True)
_ADMINISTER = Right(Least.READER, changes=True, administrators=True)
_EDIT, _OWN = Right(Least.EDITOR), Right(Least.OWNER)

COMMANDS: Mapping[str, Right] = {
    "start": _ANYBODY,  # codes come in this way
    "owner": _ANYBODY,
    "help": _LOOK,
    "subscriptions": _LOOK,
    "claims": _LOOK,
    "claim": _LOOK,
    "find": _LOOK,
    "why": _LOOK,
    "channels": _LOOK,
    "status": _LOOK,
    "subscribe": _SET,
    "unsubscribe": _SET,
    "digest": _SET,
    "quiet": _SET,
    "language": _SET,
    "group": _ADMINISTER,
    "forget": _OWN_DATA,
    "export": _OWN_DATA,
    "settle": _EDIT,
    "review": _EDIT,
    "newclaim": _EDIT,
    "dropclaim": _EDIT,
    "merge": _EDIT,
    "supersede": _EDIT,
    "invite": _EDIT,
    "channel": _EDIT,
    "roles": _OWN,
    "audit": _OWN,
}

VERBS: Mapping[Verb, Right] = {
    Verb.MENU: _LOOK,
    Verb.LIST: _LOOK,
    Verb.PAGE: _LOOK,
    Verb.MINE: _LOOK,
    Verb.HELP: _LOOK,
    Verb.STATUS: _LOOK,
    Verb.SHOW: _IN_PLACE,
    Verb.WHY: _LOOK,
    Verb.WRONG: _IN_PLACE,
    Verb.UNDO: _IN_PLACE,
    Verb.CARD: _LOOK,
    Verb.TIMELINE: _LOOK,
    Verb.FIND: _LOOK,
    Verb.CHANNELS: _LOOK,
    Verb.SEEN: _IN_PLACE,
    Verb.TRANSLATE: _LOOK,
    Verb.TOGGLE: _SET,
    Verb.FOLLOW: _SET,
    Verb.STOP: _SET,
    Verb.WORDS: _SET,
    Verb.TUNE: _SET,
    Verb.DIGEST: _SET,
    Verb.LANGUAGE: _SET,
    Verb.SNOOZE: _SET,
    Verb.ENOUGH: _SET,
    Verb.QUIET: _SET,
    Verb.TYPE: _SET,
    Verb.GROUP: _ADMINISTER,
    Verb.FORGET: _OWN_DATA,
    Verb.REVIEW: _EDIT,
    Verb.DRAFT: _EDIT,
    Verb.DROP: _EDIT,
    Verb.PART: _EDIT,
    Verb.UNCORRECT: _EDIT,
    Verb.EARLIER: _EDIT,
    Verb.SETTLE: _EDIT,
    Verb.INVITE: _EDIT,
    Verb.OUTLET: _EDIT,
    Verb.ROLES: _OWN,
    Verb.AUDIT: _OWN,
}

UNKNOWN = _LOOK
"""Of a button that nobody understands any more: it is answered to those who may look."""

_LEAST = {Role.READER: Least.READER, Role.EDITOR: Least.EDITOR, Role.OWNER: Least.OWNER}


def judge(right: Right | None, asker: Asker) -> Verdict:
    """Whether it may be done, or why not. None: nobody has that right."""
    if right is None:
        return Verdict.STRANGER
    is_somebody = asker.role is not None or (right.least <= Least.KNOWN and asker.known)
    if right.least > Least.ANYBODY and not is_somebody:
        return Verdict.STRANGER
    if asker.place is not Place.PRIVATE and right.is_private:
        return Verdict.PRIVATE
    if asker.place is Place.CHANNEL and not right.in_channels:
        return Verdict.PRIVATE
    if asker.role is not None and right.least > _LEAST[asker.role]:
        return Verdict.OWNERS if right.least is Least.OWNER else Verdict.EDITORS
    if right.changes and asker.place is not Place.PRIVATE and not asker.runs_group:
        return Verdict.ADMINISTRATORS
    return Verdict.YES


def role_under(access: Access, kept: Role | None, *, listed: bool) -> Role | None:
    """What somebody is, given the role that is kept of them and whether the allow list has them.

    The list decides about readers alone where it is in force; who was made an editor or an owner is one anyway.
    """
    if access is Access.INVITATION or (kept is not None and kept is not Role.READER):
        return kept
    return Role.READER if listed or access is Access.OPEN else None


def admitted(access: Access, members: Collection[Member], allowed: Collection[int]) -> frozenset[int] | None:
    """Whose chats are told of things; None: everybody's."""
    if access is Access.OPEN:
        return None
    kept = {one.user_id: one.role for one in members}
    known = {*kept, *allowed}
    return frozenset(one for one in known if role_under(access, kept.get(one), listed=one in allowed) is not None)
