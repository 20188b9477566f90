"""Rasa's own command line with two changes that its Telegram connector needs here; nothing else differs.

    python launcher.py http://127.0.0.1:8081 run --credentials credentials.yml ...

1. Telegram is the server that the first argument names. The connector has no setting for it: the address is
   a default deep in aiogram, which this replaces.
2. The connector of Rasa 3.6 sets its webhook in an event loop that ends then, and keeps the HTTP session of
   that loop: every answer would fail with "Event loop is closed". Here it forgets that session and makes a
   new one.
"""

import os
import sys

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"

from aiogram.bot.api import TELEGRAM_PRODUCTION, TelegramAPIServer
from rasa.__main__ import main
from rasa.core.channels.telegram import TelegramInput, TelegramOutput


def use_server(address: str) -> None:
    """Let aiogram talk to the server at `address`."""
    server = TelegramAPIServer.from_base(address)
    object.__setattr__(TELEGRAM_PRODUCTION, "base", server.base)
    object.__setattr__(TELEGRAM_PRODUCTION, "file", server.file)


def renew_session() -> None:
    """Let the connector make a new HTTP session after it has set its webhook."""
    get_output_channel = TelegramInput.get_output_channel

    def renewed(channel: TelegramInput) -> TelegramOutput:
        output = get_output_channel(channel)
        output._session = None
        return output

    TelegramInput.get_output_channel = renewed


if __name__ == "__main__":
    use_server(sys.argv.pop(1))
    renew_session()
    sys.argv[0] = "rasa"
    main()
