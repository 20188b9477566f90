"""`./wegwijzer content check`: tell whether every text is there and right."""

import argparse
import sys
from pathlib import Path

from bot.command_line.types import Commands
from content.checks import check
from content.loader import ROOT, load


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("content", help="check the texts")
    actions = parser.add_subparsers(required=True, metavar="action")
    checking = actions.add_parser("check", help="name every missing or wrong text with file and line")
    checking.add_argument("--folder", type=Path, default=ROOT, help="another content folder")
    checking.set_defaults(run=run_check)


async def run_check(options: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when there is one.

    Raises BrokenContentError when a file cannot be read at all.
    """
    content = load(options.folder)
    findings = check(content, options.folder)
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    answers = len(content.texts[content.languages[0]].answers)
    sys.stdout.write(f"{answers} answers in {len(content.languages)} languages, {len(findings)} findings\n")
    return 1 if findings else 0
