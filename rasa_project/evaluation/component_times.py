"""How long each component takes for one message, in the model that is served.

    python -m evaluation.component_times MODEL.tar.gz < QUESTIONS > FIGURES.json

Reads one question a line from standard input; writes the median milliseconds of each component, of all
understanding together, and of a whole turn with the dialogue rules and the tracker, as JSON.
"""

import asyncio
import contextlib
import json
import logging
import os
import statistics
import sys
import time
from collections import defaultdict
from typing import Any, DefaultDict, Dict, List

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from rasa.core.agent import load_agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.engine.graph import GraphNode
from rasa.utils.log_utils import configure_structlog

_WARM_UP = 5
_UNDERSTANDING = "all of understanding"
_TURN = "a whole turn: understanding, dialogue rules, tracker"


class Stopwatch:
    """Adds up what every node of Rasa's graph takes, message by message."""

    def __init__(self) -> None:
        """Start without any time."""
        self.seconds: DefaultDict[str, List[float]] = defaultdict(list)
        self._now: DefaultDict[str, float] = defaultdict(float)

    def watch(self) -> None:
        """Measure every call of a node from now on."""
        call = GraphNode.__call__

        def measured(node: GraphNode, *inputs: Any) -> Any:
            begun = time.perf_counter()
            try:
                return call(node, *inputs)
            finally:
                self._now[node._node_name] += time.perf_counter() - begun

        GraphNode.__call__ = measured

    def end_message(self) -> None:
        """Keep what one message took, and begin with the next."""
        for name, seconds in self._now.items():
            self.seconds[name].append(seconds)
        self._now.clear()


async def measure(model: str, texts: List[str]) -> Dict[str, float]:
    """Return the median milliseconds by name."""
    stopwatch = Stopwatch()
    stopwatch.watch()
    agent = await load_agent(model_path=model, endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"))
    for text in texts[:_WARM_UP]:
        await agent.parse_message(text)
    stopwatch.end_message()
    stopwatch.seconds.clear()
    wholes: DefaultDict[str, List[float]] = defaultdict(list)
    for text in texts:
        begun = time.perf_counter()
        await agent.parse_message(text)
        wholes[_UNDERSTANDING].append(time.perf_counter() - begun)
        stopwatch.end_message()
    for number, text in enumerate(texts):
        begun = time.perf_counter()
        await agent.handle_message(UserMessage(text, CollectingOutputChannel(), f"person {number}"))
        wholes[_TURN].append(time.perf_counter() - begun)
    return {
        name: statistics.median(seconds) * 1000 for name, seconds in {**stopwatch.seconds, **wholes}.items()
    }


def main() -> None:
    """Measure the model that the command line names."""
    texts = [line.strip() for line in sys.stdin if line.strip()]
    with contextlib.redirect_stdout(sys.stderr):
        logging.disable(logging.WARNING)
        configure_structlog(logging.ERROR)
        figures = asyncio.run(measure(sys.argv[1], texts))
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
