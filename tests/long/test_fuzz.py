"""A million inputs of every kind: nothing unexpected happens, and how fast that is."""

import asyncio
import json
import os
import sys
import time
from typing import Any

import pytest

from bot.paths import PROJECT

_PROCESSES = 2
_INPUTS = 1_000_000


async def _fuzz(part: int) -> list[dict[str, Any]]:
    """Fuzz a part of everything in a process of its own; its progress goes to the terminal."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fuzz.run", "--part", str(part), "--of", str(_PROCESSES)),
        cwd=PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    figures: list[dict[str, Any]] = json.loads(output)
    return figures


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_a_million_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    """No input of a million makes the program fail, lose or mix anything, or send what nobody takes."""
    begun = time.monotonic()
    with capsys.disabled():
        parts = await asyncio.gather(*map(_fuzz, range(_PROCESSES)))
        failures, inputs = [], 0
        sys.stderr.write("\ntarget                      inputs   a second   failures\n")
        for both in zip(*parts, strict=True):
            count, seconds = (sum(each[key] for each in both) for key in ("inputs", "seconds"))
            found = [failure for each in both for failure in each["failures"]]
            name, rate = both[0]["target"], count * _PROCESSES / max(seconds, 0.001)
            sys.stderr.write(f"{name:<26}{count:>8,}{rate:>11,.0f}{len(found):>11}\n")
            failures += found
            inputs += count
        sys.stderr.write(f"{inputs:,} inputs in {(time.monotonic() - begun) / 60:.1f} minutes\n")
        sys.stderr.write("".join(f"\n{failure}\n" for failure in failures))
    assert failures == []
    assert inputs >= _INPUTS
