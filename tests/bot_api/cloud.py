"""Telegram's side of everything: accounts, chats, messages, files and the updates that wait for the bot."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bot_api.changes import Changes
from tests.bot_api.chats import Chat, Message, User
from tests.bot_api.files import FileStore, StoredFile
from tests.bot_api.problems import ApiError, Problem, bad_request, forbidden
from tests.bot_api.specification import check_update
from tests.bot_api.updates import UpdateQueue

FIRST_PRIVATE_MESSAGE = 1001
FIRST_GROUP_MESSAGE = 11


@dataclass
class CallbackQuery:
    """A press on an inline button, and how the bot answered it."""

    id: str
    user: User
    data: str
    time: float
    answer: dict[str, Any] | None = None


@dataclass
class WebhookState:
    """Where updates are to be posted."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass
class LongPoll:
    """A `getUpdates` that waits, the request's task, and why it has to end before its time."""

    task: asyncio.Task[Any] | None
    ended: ApiError | None = None


class Cloud:
    """The state of the local server; methods of the Bot API read and change it."""

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        self.bot = bot
        self.clock = clock
        self.changes = Changes()
        self.updates = UpdateQueue(self.changes.notify)
        self.webhook = WebhookState()
        self.poll: LongPoll | None = None
        self.files = FileStore()
        self.chats: dict[int, Chat] = {}
        self.users: dict[int, User] = {bot.id: bot}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.callback_lifetime = 600.0
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        self._private_ids = itertools.count(FIRST_PRIVATE_MESSAGE)
        self._callback_ids = itertools.count(4_000_000_000_000_001)

    # Time and updates

    def now(self) -> int:
        """Return the time in whole seconds."""
        return int(self.clock())

    def push(self, kind: str, payload: dict[str, Any], lane: int) -> dict[str, Any] | None:
        """Queue an update for the bot, and notice if it is none that Telegram could send."""
        update = self.updates.add(kind, payload, lane)
        if update is not None:
            self.problems += check_update(update)
        return update

    # Chats

    def chat(self, chat_id: object) -> Chat:
        """Find a chat, whatever the bot may do there."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None  # no chat here has a @name
        if chat is None or not self._is_met(chat):
            raise bad_request("chat not found")
        if chat.bot_status == "kicked" and not chat.is_private:
            raise forbidden("bot was kicked from the supergroup chat")
        return chat

    def chat_to_write(self, chat_id: object) -> Chat:
        """Find a chat that the bot may write to."""
        chat = self.chat(chat_id)
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.bot_status == "kicked":
            raise forbidden("bot was blocked by the user")
        return chat

    def _is_met(self, chat: Chat) -> bool:
        """Tell whether the bot knows a chat: the person wrote to it or shares a group with it."""
        return (
            chat.started
            or not chat.is_private
            or any(chat.id in other.members for other in self.chats.values() if not other.is_private)
        )

    # Messages

    def find(self, chat: Chat, message_id: object, purpose: str) -> Message:
        """Find a message that is still there."""
        message = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is None or message.deleted:
            raise bad_request(f"{purpose} not found")
        return message

    def add_message(
        self,
        chat: Chat,
        sender: User,
        content: dict[str, Any],
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        markup: dict[str, Any] | None = None,
        file: StoredFile | None = None,
        is_service: bool = False,
    ) -> Message:
        """Put a message into a chat."""
        message = Message(
            chat=chat,
            message_id=self._next_message_id(chat),
            date=self.now(),
            sender=sender,
            content=content,
            thread_id=thread_id,
            reply_to=reply_to,
            file=file,
            is_service=is_service,
        )
        self._attach_keyboard(message, markup)
        chat.messages[message.message_id] = message
        self.changes.notify()
        return message

    def _next_message_id(self, chat: Chat) -> int:
        """Number messages as Telegram does: over all private chats together, and per supergroup."""
        if chat.is_private:
            return next(self._private_ids)
        return next(reversed(chat.messages), FIRST_GROUP_MESSAGE - 1) + 1

    @staticmethod
    def _attach_keyboard(message: Message, markup: dict[str, Any] | None) -> None:
        """Show an inline keyboard under the message, or a reply keyboard under the chat."""
        if not markup:
            return
        if markup.get("inline_keyboard"):
            message.keyboard = {"inline_keyboard": markup["inline_keyboard"]}
        elif markup.get("keyboard"):
            message.reply_keyboard = message.chat.reply_keyboard = markup
        elif markup.get("remove_keyboard"):
            message.chat.reply_keyboard = None

    def edit(self, message: Message, content: dict[str, Any], keyboard: dict[str, Any] | None) -> None:
        """Change a message of the bot; without a keyboard it loses the one it had."""
        keyboard = keyboard if keyboard and keyboard.get("inline_keyboard") else None
        if message.content == content and message.keyboard == keyboard:
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        message.content, message.keyboard, message.edit_date = content, keyboard, self.now()
        self.changes.notify()

    def delete(self, message: Message) -> None:
        """Take a message away for everyone."""
        message.deleted = True
        self.changes.notify()

    # Callback queries

    def add_callback(self, user: User, data: str) -> CallbackQuery:
        """Note that somebody pressed a button."""
        query = CallbackQuery(str(next(self._callback_ids)), user, data, self.clock())
        self.callbacks[query.id] = query
        return query

    def answer_callback(self, query_id: str, answer: dict[str, Any]) -> None:
        """Note the bot's answer to a press."""
        query = self.callbacks.get(query_id)
        if query is None or self.clock() - query.time > self.callback_lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        self.changes.notify()
