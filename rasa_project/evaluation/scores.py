"""What is counted about a pipeline on a data set."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Dict, List, Optional, Sequence

import numpy as np

from evaluation.data_sets import DataSet, Example, languages
from evaluation.training import Answer, TrainedPipeline

# Rejecting messages may cost at most this share of the messages in scope.
ACCURACY_GIVEN_UP = 0.02


@dataclass(frozen=True)
class Rejection:
    """How well a confidence threshold finds messages that are out of scope.

    The threshold is the highest one at which, on the validation messages, at most two points of accuracy are
    lost when a rejected message counts as wrong. `recall` is the share of out-of-scope test messages whose
    confidence is below it, and `accuracy` what is left on the test messages in scope.
    """

    threshold: float
    recall: float
    accuracy: float


@dataclass(frozen=True)
class Score:
    """The figures of one pipeline on one data set."""

    data_set: str
    pipeline: str
    training_examples: int
    test_messages: int
    accuracy: float
    accuracy_by_language: Dict[str, float]
    training_seconds: float
    training_processor_seconds: float
    encoding_seconds: float
    median_milliseconds: float
    rejection: Optional[Rejection]

    def as_json(self) -> Dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)


def score(pipeline: str, trained: TrainedPipeline, data_set: DataSet, encoding_seconds: float) -> Score:
    """Ask `trained` every test message of `data_set` and count."""
    answers = trained.answer([example.text for example in data_set.test])
    right = _right(answers, data_set.test)
    by_language = {
        language: float(right[[example.language == language for example in data_set.test]].mean())
        for language in languages(data_set.test)
    }
    rejection = None
    if data_set.out_of_scope:
        validation = trained.answer([example.text for example in data_set.validation])
        threshold = highest_threshold(_confidences(validation), _right(validation, data_set.validation))
        strangers = trained.answer(data_set.out_of_scope)
        rejection = Rejection(
            threshold,
            float((_confidences(strangers) < threshold).mean()),
            float((right & (_confidences(answers) >= threshold)).mean()),
        )
    return Score(
        data_set.name,
        pipeline,
        len(data_set.train),
        len(data_set.test),
        float(right.mean()),
        by_language,
        trained.seconds,
        trained.processor_seconds,
        encoding_seconds,
        median(answer.milliseconds for answer in answers),
        rejection,
    )


def highest_threshold(confidences: np.ndarray, right: np.ndarray) -> float:
    """Return the highest threshold that rejects no more right answers than may be given up.

    A message is rejected when its confidence is below the threshold.
    """
    may_lose = int(ACCURACY_GIVEN_UP * len(right) + 1e-9)
    of_right_answers = np.sort(confidences[right])
    return float(of_right_answers[may_lose]) if may_lose < len(of_right_answers) else 1.0


def _right(answers: Sequence[Answer], examples: Sequence[Example]) -> np.ndarray:
    pairs = zip(answers, examples, strict=True)
    return np.array([answer.intent == example.intent for answer, example in pairs])


def _confidences(answers: List[Answer]) -> np.ndarray:
    return np.array([answer.confidence for answer in answers])
