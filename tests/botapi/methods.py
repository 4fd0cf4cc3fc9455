"""The Bot API's methods, as far as a bot of this kind calls them, as strict as Telegram about their parameters.

Each takes the world and the parameters and returns the `result`, or raises a refusal. `getUpdates` waits, so it is
the server's own.
"""

import re
from collections.abc import Callable
from typing import Any

from tests.botapi.chats import BOT, GENERAL, BroadcastChannel, Conversation, Group, Person, World
from tests.botapi.errors import bad_request, by_world
from tests.botapi.keyboards import asks, checked
from tests.botapi.markup import Entity, parse, units
from tests.botapi.parameters import Parameters, Upload
from tests.botapi.seen import Answer, Seen

Method = Callable[[World, Parameters], Any]
_MAX_CAPTION = 1024
_MAX_BYTES = {"document": 50_000_000, "photo": 10_000_000}
_MAX_SIDES, _MAX_RATIO = 10_000, 20
_MAX_ANSWER = 200
_MAX_COMMANDS = 100
_TEXT_LIMITS = {"description": 512, "short_description": 120, "name": 64}


def get_me(world: World, parameters: Parameters) -> Any:
    return BOT


def done(world: World, parameters: Parameters) -> Any:
    return True


def delete_webhook(world: World, parameters: Parameters) -> Any:
    if parameters.flag("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, parameters: Parameters) -> Any:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}


def send_message(world: World, parameters: Parameters) -> Any:
    text, entities = _formatted(parameters, "text", "entities")
    return _post(world, parameters, {"text": text} | ({"entities": entities} if entities else {}))


def send_document(world: World, parameters: Parameters) -> Any:
    upload = _upload(parameters, "document")
    document = {"file_name": upload.name, "mime_type": upload.mime, "file_size": upload.size}
    return _post(world, parameters, {"document": _file(world, upload.size) | document} | _caption(parameters), upload)


def send_photo(world: World, parameters: Parameters) -> Any:
    upload = _upload(parameters, "photo")
    width, height = _dimensions(upload.content)
    if width + height > _MAX_SIDES or max(width, height) > _MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    size = _file(world, upload.size) | {"width": width, "height": height}
    return _post(world, parameters, {"photo": [size]} | _caption(parameters), upload)


def edit_message_text(world: World, parameters: Parameters) -> Any:
    text, entities = _formatted(parameters, "text", "entities")
    content = {"text": text} | ({"entities": entities} if entities else {})
    return _edit(world, parameters, content, drop=("text", "entities", "reply_markup"))


def edit_message_reply_markup(world: World, parameters: Parameters) -> Any:
    return _edit(world, parameters, {}, drop=("reply_markup",))


def delete_message(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.chat_id)
    seen = chat.find(parameters.integer("message_id"))
    if seen is None:
        raise bad_request("message to delete not found")
    chat.messages.remove(seen)
    return True


def answer_callback_query(world: World, parameters: Parameters) -> Any:
    if units(parameters.text("text")) > _MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.presses.get(parameters.text("callback_query_id"))
    if press is None or not press.open:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answer(Answer(parameters.text("text"), parameters.flag("show_alert")))
    return True


def send_chat_action(world: World, parameters: Parameters) -> Any:
    if not parameters.text("action"):
        raise bad_request("wrong parameter action in request")
    world.writable(parameters.chat_id)
    return True


def set_my_commands(world: World, parameters: Parameters) -> Any:
    commands = parameters.structure("commands")
    if not isinstance(commands, list) or len(commands) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH" if isinstance(commands, list) else "can't parse commands list")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command"))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= units(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.texts["commands", _scope(parameters)] = commands
    return True


def get_my_commands(world: World, parameters: Parameters) -> Any:
    return world.texts.get(("commands", _scope(parameters)), [])


def delete_my_commands(world: World, parameters: Parameters) -> Any:
    world.texts.pop(("commands", _scope(parameters)), None)
    return True


def setter(name: str) -> Method:
    def set_text(world: World, parameters: Parameters) -> Any:
        text = parameters.text(name)
        if units(text) > _TEXT_LIMITS[name]:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        world.texts[name, _language(parameters)] = text
        return True

    return set_text


def getter(name: str) -> Method:
    def get_text(world: World, parameters: Parameters) -> Any:
        return {name: world.texts.get((name, _language(parameters)), "")}

    return get_text


def get_chat(world: World, parameters: Parameters) -> Any:
    if parameters.username:
        return world.called(parameters.username).raw | {"accent_color_id": 0, "max_reaction_count": 11} | _GIFTS
    kinds = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return world.known(parameters.chat_id).raw | kinds


def get_chat_member(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.chat_id)
    if parameters.integer("user_id") == BOT["id"]:
        return _bot_member(chat)
    person = world.chats.get(parameters.integer("user_id"))
    if not isinstance(person, Person):
        raise bad_request("user not found")
    return _member(person, admin=isinstance(chat, Group) and person in chat.admins)


def get_chat_administrators(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.chat_id)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return [_member(person, admin=True) for person in chat.admins]


METHODS: dict[str, Method] = {
    "answercallbackquery": answer_callback_query,
    "deletemessage": delete_message,
    "deletemycommands": delete_my_commands,
    "deletewebhook": delete_webhook,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagetext": edit_message_text,
    "getchat": get_chat,
    "getchatadministrators": get_chat_administrators,
    "getchatmember": get_chat_member,
    "getme": get_me,
    "getmycommands": get_my_commands,
    "getmydescription": getter("description"),
    "getmyname": getter("name"),
    "getmyshortdescription": getter("short_description"),
    "getwebhookinfo": get_webhook_info,
    "sendchataction": send_chat_action,
    "senddocument": send_document,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "setchatmenubutton": done,
    "setmycommands": set_my_commands,
    "setmydefaultadministratorrights": done,
    "setmydescription": setter("description"),
    "setmyname": setter("name"),
    "setmyshortdescription": setter("short_description"),
}
_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)
_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}
_GIFTS = {"accepted_gift_types": _NO_GIFTS}


