"""Two Rasa servers behind the balancer against one, with the stores that they share."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from contextlib import ExitStack

from bot.evaluation.questions import load_questions
from bot.rasa.client import RasaClient
from conversations.identifiers import ConversationId, new_conversation_id
from tests.benchmarks.figures import Chapter, Figure, median, ratio
from tests.benchmarks.measures.context import Context
from tests.processes import RASA_TOKEN, free_port
from tests.scale.allotment import CannotLimitError, allotted
from tests.scale.replicas import Replica, running_replicas
from tests.scale.services import NotInstalledError, install, running_balancer, running_shared_stores

_SHARE = 0.4
"""Of one processor, for each server: two of them and everything around them then fit on two processors."""
_ASKERS = 12
_CONVERSATIONS = 300
_ROUNDS, _QUICK_ROUNDS = 5, 1
_SECONDS, _QUICK_SECONDS = 12.0, 5.0
_TITLE = "Two Rasa servers against one, behind the balancer"


async def measure(context: Context) -> Chapter:
    """Alternate between as much as one server takes and as much as two take, each with the same share."""
    try:
        install()
        return await _measured(context)
    except (NotInstalledError, CannotLimitError) as error:
        return Chapter("replicas", _TITLE, (), f"Not measured: {error}.")


async def _measured(context: Context) -> Chapter:
    ports = [free_port(), free_port()]
    rates: dict[int, list[float]] = {1: [], 2: []}
    with ExitStack() as stack:
        folder = stack.enter_context(context.new_folder())
        shared = stack.enter_context(running_shared_stores())
        replicas = stack.enter_context(running_replicas(ports, shared.settings))
        balancers = {}
        for count in rates:
            (folder / str(count)).mkdir()
            balancers[count] = stack.enter_context(running_balancer(folder / str(count), ports[:count]))
        stack.enter_context(allotted([_process(replica) for replica in replicas], _SHARE))
        turns = _turns()
        for balancer in balancers.values():
            await _answered(balancer, turns, 3)  # what is loaded at the first questions
        for _ in range(_QUICK_ROUNDS if context.quick else _ROUNDS):
            for count, balancer in balancers.items():
                seconds = _QUICK_SECONDS if context.quick else _SECONDS
                rates[count].append(await _answered(balancer, turns, seconds) / seconds)
                context.tell(f"{count} Rasa: {rates[count][-1]:.1f} a second")
    one, two = median(rates[1]), median(rates[2])
    return Chapter(
        "replicas",
        _TITLE,
        (
            Figure("one, most questions", one, "a second"),
            Figure("two, most questions", two, "a second"),
            Figure("two to one", ratio(two, one), "x"),
        ),
        f"Each server gets {_SHARE:.0%} of one processor, so that two of them, PostgreSQL, Redis, the "
        "balancer and those who ask do not take it from each other; medians of rounds in turn.",
    )


def _process(replica: Replica) -> int:
    assert replica.process is not None
    return replica.process.pid


def _turns() -> Iterator[tuple[ConversationId, str]]:
    """Give questions of many conversations, again and again."""
    texts = [question.text for each in load_questions("paraphrases").values() for question in each]
    conversations = [new_conversation_id() for _ in range(_CONVERSATIONS)]
    return zip(itertools.cycle(conversations), itertools.cycle(texts), strict=False)


async def _answered(url: str, turns: Iterator[tuple[ConversationId, str]], seconds: float) -> int:
    """Return how many questions are answered in that time when everybody asks as soon as they can."""
    end = time.perf_counter() + seconds
    async with RasaClient(url, RASA_TOKEN) as rasa:

        async def ask() -> int:
            count = 0
            for conversation, text in turns:
                await rasa.understand(conversation, text, None)
                if time.perf_counter() >= end:
                    break
                count += 1
            return count

        return sum(await asyncio.gather(*(ask() for _ in range(_ASKERS))))
