"""Train a pipeline with Rasa's own graph and ask it for the intent of one message at a time."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List

import yaml
from components.sentence_encoders import fresh_encoder
from components.vector_cache import VectorCache
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from evaluation.data_sets import Example

_PIPELINES = Path(__file__).parent / "pipelines"
# From the cheapest to the dearest; `shipped` is the pipeline that the assistant uses.
PIPELINES: Dict[str, Path] = {
    "ngrams": _PIPELINES / "ngrams.yml",
    "ngrams_use": _PIPELINES / "ngrams_use.yml",
    "ngrams_e5": _PIPELINES / "ngrams_e5.yml",
    "shipped": Path(__file__).parents[1] / "config.yml",
    "all": _PIPELINES / "all.yml",
    "rasa_stock_all": _PIPELINES / "rasa_stock_all.yml",
    "diet": _PIPELINES / "diet.yml",
    "diet_long": _PIPELINES / "diet_long.yml",
}


@dataclass(frozen=True)
class Answer:
    """The intent that a pipeline ranked first, how sure it was and how long it took."""

    intent: str
    confidence: float
    milliseconds: float


@dataclass(frozen=True)
class TrainedPipeline:
    """A trained model in memory, and how long its training took by the clock and on all processors."""

    agent: Agent
    seconds: float
    processor_seconds: float

    def answer(self, texts: List[str]) -> List[Answer]:
        """Parse `texts` one at a time, as in a conversation."""
        return asyncio.run(self._answer(texts))

    async def _answer(self, texts: List[str]) -> List[Answer]:
        answers = []
        for text in texts:
            start = time.perf_counter()
            parsed = await self.agent.parse_message(text)
            milliseconds = (time.perf_counter() - start) * 1000
            # FallbackClassifier only puts a further entry on top; the ranking below it is what is compared.
            best = next(
                entry
                for entry in parsed["intent_ranking"]
                if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME
            )
            answers.append(Answer(best["name"], float(best["confidence"]), milliseconds))
        return answers


@contextmanager
def vector_cache() -> Iterator[None]:
    """Keep sentence vectors in a folder of this run, so that the cache of real trainings stays as it is."""
    before = os.environ.get("WEGWIJZER_TRAINING_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WEGWIJZER_TRAINING_CACHE"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["WEGWIJZER_TRAINING_CACHE"]
            else:
                os.environ["WEGWIJZER_TRAINING_CACHE"] = before


def encoders(pipeline: str) -> List[str]:
    """Return the names of the sentence encoders in `pipeline`."""
    components = yaml.safe_load(PIPELINES[pipeline].read_text(encoding="utf-8"))["pipeline"]
    return [component["encoder"] for component in components if "encoder" in component]


def encode(encoder: str, examples: List[Example]) -> float:
    """Put the vectors of `examples` into the cache and return the seconds it took."""
    vectors_of = fresh_encoder(encoder)
    vectors_of(["warm up"])
    start = time.perf_counter()
    VectorCache(encoder).encode([example.text for example in examples], vectors_of)
    return time.perf_counter() - start


def train(pipeline: str, examples: List[Example]) -> TrainedPipeline:
    """Train `pipeline` on `examples`, with nothing left over from earlier trainings but vectors."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Rasa writes missing keys into the configuration it is given.
        config = folder / "config.yml"
        config.write_text(PIPELINES[pipeline].read_text(encoding="utf-8"), encoding="utf-8")
        nlu = _write(examples, folder)
        os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
        start, processor_start = time.perf_counter(), time.process_time()
        model = train_nlu(str(config), str(nlu), str(folder / "models"))
        seconds = time.perf_counter() - start
        processor_seconds = time.process_time() - processor_start
        if model is None:
            raise RuntimeError(f"Rasa refused to train {pipeline}.")
        return TrainedPipeline(Agent.load(model), seconds, processor_seconds)


def _write(examples: List[Example], folder: Path) -> Path:
    """Write `examples` as Rasa reads them, and make sure that reading gives them back."""
    nlu = folder / "nlu.yml"
    nlu.write_text(_training_data(examples).nlu_as_yaml(), encoding="utf-8")
    read = {(message.get(TEXT), message.get(INTENT)) for message in load_data(str(nlu)).intent_examples}
    if read != {(example.text, example.intent) for example in examples}:
        raise RuntimeError("Rasa's training file does not hold the examples that were written to it.")
    return nlu


def _training_data(examples: List[Example]) -> TrainingData:
    return TrainingData([Message(data={TEXT: example.text, INTENT: example.intent}) for example in examples])
