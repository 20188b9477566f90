import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from bot.reminders.courier import Outcome, Report
from bot.terminal.courier import TerminalCourier
from bot.terminal.screen import Screen
from content.markup import Paragraph, Plain
from content.model import Direction, LanguageCode, TopicId
from conversations.actions import GiveConsent, ShowMenu, ShowTopic, TalkToPerson
from conversations.events import Address, ButtonPressed, Command, CommandGiven, Event, TextWritten
from conversations.identifiers import ConversationId, PersonId
from conversations.messages import Button, CalendarEntry, Document, Kind, Message
from conversations.people import Consent, Person

FIRST = (
    (Button("Yes", GiveConsent(given=True)), Button("No", GiveConsent(given=False))),
    (Button("Menu", ShowMenu()),),
)
SECOND = ((Button("A person", TalkToPerson()),),)


def message(text: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Message:
    return Message(
        Kind.ANSWER, LanguageCode("en"), Direction.LEFT_TO_RIGHT, (Paragraph((Plain(text),)),), buttons
    )


def screen(*messages: Message) -> tuple[Screen, io.StringIO]:
    """Return a screen that shows `messages`, and what it wrote."""
    output = io.StringIO()
    shown = Screen(output)
    shown.show(messages)
    return shown, output


def test_numbered_buttons() -> None:
    """Buttons have numbers that count on through all messages, row by row."""
    _, output = screen(message("One", FIRST), message("Two", SECOND), message("Three"))
    assert output.getvalue() == (
        "\nOne\n\n  [1] Yes   [2] No\n  [3] Menu\n\nTwo\n\n  [4] A person\n\nThree\n\n"
    )


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("1", GiveConsent(given=True)),
        ("2", GiveConsent(given=False)),
        ("3", ShowMenu()),
        ("4", TalkToPerson()),
        ("٤", TalkToPerson()),
        ("۴", TalkToPerson()),
        ("03", ShowMenu()),
    ],
)
def test_number_is_a_tap(line: str, action: object) -> None:
    """A number that stands before a button presses it, in any digits."""
    shown, _ = screen(message("One", FIRST), message("Two", SECOND))
    assert shown.event(line) == ButtonPressed(action)


@pytest.mark.parametrize("line", ["0", "5", "-1", "1.", "1 2", "²", "9" * 5000])
def test_other_numbers_are_words(line: str) -> None:
    """A number without a button is what somebody wrote."""
    shown, _ = screen(message("One", FIRST), message("Two", SECOND))
    assert shown.event(line) == TextWritten(line)


def test_old_numbers_do_not_count() -> None:
    """Only what is on the screen now can be tapped."""
    shown, _ = screen(message("One", FIRST))
    shown.show((message("Two", ((Button("Topic", ShowTopic(TopicId("entry_ban"))),),)),))
    assert shown.event("1") == ButtonPressed(ShowTopic(TopicId("entry_ban")))
    assert shown.event("2") == TextWritten("2")


@pytest.mark.parametrize(
    ("line", "event"),
    [
        *((f"/{command}", CommandGiven(command)) for command in Command),
        ("/HELP", CommandGiven(Command.HELP)),
        ("/help me", CommandGiven(Command.HELP, TextWritten("me"))),
        ("/restart", CommandGiven(None, TextWritten("/restart"))),
        ("/", CommandGiven(None, TextWritten("/"))),
        ("/ help", CommandGiven(Command.HELP)),
        ("hello", TextWritten("hello")),
        ("help", TextWritten("help")),
    ],
)
def test_commands_and_words(line: str, event: Event) -> None:
    """A line with a slash is a command, known or not; anything else is words."""
    shown, _ = screen()
    assert shown.event(line) == event


def test_hint() -> None:
    """A hint stands in brackets beside the talk."""
    shown, output = screen()
    shown.hint("type a number")
    assert output.getvalue() == "\n(type a number)\n"


def test_a_date_becomes_a_file(tmp_path: Path) -> None:
    """In the terminal too, a date can be put into a calendar: its file is written and its place shown."""
    output = io.StringIO()
    entry = CalendarEntry("d1", "IOM", date(2026, 12, 17), time(14, 30))
    Screen(output, tmp_path).show((replace(message("Open this file."), calendar=entry),))
    (file,) = tmp_path.iterdir()
    assert str(file) in output.getvalue()
    assert b"SUMMARY:IOM" in file.read_bytes()


def test_documents_become_files_of_the_owner(tmp_path: Path) -> None:
    """What is kept about somebody is written where only they can read it, and its place is shown."""
    output = io.StringIO()
    told = replace(message("Here."), documents=(Document("a.html", "<p>é</p>"), Document("a.json", "{}")))
    Screen(output, tmp_path).show((told,))
    files = sorted(tmp_path.iterdir())
    assert [(file.name, file.read_text(encoding="utf-8")) for file in files] == [
        ("a.html", "<p>é</p>"),
        ("a.json", "{}"),
    ]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert [str(file) in output.getvalue() for file in files] == [True, True]


def test_an_emptied_chat_is_an_empty_screen() -> None:
    """The screen and what can be scrolled back to are cleared before the harmless words."""
    _, output = screen(message("Secret"), replace(message("Hello"), clears_chat=True))
    before, _, after = output.getvalue().partition("\x1b[H\x1b[2J\x1b[3J")
    assert ("Secret" in before, after.strip()) == (True, "Hello")


async def test_reminders_are_shown_between_answers() -> None:
    """Somebody who talks in the terminal gets their reminders there, with buttons that work."""
    output = io.StringIO()
    screen = Screen(output)
    person = Person(PersonId("p"), Address("terminal", "me"), ConversationId("c"), None, Consent.GIVEN, None)
    report = await TerminalCourier(screen).carry(person, message("Three days left.", SECOND))
    assert report == Report(Outcome.SENT)
    assert "Three days left." in output.getvalue()
    assert screen.event("1") == ButtonPressed(TalkToPerson())
