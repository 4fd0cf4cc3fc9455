"""What a logged-in account may ask of the loopback Telegram: resolve a name, read and join channels, read files.

Logging in and out is in login.py. Whatever is in neither is refused and fails the test.
"""

from typing import Any

from telethon.tl import functions, types

from tests.telegram import downloads, wire
from tests.telegram.answers import Answer, Call, Refusal
from tests.telegram.channels import ServedChannel
from tests.telegram.clock import server_now
from tests.telegram.history import Page
from tests.telegram.world import is_username


def get_config(call: Call) -> Any:
    return wire.config(*call.address, server_now())


def get_nearest_dc(call: Call) -> Any:
    return types.NearestDc(country="NL", this_dc=wire.DC_ID, nearest_dc=wire.DC_ID)


def get_users(call: Call) -> Any:
    account = call.account
    if not all(isinstance(wanted, types.InputUserSelf) for wanted in call.request.id):
        raise Refusal("USER_ID_INVALID")
    return [wire.user(account) for _ in call.request.id]


def get_state(call: Call) -> Any:
    call.require_login()
    return types.updates.State(pts=1, qts=0, date=server_now(), seq=1, unread_count=0)


def get_difference(call: Call) -> Any:
    call.require_login()
    return types.updates.DifferenceEmpty(date=server_now(), seq=1)


def resolve_username(call: Call) -> Any:
    call.require_login()
    username = call.request.username
    if not is_username(username):
        raise Refusal("USERNAME_INVALID")
    match call.world.occupant(username):
        case ServedChannel() as served:
            found = _shown(call, served)
            return types.contacts.ResolvedPeer(types.PeerChannel(served.channel_id), [found], [])
        case int() as user_id:
            return types.contacts.ResolvedPeer(types.PeerUser(user_id), [], [wire.person(user_id, username)])
    raise Refusal("USERNAME_NOT_OCCUPIED")


def get_channels(call: Call) -> Any:
    served = [_channel(call, wanted) for wanted in call.request.id]
    return types.messages.Chats([_shown(call, one) for one in served])


def join_channel(call: Call) -> Any:
    """Joining twice is joining once. Only who resolved a name has the hash that is asked for."""
    account, served = call.account, _channel(call, call.request.channel)
    if account in served.banned:
        raise Refusal("CHANNEL_PRIVATE")
    if account not in served.members and len(call.world.joined(account)) >= call.world.most_channels:
        raise Refusal("CHANNELS_TOO_MUCH")
    served.members.add(account)
    changed = types.Updates([types.UpdateChannel(served.channel_id)], [], [_shown(call, served)], server_now(), 0)
    return types.messages.ChatInviteJoinResultOk(changed)


def get_messages(call: Call) -> Any:
    """In the order asked for; messageEmpty for what is not there."""
    served = _channel(call, call.request.channel)
    ids = [wanted.id for wanted in call.request.id if isinstance(wanted, types.InputMessageID)]
    if not ids:
        raise Refusal("MESSAGE_IDS_EMPTY")
    return wire.channel_messages(call.world, call.account, served, (served.post(wanted) or wanted for wanted in ids))


def get_history(call: Call) -> Any:
    served, asked = _channel(call, call.request.peer), call.request
    page = Page(
        offset_id=asked.offset_id,
        # The reader of TL turns "no date" (0) into 1970.
        offset_date=asked.offset_date if asked.offset_date and asked.offset_date.timestamp() else None,
        add_offset=asked.add_offset,
        limit=asked.limit,
        max_id=asked.max_id,
        min_id=asked.min_id,
    )
    return wire.channel_messages(call.world, call.account, served, served.page(page))


def get_file(call: Call) -> Any:
    """A part of a file, to who holds a reference that is fresh and asks where the file lies."""
    reference = call.world.file_reference(call.account)
    asked = call.request
    part = downloads.part(call.world.file(asked.location.id), asked, reference, call.key.dc)
    return types.upload.File(type=types.storage.FileUnknown(), mtime=0, bytes=part)


def export_authorization(call: Call) -> Any:
    if call.request.dc_id == call.key.dc:
        raise Refusal("DC_ID_INVALID")
    token = call.world.export(call.account, call.request.dc_id)
    return types.auth.ExportedAuthorization(id=call.account.user_id, bytes=token)


def import_authorization(call: Call) -> Any:
    found = call.world.imported(call.request.bytes)
    if found is None or found[0].user_id != call.request.id:
        raise Refusal("AUTH_BYTES_INVALID")
    account, call.key.dc = found
    call.key.log_in(account)
    return types.auth.Authorization(user=wire.user(account))


def _shown(call: Call, served: ServedChannel) -> Any:
    return wire.channel(served, call.account, call.world.access_hash(call.account, served.channel_id))


def _channel(call: Call, peer: Any) -> ServedChannel:
    """The channel that this account may address in this way."""
    account = call.account
    if not isinstance(peer, types.InputPeerChannel | types.InputChannel):
        raise Refusal("PEER_ID_INVALID")
    served = call.world.channels.get(peer.channel_id)
    if served is None or peer.access_hash != call.world.access_hash(account, peer.channel_id):
        raise Refusal("CHANNEL_INVALID")
    if served.private:
        raise Refusal("CHANNEL_PRIVATE")
    return served


METHODS: dict[type, Answer] = {
    functions.help.GetConfigRequest: get_config,
    functions.help.GetNearestDcRequest: get_nearest_dc,
    functions.users.GetUsersRequest: get_users,
    functions.updates.GetStateRequest: get_state,
    functions.updates.GetDifferenceRequest: get_difference,
    functions.contacts.ResolveUsernameRequest: resolve_username,
    functions.channels.GetChannelsRequest: get_channels,
    functions.channels.GetMessagesRequest: get_messages,
    functions.channels.JoinChannelRequest: join_channel,
    functions.messages.GetHistoryRequest: get_history,
    functions.upload.GetFileRequest: get_file,
    functions.auth.ExportAuthorizationRequest: export_authorization,
    functions.auth.ImportAuthorizationRequest: import_authorization,
}
