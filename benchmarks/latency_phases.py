"""Where a post's way to its reader spends its time: notes when each of our phases is over, and prints them.

Changes nothing of what it watches. All processes of a machine share the clock.
"""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.app import Lookout, Step
from bot.delivery.telegram import BotSender
from collectors.base import Batch
from collectors.telegram.source import TelethonSource
from storage.messages import Message
from storage.watching import Watched


@dataclass(frozen=True, slots=True)
class Mark:
    """When one of our phases was over."""

    phase: str
    at: float


STAGES = {
    "hear": "hint heard and written",
    "collect": "post stored",
    "match": "matched, links stored",
    "events": "events noted",
    "alert": "decided, rendered, on its way",
}
ASKED, ANSWERED, SENDING, TOLD = "channel due, history asked", "answer read", "marked as sending", "request answered"
PHASES = (STAGES["hear"], ASKED, ANSWERED, *list(STAGES.values())[1:], SENDING, TOLD)


class MarkedSource(TelethonSource):
    """Notes when it was asked and when it had the answer."""

    marks: list[Mark]

    async def read(self, watched: Watched, now: datetime) -> Batch:
        self.marks.append(Mark(ASKED, time.perf_counter()))
        batch = await super().read(watched, now)
        self.marks.append(Mark(ANSWERED, time.perf_counter()))
        return batch


class MarkedSender(BotSender):
    """Notes when it was asked: by then the delivery is on record as being sent."""

    marks: list[Mark]

    async def send(self, chat_id: int, message: Message) -> int:
        self.marks.append(Mark(SENDING, time.perf_counter()))
        return await super().send(chat_id, message)


@dataclass(frozen=True, slots=True)
class MarkedLookout(Lookout):
    """Notes when a stage has done something."""

    marks: list[Mark] = field(default_factory=list)

    def steps(self) -> Mapping[str, Step]:
        return {name: self._noting(name, step) for name, step in Lookout.steps(self).items()}

    def _noting(self, name: str, step: Step) -> Step:
        async def noting() -> int:
            done = await step()
            if done and name in STAGES:
                self.marks.append(Mark(STAGES[name], time.perf_counter()))
            return done

        return noting


def report_phases(spans: Sequence[tuple[float, float]], marks: Sequence[Mark]) -> None:
    """Prints how long each phase took in these spans of time, in half of them less; the last one ends with its span."""
    took: dict[str, list[float]] = {phase: [] for phase in PHASES}
    for before, end in spans:
        for phase in PHASES:
            at = next((mark.at for mark in marks if mark.phase == phase and before <= mark.at <= end), None)
            at = end if phase == TOLD else at
            if at is not None:
                took[phase].append(at - before)
                before = at
    for phase in PHASES:
        if took[phase]:
            print(f"    {phase:32} {1e3 * statistics.median(took[phase]):6.1f} ms")
