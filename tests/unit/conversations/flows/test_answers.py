"""Answers as text, and which of them make sense."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.flows.answers import (
    LONGEST_NOTE,
    Problem,
    bounds,
    decode,
    encode,
    problem_with,
    years_from,
)
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.questions import (
    Answer,
    Choice,
    Clock,
    Day,
    Note,
    Number,
    Period,
    Question,
    QuestionId,
    Special,
    Words,
    YesNo,
    YesNoQuestion,
)

TODAY = date(2026, 11, 2)
_ID = QuestionId("question")
QUESTIONS = [question for interview in INTERVIEWS.values() for question in interview.questions]
_DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
_MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """Return every answer that `question` can have."""
    match question:
        case Choice(_, options):
            return st.sampled_from([*options, Special.UNKNOWN])
        case YesNoQuestion():
            return st.sampled_from([*YesNo, Special.UNKNOWN])
        case Number():
            return st.integers(-999, 999) | st.just(Special.UNKNOWN)
        case Day(_, period, may_be_absent):
            special = [Special.UNKNOWN, *([Special.ABSENT] if may_be_absent else [])]
            age = period is Period.BIRTH_OF_YOUNG_PERSON
            return _DAYS | st.sampled_from(special) | (st.integers(0, 999) if age else st.nothing())
        case Clock():
            return _MINUTES | st.just(Special.ABSENT)
        case Note(_, may_be_absent):
            return st.text().map(Words) | (st.just(Special.ABSENT) if may_be_absent else st.nothing())


@given(st.data())
def test_an_answer_comes_back_as_it_was(data: st.DataObject) -> None:
    """Nothing that is kept about a person is changed on the way to the disk and back."""
    question = data.draw(st.sampled_from(QUESTIONS))
    answer = data.draw(answers_to(question))

    assert decode(question, encode(answer)) == answer


@pytest.mark.parametrize("text", ["unknown", "absent", "=", "=unknown", "yes", ""])
def test_words_are_never_taken_for_a_special_answer(text: str) -> None:
    """Who wants to be reminded of the word "absent" is reminded of it."""
    assert decode(Note(_ID), encode(Words(text))) == Words(text)


@given(st.sampled_from(QUESTIONS), st.text(max_size=40) | st.from_regex(r"[-\d:.T+W]{1,20}", fullmatch=True))
def test_any_text_is_an_answer_or_refused(question: Question, text: str) -> None:
    """What a forged button carries is refused, or kept and read as the same answer ever after."""
    try:
        answer = decode(question, text)
    except ValueError:
        return
    assert decode(question, encode(answer)) == answer


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param(YesNoQuestion(_ID), "maybe", id="not yes or no"),
        pytest.param(YesNoQuestion(_ID), "absent", id="nothing that can be absent"),
        pytest.param(Number(_ID, 0, 9), "two", id="no number"),
        pytest.param(Number(_ID, 0, 9), "", id="empty"),
        pytest.param(Day(_ID, Period.PAST), "2026-02-31", id="no such day"),
        pytest.param(Day(_ID, Period.PAST), "absent", id="a day that cannot be absent"),
        pytest.param(Day(_ID, Period.PAST), "17", id="an age for a letter"),
        pytest.param(Clock(_ID), "25:00", id="no such time"),
        pytest.param(Clock(_ID), "unknown", id="a time is left out, not unknown"),
        pytest.param(Clock(_ID), "09:00+02:00", id="a time in a zone of its own"),
        pytest.param(Clock(_ID), "09:00:30", id="a time with seconds"),
        pytest.param(Note(_ID), "words", id="words without their mark"),
        pytest.param(Note(_ID, may_be_absent=False), "absent", id="words that are needed"),
        pytest.param(Note(_ID), "unknown", id="unknown words"),
    ],
)
def test_what_the_question_cannot_have_is_refused(question: Question, text: str) -> None:
    """An answer of an older version or a forged one never gets into an interview."""
    with pytest.raises(ValueError):  # noqa: PT011 - the words are those of the standard library
        decode(question, text)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.PAST, date(2011, 11, 2), TODAY),
        (Period.AROUND_NOW, date(2011, 11, 2), date(2028, 11, 2)),
        (Period.COMING, TODAY, date(2028, 11, 2)),
        (Period.BIRTH_OF_CHILD, date(2008, 11, 3), TODAY),
        (Period.BIRTH_OF_YOUNG_PERSON, date(1986, 11, 2), TODAY),
    ],
)
def test_bounds(period: Period, first: date, last: date) -> None:
    """Exactly the days from the first to the last make sense."""
    question = Day(_ID, period)
    day = timedelta(1)

    assert bounds(period, TODAY) == (first, last)
    assert [problem_with(question, each, TODAY) for each in (first, last)] == [None, None]
    assert None not in [problem_with(question, each, TODAY) for each in (first - day, last + day)]


@given(st.sampled_from(Period), _DAYS, st.dates(date(2000, 2, 1), date(2060, 12, 31)))
def test_a_day_makes_sense_within_the_bounds_only(period: Period, day: date, today: date) -> None:
    """What the picker offers is accepted, and what it does not offer is not, on every day of the calendar."""
    first, last = bounds(period, today)

    assert (problem_with(Day(_ID, period), day, today) is None) == (first <= day <= last)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (Day(_ID, Period.COMING), date(2026, 11, 1), Problem.DAY_IN_PAST),
        (Day(_ID, Period.COMING), date(2028, 11, 3), Problem.DAY_TOO_FAR),
        (Day(_ID, Period.PAST), date(2026, 11, 3), Problem.DAY_IN_FUTURE),
        (Day(_ID, Period.PAST), date(2011, 11, 1), Problem.DAY_TOO_FAR),
        (Day(_ID, Period.BIRTH_OF_CHILD), date(2008, 11, 2), Problem.NOT_A_CHILD),
        (Day(_ID, Period.BIRTH_OF_CHILD), date(2026, 11, 3), Problem.DAY_IN_FUTURE),
        (Day(_ID, Period.BIRTH_OF_YOUNG_PERSON), 0, Problem.NO_SUCH_DAY),
        (Day(_ID, Period.BIRTH_OF_YOUNG_PERSON), 17, None),
        (Day(_ID, Period.BIRTH_OF_YOUNG_PERSON), 111, Problem.NO_SUCH_DAY),
        (Day(_ID, Period.PAST), 17, Problem.NO_SUCH_DAY),
        (Number(_ID, 1, 8), 0, Problem.NUMBER_OUT_OF_RANGE),
        (Number(_ID, 1, 8), 1, None),
        (Number(_ID, 1, 8), 8, None),
        (Number(_ID, 1, 8), 9, Problem.NUMBER_OUT_OF_RANGE),
        (Number(_ID, 1, 8), Special.UNKNOWN, None),
        (Note(_ID), Words("a" * LONGEST_NOTE), None),
        (Note(_ID), Words("a" * (LONGEST_NOTE + 1)), Problem.TEXT_TOO_LONG),
        (YesNoQuestion(_ID), YesNo.NO, None),
    ],
)
def test_problem_with(question: Question, answer: Answer, expected: Problem | None) -> None:
    """Each problem is told by its own name."""
    assert problem_with(question, answer, TODAY) is expected


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 2, 29), 1, date(2029, 3, 1)),
        (date(2028, 2, 29), -18, date(2010, 3, 1)),
        (date(2026, 11, 2), -15, date(2011, 11, 2)),
    ],
)
def test_years_from(day: date, years: int, expected: date) -> None:
    """The leap day becomes the first of March in other years."""
    assert years_from(day, years) == expected
