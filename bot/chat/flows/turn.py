"""One turn of the conversation: who asked, in which chat and language, and how to answer. No flow is decided here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from telegram import (
    Bot,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Update,
)
from telegram import Message as Incoming
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.chat import asked
from bot.chat.access.administrators import Administrators
from bot.chat.access.pacing import Patience
from bot.chat.access.rights import Place
from bot.chat.markup import Html, cut, shown
from bot.chat.naming import Book
from bot.chat.speaking import is_unnamed_administrator, person_of, role_of, role_of_unnamed
from bot.chat.times import default_zone
from bot.chat.words import Words, known_language
from collectors.translating import Translator
from matcher.catalogue import Catalogue
from storage import audit, chats, members
from storage.database import Connection, Database
from storage.messages import Attachment, Button, Message
from storage.people import Access, AuditEntry, Deed, Role
from storage.telling import Chat
from storage.watchlist import Watchlist

log = structlog.get_logger()

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_NAME_LIMIT, _HINT_LIMIT = 40, 64


@dataclass(frozen=True, slots=True)
class Services:
    """What the conversation needs of the program. `catalogue` and `clock` are asked each time. `translator` None: posts
    are shown in their own words only. `translating`: the chats and revisions for which it is at work.

    `owner_code`: makes its first sender the owner; None: no code is active. `allowed`: the ids on the allow list.
    """

    db: Database
    catalogue: Callable[[], Catalogue]
    clock: Callable[[], datetime]
    owner_code: str | None
    started_at: datetime
    access: Access = Access.INVITATION
    allowed: frozenset[int] = frozenset()
    most_subscriptions: int = 200
    translator: Translator | None = None
    patience: Patience = field(default_factory=Patience)
    administrators: Administrators = field(default_factory=Administrators)
    translating: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Turn:
    """`known`: the chat has a row; `returned`: it had rested, and was woken by this turn. `user_id` None: nobody that
    Telegram names, such as a channel; `unnamed`: an administrator of the group. `role` None: somebody without access.
    """

    services: Services
    bot: Bot
    chat: Chat
    known: bool
    returned: bool
    now: datetime
    user_id: int | None
    role: Role | None
    place: Place
    message: Incoming | None
    query: CallbackQuery | None
    unnamed: bool = False

    @property
    def words(self) -> Words:
        return Words(self.chat.language)

    @property
    def db(self) -> Database:
        return self.services.db

    @property
    def watchlist(self) -> Watchlist:
        return self.services.catalogue().watchlist

    @property
    def book(self) -> Book:
        return Book(self.watchlist, self.words)

    @property
    def thread(self) -> int | None:
        """The forum topic in which something was written or pressed."""
        where = self.message
        return where.message_thread_id if where is not None and where.is_topic_message else None

    @property
    def question(self) -> Incoming | None:
        """Our own message that this one answers, if it does."""
        return asked.answered(self.message, self.bot.id)

    @property
    def answered(self) -> str | None:
        """The text of it."""
        return self.question.text if self.question is not None else None

    async def answer(self, message: Message, *, below: bool = False) -> int:
        """Sends a new message into the chat (and its topic); returns its id. `below`: as a reply to this one."""
        if message.attachment is not None:
            return await self.answer_file(message.attachment, message.html, keyboard(message))
        return await self._send(message.html, keyboard(message), below=below)

    async def ask(self, what: str, html: Html, hint: str = "") -> int:
        """Sends a question whose answer is typed, as a reply to it: see `bot.chat.asked`. In a group it is put to the
        one whose turn this is. `hint` stands in the field for the answer.
        """
        named = self.query is None and self.message is not None and self.user_id is not None
        person = self.message.from_user if self.message is not None and named else None
        person = self.query.from_user if self.query is not None else person
        in_group = self.place is Place.GROUP and person is not None
        mention = asked.mention(person.id, cut(person.first_name, _NAME_LIMIT)) if person and in_group else None
        markup = ForceReply(selective=in_group, input_field_placeholder=hint[:_HINT_LIMIT] or None)
        return await self._send(asked.worded(what, html, mention), markup)

    async def _send(self, html: str, markup: InlineKeyboardMarkup | ForceReply | None, *, below: bool = False) -> int:
        if self.message is not None:
            sent = await self.message.reply_text(
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
                do_quote=below,
                allow_sending_without_reply=below,
            )
        else:
            sent = await self.bot.send_message(
                self.chat.chat_id,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
        return sent.message_id

    async def answer_file(self, file: Attachment, caption: str, markup: InlineKeyboardMarkup | None = None) -> int:
        """Sends a file into the chat (and its topic), a PNG as a photo, with a line of markup below it."""
        send = self.bot.send_photo if file.is_photo else self.bot.send_document
        sent = await send(
            self.chat.chat_id,
            file.content,
            filename=file.name,
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            message_thread_id=self.thread,
        )
        return sent.message_id

    async def reply(self, said: str | None) -> None:
        """Answers the press, so that its button does not keep spinning; `said` shows over the chat."""
        if self.query is None:
            return
        try:
            await self.query.answer(said)
        except BadRequest:
            log.info("press answered too late", chat=self.chat.chat_id)

    async def tell(self, key: str, **args: str | float) -> int:
        """Answers with one sentence."""
        return await self.answer(Message(self.words.html(key, **args)))

    async def redraw(self, message: Message) -> None:
        """Changes the message whose button was pressed; sends a new one where that can't be done."""
        if self.query is None or self.message is None:
            await self.answer(message)
            return
        if (self.message.text, self.message.reply_markup) == (shown(message.html), keyboard(message)):
            return  # it shows that already
        try:
            await self.query.edit_message_text(
                message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as refusal:
            if "not modified" in refusal.message.lower():
                return  # pressed twice: it shows that already
            await self.answer(message)

    async def exchange(self, buttons: Sequence[Button], *, like: tuple[str, ...] = ()) -> None:
        """Puts others in the place of the button that was pressed, one a row; the message and its others stay.

        `like`: how the data of buttons begins that leave with it.
        """
        if self.query is None or self.message is None or self.message.reply_markup is None:
            return
        rows: list[list[InlineKeyboardButton]] = []
        instead = [[_button(one)] for one in buttons]
        for row in self.message.reply_markup.inline_keyboard:
            others = [one for one in row if one.callback_data != self.query.data]
            others = [one for one in others if not str(one.callback_data or "").startswith(like)] if like else others
            rows += [others] if others else []
            if len(others) < len(row):
                rows += instead
                instead = []
        if InlineKeyboardMarkup(rows) != self.message.reply_markup:  # they may be there already
            await self._put_buttons(InlineKeyboardMarkup(rows))

    async def restore(self) -> None:
        """Puts the buttons back as they were when one of them was pressed."""
        if self.message is not None and self.message.reply_markup is not None:
            await self._put_buttons(self.message.reply_markup)

    async def _put_buttons(self, markup: InlineKeyboardMarkup) -> None:
        if self.query is None:
            return
        try:
            await self.query.edit_message_reply_markup(markup)
        except BadRequest as refusal:
            log.info("buttons stay as they are", chat=self.chat.chat_id, why=refusal.message)

    @property
    def is_editor(self) -> bool:
        """Whether what this person says counts as an editor's; in a group nobody's does."""
        return self.place is Place.PRIVATE and self.role is not None and self.role is not Role.READER

    async def note(self, conn: Connection, deed: Deed, subject: str | int, detail: str = "") -> None:
        """Writes down what this person did, in the transaction that does it."""
        by = self.chat.chat_id if self.user_id is None else self.user_id  # in a group's name
        await audit.add(conn, AuditEntry(deed, str(by), str(subject), self.now, detail))

    async def keep(self) -> None:
        """Makes sure that the chat has a row."""
        if not self.known:
            await self.db.write(chats.put, self.chat)


async def open_turn(update: Update, bot: Bot, services: Services) -> Turn | None:
    """The turn of a command, text or press; None for what comes from no chat. Wakes a chat that had rested, if it has
    access and is written in by somebody who has.
    """
    where, person = update.effective_chat, person_of(update)
    if where is None:
        return None
    now, place = services.clock(), _PLACES.get(where.type, Place.GROUP)
    stored = await services.db.read(chats.get, where.id)
    unnamed = place is Place.GROUP and is_unnamed_administrator(update)
    role, known = None, (services.db, services.access, services.allowed)
    if unnamed:
        role = await role_of_unnamed(*known, stored)
    elif person is not None and not (place is Place.PRIVATE and person.id != where.id):  # that would be forged
        role = await role_of(*known, person.id)
    returned = role is not None and stored is not None and stored.resting not in {None, members.SHUT}
    if stored is not None and returned:
        await services.db.write(chats.wake, where.id)
        stored = replace(stored, resting=None)
    message = update.effective_message
    return Turn(
        services=services,
        bot=bot,
        chat=stored or _new_chat(where.id, update, now),
        known=stored is not None,
        returned=returned,
        now=now,
        user_id=person.id if person is not None else None,
        role=role,
        place=place,
        message=message if isinstance(message, Incoming) and message.is_accessible else None,
        query=update.callback_query,
        unnamed=unnamed,
    )


_PLACES: dict[str, Place] = {ChatType.PRIVATE: Place.PRIVATE, ChatType.CHANNEL: Place.CHANNEL}


def _new_chat(chat_id: int, update: Update, now: datetime) -> Chat:
    """A chat as it begins: in the language of the person's Telegram, with that language's usual time zone."""
    language = known_language(update.effective_user.language_code if update.effective_user else None)
    return Chat(chat_id, language, default_zone(language), now)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The message's buttons in Telegram's form."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in message.buttons])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)
