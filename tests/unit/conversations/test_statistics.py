"""The contract of the daily counts, in memory and on disk."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlite_utils import Database

from bot.stores import Stores
from content.model import LanguageCode
from conversations.cases import Case, CaseReason, CaseState
from conversations.composer import Composer
from conversations.statistics import QUESTIONS, Counted, DailyCount, NotCounting
from tests.fakes import SettableClock
from tests.fakes_of_desk import Desk
from tests.fakes_of_statistics import counted

_TI, _SO = LanguageCode("ti"), LanguageCode("so")


def test_the_same_on_one_day_is_one_count(kept: Stores) -> None:
    """A day, language, kind and topic have one number, however often it happened."""
    for language in (_TI, _TI, _SO, None):
        kept.statistics.count(Counted.ANSWER, language, "entry_ban")
    kept.statistics.count(Counted.CLARIFY, _TI)

    assert counted(kept.statistics) == [
        (None, Counted.ANSWER, "entry_ban", 1),
        ("so", Counted.ANSWER, "entry_ban", 1),
        ("ti", Counted.ANSWER, "entry_ban", 2),
        ("ti", Counted.CLARIFY, "", 1),
    ]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 2, 22, 59, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2026, 11, 2, 23, 0, tzinfo=UTC), date(2026, 11, 3)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
    ids=["before midnight", "midnight in winter", "midnight in summer"],
)
def test_days_are_those_of_the_netherlands(
    kept: Stores, clock: SettableClock, moment: datetime, expected: date
) -> None:
    """What happens after midnight in Amsterdam belongs to the new day."""
    clock.moment = moment
    kept.statistics.count(Counted.CLARIFY, _TI)

    assert kept.statistics.last_days(1) == (DailyCount(expected, _TI, Counted.CLARIFY, "", 1),)


def test_the_last_days_have_today_in_them(kept: Stores, clock: SettableClock) -> None:
    """Seven days are today and the six before it, the oldest first."""
    for _ in range(9):
        kept.statistics.count(Counted.CLARIFY, _TI)
        clock.advance(days=1)
    clock.advance(days=-1)

    days = [each.day.day for each in kept.statistics.last_days(7)]
    assert days == [4, 5, 6, 7, 8, 9, 10]


def test_old_counts_are_purged(kept: Stores, clock: SettableClock) -> None:
    """The day of the limit itself stays."""
    for _ in range(3):
        kept.statistics.count(Counted.CLARIFY, _TI)
        clock.advance(days=1)

    assert kept.statistics.purge(date(2026, 11, 4)) == 2
    assert [each.day for each in kept.statistics.last_days(9)] == [date(2026, 11, 4)]


def test_cases_are_counted_when_they_open_and_close(
    kept: Stores, composer: Composer, clock: SettableClock
) -> None:
    """Opening, closing and opening again count once each, whatever else changes about the case."""
    desk = Desk(kept, composer, clock)
    case = desk.open(reason=CaseReason.HELP_WANTED)
    desk.kept.cases.open(case.person, CaseReason.ASKED_FOR)
    for state in (CaseState.TAKEN, CaseState.CLOSED, CaseState.CLOSED, CaseState.TAKEN, CaseState.CLOSED):
        kept.cases.save(_in_state(desk.now(case), state))

    assert counted(kept.statistics) == [
        (None, Counted.CASE_CLOSED, "help_wanted", 2),
        (None, Counted.CASE_OPENED, "help_wanted", 2),
    ]


def test_feedback_is_counted_once(kept: Stores, composer: Composer, clock: SettableClock) -> None:
    """The first tap counts; before a case is closed there is nothing to count."""
    desk = Desk(kept, composer, clock)
    case = desk.open()
    kept.cases.feedback(case.person, helped=True)
    kept.cases.save(_in_state(case, CaseState.CLOSED))
    for helped in (False, False, True):
        kept.cases.feedback(case.person, helped=helped)

    found = [each for each in counted(kept.statistics) if each[1] in (Counted.HELPED, Counted.NOT_HELPED)]
    assert found == [(None, Counted.NOT_HELPED, "", 1)]


def test_who_erases_everything_leaves_only_numbers(
    kept: Stores, composer: Composer, clock: SettableClock, request: pytest.FixtureRequest
) -> None:
    """After /forget the times of the case are gone on disk, and the counts hold nothing of the person."""
    desk = Desk(kept, composer, clock)
    case = desk.open()
    kept.people.forget(case.person)

    assert counted(kept.statistics) == [(None, Counted.CASE_OPENED, "asked_for", 1)]
    if "on disk" in request.node.name:
        database: Database = request.getfixturevalue("fresh_database")
        stored = str(list(database.table("daily_counts").rows))
        assert kept.cases.times_since(case.opened_at) == ()
        assert [secret for secret in (case.person, case.id, case.name, "1001") if secret in stored] == []


def test_not_counting_keeps_nothing() -> None:
    """Trying out in the terminal leaves no trace in the numbers."""
    nothing = NotCounting()
    nothing.count(Counted.ANSWER, _TI, "entry_ban")

    assert (nothing.last_days(400), nothing.purge(date(2027, 1, 1))) == ((), 0)


def test_every_outcome_of_a_question_is_one_of_the_questions() -> None:
    """What is added to the outcomes of questions is added to their sum."""
    others = {
        Counted.CHOSEN,
        Counted.CASE_OPENED,
        Counted.CASE_CLOSED,
        Counted.HELPED,
        Counted.NOT_HELPED,
    }
    assert set(Counted) - others == set(QUESTIONS)


def _in_state(case: Case, state: CaseState) -> Case:
    return replace(case, state=state)
