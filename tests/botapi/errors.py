"""What the server answers when it refuses. Words are Telegram's own, since clients read them."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal. `by_world`: the chat's state or the server's load is the reason, the request itself was well made."""

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, int] | None = None, *, by_world: bool = False
    ):
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})
        self.by_world = by_world


def bad_request(what: str) -> ApiError:
    return ApiError(400, f"Bad Request: {what}")


def by_world(what: str) -> ApiError:
    """A bad request through no fault of who made it."""
    return ApiError(400, f"Bad Request: {what}", by_world=True)


def chat_not_found() -> ApiError:
    return ApiError(400, "Bad Request: chat not found", by_world=True)


def forbidden(why: str) -> ApiError:
    return ApiError(403, f"Forbidden: {why}", by_world=True)


def migrated(to: int) -> ApiError:
    what = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, what, {"migrate_to_chat_id": to}, by_world=True)


def too_many_requests(seconds: int) -> ApiError:
    what = f"Too Many Requests: retry after {seconds}"
    return ApiError(429, what, {"retry_after": seconds}, by_world=True)


def other_poller() -> ApiError:
    what = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    return ApiError(409, what, by_world=True)
