"""Messages as a person sees them now."""

from dataclasses import dataclass
from typing import Any

from tests.bot_api.chats import Chat, Message
from tests.bot_api.media import MEDIA_KINDS

_OTHER_KINDS = ("text", "location", "contact")


@dataclass(frozen=True)
class Button:
    """A button; one of a reply keyboard has neither data nor a link."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class SeenMessage:
    """A message with edits applied: its words without markup, what is formatted, and its buttons."""

    message_id: int
    from_bot: bool
    author: str
    text: str
    entities: tuple[dict[str, Any], ...] = ()
    keyboard: tuple[tuple[Button, ...], ...] = ()
    kind: str = "text"
    thread_id: int | None = None
    edited: bool = False
    pinned: bool = False
    file: bytes | None = None
    file_name: str = ""

    @property
    def rows(self) -> list[list[str]]:
        """Return the labels of the buttons, row by row."""
        return [[button.text for button in row] for row in self.keyboard]

    @property
    def buttons(self) -> list[Button]:
        """Return all buttons."""
        return [button for row in self.keyboard for button in row]

    def styled(self, kind: str) -> list[str]:
        """Return the stretches of the text that have one kind of entity, such as `bold`."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
            for entity in self.entities
            if entity["type"] == kind
        ]

    def __str__(self) -> str:
        media = "" if self.kind == "text" else f"<{self.kind}{' ' * bool(self.file_name)}{self.file_name}> "
        lines = [f"{self.author}: {media}{self.text}"]
        lines += ["  " + " ".join(f"[{label}]" for label in row) for row in self.rows]
        return "\n".join(lines)


def _keyboard(message: Message) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons under a message, or those it put under the chat if they are still there."""
    if message.keyboard is not None:
        rows = message.keyboard["inline_keyboard"]
    elif message.reply_keyboard is not None and message.chat.reply_keyboard is message.reply_keyboard:
        rows = message.reply_keyboard["keyboard"]
    else:
        rows = []
    return tuple(
        tuple(
            Button(button)
            if isinstance(button, str)
            else Button(*map(button.get, ("text", "callback_data", "url")))
            for button in row
        )
        for row in rows
    )


def see(message: Message) -> SeenMessage:
    """Return a message as a person sees it."""
    content = message.content
    kind = next((kind for kind in (*_OTHER_KINDS, *MEDIA_KINDS) if kind in content), "other")
    return SeenMessage(
        message_id=message.message_id,
        from_bot=message.sender.is_bot,
        author="bot" if message.sender.is_bot else message.sender.first_name,
        text=content.get("text", content.get("caption", "")),
        entities=tuple(content.get("entities", content.get("caption_entities", ()))),
        keyboard=_keyboard(message),
        kind=kind,
        thread_id=message.thread_id,
        edited=message.edit_date is not None,
        pinned=message.pinned,
        file=message.file.content if message.file else None,
        file_name=message.file.name if message.file else "",
    )


def see_chat(chat: Chat, thread_id: int | None = None) -> list[SeenMessage]:
    """Return the messages of a chat, or of one topic, that are still there."""
    return [
        see(message)
        for message in chat.messages.values()
        if not message.deleted
        and not message.is_service
        and (thread_id is None or message.thread_id == thread_id)
    ]
