"""What tests of interviews and dates do again and again."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import TypeVar

from bot.stores import Stores
from conversations.actions import Action
from conversations.actions_of_interviews import AcceptProposal, GiveAnswer, StartInterview
from conversations.deadlines import (
    Deadline,
    DeadlineId,
    DeadlineKind,
    Distance,
    PlannedReminder,
    Reminder,
)
from conversations.flows.answers import encode
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.departure_term import DEPARTURE_TERM
from conversations.flows.departure_term_rules import (
    DECISION_RECEIVED,
    DOCUMENT_W,
    IS_MINOR,
    LETTER_LAST_DAY,
    PROVISIONAL_MEASURE,
    STAGE,
    Measure,
    Stage,
)
from conversations.flows.interview import InterviewId
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.identifiers import PersonId
from conversations.interview_state import Run
from conversations.messages import Message
from conversations.reminder_delivery import ReminderDelivery
from tests.fakes import Chat, actions

LAST_DAY = date(2026, 12, 12)
ActionT = TypeVar("ActionT")
LAST_MORNING = datetime(2026, 12, 12, 7, tzinfo=UTC)
"""Eight o'clock on `LAST_DAY`, in the Netherlands."""

LAST_EVENING = datetime(2026, 12, 12, 16, tzinfo=UTC)

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
LETTER: Mapping[Question, Answer] = {
    IS_MINOR: YesNo.NO,
    DECISION_RECEIVED: YesNo.YES,
    LETTER_LAST_DAY: LAST_DAY,
}
"""Answers that come to the last day of the departure term, as the letter names it."""

WAITING_FOR_RULING: Mapping[Question, Answer] = {
    IS_MINOR: YesNo.NO,
    DECISION_RECEIVED: YesNo.YES,
    LETTER_LAST_DAY: Special.ABSENT,
    DOCUMENT_W: YesNo.NO,
    STAGE: Stage.APPEAL_PENDING,
    PROVISIONAL_MEASURE: Measure.GRANTED,
}
"""Answers that come to a departure term that stands still."""


def all_actions(message: Message) -> list[Action]:
    """Return what the buttons and the date picker of `message` do."""
    return [*actions(message), *(button.action for row in message.picker for button in row)]


def answers_offered(message: Message) -> list[GiveAnswer]:
    """Return the answers that can be tapped."""
    return [action for action in all_actions(message) if isinstance(action, GiveAnswer)]


def only(message: Message, kind: type[ActionT]) -> ActionT:
    """Return the one action of `kind` that `message` offers."""
    (found,) = [action for action in all_actions(message) if isinstance(action, kind)]
    return found


def give(run: Run, question: Question, answer: Answer) -> GiveAnswer:
    """Return the tap that answers a question of the interview on the departure term."""
    return GiveAnswer(run, DEPARTURE_TERM.questions.index(question), encode(answer))


async def begin(chat: Chat, interview: InterviewId = InterviewId.DEPARTURE_TERM) -> Message:
    """Start an interview and return its first question."""
    (message,) = await chat.tap(StartInterview(interview))
    return message


def run_of(message: Message) -> Run:
    """Return the run that the buttons of a question belong to."""
    return answers_offered(message)[0].run


async def go_through(chat: Chat, interview: InterviewId, answers: Mapping[Question, Answer]) -> Message:
    """Tap the answers to whatever is asked, and return the result."""
    message = await begin(chat, interview)
    while offered := answers_offered(message):
        question = INTERVIEWS[interview].questions[offered[0].question]
        tap = GiveAnswer(offered[0].run, offered[0].question, encode(answers[question]))
        (message,) = await chat.tap(tap)
    return message


async def set_date(chat: Chat, kind: DeadlineKind, *typed: str) -> tuple[Message, ...]:
    """Set a date of `kind`: tap the kind, type the answers and confirm."""
    message = await begin(chat, InterviewId.NEW_DEADLINE)
    (tap,) = [each for each in answers_offered(message) if each.answer == kind]
    (message,) = await chat.tap(tap)
    for text in typed:
        (message,) = await chat.write(text)
    return await chat.tap(only(message, AcceptProposal))


def me(kept: Stores, chat: Chat) -> PersonId:
    """Return the id of the person in `chat`."""
    return kept.people.find_or_add(chat.address).id


def dates_of(kept: Stores, chat: Chat) -> tuple[Deadline, ...]:
    """Return the dates of the person in `chat`."""
    return kept.deadlines.all_of(me(kept, chat))


def waiting(kept: Stores) -> tuple[Reminder, ...]:
    """Return every reminder that is still to be sent."""
    return kept.deadlines.due(FAR_AHEAD, 1000)


def distances(kept: Stores) -> set[Distance]:
    """Return at which distances reminders are still to be sent."""
    return {reminder.distance for reminder in waiting(kept)}


def a_deadline(
    person: PersonId,
    kind: DeadlineKind = DeadlineKind.DEPARTURE_TERM,
    day: date = LAST_DAY,
    clock: time | None = None,
    *,
    name: str = "d1",
    note: str = "",
    tells_counsellor: bool = False,
) -> Deadline:
    """Return a deadline that is not stored yet."""
    return Deadline(DeadlineId(name), person, kind, day, clock, note=note, tells_counsellor=tells_counsellor)


def at(moment: datetime, distance: Distance = Distance.DAYS_1) -> PlannedReminder:
    """Plan a reminder at `moment`."""
    return PlannedReminder(distance, moment)


def keep_deadline(kept: Stores, deadline: Deadline, *planned: PlannedReminder) -> Reminder:
    """Store a deadline and return its first reminder."""
    kept.deadlines.add(deadline, planned)
    return min((each for each in waiting(kept) if each.deadline == deadline.id), key=lambda each: each.due_at)


def send_due(delivery: ReminderDelivery, kept: Stores, until: datetime) -> int:
    """Deliver everything that is due, and return how much was sent."""
    sent = 0
    for reminder in kept.deadlines.due(until, 100):
        if delivery.begin(reminder, until) is not None:
            delivery.sent(reminder)
            sent += 1
    return sent
