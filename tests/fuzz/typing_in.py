"""Fuzz what people and counsellors type as an answer: dates, times, numbers, choices, in every language."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from content.model import LanguageCode
from conversations.cleaning import clean
from conversations.flows.answers import problem_with
from conversations.flows.questions import (
    Clock,
    Day,
    Note,
    Number,
    Period,
    Question,
    QuestionId,
    YesNoQuestion,
)
from conversations.language_choice import decide_language
from conversations.panic import is_panic_word
from conversations.typed.dates import find_day
from conversations.typed.desk_dates import read_written_day, read_written_time
from conversations.typed.reader import Given, Which, read_answer
from conversations.typed.vocabulary import Vocabulary, build_vocabulary
from conversations.understanding import LanguageGuess
from tests.fuzz.chance import Chance
from tests.fuzz.contents import whole_content
from tests.fuzz.failures import FoundError
from tests.fuzz.mutation import mutated

_ID = QuestionId("question")
_QUESTIONS: tuple[Question, ...] = (
    YesNoQuestion(_ID),
    Number(_ID, 0, 20),
    Number(_ID, 1, 5000),
    *(Day(_ID, period, may_be_absent=period is Period.AROUND_NOW) for period in Period),
    Clock(_ID),
    Note(_ID, may_be_absent=True),
)
_SEEDS = (
    "12 december 2026 14:30", "12-12-2026", "2026/12/31", "1.2.27", "over 3 weken", "5 days ago",
    "in 2 months",
    "9u30", "half past 3 pm", "14 uur", "volgende maandag", "15 رمضان 1447", "۱۴۰۵/۸/۱۱", "٣٠/١١/٢٠٢٦",
    "17",
    "2 kinderen", "ja hoor", "no idea", "31 february", "29-02-2028", "3-4", "00:00", "24:00", "-5", "1 000",
)  # fmt: skip
_MOMENTS = (date(2026, 11, 2), date(2028, 2, 29), date(2026, 12, 31), date(2026, 3, 29))


class Typing:
    """Reads whatever is typed, with the words of every language."""

    def __init__(self) -> None:
        content = whole_content()
        self._languages = content.languages
        self._vocabularies: Mapping[LanguageCode, Vocabulary] = {
            language: build_vocabulary(content, language) for language in content.languages
        }
        self._words = [
            " ".join(phrase)
            for vocabulary in self._vocabularies.values()
            for phrases in (
                *vocabulary.lists.values(),
                vocabulary.months,
                vocabulary.weekdays,
                vocabulary.relative_days,
            )
            for phrase in phrases
        ]

    def answer(self, chance: Chance) -> None:
        """Read an answer: what is taken makes sense for the question, whatever was typed."""
        read_typed(self._text(chance), chance, self._vocabularies, self._languages)

    def desk(self, chance: Chance) -> None:
        """Read what a counsellor writes after a command: a day that makes sense, or why not."""
        text, vocabulary = self._text(chance), self._vocabularies[chance.one_of(self._languages)]
        read_written_day(text, vocabulary, chance.one_of(_MOMENTS))
        read_written_time(text)

    def talk(self, chance: Chance) -> None:
        """Clean what was written, look for panic and language: cleaning again changes nothing."""
        text = self._text(chance)
        cleaned = clean(text)
        is_panic_word(text)
        cleaned.encode()
        if clean(cleaned) != cleaned:
            raise FoundError(f"{text!r} is not clean after cleaning")
        guess = LanguageGuess(chance.one_of((None, *self._languages)), chance.one_of((0.0, 0.5, 1.0)))
        decide_language(chance.one_of((None, *self._languages)), guess, cleaned)

    def _text(self, chance: Chance) -> str:
        return chance.give(self._any_text(chance))

    def _any_text(self, chance: Chance) -> str:
        kind = chance.below(4)
        if kind == 0:
            return chance.text()
        if kind == 1:
            return mutated(chance, chance.one_of(_SEEDS), self._words)
        words = [chance.one_of(self._words) for _ in range(1 + chance.below(3))]
        numbers = [str(chance.below(chance.one_of((10, 40, 3000)))) for _ in range(chance.below(4))]
        mixed = [*words, *numbers]
        return chance.one_of((" ", "-", "/", ".", ":", " ")).join(chance.some_of(mixed, 6))


def read_typed(
    text: str,
    chance: Chance,
    vocabularies: Mapping[LanguageCode, Vocabulary],
    languages: tuple[LanguageCode, ...],
) -> None:
    """Read one text as the answer to one question. Raises FoundError when nonsense is taken."""
    question, today = chance.one_of(_QUESTIONS), chance.one_of(_MOMENTS)
    vocabulary = vocabularies[chance.one_of(languages)]
    read = read_answer(text, question, {}, vocabulary, today)
    taken = read.answers if isinstance(read, Which) else (read.answer,) if isinstance(read, Given) else ()
    for answer in taken:
        if isinstance(answer, date | int) and problem_with(question, answer, today) is not None:
            raise FoundError(f"{text!r} gives {answer} for {question} on {today}")
        if isinstance(answer, time) and answer.tzinfo is not None:
            raise FoundError(f"{text!r} gives a time with a zone")
    if isinstance(question, Day):
        day = find_day(text, question, vocabulary, today)
        if day is not None and abs(day - today) > timedelta(days=366 * 130):
            raise FoundError(f"{text!r} gives {day}")
