"""Handle one update: read it, let the talk decide, put what it says on its way."""

from telegram import Update

from bot.desk.handler import GroupHandler
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.flood import Verdict
from bot.telegram.sending import Sender
from bot.telegram.updates import Incoming, read_update
from conversations.actions import (
    AnswerFollowUp,
    AnswerQuestion,
    ChooseLanguage,
    ConfirmDate,
    ForgetMe,
    GiveConsent,
    KeepLanguage,
    ShareFile,
    ShareLocation,
    ShowGroup,
    ShowMenu,
)
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
from conversations.events import ButtonPressed
from conversations.messages import Message
from conversations.talk import Talk

_ANSWERED_ONCE = (
    ChooseLanguage,
    KeepLanguage,
    GiveConsent,
    ForgetMe,
    ShareLocation,
    ShareFile,
    AnswerFollowUp,
    ConfirmDate,
    AnswerQuestion,
)
"""Questions whose buttons go when one of them was tapped."""


class UpdateHandler:
    """Connects Telegram with the talk; runs inside the transaction of a turn, and sends nothing itself."""

    def __init__(
        self,
        talk: Talk,
        sender: Sender,
        group: GroupHandler | None = None,
        memory: ChatMemory | None = None,
    ) -> None:
        """Wire the parts; `group` handles what happens among counsellors.

        `memory` is told the number of everything that people send.
        """
        self._talk = talk
        self._sender = sender
        self._memory = memory
        self._group = group

    async def handle(self, update: Update, verdict: Verdict = Verdict.ANSWER) -> str:
        """Decide about one update, and return what to show where a button was tapped (mostly nothing).

        Raises StoreError, and UnderstandingNeeded when something is to be understood before.
        """
        if self._group is not None and self._group.is_ours(update):
            return await self._group.handle(update)
        incoming = read_update(update)
        if incoming is None:
            return ""
        chat = int(incoming.address.number)
        if verdict is Verdict.ANSWER:
            self._show(chat, incoming, await self._talk.handle(incoming.address, incoming.event))
        else:
            tell = verdict is Verdict.TELL
            self._sender.send(chat, self._talk.too_many(incoming.address, incoming.event, tell=tell))
        # Not before: a person who is new is known only now.
        if self._memory is not None and incoming.message is not None:
            self._memory.remember(chat, incoming.message)
        return ""

    async def apologise(self, update: Update, error_id: str) -> None:
        """Tell the person that something went wrong, with an id that they can pass on.

        Raises StoreError.
        """
        incoming = read_update(update)
        if incoming is None:
            return
        apology = self._talk.apology(self._talk.language_at(incoming.address), error_id)
        self._sender.send(int(incoming.address.number), (apology,))

    def _show(self, chat: int, incoming: Incoming, messages: tuple[Message, ...]) -> None:
        action = incoming.event.action if isinstance(incoming.event, ButtonPressed) else None
        tapped = incoming.query.message if incoming.query else None
        match action:
            case Ignore():
                return
            case _ if _stays_in_place(action) and tapped is not None and len(messages) == 1:
                self._sender.replace(chat, tapped.message_id, messages[0])
                return
            case _ if isinstance(action, _ANSWERED_ONCE) and tapped is not None:
                self._sender.remove_buttons(chat, tapped.message_id)
            case _:
                pass
        self._sender.send(chat, messages)


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
