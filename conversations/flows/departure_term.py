"""The departure term: its state, its last day as far as it can be counted, shelter, risks and reminders.

Days are calendar days added to the first date. The sources do not confirm that, nor which day is the first:
every day that we count is an estimate, and the day in the person's own letter comes first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from content.model import Helper, Source, TopicId
from conversations.calendar_days import years_from
from conversations.deadlines import DeadlineKind
from conversations.flows.departure_term_rules import (
    DECISION_DATE,
    DOCUMENT_W_END,
    LETTER_LAST_DAY,
    MINOR_CHILDREN,
    NOT_COUNTED,
    POSSIBLE_IN_12_WEEKS,
    PROVISIONAL_MEASURE,
    QUESTIONS,
    RULING_DATE,
    STATUS_RULES,
    TERM_IN_LETTER,
    WAS_PAUSED,
    WORKS_ON_RETURN,
    YOUNGEST_CHILD,
    Measure,
    Status,
    TermInLetter,
    brochure,
    report,
)
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Case, Day, YesNo
from conversations.flows.results import Line, Proposal, Result
from conversations.flows.rules import Rule, decide

STANDARD_TERM_DAYS = 28
ADULT_AGE = 18
SOON_DAYS = 7
"""A last day as near as this is a reason to bring a person: a choice of ours, not from the sources."""

_RUNNING = frozenset({Status.RUNNING, Status.RUNNING_AGAIN, Status.RUNNING_NOT_PAUSED})
_NEEDS_A_PERSON = frozenset(
    {
        Status.UNACCOMPANIED_MINOR,
        Status.UNCLEAR,
        Status.ZERO_TERM,
        Status.NO_NEW_TERM,
        Status.RUNNING_NOT_PAUSED,
        Status.CANNOT_BE_COUNTED,
    }
)
_NEEDS_A_LAWYER = frozenset({Status.UNCLEAR, Status.ZERO_TERM, Status.NO_NEW_TERM, Status.RUNNING_NOT_PAUSED})
_STARTS_AT_RULING = frozenset({"s13", "s14"})
_DISAGREEMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"a04": ("conflict_1",), "s10": ("conflict_2",), "s13": ("conflict_3",), "s13b": ("conflict_3",)}
)
_TOPICS: Mapping[Status, tuple[str, ...]] = MappingProxyType(
    {
        Status.UNACCOMPANIED_MINOR: ("minor_rejected_what_now", "minor_turning_18"),
        Status.NO_DECISION: ("asylum_procedure_timeline", "departure_term_length"),
        Status.POSTPONED: ("medical_postponement_art64", "departure_moratorium"),
        Status.PAUSED: ("departure_term_during_appeal", "shelter_during_term_and_appeal"),
        Status.ZERO_TERM: ("departure_term_zero_days", "vovo_request"),
        Status.NO_NEW_TERM: ("repeat_application_and_deportation", "vovo_request"),
        Status.UNCLEAR: ("vovo_request", "departure_term_during_appeal"),
    }
)
_AFTER = ("departure_term_length", "departure_term_during_appeal", "departure_term_extension")


@dataclass(frozen=True, slots=True)
class _Count:
    """A last day and how it came about; `start` None means that it stands in the letter."""

    last_day: date
    start: date | None = None
    days: int = STANDARD_TERM_DAYS


def conclude(case: Case) -> Result:
    """Return the state of the departure term.

    Raises MissingAnswerError when a question must be asked first.
    """
    rule = decide(STATUS_RULES, case) or NOT_COUNTED
    if rule.status is Status.POSTPONED and _is_over(case):
        rule = NOT_COUNTED
    count = _count(rule, case)
    other_term = count is None and rule.status in _RUNNING and _has_another_term(case)
    if count is None and (rule.status in _RUNNING or rule.status is Status.FIXED_BY_LETTER):
        rule = NOT_COUNTED
    passed = count is not None and case.today > count.last_day
    besides = tuple(_besides(rule, count, case))
    disagreements = (
        key for name in (rule.id, *(line.id for line in besides)) for key in _DISAGREEMENTS.get(name, ())
    )
    return Result(
        rule=rule.id,
        told=(Line(f"departure_term_{rule.id}"),),
        calculation=tuple(_calculation(count, case)) if count else (),
        besides=tuple(line.line for line in besides),
        conflicts=tuple(Line(f"departure_term_{key}") for key in disagreements),
        topics=_topics(rule.status, passed=passed, family=any(line.id == "a03" for line in besides)),
        sources=(*rule.sources, *(source for line in besides for source in line.sources)),
        helper=Helper.LEGAL_AID if other_term else _helper(rule, count, case),
        proposals=tuple(_proposals(rule.status, count, case)),
        is_estimate=count is not None and count.start is not None,
    )


def _is_over(case: Case) -> bool:
    end = case.day(DOCUMENT_W_END)
    return end is not None and end < case.today


def _count(rule: Rule[Status], case: Case) -> _Count | None:
    """Count the last day, or return None when there is none or a date is not known."""
    match rule.status:
        case Status.FIXED_BY_LETTER:
            day = case.day(LETTER_LAST_DAY)
            return _Count(day) if day else None
        case Status.ZERO_TERM:
            return _from(DECISION_DATE, case, days=0)
        case Status.UNCLEAR:
            # The cautious date: as if nothing had been asked for.
            without = {**case.answers, PROVISIONAL_MEASURE.id: Measure.NOT_ASKED}
            cautious = Case(without, case.today)
            running = decide(STATUS_RULES, cautious)
            return _count(running, cautious) if running and running.status in _RUNNING else None
        case status if status in _RUNNING and not _has_another_term(case):
            return _from(_first_day(rule, case), case, STANDARD_TERM_DAYS)
        case _:
            return None


def _has_another_term(case: Case) -> bool:
    """Tell whether the letter names a term other than 28 days: then 28 must not be counted."""
    return case[TERM_IN_LETTER] not in (TermInLetter.DAYS_28, TermInLetter.NOT_FOUND)


def _first_day(rule: Rule[Status], case: Case) -> Day:
    if rule.id in _STARTS_AT_RULING or (rule.id == "s12" and case[WAS_PAUSED] is YesNo.YES):
        return RULING_DATE
    return DECISION_DATE


def _from(start: Day, case: Case, days: int) -> _Count | None:
    day = case.day(start)
    return _Count(day + timedelta(days), day, days) if day else None


def _calculation(count: _Count, case: Case) -> Iterator[Line]:
    if count.start is None:
        yield Line("departure_term_day_in_letter", {"day": count.last_day})
    else:
        yield Line("departure_term_first_day", {"day": count.start})
        yield Line("departure_term_days_added", {"days": count.days})
        yield Line("departure_term_last_day", {"day": count.last_day})
    left = (count.last_day - case.today).days
    if left > 0:
        yield Line("departure_term_days_left", {"remaining_days": left})
    else:
        yield Line("departure_term_is_last_day" if left == 0 else "departure_term_day_is_over")


@dataclass(frozen=True, slots=True)
class _AddOn:
    """An add-on rule that fits: its id in the inventory, its line and its sources."""

    id: str
    sources: tuple[Source, ...]
    line: Line


def _add_on(name: str, *sources: Source, **values: date) -> _AddOn:
    return _AddOn(name, sources, Line(f"departure_term_{name}", values))


def _besides(rule: Rule[Status], count: _Count | None, case: Case) -> Iterator[_AddOn]:
    """Yield every add-on rule (A01 to A08) that fits."""
    if rule.status is Status.PAUSED:
        yield _add_on("a02", report("2.2 Voorzieningen"))
    if rule.status is Status.ZERO_TERM:
        yield _add_on("a07", report("2.2 Rechtsgevolgen"), report("5.2 Opvang"))
    if count is None:
        return
    if case.today <= count.last_day:
        if rule.status in _RUNNING:
            yield _add_on("a01", report("2.2 Voorzieningen"), brochure("1.2 Vertrektermijn"))
        return
    yield from _shelter_afterwards(case)
    yield _add_on("a06", report("2.2"), report("4.4"))


def _shelter_afterwards(case: Case) -> Iterator[_AddOn]:
    if case[MINOR_CHILDREN] is YesNo.YES:
        sources = (report("2.2 Voorzieningen"), report("4.4.2"), brochure("1.2 Gezinslocaties"))
        yield _add_on("a03", *sources)
        birthday = case.day(YOUNGEST_CHILD)
        if birthday is not None:
            until = years_from(birthday, ADULT_AGE)
            yield _AddOn("a03_until", (), Line("departure_term_shelter_until", {"day": until}))
    works = case[WORKS_ON_RETURN] is YesNo.YES
    if case[MINOR_CHILDREN] is YesNo.NO:
        if not works:
            yield _add_on("a05", report("2.2 Voorzieningen"), report("5.2 Opvang"))
        elif case[POSSIBLE_IN_12_WEEKS] is YesNo.YES:
            sources = (brochure("1.1 Nationaal recht"), brochure("1.2 Vertrektermijn"), report("4.4.2 VBL"))
            yield _add_on("a04", *sources)
    if works:
        yield _add_on("a08", report("4.4.2"))


def _topics(status: Status, *, passed: bool, family: bool) -> tuple[TopicId, ...]:
    names = _TOPICS.get(status, _AFTER)
    if passed:
        names = ("family_location" if family else "shelter_after_term", "after_departure_term", *names)
    return tuple(TopicId(name) for name in names)


def _helper(rule: Rule[Status], count: _Count | None, case: Case) -> Helper | None:
    """Return who helps: a lawyer where a judge decides, a person where the end is near."""
    if rule.status in _NEEDS_A_LAWYER or rule.id == "s14":
        return Helper.LEGAL_AID
    soon = count is not None and (count.last_day - case.today).days <= SOON_DAYS
    waits_for_court = rule.id in ("s05", "s06")
    missing = rule.id == "s15" and case[TERM_IN_LETTER] is TermInLetter.NOT_FOUND
    if rule.status in _NEEDS_A_PERSON or soon or waits_for_court or missing:
        return Helper.COUNSELLOR
    return None


def _proposals(status: Status, count: _Count | None, case: Case) -> Iterator[Proposal]:
    if count is not None and count.last_day >= case.today:
        yield Proposal(DeadlineKind.DEPARTURE_TERM, count.last_day, estimated=count.start is not None)
    if status is Status.POSTPONED:
        end = case.day(DOCUMENT_W_END)
        if end is not None:
            yield Proposal(DeadlineKind.DOCUMENT_W, end)
    if status is Status.PAUSED:
        yield Proposal(DeadlineKind.RULING, case.today)


DEPARTURE_TERM = Interview(InterviewId.DEPARTURE_TERM, QUESTIONS, conclude)
