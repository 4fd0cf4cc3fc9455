"""What a reader would stumble over is found, and other hyphens are not."""

import pytest

from tests.botapi.reading import stumbles
from tests.botapi.seen import Seen

KEYS = {"status-awake", "back"}


@pytest.mark.parametrize("text", ["status-awake", "Read: status-awake.", "Since { $when }", "???", "\ue0000\ue001"])
def test_what_should_never_be_shown_is_found(text: str) -> None:
    assert stumbles([Seen({"text": text}, silent=False, preview=False)], KEYS) == [text]
    assert stumbles([Seen({"caption": text}, silent=False, preview=False)], KEYS) == [text]


def test_words_with_hyphens_are_none_of_it() -> None:
    assert stumbles([Seen({"text": "A drone-attack; go back?"}, silent=False, preview=False)], KEYS) == []


def test_labels_are_read_too() -> None:
    raw = {"text": "Read", "reply_markup": {"inline_keyboard": [[{"text": "status-awake", "callback_data": "1:s"}]]}}
    assert stumbles([Seen(raw, silent=False, preview=False)], KEYS) == ["status-awake"]
