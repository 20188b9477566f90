"""From the start of the bot to its first answer, and the memory of both processes."""

import asyncio
import contextlib
import time
from pathlib import Path

from tests.benchmarks.crowd import in_turn, introduce, make_crowd
from tests.benchmarks.figures import Chapter, Figure, median
from tests.benchmarks.load import ask_evenly, ask_one_by_one, drained
from tests.benchmarks.machine import Memory, memory_of
from tests.benchmarks.measures.context import Context
from tests.benchmarks.running import UNLIMITED, Running, running_system
from tests.bot_api.server import BotApiServer
from tests.processes import running_bot

_LATER_STARTS, _QUICK_LATER_STARTS = 3, 1
_LOAD = 15
_SECONDS, _QUICK_SECONDS = 20, 8


async def measure_start(context: Context) -> Chapter:
    """Start once as after an installation, and again as after a stop."""
    with context.new_folder() as folder:
        first = await _until_first_answer(folder, PYTHONPYCACHEPREFIX=str(folder / "no bytecode yet"))
    later = []
    for _ in range(_QUICK_LATER_STARTS if context.quick else _LATER_STARTS):
        with context.new_folder() as folder:
            later.append(await _until_first_answer(folder))
            context.tell(f"later start: {later[-1]:.1f} s")
    return Chapter(
        "start",
        "Start to first answer",
        (
            Figure("first start", first, "s", "nothing compiled to bytecode yet; the model is there"),
            Figure("later start", median(later), "s"),
        ),
        "A message waits at Telegram when the process is started; the time ends when its answer is sent.",
    )


async def _until_first_answer(folder: Path, **environment: str) -> float:
    async with BotApiServer() as server:
        crowd = make_crowd(server, 1)
        introduce(crowd, folder / "data")
        await crowd[0].person.writes(crowd[0].question)
        begun = time.perf_counter()
        async with running_bot(server, folder / "data", **environment):
            await crowd[0].person.reads(1, 60)
            return time.perf_counter() - begun


async def measure_memory(context: Context) -> Chapter:
    """Look at both processes after the first answers, and while they work."""
    with context.new_folder() as folder:
        async with running_system(folder, **UNLIMITED) as system:
            await ask_one_by_one(system.server, in_turn(system.crowd[:5]), 5)
            await asyncio.sleep(1)
            rest = _both(system)
            seconds = _QUICK_SECONDS if context.quick else _SECONDS
            asking = asyncio.create_task(ask_evenly(system.server, system.askers, _LOAD, seconds))
            await asyncio.sleep(seconds - 1)
            load = _both(system)
            await asking
            with contextlib.suppress(TimeoutError):
                await drained(system.server)
    figures = [
        Figure(f"{process} {when}, {kind}", getattr(memory[process], kind.lower()), "MB")
        for when, memory in (("at rest", rest), (f"at {_LOAD} messages a second", load))
        for process in memory
        for kind in ("PSS", "RSS")
    ]
    return Chapter("memory", "Memory of both processes", tuple(figures))


def _both(system: Running) -> dict[str, Memory]:
    return {"bot": memory_of(system.bot_id), "Rasa": memory_of(system.rasa_id)}
