"""A small simulation of a day with many people: what follows from the measured times, and what does not.

One bot process reads and writes, replicas of Rasa understand, one message at a time each, and Telegram takes
so many messages a second. People write at random moments. Nothing here is measured but the times of work that
it is given.
"""

import heapq
import random
from dataclasses import dataclass

from tests.benchmarks.figures import Search, percentile

_MESSAGES = 6_000
_WARM_UP = 500
_WITHIN = 1.0
_SEED = 3


@dataclass(frozen=True, slots=True)
class System:
    """Seconds of work for one answer in the bot and in Rasa, and how many of Rasa there are."""

    bot_seconds: float
    rasa_seconds: float
    replicas: int
    telegram_per_second: float


def p95(system: System, per_second: float, messages: int = _MESSAGES) -> float:
    """Return what 95 % of simulated answers do not exceed, in seconds, at `per_second` messages a second."""
    chance = random.Random(_SEED)  # noqa: S311 - a repeatable simulation, not a secret
    arrival = bot_free = telegram_free = 0.0
    replicas = [0.0] * system.replicas
    heapq.heapify(replicas)
    took = []
    for number in range(messages):
        arrival += chance.expovariate(per_second)
        # The bot's own work is shared between before and after; it is short, so that order hardly matters.
        bot_free = max(bot_free, arrival) + system.bot_seconds
        understood = max(bot_free, heapq.heappop(replicas)) + _varied(chance, system.rasa_seconds)
        heapq.heappush(replicas, understood)
        sent = max(understood, telegram_free)
        telegram_free = sent + 1 / system.telegram_per_second
        if number >= _WARM_UP:
            took.append(sent - arrival)
    return percentile(took, 95)


def most_per_second(system: System) -> float:
    """Return the most messages a second with 95 % of the simulated answers within a second."""
    search = Search(1, growth=1.6, precision=0.03, most=10_000)
    while (rate := search.next_rate()) is not None:
        search.note(rate, passed=p95(system, rate) < _WITHIN)
    return search.best


def talks_a_day(per_second: float, messages_a_talk: float, busiest_hour: float) -> float:
    """Return how many talks a day fit when the busiest hour, a share of the day, may reach `per_second`."""
    return per_second * 3600 / busiest_hour / messages_a_talk


def _varied(chance: random.Random, seconds: float) -> float:
    """Vary a time by a half, as long and short messages do."""
    return seconds * chance.uniform(0.5, 1.5)
