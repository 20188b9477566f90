"""Results as a page, as a picture and for programs."""

from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks.figures import Chapter, Figure
from tests.benchmarks.machine import Machine
from tests.benchmarks.report import Results, amount, as_json, as_markdown, as_picture, from_json

RESULTS = Results(
    datetime(2026, 11, 22, 9, tzinfo=UTC),
    Machine("Some <processor>", 2, 24.0, "Linux 6", "3.11.7", 0.5),
    quick=False,
    chapters=(
        Chapter(
            "answer",
            "Answer time",
            (
                Figure("30 a second, p50", 60.0, "ms"),
                Figure("30 a second, p95", 130.0, "ms"),
                Figure("30 a second, p99", None, "ms"),
            ),
            "A note.",
        ),
    ),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "-"), (0, "0"), (0.01234, "0.0123"), (1.234, "1.23"), (98.76, "98.8"), (12345.6, "12,346")],
)
def test_amount(value: float | None, expected: str) -> None:
    """Numbers have three digits that mean something."""
    assert amount(value) == expected


def test_json_can_be_read_again() -> None:
    """What is kept can be compared with a later run."""
    assert from_json(as_json(RESULTS)) == RESULTS


def test_chapters_that_were_not_measured_again_stay() -> None:
    """A chapter of an earlier run stays and says of when it is; a new one takes the place of its old one."""
    later = replace(
        RESULTS,
        begun=datetime(2026, 11, 23, 9, tzinfo=UTC),
        chapters=(Chapter("store", "Store", ()), Chapter("start", "Start", ())),
    )
    earlier = replace(RESULTS, chapters=(*RESULTS.chapters, Chapter("store", "Old store", ())))
    both = later.beside(earlier, ("answer", "start", "store"))
    assert [chapter.title for chapter in both.chapters] == ["Answer time", "Start", "Store"]
    assert as_markdown(both).count("Of another run, begun 2026-11-22 09:00 UTC.") == 1


def test_page() -> None:
    """The page tells the machine, what was wanted and every figure."""
    page = as_markdown(RESULTS)
    assert "| answer: 30 a second, p95 | 400 | 120 | 130 | good enough |" in page
    assert "| 30 a second, p99 | - | ms |  |" in page
    assert str(RESULTS.machine) in page


def test_picture() -> None:
    """The picture is well-formed and has a bar for every figure that there is."""
    picture = ET.fromstring(as_picture(RESULTS))  # noqa: S314 - our own
    labels = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [label for label in labels if label and "a second" in label] == [
        "30 a second, p50",
        "30 a second, p95",
    ]
