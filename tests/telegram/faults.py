"""Faults on demand: which request goes wrong, for whom, how often, and how.

Decides only; the connection does what the decision says.
"""

from dataclasses import dataclass
from enum import StrEnum

from tests.telegram.accounts import Account


class Fate(StrEnum):
    """What happens to a request."""

    REFUSED = "refused"  # answered with an rpc_error
    DROPPED_BEFORE = "dropped before"  # the connection is cut, the request was not carried out
    DROPPED_AFTER = "dropped after"  # it was carried out, the connection is cut before the answer
    DROPPED_MID_ANSWER = "dropped mid answer"  # half of the answer arrives
    IGNORED = "ignored"  # no answer ever comes, the connection stays


@dataclass(slots=True)
class Fault:
    """One planned fault. `skip`: so many requests pass first; `times` None: until lifted."""

    method: str
    fate: Fate
    account: Account | None
    times: int | None
    skip: int
    code: int = 400
    error: str = ""

    def strikes(self, method: str, account: Account | None) -> bool:
        """Whether it hits this request; counts."""
        if method != self.method or (self.account is not None and account is not self.account) or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The faults planned so far. Methods are named as in Telegram's documentation: "contacts.resolveUsername"."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def flood(
        self, method: str, seconds: int, *, account: Account | None = None, times: int | None = None, skip: int = 0
    ) -> None:
        """FLOOD_WAIT_x, until lifted or `times` over."""
        self.refuse(method, f"FLOOD_WAIT_{seconds}", code=420, account=account, times=times, skip=skip)

    def refuse(
        self,
        method: str,
        error: str,
        *,
        code: int = 400,
        account: Account | None = None,
        times: int | None = None,
        skip: int = 0,
    ) -> None:
        """Any rpc_error, such as CHANNEL_PRIVATE or (code=500) INTERNAL."""
        self._planned.append(Fault(method, Fate.REFUSED, account, times, skip, code, error))

    def drop_before(self, method: str, *, account: Account | None = None, times: int | None = 1, skip: int = 0) -> None:
        self._planned.append(Fault(method, Fate.DROPPED_BEFORE, account, times, skip))

    def drop_after(self, method: str, *, account: Account | None = None, times: int | None = 1, skip: int = 0) -> None:
        self._planned.append(Fault(method, Fate.DROPPED_AFTER, account, times, skip))

    def drop_mid_answer(
        self, method: str, *, account: Account | None = None, times: int | None = 1, skip: int = 0
    ) -> None:
        self._planned.append(Fault(method, Fate.DROPPED_MID_ANSWER, account, times, skip))

    def ignore(self, method: str, *, account: Account | None = None, times: int | None = 1, skip: int = 0) -> None:
        """Never answered: the client hangs."""
        self._planned.append(Fault(method, Fate.IGNORED, account, times, skip))

    def lift(self, method: str | None = None) -> None:
        """End the faults of a method, or all."""
        self._planned = [fault for fault in self._planned if method is not None and fault.method != method]

    def of(self, method: str, account: Account | None) -> Fault | None:
        """The fault that hits this request."""
        return next((fault for fault in self._planned if fault.strikes(method, account)), None)
