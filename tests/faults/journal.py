"""What the bot has said to each chat, in order, whether it heard that it was accepted or not."""

from collections import defaultdict

from tests.bot_api.server import BotApiServer
from tests.faults.waits import PATIENCE, Waits


class Journal:
    """Reads on in the calls of a server: what was edited away later stays in here."""

    def __init__(self, server: BotApiServer, patience: float = PATIENCE) -> None:
        self.waits = Waits(patience)
        self._server = server
        self._read = 0
        self._said: defaultdict[int, list[str]] = defaultdict(list)

    def said(self, chat: int) -> list[str]:
        """Return the texts of new messages in a chat that Telegram accepted."""
        calls = self._server.calls
        while self._read < len(calls):
            call = calls[self._read]
            if call.method == "sendMessage":
                if call.status is None:
                    # It is still being carried out: the next look begins here.
                    break
                if call.result is not None:
                    self._said[call.parameters["chat_id"]].append(call.parameters["text"])
            self._read += 1
        return self._said[chat]

    def length(self, chat: int) -> int:
        """Return how many messages came into a chat until now."""
        return len(self.said(chat))

    def count(self, chat: int, fragment: str, before: int = 0) -> int:
        """Return how many messages in a chat contain `fragment`, without the first `before` of them.

        An answer that came twice is no answer to a question that was asked later.
        """
        return sum(fragment in text for text in self.said(chat)[before:])
