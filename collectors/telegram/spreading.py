"""Which account reads a channel: channels are spread evenly, leave an account that can't read, and do not flap.

The choice is a pure function; `Charges` keeps what it needs to know of before. Knows nothing of Telegram but what it
costs: an account that does not know a channel has to resolve its name first, and resolving is scarce.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from collectors.base import waits

MARGIN = 2
"""How many channels more than another an account has before it hands one over: with 1, one would go to and fro."""

SETTLING = timedelta(minutes=10)
"""How long an account must have been free, and have taken no channel over, before it is handed one."""


PROBED = timedelta(minutes=30)
"""How long an account that is lost is not asked while others can be."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An account as a reader of one channel.

    `charge`: how many channels it is in charge of. `knows`: it can address the channel without resolving its name.
    `limited_until`: when the last of the flood waits that this read would run into ends, or ended. `rests`: it can't
    be used until a person acts. `took_over_at`: when it last was handed a channel that another could read as well.
    `lost`: it could not be reached for a while.
    """

    account: str
    charge: int = 0
    knows: bool = False
    limited_until: datetime | None = None
    rests: bool = False
    took_over_at: datetime | None = None
    lost: bool = False

    def is_ready(self, now: datetime) -> bool:
        return not self.rests and (self.limited_until is None or self.limited_until <= now)

    def is_settled(self, now: datetime) -> bool:
        """Nothing happened to it lately that would make a handover look like flapping."""
        times = (self.limited_until, self.took_over_at)
        return not self.lost and all(then is None or now - then >= SETTLING for then in times)


def in_order(readers: Iterable[Reader], in_charge: str | None, now: datetime) -> list[Reader]:
    """The readers in the order in which they are to be tried; those that can't read come last.

    The account in charge keeps its channel while it can read, unless another has clearly fewer. Without one, those that
    know the channel go before those with fewer channels.
    """
    ranked = sorted(readers, key=lambda reader: _rank(reader, now))
    keeper = next((reader for reader in ranked if reader.account == in_charge and reader.is_ready(now)), None)
    if keeper is None or keeper.lost:
        return ranked
    heir = _heir(ranked, keeper, now)
    first = [keeper] if heir is None else [heir, keeper]
    return [*first, *(reader for reader in ranked if reader not in first)]


def _rank(reader: Reader, now: datetime) -> tuple[bool, bool, bool, bool, int, str]:
    return reader.rests, not reader.is_ready(now), reader.lost, not reader.knows, reader.charge, reader.account


def _heir(ranked: Iterable[Reader], keeper: Reader, now: datetime) -> Reader | None:
    """Who takes this channel over from an account that has too many."""
    lighter = [
        reader
        for reader in ranked
        if reader.is_ready(now)
        and not reader.lost
        and reader.is_settled(now)
        and reader.charge + MARGIN <= keeper.charge
    ]
    return min(lighter, key=lambda reader: (not reader.knows, reader.charge, reader.account), default=None)


class Absences:
    """Which accounts can't be reached. Mostly that is over in seconds; then it is no reason to resolve names again."""

    def __init__(self) -> None:
        self._missed: dict[str, tuple[datetime, datetime]] = {}

    def missed(self, account: str, now: datetime) -> None:
        """It could not be reached; the first time of a row counts."""
        first, last = self._missed.get(account, (now, now))
        self._missed[account] = (first if waits(last, now, last + PROBED) else now, now)

    def answered(self, account: str) -> None:
        self._missed.pop(account, None)

    def is_lost(self, account: str, now: datetime) -> bool:
        """Others are to read its channels. In the end it is tried again: nobody else can tell whether it is back."""
        if account not in self._missed:
            return False
        first, last = self._missed[account]
        return now - first >= SETTLING and waits(last, now, last + PROBED)


class Charges:
    """Who is in charge of which channel, that is, read it last; and who took one over when."""

    def __init__(self, in_charge: Mapping[str, str]):
        """`in_charge`: username -> account, as known from before."""
        self._keepers = {username.lower(): account for username, account in in_charge.items()}
        self._count = Counter(self._keepers.values())
        self._took_over: dict[str, datetime] = {}

    def keeper(self, username: str) -> str | None:
        return self._keepers.get(username.lower())

    def count(self, account: str) -> int:
        """How many channels it is in charge of."""
        return self._count[account]

    def took_over_at(self, account: str) -> datetime | None:
        """When it last took a channel over from another."""
        return self._took_over.get(account)

    def has_read(self, account: str, username: str, now: datetime) -> None:
        """From now on it is in charge of this channel."""
        before = self.keeper(username)
        if before == account:
            return
        self._keepers[username.lower()] = account
        self._count[account] += 1
        if before is not None:
            self._count[before] -= 1
            self._took_over[account] = now