def _formatted(parameters: Parameters, text: str, entities: str) -> tuple[str, list[Entity]]:
    """Text with its entities: marked up, or given beside it (which rules out a parse mode)."""
    plain, found = parse(parameters.text(text), parameters.text("parse_mode") or None)
    given = parameters.structure(entities)
    if given is None or parameters.text("parse_mode"):
        return plain, found
    for entity in given:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > units(plain):
            raise bad_request(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")
    return plain, given


def _caption(parameters: Parameters) -> dict[str, Any]:
    if not parameters.text("caption"):
        return {}
    text, entities = _formatted(parameters, "caption", "caption_entities")
    if units(text) > _MAX_CAPTION:
        raise bad_request("message caption is too long")
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _upload(parameters: Parameters, name: str) -> Upload:
    upload = parameters.uploads.get(name)
    if upload is None:
        raise bad_request(f"there is no {name} in the request")
    if not upload.content:
        raise bad_request("file must be non-empty")
    if upload.size > _MAX_BYTES[name]:
        raise bad_request("file is too big")
    return upload


def _dimensions(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its header; Telegram takes other pictures too, this bot sends none."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        raise bad_request("IMAGE_PROCESS_FAILED")
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _post(world: World, parameters: Parameters, content: dict[str, Any], upload: Upload | None = None) -> Any:
    keyboard = _keyboard(parameters)
    preview = parameters.structure("link_preview_options") or {}
    chat = world.writable(parameters.chat_id)
    thread = parameters.integer("message_thread_id")
    _check_topic(chat, thread or GENERAL)
    world.pace.check(chat.id)
    raw = {"message_id": world.next_message_id(), "date": world.date, "chat": chat.raw, "from": BOT}
    raw |= {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    raw |= content | keyboard | _replying(chat, parameters)
    silent = parameters.flag("disable_notification")
    shown = "text" in raw and not preview.get("is_disabled", False)
    asking = asks(parameters.structure("reply_markup"))
    chat.receive(Seen(raw, silent=silent, preview=shown, file=upload.content if upload else None, asks=asking))
    return raw


def _replying(chat: Conversation, parameters: Parameters) -> dict[str, Any]:
    """The message of the bot that this one is shown below, if it is one of these."""
    wanted = parameters.structure("reply_parameters")
    answered = chat.find(wanted["message_id"]) if wanted else None
    if wanted and answered is None and not wanted.get("allow_sending_without_reply"):
        raise by_world("message to be replied not found")
    return {"reply_to_message": answered.raw} if answered else {}


def _check_topic(chat: Conversation, thread: int) -> None:
    """Words are Telegram's own. A topic that was deleted is not found; one that was closed takes nothing more."""
    state = chat.topics.get(thread) if isinstance(chat, Group) else None
    if state is None and thread != GENERAL:
        raise by_world("message thread not found")
    if state == "closed":
        raise by_world("TOPIC_CLOSED")


def _edit(world: World, parameters: Parameters, content: dict[str, Any], drop: tuple[str, ...]) -> Any:
    keyboard = _keyboard(parameters)
    chat = world.writable(parameters.chat_id)
    message_id = parameters.integer("message_id")
    seen = chat.find(message_id)
    if seen is None:
        raise bad_request("message to edit not found")
    kept = {key: value for key, value in seen.raw.items() if key not in drop}
    changed = kept | content | keyboard
    if changed == seen.raw:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    seen.raw = changed | {"edit_date": world.date}
    chat.edited(seen)
    return seen.raw


def _keyboard(parameters: Parameters) -> dict[str, Any]:
    markup = parameters.structure("reply_markup")
    keyboard = None if markup is None else checked(markup)
    return {"reply_markup": keyboard} if keyboard else {}


def _file(world: World, size: int) -> dict[str, Any]:
    number = world.next_message_id()
    return {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}", "file_size": size}


def _bot_member(chat: Conversation) -> dict[str, Any]:
    if not isinstance(chat, BroadcastChannel) or not chat.bot_posts:
        return {"user": BOT, "status": "member"}
    rights = dict.fromkeys(_RIGHTS, False) | {"can_post_messages": True, "can_edit_messages": True}
    return {"user": BOT, "status": "administrator"} | rights


def _member(person: Person, *, admin: bool) -> dict[str, Any]:
    if not admin:
        return {"user": person.user, "status": "member"}
    return {"user": person.user, "status": "creator", "is_anonymous": False}


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("LANG_CODE_INVALID")
    return code


def _scope(parameters: Parameters) -> str:
    scope = parameters.structure("scope") or {"type": "default"}
    return f"{_language(parameters)} {scope['type']} {scope.get('chat_id', '')}".strip()
