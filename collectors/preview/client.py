"""Asks for preview pages: in no hurry, one request each few seconds for all channels, and none at all after a refusal.

Knows HTTP and nothing of posts. Redirects are told and never followed; nothing is asked twice by itself.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
import structlog

from collectors.base import BadInput, CannotRead, FloodWait, waits
from storage.watching import Problem

log = structlog.get_logger()

ACCOUNT, REQUEST = "t.me/s", "page"
"""Under these names a wait that Telegram asked for is kept. No account can be called so."""

LARGEST = 4 * 1024 * 1024  # bytes; a page of 20 posts has some 200,000
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; seinpost)",
    "Accept": "text/html",
    "Accept-Language": "en",  # "subscribers", "edited" and 79.8K are read in English
    "Accept-Encoding": "gzip",
}
_HOST = re.compile(r"[\w.:-]+")
_SOONEST_AGAIN = timedelta(seconds=30)
_LATEST_AGAIN = timedelta(hours=1)
_LONGEST_WAIT = timedelta(days=1)
_LOOK_AGAIN = timedelta(hours=1)
_ANSWERS = frozenset({200, 301, 302, 303, 304, 307, 308, 404, 410})

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said about the state of a page, to be shown to it the next time."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The request's conditions; none for a page that is not known."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """A page (200), "as you know it" (304), a redirect or "no such page". `retry_after` as the server wrote it."""

    status: int
    html: str
    location: str | None
    validators: Validators
    retry_after: str | None


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock of seconds from anywhere that only goes forward, and how to wait by it."""

    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


REAL_TIME = Timer()

_LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)
"""When whoever ran before was told to wait; nobody knows."""


class Pace:
    """Lets one request go each `every`, in the order in which they came."""

    def __init__(self, every: timedelta, timer: Timer):
        self._every = every.total_seconds()
        self._timer = timer
        self._next = timer.ticks()
        self._order = asyncio.Lock()

    async def turn(self) -> None:
        """Until the next request may go."""
        async with self._order:
            while (wait := self._next - self._timer.ticks()) > 0:
                await self._timer.sleep(wait)
            self._next = self._timer.ticks() + self._every


@dataclass(frozen=True, slots=True)
class _Rest:
    """Nothing is asked from `since` until then, and why."""

    problem: Problem
    detail: str
    since: datetime
    until: datetime


