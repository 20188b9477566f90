"""The calls by which what is in the outbox becomes messages in a chat."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.telegram.attachments import replying_to, send_attachment
from bot.telegram.outgoing import (
    CorrectText,
    EmptyChat,
    Payload,
    RemoveButtons,
    ReplaceText,
    SendAttachment,
    SendFile,
    SendText,
    TakeBack,
    keyboard,
)

_NOT_MODIFIED, _NOT_FOUND = "not modified", "not found"
Messages = tuple[int, ...]
"""The numbers of new messages."""


class Calls:
    """Carries out one payload at a time."""

    def __init__(self, bot: Bot, empty: Callable[[int], Awaitable[None]]) -> None:
        """Call with `bot`; `empty` takes away what stands in a chat."""
        self._bot = bot
        self._empty = empty

    async def make(self, chat: int, payload: Payload) -> Messages:
        """Carry out `payload` and return the new messages.

        Raises TelegramError when it is refused.
        """
        match payload:
            case SendText():
                return await self._send(chat, payload)
            case ReplaceText():
                return await self._replace(chat, payload)
            case RemoveButtons(message):
                # The message may be gone or have no buttons any more: a double tap.
                with suppress(BadRequest):
                    await self._bot.edit_message_reply_markup(chat, message)
                return ()
            case SendFile(name, content):
                sent = await self._bot.send_document(chat, InputFile(content, filename=name))
                return (sent.message_id,)
            case SendAttachment(attachment, _, reply_to):
                return (await send_attachment(self._bot, chat, attachment, reply_to=reply_to),)
            case CorrectText():
                return await self._correct(chat, payload)
            case TakeBack(messages):
                await self._take_back(chat, messages)
                return ()
            case EmptyChat():
                await self._empty(chat)
                return ()

    async def _send(self, chat: int, payload: SendText) -> Messages:
        sent = await self._bot.send_message(
            chat,
            payload.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(payload.rows),
            message_thread_id=payload.thread,
            reply_parameters=replying_to(payload.reply_to),
        )
        return (sent.message_id,)

    async def _replace(self, chat: int, payload: ReplaceText) -> Messages:
        """Change a message in its place; when it is gone or too old, send a new one."""
        markup = keyboard(payload.rows)
        try:
            await self._bot.edit_message_text(
                payload.text, chat, payload.message, parse_mode=ParseMode.HTML, reply_markup=markup
            )
        except BadRequest as error:
            if _NOT_MODIFIED in str(error).casefold():
                return ()
            return await self._send(chat, SendText(payload.text, payload.rows))
        return ()

    async def _correct(self, chat: int, payload: CorrectText) -> Messages:
        """Change what a counsellor wrote; when that cannot be done, send it anew as corrected."""
        number, *others = payload.messages
        refusal = BadRequest("It cannot be changed and its case has ended")
        if not others and (payload.caption is not None or payload.text):
            try:
                if payload.caption is not None:
                    await self._bot.edit_message_caption(chat, number, caption=payload.caption)
                else:
                    await self._bot.edit_message_text(payload.text, chat, number, parse_mode=ParseMode.HTML)
            except BadRequest as error:
                if _NOT_MODIFIED in str(error).casefold():
                    return ()
                refusal = error
            else:
                return ()
        if not payload.anew:
            raise refusal
        sent: list[int] = []
        for part in payload.anew:
            sent += await self._send(chat, SendText(part, reply_to=None if sent else number))
        return tuple(sent)

    async def _take_back(self, chat: int, messages: tuple[int, ...]) -> None:
        for number in messages:
            try:
                await self._bot.delete_message(chat, number)
            except BadRequest as error:
                # Who has deleted it themselves is no reason to fail.
                if _NOT_FOUND not in str(error).casefold():
                    raise
