"""Texts of every length on which language identification is compared, and how often it is right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.evaluation.questions import Form, load_questions
from bot.language.comparison import Detector
from content.model import LanguageCode

LENGTHS = (1, 2, 3, 5, 8, 12)
"""Words after which a question is cut off, so that every length is made of the same questions."""

_SETS = ("unseen", "questions")


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, its language, and its bucket: a number of words, or `latin` for Latin letters."""

    text: str
    language: LanguageCode
    bucket: str


def samples() -> Iterator[Sample]:
    """Give the first words of every evaluation question, and whole questions in Latin letters."""
    for kind in _SETS:
        for language, questions in load_questions(kind).items():
            for question in questions:
                words = question.text.split()
                if question.form is Form.LATIN:
                    yield Sample(question.text, language, Form.LATIN)
                    continue
                for length in LENGTHS:
                    if len(words) >= length:
                        yield Sample(" ".join(words[:length]), language, str(length))


def accuracies(detector: Detector, texts: list[Sample]) -> dict[str, dict[str, float]]:
    """Return for each bucket the share of texts whose language is found, by language and over `all`."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for sample in texts:
        hit = detector(sample.text) == sample.language
        for language in (sample.language, "all"):
            right[sample.bucket, language] += hit
            total[sample.bucket, language] += 1
    rates: dict[str, dict[str, float]] = {bucket: {} for bucket in (*map(str, LENGTHS), Form.LATIN)}
    for (bucket, language), number in sorted(total.items()):
        rates[bucket][language] = round(right[bucket, language] / number, 3)
    return rates
