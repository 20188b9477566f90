"""The flyer for unaccompanied minors, step by step: the branch, the step in it, and the three results.

Never says which result will come, and always brings a person: a minor is involved.

Source: "Wat gebeurt er nu je asielaanvraag is afgewezen?" (undated flyer), and for the protection of minors
"Terugkeer van afgewezen asielzoekers" (May 2017), ch. 2.2 and 4.4.2.
"""

from datetime import date
from enum import StrEnum

from content.model import DocumentId, Helper, Source, TopicId
from conversations.calendar_days import years_from
from conversations.flows.departure_term import ADULT_AGE
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Answer, Case, Day, Period, QuestionId, Special, YesNo, YesNoQuestion
from conversations.flows.results import Line, Result
from conversations.flows.rules import Condition, Is, Rule, decide


class Step(StrEnum):
    """Where a minor is, after age and parents are clear."""

    LETTER_TO_BE_FOUND = "letter_to_be_found"
    SEARCH_RUNNING = "search_running"
    RECEPTION_FOUND = "reception_found"
    COOPERATES_WITHOUT_RECEPTION = "cooperates_without_reception"
    DOES_NOT_COOPERATE = "does_not_cooperate"
    TALKS_ABOUT_DEPARTURE = "talks_about_departure"
    RETURNS_WITH_HELP = "returns_with_help"
    CANNOT_LEAVE = "cannot_leave"
    DOES_NOT_COOPERATE_WITH_DEPARTURE = "does_not_cooperate_with_departure"
    OPEN = "open"


AGE = Day(QuestionId("age"), Period.BIRTH_OF_YOUNG_PERSON)
"""The date of birth; an age in years is answered as a number, without a birthday."""

WITH_PARENTS = YesNoQuestion(QuestionId("with_parents_in_nl"))
RETURN_DECISION = YesNoQuestion(QuestionId("has_return_decision"))
TELLS_EVERYTHING = YesNoQuestion(QuestionId("tells_everything"))
RECEPTION_FOUND = YesNoQuestion(QuestionId("reception_found"))
DEPARTURE_POSSIBLE = YesNoQuestion(QuestionId("departure_possible"))

QUESTIONS = (AGE, WITH_PARENTS, RETURN_DECISION, TELLS_EVERYTHING, RECEPTION_FOUND, DEPARTURE_POSSIBLE)

_FLYER = DocumentId("flyer_minderjarigen")
_REPORT = DocumentId("terugkeer_beleid_en_praktijk")
_NO_DECISION: Condition = Is(RETURN_DECISION, YesNo.NO)
_DECISION: Condition = Is(RETURN_DECISION, YesNo.YES)
_HONEST: Condition = Is(TELLS_EVERYTHING, YesNo.YES)
_NOT_HONEST: Condition = Is(TELLS_EVERYTHING, YesNo.NO)

RULES: tuple[Rule[Step], ...] = (
    Rule("k03", (Is(RETURN_DECISION, Special.UNKNOWN),), Step.LETTER_TO_BE_FOUND),
    Rule("k10", (_NO_DECISION, Is(RECEPTION_FOUND, Special.UNKNOWN)), Step.SEARCH_RUNNING),
    Rule("k11", (_NO_DECISION, Is(RECEPTION_FOUND, YesNo.YES)), Step.RECEPTION_FOUND),
    Rule(
        "k12",
        (_NO_DECISION, Is(RECEPTION_FOUND, YesNo.NO), _HONEST),
        Step.COOPERATES_WITHOUT_RECEPTION,
    ),
    Rule("k13", (_NO_DECISION, Is(RECEPTION_FOUND, YesNo.NO), _NOT_HONEST), Step.DOES_NOT_COOPERATE),
    Rule("k20", (_DECISION, Is(DEPARTURE_POSSIBLE, Special.UNKNOWN)), Step.TALKS_ABOUT_DEPARTURE),
    Rule("k21", (_DECISION, Is(DEPARTURE_POSSIBLE, YesNo.YES), _HONEST), Step.RETURNS_WITH_HELP),
    Rule("k22", (_DECISION, Is(DEPARTURE_POSSIBLE, YesNo.NO), _HONEST), Step.CANNOT_LEAVE),
    Rule("k23", (_DECISION, _NOT_HONEST), Step.DOES_NOT_COOPERATE_WITH_DEPARTURE),
)
NOT_JUDGED: Rule[Step] = Rule("k29", (), Step.OPEN)

