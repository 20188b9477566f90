"""Set a date to be reminded of: what it is, the day, and where it matters the time and a few words."""

from datetime import time

from conversations.deadlines import APPOINTMENTS, DeadlineKind
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Case, Choice, Clock, Day, Note, Period, Question, QuestionId, Words
from conversations.flows.results import Line, Proposal, Result

KIND = Choice(QuestionId("kind"), DeadlineKind)
DAY = Day(QuestionId("day"), Period.COMING)
TIME = Clock(QuestionId("time"))
NOTE = Note(QuestionId("note"))
OWN_NOTE = Note(QuestionId("own_note"), may_be_absent=False)

QUESTIONS: tuple[Question, ...] = (KIND, DAY, TIME, NOTE, OWN_NOTE)
OFFERED = tuple(kind for kind in DeadlineKind if kind is not DeadlineKind.RULING)
"""The kinds that a person can set; waiting for a ruling is offered by the interview on the departure term."""


def conclude(case: Case) -> Result:
    """Return the deadline to be confirmed; without a day there is none.

    Raises MissingAnswerError when a question must be asked first.
    """
    kind = case[KIND]
    if not isinstance(kind, DeadlineKind):
        kind = DeadlineKind.OWN
    day = case.day(DAY)
    if day is None:
        return Result(rule="no_day", told=(Line("deadline_not_set"),))
    clock: object = None
    words: object = None
    if kind in APPOINTMENTS:
        clock, words = case[TIME], case[NOTE]
    elif kind is DeadlineKind.OWN:
        clock, words = case[TIME], case[OWN_NOTE]
    proposal = Proposal(
        kind=kind,
        day=day,
        clock=clock if isinstance(clock, time) else None,
        note=words.text if isinstance(words, Words) else "",
    )
    return Result(rule="confirm", told=(Line("new_deadline_confirm"),), proposals=(proposal,))


NEW_DEADLINE = Interview(InterviewId.NEW_DEADLINE, QUESTIONS, conclude)
