"""What a turn needs from outside before it can be decided.

While the transaction of a turn is open nothing may be waited for: other people's turns would get into it. A
turn that needs something from outside ends by `PreparationNeeded` instead. Everything that it did is rolled
back, what it needs is prepared, and it is decided again from the start with what is known then.
"""

from collections.abc import Coroutine
from typing import Any, TypeVar

_Outcome = TypeVar("_Outcome")


class PreparationNeeded(Exception):  # noqa: N818 - not an error: the turn is decided again
    """The turn cannot be decided before something is prepared."""

    async def prepare(self) -> None:
        """Get what is needed; that it cannot be had is an outcome as well."""
        raise NotImplementedError

    def end_turn(self) -> None:
        """Drop what was prepared: the turn is over."""
        raise NotImplementedError


def run_without_waiting(coroutine: Coroutine[Any, Any, _Outcome]) -> _Outcome:
    """Run `coroutine` to its end at once.

    Raises what it raises, and RuntimeError when it waits for something: in a transaction that is a fault.
    """
    try:
        coroutine.send(None)
    except StopIteration as end:
        outcome: _Outcome = end.value
        return outcome
    coroutine.close()
    raise RuntimeError("A turn waited for something while its transaction was open.")
