"""100,000 stored reminders: what they cost at the start, in memory, and at every look."""

import sys
from pathlib import Path

import pytest

from content.loader import Content
from tests.benchmarks.measures.reminders import AT_ONCE, STORED, measure_burst, measure_stored


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_reminders(tmp_path: Path) -> None:
    """Start under 3 s more than with none, under 50 MB more, the next hour found in under 10 ms."""
    stored = measure_stored(tmp_path, STORED)
    sys.stderr.write(
        f"\n{STORED} reminders: start {stored.longer_start:.2f} s longer, {stored.larger:.1f} MB more, "
        f"the next hour found in {stored.look:.2f} ms (median)\n"
    )
    assert stored.found == 9
    assert stored.longer_start < 3
    assert stored.larger < 50
    assert stored.look < 10


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_ten_thousand_on_a_monday_morning(tmp_path: Path, content: Content) -> None:
    """10,000 due in one minute all go out, departure terms first, faster than Telegram takes them."""
    burst = await measure_burst(tmp_path, content, AT_ONCE)
    first = AT_ONCE // 4
    sys.stderr.write(
        f"\n10,000 at once: {burst.seconds:.0f} s of our own work, {AT_ONCE / burst.seconds:.0f} a second\n"
    )
    assert burst.sent == AT_ONCE
    assert burst.left is None
    assert set(burst.order[:first]) & set(burst.order[first:]) == set()
    assert AT_ONCE / burst.seconds > 30
