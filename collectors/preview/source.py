"""Reads public channels through their preview pages (`t.me/s/<channel>`), which need no account.

Sees what a browser sees: not every channel has a preview, and deletions can't be told from ids that never had a post.
Holds no transaction: the caller stores what it returns. Remembers pages' validators and nothing else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from collectors.base import Batch, CannotRead, FloodWait
from collectors.preview import paging
from collectors.preview.client import ACCOUNT, REAL_TIME, Answer, Client, Now, Pace, Timer, Validators
from collectors.preview.conversion import channel_of, lacks_text, post_of
from collectors.preview.landing import verdict
from collectors.preview.page import Block, Page, Unreadable, read_page, single_text
from collectors.preview.paging import Stretch
from storage.model import Channel, Post
from storage.watching import Problem, Watched

_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_LOOK_AGAIN = timedelta(hours=1)  # after a definite no
PAGES = 10
"""At most so many pages a read, of some 20 messages each."""
_SINGLES = 5  # posts a read whose text has to be fetched from a page of their own


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One read of one channel. `now` tells the time as it goes on."""

    watched: Watched
    now: Now

    @property
    def name(self) -> str:
        known = self.watched.channel
        return (known and known.username) or self.watched.username


@dataclass(frozen=True, slots=True)
class _Seen:
    """The newest page as it was when all of it had been given out, and up to which message that was."""

    validators: Validators
    channel: Channel
    cursor: int | None


