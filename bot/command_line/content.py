"""`./wegwijzer content ...`: check the texts, see their state, preview, confirm and prepare translations."""

import argparse
import sys
from collections.abc import Awaitable, Callable, Collection
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.command_line.types import Commands
from bot.composition import utc_now
from bot.errors import BotError
from bot.preview.site import count_states, write_site
from bot.settings import DEFAULT_TIMEZONE
from content.checks import check
from content.coverage import TextState, coverage
from content.editing import add_language, confirm
from content.errors import BrokenContentError
from content.loader import ROOT, load
from content.model import DUTCH, Direction, LanguageCode

_STYLES = {
    TextState.MISSING: "red",
    TextState.OUTDATED: "yellow",
    TextState.DRAFT: "",
    TextState.REVIEWED: "green",
}


Run = Callable[[argparse.Namespace], Awaitable[int]]


class UnknownLanguageError(BotError):
    """A language was named that has no folder."""


def add_to(commands: Commands) -> None:
    """Add the commands."""
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument("--folder", type=Path, default=ROOT, help="another content folder")
    parser = commands.add_parser("content", help="check, preview and translate the texts")
    actions = parser.add_subparsers(required=True, metavar="action")

    def add(name: str, explained: str, run: Run) -> argparse.ArgumentParser:
        action = actions.add_parser(name, parents=[everywhere], help=explained)
        action.set_defaults(run=run)
        return action

    checking = add("check", "name every missing or wrong text with file and line", run_check)
    checking.add_argument("--language", help="only this language; also one that is not served yet")
    add("status", "print which text is in which state, id by language", run_status)
    preview = add("preview", "write a site that shows every text as on a phone", run_preview)
    preview.add_argument("--output", type=Path, default=Path("preview"), help="the folder of the site")
    confirming = add("confirm", "note that translations follow the present Dutch texts", run_confirm)
    confirming.add_argument("language")
    confirming.add_argument("id", nargs="*", help="without ids: every text of the language")
    confirming.add_argument("--reviewed-by", help="initials or role of the speaker who has checked them")
    adding = add("add-language", "make the empty files of a new language", run_add_language)
    adding.add_argument("language", help="its CLDR code, such as uk")
    adding.add_argument("--right-to-left", action="store_true")


async def run_check(options: argparse.Namespace) -> int:
    """Print every finding; exit code 1 when there is one.

    Raises BrokenContentError when a file cannot be read at all.
    """
    content = load(options.folder, with_prepared=options.language is not None)
    findings = check(content, options.folder)
    if options.language is not None:
        _require(options.language, content.texts)
        texts = options.folder / "texts" / options.language
        findings = [finding for finding in findings if finding.path.is_relative_to(texts)]
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    answers, terms = len(content.texts[DUTCH].answers), len(content.glossary)
    languages = options.language or f"{len(content.languages)} languages"
    sys.stdout.write(f"{answers} answers and {terms} terms in {languages}, {len(findings)} findings\n")
    if content.in_preparation and options.language is None:
        sys.stdout.write(f"Not served yet, so not checked: {', '.join(content.in_preparation)}\n")
    return 1 if findings else 0


async def run_status(options: argparse.Namespace) -> int:
    """Print the coverage table and its totals.

    Raises BrokenContentError when a file cannot be read at all.
    """
    content = load(options.folder, with_prepared=True)
    rows = coverage(content)
    table = Table("section", "id", *content.languages)
    for row in rows:
        cells = (row.states[language] for language in content.languages)
        table.add_row(row.section, row.text_id, *(f"[{_STYLES[s] or 'none'}]{s}[/]" for s in cells))
    totals = Table("language", *TextState)
    for language, counts in count_states(rows, content.languages).items():
        totals.add_row(language, *map(str, counts.values()))
    console = Console(file=sys.stdout)
    console.print(table)
    console.print(totals)
    return 0


async def run_preview(options: argparse.Namespace) -> int:
    """Write the site and say where it is.

    Raises BrokenContentError when a file cannot be read at all.
    """
    pages = write_site(load(options.folder, with_prepared=True), options.output, _today())
    sys.stdout.write(f"{pages} pages. Open {_absolute(options.output)} in a browser.\n")
    return 0


async def run_confirm(options: argparse.Namespace) -> int:
    """Confirm translations, when the checks find nothing wrong with them.

    Raises BrokenContentError when the checks find something in the language, EditingError for an unknown id
    and UnknownLanguageError for an unknown language.
    """
    content = load(options.folder, with_prepared=True)
    _require(options.language, content.texts)
    language = LanguageCode(options.language)
    texts = options.folder / "texts" / language
    if findings := [each for each in check(content, options.folder) if each.path.is_relative_to(texts)]:
        raise BrokenContentError(findings)
    reviewed = (options.reviewed_by, _today()) if options.reviewed_by else None
    count = confirm(content, options.folder, language, options.id, reviewed)
    sys.stdout.write(f"{count} texts in {language} follow the present Dutch texts.\n")
    return 0


async def run_add_language(options: argparse.Namespace) -> int:
    """Make the folder of a language and say what comes next.

    Raises EditingError when that cannot be.
    """
    direction = Direction.RIGHT_TO_LEFT if options.right_to_left else Direction.LEFT_TO_RIGHT
    language = LanguageCode(options.language)
    folder = add_language(options.folder, language, direction)
    sys.stdout.write(
        f"Made {folder}. See docs/translating.md, and what is missing with:\n"
        f"  ./wegwijzer content check --language {language}\n"
    )
    return 0


def _require(language: str, known: Collection[str]) -> None:
    if language not in known:
        message = f"There is no language {language!r}. Known are: {', '.join(sorted(known))}."
        raise UnknownLanguageError(message)


def _today() -> date:
    return utc_now().astimezone(DEFAULT_TIMEZONE).date()


def _absolute(folder: Path) -> Path:
    return folder.resolve() / "index.html"
