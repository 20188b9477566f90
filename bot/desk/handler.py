"""Handle what happens in the counsellors' group."""

from collections.abc import Callable
from html import escape

from telegram import CallbackQuery, Message, Update

from bot.desk.buttons import decode_desk_button
from bot.desk.counsellors import Counsellors
from bot.desk.groups import Groups
from bot.desk.letters import Letters
from bot.desk.poster import DeskPoster
from bot.telegram.attachments import read_attachment
from bot.telegram.callback_data import CallbackDataError
from bot.telegram.outgoing import SendText
from bot.telegram.sending import Sender
from bot.telegram.updates import replied_message
from conversations.cases import Case, Cases, CounsellorId
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_buttons import CHOICES
from conversations.desk_corrections import DeskCorrections
from conversations.desk_counsellors import CounsellorAct, CounsellorDesk, Result

_LONGEST_REPLY = 4000
_UNDO = "/undo"


class GroupHandler:
    """Connects the groups with the counsellors' side of the desk."""

    def __init__(
        self,
        groups: Groups,
        counsellors: Callable[[], Counsellors],
        cases: Cases,
        desk: CounsellorDesk,
        corrections: DeskCorrections,
        words: CounsellorTexts,
        sender: Sender,
        letters: Letters,
        poster: DeskPoster,
    ) -> None:
        """Wire the parts."""
        self._sender = sender
        self._groups = groups
        self._counsellors = counsellors
        self._cases = cases
        self._desk = desk
        self._corrections = corrections
        self._words = words
        self._letters = letters
        self._poster = poster

    def is_ours(self, update: Update) -> bool:
        """Tell whether `update` comes from one of the groups."""
        return update.effective_chat is not None and update.effective_chat.id in self._groups

    async def handle(self, update: Update) -> str:
        """Carry out one update of a group, and return what to show where a button was tapped.

        Raises StoreError when the store cannot be read or written.
        """
        message = update.message
        if message is not None and message.migrate_to_chat_id is not None:
            self._groups.move(message.chat.id, message.migrate_to_chat_id)
        user = update.effective_user
        if user is None or user.is_bot:
            return ""
        counsellor = self._counsellors().find(user.id)
        self._poster.wake()
        if update.callback_query is not None:
            return await self._on_tap(update.callback_query, counsellor)
        if update.edited_message is not None:
            self._on_edit(update.edited_message, counsellor)
        elif message is not None and _is_said(message):
            await self._on_message(message, counsellor)
        elif message is not None and counsellor is not None and self._is_lost(message):
            self._reply(message, self._words.fill("not_passed_on"))
        return ""

    def _is_lost(self, message: Message) -> bool:
        """Tell whether the person of a case would miss this: it names somebody, or is made for groups."""
        unfit = message.contact or message.poll or message.dice or message.story or message.game
        return bool(unfit) and self._case_of(message) is not None

    def _case_of(self, message: Message) -> Case | None:
        thread = message.message_thread_id
        return self._cases.in_thread(message.chat.id, thread) if thread is not None else None

    async def _on_message(self, message: Message, counsellor: CounsellorId | None) -> None:
        thread, case = message.message_thread_id, self._case_of(message)
        text = message.text or message.caption or ""
        if counsellor is None and not text.startswith("/"):
            return
        if counsellor is not None and case is not None and _is_undo(text):
            self._undo(message, case)
            return
        erased = case is None and thread is not None and self._cases.was_erased(message.chat.id, thread)
        replied = replied_message(message)
        at_person = (
            self._cases.at_person(case.id, replied) if case is not None and replied is not None else ()
        )
        act = CounsellorAct(
            counsellor,
            case,
            text,
            read_attachment(message),
            message=message.message_id,
            reply_to=at_person[-1] if at_person else None,
            erased=erased,
        )
        await self._carry_out(self._desk.act(act), message)

    def _on_edit(self, message: Message, counsellor: CounsellorId | None) -> None:
        """Change at the person what a counsellor changed; notes and commands never reached them."""
        case, text = self._case_of(message), message.text or message.caption or ""
        if counsellor is None or case is None or text.startswith("/"):
            return
        correction = self._corrections.changed(case, message.message_id, text)
        if correction is None:
            return
        self._letters.correct(correction, message.message_id, caption=message.text is None)
        if read_attachment(message) is not None and message.location is None:
            # Telegram tells not what was changed: perhaps the file, of which the person still has the first.
            self._reply(message, self._words.fill("file_not_changed"))

    def _undo(self, message: Message, case: Case) -> None:
        """Take back at the person what the counsellor answers with /undo: their own message."""
        replied, author = message.reply_to_message, message.from_user
        own = replied is not None and author is not None and replied.from_user == author
        in_topic = replied_message(message) if own else None
        found = self._corrections.to_take_back(case, in_topic)
        if found is None or in_topic is None:
            return
        person, at_person = found
        self._letters.take_back(case, person, at_person, in_topic)

    async def _on_tap(self, query: CallbackQuery, counsellor: CounsellorId | None) -> str:
        """Carry out a tap of who is on the list now, about a case that is there now."""
        if counsellor is None:
            return self._words.fill("not_a_counsellor")
        try:
            button, case_id = decode_desk_button(query.data or "", self._counsellors().names())
        except CallbackDataError:
            return self._words.fill("button_over")
        case = self._cases.find(case_id)
        if case is None:
            return self._words.fill("button_over")
        if isinstance(button, CHOICES) and query.message is not None:
            self._groups.note(query.message.chat.id)
            self._sender.remove_buttons(query.message.chat.id, query.message.message_id)
        await self._carry_out(self._desk.tapped(case, counsellor, button), None)
        return ""

    async def _carry_out(self, result: Result, message: Message | None) -> None:
        for letter in result.letters:
            await self._letters.bring(letter)
        if result.reply and message is not None:
            self._reply(message, result.reply)

    def _reply(self, message: Message, text: str) -> None:
        for part in _parts(text):
            self._groups.note(message.chat.id)
            words = escape(part, quote=False)
            reply = SendText(words, thread=message.message_thread_id, reply_to=message.message_id)
            self._sender.put(message.chat.id, reply)


def _is_undo(text: str) -> bool:
    command, *_ = text.split(maxsplit=1) or [""]
    return command.partition("@")[0].casefold() == _UNDO


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
        or message.video_note
        or message.animation
        or message.sticker
        or message.location
    )
