"""Copies, from stored posts to who is told: one event makes one alert across channels, and the origin is credited."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from bot import alerting, stages
from matcher.catalogue import Catalogue, compile_catalogue
from storage import alerts, chats, claims, copies, deliveries, events, links, subscriptions
from storage.database import Database
from storage.model import CopyKind, Evidence, Forward, Found, Kind, Link, Post, Stance
from storage.telling import Reason
from tests.matcher.factories import actor, place, watchlist
from tests.storage.samples import HOUR, MINUTE, NOW, chat, part, post, revision_at, stored

REPORT = "The governor reports that the crossing was shelled from eight until nine this morning."
ADVANCE = (
    "Ночью бойцы Северного отряда вышли к мосту у Ключевки и заняли старую мельницу. Потерь нет. "
    "Командир отряда говорит, что противник отошёл за реку и оставил два склада. Подробности утром."
)
EDITED = ADVANCE.replace("Ночью бойцы", "Этой ночью бойцы").replace("говорит", "утверждает").replace(" Потерь нет.", "")
ELSEWHERE = ADVANCE.replace("Ключевки", "Заречья")
CLOSING = "\n\nПодписаться на Речной вестник"

BOOK = watchlist(
    actor("north", ru="Северный отряд", forms={"ru": ("Северного отряда",)}),
    actor("south", ru="Южный отряд"),
    place("klyuchevka", ru="Ключевка", forms={"ru": ("Ключевки",)}),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A database, and the stages after collecting over it."""

    db: Database
    catalogue: Catalogue
    at: datetime = NOW + HOUR

    async def receive(self, *given: Post, backlog: bool = False) -> None:
        """What one channel posted, through to whom it is told."""
        await stored(self.db, *given, backlog=backlog)
        await stages.match_new(self.db, self.catalogue, lambda: self.at)
        await stages.note_events(self.db, self.catalogue.watchlist, lambda: self.at)
        await alerting.decide_alerts(self.db, self.catalogue.watchlist, lambda: self.at)

    async def follow(self, chat_id: int, kind: Kind = Kind.ACTOR, target: str = "north") -> None:
        await self.db.write(chats.put, chat(chat_id))
        await self.db.write(subscriptions.add, chat_id, kind, target, NOW)

    async def heard(self, chat_id: int = 500) -> list[Reason]:
        told = await self.db.read(alerts.of_chat_since, chat_id, NOW, self.at + MINUTE)
        return [alert.reason for alert, _ in told]

    async def copy(self, channel_id: int, post_id: int = 1) -> tuple[int, CopyKind] | None:
        """The revision that a post copies, and what it made of it."""
        copy = await self.db.read(copies.original, (await revision_at(self.db, post_id, channel_id)).id)
        return None if copy is None else (copy.of, copy.kind)

    async def first_of(self, channel_id: int, post_id: int = 1) -> int:
        """The first revision of a post that was not edited."""
        return (await revision_at(self.db, post_id, channel_id)).id


@pytest.fixture
async def desk(db: Database) -> Desk:
    return Desk(db, compile_catalogue(BOOK))


def later(minutes: int, text: str, channel_id: int, **more: Any) -> Post:
    return post(1, text, channel_id=channel_id, published_at=NOW + minutes * MINUTE, **more)


# --- one event, one alert ---------------------------------------------------------------------------------------------


async def test_of_three_channels_that_say_the_same_one_alerts_and_the_first_is_credited(desk: Desk) -> None:
    await desk.follow(500)
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(5, EDITED, 2))
    await desk.receive(later(9, f"Пишут коллеги с той стороны, читайте сами:\n\n{EDITED}{CLOSING}", 3))
    assert await desk.heard() == [Reason.FIRST, Reason.DUPLICATE, Reason.DUPLICATE]
    first = await desk.first_of(1)
    assert [await desk.copy(number) for number in (1, 2, 3)] == [
        None,
        (first, CopyKind.EDITED),
        (first, CopyKind.EDITED),
    ]


async def test_an_original_that_is_collected_after_its_copies_is_credited_and_alerts_nobody_again(desk: Desk) -> None:
    await desk.follow(500)
    await desk.receive(later(5, EDITED, 2))
    await desk.receive(later(9, EDITED, 3))
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(12, ADVANCE, 4))
    assert await desk.heard() == [Reason.FIRST, Reason.DUPLICATE, Reason.DUPLICATE, Reason.DUPLICATE]
    first = await desk.first_of(1)
    copied = [await desk.copy(number) for number in (2, 3, 4)]
    assert [found and found[0] for found in copied] == [first, first, first]
    assert await desk.copy(1) is None


