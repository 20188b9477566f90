"""Whether the bot can do its work now, in words that tell what to do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.metrics import Backlog
from bot.stores import Stores
from conversations.errors import StoreError

OVERDUE = timedelta(minutes=2)
"""A reminder that should have been sent so long ago means that nothing sends them."""

_LATELY_SECONDS = 60.0
Check = Callable[[], Awaitable[str]]
"""Returns what is wrong and what to do, or an empty text when all is well."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What every check said; `troubles` is empty when all is well."""

    well: tuple[str, ...]
    troubles: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.troubles

    def __str__(self) -> str:
        """Return a line for each check, what is wrong first."""
        lines = [f"look  {trouble}" for trouble in self.troubles] + [f"ok    {name}" for name in self.well]
        return "\n".join([*lines, ""])


class Health:
    """All checks of one process."""

    def __init__(self) -> None:
        """Start without checks."""
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Ask `check` too; `name` says what it looks at."""
        self._checks[name] = check

    async def report(self) -> HealthReport:
        """Ask every check."""
        said = {name: await check() for name, check in self._checks.items()}
        return HealthReport(
            tuple(name for name, trouble in said.items() if not trouble),
            tuple(f"{name}: {trouble}" for name, trouble in said.items() if trouble),
        )


def understanding_answers(is_ready: Callable[[], Awaitable[bool]]) -> Check:
    """Return the check that Rasa answers."""

    async def check() -> str:
        if await is_ready():
            return ""
        return "Rasa does not answer. The bot starts its own again; look yourself at the one at RASA_URL."

    return check


def reminders_go_out(stores: Stores, now: Callable[[], datetime]) -> Check:
    """Return the check that the database can be read and no reminder is late."""

    async def check() -> str:
        try:
            late = stores.deadlines.count_due(now() - OVERDUE)
        except StoreError as error:
            return f"The database cannot be used. {error}"
        if not late:
            return ""
        return f"{late} should have been sent. Can Telegram be reached? Run ./wegwijzer doctor."

    return check


def telegram_is_reached(seconds_since: Callable[[str], float | None]) -> Check:
    """Return the check that fetching updates did not fail lately; `seconds_since` knows the log's events."""

    async def check() -> str:
        seconds = seconds_since("polling_failed")
        if seconds is None or seconds > _LATELY_SECONDS:
            return ""
        return "Telegram cannot be reached. Is the network there, and does no other program use this token?"

    return check


def backlogs_of(stores: Stores, now: Callable[[], datetime]) -> dict[Backlog, Callable[[], int]]:
    """Return how to count what waits in the stores."""
    return {
        Backlog.QUESTIONS: lambda: sum(
            person.is_introduced for person in stores.people.people_with_questions()
        ),
        Backlog.REMINDERS_DUE: lambda: stores.deadlines.count_due(now()),
        Backlog.REMINDERS_OVERDUE: lambda: stores.deadlines.count_due(now() - OVERDUE),
        Backlog.POSTS: stores.cases.count_waiting,
        Backlog.INBOX: stores.inbox.count_waiting,
        Backlog.OUTBOX: stores.outbox.count_waiting,
    }
