"""Choose the two thresholds by cross-validation on the training examples alone.

    python -m evaluation.choose_threshold

Prints two tables. For each confidence below which to ask back: how often examples of other folds are answered
right, answered wrong or asked back, and what that costs when a wrong answer weighs twice as much as asking
back; and how many messages out of scope get an answer. For each confidence from which danger goes first: how
many messages about danger are caught, and how many others get that text. The questions of the evaluation are
not touched.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import List, Tuple

import numpy as np
import yaml
from components.intent_classifier import join_pairs, softmax
from components.sentence_encoders import fresh_encoder
from components.text_folding import fold
from components.vector_cache import VectorCache
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

_DATA = Path("data/nlu")
_CONFIG = Path("config.yml")
_FOLDS = 5
_TOLERANCE = 0.1
_WRONG_WEIGHS = 2.0
_GAP = 0.1
_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
_DANGER_THRESHOLDS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
_OUT_OF_SCOPE = "out_of_scope"
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
    """Training examples, their intents and languages."""

    texts: List[str]
    intents: np.ndarray
    languages: np.ndarray


def read_examples(folder: Path = _DATA) -> Examples:
    """Read every example of every language."""
    texts: List[str] = []
    intents: List[str] = []
    languages: List[str] = []
    for path in sorted(folder.glob("*/*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" not in entry:
                continue  # the forms of a term of the glossary
            for line in entry["examples"].splitlines():
                texts.append(line.strip()[2:].strip())
                intents.append(entry["intent"])
                languages.append(path.parent.name)
    return Examples(texts, np.array(intents), np.array(languages))


def cross_validated_margins(examples: Examples, encoders: List[str]) -> Tuple[np.ndarray, np.ndarray]:
    """Return the margins of each example from a machine that did not see it, and the names of the columns."""
    vectors = [VectorCache(name).encode(examples.texts, fresh_encoder(name)) for name in encoders]
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
        machine = LinearSVC(C=1.0, tol=_TOLERANCE, random_state=1).fit(features[seen], examples.intents[seen])
        margins[~seen] = machine.decision_function(features[~seen])
    return margins, names


def fit_temperature(margins: np.ndarray, right: np.ndarray) -> float:
    """Return the factor on the margins that makes the right intents least surprising."""
    rows = np.arange(len(right))
    found = minimize_scalar(
        lambda temperature: -np.log(softmax(margins * temperature)[rows, right] + 1e-12).mean(),
        bounds=(0.5, 20.0),
        method="bounded",
    )
    return float(found.x)


def main() -> None:
    """Print the tables."""
    pipeline = yaml.safe_load(_CONFIG.read_text(encoding="utf-8"))["pipeline"]
    settings = {component["name"].rsplit(".", 1)[-1]: component for component in pipeline}
    pairs = settings["CalibratedLinearClassifier"]["same_question"]
    encoders = [component["encoder"] for component in pipeline if "encoder" in component]
    examples = read_examples()
    margins, names = cross_validated_margins(examples, encoders)
    right = np.searchsorted(names, examples.intents)
    probabilities = join_pairs(softmax(margins * fit_temperature(margins, right)), names.tolist(), pairs)
    _print_asking_back(probabilities, names, examples, pairs)
    _print_danger(probabilities, names, examples, settings["DangerFirst"]["intents"])


def _print_asking_back(
    probabilities: np.ndarray, names: np.ndarray, examples: Examples, pairs: List[List[str]]
) -> None:
    half = {intent: other for pair in pairs for intent, other in (pair, pair[::-1])}
    first = names[probabilities.argmax(axis=1)]
    correct = np.array(
        [given in (wanted, half.get(wanted)) for given, wanted in zip(first, examples.intents)]
    )
    topics = np.array([not name.startswith(_SMALL) and name != _OUT_OF_SCOPE for name in examples.intents])
    outside = examples.intents == _OUT_OF_SCOPE
    likely = np.sort(probabilities, axis=1)
    confidence, gap = likely[:, -1], likely[:, -1] - likely[:, -2]
    sys.stdout.write(f"{len(first)} examples, {correct.mean():.3f} right at the first place\n")
    for language in sorted(set(examples.languages)):
        rate = correct[(examples.languages == language) & topics].mean()
        sys.stdout.write(f"  {language} {rate:.3f} of those in scope\n")
    sys.stdout.write("| threshold | right | wrong | asked back | cost | outside answered |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- | --- |\n")
    for threshold in _THRESHOLDS:
        answered = (confidence >= threshold) & (gap >= _GAP)
        rates = [
            (answered & correct)[topics].mean(),
            (answered & ~correct)[topics].mean(),
            (~answered)[topics].mean(),
        ]
        cost = _WRONG_WEIGHS * rates[1] + rates[2]
        wrongly = (answered & ~correct)[outside].mean()
        row = " | ".join(f"{rate:.3f}" for rate in [*rates, cost, wrongly])
        sys.stdout.write(f"| {threshold} | {row} |\n")


def _print_danger(
    probabilities: np.ndarray, names: np.ndarray, examples: Examples, dangers: List[str]
) -> None:
    together = probabilities[:, np.isin(names, dangers)].sum(axis=1)
    is_danger = np.isin(examples.intents, dangers)
    sys.stdout.write("| danger first from | caught | others |\n| --- | --- | --- |\n")
    for threshold in _DANGER_THRESHOLDS:
        caught, others = ((together >= threshold)[rows].mean() for rows in (is_danger, ~is_danger))
        sys.stdout.write(f"| {threshold} | {caught:.3f} | {others:.4f} |\n")


if __name__ == "__main__":
    main()
