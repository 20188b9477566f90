"""Parse the command line and turn every expected error into one sentence and an exit code."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.errors import BotError
from content.errors import ContentError
from conversations.errors import ConversationError

_INTERRUPTED = 130

COMMANDS = {
    "chat": "chat",
    "ask": "ask",
    "bot": "serve",
    "test": "test",
    "bench": "bench",
    "train": "train",
    "rasa": "rasa",
    "content": "content",
    "nlu": "nlu",
    "doctor": "doctor",
    "report": "report",
    "audit": "audit",
    "backup": "backup",
    "restore": "restore",
    "rotate-key": "rotate_key",
    "erase": "erase",
    "transcripts": "transcripts",
}
"""Each command and the module in this package that runs it."""


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser with all commands, or with `only` one so that nothing else is imported."""
    parser = argparse.ArgumentParser(
        prog="./wegwijzer", description="A chat assistant for people whose asylum application was rejected."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name in [only] if only in COMMANDS else COMMANDS:
        import_module(f"bot.command_line.{COMMANDS[name]}").add_to(commands)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, 1 for an expected error, 2 for wrong usage."""
    parser = build_parser(arguments[0] if arguments else None)
    options, rest = parser.parse_known_args(arguments)
    if rest and not getattr(options, "passes_on", False):
        parser.error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    try:
        code: int = asyncio.run(options.run(options))
    except (BotError, ContentError, ConversationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code
