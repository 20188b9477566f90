"""Character n-grams with TF-IDF weights: what survives misspelling, in any script."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from components.text_folding import fold

_VOCABULARY_FILE = "vocabulary.json"
_WEIGHTS_FILE = "inverse_document_frequencies.npy"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class CharacterNgramFeaturizer(SparseFeaturizer, GraphComponent):
    """Turn a message into weighted counts of its character n-grams, word by word."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return n-gram lengths and how often an n-gram must occur to count."""
        return {
            **SparseFeaturizer.get_default_config(),
            "shortest": 2,
            "longest": 5,
            "min_examples": 2,
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CharacterNgramFeaturizer:
        """Create an untrained featurizer."""
        return cls(config, execution_context.node_name, model_storage, resource)

    def __init__(
        self,
        config: Dict[Text, Any],
        name: Text,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        """Keep the configuration; the vocabulary comes from `train` or `load`."""
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizer: TfidfVectorizer | None = None

    def _build_vectorizer(self, **trained: Any) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(self._config["shortest"], self._config["longest"]),
            preprocessor=fold,
            sublinear_tf=True,
            dtype=np.float32,
            **trained,
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary from the examples and store it without pickle."""
        self._vectorizer = self._build_vectorizer(min_df=self._config["min_examples"])
        self._vectorizer.fit(
            [example.get(TEXT) for example in training_data.intent_examples if example.get(TEXT)]
        )
        with self._model_storage.write_to(self._resource) as directory:
            vocabulary = {ngram: int(column) for ngram, column in self._vectorizer.vocabulary_.items()}
            (directory / _VOCABULARY_FILE).write_text(
                json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8"
            )
            np.save(directory / _WEIGHTS_FILE, self._vectorizer.idf_)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CharacterNgramFeaturizer:
        """Load a trained featurizer."""
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            vocabulary = json.loads((directory / _VOCABULARY_FILE).read_text(encoding="utf-8"))
            vectorizer = featurizer._build_vectorizer(vocabulary=vocabulary)
            vectorizer.idf_ = np.load(directory / _WEIGHTS_FILE, allow_pickle=False)
            featurizer._vectorizer = vectorizer
        return featurizer

    def process(self, messages: List[Message]) -> List[Message]:
        """Add sentence features to every message that has text."""
        with_text = [message for message in messages if message.get(TEXT)]
        if self._vectorizer is None or not with_text:
            return messages
        matrix = self._vectorizer.transform([message.get(TEXT) for message in with_text])
        for row, message in enumerate(with_text):
            message.add_features(
                Features(
                    _one_row(matrix, row),
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._identifier,
                )
            )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the training examples."""
        self.process(training_data.training_examples)
        return training_data

    @classmethod
    def required_components(cls) -> List[Type]:
        """Need no tokenizer: n-grams are counted on the whole text."""
        return []

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept the known keys; Rasa itself reports unknown ones."""


def _one_row(matrix: csr_matrix, row: int) -> coo_matrix:
    """Return one row by slicing its arrays, which is many times faster than scipy's own way."""
    start, end = matrix.indptr[row], matrix.indptr[row + 1]
    columns, values = matrix.indices[start:end], matrix.data[start:end]
    return coo_matrix((values, (np.zeros_like(columns), columns)), shape=(1, matrix.shape[1]))
