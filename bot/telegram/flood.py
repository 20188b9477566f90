"""Notice who sends more than anybody can mean, so that nobody else waits for them."""

from collections import defaultdict, deque
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

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


class FloodGuard:
    """Counts what each person sends, by the time at which they sent it.

    Not by the time at which it is handled: who wrote now and then while the machine was off is no flood.
    """

    def __init__(self) -> None:
        """Start with nobody counted."""
        self._sent: defaultdict[int, deque[datetime]] = defaultdict(deque)
        self._told: set[int] = set()

    def judge(self, update: Update) -> Verdict:
        """Count `update` and tell what to do with it; counsellors in their group are always answered."""
        chat = update.effective_chat
        if chat is None or chat.type != ChatType.PRIVATE:
            return Verdict.ANSWER
        message = update.message or update.edited_message
        moment = (message.edit_date or message.date) if message is not None else datetime.now(UTC)
        sent = self._sent[chat.id]
        while sent and moment - sent[0] >= WITHIN:
            sent.popleft()
        if len(sent) < MOST:
            sent.append(moment)
            self._told.discard(chat.id)
            return Verdict.ANSWER
        if chat.id in self._told:
            return Verdict.LISTEN
        self._told.add(chat.id)
        return Verdict.TELL