async def test_who_was_told_of_a_copy_only_is_not_told_of_another(desk: Desk) -> None:
    await desk.receive(later(0, ADVANCE, 1))
    await desk.follow(500)
    await desk.receive(later(5, EDITED, 2))
    await desk.receive(later(9, EDITED, 3))
    assert await desk.heard() == [Reason.FIRST, Reason.DUPLICATE]


async def test_the_same_words_about_another_place_are_news(desk: Desk) -> None:
    await desk.follow(500)
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(5, ELSEWHERE, 2))
    assert await desk.heard() == [Reason.FIRST, Reason.UPDATED]  # in the first one's message, within its time
    assert await desk.copy(2) is None


async def test_what_a_copy_adds_itself_is_told_to_those_who_follow_it(desk: Desk) -> None:
    await desk.follow(500)
    await desk.follow(501, target="south")
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(5, f"{ADVANCE}\n\nЮжный отряд пока молчит, связи с ним нет со вчерашнего вечера.", 2))
    assert await desk.heard(500) == [Reason.FIRST, Reason.DUPLICATE]
    assert await desk.heard(501) == [Reason.FIRST]


async def test_a_follower_of_the_channel_hears_of_a_copy_that_it_was_not_told_of(desk: Desk) -> None:
    await desk.follow(500, Kind.CHANNEL, "2")
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(5, EDITED, 2))
    assert await desk.heard() == [Reason.FIRST]


# --- a page of posts --------------------------------------------------------------------------------------------------


async def test_a_post_may_copy_the_one_before_it_on_the_page(desk: Desk) -> None:
    await desk.follow(500)
    for number, words in enumerate((ADVANCE, EDITED, ADVANCE), start=1):
        await stored(desk.db, later(number, words, number))
    await stored(desk.db, later(5, "Short.", 4, forward=Forward(channel_id=3, post_id=1)))
    await desk.receive(later(9, ELSEWHERE, 5))
    first = await desk.first_of(1)
    assert [found and found[0] for found in [await desk.copy(number) for number in (1, 2, 3, 4, 5)]] == [
        None,
        first,
        first,
        await desk.first_of(3),
        None,
    ]
    assert (await desk.heard())[:3] == [Reason.FIRST, Reason.DUPLICATE, Reason.DUPLICATE]


async def test_an_original_may_stand_behind_its_copies_on_the_page(desk: Desk) -> None:
    await desk.follow(500)
    await stored(desk.db, later(5, EDITED, 2))
    await stored(desk.db, later(9, EDITED, 3))
    await desk.receive(later(0, ADVANCE, 1))
    first = await desk.first_of(1)
    assert [found and found[0] for found in [await desk.copy(number) for number in (1, 2, 3)]] == [None, first, first]
    assert await desk.heard() == [Reason.FIRST, Reason.DUPLICATE, Reason.DUPLICATE]


async def test_a_page_that_another_process_notes_first_is_left_to_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.follow(500)
    await stored(desk.db, later(0, ADVANCE, 1))
    await stored(desk.db, later(1, ADVANCE, 2))
    await stages.match_new(desk.db, desk.catalogue, lambda: desk.at)
    read = desk.db.read

    async def slower(verb: Callable[..., Awaitable[object]]) -> object:
        monkeypatch.setattr(desk.db, "read", read)
        found = await read(verb)
        await stages.note_events(desk.db, desk.catalogue.watchlist, lambda: desk.at)
        return found

    monkeypatch.setattr(desk.db, "read", slower)
    await stages.note_events(desk.db, desk.catalogue.watchlist, lambda: desk.at)
    waiting = await desk.db.read(events.undecided, 10)
    assert [len(happened) for _, _, happened in waiting] == [len(found) + 1 for _, found, _ in waiting]


# --- claims -----------------------------------------------------------------------------------------------------------


async def says(desk: Desk, minutes: int, channel_id: int, speaker: str | None = None) -> None:
    """The channel posts `ADVANCE`, and it is found to assert a claim in nobody's name."""
    await stored(desk.db, later(minutes, ADVANCE, channel_id))
    link = Link(Kind.CLAIM, "C1", 1.0, (Evidence(0, 5, "Ночью", "wording"),), stance=Stance.ASSERTS, speaker=speaker)
    revision = await revision_at(desk.db, 1, channel_id)
    await desk.db.write(links.save, revision.id, "v1", Found("ru", (link,)), NOW)


