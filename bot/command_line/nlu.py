"""`./wegwijzer nlu evaluate`: how well people are understood, language by language."""

import argparse
import json
import logging
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.composition import Engine, env_file, running_engine
from bot.evaluation.questions import load_questions
from bot.evaluation.scores import Outcome, Scores, score
from bot.log import configure_logging
from bot.settings import load_settings
from conversations.assistant import Turn
from conversations.cleaning import clean
from conversations.identifiers import new_conversation_id

_KINDS = ("paraphrases", "questions")
_WORST = 20


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("nlu", help="measure understanding")
    actions = parser.add_subparsers(required=True, metavar="action")
    evaluating = actions.add_parser("evaluate", help="score questions that training has not seen")
    evaluating.add_argument("--json", type=Path, help="write the figures to this file too")
    evaluating.set_defaults(run=run_evaluate)


async def run_evaluate(options: argparse.Namespace) -> int:
    """Print one table for each kind of questions.

    Raises what the engine raises when it cannot start.
    """
    configure_logging(logging.WARNING)
    settings = load_settings(os.environ, env_file())
    await ensure_model(settings)
    figures = {}
    async with running_engine(settings) as engine:
        for kind in _KINDS:
            scores = await evaluate(engine, kind)
            figures[kind] = {entry.language: entry.rates() for entry in scores}
            _print(kind, scores)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")
    return 0


async def evaluate(engine: Engine, kind: str) -> list[Scores]:
    """Return the scores of every language for the questions of `kind`.

    Raises UnderstandingUnavailableError when Rasa stops answering.
    """
    results = []
    for language, questions in load_questions(kind).items():
        outcomes = []
        for question in questions:
            text = clean(question.text)
            turn = await engine.assistant.answer(new_conversation_id(), text, language)
            if turn.changes_language:
                choice = engine.assistant.composer.language_choice(language)
                turn = Turn((choice,), turn.ranking)
            outcomes.append(Outcome(question, language, turn, engine.languages.identify(text)))
        results.append(score(language, outcomes))
    return results


def _print(kind: str, scores: list[Scores]) -> None:
    table = Table(title=f"{kind} (rates over questions that training has not seen)")
    table.add_column("language")
    for name in scores[0].rates():
        table.add_column(name.replace("_", " "), justify="right")
    for entry in scores:
        table.add_row(entry.language, *(f"{rate:.3f}" for rate in entry.rates().values()))
    console = Console(file=sys.stdout, width=150)
    console.print(table)
    worst = sum((entry.confusions for entry in scores), start=type(scores[0].confusions)())
    for (wanted, given), times in worst.most_common(_WORST):
        console.print(f"  {times} x {wanted} answered as {given}")
