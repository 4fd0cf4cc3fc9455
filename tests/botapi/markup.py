"""Message text as Telegram reads it: parsed by TDLib's own code, so a wrong tag is refused for the real reason.

Offsets and lengths of entities are UTF-16 units, as everywhere in the Bot API. Nothing here knows of chats.
"""

import html
import json
from functools import cache
from typing import Any

import tdjson

from tests.botapi.errors import bad_request

MAX_UNITS = 4096
MAX_ENTITIES = 100
_MODES: dict[str, dict[str, Any]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
_NAMES = {
    "BlockQuote": "blockquote",
    "Bold": "bold",
    "BotCommand": "bot_command",
    "Cashtag": "cashtag",
    "Code": "code",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "EmailAddress": "email",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Hashtag": "hashtag",
    "Italic": "italic",
    "Mention": "mention",
    "MentionName": "text_mention",
    "PhoneNumber": "phone_number",
    "Pre": "pre",
    "PreCode": "pre",
    "Spoiler": "spoiler",
    "Strikethrough": "strikethrough",
    "TextUrl": "text_link",
    "Underline": "underline",
    "Url": "url",
}

Entity = dict[str, Any]


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def piece(text: str, entity: Entity) -> str:
    """The words that an entity covers."""
    start, length = entity["offset"] * 2, entity["length"] * 2
    return text.encode("utf-16-le")[start : start + length].decode("utf-16-le")


def parse(text: str, mode: str | None) -> tuple[str, list[Entity]]:
    """A message's plain text and entities, or Telegram's refusal. Entities beyond the 100th are dropped in silence."""
    if not text:
        raise bad_request("message text is empty")
    plain, entities = _parse_mode(text, mode) if mode else (text, [])
    plain, entities = _trim(plain, entities)
    if not plain:
        raise bad_request("text must be non-empty")
    if units(plain) > MAX_UNITS:
        raise bad_request("message is too long")
    everything = entities + _unmarked(plain, entities)
    ordered = sorted(everything, key=lambda entity: (entity["offset"], -entity["length"]))
    return plain, ordered[:MAX_ENTITIES]


def found_in(plain: str) -> list[Entity]:
    """The entities that Telegram finds by itself: commands, mentions, hashtags, addresses."""
    answer = _execute({"@type": "getTextEntities", "text": plain})
    return [entity for raw in answer["entities"] if (entity := _entity(raw)) is not None]


def is_web_address(url: str) -> bool:
    """Whether TDLib makes a link of it: the same check that buttons are put to."""
    answer = _execute(_parsing(f'<a href="{html.escape(url)}">x</a>', "html"))
    return bool(answer.get("entities"))


def _parse_mode(text: str, mode: str) -> tuple[str, list[Entity]]:
    if mode.lower() not in _MODES:
        raise bad_request("unsupported parse_mode")
    answer = _execute(_parsing(text, mode.lower()))
    if answer["@type"] == "error":
        reason = str(answer["message"])
        raise bad_request(reason[0].lower() + reason[1:])
    entities = [entity for raw in answer["entities"] if (entity := _entity(raw)) is not None]
    return str(answer["text"]), entities


def _parsing(text: str, mode: str) -> dict[str, Any]:
    return {"@type": "parseTextEntities", "text": text, "parse_mode": _MODES[mode]}


def _entity(raw: dict[str, Any]) -> Entity | None:
    """TDLib's entity in the Bot API's words; None for kinds that the Bot API does not show (media timestamps)."""
    kind = raw["type"]
    name = _NAMES.get(kind["@type"].removeprefix("textEntityType"))
    if name is None:
        return None
    entity: Entity = {"type": name, "offset": raw["offset"], "length": raw["length"]}
    entity |= {key: kind[key] for key in ("url", "language", "custom_emoji_id", "unix_time") if key in kind}
    if "user_id" in kind:
        entity["user"] = {"id": kind["user_id"], "is_bot": False, "first_name": "Someone"}
    return entity


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without the white space around it, as Telegram stores a message; entities move along or vanish."""
    lead = units(text) - units(text.lstrip())
    plain = text.strip()
    whole = units(plain)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, whole)
        if start < end:
            moved.append(entity | {"offset": start, "length": end - start})
    return plain, moved


def _unmarked(plain: str, entities: list[Entity]) -> list[Entity]:
    """Those that Telegram finds by itself outside links and code."""
    taken = [entity for entity in entities if entity["type"] in {"text_link", "text_mention", "code", "pre"}]
    return [new for new in found_in(plain) if not any(_overlap(new, old) for old in taken)]


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    _silence()
    answer = tdjson.td_execute(json.dumps(request).encode())
    if answer is None:
        raise RuntimeError(f"TDLib gave no answer to {request['@type']}")
    return dict(json.loads(answer))


@cache
def _silence() -> None:
    """TDLib writes every request to standard error otherwise."""
    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
