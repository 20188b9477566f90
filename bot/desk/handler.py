"""Handle what happens in the counsellors' group."""

from collections.abc import Callable

import structlog
from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import Forbidden, TelegramError

from bot.desk.counsellors import Counsellors
from bot.desk.poster import CLOSE, TAKE, DeskPoster
from bot.telegram.sending import Sender
from conversations.cases import CaseId, Cases, CounsellorId
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import CounsellorAct, CounsellorDesk, Result, ToPerson

_LONGEST_REPLY = 4000
_LOG = structlog.get_logger(__name__)


class GroupHandler:
    """Connects the group with the counsellors' side of the desk."""

    def __init__(
        self,
        bot: Bot,
        group: int,
        counsellors: Callable[[], Counsellors],
        cases: Cases,
        desk: CounsellorDesk,
        words: CounsellorTexts,
        sender: Sender,
        poster: DeskPoster,
    ) -> None:
        """Wire the parts."""
        self._bot = bot
        self._group = group
        self._counsellors = counsellors
        self._cases = cases
        self._desk = desk
        self._words = words
        self._sender = sender
        self._poster = poster

    def is_ours(self, update: Update) -> bool:
        """Tell whether `update` comes from the group."""
        return update.effective_chat is not None and update.effective_chat.id == self._group

    async def handle(self, update: Update) -> None:
        """Carry out one update of the group.

        Raises StoreError when the store cannot be read or written.
        """
        user = update.effective_user
        if user is None or user.is_bot:
            return
        counsellor = self._counsellors().find(user.id)
        if update.callback_query is not None:
            await self._on_tap(update.callback_query, counsellor)
        elif update.message is not None and _is_said(update.message):
            await self._on_message(update.message, counsellor)
        self._poster.wake()

    async def _on_message(self, message: Message, counsellor: CounsellorId | None) -> None:
        thread = message.message_thread_id
        case = self._cases.in_thread(self._group, thread) if thread is not None else None
        text = message.text or message.caption or ""
        if counsellor is None and not text.startswith("/"):
            return
        source = None if message.text is not None else message.message_id
        erased = case is None and thread is not None and self._cases.was_erased(self._group, thread)
        result = self._desk.act(CounsellorAct(counsellor, case, text, source, erased=erased))
        await self._carry_out(result, message)

    async def _on_tap(self, query: CallbackQuery, counsellor: CounsellorId | None) -> None:
        name, _, case_id = (query.data or "").rpartition(":")
        case = self._cases.find(CaseId(case_id))
        if counsellor is None or case is None or name not in (TAKE, CLOSE):
            await _confirm(query, self._words.fill("not_a_counsellor") if counsellor is None else "")
            return
        await _confirm(query)
        if name == TAKE:
            result = self._desk.take(case, counsellor)
        else:
            result = self._desk.act(CounsellorAct(counsellor, case, "/close"))
        await self._carry_out(result, None)

    async def _carry_out(self, result: Result, message: Message | None) -> None:
        for letter in result.letters:
            await self._bring(letter)
        if result.reply and message is not None:
            for part in _parts(result.reply):
                await message.reply_text(part)

    async def _bring(self, letter: ToPerson) -> None:
        """Bring a letter to the person, and say in the topic when it does not arrive."""
        chat = int(letter.person.address.number)
        try:
            if letter.source is not None:
                await self._bot.copy_message(chat, self._group, letter.source)
            else:
                await self._sender.send(chat, (letter.message,))
        except Forbidden:
            self._desk.not_arrived(letter, "not_sent_blocked")
        except TelegramError as error:
            _LOG.warning("letter_not_sent", error=error)
            self._desk.not_arrived(letter, "not_sent")


def _parts(text: str) -> list[str]:
    """Cut a long answer between its lines."""
    parts = [""]
    for line in text.splitlines():
        longer = f"{parts[-1]}\n{line}".strip()
        if len(longer) > _LONGEST_REPLY:
            parts.append(line)
        else:
            parts[-1] = longer
    return parts


async def _confirm(query: CallbackQuery, words: str = "") -> None:
    try:
        await query.answer(words)
    except TelegramError as error:
        # Too late to confirm (after a restart, say): the tap itself still counts.
        _LOG.info("tap_not_confirmed", error=error)


def _is_said(message: Message) -> bool:
    """Leave out what Telegram says itself: a topic was opened, somebody joined, a message was pinned."""
    return bool(
        message.text
        or message.caption
        or message.photo
        or message.voice
        or message.audio
        or message.document
        or message.video
        or message.location
    )
