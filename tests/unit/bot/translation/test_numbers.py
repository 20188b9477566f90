"""Numbers and dates that must survive a machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.numbers import same_numbers, western_digits

SAME = [
    ("kom om 14.30 uur", "come at 14:30"),
    ("vóór 03-05-2026", "before 3/5/2026"),
    ("€ 1.750 en € 12,50", "1,750 euros and 12.50 euros"),
    ("1.750 euro", "1\u202f750 euros"),
    ("1.750 euro", "1750 euros"),
    ("28 dagen, 2 brieven", "2 letters, 28 days"),
    ("op 7 mei", "في ٧ مايو"),
    ("bel 0800-0113", "call 0800 0113".replace(" ", "-")),
    ("1.750 euro", "۱٬۷۵۰ یورو"),
    ("3–5 dagen", "3-5 days"),
    ("geen getal", "no number"),
]
DIFFERENT = [
    ("28 dagen", "26 days"),
    ("28 dagen", "days"),
    ("twee weken", "2 weeks"),
    ("03/05/2026", "05/03/2026"),
    ("bel 0800-0113", "call 800-0113"),
    ("1.750 euro", "1.75 euro"),
    ("2 en 2", "2"),
    ("om 14.30 uur", "at 2:30 pm"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_another_writing(one: str, other: str) -> None:
    """How a language writes a number, a time or a date makes no difference."""
    assert same_numbers(one, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_differences_are_seen(one: str, other: str) -> None:
    """A number that is lost, changed, added or turned round is seen."""
    assert not same_numbers(one, other)


@given(st.text())
def test_any_text(text: str) -> None:
    """A text holds the same numbers as itself, and its digits are found at their old places."""
    assert same_numbers(text, text)
    assert len(western_digits(text)) == len(text)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_numbers(one: int, other: int) -> None:
    """Two whole numbers are the same only when they are."""
    assert same_numbers(f"het is {one}.", f"it is {other}.") == (one == other)
