"""Finding the language of a message."""

import time

from bot.evaluation.questions import load_questions
from bot.language.identifier import ServedLanguageIdentifier
from content.loader import load
from tests.benchmarks.figures import Chapter, Figure, median_time
from tests.benchmarks.measures.context import Context


async def measure(context: Context) -> Chapter:
    """Identify every clearly put question, by language."""
    begun = time.perf_counter()
    identifier = ServedLanguageIdentifier(load().texts)
    loading = time.perf_counter() - begun
    figures = []
    rounds = 1 if context.quick else 10
    for language, questions in load_questions("paraphrases").items():
        texts = [question.text for question in questions] * rounds
        identifier.identify(texts[0])
        seconds = median_time(
            lambda number, texts=texts: identifier.identify(texts[number]), len(texts), time.perf_counter
        )
        figures.append(Figure(f"{language}, a message", seconds * 1000, "ms"))
    figures.append(Figure("loading texts and profiles", loading, "s"))
    return Chapter("language", "Language detection", tuple(figures))
