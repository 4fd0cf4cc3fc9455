"""From a stored post to an alert through own words, sides and expressions, and what they would have sent before."""

from datetime import timedelta
from functools import partial

import pytest

from bot import alerting, stages
from bot.alerts import rehearsing
from bot.alerts.rehearsing import DryRun, dry_run
from bot.following.drafts import Draft
from bot.following.expressions import Expression
from bot.following.faults import Fault
from bot.following.reading import Resolved, read
from storage import alerts, chats, deliveries, links, quiet, search, subscriptions, threads
from storage.database import Database
from storage.messages import DeliveryKind
from storage.model import Evidence, Found, Kind, Link, Stance
from storage.quiet import Kept
from storage.telling import UNFILTERED, Alert, Filters, Mode, Pace, QuietHours, Reason
from tests.matcher.factories import channel, claim, place, watchlist
from tests.storage.samples import HOUR, NOW, chat, post, revision_at, stored

DAY = timedelta(days=1)
BOOK = watchlist(place("oblast"), place("village", parents=("oblast",)), claim("A14"), channel("channel_1"))
HAMLET = Link(Kind.PLACE, "village", 0.9, (Evidence(0, 5, "Words", "name"),))
TAKEN = Link(Kind.CLAIM, "A14", 0.9, (Evidence(0, 5, "Words", "wording"),), stance=Stance.ASSERTS, holder="lsr")


def written(text: str) -> Expression:
    found = read(text, lambda _kind, target: Resolved((target,)))
    assert not isinstance(found, Fault)
    return found


async def follow(db: Database, text: str, filters: Filters = UNFILTERED, chat_id: int = 500) -> int:
    draft = Draft(written(text), filters)
    await db.write(chats.put, chat(chat_id))
    adding = partial(subscriptions.add, filters=draft.filters, anchors=draft.anchors)
    made = await db.write(adding, chat_id, draft.kind, draft.target, NOW)
    assert made is not None
    return made


async def say(db: Database, number: int, text: str, *found: Link, lang: str = "nl", **more: object) -> None:
    """A post, or another wording of it, through to whom it is told."""
    now = NOW + number * HOUR
    await stored(db, post(number, text, published_at=now, **more), now=now)
    revision = await revision_at(db, number)
    await db.write(links.save, revision.id, "v1", Found(lang, found), now)
    await db.write(search.put, [search.findable(revision, lang)])
    await stages.note_events(db, BOOK, lambda: now)
    await alerting.decide_alerts(db, BOOK, lambda: now)


async def heard(db: Database, chat_id: int = 500) -> list[Alert]:
    return [alert for alert, _ in await db.read(alerts.of_chat_since, chat_id, NOW, NOW + 9 * DAY)]


async def test_own_words_find_a_post_about_nothing_known_and_the_alert_remembers_them(db: Database) -> None:
    made = await follow(db, "dorp -voetbal")
    await say(db, 1, "Beschietingen bij het dorp.")
    await say(db, 2, "Voetbal in het dorp.")
    await say(db, 3, "Niets te melden.")
    [alert] = await heard(db)
    assert alert.reason is Reason.WORDS
    [because] = alert.because
    assert (because.subscription_id, because.kind, because.target) == (made, Kind.WORDS, "dorp AND NOT voetbal")
    assert [one.text for one in because.words] == ["dorp"]


async def test_an_edit_that_brings_the_words_is_told(db: Database) -> None:
    await follow(db, "dorp")
    await say(db, 1, "Beschietingen.")
    await say(db, 1, "Beschietingen bij het dorp.", edited_at=NOW + HOUR)
    assert [alert.reason for alert in await heard(db)] == [Reason.WORDS]


async def test_who_follows_a_region_hears_of_its_villages(db: Database) -> None:
    await follow(db, "place:oblast")
    await say(db, 1, "Words of a village.", HAMLET)
    assert [(alert.reason, alert.events[0].target) for alert in await heard(db)] == [(Reason.FIRST, "village")]


