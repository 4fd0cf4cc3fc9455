"""Asks a timestamp authority (RFC 3161) over HTTP. Neither makes the query nor judges the answer."""

import httpx

from collectors.base import BadInput

_SECONDS = 30.0
_MOST_BYTES = 1024 * 1024


async def ask(url: str, query: bytes) -> bytes:
    """The authority's answer to a query.

    Raises:
        BadInput: it can't be reached, or does not answer as an authority does.
    """
    headers = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            answer = await client.post(url, content=query, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BadInput(
            f"The timestamp authority at {url} can't be reached ({type(error).__name__}): "
            "check SEINPOST_EVIDENCE__TIMESTAMP_URL and the network, or leave it empty."
        ) from None
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status_code != httpx.codes.OK or kind != "application/timestamp-reply":
        raise BadInput(
            f"{url} answered with {answer.status_code} and no timestamp: it may be no timestamp authority. "
            "Correct SEINPOST_EVIDENCE__TIMESTAMP_URL, or leave it empty."
        )
    return answer.content[:_MOST_BYTES]
