"""The lookout's figures in Prometheus's text format. Counts rows; the stages know nothing of it.

Counters begin at 0 when the program starts, as Prometheus expects of them: each look adds what was written since the
one before. A look is kept for some seconds, so that whoever asks in a loop costs nothing.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from bot.chat.rendering.status import is_missed
from bot.clock import Clock
from bot.health.counting import Requests
from bot.health.pulse import Pulse
from storage import accounts, backups, coverage, deliveries, measures, parkings
from storage.database import Connection, Database
from storage.measures import Grown, Queue
from storage.messages import DeliveryState
from storage.watching import Backups, Coverage, Work

KEPT = 5.0
"""Seconds."""

_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tables say at `now`."""

    now: datetime
    queues: Mapping[str, Queue]
    deliveries: Mapping[DeliveryState, int]
    parked: Mapping[tuple[Work, str], int]
    floods: list[tuple[str, str, datetime]]
    coverage: list[Coverage]
    backups: Backups | None


class Figures:
    """`text` is what `/metrics` answers."""

    def __init__(self, db: Database, pulse: Pulse, requests: Requests, clock: Clock):
        self._db, self._pulse, self._requests, self._clock = db, pulse, requests, clock
        self._started_at = clock()
        self._grown: Grown | None = None
        self._rows: dict[str, Counter[str]] = {}
        self._waits: dict[tuple[str, str], datetime] = {}
        self._floods: Counter[tuple[str, str]] = Counter()
        self._kept: tuple[float, bytes] | None = None
        self._looking = asyncio.Lock()

    async def begin(self) -> None:
        """Counts from here on."""
        self._grown = await self._db.read(measures.marks)
        self._waits = _by_request(await self._db.read(accounts.floods, _EPOCH))

    async def text(self) -> bytes:
        """All figures, some seconds old at most."""
        async with self._looking:
            now = asyncio.get_running_loop().time()
            if self._kept is None or now - self._kept[0] >= KEPT:
                self._kept = now, await self._look()
            return self._kept[1]

    async def _look(self) -> bytes:
        if self._grown is None:
            await self.begin()
        assert self._grown is not None
        self._grown = await self._db.read(measures.since, self._grown)
        for noun, rows in self._grown.rows.items():
            self._rows.setdefault(noun, Counter()).update(rows)
        standing = await self._db.read(_standing, self._clock())
        self._count_floods(standing.floods)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(
            _Once([*self._of_rows(), *_of_tables(standing), *_of_stages(self._pulse), *self._of_requests()])
        )
        return generate_latest(registry)

    def _count_floods(self, floods: list[tuple[str, str, datetime]]) -> None:
        """One more where Telegram asked for another wait than at the look before."""
        for request, until in _by_request(floods).items():
            self._floods[request] += self._waits.get(request) != until
            self._waits[request] = until

    def _of_rows(self) -> Iterator[Metric]:
        started = GaugeMetricFamily("seinpost_start_time_seconds", "When the lookout started")
        started.add_metric([], self._started_at.timestamp())
        yield started
        yield _counter("seinpost_posts_collected", "Posts and their revisions that were stored", self._total("posts"))
        certain = {("certain" if said == "True" else "suggested",): n for said, n in self._rows_of("links").items()}
        yield _counter("seinpost_links", "Links that were found", certain, "certainty")
        yield _counter("seinpost_events", "Events that were noted", _labelled(self._rows_of("events")), "kind")
        yield _counter("seinpost_alerts", "Alerts that were decided", _labelled(self._rows_of("alerts")), "reason")

    def _rows_of(self, noun: str) -> Counter[str]:
        return self._rows.get(noun, Counter())

    def _total(self, noun: str) -> dict[tuple[str, ...], int]:
        return {(): self._rows_of(noun).total()}

    def _of_requests(self) -> Iterator[Metric]:
        polls, others = _labelled(self._requests.polls), _labelled(self._requests.others)
        yield _counter("seinpost_polls", "Requests for new posts", polls, "reader")
        yield _counter("seinpost_looks", "Requests for anything else: looks, downloads", others, "reader")
        yield _counter("seinpost_flood_waits", "Waits that were asked of us", dict(self._floods), "reader", "request")


