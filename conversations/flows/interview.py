"""An interview as such: an id, its questions, and the step from answers to a question or a result."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conversations.flows.questions import Answers, Case, MissingAnswerError, Question, QuestionId
from conversations.flows.results import Result


class InterviewId(StrEnum):
    """The five interviews and the setting of a date; their texts in content begin with these names."""

    DEPARTURE_TERM = "departure_term"
    REINTEGRATION_MONEY = "reintegration_money"
    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    PROCEDURE_TIMELINE = "procedure_timeline"
    GUIDANCE = "guidance"
    NEW_DEADLINE = "new_deadline"


@dataclass(frozen=True, slots=True)
class Interview:
    """Pure: the same answers on the same day always lead to the same step."""

    id: InterviewId
    questions: tuple[Question, ...]
    conclude: Callable[[Case], Result]

    def step(self, answers: Answers, today: date) -> Question | Result:
        """Return the next question that matters, or the result when nothing more needs to be asked."""
        try:
            return self.conclude(Case(answers, today))
        except MissingAnswerError as missing:
            return missing.question

    def question(self, question: QuestionId) -> Question | None:
        """Return the question with this id, or None when there is none (any more)."""
        return next((each for each in self.questions if each.id == question), None)
