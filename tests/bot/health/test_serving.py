"""`/metrics` and `/healthz`, asked over a socket: by Prometheus, and by who means harm."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.health import figures as figures_module
from bot.health import serving
from bot.health.counting import Requests
from bot.health.figures import Figures
from bot.health.pulse import Pulse, patience
from bot.health.serving import AT_ONCE, served
from storage import accounts, backups, deliveries, links, parkings
from storage.database import Database
from storage.messages import DeliveryKind
from storage.model import Evidence, Found, Kind, Link
from storage.watching import Work
from tests.bot.health.test_pulse import Time, badly, well
from tests.storage.samples import HELLO, HOUR, MINUTE, NOW, post, revision_at, stored, with_chat

HOST = "127.0.0.1"
DOCUMENT = Path(__file__).parents[3] / "docs/watching.md"


async def asked(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()


async def got(port: int, path: str) -> tuple[int, str]:
    head, _, body = (await asked(port, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())).partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


class Watchers:
    def __init__(self, db: Database):
        self.time, self.requests = Time(), Requests()
        self.pulse = Pulse(lambda: NOW, self.time)
        self.figures = Figures(db, self.pulse, self.requests, lambda: NOW + HOUR)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[int]:
        async with served(self.pulse, self.figures, HOST, 0) as port:
            assert port is not None
            yield port

    async def values(self) -> dict[tuple[str, ...], float]:
        text = (await self.figures.text()).decode()
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@pytest.fixture
def watchers(db: Database, monkeypatch: pytest.MonkeyPatch) -> Watchers:
    monkeypatch.setattr(figures_module, "KEPT", 0.0)
    return Watchers(db)


async def test_healthz_names_the_stage_that_finishes_nothing(watchers: Watchers) -> None:
    watchers.pulse.feeling("match", well)
    async with watchers.served() as port:
        assert await got(port, "/healthz") == (200, "ok\n")
        watchers.time.seconds = patience("match") + 1
        assert await got(port, "/healthz") == (503, "match: no tick finished for 121 s\n")
        await watchers.pulse.feeling("match", well)()
        assert await got(port, "/healthz") == (200, "ok\n")


async def test_figures_count_from_the_start_what_was_written_since(watchers: Watchers, db: Database) -> None:
    await stored(db, post(1, "Before."))
    await watchers.figures.begin()
    await stored(db, post(2, "Words of it."))
    link = Link(Kind.ACTOR, "lsr", 1.0, (Evidence(0, 5, "Words", "name"),))
    await db.write(links.save, (await revision_at(db, 2)).id, "v1", Found("nl", (link,)), NOW)
    for _ in range(2):
        found = await watchers.values()
        assert found["seinpost_posts_collected_total",] == 1
        assert found["seinpost_links_total", "certain"] == 1
    assert found["seinpost_queue_length", "match"] == 1  # the first one still waits
    assert found["seinpost_queue_length", "events"] == 1
    assert found["seinpost_queue_oldest_seconds", "match"] == HOUR.total_seconds()


async def test_figures_tell_deliveries_what_is_parked_floods_and_backups(watchers: Watchers, db: Database) -> None:
    await watchers.figures.begin()
    await with_chat(db, 500)
    await db.write(deliveries.add, 500, DeliveryKind.STATUS, 1, [HELLO], NOW)
    await db.write(parkings.put, Work.DIGEST, 500, "KeyError", NOW)
    await db.write(accounts.flood_until, "desk", "history", NOW + HOUR + MINUTE)
    await db.write(backups.made, "folder", "file", 1, NOW, NOW + HOUR)
    watchers.requests.polls["desk"] += 2
    with pytest.raises(KeyError):
        await watchers.pulse.feeling("alert", badly)()
    await watchers.pulse.feeling("match", well)()
    found = await watchers.values()
    assert found["seinpost_deliveries", "pending"] == 1
    assert found["seinpost_queue_oldest_seconds", "deliver"] == HOUR.total_seconds()
    assert found["seinpost_parked", "digest"] == 1
    assert found["seinpost_flood_waits_total", "desk", "history"] == 1
    assert found["seinpost_flood_wait_seconds", "desk", "history"] == 60
    assert found["seinpost_backup_last_success_timestamp_seconds",] == NOW.timestamp()
    assert found["seinpost_polls_total", "desk"] == 2
    assert found["seinpost_stage_failures_total", "alert"] == 1
    assert found["seinpost_posts_matched_total",] == 3
    assert found["seinpost_stage_last_finished_timestamp_seconds", "match"] == NOW.timestamp()


async def test_every_figure_is_documented_and_every_documented_one_is_there(watchers: Watchers, db: Database) -> None:
    await db.write(backups.made, "folder", "file", 1, NOW, NOW + HOUR)
    text = (await watchers.figures.text()).decode()
    told = {family.name for family in text_string_to_metric_families(text)}
    documented = set(re.findall(r"^\| `(seinpost_\w+)", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name.removesuffix("_total") for name in documented} == told
    used = set(re.findall(r"seinpost_[a-z_]+", DOCUMENT.read_text(encoding="utf-8")))
    assert used == documented  # the rules for alerts ask for nothing that is not there


async def test_what_is_served_is_what_prometheus_reads(watchers: Watchers) -> None:
    async with watchers.served() as port:
        status, body = await got(port, "/metrics?x=1")
        assert status == 200
        assert "# TYPE seinpost_posts_collected_total counter" in body
        assert body.endswith("\n")


async def test_a_database_that_is_away_makes_no_figures_and_no_crash(
    watchers: Watchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> bytes:
        raise ConnectionError

    monkeypatch.setattr(watchers.figures, "text", away)
    async with watchers.served() as port:
        assert (await got(port, "/metrics"))[0] == 503
        assert (await got(port, "/healthz"))[0] == 200


async def test_a_port_that_is_taken_is_said_and_stops_nobody(watchers: Watchers) -> None:
    async with watchers.served() as port:
        with capture_logs() as logs:
            async with served(watchers.pulse, watchers.figures, HOST, port) as second:
                assert second is None
    assert [(line["event"], line["port"], line["mend"]) for line in logs if line["log_level"] == "warning"] == [
        ("metrics not served", port, "set SEINPOST_HEALTH__PORT")
    ]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /metrics HTTP/1.1\r\n\r\n", 405),
        (b"GET /../../etc/passwd HTTP/1.1\r\n\r\n", 404),
        (b"GET /metrics\r\n\r\n", 200),
        (b"\r\n\r\n", 405),
        (b"GET /" + b"a" * 100_000, 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 405),
    ],
    ids=["another method", "another path", "no version", "nothing", "endless", "TLS"],
)
async def test_whatever_is_asked_is_answered_shortly(watchers: Watchers, request_: bytes, status: int) -> None:
    async with watchers.served() as port:
        answer = await asked(port, request_)
        assert answer.startswith(f"HTTP/1.1 {status} ".encode())


async def test_a_head_has_no_body(watchers: Watchers) -> None:
    async with watchers.served() as port:
        assert (await asked(port, b"HEAD /healthz HTTP/1.1\r\n\r\n")).endswith(b"\r\n\r\n")


async def test_who_asks_slowly_or_in_masses_keeps_nobody_from_asking(
    watchers: Watchers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    async with watchers.served() as port:
        slow = [await asyncio.open_connection(HOST, port) for _ in range(3 * AT_ONCE)]
        try:
            async with asyncio.timeout(20):
                await asyncio.gather(*(reader.read() for reader, _ in slow), return_exceptions=True)
            assert await got(port, "/healthz") == (200, "ok\n")
        finally:
            for _, writer in slow:
                writer.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_break_the_answering(noise: bytes) -> None:
    async def ask() -> bytes:
        doors = serving._Doors(Pulse(lambda: NOW, Time()), None)  # type: ignore[arg-type]
        answer = await doors._answered(noise.replace(b"/metrics", b""))
        return serving._written(answer, with_body=True)

    assert asyncio.run(ask()).startswith(b"HTTP/1.1 ")
