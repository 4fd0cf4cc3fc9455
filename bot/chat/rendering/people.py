"""What is said of people and of what they did: invitations, members, the audit log. Pure."""

from collections.abc import Sequence

from bot.chat.markup import Html, bold, lines
from bot.chat.words import Words
from storage.audit import FORGOTTEN
from storage.people import AuditEntry, Deed, Invitation, Member, Role
from storage.telling import Chat

ROLES = {Role.READER: "role-reader", Role.EDITOR: "role-editor", Role.OWNER: "role-owner"}

DEEDS = {
    Deed.ROLE_GIVEN: "deed-role-given",
    Deed.ROLE_REMOVED: "deed-role-removed",
    Deed.INVITED: "deed-invited",
    Deed.INVITATION_USED: "deed-invitation-used",
    Deed.INVITATION_REVOKED: "deed-invitation-revoked",
    Deed.STATUS_SET: "deed-status-set",
    Deed.CLAIM_MADE: "deed-claim-made",
    Deed.CLAIM_CHANGED: "deed-claim-changed",
    Deed.CLAIM_DROPPED: "deed-claim-dropped",
    Deed.DRAFT_REFUSED: "deed-draft-refused",
    Deed.EARLIER_TOLD: "deed-earlier-told",
    Deed.CLAIMS_MERGED: "deed-claims-merged",
    Deed.MERGE_UNDONE: "deed-merge-undone",
    Deed.CORRECTION_SAID: "deed-correction-said",
    Deed.CORRECTION_UNDONE: "deed-correction-undone",
    Deed.LINK_CONFIRMED: "deed-link-confirmed",
    Deed.LINK_REJECTED: "deed-link-rejected",
    Deed.ACCESS_REFUSED: "deed-access-refused",
    Deed.GROUP_SET: "deed-group-set",
    Deed.CHANNEL_LINKED: "deed-channel-linked",
    Deed.CHANNEL_UNLINKED: "deed-channel-unlinked",
    Deed.FORGOTTEN: "deed-forgotten",
}


def role_word(words: Words, role: Role) -> str:
    return words.say(ROLES[role])


def render_invited(chat: Chat, invitation: Invitation, link: str) -> Html:
    words = Words(chat.language)
    return words.html(
        "invite-made",
        role=role_word(words, invitation.role),
        link=link,
        count=invitation.uses_left,
        until=words.moment(invitation.expires_at, chat.time_zone),
    )


def render_invitations(chat: Chat, held: Sequence[Invitation]) -> Html:
    """Each that still holds, in a line."""
    words = Words(chat.language)
    if not held:
        return words.html("invitations-none")
    return lines(
        bold(words.say("invitations")),
        *(
            words.html(
                "invitation-line",
                number=str(one.id),
                role=role_word(words, one.role),
                count=one.uses_left,
                until=words.moment(one.expires_at, chat.time_zone),
            )
            for one in held
        ),
    )


def render_member(chat: Chat, member: Member, name: str) -> Html:
    words = Words(chat.language)
    since = words.day(member.since, chat.time_zone)
    return words.html("role-line", name=bold(name), role=role_word(words, member.role), since=since)


def render_audit(chat: Chat, entries: Sequence[AuditEntry]) -> Html:
    """A line each, the newest first."""
    words = Words(chat.language)
    if not entries:
        return words.html("audit-none")
    return lines(bold(words.say("audit")), *(_line(words, chat, entry) for entry in entries))


def _line(words: Words, chat: Chat, entry: AuditEntry) -> Html:
    who, subject = (words.say("audit-forgotten") if one == FORGOTTEN else one for one in (entry.by, entry.subject))
    return words.html(
        "audit-line",
        when=words.day_and_hour(entry.at, chat.time_zone),
        who=who,
        deed=words.say(DEEDS[entry.deed]),
        subject=" ".join(part for part in (subject, entry.detail) if part),
    )
