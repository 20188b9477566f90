"""The trained model, in all languages, on questions that training has not seen."""

from collections.abc import AsyncIterator

import pytest

from bot.command_line.nlu import evaluate
from bot.composition import Engine, running_engine
from bot.evaluation.scores import Scores
from bot.settings import load_settings
from content.model import LanguageCode
from tests.processes import RasaServer

LANGUAGES = ("ar", "en", "fa", "fr", "nl", "so", "ti", "tr")

# Floors per language, from `./wegwijzer nlu evaluate`; they only ever rise.
RIGHT_FLOORS = {"ar": 0.9, "en": 0.94, "fa": 0.88, "fr": 0.94, "nl": 0.93, "so": 0.9, "ti": 0.86, "tr": 0.9}
PARAPHRASES_RIGHT = 0.95
WRONG_CEILING = 0.06
LANGUAGE_FLOOR = 0.94


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, Scores]]:
    """Keep the scores of all languages for all tests of this file."""
    return {}


@pytest.fixture
async def engine(rasa_server: RasaServer) -> AsyncIterator[Engine]:
    """Run the engine against the real Rasa server."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with running_engine(load_settings(settings)) as engine:
        yield engine


async def scores_of(
    kind: str, language: str, engine: Engine, results: dict[str, dict[str, Scores]]
) -> dict[str, float]:
    """Return the rates of one language, measuring each kind once."""
    if kind not in results:
        results[kind] = {entry.language: entry for entry in await evaluate(engine, kind)}
    return results[kind][LanguageCode(language)].rates()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_clear_paraphrases(
    language: str, engine: Engine, results: dict[str, dict[str, Scores]]
) -> None:
    """At least 19 of 20 clearly put questions get the right answer at once."""
    rates = await scores_of("paraphrases", language, engine, results)
    assert rates["answered_right"] >= PARAPHRASES_RIGHT


@pytest.mark.parametrize("language", LANGUAGES)
async def test_hard_questions(language: str, engine: Engine, results: dict[str, dict[str, Scores]]) -> None:
    """Short, misspelt, indirect and story-like questions stay above the floor of their language."""
    rates = await scores_of("questions", language, engine, results)
    assert rates["answered_right"] >= RIGHT_FLOORS[language]
    assert rates["answered_wrong"] <= WRONG_CEILING
    assert rates["language_right"] >= LANGUAGE_FLOOR
