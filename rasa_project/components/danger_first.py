"""Let danger win early: when several intents share the confidence, the one about danger must not lose.

A fixed kind text for somebody who is only sad costs little; a missed cry for help costs a life. So the
confidences of all intents about danger are added. Above a low threshold the likeliest of them is answered,
even where Rasa would ask back; above an even lower one the message is marked, and the bot adds the emergency
numbers to whatever it answers.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

POSSIBLE_DANGER = "possible_danger"
"""The attribute of a message that is marked."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerFirst(GraphComponent):
    """Raise the likeliest intent about danger to the first place, or mark the message."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return no intents: the pipeline names them, and the confidences that they need together."""
        return {"intents": [], "threshold": 0.2, "mark_from": 0.05}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerFirst:
        """Create the component; there is nothing to train."""
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Keep the configuration."""
        self._intents = frozenset(config["intents"])
        self._threshold = config["threshold"]
        self._mark_from = config["mark_from"]

    def process(self, messages: List[Message]) -> List[Message]:
        """Reorder `intent_ranking` and set `intent` where danger is likely enough."""
        for message in messages:
            ranking = message.get("intent_ranking") or []
            dangers = [entry for entry in ranking if entry["name"] in self._intents]
            together = sum(entry["confidence"] for entry in dangers)
            message.set(POSSIBLE_DANGER, together >= self._mark_from, add_to_output=True)
            if not dangers or together < self._threshold:
                continue
            first = {"name": dangers[0]["name"], "confidence": together}
            others = [entry for entry in ranking if entry["name"] not in self._intents]
            message.set("intent", first, add_to_output=True)
            message.set("intent_ranking", [first, *others], add_to_output=True)
        return messages
