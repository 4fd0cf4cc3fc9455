"""A plugged-in translator over HTTP: what it is sent, and what becomes of every answer."""

from collections.abc import AsyncIterator

import pytest

from collectors.translating import LibreTranslate, Trouble, Untranslated
from tests.collectors.translators import KEY, LoopbackTranslator


@pytest.fixture
async def server() -> AsyncIterator[LoopbackTranslator]:
    async with LoopbackTranslator() as server:
        yield server


async def trouble_with(server: LoopbackTranslator, seconds: float = 5) -> Trouble:
    with pytest.raises(Untranslated) as caught:
        await LibreTranslate(server.url, seconds=seconds).translate("Мост закрыт.", "ru", "nl")
    return caught.value.trouble


async def test_the_words_and_the_languages_are_sent_and_nothing_else(server: LoopbackTranslator) -> None:
    found = await LibreTranslate(f"{server.url}/", KEY).translate("Мост закрыт.", "ru", "nl")
    assert found == "Een vertaling."
    assert server.asked == [{"q": "Мост закрыт.", "source": "ru", "target": "nl", "format": "text", "api_key": KEY}]


async def test_without_a_key_none_is_sent_and_an_unknown_language_is_the_translators_to_find(
    server: LoopbackTranslator,
) -> None:
    await LibreTranslate(f"{server.url}/translate").translate("x", None, "uk")
    assert server.asked == [{"q": "x", "source": "auto", "target": "uk", "format": "text"}]


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (400, Trouble.LANGUAGE),
        (403, Trouble.REFUSED),
        (429, Trouble.BUSY),
        (500, Trouble.BROKEN),
        (503, Trouble.BUSY),
        (302, Trouble.BROKEN),
    ],
)
async def test_a_refusal_says_why(server: LoopbackTranslator, status: int, trouble: Trouble) -> None:
    server.status = status
    assert await trouble_with(server) is trouble


@pytest.mark.parametrize(
    "body",
    [
        *(b"<html>", b"[]", b"{}", b'{"translatedText": 5}', b'{"translatedText": " "}', b"\xff", b"x" * 300_000),
        pytest.param(b"[" * 200_000, id="brackets in brackets"),
    ],
)
async def test_what_is_no_translation_is_none(server: LoopbackTranslator, body: bytes) -> None:
    server.body = body
    assert await trouble_with(server) is Trouble.BROKEN


async def test_what_no_message_can_hold_is_taken_out_of_a_translation(server: LoopbackTranslator) -> None:
    server.body = b'{"translatedText": "De brug \\ud800is\\u0000 dicht."}'
    assert await LibreTranslate(server.url).translate("x", "ru", "nl") == "De brug \ufffdis\ufffd dicht."


async def test_a_server_that_hangs_or_is_gone_is_given_up(server: LoopbackTranslator) -> None:
    server.open.clear()
    assert await trouble_with(server, seconds=0.5) is Trouble.SLOW
    assert server.arrived.is_set()
    await server.__aexit__()
    assert await trouble_with(server) is Trouble.UNREACHABLE


@pytest.mark.parametrize(
    ("url", "host"), [("https://user:pass@tr.example.org:5000/", "tr.example.org"), ("http://[::1]:5000", "::1")]
)
def test_readers_are_told_the_host_alone(url: str, host: str) -> None:
    assert LibreTranslate(url).host == host
