"""A person's place in a chat or topic: what one can do there with a telephone in hand."""

from typing import Any

from tests.bot_api.chats import Chat, Message, User
from tests.bot_api.cloud import Cloud
from tests.bot_api.files import StoredFile
from tests.bot_api.media import WITH_CAPTION, media_content
from tests.bot_api.reader import PATIENCE, Reader, breathe
from tests.bot_api.rendering import render
from tests.bot_api.seen import Button, SeenMessage


def _typed(key: str, source: str) -> dict[str, Any]:
    """Return a text or a caption as a person types it, with the commands and links that Telegram finds."""
    rendered = render(source)
    entities = [entity.to_json() for entity in rendered.entities]
    name = "entities" if key == "text" else "caption_entities"
    return {key: rendered.text} | ({name: entities} if entities else {})


class Seat(Reader):
    """One person in one chat; every act sends the bot the update that Telegram would send."""

    def __init__(self, cloud: Cloud, chat: Chat, user: User, thread_id: int | None = None) -> None:
        super().__init__(cloud, chat, thread_id)
        self.user = user

    # Writing

    async def writes(self, text: str, *, reply_to: int | None = None) -> int:
        """Send a text and return its message id."""
        return await self._sends(_typed("text", text), reply_to=reply_to)

    async def edits(self, text: str, *, message_id: int | None = None) -> int:
        """Change one of the person's own texts or captions, by default the newest."""
        own = [
            message.message_id
            for message in self._chat.messages.values()
            if message.sender is self.user and {"text", "caption"} & set(message.content)
        ]
        message = self._chat.messages[max(own) if message_id is None else message_id]
        if message.sender is not self.user:
            raise LookupError(f"message {message.message_id} is not {self.user.first_name}'s")
        key = "text" if "text" in message.content else "caption"
        message.content = {
            **{name: value for name, value in message.content.items() if "entities" not in name},
            **_typed(key, text),
        }
        message.edit_date = self._cloud.now()
        self._cloud.changes.notify()
        self._push("edited_message", message)
        await breathe()
        return message.message_id

    async def _sends(
        self, content: dict[str, Any], *, reply_to: int | None = None, file: StoredFile | None = None
    ) -> int:
        """Put a message into the chat and tell the bot."""
        if self._chat.bot_status == "kicked":
            raise RuntimeError(f"{self.user.first_name} has no bot here to write to")
        self._chat.started = True
        message = self._cloud.add_message(
            self._chat, self.user, content, thread_id=self._thread_id, reply_to=reply_to, file=file
        )
        self._push("message", message)
        await breathe()
        return message.message_id

    def _push(self, kind: str, message: Message) -> None:
        """Send an update about a message, if the bot can see it."""
        if self._is_visible_to_bot(message):
            self._cloud.push(kind, message.to_json(), self._chat.id)

    def _is_visible_to_bot(self, message: Message) -> bool:
        """Apply privacy mode: a bot that is no administrator sees commands and replies to itself only."""
        if self._chat.is_private or self._chat.bot_status == "administrator":
            return True
        replied = self._chat.messages.get(message.reply_to or 0)
        text = message.content.get("text", "")
        return (
            text.startswith("/")
            or f"@{self._cloud.bot.username}" in text
            or (replied is not None and replied.sender is self._cloud.bot)
        )

    # Media

    async def sends_file(
        self, kind: str, content: bytes, *, name: str = "", caption: str = "", reply_to: int | None = None
    ) -> int:
        """Send a file as one kind of media and return its message id."""
        stored = self._cloud.files.add(kind, content, name)
        message = media_content(stored)
        if caption and kind in WITH_CAPTION:
            message |= _typed("caption", caption)
        return await self._sends(message, reply_to=reply_to, file=stored)

    async def sends_voice(self, content: bytes = b"OggS voice", **details: Any) -> int:
        """Send a voice message."""
        return await self.sends_file("voice", content, **details)

    async def sends_photo(self, content: bytes = b"\xff\xd8 photo", **details: Any) -> int:
        """Send a photo."""
        return await self.sends_file("photo", content, **details)

    async def sends_document(
        self, content: bytes = b"%PDF-1.7 document", *, name: str = "LEAKLETTER.pdf", **details: Any
    ) -> int:
        """Send a document."""
        return await self.sends_file("document", content, name=name, **details)

    async def sends_video(self, content: bytes = b"video", **details: Any) -> int:
        """Send a video."""
        return await self.sends_file("video", content, **details)

    async def sends_sticker(self, content: bytes = b"RIFF sticker", **details: Any) -> int:
        """Send a sticker."""
        return await self.sends_file("sticker", content, **details)

    async def sends_location(self, latitude: float = 52.0907, longitude: float = 5.1214) -> int:
        """Send a place."""
        return await self._sends({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_contact(self, phone_number: str | None = None, first_name: str | None = None) -> int:
        """Send a telephone contact, by default the person's own."""
        is_own = phone_number is None
        contact: dict[str, Any] = {
            "phone_number": phone_number or self.user.phone_number or "",
            "first_name": first_name or self.user.first_name,
        }
        return await self._sends({"contact": contact | ({"user_id": self.user.id} if is_own else {})})

    # Buttons

    async def presses(
        self, label: str | None = None, *, data: str | None = None, message_id: int | None = None
    ) -> str:
        """Press the newest button with this label or data; return the callback query's id, or "" for none."""
        message, button = self._find_button(label, data, message_id)
        if button.url is not None:
            raise LookupError(f"{button.text!r} opens {button.url}; the bot learns nothing of it")
        if button.data is None:
            await self._presses_reply_button(button)
            return ""
        return await self._sends_press(message, button.data)

    async def presses_as_seen(self, message: SeenMessage, label: str) -> str:
        """Press a button that the screen still showed at `message`, whatever became of it since.

        A telephone without connection, and a finger that taps twice, do this.
        """
        button = next(each for each in message.buttons if each.text == label)
        assert button.data is not None
        return await self._sends_press(message, button.data)

    async def _sends_press(self, message: SeenMessage, data: str) -> str:
        query = self._cloud.add_callback(self.user, data)
        payload = {
            "id": query.id,
            "from": self.user.to_json(),
            "message": self._chat.messages[message.message_id].to_json(),
            "chat_instance": str(self._chat.id * 31),
            "data": data,
        }
        self._cloud.push("callback_query", payload, self._chat.id)
        await breathe()
        return query.id

    def _find_button(
        self, label: str | None, data: str | None, message_id: int | None
    ) -> tuple[SeenMessage, Button]:
        """Look for a button from the newest message up."""
        for message in reversed(self.messages()):
            for button in message.buttons:
                if (
                    label in (None, button.text)
                    and data in (None, button.data)
                    and message_id in (None, message.message_id)
                ):
                    return message, button
        raise LookupError(f"no button {label or data!r}; the screen:\n{self.screen()}")

    async def _presses_reply_button(self, button: Button) -> None:
        """Press a button of the reply keyboard, which sends something in the person's name."""
        rows = (self._chat.reply_keyboard or {}).get("keyboard", [])
        raw = next(
            key
            for row in rows
            for key in row
            if button.text == (key if isinstance(key, str) else key["text"])
        )
        if self._chat.reply_keyboard and self._chat.reply_keyboard.get("one_time_keyboard"):
            self._chat.reply_keyboard = None
        if isinstance(raw, dict) and raw.get("request_contact"):
            await self.sends_contact()
        elif isinstance(raw, dict) and raw.get("request_location"):
            await self.sends_location()
        else:
            await self.writes(button.text)

    @property
    def notices(self) -> list[str]:
        """Return the notices that answers to the person's presses showed."""
        answers = [query.answer for query in self._cloud.callbacks.values() if query.user is self.user]
        return [answer["text"] for answer in answers if answer and answer["text"]]

    async def sees_every_press_answered(self) -> None:
        """Wait until no button shows the waiting sign any more; fail when one goes on showing it."""
        await self._wait(
            lambda: True if not self.unanswered_presses else None, PATIENCE, "answers to presses"
        )

    @property
    def unanswered_presses(self) -> list[str]:
        """Return the data of presses whose button still shows the waiting sign."""
        return [
            query.data
            for query in self._cloud.callbacks.values()
            if query.user is self.user and query.answer is None
        ]
