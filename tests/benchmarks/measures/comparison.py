"""The same questions through the bot and through Rasa's own Telegram connector, in turns on one machine."""

from tests.benchmarks.crowd import in_turn, make_crowd
from tests.benchmarks.figures import Answers, Chapter, Figure, Search, milliseconds, ratio
from tests.benchmarks.load import ask_evenly, ask_one_by_one, drained
from tests.benchmarks.machine import memory_of, processor_seconds
from tests.benchmarks.measures.context import Context
from tests.benchmarks.measures.saturation import WITHIN
from tests.benchmarks.running import CROWD, UNLIMITED, running_system
from tests.benchmarks.stock.project import EPOCHS
from tests.benchmarks.stock.running import running_stock, trained_model
from tests.bot_api.server import BotApiServer

_ROUNDS, _EACH, _QUICK_EACH = 4, 20, 8
_SECONDS, _QUICK_SECONDS = 12, 6
_STOCK_TOKEN = "7000000002:LOCALSERVERTOKEN-NOT-A-REAL-ONE-0002"


async def measure(context: Context) -> Chapter:
    """Alternate: some questions here, some there; a rate here, a rate there."""
    model = await trained_model(context.tell)
    with context.new_folder() as folder, context.new_folder() as stock_folder:
        async with (
            running_system(folder, **UNLIMITED) as ours,
            BotApiServer(_STOCK_TOKEN) as stock,
            running_stock(stock, model, stock_folder) as process,
        ):
            crowd = in_turn(make_crowd(stock, CROWD))
            sides = {"ours": (ours.server, ours.askers), "stock": (stock, crowd)}
            alone: dict[str, tuple[float, ...]] = {"ours": (), "stock": ()}
            for name, (server, askers) in sides.items():
                first = await ask_one_by_one(server, askers, 3)
                assert first.missing == 0, f"{name} does not answer"
            processes = {"ours": (ours.bot_id, ours.rasa_id), "stock": (process.pid,)}
            before = {name: _worked(ids) for name, ids in processes.items()}
            for _ in range(_ROUNDS):
                for name, (server, askers) in sides.items():
                    answers = await ask_one_by_one(server, askers, _QUICK_EACH if context.quick else _EACH)
                    alone[name] += answers.seconds
            work = {name: (_worked(ids) - before[name]) / len(alone[name]) for name, ids in processes.items()}
            searches = {"ours": Search(20), "stock": Search(5)}
            seconds = _QUICK_SECONDS if context.quick else _SECONDS
            while any(search.next_rate() is not None for search in searches.values()):
                for name, (server, askers) in sides.items():
                    if (rate := searches[name].next_rate()) is None:
                        continue
                    answers = await ask_evenly(server, askers, rate, seconds)
                    await drained(server)
                    searches[name].note(rate, passed=answers.p95 < WITHIN)
                    context.tell(f"{name} {rate:.1f} a second: p95 {answers.p95 * 1000:.0f} ms")
            memory = memory_of(process.pid)
    medians = {name: Answers(times).p50 for name, times in alone.items()}
    best = {name: search.best for name, search in searches.items()}
    return Chapter(
        "stock",
        "Against Rasa's own Telegram connector with its recommended pipeline (DIET, TED)",
        (
            Figure("ours, alone, median", milliseconds(medians["ours"]), "ms"),
            Figure("stock, alone, median", milliseconds(medians["stock"]), "ms"),
            Figure("median, ours to stock", ratio(medians["ours"], medians["stock"]), "x"),
            Figure("ours, processor time for an answer", work["ours"] * 1000, "ms", "bot and Rasa"),
            Figure("stock, processor time for an answer", work["stock"] * 1000, "ms"),
            Figure("processor time, ours to stock", ratio(work["ours"], work["stock"]), "x"),
            Figure("ours, saturation", best["ours"], "messages a second"),
            Figure("stock, saturation", best["stock"], "messages a second"),
            Figure("saturation, ours to stock", ratio(best["ours"], best["stock"]), "x"),
            Figure("stock, memory after the load, PSS", memory.pss, "MB"),
        ),
        f"The stock project learned from the same examples, in {EPOCHS} epoch: what an answer costs does "
        "not depend on how long it was trained. It answers with one text of 400 "
        "characters and keeps nothing; ours stores every update and every answer encrypted on disk first.",
    )


def _worked(processes: tuple[int, ...]) -> float:
    return sum(map(processor_seconds, processes))
