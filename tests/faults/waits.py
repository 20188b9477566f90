"""Who waits for the bot since when."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 180.0
"""Seconds: a start of the bot on a busy machine, with a Rasa that starts as well."""

PATIENCE_UNDER_KILLS = 420.0
"""Seconds: `LONG`, then a start of both and all the time that a busy machine needs, without a kill."""

LONG = 60.0
"""Who has waited for so many seconds is let through: nobody is killed until they have what they wait for."""


class Waits:
    """Tells slow from stuck: a bot that is killed before it can answer, again and again, is only slow."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Take somebody who has waited for `patience` seconds for lost."""
        self.patience = patience
        self._since: dict[object, float] = {}

    @contextmanager
    def somebody(self) -> Iterator[None]:
        """Count somebody who waits while this is open."""
        who = object()
        self._since[who] = time.monotonic()
        try:
            yield
        finally:
            del self._since[who]

    @property
    def longest(self) -> float:
        """Return for how many seconds somebody has waited."""
        return time.monotonic() - min(self._since.values(), default=time.monotonic())
