"""The report as tables, as a page and as JSON."""

import argparse
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.command_line import report as command
from bot.command_line.main import build_parser
from bot.report.page import report_page
from bot.report.sections import Layout
from bot.report.tables import print_report
from bot.settings import Settings, load_settings
from content.loader import Content
from content.model import LanguageCode
from conversations.cases import CaseReason
from conversations.events import Address
from conversations.reporting import (
    Age,
    LanguageQuestions,
    OpenCases,
    ReasonCount,
    Report,
    Spread,
    Step,
    TopicCount,
    Week,
)
from conversations.statistics import QUESTIONS, Counted
from conversations.store.cases import StoredCases
from conversations.store.database import open_database
from conversations.store.people import StoredPeople
from conversations.store.statistics import StoredStatistics
from tests.fakes import AMSTERDAM, NOON

_SOURCES = ("sections.py", "page.py", "tables.py")
_SO = LanguageCode("so")


@pytest.fixture
def full() -> Report:
    """Return a report with a number in every section."""
    outcomes = {kind: 2 + number for number, kind in enumerate(QUESTIONS)}
    day = NOON.date()
    return Report(
        first=day - timedelta(days=27),
        last=day,
        open_cases=(OpenCases(_SO, dict.fromkeys(Age, 1)), OpenCases(None, dict.fromkeys(Age, 2))),
        times={step: Spread(3, timedelta(minutes=100), timedelta(hours=50)) for step in Step},
        weeks=(Week(day, day, 4, 2),),
        reasons=tuple(ReasonCount(reason, 2, 1) for reason in CaseReason),
        helped=3,
        not_helped=1,
        outcomes=outcomes,
        languages=(LanguageQuestions(_SO, outcomes), LanguageQuestions(None, dict.fromkeys(QUESTIONS, 0))),
        topics=(TopicCount("entry_ban", 5, 10), TopicCount("gone", 5, 0), TopicCount(None, 1, 1)),
    )


@pytest.fixture
def empty(full: Report) -> Report:
    """Return the report of a service that begins."""
    nothing = dict.fromkeys(QUESTIONS, 0)
    return Report(
        full.first, full.last, (), dict.fromkeys(Step, Spread(0)), full.weeks[:0], (), 0, 0, nothing, (), ()
    )


def test_every_section_has_its_columns(full: Report, content: Content) -> None:
    """Each row is as wide as the head of its table, and no bar is longer than its place."""
    sections = Layout(full, content).sections()

    assert len(sections) == 8
    assert {len(section.columns) - len(row.cells) for section in sections for row in section.rows} == {1}
    bars = [cell.bar for section in sections for row in section.rows for cell in row.cells]
    assert all(bar is None or 0 <= bar <= 1 for bar in bars)


def test_labels_are_those_of_the_content(full: Report, content: Content) -> None:
    """Languages have their Dutch names and topics their titles; what is published no more keeps its id."""
    labels = {row.label for section in Layout(full, content).sections() for row in section.rows}
    title = content.answer("entry_ban", LanguageCode("nl")).title

    assert {"Somalisch", title, "gone", "onbekend", "andere talen", "andere onderwerpen"} <= labels


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (timedelta(seconds=40), "1 min"),
        (timedelta(minutes=100), "100 min"),
        (timedelta(hours=30), "30 uur"),
        (timedelta(hours=50), "2 dagen"),
        (None, "–"),
    ],
)
def test_times_in_words(full: Report, content: Content, passed: timedelta | None, expected: str) -> None:
    """A time is told in the largest unit of which there are two."""
    full.times[Step.ANSWERED] = Spread(1, passed, passed)
    assert Layout(full, content).tiles()[1].number == expected


def test_the_page_needs_nothing_from_elsewhere(full: Report, content: Content) -> None:
    """No script, no address, no file: what opens without a network also tells nobody that it was opened."""
    page = report_page(Layout(full, content), NOON, AMSTERDAM)

    assert re.findall(r"<script|<link|<img|https?:|url\(|@import", page) == []
    assert "2 november 2026, 13:00" in page
    assert page.count("<section>") == 8


