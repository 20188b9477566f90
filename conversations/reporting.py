"""What a team lead wants to know: cases, waiting times, questions; numbers only, of a few weeks."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil
from statistics import median
from typing import TypeVar
from zoneinfo import ZoneInfo

from content.model import LanguageCode, TopicId
from conversations.cases import Case, CaseReason, Cases, CaseTimes
from conversations.people import People
from conversations.statistics import QUESTIONS, Counted, DailyCount, Statistics

SMALLEST = 5
"""Languages and topics with fewer questions are told together: behind a small number stands somebody."""

_Key = TypeVar("_Key", bound=Hashable)
_NINETY = 0.9
_WEEK = timedelta(days=7)


class Age(StrEnum):
    """How long ago an open case was opened."""

    DAY = "day"
    THREE_DAYS = "three_days"
    WEEK = "week"
    LONGER = "longer"


_LIMITS = {Age.DAY: timedelta(days=1), Age.THREE_DAYS: timedelta(days=3), Age.WEEK: _WEEK}


class Step(StrEnum):
    """What a person in a case waits for, counted from its opening."""

    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Spread:
    """The times of `count` cases, in whole seconds; nine of ten are at most `ninetieth`. None: no cases."""

    count: int
    median: timedelta | None = None
    ninetieth: timedelta | None = None


@dataclass(frozen=True, slots=True)
class OpenCases:
    """The open cases of people who speak `language` (None: not known)."""

    language: LanguageCode | None
    ages: Mapping[Age, int]


@dataclass(frozen=True, slots=True)
class Week:
    """Cases in one week, Monday to Sunday, or the part of it that is in the period."""

    first: date
    last: date
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """Cases with one reason."""

    reason: CaseReason
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How often a topic (None: all topics with few questions) was answered, and chosen by button."""

    topic: TopicId | None
    typed: int
    chosen: int


@dataclass(frozen=True, slots=True)
class LanguageQuestions:
    """What came of the typed questions in `language` (None: all languages with few questions)."""

    language: LanguageCode | None
    outcomes: Mapping[Counted, int]

    @property
    def total(self) -> int:
        """Return how many questions there were."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers of the days from `first` to `last`; open cases as they are now."""

    first: date
    last: date
    open_cases: tuple[OpenCases, ...]
    times: Mapping[Step, Spread]
    weeks: tuple[Week, ...]
    reasons: tuple[ReasonCount, ...]
    helped: int
    not_helped: int
    outcomes: Mapping[Counted, int]
    languages: tuple[LanguageQuestions, ...]
    topics: tuple[TopicCount, ...]


def make_report(
    cases: Cases, people: People, statistics: Statistics, days: int, now: datetime, timezone: ZoneInfo
) -> Report:
    """Return the report of today and the days before it, `days` in all, in `timezone`; `now` is aware."""
    last = now.astimezone(timezone).date()
    first = last - timedelta(days=days - 1)
    since = datetime.combine(first, time.min, timezone).astimezone(UTC)
    counts = statistics.last_days(days)
    total = _sum((each.kind, each.count) for each in counts)
    return Report(
        first=first,
        last=last,
        open_cases=_open_cases(cases.all_open(), people, now),
        times=_times(cases.times_since(since)),
        weeks=tuple(_weeks(counts, first, last)),
        reasons=_reasons(counts),
        helped=total[Counted.HELPED],
        not_helped=total[Counted.NOT_HELPED],
        outcomes={kind: total[kind] for kind in QUESTIONS},
        languages=_languages(counts),
        topics=_topics(counts),
    )


def _sum(entries: Iterable[tuple[_Key, int]]) -> Counter[_Key]:
    total: Counter[_Key] = Counter()
    for key, count in entries:
        total[key] += count
    return total


def _open_cases(cases: Sequence[Case], people: People, now: datetime) -> tuple[OpenCases, ...]:
    found: dict[LanguageCode | None, Counter[Age]] = {}
    for case in cases:
        person = people.find(case.person)
        language = person.language if person else None
        found.setdefault(language, Counter())[_age(now - case.opened_at)] += 1
    ordered = sorted(found.items(), key=lambda entry: (-entry[1].total(), entry[0] or ""))
    return tuple(OpenCases(language, {age: ages[age] for age in Age}) for language, ages in ordered)


def _age(passed: timedelta) -> Age:
    return next((age for age, limit in _LIMITS.items() if passed < limit), Age.LONGER)


def _times(cases: Sequence[CaseTimes]) -> Mapping[Step, Spread]:
    ends = {
        Step.TAKEN: [(case.opened_at, case.taken_at) for case in cases],
        Step.ANSWERED: [(case.opened_at, case.answered_at) for case in cases],
        Step.CLOSED: [(case.opened_at, case.closed_at) for case in cases],
    }
    return {step: _spread([end - begin for begin, end in pairs if end]) for step, pairs in ends.items()}


def _spread(times: list[timedelta]) -> Spread:
    if not times:
        return Spread(0)
    ordered = sorted(each.total_seconds() for each in times)
    nine_of_ten = ordered[ceil(_NINETY * len(ordered)) - 1]
    return Spread(
        len(ordered), timedelta(seconds=round(median(ordered))), timedelta(seconds=round(nine_of_ten))
    )


def _weeks(counts: Sequence[DailyCount], first: date, last: date) -> Iterator[Week]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        begin, end = max(monday, first), min(monday + _WEEK - timedelta(days=1), last)
        inside = _sum((each.kind, each.count) for each in counts if begin <= each.day <= end)
        yield Week(begin, end, inside[Counted.CASE_OPENED], inside[Counted.CASE_CLOSED])
        monday += _WEEK


def _reasons(counts: Sequence[DailyCount]) -> tuple[ReasonCount, ...]:
    total = _sum(((each.kind, each.about), each.count) for each in counts)
    found = (
        ReasonCount(reason, total[Counted.CASE_OPENED, reason], total[Counted.CASE_CLOSED, reason])
        for reason in CaseReason
    )
    return tuple(each for each in found if each.opened or each.closed)


def _languages(counts: Sequence[DailyCount]) -> tuple[LanguageQuestions, ...]:
    found: dict[LanguageCode | None, Counter[Counted]] = {}
    for each in counts:
        if each.kind in QUESTIONS:
            found.setdefault(each.language, Counter())[each.kind] += each.count
    large = {language: found[language] for language in found if found[language].total() >= SMALLEST}
    few = _sum(
        entry for language, outcomes in found.items() if language not in large for entry in outcomes.items()
    )
    ordered = sorted(large.items(), key=lambda entry: (-entry[1].total(), entry[0] or ""))
    if few:
        ordered.append((None, few))
    return tuple(
        LanguageQuestions(language, {kind: outcomes[kind] for kind in QUESTIONS})
        for language, outcomes in ordered
    )


def _topics(counts: Sequence[DailyCount]) -> tuple[TopicCount, ...]:
    about = (Counted.ANSWER, Counted.HANDOVER, Counted.CHOSEN)
    found: dict[str, Counter[bool]] = {}
    for each in counts:
        if each.kind in about and each.about:
            found.setdefault(each.about, Counter())[each.kind is Counted.CHOSEN] += each.count
    large = {topic: taps for topic, taps in found.items() if taps.total() >= SMALLEST}
    few = _sum(entry for topic, taps in found.items() if topic not in large for entry in taps.items())
    ordered = sorted(large.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    topics = [TopicCount(TopicId(topic), taps[False], taps[True]) for topic, taps in ordered]
    return (*topics, TopicCount(None, few[False], few[True])) if few else tuple(topics)
