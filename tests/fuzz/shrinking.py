"""Make a talk that fails as short as it can be: what is left is what matters."""

import time
from collections.abc import Callable
from typing import Any

from tests.fuzz.findings import kind_of
from tests.fuzz.talking import replay


def shrunk(given: list[Any], kind: str, seconds: float, tell: Callable[[str], None]) -> list[Any]:
    """Return a part of `given` that still fails with `kind`, as short as `seconds` are enough for."""
    until, (number, *rounds) = time.monotonic() + seconds, given

    def fails(tried: list[Any]) -> bool:
        return time.monotonic() < until and _fails([number, *tried], kind)

    rounds = _without(rounds, fails)
    for at in range(len(rounds)):
        before, now, after = rounds[:at], rounds[at], rounds[at + 1 :]

        def fails_with(updates: list[Any], before: Any = before, now: Any = now, after: Any = after) -> bool:
            return fails([*before, {**now, "updates": updates}, *after])

        rounds = [*before, {**now, "updates": _without(now["updates"], fails_with)}, *after]
        tell(f"{sum(len(each['updates']) for each in rounds)} updates are left")
    return [number, *rounds]


def _without(items: list[Any], fails: Callable[[list[Any]], bool]) -> list[Any]:
    """Return what is left of `items` when all is taken away without which it still fails."""
    size = max(1, len(items) // 2)
    while items:
        at = 0
        while at < len(items):
            fewer = items[:at] + items[at + size :]
            if fails(fewer):
                items = fewer
            else:
                at += size
        if size == 1:
            break
        size //= 2
    return items


def _fails(given: list[Any], kind: str) -> bool:
    try:
        replay(given)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return kind_of(error) == kind
    return False