def test_the_page_escapes_words(full: Report, content: Content) -> None:
    """A topic whose id or title has a mark of HTML does not break the page."""
    strange = TopicCount("<b>", 5, 5)
    report = Report(**{**_fields(full), "topics": (strange,)})

    assert "&lt;b&gt;" in report_page(Layout(report, content), NOON, AMSTERDAM)


def test_a_report_without_numbers(empty: Report, content: Content) -> None:
    """A service that begins has a page and tables that say so."""
    layout = Layout(empty, content)
    output = io.StringIO()
    print_report(Console(file=output, width=100), layout)

    assert layout.sections() == ()
    assert content.report["nothing"] in report_page(layout, NOON, AMSTERDAM)
    assert content.report["nothing"] in output.getvalue()


def test_the_tables_have_the_same_numbers_as_the_page(full: Report, content: Content) -> None:
    """What is printed is what the page shows."""
    layout = Layout(full, content)
    output = io.StringIO()
    print_report(Console(file=output, width=160), layout)
    printed = output.getvalue()
    missing = [
        text
        for section in layout.sections()
        for row in section.rows
        for text in (section.title, row.label, *(cell.text for cell in row.cells))
        if text not in printed
    ]
    assert missing == []


def test_words_and_code_agree(full: Report, empty: Report, content: Content) -> None:
    """Every text of content/report.yml is used, and none is missing."""
    used = _Asked(content.report)
    for report in (full, empty):
        layout = Layout(report, content)
        layout.words = used
        report_page(layout, NOON, AMSTERDAM)
        print_report(Console(file=io.StringIO()), layout)

    assert set(content.report) - used.asked == set()


class _Asked(dict[str, str]):
    """Remembers which texts were asked for."""

    def __init__(self, texts: object) -> None:
        super().__init__(texts)  # type: ignore[call-overload]
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def _fields(report: Report) -> dict[str, object]:
    return {name: getattr(report, name) for name in Report.__slots__}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings with a data folder of its own, as the command reads them."""
    settings = load_settings({"WEGWIJZER_DATA_DIR": str(tmp_path / "data")})
    monkeypatch.setattr(command, "load_settings", lambda *_: settings)
    return settings


@pytest.fixture
def filled(settings: Settings) -> str:
    """Keep a case and a question of now; return the number of the person, which nothing may tell."""

    def now() -> datetime:
        return datetime.now(UTC)

    database = open_database(settings.data_folder, settings.key_file)
    statistics = StoredStatistics(database, now, settings.timezone)
    person = StoredPeople(database, now).find_or_add(Address("telegram", "31612345678"))
    StoredCases(database, now, statistics).open(person.id, CaseReason.ASKED_FOR)
    statistics.count(Counted.CLARIFY, _SO)
    return "31612345678"


def options(*arguments: str) -> argparse.Namespace:
    return build_parser("report").parse_args(["report", *arguments])


async def test_nothing_to_report(settings: Settings) -> None:
    """Before the first start the command says so, and makes no database."""
    with pytest.raises(command.NothingToReportError):
        await command.run(options())
    assert not settings.data_folder.exists()


async def test_json(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get every number, and nothing of anybody."""
    assert await command.run(options("--json", "--days", "1")) == 0
    printed = capsys.readouterr().out
    told = json.loads(printed)

    assert told["first"] == told["last"]
    assert (told["outcomes"]["clarify"], told["reasons"][0]["reason"]) == (1, "asked_for")
    assert filled not in printed


async def test_html(filled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The page stands in the file that was named."""
    file = tmp_path / "page.html"
    assert await command.run(options("--html", str(file))) == 0

    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert str(file) in capsys.readouterr().out


async def test_a_file_that_cannot_be_written(filled: str, tmp_path: Path) -> None:
    """A folder that is not there is one sentence and no traceback."""
    with pytest.raises(command.PageNotWrittenError, match="Name another file"):
        await command.run(options("--html", str(tmp_path / "none" / "page.html")))


@pytest.mark.parametrize("days", ["0", "401", "-1", "1.5", "x"])
def test_days_that_are_not_kept(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number of days that cannot be reported is a wrong command line."""
    with pytest.raises(SystemExit) as stopped:
        options("--days", days)
    assert stopped.value.code == 2
