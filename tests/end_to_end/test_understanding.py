"""The trained model, in all languages, on questions that training has not seen."""

from collections.abc import AsyncIterator

import pytest

from bot.composition import Engine, running_engine
from bot.evaluation.run import evaluate, evaluate_danger
from bot.settings import load_settings
from content.model import DUTCH, LanguageCode
from conversations.identifiers import new_conversation_id
from conversations.messages import Kind
from tests.end_to_end.floors import CEILINGS, DANGER_FLOORS, FLOORS
from tests.processes import RasaServer

pytestmark = pytest.mark.timeout(900)  # the first test of each set puts thousands of questions

Rates = dict[str, dict[str, float]]


@pytest.fixture(scope="module")
def results() -> dict[str, Rates]:
    """Keep the rates of all languages for all tests of this file."""
    return {}


@pytest.fixture
async def engine(rasa_server: RasaServer) -> AsyncIterator[Engine]:
    """Run the engine against the real Rasa server."""
    settings = {"RASA_URL": rasa_server.url, "RASA_TOKEN": rasa_server.token}
    async with running_engine(load_settings(settings)) as engine:
        yield engine


async def rates_of(kind: str, language: str, engine: Engine, results: dict[str, Rates]) -> dict[str, float]:
    """Return the rates of one language, measuring each set of questions once."""
    if kind not in results:
        scores = await (evaluate_danger(engine) if kind == "danger" else evaluate(engine, kind))
        results[kind] = {entry.language: entry.rates() for entry in scores}
    return results[kind][language]


@pytest.mark.parametrize("kind", sorted(FLOORS))
async def test_floors(kind: str, language: LanguageCode, engine: Engine, results: dict[str, Rates]) -> None:
    """No language falls below what it has reached; the floors only ever rise."""
    rates = await rates_of(kind, language, engine, results)
    low = {name: rates[name] for name, floor in FLOORS[kind][language].items() if rates[name] < floor}
    high = {name: rates[name] for name, ceiling in CEILINGS.items() if rates[name] > ceiling}
    assert (low, high) == ({}, {})


async def test_danger(language: LanguageCode, engine: Engine, results: dict[str, Rates]) -> None:
    """Danger is noticed in every language, however it is put."""
    rates = await rates_of("danger", language, engine, results)
    assert rates["got_emergency_numbers"] >= DANGER_FLOORS[language]


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("wat is een VBL?", "vbl"),
        ("what does regievoerder mean", "regievoerder"),
        ("vbl", "vbl"),
        ("regivoerder?", "regievoerder"),
        ("Inreisverbod", "inreisverbod"),
    ],
)
async def test_terms(engine: Engine, question: str, term: str) -> None:
    """A question for the meaning of a word gets the meaning, misspelt or as a single word too."""
    turn = await engine.assistant.answer(new_conversation_id(), question, DUTCH)
    assert [message.term for message in turn.messages] == [term]


@pytest.mark.parametrize(
    "question",
    [
        "what do I get from HRT?",
        "wat krijg ik van HRT?",
        "qu'est-ce que je reçois de la HRT ?",
        "HRT'den ne alırım?",
        "على ماذا أحصل من HRT؟",
        "از HRT چه چیزی می‌گیرم؟",
        "maxaan ka helayaa HRT?",
        "ካብ HRT እንታይ እረክብ?",
    ],
)
async def test_what_hrt_gives(engine: Engine, question: str) -> None:
    """A question of a few words about a Dutch abbreviation gets its answer, not that of a list."""
    language = engine.languages.identify(question).language
    turn = await engine.assistant.answer(new_conversation_id(), question, language or DUTCH)
    assert [message.topic for message in turn.messages if message.kind is Kind.ANSWER] == ["hrt_amounts"]


async def test_an_unknown_term(engine: Engine) -> None:
    """A word that the glossary does not hold is not explained as another one."""
    (message,) = (
        await engine.assistant.answer(new_conversation_id(), "wat betekent het woord kwartetspel", DUTCH)
    ).messages
    assert (message.kind, message.term) == (Kind.FALLBACK, None)
