"""A turn of the talk is one transaction: what it changes and what it says are kept together or not at all."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlite_utils import Database

from conversations.preparing import PreparationNeeded, run_without_waiting
from conversations.store.database import transaction

_Outcome = TypeVar("_Outcome")


class StoredTurns:
    """Decides turns in transactions of `database`."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def decide(self, turn: Callable[[], Coroutine[Any, Any, _Outcome]]) -> _Outcome:
        """Run `turn` to its end in one transaction, again from the start after something was prepared.

        Raises what the turn raises, with nothing of it stored, and StoreError.
        """
        prepared: list[PreparationNeeded] = []
        try:
            while True:
                try:
                    with transaction(self._database):
                        return run_without_waiting(turn())
                except PreparationNeeded as needed:
                    prepared.append(needed)
                    await needed.prepare()
        finally:
            for each in prepared:
                each.end_turn()

    def together(self) -> AbstractContextManager[None]:
        """Store everything that is done inside in one transaction; nothing may be waited for there.

        Raises StoreError when that cannot be done.
        """
        return transaction(self._database)
