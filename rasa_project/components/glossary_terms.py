"""Find terms of the glossary in a message, in the forms under which people type them.

The forms are the synonyms of the training data (`data/nlu/<language>/glossary.yml`). Rasa's own extractors
match lookup tables to the letter; people misspell Dutch words that they only know from a letter.
"""

from __future__ import annotations

import json
import re
from typing import Any, Dict, List, Optional, Text, Tuple, Type

import numpy as np
from rapidfuzz import fuzz, process
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.text_folding import fold

TERMS = "glossary_terms"
"""The attribute of a message that holds the ids of the terms in it, in their order."""

_FORMS_FILE = "forms.json"
_WORD = re.compile(r"[\w&]+")
_LONGEST_FORM = 6
_COMPARED_AT_ONCE = 100  # a long message must not take much memory


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class GlossaryTermExtractor(EntityExtractorMixin, GraphComponent):
    """Name the terms in a message; a message that is nothing but a term asks what it means."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the intent of asking for a meaning, and how alike (percent) a misspelt form must be."""
        return {"intent": "ask_term", "similarity": 86.0, "shortest_misspelt": 6}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GlossaryTermExtractor:
        """Create an extractor without forms."""
        return cls(config, model_storage, resource)

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Keep the configuration; the forms come from `train` or `load`."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._forms: Dict[str, str] = {}

    def train(self, training_data: TrainingData) -> Resource:
        """Take the forms from the synonyms and store them."""
        self._forms = {
            _folded(form): term for form, term in training_data.entity_synonyms.items() if _folded(form)
        }
        with self._model_storage.write_to(self._resource) as directory:
            (directory / _FORMS_FILE).write_text(
                json.dumps(self._forms, ensure_ascii=False), encoding="utf-8"
            )
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GlossaryTermExtractor:
        """Load the forms."""
        extractor = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as directory:
            extractor._forms = json.loads((directory / _FORMS_FILE).read_text(encoding="utf-8"))
        return extractor

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `glossary_terms`, and the intent where the whole message is one term."""
        for message in messages:
            text = _folded(message.get(TEXT) or "")
            if not text:
                continue
            if text in self._forms:
                self._ask_for_meaning(message)
            message.set(TERMS, self._find(text), add_to_output=True)
        return messages

    def _ask_for_meaning(self, message: Message) -> None:
        intent = {"name": self._config["intent"], "confidence": 1.0}
        message.set("intent", intent, add_to_output=True)
        others = [entry for entry in message.get("intent_ranking", []) if entry["name"] != intent["name"]]
        message.set("intent_ranking", [intent, *others], add_to_output=True)

    def _find(self, text: str) -> List[str]:
        """Return the terms in `text`, in its order; longer forms win, and each word counts once."""
        words = text.split()
        places = [
            (start, start + length)
            for length in range(min(_LONGEST_FORM, len(words)), 0, -1)
            for start in range(len(words) - length + 1)
        ]
        forms = [" ".join(words[start:end]) for start, end in places]
        for look_up in (self._exact, self._misspelt):
            free = [True] * len(words)
            found: List[Tuple[int, str]] = []
            for (start, end), term in zip(places, look_up(forms)):
                if term is not None and all(free[start:end]):
                    found.append((start, term))
                    free[start:end] = [False] * (end - start)
            if found:
                return list(dict.fromkeys(term for _, term in sorted(found)))
        return []

    def _exact(self, forms: List[str]) -> List[Optional[str]]:
        return [self._forms.get(form) for form in forms]

    def _misspelt(self, forms: List[str]) -> List[Optional[str]]:
        """Compare all at once, outside of Python: one at a time took ten times as long."""
        known = list(self._forms)
        terms: List[Optional[str]] = [None] * len(forms)
        long = [place for place, form in enumerate(forms) if len(form) >= self._config["shortest_misspelt"]]
        for begin in range(0, len(long) if known else 0, _COMPARED_AT_ONCE):
            places = long[begin : begin + _COMPARED_AT_ONCE]
            scores = process.cdist(
                [forms[place] for place in places],
                known,
                scorer=fuzz.ratio,
                score_cutoff=self._config["similarity"],
                dtype=np.float64,
            )
            for place, row in zip(places, scores):
                best = int(row.argmax())
                if row[best] > 0:
                    terms[place] = self._forms[known[best]]
        return terms

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples alone."""
        return training_data

    @classmethod
    def required_components(cls) -> List[Type]:
        """Need nothing: forms are compared with the text itself."""
        return []

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept the known keys; Rasa itself reports unknown ones."""


def _folded(text: str) -> str:
    """Return the words of `text` without punctuation; what follows an apostrophe is a word of its own."""
    return " ".join(_WORD.findall(fold(text)))
