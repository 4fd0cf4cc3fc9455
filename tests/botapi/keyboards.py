"""Inline keyboards and asked-for replies as Telegram checks them. Other kinds of reply markup are refused: this bot
sends none."""

from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.markup import is_web_address

_ACTIONS = frozenset({
    "callback_data",
    "callback_game",
    "copy_text",
    "login_url",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "url",
    "web_app",
})  # fmt: skip
_MAX_BUTTONS = 100
_MAX_DATA_BYTES = 64
_MAX_COPIED = 256
_MAX_HINT = 64


def checked(markup: Any) -> dict[str, Any] | None:
    """The inline keyboard of a `reply_markup` parameter (None: no inline keyboard), or a refusal."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "force_reply" in markup:
        _check_asking(markup)
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("a reply markup that this bot does not send")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array of Arrays')
    buttons = [button for row in rows for button in row]
    if len(buttons) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check(button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def asks(markup: Any) -> bool:
    """Whether it opens the field for a reply."""
    return isinstance(markup, dict) and markup.get("force_reply") is True


def _check_asking(markup: dict[str, Any]) -> None:
    hint = markup.get("input_field_placeholder", "x")
    if markup["force_reply"] is not True or not 1 <= len(hint) <= _MAX_HINT:
        raise bad_request("can't parse reply markup")


def _check(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    actions = _ACTIONS & button.keys()
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_data(button)
    _check_address(button)
    _check_copied(button)


def _check_data(button: dict[str, Any]) -> None:
    if "callback_data" in button:
        size = len(str(button["callback_data"]).encode())
        if not 0 < size <= _MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")


def _check_address(button: dict[str, Any]) -> None:
    if "url" in button:
        address = str(button["url"])
        if not (address.startswith("tg://") or is_web_address(address)):
            raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")


def _check_copied(button: dict[str, Any]) -> None:
    if "copy_text" in button:
        copied = button["copy_text"]
        text = copied.get("text") if isinstance(copied, dict) else None
        if not isinstance(text, str) or not 0 < len(text) <= _MAX_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
