"""Choose the confidence below which to ask back, by cross-validation on the training examples alone.

    python -m evaluation.choose_threshold

Prints a table: for each threshold, how often examples of other folds are answered right, answered wrong or
asked back, and what that costs when a wrong answer weighs twice as much as asking back. The questions of the
evaluation are not touched.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import List

import numpy as np
import yaml
from components.sentence_encoders import _LOADERS
from components.text_folding import fold
from components.vector_cache import VectorCache
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

_DATA = Path("data/nlu")
_FOLDS = 5
_WRONG_WEIGHS = 2.0
_GAP = 0.1
_THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
_SMALL = (
    "follow_up",
    "greet",
    "goodbye",
    "thank_you",
    "affirm",
    "deny",
    "how_are_you",
    "what_can",
    "frustrated",
    "change_",
)


@dataclass(frozen=True)
class Examples:
    """Training examples and their intents."""

    texts: List[str]
    intents: np.ndarray


def read_examples(folder: Path = _DATA) -> Examples:
    """Read every example of every language."""
    texts, intents = [], []
    for path in sorted(folder.glob("*/*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                texts.append(line.strip()[2:].strip())
                intents.append(entry["intent"])
    return Examples(texts, np.array(intents))


def cross_validated_margins(examples: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Return the margins of each example from a machine that did not see it, and the names of the columns."""
    vectors = [VectorCache(name).encode(examples.texts, load()) for name, load in _LOADERS.items()]
    folded = [fold(text) for text in examples.texts]
    folds = np.random.RandomState(0).randint(0, _FOLDS, len(folded))
    names = np.unique(examples.intents)
    margins = np.zeros((len(folded), len(names)))
    for number in range(_FOLDS):
        seen = folds != number
        ngrams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2, dtype=np.float32
        )
        ngrams.fit([text for text, used in zip(folded, seen) if used])
        dense = np.hstack(vectors)
        deviation = dense[seen].std(axis=0)
        deviation[deviation == 0] = 1.0
        scaled = (dense - dense[seen].mean(axis=0)) / (deviation * np.sqrt(dense.shape[1]))
        features = hstack([ngrams.transform(folded), csr_matrix(scaled)], format="csr")
        machine = LinearSVC(C=1.0, random_state=1).fit(features[seen], examples.intents[seen])
        margins[~seen] = machine.decision_function(features[~seen])
    return margins, names


def main() -> None:
    """Print the table."""
    examples = read_examples()
    margins, names = cross_validated_margins(examples)
    right = np.searchsorted(names, examples.intents)
    rows = np.arange(len(right))

    def probabilities(temperature: float) -> np.ndarray:
        powers = np.exp(margins * temperature - (margins * temperature).max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    best = minimize_scalar(
        lambda temperature: -np.log(probabilities(temperature)[rows, right] + 1e-12).mean(),
        bounds=(0.5, 20.0),
        method="bounded",
    )
    likely = np.sort(probabilities(best.x), axis=1)
    confidence, gap = likely[:, -1], likely[:, -1] - likely[:, -2]
    correct = probabilities(best.x).argmax(axis=1) == right
    topics = np.array([not name.startswith(_SMALL) and name != "out_of_scope" for name in examples.intents])
    sys.stdout.write(f"{len(right)} examples, {correct.mean():.3f} right at the first place\n")
    sys.stdout.write("| threshold | right | wrong | asked back | cost |\n| --- | --- | --- | --- | --- |\n")
    for threshold in _THRESHOLDS:
        answered = (confidence >= threshold) & (gap >= _GAP)
        rates = [
            (answered & correct)[topics].mean(),
            (answered & ~correct)[topics].mean(),
            (~answered)[topics].mean(),
        ]
        cost = _WRONG_WEIGHS * rates[1] + rates[2]
        sys.stdout.write(f"| {threshold} | " + " | ".join(f"{rate:.3f}" for rate in [*rates, cost]) + " |\n")


if __name__ == "__main__":
    main()
