import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.command_line.main import build_parser
from bot.settings import KNOWN_SETTINGS

PROJECT = Path(__file__).parents[2]
DECISIONS = sorted((PROJECT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
PAGES = sorted([PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")])


def commands(parser: argparse.ArgumentParser, prefix: str = "") -> Iterator[str]:
    """Give every command that does something, such as `chat` and `content check`."""
    deeper = [action.choices for action in parser._actions if isinstance(action.choices, dict)]
    if not deeper:
        yield prefix.strip()
    for choices in deeper:
        for name, child in choices.items():
            yield from commands(child, f"{prefix} {name}")


def name_of(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("command", ["./wegwijzer chat", "./wegwijzer test"])
def test_readme(command: str) -> None:
    """The README names the two commands that a newcomer needs."""
    assert command in (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", KNOWN_SETTINGS)
def test_settings(setting: str) -> None:
    """Every setting is described."""
    assert f"`{setting}`" in (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_no_setting_of_the_past() -> None:
    """Every setting that is described exists."""
    text = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`((?:TELEGRAM|RASA|LIBRETRANSLATE|COUNSELLOR|WEGWIJZER)_[A-Z_]+)`", text))
    of_rasa = {name for name in described if name.startswith("WEGWIJZER_RASA_")}
    served = (PROJECT / "rasa_project" / "serving" / "settings.py").read_text(encoding="utf-8")
    assert [name for name in of_rasa if f'"{name}"' not in served] == []
    assert described - of_rasa - set(KNOWN_SETTINGS) - {"RASA_TELEMETRY_ENABLED"} == set()


@pytest.mark.parametrize("command", list(commands(build_parser())))
def test_commands(command: str) -> None:
    """Every command is described."""
    assert f"./wegwijzer {command}" in (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_there_are_decisions() -> None:
    """Decisions are written down."""
    assert DECISIONS != []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_decision(decision: Path) -> None:
    """Every decision has a number of four digits, which no other has, and a title."""
    title = decision.read_text(encoding="utf-8").splitlines()[0]
    number = decision.name.partition("-")[0]
    assert re.fullmatch(r"# \S.*", title), title
    assert re.fullmatch(r"\d{4}", number), number
    assert [other for other in DECISIONS if other.name.startswith(number)] == [decision]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links(page: Path) -> None:
    """Every link from one page to another file leads somewhere."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
