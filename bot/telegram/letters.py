"""What follows when something is in the chat of a person, or will never be there."""

from bot.telegram.background import GroupSide
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.outgoing import CorrectText, Letter, Payload, SendAttachment, SendText, TakeBack
from conversations.cases import Cases


class LetterNews:
    """Remembers what stands in chats, and tells the topic of a case what became of a counsellor's words."""

    def __init__(self, memory: ChatMemory, group: GroupSide | None) -> None:
        """Remember in `memory`, and tell `group` when there is one."""
        self._memory = memory
        self._group = group

    def arrived(self, chat: int, payload: Payload, messages: tuple[int, ...]) -> None:
        """Remember the numbers of new messages: to take them away, and to find what counsellors change.

        Raises StoreError.
        """
        self._memory.remember(chat, *messages)
        if self._group is None:
            return
        cases = self._group.cases
        match payload:
            case TakeBack(_, letter):
                case = cases.find(letter.case)
                if case is not None and letter.in_topic is not None:
                    self._group.corrections.taken_back(case, letter.in_topic)
                    self._group.poster.wake()
            case CorrectText() if messages and payload.letter.in_topic is not None:
                cases.unlink(payload.letter.case, payload.letter.in_topic)
                self._link(cases, payload.letter, messages)
            case SendText() | SendAttachment() if payload.letter is not None:
                self._link(cases, payload.letter, messages)
            case _:
                pass

    @staticmethod
    def _link(cases: Cases, letter: Letter, messages: tuple[int, ...]) -> None:
        for number in messages if letter.in_topic is not None else ():
            cases.link(letter.case, letter.in_topic or 0, number)

    def lost(self, payload: Payload, *, blocked: bool) -> None:
        """Say it in the topic.

        Raises StoreError.
        """
        if self._group is None:
            return
        match payload:
            case TakeBack(_, letter):
                case = self._group.cases.find(letter.case)
                if case is not None:
                    self._group.corrections.say(case, "not_undone")
            case SendText(letter=letter) | SendAttachment(letter=letter) | CorrectText(letter=letter) if (
                letter
            ):
                key = "not_sent_blocked" if blocked else "not_sent"
                self._group.desk.not_arrived(letter.case, letter.answers_since, key)
            case _:
                return
        self._group.poster.wake()
