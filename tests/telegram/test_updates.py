"""A plain TelegramClient hears from the loopback server what happens in the channels that its account joined."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telethon import TelegramClient, errors, events
from telethon.sessions import StringSession
from telethon.tl import functions, types

from tests.telegram.accounts import Account
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram


@asynccontextmanager
async def listener(
    telegram: LoopbackTelegram, account: Account, **options: object
) -> AsyncIterator[tuple[TelegramClient, "asyncio.Queue[Any]"]]:
    """A connected client, and the updates that reach its handlers."""
    telegram.trust()
    session = StringSession(telegram.session_string(account))
    client = TelegramClient(session, telegram.api_id, telegram.api_hash, **options)
    heard: asyncio.Queue[Any] = asyncio.Queue()
    client.add_event_handler(heard.put, events.Raw())
    async with asyncio.timeout(10):
        await client.connect()
        try:
            yield client, heard
        finally:
            await client.disconnect()


async def join(client: TelegramClient, channel: ServedChannel) -> None:
    found = (await client(functions.contacts.ResolveUsernameRequest(channel.username))).chats[0]
    await client(functions.channels.JoinChannelRequest(types.InputChannel(found.id, found.access_hash)))


async def is_member(client: TelegramClient, channel: ServedChannel) -> bool:
    found = (await client(functions.contacts.ResolveUsernameRequest(channel.username))).chats[0]
    return not found.left


async def test_a_member_hears_of_posts_edits_and_deletions(telegram: LoopbackTelegram) -> None:
    channel = telegram.add_channel("rivierkrant")
    async with listener(telegram, telegram.add_account()) as (client, heard):
        await join(client, channel)
        assert await is_member(client, channel)
        first = channel.publish("Water reaches the quay.")
        channel.edit(first, "Water has reached the quay.")
        channel.delete(first)
        updates = [await heard.get() for _ in range(3)]
    assert [type(update) for update in updates] == [
        types.UpdateNewChannelMessage,
        types.UpdateEditChannelMessage,
        types.UpdateDeleteChannelMessages,
    ]
    assert [update.pts for update in updates] == [2, 3, 4]
    assert updates[2].messages == [first]


async def test_a_stranger_and_a_client_that_wants_no_updates_hear_nothing(telegram: LoopbackTelegram) -> None:
    channel, mine = telegram.add_channel("rivierkrant"), telegram.add_channel("kadepost")
    stranger, deaf = telegram.add_account(), telegram.add_account("+31600000002")
    async with listener(telegram, stranger) as (client, heard):
        async with listener(telegram, deaf, receive_updates=False) as (silent, unheard):
            await join(client, mine)
            await join(silent, channel)
            channel.publish("Water reaches the quay.")
            mine.publish("The quay is closed.")
            await is_member(silent, channel)
            assert unheard.empty()
        update = await heard.get()
        assert update.message.peer_id.channel_id == mine.channel_id
        assert heard.empty()


async def test_who_may_not_join_is_told_why(telegram: LoopbackTelegram) -> None:
    channel, full = telegram.add_channel("rivierkrant"), telegram.add_channel("kadepost")
    account = telegram.add_account()
    telegram.world.most_channels = 1
    async with listener(telegram, account) as (client, _):
        channel.banned.add(account)
        with pytest.raises(errors.ChannelPrivateError):
            await join(client, channel)
        channel.banned.clear()
        with pytest.raises(errors.ChannelInvalidError):
            await client(functions.channels.JoinChannelRequest(types.InputChannel(channel.channel_id, 1)))
        await join(client, channel)
        await join(client, channel)
        with pytest.raises(errors.ChannelsTooMuchError):
            await join(client, full)
    assert [channel.members, full.members] == [{account}, set()]
