"""What taps in interviews and on deadlines mean."""

from dataclasses import dataclass
from datetime import date

from conversations.deadlines import DeadlineId, Distance
from conversations.flows.interview import InterviewId
from conversations.interview_state import Run


@dataclass(frozen=True, slots=True)
class ShowInterviews:
    """Show what can be calculated."""


@dataclass(frozen=True, slots=True)
class StartInterview:
    """Begin an interview."""

    interview: InterviewId


@dataclass(frozen=True, slots=True)
class GiveAnswer:
    """Answer the question at place `question` of the interview `run` with an encoded answer."""

    run: Run
    question: int
    answer: str


@dataclass(frozen=True, slots=True)
class ShowMonth:
    """Show another month in the date picker of a question; `month` is its first day."""

    run: Run
    question: int
    month: date


@dataclass(frozen=True, slots=True)
class PreviousQuestion:
    """Take back the last answer; `given` answers had been given when the button was made."""

    run: Run
    given: int


@dataclass(frozen=True, slots=True)
class StopInterview:
    """End an interview without a result."""

    run: Run


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """Be reminded of what an interview came to."""

    run: Run
    proposal: int


@dataclass(frozen=True, slots=True)
class Ignore:
    """A part of the date picker that is not for tapping: the name of a day."""


@dataclass(frozen=True, slots=True)
class ShowDeadlines:
    """Show the list of dates; with `appointments`, only those."""

    appointments: bool = False


@dataclass(frozen=True, slots=True)
class ShowDeadline:
    """Show one date with what can be done about it."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class ChangeDeadline:
    """Give a date another day."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class CancelDeadline:
    """Take a date away; None asks first."""

    deadline: DeadlineId
    confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class GetCalendarFile:
    """Send a date as a file for a calendar."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class AllowTelling:
    """Agree or not that a counsellor is told when the last reminders get no answer."""

    deadline: DeadlineId
    allowed: bool


@dataclass(frozen=True, slots=True)
class MarkDone:
    """Say that it is arranged."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class RemindLater:
    """Ask to be reminded once more."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class AskForHelp:
    """Ask for a person, because of a reminder."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class StopReminders:
    """Stop the reminders of one date."""

    deadline: DeadlineId


@dataclass(frozen=True, slots=True)
class RulingCame:
    """Say whether the ruling has come that the term stands still for."""

    deadline: DeadlineId
    came: bool


@dataclass(frozen=True, slots=True)
class ShowReminderSettings:
    """Show when to remind."""


@dataclass(frozen=True, slots=True)
class ToggleDistance:
    """Switch a moment to remind on or off, for terms or for appointments."""

    appointments: bool
    distance: Distance


@dataclass(frozen=True, slots=True)
class ToggleDiscreet:
    """Switch discreet wording on or off."""


InterviewAction = (
    ShowInterviews
    | StartInterview
    | GiveAnswer
    | ShowMonth
    | PreviousQuestion
    | StopInterview
    | AcceptProposal
    | Ignore
)
DeadlineAction = (
    ShowDeadlines
    | ShowDeadline
    | ChangeDeadline
    | CancelDeadline
    | GetCalendarFile
    | AllowTelling
    | MarkDone
    | RemindLater
    | AskForHelp
    | StopReminders
    | RulingCame
    | ShowReminderSettings
    | ToggleDistance
    | ToggleDiscreet
)
