"""Fuzz everything in one process: `python -m tests.fuzz.run`, with a figure of each target at the end.

python -m tests.fuzz.run --part 0 --of 2           half of the inputs of the long test
python -m tests.fuzz.run --only updates --seed 7    other inputs for one target
python -m tests.fuzz.run --only markup --number 7   one input again
python -m tests.fuzz.run --replay FILE              a finding again, from what was written down
python -m tests.fuzz.run --shrink FILE              the same, made as short as it can be

Every finding is written to fuzz-findings/ with its seed, its number and everything that the program got.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random

import structlog

from bot.paths import PROJECT
from tests.fuzz import findings
from tests.fuzz.chance import Chance
from tests.fuzz.findings import Finding, error_text, kind_of
from tests.fuzz.patience import patience
from tests.fuzz.shrinking import shrunk
from tests.fuzz.talking import replay
from tests.fuzz.targets import TALKS, TARGETS, Target, Try, Workshop

FINDINGS = PROJECT / "fuzz-findings"
_MEMORY = Path("/dev/shm")  # noqa: S108 - files that are written by the thousand need no disk
_MOST_FAILURES = 5
_TELL_EVERY = 20.0
_LONGEST = 300
"""Seconds after which an input counts as one at which the program hangs."""

_SHRINK_SECONDS = 600.0


@dataclass
class Figures:
    """What came of one target."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def fuzz(target: Target, numbers: Iterable[int], seed: int, folder: Path) -> Figures:
    """Try the inputs with these numbers; the same seed and number make the same input."""
    figures, told = Figures(target.name), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fuzz", dir=_memory()) as made, ExitStack() as closing:
        attempt, begun = target.prepare(Workshop(Path(made), closing)), time.monotonic()
        for number in numbers:
            found = try_one(target, attempt, seed, number)
            if found is not None:
                path = findings.write(found, folder)
                figures.failures.append(f"{found.command}\n{path}\n{found.error}")
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


def try_one(target: Target, attempt: Try, seed: int, number: int) -> Finding | None:
    """Try one input, and return what was found."""
    chance = Chance(Random(f"{seed} {target.name} {number}"))  # noqa: S311 - repeatable on purpose
    try:
        with patience(_LONGEST):
            attempt(chance)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return Finding(target.name, seed, number, kind_of(error), error_text(error), chance.given)
    return None


def again(path: Path, *, shorter: bool) -> bool:
    """Let a finding happen again, and tell whether it did; `shorter` writes a shorter one beside it."""
    finding = findings.read(path)
    (target,) = [each for each in TARGETS if each.name == finding.target]
    if target.name in TALKS:
        try:
            with patience(_LONGEST):
                replay(finding.given)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            _tell(error_text(error))
            if shorter:
                short = shrunk(finding.given, kind_of(error), _SHRINK_SECONDS, _tell)
                _tell(str(findings.write(replace(finding, given=short), path.parent, "-shrunk")))
            return True
        return False
    with tempfile.TemporaryDirectory(prefix="fuzz", dir=_memory()) as made, ExitStack() as closing:
        attempt = target.prepare(Workshop(Path(made), closing))
        found = try_one(target, attempt, finding.seed, finding.number)
    if found is not None:
        _tell(found.error)
    return found is not None


def main() -> None:
    """Fuzz what the command line says, and write the figures as JSON to standard output."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    parser.add_argument("--seed", type=int, default=int(os.environ.get("FUZZ_SEED", "1")))
    parser.add_argument("--only", choices=[target.name for target in TARGETS])
    parser.add_argument("--number", type=int)
    parser.add_argument("--findings", type=Path, default=FINDINGS)
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--shrink", type=Path)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if path := options.shrink or options.replay:
        happened = again(path, shorter=options.shrink is not None)
        sys.exit("It happened again." if happened else 0)
    figures = []
    for target in TARGETS:
        if options.only in (None, target.name):
            tries = -(-target.inputs // target.at_once)
            numbers = range(options.part, tries, options.of)
            given = [options.number] if options.number is not None else numbers
            figures.append(fuzz(target, given, options.seed, options.findings))
    sys.stdout.write(json.dumps([asdict(each) for each in figures]))


def _memory() -> Path | None:
    return _MEMORY if _MEMORY.is_dir() else None


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