async def test_an_expression_is_told_through_whichever_anchor_finds_it(db: Database) -> None:
    await follow(db, "claim:A14 lang:nl, place:oblast dorp")
    await say(db, 1, "Words about it.", TAKEN)
    await say(db, 2, "Words about it.", TAKEN, lang="ru")
    await say(db, 3, "Words of a dorp.", HAMLET)
    assert [alert.reason for alert in await heard(db)] == [Reason.FIRST, Reason.WORDS]


async def test_what_was_meant_for_the_digest_only_is_stored_for_it(db: Database) -> None:
    await follow(db, "dorp", Filters(Mode.DIGEST))
    await follow(db, "dorp", Filters(Mode.SILENT), chat_id=501)
    await say(db, 1, "Het dorp.")
    [kept], [silent] = await heard(db), await heard(db, 501)
    assert (kept.reason, kept.for_digest) == (Reason.DIGEST_ONLY, True)
    assert (silent.reason, silent.for_digest) == (Reason.SILENT, False)


# --- dry runs ---------------------------------------------------------------------------------------------------------


async def rehearsed(db: Database, text: str, filters: Filters = UNFILTERED, days: int = 7) -> DryRun:
    return await dry_run(db, chat(), Draft(written(text), filters), BOOK, NOW + DAY, days)


def _rings(alert: Alert) -> bool:
    """An update goes into the message of an alert before it."""
    return alert.reason.tells and alert.reason is not Reason.UPDATED


async def week(db: Database) -> None:
    await say(db, 1, "Beschietingen bij het dorp.")
    await say(db, 2, "Words of a village.", HAMLET)
    await say(db, 3, "Words about it.", TAKEN)
    await say(db, 4, "Niets te melden.", lang="ru")
    await say(db, 20, "Het dorp is leeg, dorp voor dorp.")


async def test_a_dry_run_tells_what_would_have_come_and_writes_nothing(db: Database) -> None:
    await week(db)
    run = await rehearsed(db, "dorp")
    assert (run.alerts, run.for_digest, sum(run.by_day.values()), run.cut_off) == (2, 2, 2, False)
    assert [revision.post.post_id for _, revision in run.examples] == [20, 1]
    assert [day.isoformat() for day in run.by_day] == ["2024-03-12", "2024-03-13"]
    assert await heard(db) == []


async def test_a_dry_run_sends_what_the_subscription_then_sends(db: Database) -> None:
    narrow = ("dorp", "claim:A14", "dorp voor", "channel:1 -dorp")
    expressions = (*narrow, "place:oblast", "lang:ru", "dor*, place:village")
    for number, text in enumerate(expressions):
        await follow(db, text, chat_id=600 + number)
    await week(db)
    for number, text in enumerate(expressions):
        sent = [alert.reason for alert in await heard(db, 600 + number) if _rings(alert)]
        assert (text, (await rehearsed(db, text)).alerts) == (text, len(sent))


async def test_a_dry_run_keeps_to_the_filters(db: Database) -> None:
    await week(db)
    digests = await rehearsed(db, "dorp", Filters(Mode.DIGEST))
    assert (digests.alerts, digests.for_digest, sum(digests.by_day.values())) == (0, 2, 2)
    assert (await rehearsed(db, "dorp", Filters(Mode.SILENT))).for_digest == 0
    assert (await rehearsed(db, "claim:A14", Filters(stances=frozenset({Stance.DENIES})))).alerts == 0


