"""The buttons about people and places to write in: invitations, roles, the audit log, groups, channels. Pure."""

from collections.abc import Sequence

from bot.chat.callbacks import Verb, press
from bot.chat.keyboards import Buttons, page_of
from bot.chat.markup import cut
from bot.chat.rendering.people import role_word
from bot.chat.words import Words
from storage.messages import Button
from storage.people import Invitation, Member, Role
from storage.telling import Subscription

_LABEL_LIMIT = 40


def invited(words: Words, invitation_id: int) -> Buttons:
    return (
        (Button(words.say("button-revoke"), press(Verb.INVITE, invitation_id)),),
        (Button(words.say("button-invitations"), press(Verb.INVITE, "l")),),
    )


def invitations(words: Words, held: Sequence[Invitation], *, owner: bool) -> Buttons:
    """Each that holds, to be revoked, and the making of new ones."""
    rows = [
        (Button(f"✕ #{one.id} {role_word(words, one.role)}", press(Verb.INVITE, one.id)),)
        for one in held
        if owner or one.role is Role.READER
    ]
    making = [Role.READER, *([Role.EDITOR] if owner else [])]
    return (
        *rows,
        tuple(Button(f"➕ {role_word(words, role)}", press(Verb.INVITE, role.value)) for role in making),
    )


def members(words: Words, named: Sequence[tuple[Member, str]], page: int) -> Buttons:
    """A page of members; a press shows one."""
    shown, page, pages = page_of(named, page)
    rows = [
        (Button(f"{role_word(words, one.role)}: {cut(name, _LABEL_LIMIT)}", press(Verb.ROLES, one.user_id)),)
        for one, name in shown
    ]
    turning = [
        *([Button(f"‹ {page}/{pages}", press(Verb.ROLES, "p", page - 1))] if page > 0 else ()),
        *([Button(f"{page + 2}/{pages} ›", press(Verb.ROLES, "p", page + 1))] if page < pages - 1 else ()),
    ]
    return (*rows, *([tuple(turning)] if turning else ()))


def member(words: Words, one: Member) -> Buttons:
    """The roles that this member has not, or none at all."""
    others = tuple(
        Button(role_word(words, role), press(Verb.ROLES, one.user_id, role.value))
        for role in Role
        if role is not one.role
    )
    return (
        others,
        (Button(words.say("button-role-remove"), press(Verb.ROLES, one.user_id, "x")),),
        (Button(words.say("button-back"), press(Verb.ROLES, "p", 0)),),
    )


def older(words: Words, before: int) -> Buttons:
    return ((Button(words.say("button-older"), press(Verb.AUDIT, before)),),)


def group(words: Words, *, everyone: bool) -> Buttons:
    """The other of the two."""
    if everyone:
        return ((Button(words.say("button-group-administrators"), press(Verb.GROUP, "n")),),)
    return ((Button(words.say("button-group-everyone"), press(Verb.GROUP, "y")),),)


def outlet(words: Words, chat_id: int, named: Sequence[tuple[Subscription, str]]) -> Buttons:
    """What a channel of the reader's own is told of: a press stops it; or all of it."""
    rows = [(Button(f"✕ {cut(name, _LABEL_LIMIT)}", _stop(chat_id, one)),) for one, name in named[:_MOST_SHOWN]]
    return (*rows, (Button(words.say("button-unlink"), press(Verb.OUTLET, chat_id, "x")),))


_MOST_SHOWN = 40


def _stop(chat_id: int, one: Subscription) -> str:
    """By the subscription's number: a channel's id leaves little room for a name."""
    return press(Verb.OUTLET, chat_id, one.id)
