"""What the rest of the program asks of the part that keeps deadlines and reminders."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from conversations.deadlines import (
    Deadline,
    DeadlineId,
    PlannedReminder,
    Reminder,
    ReminderId,
    ReminderSettings,
    ReminderState,
)
from conversations.identifiers import PersonId


class Deadlines(Protocol):
    """Remembers deadlines with their reminders; every change is on disk when the call returns."""

    def add(self, deadline: Deadline, reminders: Iterable[PlannedReminder]) -> None:
        """Store a deadline with its reminders, all or nothing."""

    def find(self, person: PersonId, deadline: DeadlineId) -> Deadline | None:
        """Return a deadline of `person`; None when it is not theirs or not there."""

    def all_of(self, person: PersonId) -> tuple[Deadline, ...]:
        """Return the deadlines of `person` that are neither done nor cancelled, the nearest first."""

    def replan(
        self,
        deadline: Deadline,
        reminders: Iterable[PlannedReminder],
        *,
        keep_from: datetime | None = None,
    ) -> None:
        """Store a changed deadline with new reminders in the place of those still to come, all or nothing.

        With `keep_from` (now), those that are overdue or were asked for by "remind me later" stay.
        """

    def next_due(self) -> datetime | None:
        """Return when the next reminder is to be sent, or None when there is none."""

    def due(self, until: datetime, limit: int) -> tuple[Reminder, ...]:
        """Return reminders to be sent by `until`, the most urgent first, at most `limit`."""

    def count_due(self, until: datetime) -> int:
        """Return how many reminders are to be sent by `until`."""

    def is_overtaken(self, reminder: Reminder, now: datetime) -> bool:
        """Tell whether a later reminder of the same deadline is due as well."""

    def begin(self, reminder: Reminder, then: tuple[Deadline, PlannedReminder] | None) -> bool:
        """Mark a reminder as being sent; False when it was sent or cancelled in the meantime.

        `then` is the next occurrence of a recurring deadline: it is planned in the same step, so that no
        crash can lose it.
        """

    def finish(self, reminder: ReminderId, state: ReminderState, outcome: str = "") -> None:
        """Store how an attempt ended; what was cancelled while it was sent stays so, what was erased gone."""

    def try_later(self, reminder: ReminderId, at: datetime, outcome: str) -> None:
        """Plan another attempt; there is none when the reminder was cancelled or erased meanwhile."""

    def answered(self, deadline: DeadlineId) -> None:
        """Remember that the person reacted to what was sent about a deadline."""

    def sent_for(self, deadline: DeadlineId) -> tuple[Reminder, ...]:
        """Return the reminders of a deadline that were sent, the last first."""

    def settings_of(self, person: PersonId) -> ReminderSettings:
        """Return what `person` chose, or the defaults."""

    def choose(self, person: PersonId, settings: ReminderSettings) -> None:
        """Remember what `person` chose."""

    def counts(self) -> dict[ReminderState, int]:
        """Return how many reminders are in each state, for the operator."""

    def purge(self, before: date) -> int:
        """Erase deadlines of days before `before`, with their reminders; return how many."""
