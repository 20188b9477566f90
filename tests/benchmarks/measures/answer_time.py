"""From update to sent message, through the real bot and the real Rasa, at several rates."""

from tests.benchmarks.figures import Answers, Chapter, Figure, milliseconds
from tests.benchmarks.load import ask_evenly, ask_one_by_one, drained
from tests.benchmarks.measures.context import Context
from tests.benchmarks.running import UNLIMITED, running_system

RATES = (1, 5, 15, 30)
_SECONDS, _QUICK_SECONDS = 60, 10
_ALONE, _QUICK_ALONE = 60, 15


async def measure(context: Context) -> Chapter:
    """Ask at each rate."""
    figures: list[Figure] = []
    with context.new_folder() as folder:
        async with running_system(folder, **UNLIMITED) as system:
            await ask_one_by_one(system.server, system.askers, 5)
            alone = await ask_one_by_one(
                system.server, system.askers, _QUICK_ALONE if context.quick else _ALONE
            )
            figures += _figures("alone, one after the other", alone)
            for rate in RATES:
                context.tell(f"{rate} messages a second")
                before = system.errors()
                seconds = _QUICK_SECONDS if context.quick else _SECONDS
                answers = await ask_evenly(system.server, system.askers, rate, seconds)
                await drained(system.server)
                figures += _figures(f"{rate} a second", answers)
                errors = answers.missing + system.errors() - before
                figures.append(Figure(f"{rate} a second, errors", errors, "messages"))
    return Chapter(
        "answer",
        "Answer time, from update to sent message",
        tuple(figures),
        "Clearly put questions in eight languages from many people, long polling; the limit of 28 messages a "
        "second that Telegram needs is lifted, or it would be what is measured from 28 on.",
    )


def _figures(name: str, answers: Answers) -> list[Figure]:
    return [
        Figure(f"{name}, {label}", milliseconds(value), "ms")
        for label, value in (("p50", answers.p50), ("p95", answers.p95), ("p99", answers.p99))
    ]
