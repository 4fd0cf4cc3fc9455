"""The Bot API over HTTP on loopback: reads requests, breaks on demand, remembers what came.

What a method does is in `methods.py`; the test's side (people, groups, messages) in `chats.py`.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from tests.botapi import parameters
from tests.botapi.chats import BroadcastChannel, Conversation, Group, Person, Rejected, World
from tests.botapi.errors import ApiError, too_many_requests
from tests.botapi.faults import Breaks, Fault, Pace, Plan
from tests.botapi.methods import METHODS
from tests.botapi.parameters import Parameters
from tests.loopback_http import Doors, reset

TOKEN = "7000000001:AAloopback-token-for-tests-0123456789"
_WELL_FORMED = re.compile(r"\d+:[A-Za-z0-9_-]+")
_MAX_POLL = 100


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came in, with what became of it: an HTTP status, or 0 if no answer was given."""

    method: str
    parameters: dict[str, str]
    status: int


class LoopbackBotApi:
    """`async with LoopbackBotApi() as api:` serves until the block ends. Point a bot at `api.base_url`, `api.token`."""

    def __init__(self, token: str = TOKEN, *, longest_poll: float = 1.0):
        self.token = token
        self.longest_poll = longest_poll
        self.world = World()
        self.requests: list[Request] = []
        self._plan = Plan()
        self._doors = Doors()

    # --- what tests use ----------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return self._doors.url

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def rejected(self) -> list[Rejected]:
        """Requests that no Bot API server would take. A test of the bot ends with none."""
        return self.world.rejected

    async def polled(self) -> None:
        """Until a long poll waits."""
        await self.world.updates.waited_for.wait()

    def user(self, user_id: int, first_name: str = "Reader", language_code: str | None = None) -> Person:
        """Somebody who has started the bot: it may write to them. Asked for again, the same person."""
        person = self.world.chats.setdefault(user_id, Person(self.world, user_id, first_name, language_code))
        assert isinstance(person, Person)
        return person

    def group(self, chat_id: int, title: str = "Desk", admins: tuple[Person, ...] = ()) -> Group:
        """A group with the bot in it. Asked for again, the same group."""
        group = self.world.chats.setdefault(chat_id, Group(self.world, chat_id, title, admins))
        assert isinstance(group, Group)
        return group

    def channel(
        self, chat_id: int, title: str, username: str, admins: tuple[Person, ...] = (), *, bot_posts: bool = True
    ) -> BroadcastChannel:
        """A channel that the bot may post to, or not."""
        made = BroadcastChannel(self.world, chat_id, title, username, admins, bot_posts=bot_posts)
        self.world.chats[chat_id] = made
        return made

    def chat(self, chat_id: int) -> Conversation:
        return self.world.chats[chat_id]

    def calls(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method.lower() == method.lower()]

    def fail(self, fault: Fault, *, method: str = "sendMessage", chat_id: int | None = None, times: int = 1) -> None:
        """Let the next `times` requests of this method (to this chat) break."""
        self._plan.add(fault, method=method, chat_id=chat_id, times=times)

    def mend(self) -> None:
        """Nothing breaks any more."""
        self._plan.planned.clear()

    def limit(
        self,
        *,
        per_chat: tuple[int, float] | None = None,
        per_group: tuple[int, float] | None = None,
        overall: tuple[int, float] | None = None,
    ) -> None:
        """Refuse messages beyond (count, seconds) with 429. Telegram's own: (1, 1), (20, 60), (30, 1)."""
        self.world.pace = Pace(per_chat, per_group, overall)

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """Nobody listens meanwhile: connections are refused."""
        await self._close()
        try:
            yield
        finally:
            await self._open()

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self._close()

    # --- HTTP --------------------------------------------------------------------------------------------------------

    async def _open(self) -> None:
        await self._doors.open([web.route("*", "/bot{token}/{method}", self._serve)])

    async def _close(self) -> None:
        self._doors.closing.set()
        self.world.updates.close()
        await self._doors.close()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await parameters.read(request)
        status = 0
        try:
            self._admit(request.match_info["token"], method)
            response = await self._answer(request, method, given)
            status = response.status
        except ApiError as error:
            status = error.code
            response = self._refuse(error, method, given)
        except Exception as error:  # aiohttp makes a page of it, which says nothing to whoever looks for the cause
            self.rejected.append(Rejected(method, f"the server itself broke: {error!r}", dict(given.values)))
            raise
        finally:
            self.requests.append(Request(method, dict(given.values), status))
        return response

    def _admit(self, token: str, method: str) -> None:
        if not _WELL_FORMED.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        if method.lower() not in METHODS and method.lower() != "getupdates":
            raise ApiError(404, "Not Found")

    async def _answer(self, request: web.Request, method: str, given: Parameters) -> web.Response:
        fault = self._plan.next_for(method, given.chat_id if given.text("chat_id") else None)
        if fault is None:
            return _json(200, {"ok": True, "result": await self._run(method, given)})
        if fault.accepted:
            await self._run(method, given)
        return await self._break(request, fault)

    async def _run(self, method: str, given: Parameters) -> Any:
        name = method.lower()
        if name == "getupdates":
            return await self._poll(given)
        return METHODS[name](self.world, given)

    async def _poll(self, given: Parameters) -> Any:
        limit = min(max(given.integer("limit", _MAX_POLL), 1), _MAX_POLL)
        seconds = min(given.integer("timeout"), self.longest_poll)
        allowed = given.structure("allowed_updates")
        return await self.world.updates.poll(given.integer("offset"), limit, seconds, allowed)

    def _refuse(self, error: ApiError, method: str, given: Parameters) -> web.Response:
        if not error.by_world:
            self.rejected.append(Rejected(method, error.description, dict(given.values)))
        body = {"ok": False, "error_code": error.code, "description": error.description}
        return _json(error.code, body | ({"parameters": error.parameters} if error.parameters else {}))

    async def _break(self, request: web.Request, fault: Fault) -> web.Response:
        match fault.breaks:
            case Breaks.FLOOD:
                raise too_many_requests(fault.retry_after)
            case Breaks.STATUS:
                return web.Response(status=fault.status, text="<html>gateway</html>", content_type="text/html")
            case Breaks.NONSENSE:
                return web.Response(status=200, text="<html>welcome</html>", content_type="text/html")
            case Breaks.SILENCE:
                await self._doors.closing.wait()
            case Breaks.RESET:
                pass
        reset(request)
        raise asyncio.CancelledError


def _json(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")
