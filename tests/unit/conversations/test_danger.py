"""Noticing danger before anything else."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from content.loader import Content
from content.model import DUTCH, DangerKind, LanguageCode
from conversations.danger import Danger, DangerDetector, fold

_LONG = 16
_BY_URGENCY = list(DangerKind)
_NUMBERS = ["112", " 112!! ", "١١٢", "۱۱۲", "\u200e112", "1️⃣1️⃣2️⃣", "112 112"]
_SIGNS = [*_NUMBERS, "SOS", "s.o.s.", "🆘", "🆘🆘\ufe0f", "🆘 sos 112"]


@pytest.fixture(scope="module")
def detector(content: Content) -> DangerDetector:
    """Return a detector with the phrases of all languages."""
    return DangerDetector(content.texts)


def _phrases(content: Content, language: LanguageCode) -> Iterator[tuple[DangerKind, str]]:
    for kind, phrases in content.texts[language].danger_phrases.items():
        for phrase in phrases:
            yield kind, phrase


def _missed(
    detector: DangerDetector, content: Content, language: LanguageCode, write: Callable[[str], str]
) -> list[str]:
    return [
        write(phrase)
        for _, phrase in _phrases(content, language)
        if detector.detect(f"salam, {write(phrase)}.") is None
    ]


@pytest.mark.parametrize("sentence", ["Hallo, {}!! 😢", "سلام. {}؟ ሰላም", "12\n{}\nok"])
def test_every_phrase_is_found_in_a_sentence(
    detector: DangerDetector, content: Content, language: LanguageCode, sentence: str
) -> None:
    """A phrase is found wherever it stands, as danger at least as urgent as its own kind."""
    for kind, phrase in _phrases(content, language):
        found = detector.detect(sentence.format(phrase))

        assert found is not None, phrase
        assert _BY_URGENCY.index(found.kind) <= _BY_URGENCY.index(kind), phrase


def test_a_phrase_shows_its_language(content: Content, language: LanguageCode) -> None:
    """A person in danger who chose no language is answered in that of the phrase."""
    detector = DangerDetector({language: content.texts[language]})

    assert {detector.detect(phrase).language for _, phrase in _phrases(content, language)} == {language}


def test_phrases_in_capitals_are_found(
    detector: DangerDetector, content: Content, language: LanguageCode
) -> None:
    """Shouting hides nothing."""
    assert _missed(detector, content, language, str.upper) == []


@pytest.mark.parametrize(
    ("language", "letters", "typed"),
    [
        pytest.param("tr", "ıİ", "iI", id="Turkish without dotless i"),
        pytest.param("tr", "çğöşü", "cgosu", id="Turkish on an English keyboard"),
        pytest.param("fr", "éèêàçûîô", "eeeacuio", id="French without accents"),
        pytest.param("fa", "یک", "يك", id="Farsi on an Arabic keyboard"),
        pytest.param("ar", "ة", "ه", id="Arabic as it is often spelled"),
        pytest.param("ar", "ا", "أ", id="Arabic with hamza"),
    ],
)
def test_phrases_on_other_keyboards_are_found(
    detector: DangerDetector, content: Content, language: str, letters: str, typed: str
) -> None:
    """A person in danger is understood on whatever keyboard they have."""
    table = str.maketrans(letters, typed)

    assert _missed(detector, content, LanguageCode(language), lambda phrase: phrase.translate(table)) == []


def _letter_left_out(text: str, place: int) -> str:
    return text[:place] + text[place + 1 :]


def _letter_doubled(text: str, place: int) -> str:
    return text[:place] + text[place] + text[place:]


def _letters_swapped(text: str, place: int) -> str:
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _wrong_letter(text: str, place: int) -> str:
    return text[:place] + "q" + text[place + 1 :]


@pytest.mark.parametrize("mistype", [_letter_left_out, _letter_doubled, _letters_swapped, _wrong_letter])
def test_a_typing_error_does_not_hide_a_long_phrase(
    detector: DangerDetector, content: Content, language: LanguageCode, mistype: Callable[[str, int], str]
) -> None:
    """People in danger type fast: one wrong letter in a word of a long phrase changes nothing."""
    long = [fold(phrase) for _, phrase in _phrases(content, language) if len(fold(phrase)) >= _LONG]
    places = [phrase.index(max(phrase.split(), key=len)) + 1 for phrase in long]
    mistyped = [mistype(phrase, place) for phrase, place in zip(long, places, strict=True)]

    assert mistyped != []
    assert [text for text in mistyped if detector.detect(text) is None] == []


def test_planned_questions_are_no_danger(detector: DangerDetector, content: Content) -> None:
    """No Dutch or English question of the catalogue that is not about danger gets an emergency text."""
    ordinary = [*content.topics.values(), *(each for each in content.handover.values() if not each.danger)]
    questions = [text for each in ordinary for text in each.question.values()]

    assert len(questions) == 2 * len(ordinary)
    assert [question for question in questions if detector.detect(question)] == []


def test_answerable_questions_are_no_danger(
    detector: DangerDetector, content: Content, language: LanguageCode
) -> None:
    """No published question that is not about danger gets an emergency text, in any language."""
    questions = [
        answer.question
        for topic, answer in content.texts[language].answers.items()
        if topic in content.topics or not content.handover[topic].danger
    ]

    assert [question for question in questions if detector.detect(question)] == []


def test_the_question_about_suicide_is_danger(
    detector: DangerDetector, content: Content, language: LanguageCode
) -> None:
    """The plainest way to say that one does not want to live is never left to a classifier."""
    question = content.texts[language].answers["suicidal_thoughts"].question

    assert getattr(detector.detect(question), "kind", None) == DangerKind.SELF_HARM


@pytest.mark.parametrize("text", ["", "   ", "😢", "1 12", "1.12", "1122", "?!", "\u200c"])
def test_a_text_without_words_is_no_danger(detector: DangerDetector, text: str) -> None:
    """Nothing is read into a message that says nothing."""
    assert detector.detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "112",
        " 112!! ",
        "١١٢",
        "۱۱۲",
        "\u200e112",
        "1️⃣1️⃣2️⃣",
        "112 112",
        "SOS",
        "s.o.s.",
        "🆘",
        "🆘🆘\ufe0f",
        "🆘 sos 112",
    ],
)
def test_a_sign_for_help_is_danger(detector: DangerDetector, text: str) -> None:
    """A message that is nothing but the emergency number or SOS is a cry for help in every language."""
    assert detector.detect(text) == Danger(DangerKind.MEDICAL_EMERGENCY, None)


@pytest.mark.parametrize("text", ["what is 112?", "112 euro", "article 112", "sosos", "112 bellen?", "0112"])
def test_a_sign_among_words_is_no_danger(detector: DangerDetector, text: str) -> None:
    """Who asks about the emergency number gets an answer and no alarm."""
    assert detector.detect(text) is None


@pytest.mark.parametrize("text", ["the shits menu", "overdoses", "suicidally2", "gebermek"])
def test_a_short_phrase_must_stand_by_itself(detector: DangerDetector, text: str) -> None:
    """A short phrase inside a longer word is another word."""
    assert detector.detect(text) is None


def test_the_most_urgent_danger_wins(content: Content, detector: DangerDetector) -> None:
    """Of several dangers in one message the one where minutes count is answered."""
    phrases = content.texts[DUTCH].danger_phrases
    for first, urgent in enumerate(_BY_URGENCY):
        for other in _BY_URGENCY[first:]:
            text = f"{phrases[other][0]}, {phrases[urgent][0]}"

            assert detector.detect(text).kind == urgent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ça  VA?! Élève", "ca va eleve"),
        ("I can't", "i can t"),
        ("كَمْ؟", "كم"),
        ("می\u200cخواهم", "مي خواهم"),
        ("ሰላም፡ዓለም።", "ሰላም አለም"),
        ("", ""),
    ],
)
def test_folding_leaves_the_letters(text: str, expected: str) -> None:
    """Case, accents, vowel signs and punctuation do not matter for finding words; letters do."""
    assert fold(text) == expected


_EDITS = st.lists(
    st.tuples(
        st.floats(0, 0.999), st.sampled_from("abeiknorst اነ"), st.sampled_from(["in", "out", "instead"])
    ),
    max_size=6,
)


@given(data=st.data(), edits=_EDITS, around=st.sampled_from(["{}", "please {} now", "ik {}", "{} yes ok"]))
def test_the_index_hides_no_phrase(
    data: st.DataObject,
    edits: list[tuple[float, str, str]],
    around: str,
    detector: DangerDetector,
    content: Content,
) -> None:
    """Whatever is typed wrong: a long phrase that comparing letter by letter would find is found."""
    folded = [fold(phrase) for code in sorted(content.texts) for _, phrase in _phrases(content, code)]
    phrase = data.draw(st.sampled_from([each for each in folded if len(each) >= _LONG]))
    typed = phrase
    for place, letter, change in edits:
        at = int(place * len(typed))
        typed = typed[:at] + ("" if change == "out" else letter) + typed[at + (change != "in") :]
    text = fold(around.format(typed))
    alike = len(text) + 2 >= len(phrase) and fuzz.partial_ratio(phrase, f" {text} ") >= 93

    assert detector.detect(text) is not None or not alike, (phrase, text)
