"""Run the measures one after the other, and keep what they found.

    python -m tests.benchmarks.run [--only NAMES] [--quick] [--json FILE] [--keep]

`./wegwijzer bench` runs this.
"""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.log import configure_logging
from bot.paths import PROJECT
from tests.benchmarks.figures import Chapter
from tests.benchmarks.machine import this_machine
from tests.benchmarks.measures import (
    answer_time,
    capacity,
    comparison,
    languages,
    reminders,
    replicas,
    saturation,
    starting,
    store,
    training,
    understanding,
)
from tests.benchmarks.measures.context import Context
from tests.benchmarks.report import Results, as_json, as_markdown, as_picture, from_json, print_tables

KEPT = PROJECT / "docs" / "benchmarks"
MEASURES: dict[str, Callable[[Context], Awaitable[Chapter]]] = {
    "answer": answer_time.measure,
    "saturation": saturation.measure,
    "stock": comparison.measure,
    "understanding": understanding.measure,
    "language": languages.measure,
    "start": starting.measure_start,
    "memory": starting.measure_memory,
    "training": training.measure,
    "store": store.measure,
    "reminders": reminders.measure,
    "replicas": replicas.measure,
    "capacity": capacity.measure,
}


def main(arguments: Sequence[str]) -> None:
    """Measure what the command line asks for."""
    options = _parse(arguments)
    configure_logging(logging.WARNING)
    results = asyncio.run(
        run(options.only, lambda results: _write(options.json, results), quick=options.quick)
    )
    print_tables(Console(file=sys.stdout, width=130), results)
    if options.keep:
        keep(results, KEPT)


def keep(results: Results, folder: Path) -> None:
    """Write table, picture and figures into `folder`; chapters that were not measured now stay."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "results.json"
    if file.exists():
        results = results.beside(from_json(file.read_text(encoding="utf-8")), tuple(MEASURES))
    file.write_text(as_json(results), encoding="utf-8")
    (folder / "results.md").write_text(as_markdown(results), encoding="utf-8")
    (folder / "results.svg").write_text(as_picture(results), encoding="utf-8")


async def run(only: Sequence[str], note: Callable[[Results], None], *, quick: bool) -> Results:
    """Run the measures of `only`; `note` gets what there is after each, in case the next one fails."""
    begun = datetime.now(UTC)
    machine = this_machine()
    chapters: list[Chapter] = []
    results = Results(begun, machine, quick, ())
    with tempfile.TemporaryDirectory() as folder:
        context = Context(quick, Path(folder))
        for name, measure in MEASURES.items():
            if name not in only:
                continue
            sys.stderr.write(f"{name} ...\n")
            started = time.perf_counter()
            chapters.append(replace(await measure(context), begun=begun))
            sys.stderr.write(f"  ({time.perf_counter() - started:.0f} s)\n")
            results = Results(begun, machine, quick, tuple(chapters), os.getloadavg()[0])
            note(results)
    return results


def _write(file: Path | None, results: Results) -> None:
    if file is not None:
        file.write_text(as_json(results), encoding="utf-8")


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./wegwijzer bench", description="Measure how fast everything is.")
    parser.add_argument(
        "--only", type=_names, default=tuple(MEASURES), metavar="NAMES", help=f"of {', '.join(MEASURES)}"
    )
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes; less sure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file too")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="put table and picture into docs/benchmarks, beside what is there",
    )
    return parser.parse_args(arguments)


def _names(value: str) -> tuple[str, ...]:
    names = tuple(value.split(","))
    if unknown := set(names) - set(MEASURES):
        raise argparse.ArgumentTypeError(
            f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(MEASURES)}"
        )
    return names


if __name__ == "__main__":
    main(sys.argv[1:])
