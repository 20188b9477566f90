"""`./wegwijzer audit`: whether something that we depend on is known to be vulnerable."""

import argparse
import sys

from bot.audit import Outcome, audit, read_known
from bot.command_line.types import Commands
from bot.composition import utc_now
from bot.paths import PROJECT, RASA_PROJECT

KNOWN = PROJECT / "docs" / "known-vulnerabilities.toml"
_LOCKS = {"the bot": PROJECT, "Rasa": RASA_PROJECT}


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "audit", help="look up what we depend on in a public list of vulnerabilities (osv.dev)"
    )
    parser.add_argument(
        "--strict", action="store_true", help="fail, too, when the list cannot be reached from here"
    )
    parser.add_argument("--service", metavar="URL", help="ask another list of the same kind")
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Audit both locks; return 0 when nothing is known, or the list cannot be reached.

    Raises AuditError when the audit itself fails.
    """
    known, today, failed = read_known(KNOWN), utc_now().date(), False
    for each in known:
        if each.until <= today:
            sys.stdout.write(
                f"{each.id} ({each.package}) was accepted until {each.until}: look at it again.\n"
            )
    ignored = [each.id for each in known if each.until > today]
    for name, project in _LOCKS.items():
        found = await audit(project, ignored, options.service)
        match found.outcome:
            case Outcome.SOUND:
                told = "nothing is known"
            case Outcome.VULNERABLE:
                told, failed = f"vulnerable\n{found.told}", True
            case Outcome.NOT_AUDITED:
                told = "NOT AUDITED, the list cannot be reached from here"
                failed = failed or options.strict
        sys.stdout.write(f"{name}: {told}\n")
    if ignored:
        sys.stdout.write(f"{len(ignored)} accepted: see {KNOWN.relative_to(PROJECT)}.\n")
    return int(failed)
