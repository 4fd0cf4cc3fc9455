"""The loopback server's state as TL objects: users, channels, messages, media. Decides nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from telethon.tl import types

from tests.telegram.accounts import Account
from tests.telegram.channels import FIRST_POST_AT, Happened, News, Origin, Published, ServedChannel
from tests.telegram.files import HOME_DC, photo_sizes
from tests.telegram.world import World

DC_ID = HOME_DC


def user(account: Account) -> Any:
    """The account as itself."""
    return types.User(
        id=account.user_id,
        is_self=True,
        access_hash=account.user_id,
        first_name=account.first_name,
        phone=account.phone,
    )


def person(user_id: int, username: str) -> Any:
    return types.User(id=user_id, access_hash=user_id, first_name=username, username=username)


def channel(served: ServedChannel, account: Account, access_hash: int) -> Any:
    """The channel as `account` sees it."""
    reason = served.restriction and [types.RestrictionReason(platform="all", reason="terms", text=served.restriction)]
    return types.Channel(
        id=served.channel_id,
        title=served.title,
        photo=types.ChatPhotoEmpty(),
        date=FIRST_POST_AT,
        left=account not in served.members,
        broadcast=not served.group,
        megagroup=served.group,
        restricted=bool(reason),
        **dict.fromkeys(served.marks, True),
        restriction_reason=reason or None,
        access_hash=access_hash,
        username=served.username,
    )


def channel_messages(world: World, account: Account, served: ServedChannel, found: Iterable[Any]) -> Any:
    """messages.channelMessages with the channel itself and all that its posts were forwarded from."""
    found = list(found)
    origins = {post.origin.channel for post in found if isinstance(post, Published) and post.origin}
    mentioned = dict.fromkeys([served, *(origin for origin in origins if origin is not None)])
    return types.messages.ChannelMessages(
        pts=served.pts,
        count=served.count,
        messages=[message(served, post, world.file_reference(account)) for post in found],
        topics=[],
        chats=[channel(one, account, world.access_hash(account, one.channel_id)) for one in mentioned],
        users=[],
    )


def updates(world: World, account: Account, news: News, now: datetime) -> Any:
    """What is pushed to a session of a member. Of a channel it has no number in the account's own sequence."""
    served = news.channel
    return types.Updates(
        updates=[_update(served, news, world.file_reference(account))],
        users=[],
        chats=[channel(served, account, world.access_hash(account, served.channel_id))],
        date=now,
        seq=0,
    )


def _update(served: ServedChannel, news: News, reference: bytes) -> Any:
    count = len(news.post_ids)
    match news.happened:
        case Happened.CHANGED:
            return types.UpdateChannel(served.channel_id)
        case Happened.DELETED:
            return types.UpdateDeleteChannelMessages(served.channel_id, list(news.post_ids), news.pts, count)
    shown = message(served, served.post(news.post_ids[0]) or news.post_ids[0], reference)
    if news.happened is Happened.EDITED:
        return types.UpdateEditChannelMessage(shown, news.pts, count)
    return types.UpdateNewChannelMessage(shown, news.pts, count)


def message(served: ServedChannel, post: Published | int, reference: bytes = b"") -> Any:
    """A message; a bare id stands for one that is not there (any more). `reference`: to the file that hangs on it."""
    peer = types.PeerChannel(served.channel_id)
    if isinstance(post, int):
        return types.MessageEmpty(id=post, peer_id=peer)
    if post.service:
        header = types.MessageReplyHeader(reply_to_msg_id=post.more["pinned"])
        action = types.MessageActionPinMessage()
        return types.MessageService(id=post.post_id, peer_id=peer, date=post.date, action=action, reply_to=header)
    return types.Message(
        id=post.post_id,
        peer_id=peer,
        date=post.date,
        message=post.text,
        post=not served.group,
        fwd_from=_forward(post.origin, post.date),
        media=_media(post.media, post, reference),
        grouped_id=post.album,
        edit_date=post.edited_at,
        edit_hide=post.edit_hidden,
        reactions=_reactions(post.reactions),
        **_more(post),
    )


