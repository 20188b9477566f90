"""Every target takes a few hundred inputs in each run of the tests; the long run tries a million."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.chance import Chance
from tests.fuzz.targets import TARGETS, Target, Try, Workshop

_SHORT = [target for target in TARGETS if target.examples]
_IDS = [target.name for target in _SHORT]


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    """Log nothing: the log of refused inputs is long and says nothing here."""
    structlog.configure(processors=[_drop])
    yield
    structlog.reset_defaults()


def _drop(_logger: object, _method: str, _event: structlog.typing.EventDict) -> str:
    raise structlog.DropEvent


@pytest.fixture(params=_SHORT, ids=_IDS)
def target(request: pytest.FixtureRequest) -> Target:
    """Run the test once for each target."""
    found: Target = request.param
    return found


@pytest.fixture
def attempt(target: Target, tmp_path: Path) -> Iterator[Try]:
    """Return what tries one input."""
    with ExitStack() as closing:
        yield target.prepare(Workshop(tmp_path, closing))


def test_nothing_unexpected_happens(target: Target, attempt: Try) -> None:
    """Whatever comes in is handled or refused with a reason, and what goes out is valid."""

    @settings(
        max_examples=target.examples,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(random=st.randoms(use_true_random=False))
    def try_any(random: Random) -> None:
        attempt(Chance(random))

    try_any()


def test_the_long_run_is_long_enough() -> None:
    """All targets together take a million inputs in the long run."""
    assert sum(target.inputs for target in TARGETS) >= 1_000_000
