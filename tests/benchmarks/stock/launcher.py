"""Rasa's own command line with one change: Telegram is the server that the first argument names.

    python launcher.py http://127.0.0.1:8081 run --credentials credentials.yml ...

Rasa's connector has no setting for it: the address is a default deep in aiogram, which this replaces before
Rasa is imported. Nothing else differs from `rasa run`.
"""

import os
import sys

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"

from aiogram.bot.api import TELEGRAM_PRODUCTION, TelegramAPIServer
from rasa.__main__ import main

if __name__ == "__main__":
    server = TelegramAPIServer.from_base(sys.argv.pop(1))
    object.__setattr__(TELEGRAM_PRODUCTION, "base", server.base)
    object.__setattr__(TELEGRAM_PRODUCTION, "file", server.file)
    sys.argv[0] = "rasa"
    main()
