"""Dates that people must not miss, and their reminders: what they are and the states they go through."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

from conversations.identifiers import PersonId

DeadlineId = NewType("DeadlineId", str)
ReminderId = NewType("ReminderId", str)


class DeadlineKind(StrEnum):
    """Kinds of deadlines, the most urgent first; never a time limit for an appeal: no source has one."""

    DEPARTURE_TERM = "departure_term"
    VBL_STAY = "vbl_stay"
    DOCUMENT_W = "document_w"
    COUNSELLOR_APPOINTMENT = "counsellor_appointment"
    IOM_APPOINTMENT = "iom_appointment"
    EMBASSY_APPOINTMENT = "embassy_appointment"
    OTHER_APPOINTMENT = "other_appointment"
    WEEKLY_REPORT = "weekly_report"
    OWN = "own"
    RULING = "ruling"
    """No date of its own: asks every month whether the ruling has come, while the term stands still."""


TERMS = frozenset({DeadlineKind.DEPARTURE_TERM, DeadlineKind.VBL_STAY, DeadlineKind.DOCUMENT_W})
APPOINTMENTS = frozenset(
    {
        DeadlineKind.COUNSELLOR_APPOINTMENT,
        DeadlineKind.IOM_APPOINTMENT,
        DeadlineKind.EMBASSY_APPOINTMENT,
        DeadlineKind.OTHER_APPOINTMENT,
    }
)
RECURRING = frozenset({DeadlineKind.WEEKLY_REPORT, DeadlineKind.RULING})


class DeadlineState(StrEnum):
    """What became of a deadline."""

    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"
    """The person wants no more reminders; the date stays in their list."""

    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date of one person, in the time of the Netherlands.

    `clock` is None for a whole day. `note` is what the person or a counsellor wrote beside it. `estimated`
    marks a day that we counted. `tells_counsellor` means that the person agreed to have a counsellor told
    when the last reminders get no answer. For recurring kinds, `day` is the next occurrence.
    """

    id: DeadlineId
    person: PersonId
    kind: DeadlineKind
    day: date
    clock: time | None = None
    note: str = ""
    estimated: bool = False
    tells_counsellor: bool = False
    state: DeadlineState = DeadlineState.ACTIVE


class Distance(StrEnum):
    """How long before a deadline a reminder is due; the last two are for ourselves and for repeats."""

    DAYS_14 = "14_days"
    DAYS_7 = "7_days"
    DAYS_3 = "3_days"
    DAYS_1 = "1_day"
    SAME_MORNING = "same_morning"
    HOURS_2 = "2_hours"
    AT_TIME = "at_time"
    LATER = "later"
    """The person tapped "remind me later"."""

    NO_ANSWER = "no_answer"
    """Not sent: looks whether the last reminders of a departure term were answered."""


TERM_DISTANCES = (Distance.DAYS_14, Distance.DAYS_7, Distance.DAYS_3, Distance.DAYS_1, Distance.SAME_MORNING)
APPOINTMENT_DISTANCES = (Distance.DAYS_7, Distance.DAYS_1, Distance.HOURS_2)


class ReminderState(StrEnum):
    """The way of a reminder; `sending` is what a machine that died leaves behind."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """When to remind, in UTC, and at which distance."""

    distance: Distance
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder as it stands in the store; times are aware, in UTC."""

    id: ReminderId
    deadline: DeadlineId
    person: PersonId
    distance: Distance
    due_at: datetime
    state: ReminderState
    tries: int = 0
    answered: bool = False


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """What a person chose: when to be reminded, and whether the words give away nothing."""

    term_distances: frozenset[Distance] = frozenset(TERM_DISTANCES)
    appointment_distances: frozenset[Distance] = frozenset(APPOINTMENT_DISTANCES)
    discreet: bool = False
