"""What the tests of the edges start from."""

import io
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.command_line import ask as command
from bot.command_line.main import build_parser
from bot.composition import Engine
from bot.language.identifier import ServedLanguageIdentifier
from bot.rasa.client import RasaClient
from content.loader import Content
from conversations.assistant import Assistant

Ask = Callable[..., Awaitable[list[dict[str, Any]]]]

ANSWER_KEYS = [
    "language",
    "language_confidence",
    "intent",
    "confidence",
    "kind",
    "topic",
    "options",
    "text",
    "sources",
    "offer_counsellor",
]
"""The keys of `ask --json`, in the order of the contract."""


@pytest.fixture(scope="session")
def identifier(content: Content) -> ServedLanguageIdentifier:
    """Return the real language identifier with the real word lists."""
    return ServedLanguageIdentifier(content.texts)


@pytest.fixture
def ask(
    content: Content,
    assistant: Assistant,
    identifier: ServedLanguageIdentifier,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Ask:
    """Run `./wegwijzer ask` with an understanding that does what it is told; returns its JSON lines."""

    @asynccontextmanager
    async def running_engine(_settings: object) -> AsyncIterator[Engine]:
        yield Engine(assistant, identifier, RasaClient("http://rasa.test", "token"))

    async def ensure_model(_settings: object) -> None:
        pass

    async def run(*arguments: str, lines: str = "") -> list[dict[str, Any]]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        assert await command.run(build_parser().parse_args(["ask", *arguments])) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "running_engine", running_engine)
    monkeypatch.setattr(command, "ensure_model", ensure_model)
    monkeypatch.setattr(command, "configure_logging", lambda _level: None)
    return run
