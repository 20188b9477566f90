"""A linear classifier over all features, with probabilities that mean what they say.

Rasa's own LogisticRegressionClassifier joins raw counts and vectors as they are, which costs accuracy, and
needs minutes where this one needs seconds (docs/decisions/0003-understanding-pipeline.md). Here each block of
features is scaled
before they are joined, the margins come from a linear support vector machine, and one temperature, fitted on
examples that were held out,
turns margins into probabilities. Thresholds on those probabilities decide when to ask back.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

_MODEL_FILE = "weights.npz"
_TEMPERATURES = (0.5, 20.0)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CalibratedLinearClassifier(IntentClassifier, GraphComponent):
    """Rank the intents of a message by calibrated probability."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """Need at least one featurizer before."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return how closely to fit, the weight of each block, and what is held out for calibration.

        `same_question` lists pairs of intents that are one question to a person and get one answer.
        """
        return {
            "inverse_regularization": 1.0,
            "tolerance": 0.1,
            "sparse_weight": 1.0,
            "dense_weight": 1.0,
            "held_out": 0.15,
            "random_seed": 1,
            "ranking_length": 10,
            "same_question": [],
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CalibratedLinearClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Keep the configuration; the weights come from `train` or `load`."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._intents: List[str] = []
        self._weights: Dict[str, np.ndarray] = {}
        # One row a feature: a message touches a few hundred rows of tens of thousands. A product of matrices
        # would copy them all for every message, which took longer than anything but the encoder.
        self._by_feature = np.empty((0, 0), dtype=np.float32)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples that have an intent, and store the weights without pickle."""
        examples = [
            example for example in training_data.intent_examples if example.get(TEXT) and example.get(INTENT)
        ]
        names = np.array([example.get(INTENT) for example in examples])
        dense = _dense(examples)
        deviation = dense.std(axis=0)
        deviation[deviation == 0] = 1.0
        self._weights = {
            "mean": dense.mean(axis=0),
            "scale": self._config["dense_weight"] / (deviation * np.sqrt(max(1, dense.shape[1]))),
        }
        features = self._features(examples)
        # Both fits take about as long and release Python's lock: two processors share them.
        with ThreadPoolExecutor(2) as together:
            fitting = together.submit(self._fit, features, names)
            temperature = self._fit_temperature(features, names)
            machine = fitting.result()
        self._intents = machine.classes_.tolist()
        self._weights.update(
            coefficients=(machine.coef_ * temperature).astype(np.float32),
            intercepts=(machine.intercept_ * temperature).astype(np.float32),
        )
        with self._model_storage.write_to(self._resource) as directory:
            np.savez(directory / _MODEL_FILE, intents=np.array(self._intents), **self._weights)
        self._lay_out_by_feature()
        return self._resource

    def _fit(self, features: csr_matrix, names: np.ndarray) -> LinearSVC:
        machine = LinearSVC(
            C=self._config["inverse_regularization"],
            tol=self._config["tolerance"],
            random_state=self._config["random_seed"],
        )
        return machine.fit(features, names)

    def _fit_temperature(self, features: csr_matrix, names: np.ndarray) -> float:
        """Find the factor on the margins that makes held-out examples least surprising."""
        seen, held_out = train_test_split(
            np.arange(len(names)),
            test_size=self._config["held_out"],
            random_state=self._config["random_seed"],
            stratify=names,
        )
        machine = self._fit(features[seen], names[seen])
        margins = machine.decision_function(features[held_out])
        right = np.searchsorted(machine.classes_, names[held_out])
        rows = np.arange(len(right))

        def surprise(temperature: float) -> float:
            return float(-np.log(softmax(margins * temperature)[rows, right] + 1e-12).mean())

        return float(minimize_scalar(surprise, bounds=_TEMPERATURES, method="bounded").x)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CalibratedLinearClassifier:
        """Load a trained classifier."""
        classifier = cls.create(config, model_storage, resource, execution_context)
        with (
            model_storage.read_from(resource) as directory,
            np.load(directory / _MODEL_FILE, allow_pickle=False) as stored,
        ):
            classifier._weights = {name: stored[name] for name in stored.files}
        classifier._intents = classifier._weights.pop("intents").tolist()
        classifier._lay_out_by_feature()
        return classifier

    def _lay_out_by_feature(self) -> None:
        """Turn the coefficients, so that what one feature adds to every intent stands together."""
        self._by_feature = np.ascontiguousarray(self._weights.pop("coefficients").T)

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `intent` and `intent_ranking` on every message that has text."""
        with_text = [message for message in messages if message.get(TEXT)]
        if not self._intents or not with_text:
            return messages
        margins = np.stack([self._margins(message) for message in with_text])
        for message, probabilities in zip(with_text, self._probabilities(margins)):
            order = np.argsort(-probabilities)[: self._config["ranking_length"]]
            ranking = [
                {"name": self._intents[index], "confidence": float(probabilities[index])} for index in order
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _margins(self, message: Message) -> np.ndarray:
        """Return the score of each intent, looking only at the rows of the features that the message has."""
        sparse = _sparse([message])
        dense = (_dense([message])[0] - self._weights["mean"]) * self._weights["scale"]
        rows = self._by_feature[sparse.indices]
        margins = (sparse.data * self._config["sparse_weight"]) @ rows
        return margins + dense @ self._by_feature[sparse.shape[1] :] + self._weights["intercepts"]

    def _probabilities(self, margins: np.ndarray) -> np.ndarray:
        return join_pairs(softmax(margins), self._intents, self._config["same_question"])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples alone: nothing after this component learns from its output."""
        return training_data

    def _features(self, messages: List[Message]) -> csr_matrix:
        dense = (_dense(messages) - self._weights["mean"]) * self._weights["scale"]
        sparse = _sparse(messages) * self._config["sparse_weight"]
        return hstack([sparse, csr_matrix(dense)], format="csr")

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept the known keys; Rasa itself reports unknown ones."""


def _dense(messages: List[Message]) -> np.ndarray:
    rows = []
    for message in messages:
        _, sentence = message.get_dense_features(TEXT)
        rows.append(sentence.features if sentence else np.empty((1, 0), dtype=np.float32))
    return np.concatenate(rows)


def _sparse(messages: List[Message]) -> csr_matrix:
    """Stack the rows by hand: scipy takes most of a minute for so many small matrices."""
    rows = [
        sentence.features.tocoo()
        for _, sentence in (m.get_sparse_features(TEXT) for m in messages)
        if sentence
    ]
    if not rows:
        return csr_matrix((len(messages), 0), dtype=np.float32)
    starts = np.concatenate([[0], np.cumsum([row.nnz for row in rows])])
    parts = np.concatenate([row.data for row in rows]), np.concatenate([row.col for row in rows]), starts
    return csr_matrix(parts, shape=(len(rows), rows[0].shape[1]))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn each row of scores into probabilities."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def join_pairs(probabilities: np.ndarray, intents: List[str], pairs: List[List[str]]) -> np.ndarray:
    """Give the likelier intent of a pair the probability of both: there is nothing to choose between."""
    joined = probabilities.copy()
    for pair in pairs:
        if not set(pair) <= set(intents):
            continue
        columns = [intents.index(intent) for intent in pair]
        both = probabilities[:, columns]
        joined[:, columns] = 0.0
        joined[np.arange(len(joined)), np.array(columns)[both.argmax(axis=1)]] = both.sum(axis=1)
    return joined
