"""Making safe what people send."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loader import Content
from content.model import LanguageCode
from conversations.cleaning import LONGEST_QUESTION, clean, has_words

_ANY_TEXT = st.text(st.characters(codec=None))
_NON_JOINER = "\u200c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \t\r\n ", "", id="only spaces"),
        pytest.param("How\tmuch \n\n money?  ", "How much money?", id="spaces"),
        pytest.param("may I\x00work", "may I work", id="null byte"),
        pytest.param("\x1b[31mred\x1b[0m", "[31mred [0m", id="terminal codes"),
        pytest.param("\u202emay\u202c I \u2067work\u2069\u200f", "may I work", id="direction"),
        pytest.param("a\ud800b\udfff", "a b", id="lone surrogates"),
        pytest.param("a\ue000\U000e0001b\U0010ffff", "a b", id="no characters"),
        pytest.param("may\u200bI\ufeff work", "may I work", id="zero width"),
        pytest.param("<b>may I</b> &amp; work", "<b>may I</b> &amp; work", id="HTML is only text"),
        pytest.param("/restart", "/restart", id="a slash is only text"),
        pytest.param("👍🏽 ❤️", "👍🏽 ❤️", id="emoji"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="Persian spelling"),
        pytest.param("كَم مِنَ المال؟", "كَم مِنَ المال؟", id="Arabic vowel signs"),
        pytest.param("ስራሕ ክሰርሕ ይኽእል ዶ፧", "ስራሕ ክሰርሕ ይኽእል ዶ፧", id="Ethiopic"),
    ],
)
def test_only_what_is_dangerous_or_unseen_is_changed(text: str, expected: str) -> None:
    """What the person meant stays; what only confuses screens, logs and classifiers goes."""
    assert clean(text) == expected


@given(_ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """A kept question that is answered later is the question that was asked."""
    assert clean(clean(text)) == clean(text)


@given(_ANY_TEXT)
def test_nothing_unseen_is_left(text: str) -> None:
    """No control, direction or surrogate character of a stranger reaches Rasa, a screen or the database."""
    left = {char for char in clean(text) if unicodedata.category(char)[0] == "C"}

    assert left <= {_NON_JOINER}
    assert clean(text).encode().decode() == clean(text)


@given(_ANY_TEXT)
def test_letters_and_digits_stay(text: str) -> None:
    """No letter or digit of any script is lost."""
    assert [char for char in clean(text) if char.isalnum()] == [char for char in text if char.isalnum()]


def test_a_long_text_is_not_cut() -> None:
    """Whether a text is too long is decided by the talk, after danger was looked for in all of it."""
    assert len(clean("a" * 10_000)) == 10_000


@pytest.mark.parametrize("text", ["", "👍🏽 ❤️", "?!", "112", "٣ ፫", "\u200c", "\u064b"])
def test_a_text_without_letters_has_no_words(text: str) -> None:
    """Emoji, digits and signs alone are no question in any script."""
    assert not has_words(clean(text))


def test_every_question_has_words(content: Content, language: LanguageCode) -> None:
    """Real questions in every script are seen as words, fit the limit and are left as they are."""
    questions = [answer.question for answer in content.texts[language].answers.values()]

    for question in questions:
        assert clean(question) == " ".join(question.split())
        assert has_words(question)
        assert len(question) < LONGEST_QUESTION
