"""What may stand in no log and no file: what people write, who they are, tokens and keys."""

import re
from collections.abc import Iterable
from pathlib import Path

from tests.bot_api.server import BotApiServer
from tests.processes import RASA_TOKEN

_LONG = 10
"""Shorter texts, and single words, may stand in a log by chance."""

_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|[\"n])")
_SHORT = {"n": "\n", '"': '"'}
_FILES = ("*.log", "*.db*")
"""Logs of the bot and of Rasa, databases with their write-ahead logs, backups."""


def secrets_of(server: BotApiServer) -> list[str]:
    """Return who everybody is on Telegram's side, and the tokens."""
    cloud = server.cloud
    names = [
        part
        for user in cloud.users.values()
        if user is not cloud.bot
        for part in (user.first_name, user.last_name, user.username, user.phone_number, str(user.id))
        if part
    ]
    return [*names, server.token, server.token.partition(":")[2], RASA_TOKEN]


def sentences_of(server: BotApiServer) -> list[str]:
    """Return what people and counsellors wrote, as far as it cannot be mistaken for anything else."""
    messages = [message for chat in server.cloud.chats.values() for message in chat.messages.values()]
    written = [
        str(message.content.get("text") or message.content.get("caption") or "")
        for message in messages
        if not message.sender.is_bot
    ]
    return [each for each in written if len(each) >= _LONG and " " in each]


def found(secrets: Iterable[str], data: bytes) -> list[str]:
    """Return which of `secrets` stand in `data`, in any of the forms in which programs write texts."""
    plain = data.decode("utf-8", "replace")
    escaped = _ESCAPED.sub(lambda each: _SHORT.get(each[1]) or chr(int(each[1][1:], 16)), plain)
    escaped = escaped.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    wide = [data[start:].decode("utf-16-le", "replace") for start in (0, 1)]
    forms = [each.casefold() for each in (plain, escaped, *wide)]
    return [each for each in secrets if any(each.casefold() in form for form in forms)]


def leaks(server: BotApiServer, folder: Path) -> dict[str, list[str]]:
    """Return the files below `folder` in which something stands that may not, with what that is."""
    secrets = {*secrets_of(server), *sentences_of(server)}
    files = {path for name in _FILES for path in folder.rglob(name) if path.is_file()}
    return {path.name: leaked for path in sorted(files) if (leaked := found(secrets, path.read_bytes()))}
