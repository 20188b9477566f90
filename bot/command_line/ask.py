"""`./wegwijzer ask`: one question, or many as JSON lines, without memory."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from bot.command_line.preparing import ensure_model
from bot.command_line.types import Commands
from bot.composition import Engine, env_file, running_engine
from bot.errors import BotError
from bot.log import configure_logging
from bot.rendering.plain import render_plain
from bot.settings import load_settings
from content.model import DUTCH, LanguageCode
from conversations.assistant import Turn
from conversations.cleaning import LONGEST_QUESTION, clean, has_words
from conversations.identifiers import new_conversation_id
from conversations.messages import Kind, Message
from conversations.understanding import LanguageGuess


class QuestionError(BotError):
    """A line of standard input is not a question in the agreed form."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser("ask", help="answer one question, or JSON lines with --jsonl")
    parser.add_argument("question", nargs="?", help="the question; without --jsonl it is needed")
    parser.add_argument("--language", help="answer in this language instead of the one that is recognised")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read {"id","text"[,"language"]} lines, write one JSON line for each',
    )
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Answer and print.

    Raises QuestionError for a wrong line or language, and what the engine raises when it cannot start.
    """
    if bool(options.question is not None) == options.jsonl:
        raise QuestionError("Give one question between quotes, or --jsonl and lines on standard input.")
    configure_logging(logging.WARNING)
    settings = load_settings(os.environ, env_file())
    await ensure_model(settings)
    async with running_engine(settings) as engine:
        if not options.jsonl:
            answer = await _answer(engine, options.question, options.language)
            _write(answer if options.json else answer["text"])
            return 0
        for line_number, question in _read_lines(sys.stdin):
            language = question.get("language") or options.language
            try:
                answer = await _answer(engine, question["text"], language)
            except QuestionError as error:
                raise QuestionError(f"Line {line_number}: {error}") from error
            _write({"id": question.get("id"), **answer})
    return 0


def _write(value: dict[str, Any] | str) -> None:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # An id may hold half a character; as an escape it is still valid JSON.
    sys.stdout.write(f"{text}\n".encode("utf-8", "backslashreplace").decode("utf-8"))
    sys.stdout.flush()


def _read_lines(stream: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(_decoded(stream), start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
        except (ValueError, RecursionError):
            question = None
        if not isinstance(question, dict) or not isinstance(question.get("text"), str):
            raise QuestionError(f'Line {number} must look like {{"id": 1, "text": "question"}}.')
        yield number, question


def _decoded(stream: TextIO) -> Iterator[str]:
    """Yield lines.

    Raises QuestionError when the input is not UTF-8.
    """
    try:
        yield from stream
    except UnicodeDecodeError as error:
        raise QuestionError("The input must be UTF-8.") from error


async def _answer(engine: Engine, text: str, wanted: str | None) -> dict[str, Any]:
    if wanted is not None and (not isinstance(wanted, str) or wanted not in engine.content.texts):
        served = ", ".join(engine.content.languages)
        raise QuestionError(f"The language {wanted!r} is not served. Served are: {served}.")
    cleaned = clean(text)
    guess = engine.languages.identify(cleaned)
    language = LanguageCode(wanted) if wanted else guess.language or DUTCH
    turn = await _turn(engine, cleaned, language)
    return _as_json(turn, language, guess)


async def _turn(engine: Engine, text: str, language: LanguageCode) -> Turn:
    menu: Callable[..., Message] = engine.assistant.composer.menu
    danger = engine.assistant.check_danger(text, language)
    if danger is not None:
        return Turn((danger,), topic=danger.topic)
    if not has_words(text):
        return Turn((menu(language, "message_empty"),))
    if len(text) > LONGEST_QUESTION:
        return Turn((menu(language, "message_too_long"),))
    turn = await engine.assistant.answer(new_conversation_id(), text, language)
    if turn.changes_language:
        composer = engine.assistant.composer
        choice = (composer.language_choice(language),)
        return Turn(composer.with_danger_noted(choice) if turn.notes_danger else choice, turn.ranking)
    return turn


def _as_json(turn: Turn, language: LanguageCode, guess: LanguageGuess) -> dict[str, Any]:
    first = turn.messages[0]
    best = turn.ranking[0] if turn.ranking else None
    return {
        "language": language,
        "language_confidence": round(guess.confidence if guess.language == language else 0.0, 3),
        "intent": best.intent if best else None,
        "confidence": round(best.confidence, 3) if best else None,
        "kind": Kind.FALLBACK if first.kind is Kind.NOTICE else first.kind,
        "topic": first.topic or first.term,
        "options": list(first.options),
        "text": "\n\n".join(render_plain(message) for message in turn.messages),
        "sources": [
            {
                "title": source.title,
                "publisher": source.publisher,
                "where": list(source.where),
                "as_of": source.as_of,
            }
            for message in turn.messages
            for source in message.sources
        ],
        "offer_counsellor": any(message.offers_counsellor for message in turn.messages),
    }
