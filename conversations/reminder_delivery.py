"""Decide about one reminder that is due: what to send, or why there is nothing to send."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from content.loader import Content
from content.model import DUTCH, LanguageCode
from conversations.cases import CaseReason, Cases
from conversations.composer import Composer
from conversations.deadline_store import Deadlines
from conversations.deadlines import (
    RECURRING,
    TERMS,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Distance,
    PlannedReminder,
    Reminder,
    ReminderState,
)
from conversations.messages import Message
from conversations.people import People, Person
from conversations.reminder_planning import (
    QuietHours,
    end_of_quiet,
    is_pointless,
    next_occurrence,
    plan,
)

LATE = timedelta(minutes=30)
"""A reminder that comes so much later than planned says so."""

_ANSWERS_LOOKED_AT = 2


class Nothing(StrEnum):
    """Why a reminder is not sent; kept in the ledger."""

    NOT_WANTED = "not_wanted"
    OVERTAKEN = "overtaken"
    POINTLESS = "pointless"
    LOOKED_AT = "looked_at"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to a person."""

    person: Person
    message: Message


class ReminderDelivery:
    """Prepares reminders and stores how their delivery ended."""

    def __init__(
        self,
        deadlines: Deadlines,
        people: People,
        cases: Cases,
        content: Callable[[], Content],
        timezone: ZoneInfo,
        quiet: QuietHours = QuietHours(),  # noqa: B008 - frozen
    ) -> None:
        """Wire the parts."""
        self._deadlines = deadlines
        self._people = people
        self._cases = cases
        self._content = content
        self._timezone = timezone
        self._quiet = quiet

    def begin(self, reminder: Reminder, now: datetime) -> Letter | None:
        """Mark a due reminder as being sent and return what to send; None when there is nothing to send.

        The next occurrence of a recurring deadline is planned in the same step.
        """
        deadline = self._deadlines.find(reminder.person, reminder.deadline)
        person = self._people.find(reminder.person)
        if deadline is None or person is None:
            return None
        occurrence = deadline
        then: tuple[Deadline, PlannedReminder] | None = None
        if deadline.kind in RECURRING:
            occurrence = replace(deadline, day=reminder.due_at.astimezone(self._timezone).date())
            if reminder.distance is not Distance.LATER:
                then = self._next(deadline, reminder, now)
        if not self._deadlines.begin(reminder, then):
            return None
        morning = self._waits_for_morning(occurrence, reminder, now)
        if morning is not None:
            self._deadlines.try_later(reminder.id, morning, "quiet_hours")
            return None
        nothing = self._nothing_to_send(occurrence, reminder, now)
        if nothing is not None:
            self._deadlines.finish(reminder.id, ReminderState.CANCELLED, nothing.value)
            return None
        composer = Composer(self._content())
        message = composer.reminder(
            occurrence,
            self._language(person),
            now,
            self._timezone,
            discreet=self._deadlines.settings_of(person.id).discreet,
            late=now - reminder.due_at > LATE,
        )
        return Letter(person, message)

    def sent(self, reminder: Reminder) -> None:
        """Store that a reminder has arrived."""
        self._deadlines.finish(reminder.id, ReminderState.SENT)

    def not_sent(self, reminder: Reminder, state: ReminderState) -> None:
        """Store that a reminder cannot arrive; for an urgent one the counsellors are told."""
        self._deadlines.finish(reminder.id, state)
        deadline = self._deadlines.find(reminder.person, reminder.deadline)
        if deadline is not None and deadline.kind in TERMS:
            self._cases.open(reminder.person, CaseReason.REMINDER_UNREACHABLE, deadline.id)

    def try_later(self, reminder: Reminder, at: datetime, why: str) -> None:
        """Plan another attempt; `why` is kept in the ledger."""
        self._deadlines.try_later(reminder.id, at, why)

    def _waits_for_morning(self, deadline: Deadline, reminder: Reminder, now: datetime) -> datetime | None:
        """Return when to send a reminder that was missed and would now wake somebody; None to send it now.

        What a person asked for at that very time is sent, and what could not help any more in the morning.
        """
        morning = end_of_quiet(now, self._timezone, self._quiet)
        if morning is None or reminder.distance is Distance.AT_TIME:
            return None
        return None if is_pointless(deadline, morning, self._timezone) else morning

    def _next(
        self, deadline: Deadline, reminder: Reminder, now: datetime
    ) -> tuple[Deadline, PlannedReminder] | None:
        after = max(reminder.due_at, now).astimezone(self._timezone).date()
        following = replace(deadline, day=next_occurrence(deadline, after))
        planned = plan(
            following, self._deadlines.settings_of(deadline.person), now, self._timezone, self._quiet
        )
        return (following, planned[0]) if planned else None

    def _nothing_to_send(self, deadline: Deadline, reminder: Reminder, now: datetime) -> Nothing | None:
        if deadline.state is not DeadlineState.ACTIVE:
            return Nothing.NOT_WANTED
        if reminder.distance is Distance.NO_ANSWER:
            self._look_for_answers(deadline)
            return Nothing.LOOKED_AT
        if self._deadlines.is_overtaken(reminder, now):
            return Nothing.OVERTAKEN
        if is_pointless(deadline, now, self._timezone):
            return Nothing.POINTLESS
        return None

    def _look_for_answers(self, deadline: Deadline) -> None:
        """Tell the counsellors when the person agreed to that and did not react to the last two reminders."""
        last = self._deadlines.sent_for(deadline.id)[:_ANSWERS_LOOKED_AT]
        wanted = deadline.kind is DeadlineKind.DEPARTURE_TERM and deadline.tells_counsellor
        if wanted and last and not any(reminder.answered for reminder in last):
            self._cases.open(deadline.person, CaseReason.REMINDERS_UNANSWERED, deadline.id)

    def _language(self, person: Person) -> LanguageCode:
        language = person.language
        return language if language is not None and language in self._content().texts else DUTCH