async def test_a_dry_run_says_where_it_was_cut_off(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    await week(db)
    monkeypatch.setattr(rehearsing, "MOST", 2)
    run = await rehearsed(db, "channel:1")
    assert (run.alerts, run.cut_off, run.since) == (2, True, NOW + 4 * HOUR)
    monkeypatch.setattr(search, "COUNTED", 1)
    run = await rehearsed(db, "dorp")
    assert (run.alerts, run.cut_off, run.since) == (1, True, NOW + 20 * HOUR)


async def test_a_dry_run_looks_back_no_further_than_asked(db: Database) -> None:
    await week(db)
    run = await dry_run(db, chat(), Draft(written("dorp")), BOOK, NOW + 2 * DAY, 1)
    assert [revision.post.post_id for _, revision in run.examples] == []
    run = await dry_run(db, chat(), Draft(written("dorp")), BOOK, NOW + 40 * HOUR, 1)
    assert [revision.post.post_id for _, revision in run.examples] == [20]


async def test_a_dry_run_knows_quiet_hours(db: Database) -> None:
    await week(db)
    await db.write(chats.put, chat())
    hours = QuietHours((NOW - HOUR).time(), (NOW + 12 * HOUR).time())
    await db.write(quiet.put, 500, Kept(hours, NOW, NOW + DAY))
    run = await rehearsed(db, "dorp")
    assert (run.alerts, run.for_digest) == (1, 2)


async def test_posts_collected_for_the_record_count_as_if_they_had_been_heard(db: Database) -> None:
    await stored(db, post(1, "Het dorp."), backlog=True)
    revision = await revision_at(db, 1)
    await db.write(links.save, revision.id, "v1", Found("nl", ()), NOW)
    await db.write(search.put, [search.findable(revision, "nl")])
    await stages.note_events(db, BOOK, lambda: NOW)
    assert (await rehearsed(db, "dorp")).alerts == 1


async def test_a_dry_run_counts_what_rings_not_what_is_added_to_an_alert(db: Database) -> None:
    """Posts of one hour about one claim, by one side, are one message that grows."""
    for number in range(4):
        now = NOW + number * timedelta(minutes=9)
        await stored(db, post(30 + number, f"Words {number} about it."), now=now)
        revision = await revision_at(db, 30 + number)
        await db.write(links.save, revision.id, "v1", Found("nl", (TAKEN,)), now)
        await stages.note_events(db, BOOK, lambda now=now: now)  # type: ignore[misc]
    run = await rehearsed(db, "claim:A14")
    assert (run.alerts, run.for_digest) == (1, 4)


async def test_grouping_that_was_set_for_an_expression_counts(db: Database) -> None:
    made = await follow(db, "channel:1 place:village")
    await db.write(threads.set_pace, 500, Pace(HOUR * 0, HOUR * 10, HOUR * 10), made)
    for number in range(1, 4):
        await say(db, number, f"Words of a village, {number}.", HAMLET)
    assert [alert.reason for alert in await heard(db)] == [Reason.FIRST, Reason.UPDATED, Reason.UPDATED]
    draft = Draft(written("channel:1 place:village"))
    run = await dry_run(db, chat(), draft, BOOK, NOW + DAY, subscription_id=made)
    assert (run.alerts, run.joined) == (1, 2)
    assert (await dry_run(db, chat(), draft, BOOK, NOW + DAY)).alerts == 3


async def test_an_expression_that_cannot_be_read_rests_and_its_owner_is_told_once(db: Database) -> None:
    await db.write(chats.put, chat())
    damaged = await db.write(
        partial(subscriptions.add, anchors=[(Kind.WORDS, "dorp")]), 500, Kind.WORDS, "dorp AND (", NOW
    )
    await follow(db, "dorp", chat_id=501)
    await say(db, 1, "Beschietingen bij het dorp.")
    await say(db, 2, "Weer bij het dorp.")
    assert [alert.reason for alert in await heard(db, 501)] == [Reason.WORDS, Reason.WORDS]
    assert await heard(db) == []
    told = [one for one in await db.write(deliveries.take, NOW + DAY, 9) if one.chat_id == 500]
    assert [(one.kind, one.subject) for one in told] == [(DeliveryKind.VANISHED, -(damaged or 0))]
    assert "dorp AND (" in told[0].message.html
