"""A turn of the talk is one transaction: what it changes and what it says are kept together or not at all."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlite_utils import Database

from conversations.identifiers import ConversationId
from conversations.prepared_understanding import (
    PreparedUnderstanding,
    UnderstandingNeeded,
    run_without_waiting,
)
from conversations.store.database import transaction

_Outcome = TypeVar("_Outcome")


class StoredTurns:
    """Decides turns in transactions of `database`."""

    def __init__(self, database: Database, understanding: PreparedUnderstanding) -> None:
        """Ask `understanding` between two tries, never while a transaction is open."""
        self._database = database
        self._understanding = understanding

    async def decide(self, turn: Callable[[], Coroutine[Any, Any, _Outcome]]) -> _Outcome:
        """Run `turn` to its end in one transaction, again from the start after something was understood.

        Raises what the turn raises, with nothing of it stored, and StoreError.
        """
        asked: set[ConversationId] = set()
        try:
            while True:
                try:
                    with transaction(self._database):
                        return run_without_waiting(turn())
                except UnderstandingNeeded as needed:
                    asked.add(needed.conversation)
                    await self._understanding.prepare(needed)
        finally:
            for conversation in asked:
                self._understanding.end_turn(conversation)
