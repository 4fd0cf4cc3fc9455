"""One try at one channel through one account: asks, keeps to flood waits, and says what refusals mean.

Which account is tried, and what is asked for, is decided in `source` and `files`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telethon import errors

from collectors.base import MEDIA, CannotRead, FloodWait, Learned, Rests
from collectors.telegram.connection import Connection, Flooded, Resting, Unreachable
from storage.watching import Problem, Watched

RESOLVE = "resolve"
JOIN = "join"

LONGEST_FLOOD = timedelta(days=1)
"""Longer waits are not known of."""

LOOK_AGAIN = timedelta(hours=1)
"""After a definite no: resolving names is scarce."""

NO_SUCH_NAME = (errors.UsernameNotOccupiedError, errors.UsernameInvalidError)
REFUSED = (
    errors.ChannelInvalidError,
    errors.ChannelPrivateError,
    errors.PeerIdInvalidError,
    errors.ChannelPublicGroupNaError,
)
STALE = (
    errors.FileReferenceExpiredError,
    errors.FileReferenceInvalidError,
    errors.FileReferenceEmptyError,
    errors.FilerefUpgradeNeededError,
)
NOT_LET_IN = (
    errors.ChannelsTooMuchError,
    errors.InviteRequestSentError,
    errors.UserAlreadyParticipantError,
    errors.UserBannedInChannelError,
    errors.UserChannelsTooMuchError,
    errors.UsersTooMuchError,
)
UNREADABLE = (errors.RPCError, errors.TypeNotFoundError)
_FOR_THE_CALLER = (*NO_SUCH_NAME, *REFUSED, *STALE, *NOT_LET_IN, errors.FileMigrateError)


def shorten(limited: dict[tuple[str, str], datetime], now: datetime) -> None:
    """A wait that is longer than any was told by a clock that was set back since."""
    for key, until in limited.items():
        limited[key] = min(until, now + LONGEST_FLOOD)


def _seconds() -> float:
    return asyncio.get_running_loop().time()


@dataclass(frozen=True, slots=True)
class Attempt:
    """`learned` grows on the way and is shared by all tries of a read; `limited`, by account and kind, by all reads."""

    connection: Connection
    watched: Watched
    now: datetime
    learned: list[Learned]
    limited: dict[tuple[str, str], datetime]
    _began: float = field(default_factory=_seconds)

    @property
    def account(self) -> str:
        return self.connection.account

    async def call(self, kind: str, request: Any) -> Any:
        """Telegram's answer, unless this account is to leave this kind of request alone.

        Raises:
            CannotRead: this account can't be answered, now or for good.
            telethon.errors.RPCError: one of NO_SUCH_NAME, REFUSED and NOT_LET_IN.
        """
        return await self._said(kind, lambda: self.connection.call(request))

    async def fetch(self, request: Any, dc: int) -> Any:
        """A part of a file, from the data centre where it lies.

        Raises:
            CannotRead: as `call`.
            telethon.errors.RPCError: one of STALE and REFUSED, or the file lies in another data centre.
        """
        return await self._said(MEDIA, lambda: self.connection.fetch(request, dc))

    async def _said(self, kind: str, ask: Callable[[], Awaitable[Any]]) -> Any:
        limited = self.limited.get((self.account, kind))
        if limited and self.now < limited:
            raise CannotRead(Problem.FLOOD_WAIT, f"account {self.account}, requests of kind {kind}", limited)
        try:
            return await ask()
        except Flooded as flood:
            raise self._flooded(kind, flood) from flood
        except Resting as error:
            self.learned.append(Rests(self.account, str(error)))
            raise CannotRead(Problem.NO_ACCOUNT, str(error)) from error
        except Unreachable as error:
            raise CannotRead(Problem.UNREACHABLE, f"account {self.account}: {error}") from error
        except _FOR_THE_CALLER:
            raise
        except UNREADABLE as error:
            raise CannotRead(Problem.BROKEN, f"Telegram's answer ({type(error).__name__})") from error

    def _flooded(self, kind: str, flood: Flooded) -> CannotRead:
        # `now` is when the try began; the extra second makes up for what rounding lost of the time since.
        until = self.now + timedelta(seconds=int(_seconds() - self._began) + flood.seconds + 1)
        self.limited[self.account, kind] = until
        self.learned.append(FloodWait(self.account, kind, until))
        return CannotRead(Problem.FLOOD_WAIT, f"account {self.account}, requests of kind {kind}", until)


def verdict(refusals: Sequence[CannotRead], now: datetime) -> CannotRead:
    """One refusal for all: the one that may be over first. A resting account says nothing about the channel."""
    if not refusals:
        return CannotRead(Problem.NO_ACCOUNT, "no Telegram account is set up: run `seinpost account login`")
    spoken = [refusal for refusal in refusals if refusal.problem is not Problem.NO_ACCOUNT]
    return min(spoken or refusals, key=lambda refusal: refusal.until or now)
