from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.language.identifier import ServedLanguageIdentifier
from bot.language.scripts import Script, main_script
from content.loader import Content
from content.model import LanguageCode
from conversations.language_choice import decide_language
from conversations.understanding import LanguageGuess

PARAPHRASES = Path(__file__).parents[2] / "evaluation" / "paraphrases"
RIGHT_ENOUGH = 0.97
NO_IDEA = LanguageGuess(None, 0.0)

SCRIPTS = [
    ("hello", Script.LATIN),
    ("Çok şükür, où?", Script.LATIN),
    ("مرحبا", Script.ARABIC),
    ("پول چقدر است", Script.ARABIC),
    ("ሰላም", Script.ETHIOPIC),
    ("IND እንታይ እዩ ትርጉሙ", Script.ETHIOPIC),
    ("IND يعني ماذا هنا", Script.ARABIC),
    ("Привет", None),
    ("你好", None),
    ("😀 123 !?", None),
    ("", None),
]

BY_LETTERS = [
    ("پول چقدر است", "fa"),
    ("من کجا بخوابم", "fa"),
    ("این چیست", "fa"),
    ("أين أنام الليلة", "ar"),
    ("هل يمكنني العمل", "ar"),
    ("كيف", "ar"),
    ("ሰላም", "ti"),
    ("ናበይ ክኸይድ እየ", "ti"),
]

TYPED_IN_LATIN = [
    ("ana 3andi mushkila", "ar"),
    ("kifak shu lazem a3mel", "ar"),
    ("bghit nerja3 l bladi", "ar"),
    ("3endi sou2al 3an el ma7kama", "ar"),
    ("man nemidunam chikar konam", "fa"),
    ("salam mikham bargardam", "fa"),
    ("koja bayad bekhabam", "fa"),
    ("kemey geyre kmles", "ti"),
    ("nabey kkeyd", "ti"),
    ("ane asyl", "ti"),
]

SHORT_DUTCH = [
    "kan ik blijven?",
    "mag ik werken",
    "help mij",
    "wat nu?",
    "mag ik hier blijven",
    "ik heb een vraag",
    "hoeveel geld krijg ik",
    "wie helpt mij",
    "mijn kind is ziek",
    "moet ik weg",
    "wat is een inreisverbod",
    "mag mijn kind naar school",
    "hoe lang duurt dat",
]

DATES_AND_NAMES = [
    ("the 3rd or the 7th of May", "en"),
    ("Moet ik op de 3e of de 7e weg?", "nl"),
    ("Staat dat in artikel 3a of 9b?", "nl"),
    ("C'est le 3e ou le 9e jour ?", "fr"),
    ("Saat 9da mı 7de mi gelmeliyim?", "tr"),
]


def paraphrases() -> list[tuple[str, str]]:
    """Return every sentence of the evaluation with its language."""
    return [
        (entry["text"], path.stem)
        for path in sorted(PARAPHRASES.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("text", "script"), SCRIPTS)
def test_script(text: str, script: Script | None) -> None:
    """The script of most letters counts, so that a Dutch abbreviation does not turn the whole sentence."""
    assert main_script(text) == script


@pytest.mark.parametrize(("text", "language"), BY_LETTERS)
def test_letters_decide(identifier: ServedLanguageIdentifier, text: str, language: str) -> None:
    """Letters that only one served language uses decide for sure, however short the text."""
    guess = identifier.identify(text)
    assert guess.language == language
    assert decide_language(None, guess, text).language == language


@pytest.mark.parametrize(("text", "language"), TYPED_IN_LATIN)
def test_typed_with_latin_letters(identifier: ServedLanguageIdentifier, text: str, language: str) -> None:
    """Arabic, Farsi and Tigrinya that are typed with Latin letters are recognised as what they are."""
    assert identifier.identify(text).language == language


@pytest.mark.parametrize("text", SHORT_DUTCH)
def test_short_dutch(identifier: ServedLanguageIdentifier, text: str) -> None:
    """Short Dutch is Dutch: languages that are not served, such as Afrikaans, do not get in its way."""
    assert identifier.identify(text).language == "nl"


@pytest.mark.parametrize(("text", "language"), DATES_AND_NAMES)
def test_digits_in_other_languages(identifier: ServedLanguageIdentifier, text: str, language: str) -> None:
    """A date or an article number in a European language is not Arabic typed with digits."""
    assert identifier.identify(text).language == language


@pytest.mark.parametrize("text", ["", " ", "123", "112", "😀😭", "?!", "\u200f", "Привет, как дела?", "你好"])
def test_no_idea(identifier: ServedLanguageIdentifier, text: str) -> None:
    """A text without letters of a served script gets no guess, so that the person is asked."""
    assert identifier.identify(text) == NO_IDEA


@pytest.mark.parametrize("text", ["ok", "A4", "hallo", "IND", "taxi", "112 bellen"])
def test_unsure(identifier: ServedLanguageIdentifier, text: str) -> None:
    """A word that many languages have never changes the language of a person."""
    for chosen in ("nl", "ar", "ti"):
        decision = decide_language(LanguageCode(chosen), identifier.identify(text), text)
        assert (decision.language, decision.offer) == (chosen, None)


def test_sentences_of_the_evaluation(identifier: ServedLanguageIdentifier) -> None:
    """Of the sentences that were written for the evaluation nearly all are recognised, in each language."""
    wrong = [
        (text, language) for text, language in paraphrases() if identifier.identify(text).language != language
    ]
    assert 1 - len(wrong) / len(paraphrases()) >= RIGHT_ENOUGH, wrong


@given(st.text(max_size=60))
def test_any_text(identifier: ServedLanguageIdentifier, content: Content, text: str) -> None:
    """Any text gets the same guess twice: a served language or none, with a probability."""
    guess = identifier.identify(text)
    assert identifier.identify(text) == guess
    assert guess.language in (None, *content.languages)
    assert 0.0 <= guess.confidence <= 1.0


def test_same_guess_from_another_instance(identifier: ServedLanguageIdentifier, content: Content) -> None:
    """The guess does not depend on what was asked before, nor on the start of the program."""
    another = ServedLanguageIdentifier(content.texts)
    sentences = [text for text, _ in paraphrases()][::-7]
    assert [another.identify(text) for text in sentences] == [identifier.identify(text) for text in sentences]
