"""A clock of a process that a test sets while the process runs, as a time server would."""

import importlib.util
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

_INSTALLED = "/usr/lib/*/faketime/libfaketime.so.1"


class Clock:
    """Only what the clock on the wall shows jumps; the time that passes goes on as it does."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.show_the_truth()

    def show(self, moment: datetime) -> None:
        """Show an aware `moment` now, and go on from there."""
        self.go_ahead((moment - datetime.now(UTC)).total_seconds())

    def show_the_truth(self) -> None:
        """Show what other clocks show."""
        self.go_ahead(0)

    def go_ahead(self, seconds: float) -> None:
        """Be so many seconds ahead of other clocks."""
        # A reader must never find half a number.
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+.0f}s\n", encoding="ascii")
        new.replace(self._file)

    @property
    def settings(self) -> dict[str, str]:
        """Return what a process needs in its environment to read this clock."""
        return {
            "LD_PRELOAD": str(_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }


def settable_clock(folder: Path) -> Clock:
    """Return a clock that shows the truth; skips the test where a process cannot be given one."""
    if _library() is None:
        pytest.skip("libfaketime is not installed: uv sync")
    clock = Clock(folder / "clock")
    clock.go_ahead(86_400)
    shown = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        env={**os.environ, **clock.settings},
        capture_output=True,
        text=True,
        check=False,
    )
    if shown.returncode != 0 or float(shown.stdout) - time.time() < 80_000:
        pytest.skip("libfaketime does not work on this machine")
    clock.show_the_truth()
    return clock


def _library() -> Path | None:
    found = importlib.util.find_spec("libfaketime")
    if found is not None and found.submodule_search_locations:
        library = Path(found.submodule_search_locations[0], "vendor/libfaketime/src/libfaketime.so.1")
        if library.is_file():
            return library
    return next(Path("/").glob(_INSTALLED.lstrip("/")), None)