@pytest.mark.parametrize("page_wise", [True, False], ids=["on one page", "one by one"])
@pytest.mark.parametrize("order", [(1, 2, 3), (2, 3, 1), (3, 1, 2)], ids=["in order", "late", "in between"])
async def test_however_many_repost_it_a_claim_has_one_source(
    desk: Desk, order: tuple[int, ...], *, page_wise: bool
) -> None:
    for channel_id in order:
        await says(desk, channel_id, channel_id, speaker="north" if channel_id == 1 else None)
        if not page_wise:
            await stages.note_events(desk.db, BOOK, lambda: NOW)
    await stages.note_events(desk.db, BOOK, lambda: NOW)
    [voice] = await desk.db.read(claims.voices, "C1")
    assert (voice.source, voice.posts, voice.relayed, voice.channel.channel_id) == ("north", 3, 2, 1)
    assert (await desk.db.read(events.known, ["C1"]))["C1"].sources == {"north"}


# --- forwards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [Forward(channel_id=1, post_id=1), Forward(username="Channel_1", post_id=1)], ids=["id", "username"]
)
async def test_a_forward_finds_its_original(desk: Desk, header: Forward) -> None:
    await desk.receive(later(0, REPORT, 1))
    await desk.receive(later(5, "Short.", 2, forward=header))
    assert await desk.copy(2) == (await desk.first_of(1), CopyKind.FORWARDED)


async def test_a_forward_of_any_album_part_finds_the_album(desk: Desk) -> None:
    await desk.receive(part(4, REPORT), part(5), part(6))
    await desk.receive(later(5, "", 2, forward=Forward(channel_id=1, post_id=6)))
    assert await desk.copy(2) == (await desk.first_of(1, 4), CopyKind.FORWARDED)


async def test_a_forward_of_an_edited_post_finds_its_first_revision(desk: Desk) -> None:
    await desk.receive(later(0, "Ten.", 1))
    first = await desk.first_of(1)
    await desk.receive(later(0, "Twelve.", 1))
    await desk.receive(later(5, "Twelve.", 2, forward=Forward(channel_id=1, post_id=1)))
    assert await desk.copy(2) == (first, CopyKind.FORWARDED)


@pytest.mark.parametrize("header", [Forward(channel_id=99, post_id=4), Forward(name="Hidden"), Forward(channel_id=1)])
async def test_a_forward_of_what_is_not_stored_has_no_original(desk: Desk, header: Forward) -> None:
    await desk.receive(later(0, REPORT, 1))
    await desk.receive(later(5, "Short.", 2, forward=header))
    assert await desk.copy(2) is None


async def test_a_header_says_more_than_the_same_words_elsewhere(desk: Desk) -> None:
    await desk.receive(later(0, REPORT, 1))
    await desk.receive(later(3, "What happened at the crossing?", 2))
    await desk.receive(later(5, REPORT, 3, forward=Forward(channel_id=2, post_id=1)))
    assert await desk.copy(3) == (await desk.first_of(2), CopyKind.FORWARDED)


async def test_a_forward_of_a_copy_is_no_second_alert(desk: Desk) -> None:
    await desk.follow(500)
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(3, EDITED, 2))
    await desk.receive(later(5, EDITED, 3, forward=Forward(channel_id=2, post_id=1)))
    assert await desk.heard() == [Reason.FIRST, Reason.DUPLICATE, Reason.DUPLICATE]


# --- the same words ---------------------------------------------------------------------------------------------------


async def test_the_same_words_in_another_channel_are_a_copy_of_the_first_to_say_them(desk: Desk) -> None:
    await desk.receive(later(0, REPORT, 1))
    await desk.receive(later(1, REPORT, 3))
    await desk.receive(later(2, f"  {REPORT.upper()}!!  \u2757\ufe0f", 2))
    assert await desk.copy(2) == (await desk.first_of(1), CopyKind.EXACT)


@pytest.mark.parametrize(
    "earlier",
    [
        post(1, REPORT, channel_id=2),
        post(1, REPORT, published_at=NOW - copies.COPY_SPAN - MINUTE),
        post(1, REPORT.replace("nine", "ten")),
        post(1, "The crossing lies in ruins, says a man who was there, and nobody answers his calls any more."),
    ],
    ids=["of the same channel", "too long ago", "another figure", "other words"],
)
async def test_what_is_no_copy(desk: Desk, earlier: Post) -> None:
    await desk.receive(earlier)
    await desk.receive(post(5, REPORT, channel_id=2, published_at=NOW + MINUTE))
    assert await desk.copy(2, 5) is None


async def test_a_short_text_is_no_copy(desk: Desk) -> None:
    await desk.receive(later(0, "Good morning!", 1))
    await desk.receive(later(1, "Good morning!", 2))
    assert await desk.copy(2) is None


async def test_of_two_posts_of_one_moment_the_one_stored_first_is_the_original(desk: Desk) -> None:
    await desk.receive(later(0, REPORT, 1))
    await desk.receive(later(0, REPORT, 2))
    assert await desk.copy(1) is None
    assert await desk.copy(2) == (await desk.first_of(1), CopyKind.EXACT)


