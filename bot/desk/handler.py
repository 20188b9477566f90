"""Handle what happens in the counsellors' group."""

from collections.abc import Awaitable, Callable
from html import escape

from telegram import CallbackQuery, Message, Update

from bot.desk.counsellors import Counsellors
from bot.desk.poster import CLOSE, TAKE, DeskPoster
from bot.telegram.outgoing import Letter, SendCopy, SendText
from bot.telegram.sending import Sender
from conversations.cases import CaseId, Cases, CounsellorId
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_counsellors import CounsellorAct, CounsellorDesk, Result, ToPerson
from conversations.messages import Message as Said

_LONGEST_REPLY = 4000


async def as_it_is(letter: ToPerson) -> tuple[Said, ...]:
    """Return the message of `letter`, if it is one, without a translation."""
    return (letter.message,) if letter.source is None else ()


class GroupHandler:
    """Connects the group with the counsellors' side of the desk."""

    def __init__(
        self,
        group: int,
        counsellors: Callable[[], Counsellors],
        cases: Cases,
        desk: CounsellorDesk,
        words: CounsellorTexts,
        sender: Sender,
        poster: DeskPoster,
        messages: Callable[[ToPerson], Awaitable[tuple[Said, ...]]] = as_it_is,
    ) -> None:
        """Wire the parts; `messages` returns what to send for a letter, beside what is copied."""
        self._group = group
        self._counsellors = counsellors
        self._cases = cases
        self._desk = desk
        self._words = words
        self._sender = sender
        self._poster = poster
        self._messages = messages

    def is_ours(self, update: Update) -> bool:
        """Tell whether `update` comes from the group."""
        return update.effective_chat is not None and update.effective_chat.id == self._group

    async def handle(self, update: Update) -> str:
        """Carry out one update of the group, and return what to show where a button was tapped.

        Raises StoreError when the store cannot be read or written.
        """
        user = update.effective_user
        if user is None or user.is_bot:
            return ""
        counsellor = self._counsellors().find(user.id)
        self._poster.wake()
        if update.callback_query is not None:
            return await self._on_tap(update.callback_query, counsellor)
        if update.message is not None and _is_said(update.message):
            await self._on_message(update.message, counsellor)
        return ""

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

    async def _on_tap(self, query: CallbackQuery, counsellor: CounsellorId | None) -> str:
        name, _, case_id = (query.data or "").rpartition(":")
        case = self._cases.find(CaseId(case_id))
        if counsellor is None or case is None or name not in (TAKE, CLOSE):
            return self._words.fill("not_a_counsellor") if counsellor is None else ""
        if name == TAKE:
            result = self._desk.take(case, counsellor)
        else:
            result = self._desk.act(CounsellorAct(counsellor, case, "/close"))
        await self._carry_out(result, None)
        return ""

    async def _carry_out(self, result: Result, message: Message | None) -> None:
        for letter in result.letters:
            await self._bring(letter)
        if result.reply and message is not None:
            for part in _parts(result.reply):
                words = escape(part, quote=False)
                reply = SendText(words, thread=message.message_thread_id, reply_to=message.message_id)
                self._sender.put(self._group, reply)

    async def _bring(self, letter: ToPerson) -> None:
        """Put a letter on its way to the person; the topic is told when it does not arrive."""
        chat = int(letter.person.address.number)
        about = Letter(letter.case.id, letter.answers_since)
        if letter.source is not None:
            self._sender.put(chat, SendCopy(self._group, letter.source, about))
        self._sender.send(chat, await self._messages(letter), about)


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