def _more(post: Published) -> dict[str, Any]:
    more = {"views": 0, "forwards": 0, **post.more}
    if isinstance(more.get("reply_to"), int):
        more["reply_to"] = types.MessageReplyHeader(reply_to_msg_id=more["reply_to"])
    return more


def _forward(origin: Origin | None, date: datetime) -> Any:
    if origin is None:
        return None
    if origin.channel is None or origin.post_id is None:
        return types.MessageFwdHeader(date=date, from_name=origin.name)
    first = origin.channel.post(origin.post_id)
    return types.MessageFwdHeader(
        date=first.date if first else date - timedelta(hours=1),
        from_id=types.PeerChannel(origin.channel.channel_id),
        channel_post=origin.post_id,
    )


def _reactions(count: int) -> Any:
    if not count:
        return None
    thumbs = types.ReactionCount(reaction=types.ReactionEmoji(emoticon="👍"), count=count)
    return types.MessageReactions(results=[thumbs])


def _media(media: Any, post: Published, reference: bytes) -> Any:
    match media:
        case "photo":
            return types.MessageMediaPhoto(photo=_photo(post, reference))
        case "video":
            return _document(post, reference, "video/mp4", types.DocumentAttributeVideo(duration=12.0, w=1280, h=720))
        case "voice":
            return _document(post, reference, "audio/ogg", types.DocumentAttributeAudio(duration=7, voice=True))
        case "document":
            name = types.DocumentAttributeFilename(file_name="statement.pdf")
            return _document(post, reference, "application/pdf", name)
    return media


def _photo(post: Published, reference: bytes) -> Any:
    if post.file is None:
        size = types.PhotoSize(type="x", w=800, h=600, size=81_920)
        return types.Photo(post.post_id, post.post_id, b"", post.date, [size], DC_ID)
    file = post.file
    return types.Photo(file.file_id, file.access_hash, reference, post.date, photo_sizes(file), file.dc)


def _document(post: Published, reference: bytes, mime: str, attribute: Any) -> Any:
    file = post.file
    if file is None:
        held = types.Document(post.post_id, post.post_id, b"", post.date, mime, 163_840, DC_ID, [attribute])
    else:
        size = len(file.content)
        held = types.Document(file.file_id, file.access_hash, reference, post.date, mime, size, file.dc, [attribute])
    return types.MessageMediaDocument(document=held, video=mime.startswith("video/"))


def config(host: str, port: int, now: datetime) -> Any:
    """help.getConfig: this server is the only data centre."""
    limits = dict.fromkeys(_LIMITS, 1000)
    return types.Config(
        date=now,
        expires=now + timedelta(hours=1),
        test_mode=False,
        this_dc=DC_ID,
        dc_options=[types.DcOption(id=DC_ID, ip_address=host, port=port)],
        dc_txt_domain_name="",
        me_url_prefix="https://t.me/",
        webfile_dc_id=DC_ID,
        **limits,
    )


_LIMITS = (
    "chat_size_max",
    "megagroup_size_max",
    "forwarded_count_max",
    "online_update_period_ms",
    "offline_blur_timeout_ms",
    "offline_idle_timeout_ms",
    "online_cloud_timeout_ms",
    "notify_cloud_delay_ms",
    "notify_default_delay_ms",
    "push_chat_period_ms",
    "push_chat_limit",
    "edit_time_limit",
    "revoke_time_limit",
    "revoke_pm_time_limit",
    "rating_e_decay",
    "stickers_recent_limit",
    "channels_read_media_period",
    "call_receive_timeout_ms",
    "call_ring_timeout_ms",
    "call_connect_timeout_ms",
    "call_packet_timeout_ms",
    "caption_length_max",
    "message_length_max",
)
