"""Updates that wait for the bot, in order, until it confirms them."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.bot_api.model import load_specification

FIRST_UPDATE = 700_000_001
ALL_KINDS = frozenset(load_specification().types["Update"].fields) - {"update_id"}
ONLY_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Update:
    """One update, and the chat or person whose updates must keep their order."""

    id: int
    body: dict[str, Any]
    lane: int


class UpdateQueue:
    """Keeps updates as the real server does: `offset` confirms, and nothing else does."""

    def __init__(self, notify: Callable[[], None]) -> None:
        self._notify = notify
        self._pending: deque[Update] = deque()
        self._next_id = FIRST_UPDATE
        self.allowed: list[str] = []

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, payload: dict[str, Any], lane: int) -> dict[str, Any] | None:
        """Queue an update, unless the bot asked not to get its kind."""
        if kind not in (self.allowed or ALL_KINDS - ONLY_ON_REQUEST):
            return None
        update = Update(self._next_id, {"update_id": self._next_id, kind: payload}, lane)
        self._next_id += 1
        self._pending.append(update)
        self._notify()
        return update.body

    def take(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """Forget what the offset confirms and return what follows."""
        if offset > 0:
            self.confirm(update.id for update in list(self._pending) if update.id < offset)
        elif offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        return [update.body for update in list(self._pending)[:limit]]

    def confirm(self, update_ids: Iterable[int]) -> None:
        """Forget updates."""
        confirmed = set(update_ids)
        self._pending = deque(update for update in self._pending if update.id not in confirmed)

    def clear(self) -> None:
        """Forget everything, as `drop_pending_updates` does."""
        self._pending.clear()

    def in_lanes(self) -> dict[int, Update]:
        """Return the first update of every chat or person."""
        first: dict[int, Update] = {}
        for update in self._pending:
            first.setdefault(update.lane, update)
        return first
