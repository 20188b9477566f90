"""Figures that the operator decides: an answer has none that nothing fills in."""

from pathlib import Path

from content.checks import check
from content.loader import load


def test_a_figure_that_nothing_fills_in_is_found(content_copy: Path) -> None:
    """A placeholder that the program does not know would fail in front of a person."""
    files = [content_copy / "texts" / code / "handover" / "is_this_private.yml" for code in ("en", "nl")]
    for file in files:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("{date_days}", "{month_days}"), encoding="utf-8")

    found = [each for each in check(load(content_copy), content_copy) if "{month_days}" in each.message]

    assert sorted(each.path for each in found) == files
    assert {each.message.partition(". In answers there is ")[::2] for each in found} == {
        ("answer has {month_days}, which nothing fills in", "{interview_days}, {date_days}, {case_days}.")
    }
