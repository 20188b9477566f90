"""Yes and no, options and own words; and what holds for every text, question and language."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.loader import Content
from content.model import LanguageCode
from conversations.cleaning import LONGEST_QUESTION
from conversations.flows.answers import LONGEST_NOTE, Problem, decode, encode, problem_with
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.interview import InterviewId
from conversations.flows.new_deadline import NOTE, OWN_NOTE
from conversations.flows.procedure_timeline import PHASE, Phase
from conversations.flows.questions import Choice, Note, Question, Special, Words, YesNo
from conversations.interview_screens import label_key
from conversations.typed.reader import Given, Refused, Which, Wish, read_answer
from conversations.typed.vocabulary import Vocabulary

Read = Callable[[str, str, str], Any]
Vocabularies = Mapping[str, Vocabulary]
LANGUAGES = ("ar", "en", "fa", "fr", "nl", "so", "ti", "tr")
ALL_QUESTIONS = [
    pytest.param(interview.id, question, id=f"{interview.id}-{question.id}")
    for interview in INTERVIEWS.values()
    for question in interview.questions
]


def labels(content: Content, interview: InterviewId, question: Question, language: str) -> dict[str, str]:
    """Return the real button texts of a choice."""
    if not isinstance(question, Choice):
        return {}
    return {
        option: content.interface(label_key(INTERVIEWS[interview], question, option), LanguageCode(language))
        for option in question.options
    }


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "ja", YesNo.YES), ("nl", "NEE.", YesNo.NO), ("nl", "ja dat klopt", YesNo.YES),
        ("nl", "nee nog niet", YesNo.NO), ("en", "Yes!", YesNo.YES), ("en", "not yet", YesNo.NO),
        ("fr", "oui", YesNo.YES), ("fr", "pas encore", YesNo.NO), ("ar", "نعم", YesNo.YES),
        ("ar", "لأ", YesNo.NO), ("ar", "na3am", YesNo.YES), ("ar", "ما عندي", YesNo.NO),
        ("fa", "بله", YesNo.YES),
        ("fa", "نخیر", YesNo.NO), ("ti", "እወ", YesNo.YES), ("ti", "ኣይፋል", YesNo.NO), ("ti", "ewe", YesNo.YES),
        ("so", "haa", YesNo.YES), ("so", "maya", YesNo.NO), ("tr", "evet", YesNo.YES),
        ("tr", "HAYIR", YesNo.NO),
        ("tr", "hayir", YesNo.NO), ("ti", "ja", YesNo.YES), ("fa", "no", YesNo.NO),
    ],
)  # fmt: skip
def test_yes_and_no(read: Read, language: str, text: str, expected: YesNo) -> None:
    """In the own language, in its Latin spelling, and in the Dutch or English that was learnt first."""
    assert read(text, "yes or no", language) == Given(expected)


@pytest.mark.parametrize("question", ["yes or no", "number", "past", "coming", "age"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "weet ik niet"), ("en", "I don't know"), ("fr", "je sais pas"), ("ar", "ما بعرف"),
        ("ar", "ma ba3ref"), ("fa", "نمی‌دانم"), ("ti", "ኣይፈልጥን"), ("so", "ma garanayo"), ("tr", "bilmiyorum"),
        ("nl", "?"), ("fr", "??"), ("ar", "؟"),
    ],
)  # fmt: skip
def test_not_knowing_is_an_answer(read: Read, language: str, text: str, question: str) -> None:
    """Who does not know says so in words or with a question mark of the own script."""
    assert read(text, question, language) == Given(Special.UNKNOWN)


@pytest.mark.parametrize("question", ["yes or no", "number", "past", "around now", "time"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "stop"), ("en", "cancel"), ("fr", "arrêter"), ("ar", "توقف"), ("fa", "لغو"), ("ti", "ደው በል"),
        ("so", "jooji"), ("tr", "İPTAL"),
    ],
)  # fmt: skip
def test_stopping(read: Read, language: str, text: str, question: str) -> None:
    """Whatever is asked, the person can leave in words."""
    assert read(text, question, language) is Wish.STOP


@pytest.mark.parametrize("question", ["yes or no", "number", "past", "around now", "time"])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "terug"), ("en", "go back"), ("fr", "retour"), ("ar", "رجوع"), ("fa", "قبلی"), ("ti", "ተመለስ"),
        ("so", "dib u noqo"), ("tr", "geri"),
    ],
)  # fmt: skip
def test_going_back(read: Read, language: str, text: str, question: str) -> None:
    """Whatever is asked, the last answer can be taken back in words."""
    assert read(text, question, language) is Wish.PREVIOUS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("interview", "question"), [p for p in ALL_QUESTIONS if isinstance(p.values[1], Choice)]
)
def test_every_option_can_be_typed(
    content: Content,
    vocabularies: Vocabularies,
    today: date,
    interview: InterviewId,
    question: Choice,
    language: str,
) -> None:
    """Who copies a button text gives that very answer, never another one or a wish to stop."""
    known = labels(content, interview, question, language)

    read = {
        each: read_answer(text, question, known, vocabularies[language], today)
        for each, text in known.items()
    }

    assert read == {option: Given(option) for option in question.options}


def test_a_misspelt_option_is_recognised(content: Content, vocabularies: Vocabularies, today: date) -> None:
    """A letter too few in a button text that was typed over is forgiven."""
    known = labels(content, InterviewId.PROCEDURE_TIMELINE, PHASE, "nl")
    typed = known[Phase.HIGHER_APPEAL][:-1]

    assert read_answer(typed, PHASE, known, vocabularies["nl"], today) == Given(Phase.HIGHER_APPEAL)


@pytest.mark.parametrize("question", [NOTE, OWN_NOTE], ids=["note", "own note"])
def test_own_words_are_kept_as_they_are(vocabularies: Vocabularies, today: date, question: Note) -> None:
    """What somebody wants to be reminded of is not folded or cut."""
    text = "Paspoort én foto's meenemen, kamer 3!"

    assert read_answer(text, question, {}, vocabularies["nl"], today) == Given(Words(text))


def test_own_words_can_be_left_out_unless_they_are_needed(vocabularies: Vocabularies, today: date) -> None:
    """An appointment needs no words; a date of one's own does."""
    assert read_answer("niets", NOTE, {}, vocabularies["nl"], today) == Given(Special.ABSENT)
    assert read_answer("niets", OWN_NOTE, {}, vocabularies["nl"], today) == Given(Words("niets"))


