"""Telegram's side of a fuzzed bot: takes calls, refuses some, notes those that are against the rules."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.request import BaseRequest, RequestData

from tests.bot_api.problems import UploadedFile
from tests.bot_api.specification import check_call
from tests.fuzz.chance import Chance

_TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAA"
_ME = {"id": 123456, "is_bot": True, "first_name": "Wegwijzer", "username": "wegwijzer_bot"}
_REFUSALS = (
    (403, "Forbidden: bot was blocked by the user"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: message is not modified"),
    (400, "Bad Request: message to edit not found"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (500, "Internal Server Error"),
    (429, "Too Many Requests: retry after 1"),
)


@dataclass
class CheckedTelegram(BaseRequest):
    """Answers calls at once; `problems` are those that the real server would call our mistake."""

    chance: Chance
    refuses_one_in: int = 40
    late_one_in: int = 0
    problems: list[str] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _number: int = 1000

    @property
    def read_timeout(self) -> float:
        """Return how long an answer may take."""
        return 5.0

    async def initialize(self) -> None:
        """Do nothing: there is no connection."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Answer one call."""
        del method
        path = urlsplit(url).path
        if path.startswith("/file/"):
            return 200, b"content"
        name = path.rpartition("/")[2]
        parameters: dict[str, Any] = dict(request_data.json_parameters) if request_data else {}
        for part, (file, content, _kind) in (
            (request_data.multipart_data or {}).items() if request_data else ()
        ):
            parameters[part] = UploadedFile(file, content)
        told = repr(parameters)
        self.problems += [f"{each}\n{told[:900]} ... {told[-900:]}" for each in check_call(name, parameters)]
        self.calls.append((name, parameters))
        if self.late_one_in and self.chance.one_in(self.late_one_in):
            await asyncio.sleep(self.chance.one_of((0.0, 0.3, 2.0)))
        if name != "getMe" and self.chance.one_in(self.refuses_one_in):
            code, description = self.chance.one_of(_REFUSALS)
            more = {"parameters": {"retry_after": 1}} if code == 429 else {}
            refusal = {"ok": False, "error_code": code, "description": description, **more}
            return code, json.dumps(refusal).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, name: str, parameters: dict[str, Any]) -> Any:
        self._number += 1
        if name == "getMe":
            return _ME
        if name == "createForumTopic":
            return {"message_thread_id": self._number, "name": parameters["name"], "icon_color": 1}
        if name == "getFile":
            return {"file_id": "f", "file_unique_id": "u", "file_path": "documents/file.pdf"}
        if name.startswith("send") and name != "sendChatAction":
            chat = {"id": int(parameters["chat_id"]), "type": "private", "first_name": "x"}
            return {"message_id": self._number, "date": 1, "chat": chat}
        return True


async def connected_bot(telegram: CheckedTelegram) -> Bot:
    """Return the real bot of the library, which calls `telegram`."""
    bot = Bot(_TOKEN, request=telegram, get_updates_request=telegram)
    await bot.initialize()
    return bot
