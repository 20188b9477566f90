"""Lay a report out as sections of rows, the same for the terminal and for the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal, format_percent

from content.loader import Content
from content.model import DUTCH, LanguageCode, TopicId
from conversations.reporting import SMALLEST, Age, Report, Spread, Step
from conversations.statistics import Counted

_LOCALE = "nl"
_UNIT_FROM = 2
"""From how many of a larger unit on a time is told in it: 100 minutes are that, 2 hours are hours."""

_MISSED = (Counted.CLARIFY, Counted.NOT_UNDERSTOOD, Counted.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how long its bar is, from 0 to 1 (None: no bar)."""

    text: str
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a title and a sentence about it; `columns` begins with that of the labels."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that is seen first."""

    number: str
    label: str


class Layout:
    """Puts the numbers of a report into words, in Dutch."""

    def __init__(self, report: Report, content: Content) -> None:
        """Take the words and the titles of topics from `content`."""
        self._report = report
        self._content = content
        self.words = content.report

    @property
    def period(self) -> str:
        """Return the first and the last day in words."""
        first, last = (format_date(day, "long", _LOCALE) for day in (self._report.first, self._report.last))
        return self.words["period"].format(first=first, last=last)

    def tiles(self) -> tuple[Tile, ...]:
        """Return the numbers to be seen first."""
        report, words = self._report, self.words
        questions = sum(report.outcomes.values())
        missed = report.outcomes[Counted.NOT_UNDERSTOOD]
        return (
            Tile(_number(sum(sum(each.ages.values()) for each in report.open_cases)), words["tile_open"]),
            Tile(self._time(report.times[Step.ANSWERED].median), words["tile_answered"]),
            Tile(_number(questions), words["tile_questions"]),
            Tile(self._share(missed, questions), words["tile_missed"]),
        )

    def sections(self) -> tuple[Section, ...]:
        """Return all sections, those without a number left out."""
        found = (
            self._open_cases(),
            self._times(),
            self._weeks(),
            self._reasons(),
            self._feedback(),
            self._outcomes(),
            self._languages(),
            self._topics(),
        )
        return tuple(section for section in found if section.rows)

    def _section(self, name: str, columns: Sequence[str], rows: tuple[Row, ...]) -> Section:
        words = self.words
        return Section(
            words[f"{name}_title"], words[f"{name}_note"], (words[f"{name}_first"], *columns), rows
        )

    def _open_cases(self) -> Section:
        rows = _bars(
            (self._language(each.language), [each.ages[age] for age in Age])
            for each in self._report.open_cases
        )
        return self._section("open", [self.words[f"age_{age}"] for age in Age], rows)

    def _times(self) -> Section:
        columns = [self.words[f"times_{name}"] for name in ("count", "median", "ninetieth")]
        rows = tuple(self._time_row(step, spread) for step, spread in self._report.times.items())
        return self._section("times", columns, rows if self._report.times[Step.TAKEN].count else ())

    def _time_row(self, step: Step, spread: Spread) -> Row:
        # Minutes and days on one scale would leave nothing to see: each row has its own.
        longest = spread.ninetieth
        times = (
            Cell(self._time(each), each / longest if each and longest else None)
            for each in (spread.median, spread.ninetieth)
        )
        return Row(self.words[f"step_{step}"], (Cell(_number(spread.count)), *times))

    def _weeks(self) -> Section:
        weeks = self._report.weeks
        some = any(week.opened or week.closed for week in weeks)
        rows = _bars((_days(week.first, week.last), [week.opened, week.closed]) for week in weeks)
        return self._section("weeks", self._opened_closed(), rows if some else ())

    def _reasons(self) -> Section:
        rows = _bars(
            (self.words[f"reason_{each.reason}"], [each.opened, each.closed]) for each in self._report.reasons
        )
        return self._section("reasons", self._opened_closed(), rows)

    def _opened_closed(self) -> list[str]:
        return [self.words["opened"], self.words["closed"]]

    def _feedback(self) -> Section:
        helped, not_helped = self._report.helped, self._report.not_helped
        words = self.words
        rows = _bars(((words["feedback_helped"], [helped]), (words["feedback_not_helped"], [not_helped])))
        return self._section("feedback", [words["feedback_count"]], rows if helped + not_helped else ())

    def _outcomes(self) -> Section:
        outcomes = self._report.outcomes
        total, most = sum(outcomes.values()), max(outcomes.values())
        rows = tuple(
            Row(
                self.words[f"outcome_{kind}"],
                (Cell(_number(count), count / (most or 1)), Cell(self._share(count, total))),
            )
            for kind, count in outcomes.items()
        )
        columns = [self.words["outcomes_count"], self.words["outcomes_share"]]
        return self._section("outcomes", columns, rows if total else ())

    def _languages(self) -> Section:
        columns = [self.words["languages_total"], *(self.words[f"outcome_{kind}"] for kind in _MISSED)]
        rows = tuple(
            Row(
                self._language(each.language, "few_languages"),
                (
                    Cell(_number(each.total)),
                    *(self._part(each.outcomes[kind], each.total) for kind in _MISSED),
                ),
            )
            for each in self._report.languages
        )
        return self._section("languages", columns, rows)

    def _part(self, count: int, total: int) -> Cell:
        if total < SMALLEST:
            return Cell(_number(count))
        return Cell(f"{_number(count)} ({self._share(count, total)})", count / total)

    def _topics(self) -> Section:
        columns = [self.words["topics_typed"], self.words["topics_chosen"]]
        rows = _bars((self._title(each.topic), [each.typed, each.chosen]) for each in self._report.topics)
        return self._section("topics", columns, rows)

    def _title(self, topic: TopicId | None) -> str:
        if topic is None:
            return self.words["few_topics"]
        published = self._content.is_published(topic)
        return self._content.answer(topic, DUTCH).title if published else topic

    def _language(self, language: LanguageCode | None, otherwise: str = "unknown_language") -> str:
        texts = self._content.texts.get(language) if language else None
        if texts is None:
            return language or self.words[otherwise]
        name = Locale.parse(texts.language.locale).get_language_name(_LOCALE)
        return name or texts.language.name

    def _time(self, passed: timedelta | None) -> str:
        if passed is None:
            return self.words["none"]
        return format_timedelta(passed, "minute", _UNIT_FROM, format="short", locale=_LOCALE)

    def _share(self, count: int, total: int) -> str:
        return format_percent(count / total, locale=_LOCALE) if total else self.words["none"]


def _bars(counts: Iterable[tuple[str, Sequence[int]]]) -> tuple[Row, ...]:
    """Return a row for each entry; the largest number of all has the longest bar."""
    entries = tuple(counts)
    most = max((count for _, row in entries for count in row), default=0) or 1
    return tuple(
        Row(label, tuple(Cell(_number(count), count / most) for count in row)) for label, row in entries
    )


def _number(count: int) -> str:
    return format_decimal(count, locale=_LOCALE)


def _days(first: date, last: date) -> str:
    return f"{format_date(first, 'd MMM', _LOCALE)} – {format_date(last, 'd MMM', _LOCALE)}"
