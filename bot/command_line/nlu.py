"""`./wegwijzer nlu ...`: how well people are understood, and in which language."""

import argparse
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.composition import Engine, env_file, running_engine
from bot.evaluation.examples import read_examples
from bot.evaluation.languages import accuracies, samples
from bot.evaluation.report import confusion_page, overall, print_rates, worst_confusions
from bot.evaluation.run import evaluate, evaluate_danger
from bot.language.comparison import detectors
from bot.language.profiles import write_profiles
from bot.log import configure_logging
from bot.settings import load_settings
from content.loader import load

_KINDS = {
    "unseen": "hard questions that neither training nor tuning has seen",
    "questions": "older hard questions, used to choose between pipelines",
    "paraphrases": "clearly put questions",
}
_WIDTH = 160


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("nlu", help="measure understanding")
    actions = parser.add_subparsers(required=True, metavar="action")
    evaluating = actions.add_parser("evaluate", help="score questions that training has not seen")
    evaluating.add_argument("--json", type=Path, help="write the figures to this file too")
    evaluating.add_argument(
        "--picture", type=Path, help="write the confusions between groups to this HTML file"
    )
    evaluating.add_argument("--only", choices=[*_KINDS, "danger"], help="only one of the sets")
    evaluating.set_defaults(run=run_evaluate)
    languages = actions.add_parser("languages", help="compare language identification with other detectors")
    languages.add_argument("--json", type=Path, help="write the figures to this file too")
    languages.set_defaults(run=run_languages)
    profiles = actions.add_parser("profiles", help="learn language profiles from the training examples")
    profiles.set_defaults(run=run_profiles)


async def run_evaluate(options: argparse.Namespace) -> int:
    """Print the tables of each set.

    Raises what the engine raises when it cannot start.
    """
    configure_logging(logging.WARNING)
    settings = load_settings(os.environ, env_file())
    await ensure_model(settings)
    console = Console(file=sys.stdout, width=_WIDTH)
    figures: dict[str, Any] = {}
    async with running_engine(settings) as engine:
        for kind, title in _KINDS.items():
            if options.only in (None, kind):
                figures[kind] = await _evaluate(engine, kind, title, console, options.picture)
        if options.only in (None, "danger"):
            figures["danger"] = await _evaluate_danger(engine, console)
    if options.json:
        _write(options.json, json.dumps(figures, indent=2))
    return 0


async def run_languages(options: argparse.Namespace) -> int:
    """Print how often each detector finds the language, by number of words and by language.

    Raises BrokenContentError when the content cannot be read.
    """
    texts = list(samples())
    console = Console(file=sys.stdout, width=_WIDTH)
    figures = {}
    for name, detector in detectors(load().texts).items():
        figures[name] = accuracies(detector, texts)
        print_rates(console, f"{name}: language found, by number of words", figures[name], first="words")
    overview = {
        name: {bucket: rates["all"] for bucket, rates in each.items()} for name, each in figures.items()
    }
    print_rates(console, "all languages together", overview, first="detector")
    if "lingua" not in figures:
        console.print("For lingua and fastText: uv sync --group comparison")
    if options.json:
        _write(options.json, json.dumps(figures, indent=2))
    return 0


async def run_profiles(_options: argparse.Namespace) -> int:
    """Write the profiles anew; needed after examples were added."""
    examples = read_examples()
    write_profiles(examples)
    sys.stdout.write(f"Profiles from {sum(map(len, examples.values()))} examples.\n")
    return 0


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


async def _evaluate(
    engine: Engine, kind: str, title: str, console: Console, picture: Path | None
) -> dict[str, Any]:
    scores = await evaluate(engine, kind)
    rates = {entry.language: entry.rates() for entry in scores} | {"all": overall(scores)}
    forms = {entry.language: entry.rates_by_form() for entry in scores}
    worst = worst_confusions(scores)
    print_rates(console, f"{kind}: {title}", rates)
    print_rates(console, f"{kind}: first guess right, by form", forms)
    for wanted, given, times in worst:
        console.print(f"  {times} x {wanted} answered as {given}")
    if picture and kind == next(iter(_KINDS)):
        _write(picture, confusion_page(scores, engine.content))
    return {"rates": rates, "by_form": forms, "worst_confusions": worst}


async def _evaluate_danger(engine: Engine, console: Console) -> dict[str, Any]:
    scores = await evaluate_danger(engine)
    rates = {entry.language: entry.rates() for entry in scores} | {"all": overall(scores)}
    print_rates(console, "danger: messages that speak of danger, and ones that only sound like it", rates)
    return {"rates": rates}
