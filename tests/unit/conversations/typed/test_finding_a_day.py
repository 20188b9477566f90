"""A day inside a longer request, as "remind me on 12 December 2026"."""

from collections.abc import Mapping
from datetime import date

import pytest

from conversations.flows.new_deadline import DAY
from conversations.typed.dates import find_day
from conversations.typed.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "please remind me on 12 December 2026", date(2026, 12, 12)),
        ("nl", "herinner mij op 13-12-2026 aan de DT&V", date(2026, 12, 13)),
        ("en", "remind me tomorrow", date(2026, 11, 3)),
        ("ar", "ذكرني يوم ١٢ كانون الأول ٢٠٢٦ من فضلك", date(2026, 12, 12)),
        ("ti", "ንዕለት 12 ታሕሳስ 2026 ኣዘኻኽረኒ", date(2026, 12, 12)),
    ],
)
def test_a_clear_day_is_not_asked_again(
    vocabularies: Mapping[str, Vocabulary], today: date, language: str, text: str, expected: date
) -> None:
    """Who says it all in one sentence does not have to say it twice."""
    assert find_day(text, DAY, vocabularies[language], today) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("remind me", id="no day"),
        pytest.param("remind me on 03/04/2027", id="can be turned round"),
        pytest.param("remind me on 12 December", id="no year"),
        pytest.param("remind me today or tomorrow", id="two days"),
        pytest.param("remind me on 12 December 2026 and on 13 December 2026", id="two dates"),
        pytest.param("from 12 November to 9 December 2026", id="two months"),
        pytest.param("remind me on 31 February 2027", id="no such day"),
        pytest.param("remind me of 12 December 2020", id="over"),
        pytest.param("remind me, yesterday I got a letter", id="yesterday"),
        pytest.param("remind me on 12 December 2030", id="too far"),
        pytest.param("what happens after 28 days", id="a question"),
    ],
)
def test_a_day_that_is_not_clear_is_asked(
    vocabularies: Mapping[str, Vocabulary], today: date, text: str
) -> None:
    """Nothing is set for a day that the person may not have meant or that makes no sense."""
    assert find_day(text, DAY, vocabularies["en"], today) is None
