"""/export: all that is kept about the chat, and in a private chat about the person, as a JSON file."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time

from bot.chat.access.rights import Place
from bot.chat.flows.turn import Turn
from storage import audit, own
from storage.messages import Attachment


async def export(turn: Turn, asked: str) -> None:
    """Sends the file into the chat; nothing of it is kept."""
    kept: dict[str, object] = dict(await turn.db.read(own.everything, turn.chat.chat_id))
    if turn.place is Place.PRIVATE:
        kept["audit"] = [
            {"at": one.at, "deed": one.deed, "by": one.by, "subject": one.subject, "detail": one.detail}
            for one in await turn.db.read(audit.about, turn.chat.chat_id)
        ]
    told = {"chat": turn.chat.chat_id, "written_at": turn.now, "left_out": own.LEFT_OUT, "kept": kept}
    file = Attachment(f"seinpost-{abs(turn.chat.chat_id)}.json", as_json(told))
    await turn.answer_file(file, turn.words.html("export-caption"))


def as_json(told: Mapping[str, object]) -> bytes:
    """For people to read, too."""
    return json.dumps(told, ensure_ascii=False, indent=1, default=_written).encode()


def _written(value: object) -> str | list[object]:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    return str(value)