_RESULTS_WITHOUT_DECISION = ("k11", "k12", "k13")
_RESULTS_WITH_DECISION = ("k21", "k22", "k23")


def conclude(case: Case) -> Result:
    """Return the step of the flyer, with the other results as possibilities.

    Raises MissingAnswerError when a question must be asked first.
    """
    age = case[AGE]
    if _years(age, case.today) >= ADULT_AGE:
        return _leaves("k01", Helper.COUNSELLOR, "minor_turning_18", "departure_term_length")
    if case[WITH_PARENTS] is YesNo.YES:
        return _leaves("k02", Helper.COUNSELLOR, "family_location", "shelter_after_term")
    rule = decide(RULES, case) or NOT_JUDGED
    possible = _possible(rule, case)
    birthday = (years_from(age, ADULT_AGE),) if isinstance(age, date) else ()
    return Result(
        rule=rule.id,
        told=(
            *(Line(f"unaccompanied_minor_{step}") for step in _steps(rule, case)),
            Line("unaccompanied_minor_cooperation"),
        ),
        calculation=tuple(Line("unaccompanied_minor_18th_birthday", {"day": day}) for day in birthday),
        besides=(Line("unaccompanied_minor_k30"), *_introduced(possible, rule)),
        conflicts=(Line("unaccompanied_minor_conflict_1"), Line("unaccompanied_minor_conflict_2")),
        topics=_topics(case),
        sources=(Source(_FLYER, "whole flyer"), Source(_REPORT, "2.2"), Source(_REPORT, "4.4.2")),
        helper=Helper.NIDOS,
    )


def _years(age: Answer, today: date) -> int:
    """Return the age in years; what is not known counts as under 18, the side that protects."""
    if isinstance(age, date):
        return today.year - age.year - ((today.month, today.day) < (age.month, age.day))
    return age if isinstance(age, int) else 0


def _leaves(rule: str, helper: Helper, *topics: str) -> Result:
    place = Source(_FLYER, "consequences after 18") if rule == "k01" else Source(_REPORT, "4.4.2")
    return Result(
        rule=rule,
        told=(Line(f"unaccompanied_minor_{rule}"),),
        topics=tuple(map(TopicId, topics)),
        sources=(place,),
        helper=helper,
    )


def _steps(rule: Rule[Step], case: Case) -> tuple[str, ...]:
    """Return what to tell: the rule, and where nobody is judged the step of the branch besides."""
    if rule is not NOT_JUDGED:
        return (rule.id,)
    return (rule.id, "k20" if case[RETURN_DECISION] is YesNo.YES else "k10")


def _possible(rule: Rule[Step], case: Case) -> tuple[str, ...]:
    """Return the results of the branch that do not fit now but may come."""
    branch = case[RETURN_DECISION]
    if branch is Special.UNKNOWN:
        return ()
    results = _RESULTS_WITH_DECISION if branch is YesNo.YES else _RESULTS_WITHOUT_DECISION
    return tuple(result for result in results if result != rule.id)


def _introduced(possible: tuple[str, ...], rule: Rule[Step]) -> tuple[Line, ...]:
    if not possible:
        return ()
    one_fits = rule.id in (*_RESULTS_WITH_DECISION, *_RESULTS_WITHOUT_DECISION)
    intro = "unaccompanied_minor_possible" if one_fits else "unaccompanied_minor_all_possible"
    return (Line(intro, heading=True), *(Line(f"unaccompanied_minor_{result}") for result in possible))


def _topics(case: Case) -> tuple[TopicId, ...]:
    branch = case[RETURN_DECISION]
    step = "minor_with_return_decision" if branch is YesNo.YES else "minor_no_return_decision_yet"
    return tuple(map(TopicId, (step, "minor_protection_rules", "minor_turning_18")))


UNACCOMPANIED_MINOR = Interview(InterviewId.UNACCOMPANIED_MINOR, QUESTIONS, conclude)
