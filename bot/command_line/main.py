"""Parse the command line and turn every expected error into one sentence and an exit code."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from bot.command_line import ask, chat, content, nlu, serve, test, train
from bot.errors import BotError
from content.errors import ContentError
from conversations.errors import ConversationError

_INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="./wegwijzer", description="A chat assistant for people whose asylum application was rejected."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for module in (chat, ask, serve, test, train, content, nlu):
        module.add_to(commands)
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, 1 for an expected error, 2 for wrong usage."""
    options, rest = build_parser().parse_known_args(arguments)
    if rest and not getattr(options, "passes_on", False):
        build_parser().error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    try:
        code: int = asyncio.run(options.run(options))
    except (BotError, ContentError, ConversationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code