class Client:
    """One line to the preview site, for all channels. `open` it first, `close` it last."""

    def __init__(
        self, base_url: str, pace: Pace, *, patience: float, floods: Iterable[FloodWait] = (), largest: int = LARGEST
    ):
        """`patience`: seconds that a request may take, all in all. `floods`: those that still hold.

        Raises:
            BadInput: the address is none.
        """
        self._base = _checked(base_url)
        self._pace = pace
        self._patience = patience
        self._largest = largest
        self._http: httpx.AsyncClient | None = None
        self._refusals = 0
        ends = [flood.until for flood in floods if (flood.account, flood.request) == (ACCOUNT, REQUEST)]
        self._rest = _Rest(Problem.FLOOD_WAIT, "Telegram asked to wait", _LONG_AGO, max(ends)) if ends else None

    def open(self) -> None:
        """Connecting waits for the first request. Cookies are not taken: no page needs one."""
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._http = httpx.AsyncClient(
            headers=_HEADERS, cookies=no_cookies, follow_redirects=False, timeout=self._patience
        )

    async def close(self) -> None:
        """Hang up. May be called at any time."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    def path_of(self, location: str) -> str | None:
        """The path of an address on this site; None for an address elsewhere."""
        try:
            target = self._base.join(location)
        except (httpx.InvalidURL, ValueError):
            return None
        here = (self._base.scheme, self._base.host, self._base.port)
        return target.path if (target.scheme, target.host, target.port) == here else None

    def may_ask(self, now: datetime) -> bool:
        """Whether the site may be asked now."""
        return self._rest is None or not waits(self._rest.since, now, self._rest.until)

    async def get(self, path: str, now: Now, known: Validators = Validators()) -> Answer:
        """The site's answer.

        Raises:
            CannotRead: it refused, or didn't answer in time or in full. Then all requests rest until the time said.
        """
        self._obey(now())
        await self._pace.turn()
        self._obey(now())  # another request may have been refused while this one waited
        try:
            async with asyncio.timeout(self._patience):
                answer = await self._ask(path, known)
        except TimeoutError as error:
            raise self._refused(Problem.UNREACHABLE, f"no answer within {self._patience:g} s", now()) from error
        except httpx.HTTPError as error:
            raise self._refused(Problem.UNREACHABLE, f"the line failed ({type(error).__name__})", now()) from error
        self._check(answer, now())
        self._refusals = 0
        return answer

    async def _ask(self, path: str, known: Validators) -> Answer:
        if self._http is None:
            raise RuntimeError("the client is not open")
        body = bytearray()
        async with self._http.stream("GET", self._base.join(path), headers=known.headers) as response:
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > self._largest:
                    raise CannotRead(Problem.BROKEN, f"the preview page is larger than {self._largest} bytes")
        return Answer(
            status=response.status_code,
            html=body.decode("utf-8", "replace"),
            location=response.headers.get("location"),
            validators=Validators(
                _sendable(response.headers.get("etag")), _sendable(response.headers.get("last-modified"))
            ),
            retry_after=response.headers.get("retry-after"),
        )

    def _check(self, answer: Answer, now: datetime) -> None:
        if answer.status == 429:
            raise self._refused(Problem.FLOOD_WAIT, "Telegram asked to wait", now, answer.retry_after)
        if answer.status == 451:
            raise CannotRead(Problem.BLOCKED, "the preview is withheld here for legal reasons", now + _LOOK_AGAIN)
        if answer.status not in _ANSWERS:
            raise self._refused(Problem.UNREACHABLE, f"status {answer.status}", now, answer.retry_after)
        if answer.status == 200 and "</html>" not in answer.html[-1000:].lower():
            raise self._refused(Problem.UNREACHABLE, "the page came cut off", now)

    def _obey(self, now: datetime) -> None:
        if self._rest and not self.may_ask(now):
            raise CannotRead(self._rest.problem, f"previews: {self._rest.detail}", self._rest.until)

    def _refused(self, problem: Problem, detail: str, now: datetime, retry_after: str | None = None) -> CannotRead:
        """Rest twice as long after each refusal, and never shorter than was asked for."""
        own = min(_SOONEST_AGAIN * 2 ** min(self._refusals, 10), _LATEST_AGAIN)
        self._refusals += 1
        until = now + max(own, _asked_for(retry_after, now))
        self._rest = _Rest(problem, detail, now, until)
        log.warning("previews rest", why=detail, until=until.isoformat(timespec="seconds"))
        learned = (FloodWait(ACCOUNT, REQUEST, until),) if problem is Problem.FLOOD_WAIT else ()
        return CannotRead(problem, f"previews: {detail}", until, learned)


def _sendable(value: str | None) -> str | None:
    """A header's value, if it may be sent back as it came."""
    return value if value and value.isascii() and value.isprintable() else None


def _asked_for(retry_after: str | None, now: datetime) -> timedelta:
    """A `Retry-After`, which is a number of seconds or a date; nothing for one that can't be read."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9]) + 1), _LONGEST_WAIT)  # `now` may be a moment ago
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta()
    wait = date - now if date.tzinfo else timedelta()
    return min(max(wait, timedelta()), _LONGEST_WAIT)


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL("")
    bare = url.path == "/" and not (url.query or url.fragment or url.userinfo)
    if url.scheme not in {"http", "https"} or not _HOST.fullmatch(url.host) or not bare:
        raise BadInput(
            f"{base_url!r} is no address of a preview site: set SEINPOST_PREVIEW__URL to one such as https://t.me."
        )
    return url
