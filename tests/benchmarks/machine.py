"""The machine under the figures, and the memory of processes (Linux)."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on; `load` is how many processes wanted a processor before it began."""

    processor: str
    processors: int
    memory_gigabytes: float
    system: str
    python: str
    load: float

    def __str__(self) -> str:
        return (
            f"{self.processors} x {self.processor}, {self.memory_gigabytes:.0f} GB, {self.system}, "
            f"Python {self.python}; load before the run {self.load:.1f}"
        )


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory of one process in megabytes: `pss` divides what is shared, `rss` counts it in full."""

    pss: float
    rss: float


def this_machine() -> Machine:
    """Describe this machine, without its name."""
    return Machine(
        processor=_field(_PROC / "cpuinfo", "model name") or platform.machine(),
        processors=len(os.sched_getaffinity(0)),
        memory_gigabytes=_kilobytes(_PROC / "meminfo", "MemTotal") / _MEGABYTE / _MEGABYTE,
        system=f"Linux {platform.release().partition('-')[0]}",
        python=platform.python_version(),
        load=os.getloadavg()[0],
    )


def memory_of(process: int) -> Memory:
    """Return the memory of a process.

    Raises OSError when it is gone.
    """
    rollup = _PROC / str(process) / "smaps_rollup"
    return Memory(_kilobytes(rollup, "Pss") / _MEGABYTE, _kilobytes(rollup, "Rss") / _MEGABYTE)


def processor_seconds(process: int) -> float:
    """Return how long a process has kept processors busy so far.

    Raises OSError when it is gone.
    """
    after_name = (_PROC / str(process) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def children_of(process: int) -> Iterator[int]:
    """Give the ids of the processes that a process has started."""
    for task in (_PROC / str(process) / "task").iterdir():
        yield from map(int, (task / "children").read_text(encoding="utf-8").split())


def _kilobytes(path: Path, name: str) -> float:
    return float((_field(path, name) or "0").split()[0])


def _field(path: Path, name: str) -> str | None:
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None
