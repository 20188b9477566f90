"""Stand-ins for the stores of interviews and deadlines, with the same contracts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime

from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    DeadlineState,
    Distance,
    PlannedReminder,
    Reminder,
    ReminderId,
    ReminderSettings,
    ReminderState,
)
from conversations.identifiers import PersonId, new_short_id
from conversations.interview_state import InterviewState
from tests.fakes import SettableClock

_OPEN = (ReminderState.PLANNED, ReminderState.SENDING)
_URGENCY = list(DeadlineKind)


class FakeInterviews:
    """Remembers interviews in memory."""

    def __init__(self, now: SettableClock) -> None:
        self._now = now
        self._states: dict[PersonId, InterviewState] = {}
        self._kept_at: dict[PersonId, datetime] = {}

    def current(self, person: PersonId) -> InterviewState | None:
        return self._states.get(person)

    def keep(self, person: PersonId, state: InterviewState) -> None:
        self._states[person] = state
        self._kept_at[person] = self._now()

    def end(self, person: PersonId) -> None:
        self._states.pop(person, None)
        self._kept_at.pop(person, None)

    def purge(self, before: datetime) -> int:
        old = [person for person, moment in self._kept_at.items() if moment < before]
        for person in old:
            self.end(person)
        return len(old)


class FakeDeadlines:
    """Remembers deadlines in memory, by the contract of `conversations.deadline_store.Deadlines`."""

    def __init__(self) -> None:
        self._deadlines: dict[DeadlineId, Deadline] = {}
        self._reminders: dict[ReminderId, Reminder] = {}
        self._try_at: dict[ReminderId, datetime] = {}
        self._settings: dict[PersonId, ReminderSettings] = {}

    def add(self, deadline: Deadline, reminders: Iterable[PlannedReminder]) -> None:
        self._deadlines[deadline.id] = deadline
        for reminder in reminders:
            self._add_reminder(deadline, reminder)

    def find(self, person: PersonId, deadline: DeadlineId) -> Deadline | None:
        found = self._deadlines.get(deadline)
        return found if found is not None and found.person == person else None

    def all_of(self, person: PersonId) -> tuple[Deadline, ...]:
        shown = (DeadlineState.ACTIVE, DeadlineState.STOPPED)
        found = [each for each in self._deadlines.values() if each.person == person and each.state in shown]
        return tuple(sorted(found, key=lambda each: (each.day, each.clock is not None, each.clock)))

    def replan(
        self,
        deadline: Deadline,
        reminders: Iterable[PlannedReminder],
        *,
        keep_from: datetime | None = None,
    ) -> None:
        self._deadlines[deadline.id] = deadline
        for reminder in self._reminders.values():
            stays = keep_from is not None and (
                reminder.distance is Distance.LATER or reminder.due_at <= keep_from
            )
            if reminder.deadline == deadline.id and reminder.state in _OPEN and not stays:
                self._reminders[reminder.id] = replace(reminder, state=ReminderState.CANCELLED)
        for planned in reminders:
            self._add_reminder(deadline, planned)

    def _add_reminder(self, deadline: Deadline, reminder: PlannedReminder) -> None:
        new = Reminder(
            ReminderId(new_short_id()),
            deadline.id,
            deadline.person,
            reminder.distance,
            reminder.due_at,
            ReminderState.PLANNED,
        )
        self._reminders[new.id] = new
        self._try_at[new.id] = reminder.due_at

    def next_due(self) -> datetime | None:
        return min((self._try_at[each.id] for each in self._open()), default=None)

    def due(self, until: datetime, limit: int) -> tuple[Reminder, ...]:
        found = [each for each in self._open() if self._try_at[each.id] <= until]
        found.sort(
            key=lambda each: (_URGENCY.index(self._deadlines[each.deadline].kind), each.due_at, each.id)
        )
        return tuple(found[:limit])

    def count_due(self, until: datetime) -> int:
        return len(self.due(until, len(self._reminders)))

    def is_overtaken(self, reminder: Reminder, now: datetime) -> bool:
        return any(
            each.deadline == reminder.deadline
            and reminder.due_at < each.due_at <= now
            and each.distance is not Distance.NO_ANSWER
            for each in self._open()
        )

    def begin(self, reminder: Reminder, then: tuple[Deadline, PlannedReminder] | None) -> bool:
        stored = self._reminders.get(reminder.id)
        if stored is None or stored.state not in _OPEN:
            return False
        self._reminders[reminder.id] = replace(stored, state=ReminderState.SENDING)
        if then is not None and reminder.state is ReminderState.PLANNED and not reminder.tries:
            deadline, planned = then
            self._deadlines[deadline.id] = replace(self._deadlines[deadline.id], day=deadline.day)
            self._add_reminder(deadline, planned)
        return True

    def finish(self, reminder: ReminderId, state: ReminderState, outcome: str = "") -> None:
        self._end(reminder, state)

    def try_later(self, reminder: ReminderId, at: datetime, outcome: str) -> None:
        self._end(reminder, ReminderState.PLANNED)
        self._try_at[reminder] = at

    def answered(self, deadline: DeadlineId) -> None:
        for reminder in self._reminders.values():
            if reminder.deadline == deadline and reminder.state is ReminderState.SENT:
                self._reminders[reminder.id] = replace(reminder, answered=True)

    def sent_for(self, deadline: DeadlineId) -> tuple[Reminder, ...]:
        found = [
            each
            for each in self._reminders.values()
            if each.deadline == deadline
            and each.state is ReminderState.SENT
            and each.distance is not Distance.NO_ANSWER
        ]
        return tuple(sorted(found, key=lambda each: each.due_at, reverse=True))

    def settings_of(self, person: PersonId) -> ReminderSettings:
        return self._settings.get(person, ReminderSettings())

    def choose(self, person: PersonId, settings: ReminderSettings) -> None:
        self._settings[person] = settings

    def counts(self) -> dict[ReminderState, int]:
        return dict(Counter(each.state for each in self._reminders.values()))

    def purge(self, before: date) -> int:
        old = {
            key
            for key, each in self._deadlines.items()
            if each.day < before and each.kind is not DeadlineKind.RULING
        }
        self._deadlines = {key: each for key, each in self._deadlines.items() if key not in old}
        self._reminders = {key: each for key, each in self._reminders.items() if each.deadline not in old}
        return len(old)

    def records(self, person: PersonId) -> list[dict[str, object]]:
        return [
            {**asdict(each), "time": each.clock} for each in self._deadlines.values() if each.person == person
        ]

    def reminder_records(self, person: PersonId) -> list[dict[str, object]]:
        return [asdict(each) for each in self._reminders.values() if each.person == person]

    def drop(self, person: PersonId) -> None:
        self._deadlines = {key: each for key, each in self._deadlines.items() if each.person != person}
        self._reminders = {key: each for key, each in self._reminders.items() if each.person != person}
        self._settings.pop(person, None)

    def _open(self) -> list[Reminder]:
        return [each for each in self._reminders.values() if each.state in _OPEN]

    def _end(self, reminder: ReminderId, state: ReminderState) -> None:
        stored = self._reminders.get(reminder)
        if stored is not None and stored.state is ReminderState.SENDING:
            self._reminders[reminder] = replace(stored, state=state, tries=stored.tries + 1)
