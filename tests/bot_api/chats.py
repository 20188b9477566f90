"""Users, chats, topics and messages on Telegram's side."""

from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.files import StoredFile


@dataclass
class User:
    """An account: a person or the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone_number: str | None = None
    is_bot: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what a bot sees of the account: never the telephone number."""
        seen = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {key: value for key, value in seen.items() if value is not None}


@dataclass
class Topic:
    """A topic of a forum; its id is that of the message that opened it."""

    thread_id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the topic as `createForumTopic` answers it."""
        seen: dict[str, Any] = {
            "message_thread_id": self.thread_id,
            "name": self.name,
            "icon_color": self.icon_color,
        }
        if self.icon_custom_emoji_id:
            seen["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return seen


@dataclass
class Chat:
    """A private chat with the bot, or a supergroup."""

    id: int
    user: User | None = None
    title: str = ""
    is_forum: bool = False
    bot_status: str = "member"  # of a group; "member" of a private chat once the person wrote
    bot_rights: frozenset[str] = frozenset()
    started: bool = True
    deactivated: bool = False
    members: dict[int, tuple[User, str]] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    reply_keyboard: dict[str, Any] | None = None

    @property
    def is_private(self) -> bool:
        """Tell whether this is a chat between the bot and one person."""
        return self.user is not None

    def to_json(self) -> dict[str, Any]:
        """Return the chat as it stands in messages."""
        if self.user is not None:
            seen = self.user.to_json()
            return {
                "id": self.id,
                **{key: seen[key] for key in ("first_name", "last_name", "username") if key in seen},
                "type": "private",
            }
        chat: dict[str, Any] = {"id": self.id, "title": self.title, "type": "supergroup"}
        return chat | ({"is_forum": True} if self.is_forum else {})

    def bot_may(self, right: str) -> bool:
        """Tell whether the bot has a right of an administrator."""
        return self.bot_status == "administrator" and right in self.bot_rights


@dataclass
class Message:
    """A message with all that its sender put in; `content` has the keys of the Bot API's `Message`."""

    chat: Chat
    message_id: int
    date: int
    sender: User
    content: dict[str, Any]
    thread_id: int | None = None
    reply_to: int | None = None
    keyboard: dict[str, Any] | None = None  # an inline keyboard
    reply_keyboard: dict[str, Any] | None = None
    file: StoredFile | None = None
    edit_date: int | None = None
    deleted: bool = False
    pinned: bool = False
    is_service: bool = False

    def to_json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """Return the message as a bot receives it."""
        seen: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": self.date,
        }
        if self.edit_date is not None:
            seen["edit_date"] = self.edit_date
        if self.thread_id is not None:
            seen |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        replied = self.chat.messages.get(self.reply_to or self.thread_id or 0)
        if with_reply and replied and replied is not self and not replied.deleted:
            seen["reply_to_message"] = replied.to_json(with_reply=False)
        seen |= self.content
        if self.keyboard is not None:
            seen["reply_markup"] = self.keyboard
        return seen
