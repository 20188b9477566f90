"""What follows when a message to a person has arrived or will never arrive."""

from bot.telegram.background import GroupSide
from bot.telegram.chat_memory import ChatMemory
from bot.telegram.outgoing import Letter


class LetterNews:
    """Remembers what stands in chats, and tells the topic of a case what does not arrive."""

    def __init__(self, memory: ChatMemory, group: GroupSide | None) -> None:
        """Remember in `memory`, and tell `group` when there is one."""
        self._memory = memory
        self._group = group

    def arrived(self, chat: int, message: int, letter: Letter | None) -> None:
        """Remember the number of the message, so that it can be taken away.

        Raises StoreError.
        """
        self._memory.remember(chat, message)

    async def empty(self, chat: int) -> None:
        """Take away what stands in `chat`, as far as Telegram allows; never fails."""
        await self._memory.empty(chat)

    def lost(self, letter: Letter, *, blocked: bool) -> None:
        """Say it in the topic.

        Raises StoreError.
        """
        if self._group is None:
            return
        key = "not_sent_blocked" if blocked else "not_sent"
        self._group.desk.not_arrived(letter.case, letter.answers_since, key)
        self._group.poster.wake()
