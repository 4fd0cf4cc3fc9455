"""What was said of a claim: each source once and since when, the figures, and the status with its history."""

from datetime import timedelta

from storage import claims
from storage.database import Database
from storage.model import Channel, Figure, Stance
from storage.said import ClaimStatus, FigureSaid, StatusChange, Voice
from tests.storage.samples import HOUR, NOW, noted, post, revision_at, said, stored

KILLED = Figure(100.0, "fighters killed", "about", 0, 5)
ELSEWHERE = Figure(100.0, "fighters killed", "about", 7, 9)
MORE = Figure(234.0, "fighters killed", None, 9, 12)


async def test_a_source_counts_once_however_many_posts_carry_its_word(db: Database) -> None:
    own, _ = await noted(db, post(1), said(0, "fsb", speaker="fsb"))
    await noted(db, post(2, published_at=NOW + HOUR), said(0, "fsb", Stance.ATTRIBUTES, speaker="ria"))
    await noted(db, post(3, published_at=NOW + 2 * HOUR), said(0, "fsb", Stance.ATTRIBUTES, speaker="tass"))
    assert await db.read(claims.voices, "A14") == [
        Voice("fsb", False, 3, 2, NOW, NOW + 2 * HOUR, own.id, Channel(1, "channel_1", "Border watch"), 1)
    ]


async def test_the_source_s_own_post_stands_for_it_though_others_were_faster(db: Database) -> None:
    await noted(db, post(1), said(0, "fsb", Stance.ATTRIBUTES, speaker="ria"))
    await noted(db, post(2, published_at=NOW + HOUR), said(0, "fsb", speaker="fsb"))
    [voice] = await db.read(claims.voices, "A14")
    assert (voice.post_id, voice.since, voice.relayed) == (2, NOW, 1)


async def test_who_first_asserts_and_then_denies_has_two_voices(db: Database) -> None:
    await noted(db, post(1), said(0, "lsr"))
    await noted(db, post(2, published_at=NOW + HOUR), said(0, "lsr", Stance.DENIES))
    assert [(voice.source, voice.denies) for voice in await db.read(claims.voices, "A14")] == [
        ("lsr", False),
        ("lsr", True),
    ]


async def test_copies_are_relayed_words(db: Database) -> None:
    await stored(db, post(9))
    original = (await revision_at(db, 9)).id
    await noted(db, post(1), said(0, "channel:1"))
    await noted(db, post(2, channel_id=2), said(0, "channel:1", copy_of=original))
    [voice] = await db.read(claims.voices, "A14")
    assert (voice.posts, voice.relayed) == (2, 1)


async def test_suggestions_and_questions_are_no_voices(db: Database) -> None:
    await noted(db, post(1), said(0, "a", certain=False), said(0, "b", Stance.ASKS), said(0, "c", Stance.MOCKS))
    assert await db.read(claims.voices, "A14") == []
    assert await db.read(claims.others, "A14") == 2


async def test_figures_tell_who_named_them_and_since_when(db: Database) -> None:
    await noted(db, post(1), said(0, "mod", figures=(KILLED,)))
    await noted(db, post(2, published_at=NOW + HOUR), said(0, "mod", figures=(ELSEWHERE,)))
    await noted(db, post(3, published_at=NOW + 2 * HOUR), said(0, "fsb", figures=(MORE,)))
    await noted(db, post(4), said(0, "lsr", Stance.DENIES, figures=(KILLED,)))
    assert await db.read(claims.figures, "A14") == [
        FigureSaid("mod", "fighters killed", 100.0, "about", NOW, 2),
        FigureSaid("fsb", "fighters killed", 234.0, None, NOW + 2 * HOUR, 1),
    ]


async def test_every_change_of_a_status_is_kept_with_who_and_why(db: Database) -> None:
    first = StatusChange("A14", ClaimStatus.CONTESTED, "Kyiv denies", "500", NOW)
    then = StatusChange("A14", ClaimStatus.REFUTED, "geolocated", "501", NOW + timedelta(days=1))
    other = StatusChange("B01", ClaimStatus.CONFIRMED, "both sides", "500", NOW)
    for change in (first, then, other):
        assert await db.write(claims.set_status, change) > 0
    assert [(one.status, one.reason, one.by) for one in await db.read(claims.history, "A14")] == [
        (ClaimStatus.CONTESTED, "Kyiv denies", "500"),
        (ClaimStatus.REFUTED, "geolocated", "501"),
    ]
    newest = await db.read(claims.statuses, ["A14", "B01", "B02"])
    assert {claim: change.status for claim, change in newest.items()} == {
        "A14": ClaimStatus.REFUTED,
        "B01": ClaimStatus.CONFIRMED,
    }
