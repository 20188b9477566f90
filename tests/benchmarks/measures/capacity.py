"""What one machine carries: work for one answer is measured, the rest is computed by a simulation."""

from tests.benchmarks.figures import Chapter, Figure
from tests.benchmarks.load import ask_evenly, ask_one_by_one, drained
from tests.benchmarks.machine import memory_of, processor_seconds
from tests.benchmarks.measures.context import Context
from tests.benchmarks.running import UNLIMITED, running_system
from tests.benchmarks.simulation import System, most_per_second, talks_a_day

_RATE = 8
_SECONDS, _QUICK_SECONDS = 30, 10
_TELEGRAM = 28.0
_NO_LIMIT = 100_000.0
_REPLICAS = {"2 processors (1 Rasa)": 1, "4 processors (3 Rasa)": 3, "8 processors (7 Rasa)": 7}
_MESSAGES_A_TALK, _BUSIEST_HOUR = 6.0, 0.15


async def measure(context: Context) -> Chapter:
    """Measure the work for one answer at a moderate rate, and compute what follows."""
    with context.new_folder() as folder:
        async with running_system(folder, **UNLIMITED) as system:
            await ask_one_by_one(system.server, system.askers, 5)
            processes = system.bot_id, system.rasa_id
            before = [processor_seconds(process) for process in processes]
            seconds = _QUICK_SECONDS if context.quick else _SECONDS
            answers = await ask_evenly(system.server, system.askers, _RATE, seconds)
            await drained(system.server)
            count = len(answers.seconds) + answers.missing
            bot, rasa = (
                (processor_seconds(process) - start) / count
                for process, start in zip(processes, before, strict=True)
            )
            memory = memory_of(system.rasa_id)
    figures = [
        Figure("bot, processor time for an answer", bot * 1000, "ms", "measured"),
        Figure("Rasa, processor time for an answer", rasa * 1000, "ms", "measured"),
        Figure("each further Rasa, memory", memory.pss, "MB", "measured"),
    ]
    for machine, replicas in _REPLICAS.items():
        most = most_per_second(System(bot, rasa, replicas, _NO_LIMIT))
        allowed = most_per_second(System(bot, rasa, replicas, _TELEGRAM))
        talks = talks_a_day(allowed, _MESSAGES_A_TALK, _BUSIEST_HOUR)
        figures += [
            Figure(f"{machine}: most messages", most, "a second", "computed"),
            Figure(f"{machine}: within Telegram's limit", allowed, "a second", "computed"),
            Figure(f"{machine}: talks a day", talks, "talks", "computed"),
        ]
    return Chapter(
        "capacity",
        "What a machine carries",
        tuple(figures),
        "Computed by a simulation from the three measured figures, with p95 under 1 s, "
        f"{_MESSAGES_A_TALK:.0f} messages a talk and {_BUSIEST_HOUR:.0%} of a day's messages in one hour.",
    )
