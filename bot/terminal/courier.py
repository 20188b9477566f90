"""Reminders in the terminal, while somebody talks there."""

from bot.reminders.courier import Outcome, Report
from bot.terminal.screen import Screen
from conversations.messages import Message
from conversations.people import Person

CHANNEL = "terminal"


class TerminalCourier:
    """Shows reminders between the answers."""

    def __init__(self, screen: Screen) -> None:
        """Show them on `screen`."""
        self._screen = screen

    async def carry(self, _person: Person, message: Message) -> Report:
        """Show `message` at once."""
        self._screen.show((message,))
        self._screen.prompt()
        return Report(Outcome.SENT)
