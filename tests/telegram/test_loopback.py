"""A plain TelegramClient against the loopback server: what our own collectors build on holds by itself."""

import asyncio
import random
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telethon import TelegramClient, errors
from telethon.network import ConnectionTcpAbridged, ConnectionTcpFull, ConnectionTcpIntermediate
from telethon.sessions import StringSession
from telethon.tl import functions, types

from tests.telegram.accounts import Account
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import CODE, LoopbackTelegram

PHONE = "+31600000001"


@asynccontextmanager
async def client_of(
    telegram: LoopbackTelegram, account: Account | None = None, **options: object
) -> AsyncIterator[TelegramClient]:
    """A connected client; without an account it has to log in first."""
    session = StringSession(telegram.session_string(account)) if account else StringSession()
    if account is None:
        telegram.trust()
        session.set_dc(2, *telegram.address)
    client = TelegramClient(
        session, telegram.api_id, telegram.api_hash, **{"flood_sleep_threshold": 0, "retry_delay": 0, **options}
    )
    async with asyncio.timeout(10):
        await client.connect()
        try:
            yield client
        finally:
            await client.disconnect()


async def resolved(client: TelegramClient, username: str) -> types.InputPeerChannel:
    answer = await client(functions.contacts.ResolveUsernameRequest(username))
    return types.InputPeerChannel(answer.chats[0].id, answer.chats[0].access_hash)


async def ids_after(client: TelegramClient, peer: object, cursor: int, limit: int | None = None) -> list[int]:
    posts = client.iter_messages(peer, min_id=cursor, reverse=True, limit=limit, wait_time=0)
    return [message.id async for message in posts]


def channel_with(telegram: LoopbackTelegram, posts: int) -> ServedChannel:
    channel = telegram.add_channel("rivierkrant")
    for number in range(posts):
        channel.publish(f"The river stands at {number} cm.")
    return channel


# --- keys, framing, logging in ---


@pytest.mark.parametrize("framing", [ConnectionTcpFull, ConnectionTcpAbridged, ConnectionTcpIntermediate])
async def test_a_client_makes_a_key_and_logs_in_with_phone_and_code(telegram: LoopbackTelegram, framing: type) -> None:
    telegram.add_account(PHONE)
    async with client_of(telegram, connection=framing) as client:
        await client.send_code_request(PHONE)
        user = await client.sign_in(PHONE, CODE)
        assert (user.is_self, user.phone) == (True, "31600000001")


async def test_a_client_that_was_not_given_the_key_makes_none(telegram: LoopbackTelegram) -> None:
    session = StringSession()
    session.set_dc(2, *telegram.address)
    client = TelegramClient(session, telegram.api_id, telegram.api_hash, connection_retries=0, retry_delay=0)
    with pytest.raises(ConnectionError, match="auth_key generation failed"):
        await client.connect()
    assert telegram.world.keys == {}


async def test_a_wrong_code_is_refused(telegram: LoopbackTelegram) -> None:
    telegram.add_account(PHONE)
    async with client_of(telegram) as client:
        await client.send_code_request(PHONE)
        with pytest.raises(errors.PhoneCodeInvalidError):
            await client.sign_in(PHONE, "11111")


async def test_two_step_verification_takes_the_right_password_only(telegram: LoopbackTelegram) -> None:
    telegram.add_account(PHONE, password="heron")
    async with client_of(telegram) as client:
        await client.send_code_request(PHONE)
        with pytest.raises(errors.SessionPasswordNeededError):
            await client.sign_in(PHONE, CODE)
        with pytest.raises(errors.PasswordHashInvalidError):
            await client.sign_in(password="stork")
        assert (await client.sign_in(password="heron")).is_self


