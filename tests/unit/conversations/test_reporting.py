"""The numbers for the team lead, from what is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.cases import CaseReason
from conversations.composer import Composer
from conversations.reporting import (
    Age,
    LanguageQuestions,
    ReasonCount,
    Report,
    Spread,
    Step,
    TopicCount,
    Week,
    make_report,
)
from conversations.statistics import QUESTIONS, Counted
from tests.fakes import AMSTERDAM, SettableClock
from tests.fakes_of_desk import Desk

_TI, _SO, _TR = LanguageCode("ti"), LanguageCode("so"), LanguageCode("tr")
_NONE = Spread(0)


@pytest.fixture
def desk(kept: Stores, composer: Composer, clock: SettableClock) -> Desk:
    """Return the counsellors' side of the desk."""
    return Desk(kept, composer, clock)


def report(kept: Stores, clock: SettableClock, days: int = 28) -> Report:
    return make_report(kept.cases, kept.people, kept.statistics, days, clock(), AMSTERDAM)


def test_nothing_yet(kept: Stores, clock: SettableClock) -> None:
    """A service that begins has a report without numbers."""
    empty = report(kept, clock)

    assert (empty.open_cases, empty.reasons, empty.languages, empty.topics) == ((), (), (), ())
    assert empty.times == dict.fromkeys(Step, _NONE)
    assert empty.outcomes == dict.fromkeys(QUESTIONS, 0)
    assert (empty.first, empty.last) == (date(2026, 10, 6), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(hours=23, minutes=59), Age.DAY),
        (timedelta(days=1), Age.THREE_DAYS),
        (timedelta(days=3), Age.WEEK),
        (timedelta(days=7), Age.LONGER),
    ],
)
def test_open_cases_by_age(
    kept: Stores, desk: Desk, clock: SettableClock, passed: timedelta, expected: Age
) -> None:
    """An open case counts by the time since it was opened, also when that is before the period."""
    desk.open("so")
    clock.moment += passed

    (found,) = report(kept, clock, days=1).open_cases
    assert (found.language, [age for age, count in found.ages.items() if count]) == ("so", [expected])


def test_open_cases_by_language(kept: Stores, desk: Desk, clock: SettableClock) -> None:
    """The language with the most open cases comes first; closed ones and the erased are left out."""
    for number, language in enumerate(("so", "ti", "ti", "tr", "fa")):
        case = desk.open(language, number=str(number))
    desk.act(case, "/close klaar")
    gone = desk.open("fr", number="9")
    desk.act(gone, "/close klaar")
    kept.people.forget(gone.person)
    kept.cases.open(desk.person("10").id, CaseReason.ASKED_FOR)

    found = [(each.language, sum(each.ages.values())) for each in report(kept, clock).open_cases]
    assert found == [("ti", 2), (None, 1), ("so", 1), ("tr", 1)]


def test_waiting_times(kept: Stores, desk: Desk, clock: SettableClock) -> None:
    """The middle of the cases, and what nine of ten did not exceed, each from the opening."""
    start = clock()
    for minutes in (10, 20, 30, 40, 50, 60, 70, 80, 90, 900):
        clock.moment = start
        case = desk.open(number=str(minutes))
        clock.advance(minutes=minutes)
        desk.tap_take(case)
    clock.advance(minutes=100)
    desk.act(case, "Hallo")
    clock.advance(hours=1)
    desk.act(case, "/close klaar")

    assert report(kept, clock).times == {
        Step.TAKEN: Spread(10, timedelta(minutes=55), timedelta(minutes=90)),
        Step.ANSWERED: Spread(1, timedelta(minutes=1000), timedelta(minutes=1000)),
        Step.CLOSED: Spread(1, timedelta(minutes=1060), timedelta(minutes=1060)),
    }


def test_waiting_times_are_of_cases_of_the_period(kept: Stores, desk: Desk, clock: SettableClock) -> None:
    """A case belongs to the day on which it was opened, in the Netherlands."""
    clock.moment = datetime(2026, 11, 1, 22, 59, tzinfo=UTC)
    before = desk.open(number="1")
    clock.moment = datetime(2026, 11, 1, 23, 0, tzinfo=UTC)
    inside = desk.open(number="2")
    for case in (before, inside):
        desk.tap_take(case)

    assert report(kept, clock, days=1).times[Step.TAKEN] == Spread(1, timedelta(), timedelta())


def test_weeks_begin_on_monday(kept: Stores, desk: Desk, clock: SettableClock) -> None:
    """A week that is partly in the period shows its part; a week without cases is not left out."""
    clock.moment = datetime(2026, 10, 17, 12, tzinfo=UTC)
    case = desk.open()
    clock.moment = datetime(2026, 11, 3, 12, tzinfo=UTC)
    desk.act(case, "/close klaar")

    assert report(kept, clock, days=19).weeks == (
        Week(date(2026, 10, 16), date(2026, 10, 18), 1, 0),
        Week(date(2026, 10, 19), date(2026, 10, 25), 0, 0),
        Week(date(2026, 10, 26), date(2026, 11, 1), 0, 0),
        Week(date(2026, 11, 2), date(2026, 11, 3), 0, 1),
    )


def test_reasons_and_feedback(kept: Stores, desk: Desk, clock: SettableClock) -> None:
    """Cases by reason, the most urgent first, and what people said afterwards."""
    for number, reason in enumerate((CaseReason.ASKED_FOR, CaseReason.DANGER, CaseReason.ASKED_FOR)):
        case = desk.open(reason=reason, number=str(number))
    desk.act(case, "/close klaar")
    kept.cases.feedback(case.person, helped=True)
    found = report(kept, clock)

    assert found.reasons == (ReasonCount(CaseReason.DANGER, 1, 0), ReasonCount(CaseReason.ASKED_FOR, 2, 1))
    assert (found.helped, found.not_helped) == (1, 0)


def test_few_questions_are_told_together(kept: Stores, clock: SettableClock) -> None:
    """Whom a small number could point at has no row: neither the language nor the topic is named."""
    for _ in range(5):
        kept.statistics.count(Counted.ANSWER, _TI, "entry_ban")
    kept.statistics.count(Counted.CHOSEN, _TI, "entry_ban")
    for language in (_SO, _TR):
        kept.statistics.count(Counted.HANDOVER, language, "no_lawyer_yet")
        kept.statistics.count(Counted.NOT_UNDERSTOOD, language)
    found = report(kept, clock)
    nothing = dict.fromkeys(QUESTIONS, 0)

    assert found.languages == (
        LanguageQuestions(_TI, {**nothing, Counted.ANSWER: 5}),
        LanguageQuestions(None, {**nothing, Counted.HANDOVER: 2, Counted.NOT_UNDERSTOOD: 2}),
    )
    assert found.topics == (TopicCount("entry_ban", 5, 1), TopicCount(None, 2, 0))
    assert found.outcomes == {
        **nothing,
        Counted.ANSWER: 5,
        Counted.HANDOVER: 2,
        Counted.NOT_UNDERSTOOD: 2,
    }


def test_taps_are_no_typed_questions(kept: Stores, clock: SettableClock) -> None:
    """A topic that was only tapped counts among the topics, and not among the questions."""
    for _ in range(6):
        kept.statistics.count(Counted.CHOSEN, _TI, "entry_ban")
    found = report(kept, clock)

    assert found.topics == (TopicCount("entry_ban", 0, 6),)
    assert (found.languages, sum(found.outcomes.values())) == ((), 0)