def test_own_words_that_are_too_long_are_refused(vocabularies: Vocabularies, today: date) -> None:
    """Nothing is cut off unseen."""
    longest = "a" * LONGEST_NOTE

    assert read_answer(longest, NOTE, {}, vocabularies["nl"], today) == Given(Words(longest))
    assert read_answer(longest + "a", NOTE, {}, vocabularies["nl"], today) == Refused(Problem.TEXT_TOO_LONG)


_PIECES = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "3",
        "7",
        "12",
        "17",
        "28",
        "29",
        "31",
        "64",
        "99",
        "366",
        "367",
        "1404",
        "1405",
        "1446",
        "2026",
        "2027",
        "9999",
        "00",
        "0000",
        "٣",
        "۱۴۰۵",
        "/",
        "-",
        ".",
        ":",
        ",",
        "?",
        "am",
        "pm",
        "mei",
        "may",
        "mehr",
        "مهر",
        "azar",
        "رمضان",
        "february",
        "شباط",
        "maandag",
        "الجمعة",
        "gisteren",
        "over",
        "geleden",
        "dagen",
        "weken",
        "ago",
        "قبل",
        "ja",
        "no",
        "لا",
        "terug",
        "ik",
        "om",
        "uur",
        "jaar",
        "yes",
        "geen",
    ]
)
_TEXTS = (
    st.text(st.characters(codec=None), max_size=60)
    | st.lists(_PIECES, max_size=7).map(" ".join)
    | st.from_regex(r"\d{1,5}[/.:-]\d{1,5}([/.:-]\d{1,5})?", fullmatch=True)
    | st.sampled_from(["9" * LONGEST_QUESTION, "9 " * (LONGEST_QUESTION // 2), "?" * 99])
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=_TEXTS, day=st.dates(date(2026, 1, 1), date(2032, 12, 31)))
def test_no_text_does_harm(
    content: Content, vocabularies: Vocabularies, language: str, text: str, day: date
) -> None:
    """No text makes the reader fail, and no answer is read that would be refused or cannot be kept."""
    for interview in INTERVIEWS.values():
        for question in interview.questions:
            known = labels(content, interview.id, question, language)
            found = read_answer(text, question, known, vocabularies[language], day)
            match found:
                case Given(answer):
                    answers = [answer]
                case Which(several):
                    answers = list(several)
                    assert answers
                case _:
                    answers = []

            assert [problem_with(question, answer, day) for answer in answers] == [None] * len(answers)
            assert [decode(question, encode(answer)) for answer in answers] == answers


def test_every_option_is_text() -> None:
    """Options are kept by their value, which is text."""
    choices = [
        each.options for flow in INTERVIEWS.values() for each in flow.questions if isinstance(each, Choice)
    ]

    assert [options for options in choices if not issubclass(options, StrEnum)] == []
