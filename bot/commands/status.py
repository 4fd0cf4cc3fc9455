"""`seinpost status`: what is not covered first, then accounts, queues and channels. Reads the database and no more.

The lookout may be at work meanwhile: nothing is migrated, locked or asked of Telegram. Sections are made purely.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rich.console import Console

from bot.chat.rendering.status import is_missed
from bot.clock import Clock
from bot.commands.accounts import listed
from bot.commands.sections import Section
from bot.commands.sections import show as print_section
from bot.settings import Settings
from storage import accounts, backfills, backups, catalogues, coverage, deliveries, joins, parkings, posts
from storage.database import Database
from storage.delays import overall
from storage.messages import DeliveryState
from storage.model import Counts
from storage.watching import Backfill, Backups, Coverage, Delay, InForce, Join, Work

WINDOW = timedelta(days=7)
"""Delays are those of what was collected in this time."""

_DETAIL_LIMIT = 100


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """An account, by name. `file`: what is wrong with its session file; `why`: why Telegram does not accept it."""

    name: str
    file: str | None = None
    why: str | None = None
    since: datetime | None = None
    floods: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that there is to show at `now`."""

    now: datetime
    location: str
    coverage: Sequence[Coverage]
    accounts: Sequence[AccountStanding]
    counts: Counts
    parked: Mapping[tuple[Work, str], int]
    deliveries: Mapping[DeliveryState, int]
    freshness: Delay | None
    joins: Sequence[Join] = ()
    in_force: InForce | None = None
    backups: Backups | None = None
    backfill: Backfill | None = None

    @property
    def missed(self) -> list[Coverage]:
        """The channels that are not covered."""
        return [seen for seen in self.coverage if is_missed(seen, self.now)]


async def show(settings: Settings, console: Console, clock: Clock) -> bool:
    """Prints how the lookout stands; returns whether all channels are covered.

    Raises:
        Unusable: there is no database to look at; says what to do.
    """
    async with Database.look(settings.database_url) as db:
        report = await _gather(db, settings, clock())
    for section in sections(report):
        print_section(section, console)
    return not report.missed


async def _gather(db: Database, settings: Settings, now: datetime) -> Report:
    standings = {one.name: AccountStanding(one.name, one.problem) for one in listed(settings.telegram)}
    for name, (why, since) in (await db.read(accounts.resting)).items():
        if name in standings:  # else its session file was taken away: it is none of ours any more
            standings[name] = replace(standings[name], why=why, since=since)
    for name, request, until in await db.read(accounts.floods, now):
        one = standings.get(name, AccountStanding(name))  # the preview pages have no file, and may have to wait
        standings[name] = replace(one, floods=(*one.floods, (request, until)))
    return Report(
        now=now,
        location=db.location,
        coverage=await db.read(coverage.report, delays_since=now - WINDOW),
        accounts=[standings[name] for name in sorted(standings)],
        counts=await db.read(posts.counts),
        parked=await db.read(parkings.reasons),
        deliveries=await db.read(deliveries.summary),
        freshness=await db.read(overall, now - WINDOW),
        joins=await db.read(joins.everything),
        in_force=await db.read(catalogues.in_force),
        backups=await db.read(backups.newest),
        backfill=await db.read(backfills.newest),
    )


# --- what is said (pure) ----------------------------------------------------------------------------------------------


def sections(report: Report) -> Iterator[Section]:
    """What is not covered comes first."""
    yield _uncovered(report)
    if doubtful := [seen for seen in report.coverage if seen.doubt]:
        yield _doubts(doubtful)
    yield _accounts(report)
    if refused := [asked for asked in report.joins if asked.refused]:
        yield _not_joined(refused)
    yield _watchlist(report)
    yield _backups(report.backups)
    if report.parked:
        yield _parked(report.parked)
    yield Section("On their way", (), [(line,) for line in _queues(report)])
    yield _channels(report)


def _uncovered(report: Report) -> Section:
    missed = report.missed
    if not report.coverage:
        return Section("No channel is watched yet: start the lookout with `seinpost run`", (), (), bad=True)
    if not missed:
        return Section(f"All {len(report.coverage)} channels are covered", (), ())
    rows = [
        (
            f"@{seen.username}",
            _why(seen),
            _moment(seen.problem_since or seen.seen_at),
            str(seen.misses or ""),
            _detail(seen),
        )
        for seen in missed
    ]
    heading = f"Not covered: {len(missed)} of {len(report.coverage)} channels"
    return Section(heading, ("channel", "why", "since", "failed polls", "detail"), rows, bad=True)


def _doubts(doubtful: Sequence[Coverage]) -> Section:
    """So much was gone at once that nothing was taken for deleted: a person should look."""
    rows = [(f"@{one.username}", str(one.doubt.messages), _moment(one.doubt.since)) for one in doubtful if one.doubt]
    heading = "Posts that seem to be deleted in a mass; nothing was marked: look, then `seinpost deletions CHANNEL`"
    return Section(heading, ("channel", "posts", "since"), rows, bad=True)


