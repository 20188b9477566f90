"""Which language to answer in."""

import pytest

from content.loader import Content
from content.model import LanguageCode
from conversations.language_choice import (
    LanguageDecision,
    decide_language,
    is_only_a_language_name,
    named_language,
)
from conversations.understanding import LanguageGuess

_AR, _EN, _NL = LanguageCode("ar"), LanguageCode("en"), LanguageCode("nl")
_QUESTION = "may I work after the rejection"


@pytest.mark.parametrize(
    ("guess", "expected"),
    [
        (LanguageGuess(_EN, 0.99), _EN),
        (LanguageGuess(_EN, 0.8), _EN),
        (LanguageGuess(_EN, 0.79), None),
        (LanguageGuess(None, 0.0), None),
    ],
)
def test_a_first_message_decides_only_when_it_is_sure(
    guess: LanguageGuess, expected: LanguageCode | None
) -> None:
    """A person who chose no language is answered in the one they write, or asked when it is not sure."""
    assert decide_language(None, guess, _QUESTION) == LanguageDecision(expected)


@pytest.mark.parametrize("confidence", [0.0, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("guessed", [None, _AR, _EN, _NL])
def test_the_chosen_language_always_wins(guessed: LanguageCode | None, confidence: float) -> None:
    """Whatever a message looks like, the language that the person chose stays."""
    guess = LanguageGuess(guessed, confidence)

    assert decide_language(_AR, guess, _QUESTION).language == _AR


@pytest.mark.parametrize(
    ("guess", "text", "offer"),
    [
        (LanguageGuess(_EN, 0.9), _QUESTION, _EN),
        (LanguageGuess(_EN, 0.89), _QUESTION, None),
        (LanguageGuess(_EN, 0.99), "hotel school", None),
        (LanguageGuess(_AR, 0.99), _QUESTION, None),
        (LanguageGuess(None, 0.99), _QUESTION, None),
    ],
)
def test_another_language_is_offered_only_when_it_is_sure(
    guess: LanguageGuess, text: str, offer: LanguageCode | None
) -> None:
    """A person who writes in another language is offered it, but not for a Dutch word among their own."""
    assert decide_language(_AR, guess, text) == LanguageDecision(_AR, offer)


def test_every_name_of_a_language_is_known(content: Content, language: LanguageCode) -> None:
    """Each language is recognised by all its names in all languages, in capitals too, and by no other."""
    texts = content.texts[language].language

    for name in (texts.name, *texts.spoken_names):
        assert is_only_a_language_name(name.upper(), content)
        assert named_language(f"... {name}!", content) == language


def test_names_in_every_other_language(content: Content) -> None:
    """Every language is told from every other by its own name for itself."""
    names = {code: texts.language.name for code, texts in content.texts.items()}

    assert {code: named_language(name, content) for code, name in names.items()} == {c: c for c in names}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I speak Arabic", "ar"),
        ("kun je Nederlands praten?", "nl"),
        ("please answer in tigrinya", "ti"),
        ("FARSI, please", "fa"),
        ("بالعربية أو العربية", "ar"),
        ("English or Arabic", None),
        ("what is this", None),
        ("", None),
    ],
)
def test_a_language_is_recognised_in_a_sentence(content: Content, text: str, expected: str | None) -> None:
    """One named language is understood; none or two is no choice, and the person is asked."""
    assert named_language(text, content) == expected


@pytest.mark.parametrize("text", ["", "English please", "I speak English", "taal", "nl", "Dutchman"])
def test_a_sentence_is_not_only_a_name(content: Content, text: str) -> None:
    """A question that holds the name of a language is a question, not a choice."""
    assert not is_only_a_language_name(text, content)


def test_no_published_question_is_only_a_name(content: Content, language: LanguageCode) -> None:
    """No question that people ask is ever taken for a choice of language."""
    questions = [answer.question for answer in content.texts[language].answers.values()]

    assert [text for text in questions if is_only_a_language_name(text, content)] == []
