"""Sentence vectors of a multilingual encoder, behind one small component.

The packages of both encoders carry their weights inside, so nothing is fetched at run time. Each has one
maintainer: they are pinned with hashes in uv.lock, and only encoders/ knows them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.encoders import e5, universal
from components.vector_cache import VectorCache

Encode = Callable[[List[str]], np.ndarray]

ENCODERS: Dict[str, ModuleType] = {
    "multilingual_e5_small": e5,
    "universal_sentence_encoder": universal,
}
"""By name: `prepare(folder)` writes what is needed while training, `load(folder)` returns an Encode."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Give every message the sentence vector of one encoder (float32, one row)."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the encoder that is used when the pipeline names none."""
        return {**DenseFeaturizer.get_default_config(), "encoder": "multilingual_e5_small"}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Create a featurizer whose encoder is prepared by `train`."""
        return cls(config, execution_context.node_name, model_storage, resource)

    def __init__(
        self,
        config: Dict[Text, Any],
        name: Text,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        """Keep the configuration; the encoder comes from `load`."""
        super().__init__(name, config)
        self._encoder_name = config["encoder"]
        self._model_storage = model_storage
        self._resource = resource
        self._encode: Encode | None = None

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002 - Rasa gives it by this name
        """Write what the encoder needs into the model; it learns nothing."""
        with self._model_storage.write_to(self._resource) as directory:
            ENCODERS[self._encoder_name].prepare(directory)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoderFeaturizer:
        """Load the encoder from the model."""
        featurizer = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            featurizer._encode = ENCODERS[featurizer._encoder_name].load(directory)
        return featurizer

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the sentence vector to every message that has text."""
        with_text = [message for message in messages if message.get(TEXT)]
        if self._encode is not None and with_text:
            self._add_vectors(with_text, self._encode([message.get(TEXT) for message in with_text]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to the examples, reusing those of an earlier training."""
        with_text = [example for example in training_data.training_examples if example.get(TEXT)]
        if self._encode is not None and with_text:
            texts = [example.get(TEXT) for example in with_text]
            vectors = VectorCache(self._encoder_name).encode(texts, self._encode)
            self._add_vectors(with_text, vectors)
        return training_data

    def _add_vectors(self, messages: List[Message], vectors: np.ndarray) -> None:
        for message, vector in zip(messages, vectors):
            message.add_features(
                Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            )

    @classmethod
    def required_components(cls) -> List[Type]:
        """Need no tokenizer: each encoder brings its own."""
        return []

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Raise InvalidConfigException for an encoder that is not known here."""
        if config["encoder"] not in ENCODERS:
            raise InvalidConfigException(
                f"Unknown encoder {config['encoder']!r}; known are {', '.join(ENCODERS)}."
            )


def fresh_encoder(name: str) -> Encode:
    """Return an encoder that is prepared for the occasion, outside a model."""
    with tempfile.TemporaryDirectory() as folder:
        ENCODERS[name].prepare(Path(folder))
        return ENCODERS[name].load(Path(folder))  # type: ignore[no-any-return]
