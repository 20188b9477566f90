"""Digits that are letters: Arabic in Latin letters must never become a day."""

from datetime import date

import pytest

from content.loader import Content
from content.model import LanguageCode
from conversations.flows.new_deadline import DAY
from conversations.typed.dates import find_day
from conversations.typed.tokens import split_tokens, tokens
from conversations.typed.vocabulary import build_vocabulary

_TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fakkarni bel mow3id 17 decembre 2026", date(2026, 12, 17)),
        ("3andi mow3id 17 december 2026", date(2026, 12, 17)),
        ("7abs 17 december", None),
        ("remind me on 17 december 2026 at 10", date(2026, 12, 17)),
        ("remind me on 17-12-2026 about room3", date(2026, 12, 17)),
    ],
)
def test_only_a_clear_day_is_taken(content: Content, text: str, expected: date | None) -> None:
    """A day that is not certain is asked for; a digit inside a word is none."""
    assert find_day(text, DAY, build_vocabulary(content, LanguageCode("ar")), _TODAY) == expected


def test_words_keep_their_digits() -> None:
    """Only where a time is read are numbers taken out of words."""
    assert tokens("mow3id 9u30 17dec") == ("mow3id", "9", "u30", "17", "dec")
    assert split_tokens("9u30") == ("9", "u", "30")