async def test_a_scanned_qr_code_logs_in(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account(PHONE)
    async with client_of(telegram) as client:
        code = await client.qr_login()
        waiting = asyncio.ensure_future(code.wait(5))
        await asyncio.sleep(0)
        telegram.scan(code.url, account)
        assert (await waiting).id == account.user_id


async def test_a_session_string_needs_no_login(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account()
    async with client_of(telegram, account) as client:
        assert (await client.get_me()).id == account.user_id


async def test_a_wrong_application_id_is_refused(telegram: LoopbackTelegram) -> None:
    telegram.trust()
    session = StringSession()
    session.set_dc(2, *telegram.address)
    client = TelegramClient(session, telegram.api_id + 1, telegram.api_hash)
    with pytest.raises(errors.ApiIdInvalidError):
        await client.connect()
    await client.disconnect()


async def test_logging_out_ends_the_session(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account()
    async with client_of(telegram, account) as client:
        await client.log_out()
    assert telegram.world.keys_of(account) == []


async def test_a_revoked_session_hears_why(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account()
    channel_with(telegram, 1)
    async with client_of(telegram, account) as client:
        telegram.revoke(account)
        with pytest.raises(errors.SessionRevokedError):
            await resolved(client, "rivierkrant")


async def test_a_key_that_the_server_forgot_ends_the_connection(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account()
    async with client_of(telegram, account) as client:
        telegram.forget_keys(account)
        with pytest.raises(errors.AuthKeyNotFound):
            await client(functions.updates.GetStateRequest())


# --- names and access hashes ---


async def test_a_name_resolves_to_its_channel_whatever_its_case(telegram: LoopbackTelegram) -> None:
    channel = telegram.add_channel("RivierKrant", title="River News")
    async with client_of(telegram, telegram.add_account()) as client:
        answer = await client(functions.contacts.ResolveUsernameRequest("rivierkrant"))
    assert [(chat.id, chat.title, chat.username) for chat in answer.chats] == [
        (channel.channel_id, "River News", "RivierKrant")
    ]


async def test_a_free_name_and_an_impossible_one_are_refused_differently(telegram: LoopbackTelegram) -> None:
    async with client_of(telegram, telegram.add_account()) as client:
        with pytest.raises(errors.UsernameNotOccupiedError):
            await resolved(client, "nobody_here")
        with pytest.raises(errors.UsernameInvalidError):
            await resolved(client, "1x")


async def test_a_name_can_move_to_another_channel(telegram: LoopbackTelegram) -> None:
    old = telegram.add_channel("rivierkrant")
    new = telegram.add_channel("imposter")
    async with client_of(telegram, telegram.add_account()) as client:
        assert (await resolved(client, "rivierkrant")).channel_id == old.channel_id
        telegram.move_username("rivierkrant", new)
        assert (await resolved(client, "rivierkrant")).channel_id == new.channel_id


async def test_another_accounts_access_hash_is_invalid(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 1)
    mine, theirs = telegram.add_account(), telegram.add_account("+31600000002")
    async with client_of(telegram, mine) as client:
        peer = types.InputPeerChannel(channel.channel_id, telegram.access_hash(theirs, channel))
        with pytest.raises(errors.ChannelInvalidError):
            await ids_after(client, peer, 0)


async def test_a_channel_that_became_private_is_closed_to_its_readers(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 3)
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        channel.close()
        with pytest.raises(errors.ChannelPrivateError):
            await ids_after(client, peer, 0)


# --- history ---


async def test_reading_after_a_cursor_over_gaps_gives_each_post_once(telegram: LoopbackTelegram) -> None:
    channel = telegram.add_channel("rivierkrant")
    chance = random.Random(7)
    for number in range(260):
        channel.publish(f"Reading {number}")
        channel.skip(chance.choice((0, 0, 0, 1, 7, 150)))
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        assert await ids_after(client, peer, 0) == list(channel.ids)
        cursor = channel.ids[100]
        assert await ids_after(client, peer, cursor) == list(channel.ids[101:])
        assert await ids_after(client, peer, channel.ids[-1]) == []


async def test_pages_of_any_size_join_without_overlap(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 40)
    async with client_of(telegram, telegram.add_account()) as client:
        peer, read = await resolved(client, "rivierkrant"), [0]
        while page := await ids_after(client, peer, read[-1], limit=random.Random(len(read)).randint(1, 9)):
            read += page
    assert read[1:] == list(channel.ids)


async def test_the_newest_few_come_newest_first(telegram: LoopbackTelegram) -> None:
    channel_with(telegram, 30)
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        assert [message.id async for message in client.iter_messages(peer, limit=3)] == [30, 29, 28]


async def test_reading_by_date_starts_below_it(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 10)
    fifth = channel.post(5)
    assert fifth is not None
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        read = [message.id async for message in client.iter_messages(peer, limit=2, offset_date=fifth.date)]
    assert read == [4, 3]


async def test_deleted_posts_are_missing_by_id_and_in_history(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 3)
    channel.delete(2)
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        assert await ids_after(client, peer, 0) == [1, 3]
        found = await client.get_messages(peer, ids=[3, 2, 1])
    assert [message and message.id for message in found] == [3, None, 1]


async def test_withheld_posts_shorten_the_page(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 5)
    channel.withhold(3, 4)
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        assert [message.id async for message in client.iter_messages(peer, limit=4)] == [5, 2, 1]


async def test_a_post_arrives_with_all_that_it_carries(telegram: LoopbackTelegram) -> None:
    origin = telegram.add_channel("bronkrant")
    origin_post = origin.publish("First here.")
    channel = telegram.add_channel("rivierkrant")
    forwarded = channel.publish("First here.", forward_from=(origin, origin_post), views=12)
    first, second = channel.publish_album("Two pictures.", ["photo", "video"])
    edited = channel.publish("Before.")
    channel.edit(edited, "After.")
    liked = channel.publish("Liked.", reply_to=edited)
    channel.react(liked, 3)
    channel.pin(liked)
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        posts = {message.id: message async for message in client.iter_messages(peer, wait_time=0)}
    header = posts[forwarded].fwd_from
    assert (header.from_id.channel_id, header.channel_post) == (origin.channel_id, origin_post)
    assert posts[forwarded].views == 12
    assert posts[first].grouped_id == posts[second].grouped_id is not None
    assert (posts[first].message, posts[second].message) == ("Two pictures.", "")
    assert (posts[first].photo is not None, posts[second].video is not None) == (True, True)
    assert (posts[edited].message, posts[edited].edit_hide) == ("After.", False)
    assert (posts[liked].reply_to_msg_id, posts[liked].edit_hide) == (edited, True)
    assert isinstance(posts[max(posts)], types.MessageService)


# --- faults ---


async def test_a_flood_wait_hits_one_request_type_of_one_account(telegram: LoopbackTelegram) -> None:
    channel_with(telegram, 1)
    flooded, free = telegram.add_account(), telegram.add_account("+31600000002")
    telegram.faults.flood("contacts.resolveUsername", 3600, account=flooded)
    async with client_of(telegram, flooded) as client:
        with pytest.raises(errors.FloodWaitError) as refusal:
            await resolved(client, "rivierkrant")
        assert refusal.value.seconds == 3600
        assert (await client.get_me()).id == flooded.user_id
    async with client_of(telegram, free) as client:
        assert await resolved(client, "rivierkrant")


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "drop_mid_answer"])
async def test_a_line_cut_between_pages_loses_and_repeats_nothing(telegram: LoopbackTelegram, fault: str) -> None:
    channel = channel_with(telegram, 250)
    getattr(telegram.faults, fault)("messages.getHistory", skip=1)
    async with client_of(telegram, telegram.add_account()) as client:
        peer = await resolved(client, "rivierkrant")
        assert await ids_after(client, peer, 0) == list(channel.ids)


async def test_a_request_that_is_never_answered_hangs(telegram: LoopbackTelegram) -> None:
    telegram.faults.ignore("updates.getState")
    async with client_of(telegram) as client:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client(functions.updates.GetStateRequest()), 0.05)


async def test_a_restarted_server_knows_its_keys(telegram: LoopbackTelegram) -> None:
    channel = channel_with(telegram, 3)
    session = telegram.session_string(telegram.add_account())
    await telegram.stop()
    await telegram.start()
    client = TelegramClient(StringSession(session), telegram.api_id, telegram.api_hash)
    await client.connect()
    assert await ids_after(client, await resolved(client, "rivierkrant"), 0) == list(channel.ids)
    await client.disconnect()


async def test_new_salts_are_learned_on_the_way(telegram: LoopbackTelegram) -> None:
    async with client_of(telegram, telegram.add_account()) as client:
        telegram.change_salts()
        assert (await client.get_me()).is_self


# --- strictness ---


async def test_an_unknown_method_fails_the_test_at_the_end() -> None:
    async def sweep() -> None:
        async with LoopbackTelegram() as telegram, client_of(telegram, telegram.add_account()) as client:
            with pytest.raises(errors.MethodInvalidError):
                await client.get_dialogs()

    with pytest.raises(AssertionError, match=r"messages\.getDialogs"):
        await sweep()


async def test_an_expected_unknown_method_does_not(telegram: LoopbackTelegram) -> None:
    telegram.expect("messages.getDialogs")
    async with client_of(telegram, telegram.add_account()) as client:
        with pytest.raises(errors.MethodInvalidError):
            await client.get_dialogs()
    assert telegram.count("messages.getDialogs") == 1


async def test_a_client_that_never_introduced_itself_is_refused(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account()
    async with client_of(telegram, account) as client:
        for key in telegram.world.keys_of(account):
            key.introduced = False
        with pytest.raises(errors.ConnectionNotInitedError):
            await client(functions.updates.GetStateRequest())


async def test_garbage_is_hung_up_on_and_remembered() -> None:
    async def shout() -> None:
        async with LoopbackTelegram() as telegram:
            reader, writer = await asyncio.open_connection(*telegram.address)
            writer.write(struct.pack("<ii", 20, 5) + bytes(12))
            assert await reader.read() == b""
            writer.close()
            await writer.wait_closed()

    with pytest.raises(AssertionError, match="BrokenFraming"):
        await shout()


async def test_closing_leaves_no_connection_behind(telegram: LoopbackTelegram) -> None:
    async with client_of(telegram, telegram.add_account()):
        assert telegram.connections == 1
    await telegram.stop()
    assert telegram.connections == 0


# --- files ---


@pytest.mark.parametrize("media", ["photo", "document"])
async def test_what_was_published_can_be_downloaded(telegram: LoopbackTelegram, media: str) -> None:
    account, content = telegram.add_account(), bytes(range(256)) * 3000
    channel = telegram.add_channel("rivierkrant")
    channel.publish("The quay.", media=media, content=content)
    async with client_of(telegram, account) as client:
        message = await client.get_messages("rivierkrant", ids=1)
        assert await client.download_media(message, file=bytes) == content


async def test_parts_are_asked_for_as_telegram_wants_them_or_refused(telegram: LoopbackTelegram) -> None:
    account = telegram.add_account()
    telegram.add_channel("rivierkrant").publish("The quay.", media="document", content=bytes(3 * 1024 * 1024))
    async with client_of(telegram, account) as client:
        document = (await client.get_messages("rivierkrant", ids=1)).document
        fresh = (document.id, document.access_hash, document.file_reference, "")

        async def part(offset: int, limit: int, location: Any = fresh) -> Any:
            place = types.InputDocumentFileLocation(*location)
            return await client(functions.upload.GetFileRequest(place, offset, limit))

        assert len((await part(512 * 1024, 512 * 1024)).bytes) == 512 * 1024
        assert (await part(3 * 1024 * 1024, 4096)).bytes == b""
        with pytest.raises(errors.OffsetInvalidError):
            await part(100, 4096)
        with pytest.raises(errors.OffsetInvalidError):
            await part(768 * 1024, 512 * 1024)
        for limit in (0, 1000, 12 * 1024, 2 * 1024 * 1024):
            with pytest.raises(errors.LimitInvalidError):
                await part(0, limit)
        with pytest.raises(errors.LocationInvalidError):
            await part(0, 4096, (document.id, document.access_hash + 1, document.file_reference, ""))
        with pytest.raises(errors.FileReferenceEmptyError):
            await part(0, 4096, (document.id, document.access_hash, b"", ""))
        telegram.expire_file_references()
        with pytest.raises(errors.FileReferenceExpiredError):
            await part(0, 4096)
