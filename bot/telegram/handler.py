"""Handle one update: read it, let the talk decide, show what it says."""

import secrets

import structlog
from telegram import Update
from telegram.constants import ChatAction
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackContext, ExtBot

from bot.desk.handler import GroupHandler
from bot.telegram.sending import Sender
from bot.telegram.updates import Incoming, read_update
from conversations.actions import ChooseLanguage, ForgetMe, GiveConsent, KeepLanguage, ShowGroup, ShowMenu
from conversations.actions_of_interviews import (
    GiveAnswer,
    Ignore,
    PreviousQuestion,
    ShowDeadline,
    ShowDeadlines,
    ShowMonth,
    ToggleDiscreet,
    ToggleDistance,
)
from conversations.events import ButtonPressed, TextWritten
from conversations.messages import Message
from conversations.talk import Talk

_LOG = structlog.get_logger(__name__)
Context = CallbackContext[ExtBot[None], dict[object, object], dict[object, object], dict[object, object]]


class UpdateHandler:
    """Connects Telegram with the talk."""

    def __init__(self, talk: Talk, sender: Sender, group: GroupHandler | None = None) -> None:
        """Wire the parts; `group` handles what happens among counsellors."""
        self._talk = talk
        self._sender = sender
        self._group = group

    async def handle(self, update: Update, context: Context) -> None:
        """Answer one update; every button press is confirmed, whatever else happens."""
        if self._group is not None and self._group.is_ours(update):
            await self._group.handle(update)
            return
        incoming = read_update(update)
        if incoming is None:
            return
        chat = int(incoming.address.number)
        if incoming.query is not None:
            await self._confirm(incoming)
        elif isinstance(incoming.event, TextWritten):
            await _show_typing(context, chat)
        messages = await self._talk.handle(incoming.address, incoming.event)
        try:
            await self._show(chat, incoming, messages)
        except Forbidden:
            _LOG.info("person_cannot_be_reached")

    async def on_error(self, update: object, context: Context) -> None:
        """Log what went wrong under an id, and tell the person that id."""
        error_id = secrets.token_hex(3)
        _LOG.error("update_failed", error_id=error_id, error=context.error)
        incoming = read_update(update) if isinstance(update, Update) else None
        if incoming is None:
            return
        apology = self._talk.apology(self._talk.first_language(incoming.address), error_id)
        try:
            await self._sender.send(int(incoming.address.number), (apology,))
        except TelegramError as error:
            _LOG.error("apology_failed", error_id=error_id, error=error)

    async def _confirm(self, incoming: Incoming) -> None:
        if incoming.query is None:
            return
        try:
            await incoming.query.answer()
        except TelegramError as error:
            # Too late to confirm (after a restart, say): the tap itself is still worth an answer.
            _LOG.info("tap_not_confirmed", error=error)

    async def _show(self, chat: int, incoming: Incoming, messages: tuple[Message, ...]) -> None:
        action = incoming.event.action if isinstance(incoming.event, ButtonPressed) else None
        tapped = incoming.query.message if incoming.query else None
        match action:
            case Ignore():
                return
            case _ if _stays_in_place(action) and tapped is not None and len(messages) == 1:
                await self._sender.replace(chat, tapped.message_id, messages[0])
                return
            case ChooseLanguage() | KeepLanguage() | GiveConsent() | ForgetMe() if tapped is not None:
                await self._sender.remove_buttons(chat, tapped.message_id)
            case _:
                pass
        await self._sender.send(chat, messages)


def _stays_in_place(action: object) -> bool:
    """Tell whether what a tap leads to takes the place of the message with the button."""
    return isinstance(
        action,
        ShowMenu
        | ShowGroup
        | GiveAnswer
        | ShowMonth
        | PreviousQuestion
        | ToggleDistance
        | ToggleDiscreet
        | ShowDeadlines
        | ShowDeadline,
    )


async def _show_typing(context: Context, chat: int) -> None:
    try:
        await context.bot.send_chat_action(chat, ChatAction.TYPING)
    except TelegramError as error:
        # Only a courtesy; the answer matters.
        _LOG.info("typing_not_shown", error=error)
