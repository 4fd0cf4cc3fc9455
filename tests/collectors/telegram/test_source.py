"""The Telegram source against the loopback server: what it asks for, what it remembers, why it can't read."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors.base import HISTORY, AccessHash, BadInput, Batch, CannotRead, FloodWait
from collectors.telegram.accounts import Account
from collectors.telegram.attempt import RESOLVE
from collectors.telegram.client import Api
from collectors.telegram.source import TelethonSource
from storage.model import Channel
from storage.watching import Problem, Watched
from tests.telegram.channels import ServedChannel
from tests.telegram.loopback import LoopbackTelegram

NOW = datetime(2024, 3, 12, 12, tzinfo=UTC)
Keep = Callable[..., Account]


def river(telegram: LoopbackTelegram, posts: int = 0) -> ServedChannel:
    channel = telegram.add_channel("rivierkrant", title="River News")
    for number in range(1, posts + 1):
        channel.publish(f"The river stands at {number} cm.")
    return channel


def after(batch: Batch, username: str = "rivierkrant", **more: Any) -> Watched:
    """What the stages ask for next, having stored this batch."""
    return known(
        batch.channel, batch.cursor, {item.account: item.access_hash for item in hashes(batch)} | more, username
    )


def known(channel: Channel, cursor: int | None, hashes: Mapping[str, int], username: str = "rivierkrant") -> Watched:
    return Watched(username, channel, cursor, hashes)


def hashes(batch: Batch) -> list[AccessHash]:
    return [item for item in batch.learned if isinstance(item, AccessHash)]


UNREAD = Watched("rivierkrant", None, None)


@asynccontextmanager
async def source_of(api: Api, *accounts: Account, **options: Any) -> AsyncIterator[TelethonSource]:
    async with TelethonSource(accounts, api, **{"patience": 5.0, **options}) as source:
        yield source


async def refused(source: TelethonSource, watched: Watched = UNREAD, now: datetime = NOW) -> CannotRead:
    with pytest.raises(CannotRead) as caught:
        await source.read(watched, now)
    return caught.value


async def hung_up(telegram: LoopbackTelegram) -> None:
    """Waits until the server has heard that nobody is on the line."""
    async with asyncio.timeout(5):
        while telegram.connections:  # noqa: ASYNC110 - the server tells of requests, not of farewells
            await asyncio.sleep(0.01)


# --- reading ---


async def test_on_first_contact_the_newest_few_are_read_and_the_hash_is_learned(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel, account = river(telegram, posts=9), telegram.add_account()
    async with source_of(api, logged_in(account), first=3) as source:
        batch = await source.read(UNREAD, NOW)
    assert batch.channel == Channel(channel.channel_id, "rivierkrant", "River News", frozenset())
    assert batch.account == "first"
    assert ([post.post_id for post in batch.posts], batch.cursor, batch.more) == ([7, 8, 9], 9, False)
    assert batch.learned == (AccessHash("first", channel.channel_id, telegram.access_hash(account, channel)),)


async def test_a_name_is_resolved_once_and_nothing_new_costs_one_request(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=2)
    session = logged_in(telegram.add_account())
    async with source_of(api, session) as source:
        watched = after(await source.read(UNREAD, NOW))
    async with source_of(api, session) as source:
        batch = await source.read(watched, NOW)
    assert (batch.posts, batch.cursor, batch.learned, batch.more) == ((), 2, (), False)
    assert (telegram.count("contacts.resolveUsername"), telegram.count("messages.getHistory")) == (1, 2)


async def test_a_backlog_comes_in_pages_without_a_gap_or_a_repeat(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel = river(telegram, posts=1)
    async with source_of(api, logged_in(telegram.add_account()), page=4) as source:
        watched = after(await source.read(UNREAD, NOW))
        channel.skip(50)
        later = [channel.publish(f"{number}") for number in range(10)]
        channel.delete(later[3])
        read, _ = await read_on(source, watched)
    assert read == [number for number in later if number != later[3]]


async def read_on(source: TelethonSource, watched: Watched) -> tuple[list[int], Watched]:
    """The ids of all that comes while there is more, and where it ends."""
    found: list[int] = []
    while True:
        batch = await source.read(watched, NOW)
        found += [post.post_id for post in batch.posts]
        watched = known(batch.channel, batch.cursor, watched.hashes)
        if not batch.more:
            return found, watched


async def test_posts_that_telegram_leaves_out_of_a_page_do_not_end_the_reading(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel = river(telegram, posts=1)
    async with source_of(api, logged_in(telegram.add_account()), page=4) as source:
        watched = after(await source.read(UNREAD, NOW))
        later = [channel.publish(f"{number}") for number in range(11)]
        channel.withhold(later[1], later[5])
        assert (await read_on(source, watched))[0] == list(channel.ids[1:])


async def test_a_whole_page_that_telegram_leaves_out_is_passed_when_something_new_comes(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel = river(telegram, posts=1)
    async with source_of(api, logged_in(telegram.add_account()), page=4) as source:
        watched = after(await source.read(UNREAD, NOW))
        channel.withhold(*(channel.publish(f"{number}") for number in range(10)))
        _, watched = await read_on(source, watched)
        assert (watched.cursor, telegram.count("messages.getHistory")) == (1, 3)
        await read_on(source, watched)
        assert telegram.count("messages.getHistory") == 4
        later = [channel.publish(f"{number}") for number in range(6)]
        assert (await read_on(source, watched))[0] == later


async def test_the_cursor_passes_over_service_messages(telegram: LoopbackTelegram, api: Api, logged_in: Keep) -> None:
    channel = river(telegram, posts=1)
    pin = channel.pin(1)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        batch = await source.read(UNREAD, NOW)
    assert ([post.post_id for post in batch.posts], batch.cursor) == ([1], pin)


async def test_an_empty_channel_is_read_without_a_cursor(telegram: LoopbackTelegram, api: Api, logged_in: Keep) -> None:
    river(telegram)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        batch = await source.read(UNREAD, NOW)
    assert (batch.posts, batch.cursor) == ((), None)


async def test_a_forward_names_its_channel_and_an_album_is_one_post(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel, origin = river(telegram), telegram.add_channel("headwater", title="Headwater")
    channel.publish("Copied", forward_from=(origin, origin.publish("First")))
    parts = channel.publish_album("Caption", ["photo", "photo", "video"], caption_on=1)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        [copy, album] = (await source.read(UNREAD, NOW)).posts
    assert copy.forward is not None
    assert (copy.forward.channel_id, copy.forward.username, copy.forward.post_id) == (origin.channel_id, "headwater", 1)
    assert (album.text, album.parts, [item.kind for item in album.media]) == (
        "Caption",
        parts,
        ["photo", "photo", "video"],
    )


async def test_a_new_name_of_the_channel_is_noticed_without_resolving(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel = river(telegram, posts=1)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        watched = after(await source.read(UNREAD, NOW))
        channel.username, channel.title = "rivier_nieuws", "Rivier"
        batch = await source.read(watched, NOW)
    assert batch.channel == Channel(channel.channel_id, "rivier_nieuws", "Rivier", frozenset())
    assert telegram.count("contacts.resolveUsername") == 1


# --- names and hashes ---


async def test_a_hash_that_is_refused_is_resolved_again_once(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel, account = river(telegram, posts=1), telegram.add_account()
    stale = known(Channel(channel.channel_id, "rivierkrant", "River News"), 0, {"first": 1234})
    async with source_of(api, logged_in(account)) as source:
        batch = await source.read(stale, NOW)
    assert [item.access_hash for item in hashes(batch)] == [telegram.access_hash(account, channel)]
    assert [post.post_id for post in batch.posts] == [1]


async def test_a_name_that_went_to_another_channel_is_not_followed(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel, squatter = river(telegram, posts=1), telegram.add_channel("squatter")
    squatter.publish("Buy boots.")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        watched = after(await source.read(UNREAD, NOW))
        telegram.move_username("rivierkrant", squatter)
        channel.close()
        error = await refused(source, watched)
    assert error.problem is Problem.NOT_FOUND
    assert error.detail == (
        f"@rivierkrant is now another channel ({squatter.channel_id}) than the one that was followed "
        f"({channel.channel_id}): correct the entry in the watchlist"
    )


@pytest.mark.parametrize(
    ("username", "said"),
    [
        ("nobody_here", "nobody on Telegram is called @nobody_here"),
        ("1", "nobody on Telegram is called @1"),
        ("annexample", "@annexample is a person, a bot or a group, not a channel"),
        ("riverside_talk", "@riverside_talk is a person, a bot or a group, not a channel"),
    ],
)
async def test_what_is_no_public_channel_is_not_found_and_left_alone_for_an_hour(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep, username: str, said: str
) -> None:
    telegram.add_person("annexample")
    telegram.add_channel("riverside_talk", group=True)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        error = await refused(source, Watched(username, None, None))
    assert (error.problem, error.detail, error.until) == (Problem.NOT_FOUND, said, NOW + timedelta(hours=1))


async def test_a_channel_that_closed_is_private(telegram: LoopbackTelegram, api: Api, logged_in: Keep) -> None:
    river(telegram, posts=1)
    telegram.faults.refuse("messages.getHistory", "CHANNEL_PRIVATE")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        error = await refused(source)
    assert (error.problem, error.until) == (Problem.PRIVATE, NOW + timedelta(hours=1))
    assert len(error.learned) == 1


async def test_a_channel_that_telegram_withholds_is_blocked(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1).restrict("This channel can't be displayed.")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        error = await refused(source)
    assert (error.problem, error.detail) == (
        Problem.BLOCKED,
        "Telegram withholds @rivierkrant from account first (terms)",
    )


# --- floods ---


async def test_a_flood_wait_is_told_with_its_end_and_not_asked_again_before(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.faults.flood("contacts.resolveUsername", 900, times=1)
    end = NOW + timedelta(seconds=901)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        first = await refused(source)
        again = await refused(source, now=end - timedelta(seconds=1))
        assert telegram.count("contacts.resolveUsername") == 1
        batch = await source.read(UNREAD, end)
    assert (first.problem, first.until, first.learned) == (
        Problem.FLOOD_WAIT,
        end,
        (FloodWait("first", RESOLVE, end),),
    )
    assert (again.problem, again.until, again.learned) == (Problem.FLOOD_WAIT, end, ())
    assert len(batch.posts) == 1


async def test_a_flood_wait_told_by_a_clock_that_was_set_back_since_is_over_after_a_day(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.faults.flood("contacts.resolveUsername", 900, times=1)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        await refused(source, now=NOW + timedelta(days=30))
        assert (await refused(source, now=NOW)).until == NOW + timedelta(days=1)
        assert len((await source.read(UNREAD, NOW + timedelta(days=1))).posts) == 1


async def test_a_flood_wait_survives_a_restart(telegram: LoopbackTelegram, api: Api, logged_in: Keep) -> None:
    river(telegram, posts=1)
    flood = FloodWait("first", RESOLVE, NOW + timedelta(hours=3))
    async with source_of(api, logged_in(telegram.add_account()), floods=[flood]) as source:
        error = await refused(source)
    assert (error.problem, error.until) == (Problem.FLOOD_WAIT, flood.until)
    assert telegram.count("contacts.resolveUsername") == 0


async def test_a_flood_on_one_kind_of_request_leaves_the_others_alone(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel, account = river(telegram, posts=1), telegram.add_account()
    flood = FloodWait("first", RESOLVE, NOW + timedelta(hours=3))
    watched = known(
        Channel(channel.channel_id, "rivierkrant", "River News"), 0, {"first": telegram.access_hash(account, channel)}
    )
    async with source_of(api, logged_in(account), floods=[flood]) as source:
        assert len((await source.read(watched, NOW)).posts) == 1


async def test_another_account_steps_in_for_a_limited_one(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    telegram.faults.flood("messages.getHistory", 60, account=one)
    async with source_of(api, logged_in(one), logged_in(two, "second")) as source:
        batch = await source.read(UNREAD, NOW)
    assert len(batch.posts) == 1
    assert [(type(item).__name__, item.account) for item in batch.learned] == [
        ("AccessHash", "first"),
        ("FloodWait", "first"),
        ("AccessHash", "second"),
    ]


async def test_when_all_are_limited_the_soonest_end_counts(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    floods = [
        FloodWait("first", HISTORY, NOW + timedelta(hours=2)),
        FloodWait("second", RESOLVE, NOW + timedelta(hours=1)),
    ]
    async with source_of(api, logged_in(one), logged_in(two, "second"), floods=floods) as source:
        assert (await refused(source)).until == NOW + timedelta(hours=1)


async def test_the_account_that_knows_the_channel_goes_first(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    channel = river(telegram, posts=1)
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    watched = known(
        Channel(channel.channel_id, "rivierkrant", "River News"), 0, {"second": telegram.access_hash(two, channel)}
    )
    async with source_of(api, logged_in(one), logged_in(two, "second")) as source:
        await source.read(watched, NOW)
    assert (telegram.count("contacts.resolveUsername"), telegram.count("messages.getHistory", two)) == (0, 1)


# --- sessions ---


@pytest.mark.parametrize("error", ["SESSION_REVOKED", "AUTH_KEY_UNREGISTERED", "USER_DEACTIVATED_BAN"])
async def test_a_revoked_session_rests_and_says_how_to_log_in(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep, error: str
) -> None:
    river(telegram, posts=1)
    account = telegram.add_account()
    async with source_of(api, logged_in(account)) as source:
        await source.read(UNREAD, NOW)
        telegram.revoke(account, error)
        first = await refused(source)
        asked = len(telegram.requests)
        again = await refused(source)
        trouble = await source.trouble()
    assert (first.problem, first.until) == (Problem.NO_ACCOUNT, None)
    assert first.detail.startswith("Telegram no longer accepts the session of account first (")
    assert first.detail.endswith("): run `seinpost account login first`.")
    assert (again.detail, trouble) == (first.detail, {"first": first.detail})
    assert len(telegram.requests) == asked


async def test_a_session_that_was_revoked_before_the_start_is_noticed(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    account = telegram.add_account()
    session = logged_in(account)
    telegram.revoke(account)
    async with source_of(api, session) as source:
        assert "run `seinpost account login first`" in (await source.trouble())["first"]


async def test_a_key_that_the_server_has_forgotten_rests_the_account(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    account = telegram.add_account()
    session = logged_in(account)
    telegram.forget_keys(account)
    async with source_of(api, session) as source:
        assert (await refused(source)).problem is Problem.NO_ACCOUNT


async def test_the_others_go_on_when_one_account_is_revoked(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    sessions = logged_in(one), logged_in(two, "second")
    telegram.revoke(one)
    async with source_of(api, *sessions) as source:
        assert len((await source.read(UNREAD, NOW)).posts) == 1
        assert sorted(await source.trouble()) == ["first"]


async def test_without_accounts_it_is_said_how_to_add_one(api: Api) -> None:
    async with source_of(api) as source:
        error = await refused(source)
    assert (error.problem, error.detail) == (
        Problem.NO_ACCOUNT,
        "no Telegram account is set up: run `seinpost account login`",
    )


@pytest.fixture
def damaged(sessions: Path) -> Account:
    sessions.mkdir()
    (sessions / "first.session").write_bytes(b"nonsense" * 600)
    return Account("first", sessions / "first.session")


async def test_a_damaged_session_file_rests_its_account(api: Api, damaged: Account) -> None:
    async with source_of(api, damaged) as source:
        error = await refused(source)
    assert (error.problem, "remove it and log in again" in error.detail) == (Problem.NO_ACCOUNT, True)


async def test_two_sources_never_share_a_session(telegram: LoopbackTelegram, api: Api, logged_in: Keep) -> None:
    session = logged_in(telegram.add_account())
    async with source_of(api, session):
        with pytest.raises(BadInput, match="Account first is in use by another process"):
            async with source_of(api, session):
                pass
    async with source_of(api, session):
        pass


# --- the network ---


async def test_a_dropped_connection_is_mended_by_itself(telegram: LoopbackTelegram, api: Api, logged_in: Keep) -> None:
    river(telegram, posts=1)
    telegram.faults.drop_mid_answer("messages.getHistory")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        assert len((await source.read(UNREAD, NOW)).posts) == 1


async def test_a_server_that_is_away_is_unreachable_until_it_is_back(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        await source.read(UNREAD, NOW)
        await telegram.stop()
        error = await refused(source)
        await telegram.start()
        assert len((await source.read(UNREAD, NOW)).posts) == 1
    assert (error.problem, error.until) == (Problem.UNREACHABLE, None)


async def test_a_server_that_never_answers_is_not_waited_for(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.faults.ignore("messages.getHistory")
    async with source_of(api, logged_in(telegram.add_account()), patience=1.0) as source:
        error = await refused(source)
        assert (error.problem, error.detail) == (Problem.UNREACHABLE, "account first: no answer within 1 s")
        assert len((await source.read(UNREAD, NOW)).posts) == 1


async def test_a_flood_wait_while_connecting_leaves_no_half_open_line(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.faults.flood("users.getUsers", 30, times=1)
    async with source_of(api, logged_in(telegram.add_account())) as source:
        error = await refused(source)
        assert error.problem is Problem.FLOOD_WAIT
        await hung_up(telegram)
        assert len((await source.read(UNREAD, NOW + timedelta(seconds=31))).posts) == 1


async def test_channels_may_be_read_at_the_same_time_and_share_one_connection(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    for name in ("rivierkrant", "headwater", "estuary"):
        telegram.add_channel(name).publish(f"News from {name}.")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        found = await asyncio.gather(
            *(source.read(Watched(name, None, None), NOW) for name in ("estuary", "rivierkrant", "headwater"))
        )
        assert telegram.connections == 1
    assert [batch.posts[0].text for batch in found] == [
        "News from estuary.",
        "News from rivierkrant.",
        "News from headwater.",
    ]


async def test_one_lost_answer_does_not_hang_up_on_the_next_channel(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.add_channel("headwater").publish("Clear.")
    telegram.faults.ignore("messages.getHistory")
    async with source_of(api, logged_in(telegram.add_account()), patience=1.0) as source:
        await refused(source)
        batches = await asyncio.gather(
            *(source.read(Watched(name, None, None), NOW) for name in ("headwater", "rivierkrant"))
        )
        assert [len(batch.posts) for batch in batches] == [1, 1]


async def test_being_stopped_in_the_middle_of_a_request_hangs_up(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.faults.ignore("messages.getHistory")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        reading = asyncio.create_task(source.read(UNREAD, NOW))
        await telegram.until("messages.getHistory")
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await hung_up(telegram)


async def test_an_answer_that_is_an_error_nobody_expects_is_our_fault(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    telegram.faults.refuse("messages.getHistory", "OFFSET_INVALID")
    async with source_of(api, logged_in(telegram.add_account())) as source:
        assert (await refused(source)).problem is Problem.BROKEN


async def test_who_would_be_asked_is_told_before_and_nobody_while_all_must_wait(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    floods = [
        FloodWait("first", HISTORY, NOW + timedelta(hours=2)),
        FloodWait("second", RESOLVE, NOW + timedelta(hours=1)),
    ]
    async with source_of(api, logged_in(one), logged_in(two, "second"), floods=floods) as source:
        asked = [source.reader(UNREAD, HISTORY, NOW + timedelta(hours=hours)) for hours in (0, 1, 2)]
    assert asked == [None, "second", "first"]


async def test_what_telegram_withholds_from_one_account_another_is_asked_for(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1).restrict("This channel can't be displayed.")  # by the country of a number, mostly
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    async with source_of(api, logged_in(one), logged_in(two, "second")) as source:
        assert (await refused(source)).problem is Problem.BLOCKED
    assert telegram.count("contacts.resolveUsername", two) == 1


async def test_an_account_that_can_not_be_reached_keeps_its_channels_for_a_while_then_others_read_them(
    telegram: LoopbackTelegram, api: Api, logged_in: Keep
) -> None:
    river(telegram, posts=1)
    one, two = telegram.add_account(), telegram.add_account("+31600000002")
    telegram.faults.drop_before("messages.getHistory", account=one, times=None)
    telegram.faults.drop_before("contacts.resolveUsername", account=one, times=None)
    async with source_of(api, logged_in(one), logged_in(two, "second"), patience=2.0) as source:
        for minutes in (0, 5):
            assert (await refused(source, now=NOW + timedelta(minutes=minutes))).problem is Problem.UNREACHABLE
        batch = await source.read(UNREAD, NOW + timedelta(minutes=10))
    assert (batch.account, len(batch.posts)) == ("second", 1)
