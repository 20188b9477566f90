"""What every store of interviews and cases does, in memory and on disk."""

from datetime import timedelta

import pytest

from bot.stores import Stores
from content.model import LanguageCode
from conversations.deadlines import (
    DeadlineId,
)
from conversations.events import Address
from conversations.flows.interview import InterviewId
from conversations.flows.questions import QuestionId
from conversations.identifiers import PersonId
from conversations.interview_state import InterviewState, Run
from tests.fakes import SettableClock

_HOUR = timedelta(hours=1)


@pytest.fixture
def person(kept: Stores) -> PersonId:
    """Return a person."""
    return kept.people.find_or_add(Address("telegram", "1001", LanguageCode("en"))).id


@pytest.fixture
def other(kept: Stores) -> PersonId:
    """Return another person."""
    return kept.people.find_or_add(Address("telegram", "2002")).id


def test_an_interview_is_kept_word_for_word(kept: Stores, person: PersonId, other: PersonId) -> None:
    """The last state counts, with the answers in their order, for this person only."""
    answers = ((QuestionId("note"), "=ክሰርሕ 'x'"), (QuestionId("day"), "2026-12-12"))
    state = InterviewState(InterviewId.NEW_DEADLINE, Run("r2"), answers, DeadlineId("d1"))
    kept.interviews.keep(person, InterviewState(InterviewId.GUIDANCE, Run("r1")))
    kept.interviews.keep(person, state)

    assert (kept.interviews.current(person), kept.interviews.current(other)) == (state, None)

    kept.interviews.end(person)
    kept.interviews.end(other)
    assert kept.interviews.current(person) is None


def test_an_interview_that_nobody_goes_on_with_is_erased(
    kept: Stores, person: PersonId, clock: SettableClock
) -> None:
    """The last answer counts, not the first."""
    kept.interviews.keep(person, InterviewState(InterviewId.GUIDANCE, Run("r1")))
    began = clock()
    clock.advance(hours=2)
    kept.interviews.keep(person, InterviewState(InterviewId.GUIDANCE, Run("r1")))

    assert (kept.interviews.purge(began + _HOUR), kept.interviews.purge(clock() + _HOUR)) == (0, 1)
