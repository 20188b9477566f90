"""The most messages a second with 95 % of the answers within a second."""

from tests.benchmarks.figures import Chapter, Figure, Search
from tests.benchmarks.load import ask_evenly, drained
from tests.benchmarks.measures.context import Context
from tests.benchmarks.running import UNLIMITED, Running, running_system

WITHIN = 1.0
_SECONDS, _QUICK_SECONDS = 15, 6


async def measure(context: Context) -> Chapter:
    """Search upward."""
    with context.new_folder() as folder:
        async with running_system(folder, **UNLIMITED) as system:
            best = await search(context, system, 20)
    return Chapter(
        "saturation",
        "Saturation: the most messages a second with p95 under 1 s",
        (Figure("saturation", best, "messages a second"),),
        "Telegram itself takes about 30 messages a second from one bot.",
    )


async def search(context: Context, system: Running, first: float, name: str = "") -> float:
    """Return the highest rate that went well."""
    searching = Search(first)
    while (rate := searching.next_rate()) is not None:
        seconds = _QUICK_SECONDS if context.quick else _SECONDS
        answers = await ask_evenly(system.server, system.askers, rate, seconds)
        await drained(system.server)
        passed = answers.p95 < WITHIN
        context.tell(f"{name}{rate:.1f} a second: p95 {answers.p95 * 1000:.0f} ms, {answers.missing} missing")
        searching.note(rate, passed=passed)
    return searching.best
