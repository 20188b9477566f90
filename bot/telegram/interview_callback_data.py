"""The callback data of buttons in interviews and on deadlines."""

from collections.abc import Callable, Mapping
from datetime import date

from conversations.actions_of_interviews import (
    AcceptProposal,
    AllowTelling,
    AskForHelp,
    CancelDeadline,
    ChangeDeadline,
    DeadlineAction,
    GetCalendarFile,
    GiveAnswer,
    Ignore,
    InterviewAction,
    MarkDone,
    PreviousQuestion,
    RemindLater,
    RulingCame,
    ShowDeadline,
    ShowDeadlines,
    ShowInterviews,
    ShowMonth,
    ShowReminderSettings,
    StartInterview,
    StopInterview,
    StopReminders,
    ToggleDiscreet,
    ToggleDistance,
)
from conversations.deadlines import DeadlineId, Distance
from conversations.flows.interview import InterviewId
from conversations.interview_state import Run

_YES, _NO, _ASK = "1", "0", "?"

_OF_A_DEADLINE: Mapping[str, type] = {
    "ds": ShowDeadline,
    "dc": ChangeDeadline,
    "df": GetCalendarFile,
    "dd": MarkDone,
    "dl": RemindLater,
    "dh": AskForHelp,
    "dq": StopReminders,
}
_WITHOUT_VALUES: Mapping[type, str] = {
    ShowInterviews: "i",
    Ignore: "-",
    ShowReminderSettings: "r",
    ToggleDiscreet: "rd",
}
_NAMES = {kind: name for name, kind in _OF_A_DEADLINE.items()}


def encode_interview_action(action: InterviewAction | DeadlineAction) -> str:
    """Return the callback data of `action`."""
    match action:
        case ShowInterviews() | Ignore() | ShowReminderSettings() | ToggleDiscreet():
            return _WITHOUT_VALUES[type(action)]
        case StartInterview(interview):
            return f"i:{interview}"
        case GiveAnswer(run, question, answer):
            return f"a:{run}:{question}:{answer}"
        case ShowMonth(run, question, month):
            return f"am:{run}:{question}:{month.isoformat()}"
        case PreviousQuestion(run, given):
            return f"ap:{run}:{given}"
        case StopInterview(run):
            return f"as:{run}"
        case AcceptProposal(run, proposal):
            return f"aa:{run}:{proposal}"
        case _:
            return _encode_deadline_action(action)


def _encode_deadline_action(action: DeadlineAction) -> str:
    match action:
        case ShowDeadlines(appointments):
            return f"dt:{flag(appointments)}"
        case CancelDeadline(deadline, confirmed):
            return f"dx:{deadline}:{_ASK if confirmed is None else flag(confirmed)}"
        case AllowTelling(deadline, allowed):
            return f"da:{deadline}:{flag(allowed)}"
        case RulingCame(deadline, came):
            return f"dr:{deadline}:{flag(came)}"
        case ToggleDistance(appointments, distance):
            return f"rt:{flag(appointments)}:{distance}"
        case ShowReminderSettings() | ToggleDiscreet():
            return _WITHOUT_VALUES[type(action)]
        case _:
            return f"{_NAMES[type(action)]}:{action.deadline}"


def flag(value: bool) -> str:
    """Return yes or no in one character."""
    return _YES if value else _NO


def is_yes(value: str) -> bool:
    """Return what `flag` made.

    Raises ValueError for anything else.
    """
    if value not in (_YES, _NO):
        raise ValueError(value)
    return value == _YES


def _answer(run: str, question: str, *answer: str) -> GiveAnswer:
    # A time of day has a colon itself.
    return GiveAnswer(Run(run), int(question), ":".join(answer))


def _of(kind: type) -> Callable[..., DeadlineAction]:
    def make(deadline: str) -> DeadlineAction:
        made: DeadlineAction = kind(DeadlineId(deadline))
        return made

    return make


INTERVIEW_DECODERS: Mapping[tuple[str, int], Callable[..., InterviewAction | DeadlineAction]] = {
    ("i", 0): ShowInterviews,
    ("i", 1): lambda interview: StartInterview(InterviewId(interview)),
    ("a", 3): _answer,
    ("a", 4): _answer,
    ("am", 3): lambda run, question, month: ShowMonth(Run(run), int(question), date.fromisoformat(month)),
    ("ap", 2): lambda run, given: PreviousQuestion(Run(run), int(given)),
    ("as", 1): lambda run: StopInterview(Run(run)),
    ("aa", 2): lambda run, proposal: AcceptProposal(Run(run), int(proposal)),
    ("-", 0): Ignore,
    ("dt", 1): lambda appointments: ShowDeadlines(is_yes(appointments)),
    ("dx", 2): lambda deadline, sure: CancelDeadline(
        DeadlineId(deadline), None if sure == _ASK else is_yes(sure)
    ),
    ("da", 2): lambda deadline, allowed: AllowTelling(DeadlineId(deadline), is_yes(allowed)),
    ("dr", 2): lambda deadline, came: RulingCame(DeadlineId(deadline), is_yes(came)),
    ("r", 0): ShowReminderSettings,
    ("rt", 2): lambda appointments, distance: ToggleDistance(is_yes(appointments), Distance(distance)),
    ("rd", 0): ToggleDiscreet,
    **{(name, 1): _of(kind) for name, kind in _OF_A_DEADLINE.items()},
}
"""How to read callback data, by its name and the number of values after it."""
