"""Decision tables: rules from top to bottom, of which the first that fits decides.

A rule asks only for the answers that its own conditions need, in their order, so an interview puts no
question that does not matter for this person. What the person does not know makes a condition undecided,
never false: a rule further down decides only when it comes to the same status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeVar

from content.model import Source
from conversations.flows.questions import Answer, Case, Question, Special

StatusT_co = TypeVar("StatusT_co", bound=Enum, covariant=True)


class Condition(Protocol):
    """Something that is so, is not so, or cannot be told."""

    def holds(self, case: Case) -> bool | None:
        """Tell whether it is so; None when the person does not know what decides it.

        Raises MissingAnswerError when a question must be asked first.
        """


@dataclass(frozen=True, slots=True)
class Is:
    """The answer is one of `answers`; "unknown" decides only where it is among them."""

    question: Question
    answers: tuple[Answer, ...]

    def __init__(self, question: Question, *answers: Answer) -> None:
        """Write a condition as `Is(STAGE, Stage.APPEAL_PENDING, Stage.HIGHER_APPEAL_PENDING)`."""
        object.__setattr__(self, "question", question)
        object.__setattr__(self, "answers", answers)

    def holds(self, case: Case) -> bool | None:
        """Compare the answer."""
        answer = case[self.question]
        if answer in self.answers:
            return True
        return None if answer is Special.UNKNOWN else False


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of two conditions holds."""

    first: Condition
    second: Condition

    def holds(self, case: Case) -> bool | None:
        """Look at the second only when the first does not hold."""
        first = self.first.holds(case)
        if first:
            return True
        second = self.second.holds(case)
        return True if second else (None if None in (first, second) else False)


@dataclass(frozen=True, slots=True)
class IsDay:
    """A date was answered; what is not known counts as not there."""

    question: Question

    def holds(self, case: Case) -> bool | None:
        """Tell whether there is a date."""
        return not isinstance(case[self.question], Special)


@dataclass(frozen=True, slots=True)
class Rule(Generic[StatusT_co]):
    """One line of a table: when all of `when` hold, `status` is the outcome.

    `id` is the number of the rule in the inventory, and its text in content.
    """

    id: str
    when: tuple[Condition, ...]
    status: StatusT_co
    sources: tuple[Source, ...] = ()

    def fits(self, case: Case) -> bool | None:
        """Tell whether all conditions hold; those after the first that does not are not looked at.

        Raises MissingAnswerError when a question must be asked first.
        """
        undecided = False
        for condition in self.when:
            holds = condition.holds(case)
            if holds is False:
                return False
            undecided = undecided or holds is None
        return None if undecided else True


def decide(rules: Sequence[Rule[StatusT_co]], case: Case) -> Rule[StatusT_co] | None:
    """Return the first rule that fits, or None when none does or an unknown answer decides.

    A rule that is undecided does no harm when the one that fits comes to the same status.

    Raises MissingAnswerError when a question must be asked first.
    """
    undecided: list[StatusT_co] = []
    for number, rule in enumerate(rules):
        fits = rule.fits(case)
        if fits is False:
            continue
        if fits and all(status is rule.status for status in undecided):
            return rule
        undecided.append(rule.status)
        possible = {later.status for later in rules[number + 1 :]}
        if fits or not set(undecided) <= possible or len(set(undecided)) > 1:
            return None
    return None
