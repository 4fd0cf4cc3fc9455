"""The parameters of one request, from a query, a form, JSON or a multipart body, read by kind."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.botapi.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Parameters:
    values: Mapping[str, str]
    uploads: Mapping[str, Upload]

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def integer(self, name: str, default: int = 0) -> int:
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"-?\d+", value):
            raise bad_request(f"invalid {name} specified")
        return int(value)

    def structure(self, name: str) -> Any:
        """A parameter in JSON; None if it is not given."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"can't parse {name}: can't parse JSON") from None

    @property
    def chat_id(self) -> int:
        value = self.text("chat_id")
        if not value:
            raise bad_request("chat_id is empty")
        return int(value) if re.fullmatch(r"-?\d+", value) else 0

    @property
    def username(self) -> str:
        """Of the chat, if it is named so."""
        return self.text("chat_id").removeprefix("@") if self.text("chat_id").startswith("@") else ""


async def read(request: web.Request) -> Parameters:
    values: dict[str, str] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.json()
        values |= {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
        return Parameters(values, uploads)
    if request.content_type.startswith("multipart/"):
        await _read_parts(request, values, uploads)
    else:
        values |= {name: str(value) for name, value in (await request.post()).items()}
    return Parameters(values, uploads)


async def _read_parts(request: web.Request, values: dict[str, str], uploads: dict[str, Upload]) -> None:
    """In memory: aiohttp's own way is a temporary file for each upload, which a busy machine may have no room for."""
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        name = part.name or ""
        if part.filename is None:
            values[name] = await part.text()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[name] = Upload(part.filename, mime, bytes(await part.read()))
