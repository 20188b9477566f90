"""An inbox and an outbox in memory."""

from collections.abc import Sequence
from datetime import datetime

from conversations.inbox import ReceivedUpdate
from conversations.outbox import Outgoing, OutgoingId
from tests.fakes import SettableClock


class FakeInbox:
    """Keeps updates in memory."""

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._kept: dict[int, ReceivedUpdate] = {}
        self._received: dict[int, datetime] = {}
        self._states: dict[int, str] = {}
        self._tries: dict[int, int] = {}
        self._returned: set[int] = set()

    def keep(self, updates: Sequence[ReceivedUpdate]) -> int:
        new = {update.id: update for update in reversed(updates) if update.id not in self._states}
        for update in reversed(new.values()):
            self._kept[update.id] = update
            self._states[update.id] = "waiting"
            self._tries[update.id] = 0
            self._received[update.id] = self._clock()
        return len(new)

    def waiting(self) -> tuple[ReceivedUpdate, ...]:
        waiting = (each for each in self._kept.values() if self._states[each.id] == "waiting")
        found = [each for each in waiting if each.id not in self._returned]
        self._returned |= {each.id for each in found}
        return tuple(found)

    def done(self, update: int) -> None:
        self._states[update] = "done"
        self._kept.pop(update, None)

    def failed(self, update: int) -> int:
        self._tries[update] += 1
        return self._tries[update]

    def set_aside(self, update: int) -> None:
        self._states[update] = "set_aside"

    def count_waiting(self) -> int:
        return list(self._states.values()).count("waiting")

    def count_set_aside(self) -> int:
        return list(self._states.values()).count("set_aside")

    def purge(self, before: datetime) -> int:
        old = [
            update
            for update, state in self._states.items()
            if state != "waiting" and self._received[update] < before
        ]
        for update in old:
            del self._states[update]
            self._kept.pop(update, None)
        return len(old)


class FakeOutbox:
    """Keeps messages in memory."""

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._kept: dict[OutgoingId, tuple[datetime, Outgoing]] = {}
        self._last = 0
        self._returned = 0

    def put(self, lane: str, payload: str, *, urgent: bool = False) -> None:
        self._last += 1
        message = Outgoing(OutgoingId(self._last), lane, payload, urgent)
        self._kept[message.id] = (self._clock(), message)

    def waiting(self) -> tuple[Outgoing, ...]:
        found = [message for number, (_, message) in self._kept.items() if number > self._returned]
        self._returned = self._last
        return tuple(found)

    def is_waiting(self, message: OutgoingId) -> bool:
        return message in self._kept

    def gone(self, message: OutgoingId) -> None:
        self._kept.pop(message, None)

    def count_waiting(self) -> int:
        return len(self._kept)

    def oldest(self) -> datetime | None:
        return min((since for since, _ in self._kept.values()), default=None)