async def test_words_that_an_edit_brought_in_count_from_the_edit_on(desk: Desk) -> None:
    await desk.receive(later(0, "More follows.", 1))
    await desk.receive(later(1, REPORT, 2))
    await desk.receive(later(0, REPORT, 1, edited_at=NOW + 2 * MINUTE))
    assert await desk.copy(2) is None


async def test_closing_lines_of_a_channel_make_no_copies(desk: Desk) -> None:
    closing = "\nRiverside news, every day from the crossing. Subscribe, and send us your pictures and stories."
    for number, said in enumerate(("One boat came in.", "The school is open.", "Rain.", "Trams stand still."), start=1):
        await desk.receive(post(number, said + closing, channel_id=1, published_at=NOW + number * MINUTE))
    await desk.receive(later(9, f"A dog was found at the harbour.{closing}", 2))
    assert await desk.copy(2) is None


# --- the same words again ---------------------------------------------------------------------------------------------

ALARM = "Внимание! У моста возле Ключевки слышны взрывы: всем пройти в укрытие и ждать отбоя."


def alarm(channel_id: int, days: int, minutes: int = 0) -> Post:
    moment = NOW + days * 24 * HOUR + minutes * MINUTE
    return post(10 * days + minutes + 1, ALARM, channel_id=channel_id, published_at=moment)


async def test_an_alarm_in_yesterdays_words_is_news_and_its_copies_are_of_today(desk: Desk) -> None:
    await desk.follow(500, Kind.PLACE, "klyuchevka")
    for said in (alarm(1, 0), alarm(2, 0, 1), alarm(1, 1), alarm(2, 1, 1), alarm(3, 1, 2)):
        await desk.receive(said)
    assert [await desk.copy(1), await desk.copy(1, 11)] == [None, None]
    today = (await desk.first_of(1, 11), CopyKind.EXACT)
    assert [await desk.copy(2, 12), await desk.copy(3, 13)] == [today, today]
    told = await desk.db.read(alerts.of_chat_since, 500, NOW, desk.at + MINUTE)
    assert [alert.reason for alert, _ in told] == [
        Reason.FIRST,
        Reason.DUPLICATE,
        Reason.UPDATED,
        Reason.DUPLICATE,
        Reason.DUPLICATE,
    ]


async def test_who_is_quicker_today_is_no_copy_of_who_was_quicker_yesterday(desk: Desk) -> None:
    for said in (alarm(1, 0), alarm(2, 0, 1), alarm(2, 1), alarm(1, 1, 1)):
        await desk.receive(said)
    assert await desk.copy(2, 11) is None
    assert await desk.copy(1, 12) == (await desk.first_of(2, 11), CopyKind.EXACT)


async def test_an_alarm_of_yesterday_that_is_collected_late_takes_nothing_of_today(desk: Desk) -> None:
    for said in (alarm(2, 0, 1), alarm(2, 1, 1), alarm(3, 1, 2), alarm(1, 0)):
        await desk.receive(said)
    assert await desk.copy(2, 2) == (await desk.first_of(1), CopyKind.EXACT)
    assert await desk.copy(3, 13) == (await desk.first_of(2, 12), CopyKind.EXACT)


async def test_what_is_sent_twice_within_minutes_is_said_once(desk: Desk) -> None:
    for said in (alarm(1, 0), alarm(2, 0, 1), alarm(2, 0, 4)):
        await desk.receive(said)
    assert await desk.copy(2, 5) == (await desk.first_of(1), CopyKind.EXACT)


# --- what is told -----------------------------------------------------------------------------------------------------


async def test_who_is_told_of_a_copy_reads_where_it_comes_from(desk: Desk) -> None:
    await desk.receive(later(0, ADVANCE, 1))
    await desk.follow(500)
    await desk.receive(later(5, EDITED, 2))
    [due] = await desk.db.write(deliveries.take, desk.at, 10)
    assert 'href="https://t.me/channel_1/1"' in due.message.html


async def test_the_origin_of_an_edited_copy_is_known_and_of_an_original_there_is_none(desk: Desk) -> None:
    await desk.receive(later(0, ADVANCE, 1))
    await desk.receive(later(5, EDITED, 2))
    await stored(desk.db, later(5, f"{EDITED} Дополнено.", 2, edited_at=NOW + HOUR))
    origins = [await desk.db.read(copies.origin, await revision_at(desk.db, 1, number)) for number in (1, 2)]
    assert [origin and origin.channel.username for origin in origins] == [None, "channel_1"]
