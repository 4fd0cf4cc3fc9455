"""Without an account and a bot, the real program reads preview pages and prints what the settings ask for."""

import asyncio
import sqlite3
from pathlib import Path

from tests.end_to_end.program import Program, reading
from tests.previews.pieces import text
from tests.previews.server import LoopbackPreviews
from tests.telegram.loopback import LoopbackTelegram


async def test_a_post_on_a_preview_page_becomes_an_alert_in_the_terminal(tmp_path: Path) -> None:
    async with LoopbackPreviews() as previews:
        legion = previews.channel("demo_legion", channel_id=1_500_000_001)
        legion.publish(text("Вчера мы взяли Козинку."))
        program = Program(
            tmp_path,
            PREVIEW__ENABLED="true",
            PREVIEW__URL=previews.url,
            PREVIEW__EVERY_SECONDS="0.1",
            COLLECT__EVERY_SECONDS="1",
            TERMINAL__SUBSCRIPTIONS='["lsr"]',
            TERMINAL__LANGUAGE="nl",
        )
        async with program.running() as running:
            await asked(previews, "/s/demo_legion", times=2)
            new = legion.publish(text("Легион «Свобода России» вошёл в Тёткино."))
            await asked(previews, "/s/demo_legion", times=7)  # several polls later
    assert running.ended.code == 0, running.ended.errors
    assert "Legioen Vrijheid voor Rusland" in running.ended.output
    assert f"https://t.me/demo_legion/{new}" in running.ended.output
    assert "Козинку" not in running.ended.output  # the first visit wakes nobody


async def test_beside_a_lookout_that_works_on_the_file_a_second_one_is_refused(tmp_path: Path) -> None:
    async with LoopbackPreviews() as previews:
        program = Program(tmp_path, PREVIEW__ENABLED="true", PREVIEW__URL=previews.url, COLLECT__EVERY_SECONDS="1")
        async with program.running() as running:
            await asked(previews, "/s/demo_legion", times=1)
            for words in (("run",), ("run", "--once")):
                refused = await program.run(*words)
                assert (refused.code, refused.output) == (2, "")
                assert "Another lookout is at work in var/seinpost.db" in refused.errors
            assert (await program.run("status")).code == 0
        assert running.ended.code == 0, running.ended.errors
        assert (await program.run("run", "--once")).code == 0


async def test_where_telegram_accepts_no_account_any_more_the_previews_are_read_and_operators_told(
    tmp_path: Path,
) -> None:
    async with LoopbackTelegram() as telegram, LoopbackPreviews() as previews:
        legion = previews.channel("demo_legion", channel_id=1_500_000_001)
        legion.publish(text("Вчера мы взяли Козинку."))
        telegram.add_channel("demo_legion")
        account = telegram.add_account()
        program = Program(
            tmp_path,
            **reading(telegram, tmp_path),
            PREVIEW__ENABLED="true",
            PREVIEW__URL=previews.url,
            PREVIEW__EVERY_SECONDS="0.1",
        )
        assert (await program.run("account", "import", "main", given=telegram.session_string(account))).code == 0
        telegram.revoke(account)
        ended = await program.run("run", "--once")
    assert ended.code == 0, ended.errors
    assert "seinpost account login main" in ended.output
    assert previews.url in ended.output  # where posts come from until then
    assert "/s/demo_legion" in previews.paths
    told = sqlite3.connect(tmp_path / "var/seinpost.db").execute("select kind, subject from changes")
    assert ("account rests", "main") in told.fetchall()


async def asked(previews: LoopbackPreviews, path: str, times: int) -> None:
    """Waits until a page was asked for so often."""
    async with asyncio.timeout(60):
        while previews.paths.count(path) < times:  # noqa: ASYNC110 - the server tells nobody that it was asked
            await asyncio.sleep(0.1)