class PreviewSource:
    """A `Source` over preview pages. Used as an async context manager, by one event loop."""

    name = "preview"

    def __init__(
        self,
        base_url: str = "https://t.me",
        *,
        every: timedelta = timedelta(seconds=3),
        first: int = 50,
        patience: float = 30.0,
        floods: Iterable[FloodWait] = (),
        timer: Timer = REAL_TIME,
    ):
        """`every`: between two requests, whatever channel they are for. `first`: messages at first contact, as far as
        `PAGES` hold so many. `patience`: seconds that a request may take. `floods`: those that still hold, from the
        database.

        Raises:
            BadInput: `base_url` is no address of a site.
        """
        self._client = Client(base_url, Pace(every, timer), patience=patience, floods=floods)
        self._first = first
        self._ticks = timer.ticks
        self._seen: dict[str, _Seen] = {}

    async def __aenter__(self) -> Self:
        """Connecting waits for the first request."""
        self._client.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    def reader(self, watched: Watched, request: str, now: datetime) -> str | None:
        """As `Spread.reader`: the site, unless it asked to be left alone."""
        return ACCOUNT if self._client.may_ask(now) else None

    async def read(self, watched: Watched, now: datetime) -> Batch:
        """As `Source.read`. A page that is as it was costs one request and gives an empty batch."""
        began = self._ticks()
        attempt = _Attempt(watched, lambda: now + timedelta(seconds=self._ticks() - began))
        if not _NAME.fullmatch(attempt.name):
            raise CannotRead(Problem.NOT_FOUND, "a name on Telegram has letters, digits and _ only", now + _LOOK_AGAIN)
        try:
            return await self._batch(attempt)
        except Unreadable as error:
            raise CannotRead(Problem.BROKEN, f"the preview of @{attempt.name}: {error}") from error

    async def _batch(self, attempt: _Attempt) -> Batch:
        key = attempt.watched.username.casefold()
        seen = self._seen.get(key)
        if seen is not None and not _still_holds(seen, attempt.watched):
            seen = None
        known = seen.validators if seen else Validators()
        answer = await self._client.get(f"/s/{attempt.name}", attempt.now, known)
        if seen and answer.status == 304:
            return Batch(seen.channel, (), attempt.watched.cursor, account=ACCOUNT)
        newest = await self._page(attempt, answer)
        channel = _identified(newest, attempt)
        batch = await self._with_posts(attempt, newest, channel, await self._stretch(attempt, newest))
        self._seen.pop(key, None)
        if answer.validators.headers and not batch.more:
            self._seen[key] = _Seen(answer.validators, channel, batch.cursor)
        return batch

    async def _stretch(self, attempt: _Attempt, newest: Page) -> Stretch:
        async def below(post_id: int) -> Page:
            answer = await self._client.get(f"/s/{attempt.name}?before={post_id}", attempt.now)
            page = await self._page(attempt, answer)
            if page.channel_id not in {None, newest.channel_id}:
                raise Unreadable("its pages are of two channels")
            return page

        cursor = attempt.watched.cursor
        if cursor is None:
            return await paging.latest(newest, below, self._first, PAGES - 1)
        return await paging.above(newest, below, cursor, PAGES - 1)

    async def _page(self, attempt: _Attempt, answer: Answer) -> Page:
        """The page in an answer. Where there is none, the landing page is asked why."""
        name, html = attempt.name, answer.html
        if answer.status in {404, 410}:
            detail = f"nothing public on Telegram is called @{name}"
            raise CannotRead(Problem.NOT_FOUND, detail, attempt.now() + _LOOK_AGAIN)
        if answer.status != 200:
            html = await self._landing(attempt, answer)
        elif page := read_page(html):
            return page
        said = verdict(html, name)
        if said is None:
            raise Unreadable("a page came that lists no posts and doesn't say why")
        raise CannotRead(*said, attempt.now() + _LOOK_AGAIN)

    async def _landing(self, attempt: _Attempt, answer: Answer) -> str:
        """A redirect to the channel's own landing page is gone after, any other is not."""
        path = self._client.path_of(answer.location or "")
        if path is None:
            detail = "another site answers in place of the preview site: check SEINPOST_PREVIEW__URL and the network"
            raise CannotRead(Problem.UNREACHABLE, detail, attempt.now() + _LOOK_AGAIN)
        if path.strip("/").casefold() != attempt.name.casefold():
            raise Unreadable("it leads to another page")
        landing = await self._client.get(f"/{attempt.name}", attempt.now)
        return landing.html

    async def _with_posts(self, attempt: _Attempt, newest: Page, channel: Channel, stretch: Stretch) -> Batch:
        """The posts of a stretch. It ends early where more texts are missing than may be fetched at once."""
        cursor = attempt.watched.cursor
        end = stretch.reached if stretch.reached is not None else cursor
        posts: list[Post] = []
        left = _SINGLES
        for block in (block for block in stretch.blocks if not block.service):
            post = post_of(block)
            if lacks_text(post) and (left or cursor is not None):
                early = Batch(channel, tuple(posts), block.ids[0] - 1, stretch.learned, more=True, account=ACCOUNT)
                if not left:
                    return early
                left -= 1
                try:
                    post = replace(post, text=await self._single(attempt, block, newest.about))
                except CannotRead as refusal:
                    if not posts or cursor is None:
                        raise
                    return replace(early, learned=(*stretch.learned, *refusal.learned))
            posts.append(post)
        return Batch(channel, tuple(posts), end, stretch.learned, stretch.more, ACCOUNT)

    async def _single(self, attempt: _Attempt, block: Block, about: str) -> str:
        answer = await self._client.get(f"/{block.slug}/{block.ids[0]}", attempt.now)
        return single_text(answer.html, about) if answer.status == 200 else ""


def _still_holds(seen: _Seen, watched: Watched) -> bool:
    """The caller kept what was given out then, and still means the same channel."""
    same = watched.channel is None or watched.channel.channel_id == seen.channel.channel_id
    return same and watched.cursor is not None and watched.cursor == (seen.cursor or 0)


def _identified(page: Page, attempt: _Attempt) -> Channel:
    """The channel that a page is of, if it is the one that is followed."""
    known, name = attempt.watched.channel, attempt.name
    later = attempt.now() + _LOOK_AGAIN
    channel_id = page.channel_id or (known.channel_id if known else None)
    if channel_id is None:
        detail = f"@{name} has no posts, and without one its preview doesn't say which channel it is"
        raise CannotRead(Problem.NOT_FOUND, detail, later)
    if known and known.channel_id != channel_id:
        detail = f"@{name} is now another channel ({channel_id}) than the one that was followed ({known.channel_id})"
        raise CannotRead(Problem.NOT_FOUND, f"{detail}: correct the entry in the watchlist", later)
    return channel_of(channel_id, page.username or name, page.title or (known.title if known else None))
