"""What fuzzing finds is written down and happens again, on any machine and in any process."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import structlog

from tests.fuzz import findings, run, shrinking, talking
from tests.fuzz.chance import Chance
from tests.fuzz.failures import FoundError
from tests.fuzz.findings import Finding
from tests.fuzz.patience import patience
from tests.fuzz.run import again, fuzz, try_one
from tests.fuzz.targets import SHORT_TALK, Target
from tests.fuzz.world import World


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    structlog.configure(processors=[_drop])
    yield
    structlog.reset_defaults()


def _drop(_logger: object, _method: str, _event: structlog.typing.EventDict) -> str:
    raise structlog.DropEvent


def _fails_at_seven(chance: Chance) -> None:
    if chance.give(chance.below(10)) == 7:
        raise FoundError("seven came by")


_SEVEN = Target("sevens", lambda _: _fails_at_seven, 50)


def test_a_talk_happens_again_to_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was found in a talk is found again: the same is said to everybody in the same order."""
    lived, live = list[World](), talking.live
    monkeypatch.setattr(talking, "live", lambda *given: lived.append(live(*given)))
    chance = Chance(Random(5))  # noqa: S311 - repeatable on purpose

    talking.talk(chance, SHORT_TALK * 3)
    talking.replay(json.loads(json.dumps(chance.given)))

    first, second = (each.telegram.calls for each in lived)
    assert len(first) > SHORT_TALK
    assert second == first


def test_a_finding_is_written_down_with_what_was_given(tmp_path: Path) -> None:
    """The file says which input it was and what the program got, and its command makes the same input."""
    fuzz(_SEVEN, range(50), seed=3, folder=tmp_path)

    written = [findings.read(each) for each in tmp_path.iterdir()]

    assert written != []
    assert {each.kind for each in written} == {"FoundError: seven came by"}
    assert [each.given for each in written] == [[7]] * len(written)
    assert [try_one(_SEVEN, _fails_at_seven, each.seed, each.number) for each in written] == written
    assert written[0].command.startswith("python -m tests.fuzz.run --only 'sevens' --seed 3 --number ")


def test_a_file_tells_whether_its_finding_happens_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a mistake is mended, the file of its finding says so."""
    found = try_one(_SEVEN, _fails_at_seven, 3, 12) or Finding("sevens", 3, 12, "", "", [])
    path = findings.write(found, tmp_path)
    mended = Target("sevens", lambda _: lambda _chance: None, 50)
    happened = []

    for target in (Target("sevens", lambda _: _always_fails, 50), mended):
        monkeypatch.setattr(run, "TARGETS", (target,))
        happened.append(again(path, shorter=False))

    assert happened == [True, False]


def _always_fails(_chance: Chance) -> None:
    raise FoundError("always")


def test_what_is_nested_deep_can_be_written_down(tmp_path: Path) -> None:
    """The strangest input is the likeliest finding: none of it stops the run that found it."""
    nested: list[Any] = []
    for _ in range(900):
        nested = [nested]
    odd = [nested, "\ud800", b"\xff", float("inf"), 10**40]

    path = findings.write(Finding("markup", 1, 2, "kind", "error", odd), tmp_path)

    assert findings.read(path).given == [nested, "\ud800", repr(b"\xff"), float("inf"), 10**40]


def _fails_at_three_and_seventeen(given: list[Any]) -> None:
    payloads = [one["payload"] for each in given[1:] for one in each["updates"]]
    if {3, 17} <= set(payloads):
        raise FoundError("both came")


def test_a_finding_is_made_shorter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long talk only what matters is left, two updates here; that file happens again as well."""
    for module in (run, shrinking):
        monkeypatch.setattr(module, "replay", _fails_at_three_and_seventeen)
    rounds = [
        {"updates": [{"payload": first + at, "sound": True} for at in range(5)], "wait": 0.0}
        for first in range(0, 20, 5)
    ]
    path = findings.write(Finding("updates", 1, 2, "FoundError: both came", "error", [9, *rounds]), tmp_path)

    assert again(path, shorter=True)
    shorter = path.with_name("updates-1-2-shrunk.json")
    number, *left = findings.read(shorter).given

    assert number == 9
    assert [[one["payload"] for one in each["updates"]] for each in left] == [[3], [17]]
    assert again(shorter, shorter=False)


def test_hanging_is_a_finding() -> None:
    """An input at which the program hangs ends the try, not the run."""
    with pytest.raises(FoundError, match="takes longer than 1 seconds"), patience(1):
        time.sleep(30)
