"""A translator that the operator plugs in: a server that speaks LibreTranslate's `POST /translate`, or one like it.

It is sent the words of a public post and two languages, and nothing about who asks. Nothing is kept. What is
translated, and how that is shown, is decided elsewhere.
"""

import asyncio
import json
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx

from collectors.cleaning import clean

SECONDS = 10.0
"""How long a translation may take, waiting for others included: somebody looks at a button meanwhile."""

AT_ONCE = 2
"""Requests at a time: such servers are small."""

_MOST_BYTES = 256 * 1024


class Trouble(StrEnum):
    """Why there is no translation."""

    SLOW = "slow"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    REFUSED = "refused"
    LANGUAGE = "language"
    BROKEN = "broken"


class Untranslated(Exception):  # noqa: N818 - an outcome
    """`trouble` says why; the server's own words are not passed on."""

    def __init__(self, trouble: Trouble):
        super().__init__(trouble.value)
        self.trouble = trouble


class Translator(Protocol):
    """`host`: whose translation it is, for readers."""

    @property
    def host(self) -> str: ...

    async def translate(self, text: str, source: str | None, target: str) -> str:
        """`text` in the language `target`; `source` None: let the translator find out. Two-letter codes.

        Raises:
            Untranslated: there is none.
        """


_TROUBLES = {400: Trouble.LANGUAGE, 401: Trouble.REFUSED, 403: Trouble.REFUSED, 429: Trouble.BUSY, 503: Trouble.BUSY}


class LibreTranslate:
    """A LibreTranslate server at `url`, which may ask for a `key`."""

    def __init__(self, url: str, key: str | None = None, *, seconds: float = SECONDS):
        self._url = url.rstrip("/").removesuffix("/translate") + "/translate"
        self._key = key
        self._seconds = seconds
        self._turns = asyncio.Semaphore(AT_ONCE)

    @property
    def host(self) -> str:
        return urlsplit(self._url).hostname or ""

    async def translate(self, text: str, source: str | None, target: str) -> str:
        asked = {"q": text, "source": source or "auto", "target": target, "format": "text"}
        try:
            async with asyncio.timeout(self._seconds), self._turns:
                status, content = await self._ask(asked | ({"api_key": self._key} if self._key else {}))
        except (TimeoutError, httpx.TimeoutException):
            raise Untranslated(Trouble.SLOW) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise Untranslated(Trouble.UNREACHABLE) from None
        if status != httpx.codes.OK:
            raise Untranslated(_TROUBLES.get(status, Trouble.BROKEN))
        return _translated(content)

    async def _ask(self, asked: dict[str, str]) -> tuple[int, bytes]:
        content = b""
        async with (
            httpx.AsyncClient(timeout=self._seconds) as client,
            client.stream("POST", self._url, json=asked) as answer,
        ):
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > _MOST_BYTES:
                    raise Untranslated(Trouble.BROKEN)
            return answer.status_code, content


def _translated(content: bytes) -> str:
    try:
        answer: Any = json.loads(content)
    except (ValueError, RecursionError):  # the second: brackets in brackets
        raise Untranslated(Trouble.BROKEN) from None
    text = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Untranslated(Trouble.BROKEN)
    return clean(text)
