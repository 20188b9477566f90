"""Notice who sends more than anybody can mean, so that nobody else waits for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from time import monotonic

from telegram import Update
from telegram.constants import ChatType

MOST, WITHIN = 30, timedelta(minutes=1)
"""So many messages and taps of one person are answered in such a time."""


class Verdict(Enum):
    """What to do with an update."""

    ANSWER = auto()
    TELL = auto()
    """Listen for danger only, and tell the person that it is too much."""

    LISTEN = auto()
    """Listen for danger only: the person was told."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """An update that was answered: when it was sent, as far as Telegram tells, and when we looked at it."""

    sent: datetime | None
    looked_at: float

    def is_over(self, sent: datetime | None, now: float) -> bool:
        """Tell whether a minute has passed until an update that was sent at `sent` and is looked at now."""
        if now - self.looked_at >= WITHIN.total_seconds():
            return True
        return sent is not None and self.sent is not None and sent - self.sent >= WITHIN


@dataclass(slots=True)
class _Chat:
    counted: list[_Counted] = field(default_factory=list)
    is_told: bool = False


class FloodGuard:
    """Counts what each person sends, by the time at which they sent it; who is quiet is forgotten.

    Not by the time at which it is handled: who wrote now and then while the machine was off is no flood.
    Telegram tells that time of messages, not of taps. The clock of this machine is not asked: it may jump.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Start with nobody counted; `clock` returns seconds that only go forward."""
        self._clock = clock
        self._chats: dict[int, _Chat] = {}
        """Who was answered longest ago comes first."""

    def __len__(self) -> int:
        """Return how many people are counted now."""
        return len(self._chats)

    def judge(self, update: Update) -> Verdict:
        """Count `update` and tell what to do with it; counsellors in their group are always answered."""
        chat = update.effective_chat
        if chat is None or chat.type != ChatType.PRIVATE:
            return Verdict.ANSWER
        now = self._clock()
        self._forget_the_quiet(now)
        message = update.message or update.edited_message
        sent = (message.edit_date or message.date) if message is not None else None
        seen = self._chats.get(chat.id) or _Chat()
        seen.counted = [each for each in seen.counted if not each.is_over(sent, now)]
        if len(seen.counted) < MOST:
            seen.counted.append(_Counted(sent, now))
            seen.is_told = False
            self._chats.pop(chat.id, None)
            self._chats[chat.id] = seen
            return Verdict.ANSWER
        if seen.is_told:
            return Verdict.LISTEN
        seen.is_told = True
        return Verdict.TELL

    def _forget_the_quiet(self, now: float) -> None:
        while self._chats:
            chat, seen = next(iter(self._chats.items()))
            if not seen.counted[-1].is_over(None, now):
                return
            del self._chats[chat]