class _Once(Collector):
    """Figures that were gathered already."""

    def __init__(self, found: list[Metric]):
        self._found = found

    def collect(self) -> Iterator[Metric]:
        return iter(self._found)


async def _standing(conn: Connection, now: datetime) -> Standing:
    return Standing(
        now,
        await measures.queues(conn, now),
        await deliveries.summary(conn),
        await parkings.reasons(conn),
        await accounts.floods(conn, _EPOCH),
        await coverage.report(conn),
        await backups.newest(conn),
    )


def _of_tables(standing: Standing) -> Iterator[Metric]:
    now = standing.now
    lengths = {(name,): queue.length for name, queue in standing.queues.items()}
    yield _gauge("seinpost_queue_length", "What waits for a stage", lengths, "queue")
    ages = {(name,): _age(queue.oldest, now) for name, queue in standing.queues.items()}
    yield _gauge("seinpost_queue_oldest_seconds", "How long the first of it has waited", ages, "queue")
    states = {(state.value,): standing.deliveries.get(state, 0) for state in DeliveryState}
    yield _gauge("seinpost_deliveries", "Deliveries that are kept, by state", states, "state")
    parked = Counter({(work.value,): 0 for work in Work})
    for (work, _), number in standing.parked.items():
        parked[work.value,] += number
    yield _gauge("seinpost_parked", "What broke a stage and is left aside", parked, "stage")
    waits = {(who, what): max(0.0, (until - now).total_seconds()) for who, what, until in standing.floods}
    yield _gauge("seinpost_flood_wait_seconds", "How long nobody may ask that yet", waits, "reader", "request")
    missed = sum(is_missed(seen, now) for seen in standing.coverage)
    covered = {("yes",): len(standing.coverage) - missed, ("no",): missed}
    yield _gauge("seinpost_channels", "Watched channels", covered, "covered")
    yield from _of_backups(standing.backups)


def _of_backups(standing: Backups | None) -> Iterator[Metric]:
    if standing is not None and standing.made_at is not None:
        at = {(): standing.made_at.timestamp()}
        yield _gauge("seinpost_backup_last_success_timestamp_seconds", "When the last good backup was made", at)


def _of_stages(pulse: Pulse) -> Iterator[Metric]:
    stages = pulse.stages
    matched = stages["match"].done if "match" in stages else 0
    yield _counter("seinpost_posts_matched", "Posts and their revisions that the matcher read", {(): matched})
    last = {(name,): beat.finished_at.timestamp() for name, beat in stages.items() if beat.finished_at}
    yield _gauge("seinpost_stage_last_finished_timestamp_seconds", "When a stage last finished a tick", last, "stage")
    spans = SummaryMetricFamily("seinpost_stage_duration_seconds", "How long its finished ticks took", labels=["stage"])
    for name, beat in stages.items():
        spans.add_metric([name], beat.ticks, beat.seconds)
    yield spans
    failures = {(name,): beat.failures for name, beat in stages.items()}
    yield _counter("seinpost_stage_failures", "Ticks that broke", failures, "stage")
    stopped = pulse.stopped()
    yield _gauge(
        "seinpost_stage_stopped", "1: it finishes nothing any more", {(n,): n in stopped for n in stages}, "stage"
    )


# --- a family of each kind; `rows`: by the values of its labels -------------------------------------------------------


def _counter(name: str, told: str, rows: Mapping[Any, float], *labels: str) -> Metric:
    family = CounterMetricFamily(name, told, labels=labels)
    for values, number in rows.items():
        family.add_metric(values, number)
    return family


def _gauge(name: str, told: str, rows: Mapping[Any, float], *labels: str) -> Metric:
    family = GaugeMetricFamily(name, told, labels=labels)
    for values, number in rows.items():
        family.add_metric(values, number)
    return family


def _labelled(rows: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    return {(name,): number for name, number in rows.items()}


def _by_request(floods: list[tuple[str, str, datetime]]) -> dict[tuple[str, str], datetime]:
    return {(account, request): until for account, request, until in floods}


def _age(oldest: datetime | None, now: datetime) -> float:
    return 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
