"""`./wegwijzer transcripts`: replay every interview and write down what both sides say."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.command_line.transcript_answers import ANSWERS
from bot.command_line.transcript_of_a_case import replay_case
from bot.command_line.types import Commands
from bot.paths import PROJECT
from bot.rendering.plain import render_plain
from bot.settings import DEFAULT_TIMEZONE
from content.formatting import format_day
from content.loader import Content, load
from content.model import LanguageCode
from conversations.actions_of_interviews import AcceptProposal, GiveAnswer
from conversations.composer import Composer
from conversations.events import Address
from conversations.flows.answers import encode
from conversations.flows.catalogue import INTERVIEWS
from conversations.flows.interview import InterviewId
from conversations.flows.questions import Answer, QuestionId, Words
from conversations.flows.results import Result
from conversations.interviewing import Interviewer
from conversations.messages import Message
from conversations.people import Consent, Person
from conversations.reminding import Counsellors, Reminding
from conversations.store.cases import StoredCases
from conversations.store.database import open_database
from conversations.store.deadlines import StoredDeadlines
from conversations.store.interviews import StoredInterviews
from conversations.store.people import StoredPeople

OUTPUT = PROJECT / "docs" / "transcripts"
LANGUAGES = (LanguageCode("en"), LanguageCode("ar"))
_NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
"""Transcripts are about one day, so that they change only when the program or its texts do."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "transcripts", help="replay the interviews and a case, and write docs/transcripts anew"
    )
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FOLDER")
    parser.set_defaults(run=run)


async def run(options: argparse.Namespace) -> int:
    """Write one file for each interview, with the replay in every language.

    Raises BrokenContentError when the texts cannot be read.
    """
    content = load()
    options.output.mkdir(parents=True, exist_ok=True)
    for interview in InterviewId:
        lines = [f"# {content.interface(f'{interview}_title', LANGUAGES[0])}"]
        for language in LANGUAGES:
            lines += ["", f"## {content.texts[language].language.name}", "", "```"]
            lines += _replay(interview, language, content)
            lines.append("```")
        (options.output / f"{interview}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = [
        "# A conversation with a counsellor",
        "",
        "What the person reads stands on the left, after `>` what they type or tap. The topic of the case",
        "in the counsellors' group stands behind the line. The name of a case is random.",
        "",
        "```",
        *replay_case(content, LANGUAGES[0], _NOW),
        "```",
    ]
    (options.output / "counsellor_case.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(InterviewId) + 1} transcripts in {options.output}\n")
    return 0


def _replay(interview: InterviewId, language: LanguageCode, content: Content) -> Iterator[str]:
    """Yield the lines of one replay: questions with their buttons, and after `>` what the person does."""
    with TemporaryDirectory() as folder:
        database = open_database(Path(folder), Path(folder) / "key")
        people = StoredPeople(database, lambda: _NOW)
        person = _person(people, language)
        composer = Composer(content)
        counsellors = Counsellors(connected=True, cases=StoredCases(database, lambda: _NOW))
        deadlines = StoredDeadlines(database, lambda: _NOW)
        reminding = Reminding(deadlines, counsellors, lambda: composer, lambda: _NOW, DEFAULT_TIMEZONE)
        interviews = StoredInterviews(database, lambda: _NOW)
        interviewer = Interviewer(interviews, reminding, lambda: composer, reminding.today)
        (shown,) = interviewer.start(person, interview, language)
        yield from _screen(shown)
        given: dict[QuestionId, Answer] = {}
        while not isinstance(step := INTERVIEWS[interview].step(given, reminding.today()), Result):
            answer = ANSWERS[interview][step.id]
            given[step.id] = answer
            label = _label(shown, answer)
            typed = label or _typed(answer, language, content)
            yield f"\n> {f'[{label}]' if label else typed}\n"
            (shown,) = interviewer.on_text(person, typed, language) or ()
            yield from _screen(shown)
        state = interviews.current(person.id)
        if step.proposals and state is not None:
            yield f"\n> [{shown.buttons[0][0].label}]\n"
            for message in interviewer.on_action(person, AcceptProposal(state.run, 0), language):
                yield from _screen(message)
        database.close()


def _person(people: StoredPeople, language: LanguageCode) -> Person:
    address = Address("transcript", "1")
    person = people.find_or_add(address)
    people.set_language(person.id, language)
    people.set_consent(person.id, Consent.GIVEN)
    return people.find_or_add(address)


def _label(message: Message, answer: Answer) -> str | None:
    """Return the label of the button that gives `answer`, if there is one outside the date picker."""
    for row in message.buttons:
        for button in row:
            if isinstance(button.action, GiveAnswer) and button.action.answer == encode(answer):
                return button.label
    return None


def _typed(answer: Answer, language: LanguageCode, content: Content) -> str:
    match answer:
        case date():
            return format_day(answer, content.texts[language].language.locale)
        case time():
            return answer.isoformat("minutes")
        case Words(text):
            return text
        case _:
            return str(answer)


def _screen(message: Message) -> Iterator[str]:
    yield render_plain(message)
    for row in message.buttons:
        yield "  " + "  ".join(f"[{button.label}]" for button in row)