def _why(seen: Coverage) -> str:
    if seen.problem is not None:
        return seen.problem.value
    return "behind schedule" if seen.seen_at else "not read yet"


def _detail(seen: Coverage) -> str:
    return (seen.detail or "")[:_DETAIL_LIMIT]


def _accounts(report: Report) -> Section:
    if not report.accounts:
        return Section("No account: add one with `seinpost account login`", (), ())
    in_charge = [seen.account for seen in report.coverage]
    rows = [(one.name, str(in_charge.count(one.name)), _standing(one)) for one in report.accounts]
    bad = any(one.file or one.why for one in report.accounts)
    return Section("Accounts", ("account", "channels", "standing"), rows, bad)


def _standing(one: AccountStanding) -> str:
    parts = [one.file] if one.file else []
    if one.why:
        parts.append(f"rests since {_moment(one.since)}: {one.why}")
    parts += [f"must wait with {request} until {until:%Y-%m-%d %H:%M:%S}" for request, until in one.floods]
    return "; ".join(parts) or "ready"


def _not_joined(refused: Sequence[Join]) -> Section:
    rows = [
        (
            f"@{asked.channel.username or asked.channel.channel_id}",
            asked.account,
            _moment(asked.again_at),
            asked.refused or "",
        )
        for asked in refused
    ]
    return Section("Not joined", ("channel", "account", "asks again", "why"), rows)


def _watchlist(report: Report) -> Section:
    """The version in force, and what is wrong with the files that should have followed it."""
    holding = report.in_force
    if holding is None:
        return Section("No watchlist was in force yet", (), ())
    heading = f"Watchlist {holding.version}, in force since {_moment(holding.since)}"
    if holding.refused is None:
        return Section(heading, (), ())
    heading += f"; its files have had errors since {_moment(holding.refused_at)}"
    return Section(heading, (), [(line,) for line in holding.refused.splitlines()], bad=True)


def _backups(standing: Backups | None) -> Section:
    """When the last good copy was made, and why later ones failed."""
    if standing is None:
        return Section("No backups are made by themselves: set SEINPOST_BACKUP__FOLDER", (), ())
    made = f"The last good backup was made at {_moment(standing.made_at)}: {standing.file}"
    heading = made if standing.made_at else "No backup could be made yet"
    if standing.problem is None:
        return Section(heading, (), ())
    return Section(heading, (), [(f"{_moment(standing.problem_at)} {standing.problem}",)], bad=True)


def _parked(parked: Mapping[tuple[Work, str], int]) -> Section:
    """What broke a stage: what comes behind it goes on, it does not."""
    rows = [(work.value, reason, str(number)) for (work, reason), number in parked.items()]
    heading = (
        f"Parked: {sum(parked.values())}, since each broke a stage; `seinpost parked` lists them, --retry tries again"
    )
    return Section(heading, ("stage", "why", "how many"), rows, bad=True)


def _queues(report: Report) -> Iterator[str]:
    yield f"{report.counts.unmatched} posts wait to be matched"
    if report.backfill is not None and report.backfill.finished_at is None:
        since = f"posts since {_moment(report.backfill.since)}"
        yield f"matching {since} again: {report.backfill.done} done, about {report.backfill.left} left"
    yield ", ".join(f"{report.deliveries.get(state, 0)} deliveries {state}" for state in _OPEN)


_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.FAILED)


def _channels(report: Report) -> Section:
    columns = ("channel", "last post", "posted", "read", "median", "p90", "gaps", "account", "heard by", "last error")
    return Section(_freshness(report.freshness), columns, [_channel(seen) for seen in report.coverage])


def _freshness(delay: Delay | None) -> str:
    days = f"in the last {WINDOW.days} days"
    if delay is None:
        return f"Channels; nothing was collected as it appeared {days}"
    half, most = duration(delay.median), duration(delay.p90)
    return f"Channels; {delay.posts} posts {days}, half within {half} of publication, 90 % within {most}"


def _channel(seen: Coverage) -> tuple[str, ...]:
    return (
        f"@{seen.username}",
        str(seen.last_post_id or ""),
        _moment(seen.last_post_at),
        _moment(seen.seen_at),
        duration(seen.delay.median) if seen.delay else "",
        duration(seen.delay.p90) if seen.delay else "",
        str(seen.unseen or ""),
        seen.account or "",
        ", ".join(seen.live),
        f"{_moment(seen.last_error_at)} {seen.last_error[:_DETAIL_LIMIT]}" if seen.last_error else "",
    )


def _moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def duration(span: timedelta) -> str:
    """ "40 s", "3 min", "5 h", "2 d": the largest unit of which there are two."""
    seconds = span.total_seconds()
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{round(seconds / length)} {unit}"
    return f"{round(seconds)} s"
