"""The data sets on which pipelines are compared, each with one fixed split."""

from __future__ import annotations

import csv
import json
import lzma
import random
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, Iterable, List, Optional

from components.text_folding import fold
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from sklearn.model_selection import train_test_split

_BENCHMARKS = Path(__file__).parent / "benchmarks"
_OUR_DATA = Path(__file__).parents[1] / "data" / "nlu"
_SEED = 20
_OUR_TEST_SHARE = 0.2
_FEW = 10


@dataclass(frozen=True)
class Example:
    """A message, the intent it ought to get and, in our own data, its language."""

    text: str
    intent: str
    language: Optional[str] = None


@dataclass(frozen=True)
class DataSet:
    """What to learn from and what to be tested on.

    `validation` and `out_of_scope` are only there when a threshold for rejecting messages is to be measured:
    the threshold is set on the first, and the second holds messages that belong to no intent and that no
    pipeline has seen.
    """

    name: str
    train: List[Example]
    test: List[Example]
    validation: List[Example] = field(default_factory=list)
    out_of_scope: List[str] = field(default_factory=list)


def _ours() -> DataSet:
    """Split our own examples 80/20 within each language and intent.

    A test message that is also in the training part, in whatever language, is left out: it would measure
    memory.
    """
    train: List[Example] = []
    test: List[Example] = []
    for folder in sorted(_OUR_DATA.iterdir()):
        examples = [
            Example(_one_line(message.get(TEXT)), message.get(INTENT), folder.name)
            for message in load_data(str(folder)).intent_examples
        ]
        examples.sort(key=lambda example: (example.intent, example.text))
        learned, asked = train_test_split(
            examples,
            test_size=_OUR_TEST_SHARE,
            random_state=_SEED,
            stratify=[example.intent for example in examples],
        )
        train += learned
        test += asked
    seen = {fold(example.text) for example in train}
    return DataSet("ours", train, [example for example in test if fold(example.text) not in seen])


def _banking77() -> DataSet:
    return DataSet("banking77", _banking77_part("train"), _banking77_part("test"))


def _banking77_few() -> DataSet:
    """Keep ten random training examples of each intent; the test set stays whole."""
    by_intent: Dict[str, List[Example]] = defaultdict(list)
    for example in _banking77_part("train"):
        by_intent[example.intent].append(example)
    chooser = random.Random(_SEED)  # noqa: S311 - a repeatable choice, not a secret
    few = [example for intent in sorted(by_intent) for example in chooser.sample(by_intent[intent], _FEW)]
    return DataSet("banking77_few", few, _banking77_part("test"))


def _clinc150() -> DataSet:
    """Train on the 150 intents only; no pipeline gets to see a message that is out of scope."""
    parts = json.loads(_read("clinc150.json"))

    def examples(part: str) -> List[Example]:
        return [Example(_one_line(text), intent) for text, intent in parts[part]]

    return DataSet(
        "clinc150",
        examples("train"),
        examples("test"),
        validation=examples("val"),
        out_of_scope=[example.text for example in examples("oos_test")],
    )


DATA_SETS: Dict[str, Callable[[], DataSet]] = {
    "ours": _ours,
    "banking77_few": _banking77_few,
    "banking77": _banking77,
    "clinc150": _clinc150,
}


def languages(examples: Iterable[Example]) -> List[str]:
    """Return the languages that occur in `examples`, in alphabetical order."""
    return sorted({example.language for example in examples if example.language})


def _banking77_part(part: str) -> List[Example]:
    rows = csv.DictReader(_read(f"banking77_{part}.csv").splitlines(keepends=True))
    return [Example(_one_line(row["text"]), row["category"]) for row in rows]


def _read(name: str) -> str:
    return lzma.decompress((_BENCHMARKS / f"{name}.xz").read_bytes()).decode("utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())
