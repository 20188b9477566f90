"""Show messages with numbered buttons, and read lines as events."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.reminders.calendar_file import FILE_NAME, calendar_file
from bot.rendering.plain import render_plain
from bot.settings import DEFAULT_TIMEZONE
from conversations.actions import Action
from conversations.events import ButtonPressed, Command, CommandGiven, Event, TextWritten
from conversations.messages import Message

_LONGEST_NUMBER = 4
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""To the first line, and empty the screen and what can be scrolled back to."""


class Screen:
    """A terminal that remembers which number stands for which button."""

    def __init__(self, output: TextIO, folder: Path = Path()) -> None:
        """Write to `output`, and files that a message brings to `folder`."""
        self._output = output
        self._folder = folder
        self._actions: list[Action] = []

    def show(self, messages: tuple[Message, ...]) -> None:
        """Write messages; the numbers count on through all of them."""
        self._actions = []
        for message in messages:
            if message.clears_chat:
                self._output.write(_CLEAR)
            self._output.write(f"\n{render_plain(message)}\n")
            if message.buttons:
                self._output.write("\n")
            for row in message.buttons:
                labels = []
                for button in row:
                    self._actions.append(button.action)
                    labels.append(f"[{len(self._actions)}] {button.label}")
                self._output.write(f"  {'   '.join(labels)}\n")
            if message.calendar is not None:
                self._save(FILE_NAME, calendar_file(message.calendar, datetime.now(UTC), DEFAULT_TIMEZONE))
            for document in message.documents:
                self._save(document.name, document.content.encode())
        self._output.write("\n")
        self._output.flush()

    def _save(self, name: str, content: bytes) -> None:
        """Write a file that only its owner can read, and show where it is."""
        path = (self._folder / name).resolve()
        path.touch(mode=0o600)
        path.write_bytes(content)
        self._output.write(f"\n  {path}\n")

    def prompt(self) -> None:
        """Show that it is the person's turn."""
        self._output.write("> ")
        self._output.flush()

    def hint(self, text: str) -> None:
        """Write one line beside the talk."""
        self._output.write(f"({text})\n")
        self._output.flush()

    def event(self, line: str) -> Event:
        """Return what a typed line means: a button's number, a command or words."""
        if line.isdecimal() and len(line) <= _LONGEST_NUMBER and 0 < int(line) <= len(self._actions):
            return ButtonPressed(self._actions[int(line) - 1])
        if line.startswith("/"):
            name, *behind = line[1:].split(maxsplit=1) or [""]
            if name.lower() not in list(Command):
                return CommandGiven(None, TextWritten(line))
            return CommandGiven(Command(name.lower()), TextWritten(behind[0]) if behind else None)
        return TextWritten(line)
