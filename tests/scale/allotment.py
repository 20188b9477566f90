"""Processes that get a share of one processor and no more (Linux control groups, as root)."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_PERIOD = 10_000
"""Microseconds; short, so that a turn never waits long for the next share."""


class CannotLimitError(Exception):
    """This machine does not let us limit processes; the message says why."""


@contextlib.contextmanager
def allotted(processes: list[int], share: float) -> Iterator[None]:
    """Give each process `share` of one processor, between 0 and 1, until it ends or the context does.

    Raises CannotLimitError.
    """
    with contextlib.ExitStack() as stack:
        for process in processes:
            try:
                stack.enter_context(_allotted(process, share))
            except OSError as error:
                raise CannotLimitError(f"control groups cannot be used: {error}") from error
        yield


@contextlib.contextmanager
def _allotted(process: int, share: float) -> Iterator[None]:
    first = (_CGROUPS / "cpu").is_dir()  # version 1 has a tree for each resource, version 2 one for all
    parent = _CGROUPS / "cpu" if first else _CGROUPS
    group = parent / f"wegwijzer-{os.getpid()}-{process}"
    group.mkdir()
    try:
        quota = round(_PERIOD * share)
        if first:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {_PERIOD}")
        (group / "cgroup.procs").write_text(str(process))
        yield
    finally:
        # A group can only go when nobody is in it any more.
        with contextlib.suppress(ProcessLookupError):
            (parent / "cgroup.procs").write_text(str(process))
        group.rmdir()
