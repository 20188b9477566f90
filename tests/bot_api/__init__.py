"""A Bot API server on loopback that behaves like Telegram's, with people who use it, for tests."""

from tests.bot_api.group import GroupChat
from tests.bot_api.people import TestPerson
from tests.bot_api.problems import Problem
from tests.bot_api.seen import Button, SeenMessage
from tests.bot_api.server import BotApiServer
from tests.bot_api.specification import check_call

__all__ = ["BotApiServer", "Button", "GroupChat", "Problem", "SeenMessage", "TestPerson", "check_call"]
