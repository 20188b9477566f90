"""Fuzz everything in one process: `python -m tests.fuzz.run`, with a figure of each target at the end.

python -m tests.fuzz.run --part 0 --of 2          half of the inputs of the long test
python -m tests.fuzz.run --only markup --number 7  one input again
"""

import argparse
import json
import logging
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

import structlog

from tests.fuzz.chance import Chance
from tests.fuzz.targets import TARGETS, Target, Workshop

_MEMORY = Path("/dev/shm")  # noqa: S108 - files that are written by the thousand need no disk
_MOST_FAILURES = 5
_TELL_EVERY = 20.0


@dataclass
class Figures:
    """What came of one target."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def fuzz(target: Target, numbers: Iterator[int], seed: int) -> Figures:
    """Try the inputs with these numbers; the same seed and number make the same input."""
    figures, told = Figures(target.name), time.monotonic()
    folder = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="fuzz", dir=folder) as made, ExitStack() as closing:
        attempt, begun = target.prepare(Workshop(Path(made), closing)), time.monotonic()
        for number in numbers:
            try:
                attempt(Chance(Random(f"{seed} {target.name} {number}")))  # noqa: S311 - repeatable on purpose
            except Exception:  # noqa: BLE001 - that is what is looked for
                figures.failures.append(
                    f"--only {target.name!r} --number {number}\n{traceback.format_exc()[-4000:]}"
                )
                if len(figures.failures) >= _MOST_FAILURES:
                    break
            figures.inputs += target.at_once
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                _tell(f"{target.name}: {figures.inputs:,} of {target.inputs:,}")
        figures.seconds = time.monotonic() - begun
    rate = figures.inputs / max(figures.seconds, 0.001)
    _tell(f"{target.name}: {figures.inputs:,} inputs, {rate:,.0f} a second, {len(figures.failures)} failures")
    return figures


def main() -> None:
    """Fuzz what the command line says, and write the figures as JSON to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--number", type=int)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    figures = []
    for target in TARGETS:
        if options.only in (None, target.name):
            tries = -(-target.inputs // target.at_once)
            numbers = iter(range(options.part, tries, options.of))
            given = iter([options.number]) if options.number is not None else numbers
            figures.append(fuzz(target, given, options.seed))
    sys.stdout.write(json.dumps([asdict(each) for each in figures]))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
