"""The checks of calls against the Bot API specification."""

import json
from typing import Any

import pytest

from tests.bot_api import check_call
from tests.bot_api.model import load_specification
from tests.bot_api.problems import UploadedFile

_LONG_NAME = "x" * 129
FIRST_ROW = "reply_markup.inline_keyboard[0]"
MARKUPS = ("InlineKeyboardMarkup", "ReplyKeyboardMarkup", "ReplyKeyboardRemove", "ForceReply")


def described(method: str, parameters: dict[str, Any]) -> list[tuple[str, str]]:
    """Return where and how a call is wrong."""
    return [(problem.parameter, problem.description) for problem in check_call(method, parameters)]


def inline(button: dict[str, Any]) -> dict[str, Any]:
    """Return a call that shows one inline button."""
    return {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[button]]}}


RIGHT = {
    "json": ("sendMessage", {"chat_id": 1, "text": "hello", "protect_content": True}),
    "form": ("sendMessage", {"chat_id": "-100123", "text": "7", "protect_content": "true"}),
    "channel name": ("sendMessage", {"chat_id": "@somewhere", "text": "hello"}),
    "keyboard as text": (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "a",
            "reply_markup": json.dumps(inline({"text": "b", "callback_data": "c"})["reply_markup"]),
        },
    ),
    "labels only": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "reply_markup": {"keyboard": [["yes", "no"]]}},
    ),
    "contact button": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "reply_markup": {"keyboard": [[{"text": "b", "request_contact": True}]]}},
    ),
    "keyboard removed": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "reply_markup": {"remove_keyboard": True}},
    ),
    "longest text": ("sendMessage", {"chat_id": 1, "text": "é" * 4096}),
    "tags do not count": (
        "sendMessage",
        {"chat_id": 1, "text": f"<b>{'x' * 4096}</b>", "parse_mode": "HTML"},
    ),
    "longest data": ("sendMessage", inline({"text": "b", "callback_data": "é" * 32})),
    "link": ("sendMessage", inline({"text": "b", "url": "https://example.org/a?b=c"})),
    "whole number for a float": ("sendLocation", {"chat_id": 1, "latitude": "52", "longitude": 5}),
    "upload": ("sendDocument", {"chat_id": 1, "document": UploadedFile("a.pdf", b"x")}),
    "attached upload": (
        "sendDocument",
        {"chat_id": 1, "document": "attach://p", "p": UploadedFile("a", b"x")},
    ),
    "webhook removed": ("setWebhook", {"url": ""}),
    "scope": (
        "setMyCommands",
        {"commands": [{"command": "my_data", "description": "d"}], "scope": {"type": "chat", "chat_id": 1}},
    ),
    "no parameters": ("getMe", {}),
}


@pytest.mark.parametrize(("method", "parameters"), RIGHT.values(), ids=RIGHT)
def test_accepts_right_calls(method: str, parameters: dict[str, Any]) -> None:
    """A call that Telegram would accept has no problems."""
    assert described(method, parameters) == []


WRONG = {
    "method": ("sendMesage", {}, [("", "method not found")]),
    "parameter": (
        "getMe",
        {"foo": 1},
        [("foo", 'unknown parameter "foo"')],
    ),
    "no chat": ("sendMessage", {"text": "a"}, [("chat_id", "chat_id is empty")]),
    "no text": ("sendMessage", {"chat_id": 1}, [("text", "message text is empty")]),
    "no file": ("sendPhoto", {"chat_id": 1}, [("photo", "there is no photo in the request")]),
    "no other": (
        "sendContact",
        {"chat_id": 1, "first_name": "a"},
        [("phone_number", 'parameter "phone_number" is required')],
    ),
    "empty text": ("sendMessage", {"chat_id": 1, "text": ""}, [("text", "message text is empty")]),
    "blank text": ("sendMessage", {"chat_id": 1, "text": " \n"}, [("text", "text must be non-empty")]),
    "long text": ("sendMessage", {"chat_id": 1, "text": "x" * 4097}, [("text", "message is too long")]),
    "long caption": (
        "sendPhoto",
        {"chat_id": 1, "photo": "id", "caption": "x" * 1025},
        [("caption", "message caption is too long")],
    ),
    "bad HTML": (
        "sendMessage",
        {"chat_id": 1, "text": "<b>a", "parse_mode": "HTML"},
        [("text", "can't parse entities: Can't find end tag corresponding to start tag \"b\"")],
    ),
    "unknown parse mode": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "parse_mode": "XML"},
        [("text", "unsupported parse_mode")],
    ),
    "two formattings": (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "a",
            "parse_mode": "HTML",
            "entities": [{"type": "bold", "offset": 0, "length": 1}],
        },
        [("entities", "entities can't be used together with parse_mode")],
    ),
    "entity past the end": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
        [("text", "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2")],
    ),
    "text for a number": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "message_thread_id": "x"},
        [("message_thread_id", "can't parse message_thread_id: expected Integer, found String")],
    ),
    "number for a text": (
        "sendMessage",
        {"chat_id": 1, "text": 5},
        [("text", "can't parse text: expected String, found Integer")],
    ),
    "boolean for a number": (
        "getUpdates",
        {"limit": True},
        [("limit", "can't parse limit: expected Integer, found Boolean")],
    ),
    "broken JSON": (
        "sendMessage",
        {"chat_id": 1, "text": "a", "reply_markup": '{"inline_keyboard":'},
        [
            (
                "reply_markup",
                f"can't parse reply_markup: expected {' or '.join(MARKUPS)}, found String",
            )
        ],
    ),
    "rows missing": (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "a",
            "reply_markup": {"inline_keyboard": [{"text": "b", "callback_data": "c"}]},
        },
        [
            (
                FIRST_ROW,
                f"can't parse {FIRST_ROW}: expected Array of InlineKeyboardButton, found Object",
            )
        ],
    ),
    "unknown field deep down": (
        "sendMessage",
        inline({"text": "b", "callback_data": "c", "colour": "red"}),
        [
            (
                "reply_markup.inline_keyboard[0][0].colour",
                'can\'t parse InlineKeyboardButton: unknown field "colour"',
            ),
            (
                "reply_markup.inline_keyboard[0][0]",
                "can't parse inline keyboard button: exactly one of callback_data, colour may be used",
            ),
        ],
    ),
    "long data": (
        "sendMessage",
        inline({"text": "b", "callback_data": "é" * 33}),
        [("reply_markup.inline_keyboard[0][0].callback_data", "BUTTON_DATA_INVALID")],
    ),
    "empty label": (
        "sendMessage",
        inline({"text": "", "callback_data": "c"}),
        [("reply_markup.inline_keyboard[0][0]", "inline keyboard button text must be non-empty")],
    ),
    "button without a purpose": (
        "sendMessage",
        inline({"text": "b"}),
        [
            (
                "reply_markup.inline_keyboard[0][0]",
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            )
        ],
    ),
    "telephone link": (
        "sendMessage",
        inline({"text": "b", "url": "tel:112"}),
        [
            (
                "reply_markup.inline_keyboard[0][0]",
                "inline keyboard button URL 'tel:112' is invalid: Wrong HTTP URL",
            )
        ],
    ),
    "too many buttons": (
        "sendMessage",
        {
            "chat_id": 1,
            "text": "a",
            "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "c"}]] * 101},
        },
        [("reply_markup", "reply markup is too long")],
    ),
    "command in capitals": (
        "setMyCommands",
        {"commands": [{"command": "Help", "description": "d"}]},
        [("commands[0].command", "BOT_COMMAND_INVALID")],
    ),
    "long command": (
        "setMyCommands",
        {"commands": [{"command": "x" * 33, "description": "d"}]},
        [("commands[0].command", "command length must not exceed 32")],
    ),
    "command without description": (
        "setMyCommands",
        {"commands": [{"command": "help", "description": ""}]},
        [("commands[0].description", "command description must be non-empty")],
    ),
    "long description": (
        "setMyCommands",
        {"commands": [{"command": "help", "description": "x" * 257}]},
        [("commands[0].description", "command description length must not exceed 256")],
    ),
    "too many commands": (
        "setMyCommands",
        {"commands": [{"command": "help", "description": "d"}] * 101},
        [("commands", "commands must have 0 to 100 items")],
    ),
    "unknown scope": (
        "getMyCommands",
        {"scope": {"type": "everyone"}},
        [("scope.type", "unsupported type specified: 'everyone'")],
    ),
    "long notice": (
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "x" * 201},
        [("text", "MESSAGE_TOO_LONG")],
    ),
    "long topic": (
        "createForumTopic",
        {"chat_id": 1, "name": _LONG_NAME},
        [("name", "TOPIC_TITLE_TOO_LONG")],
    ),
    "empty topic": ("createForumTopic", {"chat_id": 1, "name": ""}, [("name", "name must be non-empty")]),
    "topic colour": (
        "createForumTopic",
        {"chat_id": 1, "name": "a", "icon_color": 1},
        [("icon_color", "unsupported icon_color specified: 1")],
    ),
    "chat action": (
        "sendChatAction",
        {"chat_id": 1, "action": "dancing"},
        [("action", "wrong parameter action in request")],
    ),
    "range": ("getUpdates", {"limit": 101}, [("limit", "limit must be between 1 and 100")]),
    "secret": (
        "setWebhook",
        {"url": "https://example.org", "secret_token": "with space"},
        [("secret_token", "secret token contains unallowed characters")],
    ),
    "file that is not there": (
        "sendDocument",
        {"chat_id": 1, "document": "attach://part"},
        [("part", 'file "part" is not attached')],
    ),
    "edit without a place": (
        "editMessageText",
        {"text": "a"},
        [("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")],
    ),
    "edit without a text": (
        "editMessageText",
        {"chat_id": 1, "message_id": 2},
        [("text", "message text is empty")],
    ),
    "media group of one": (
        "sendMediaGroup",
        {"chat_id": 1, "media": [{"type": "photo", "media": "id"}]},
        [("media", "media must have 2 to 10 items")],
    ),
}


@pytest.mark.parametrize(("method", "parameters", "expected"), WRONG.values(), ids=WRONG)
def test_finds_wrong_calls(method: str, parameters: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """A call that Telegram would refuse or misread is described, at the place where it is wrong."""
    assert described(method, parameters) == expected


def test_reports_everything_at_once() -> None:
    """All problems of a call are listed, not only the first."""
    assert [parameter for parameter, _ in described("sendMessage", {"text": "", "foo": 1})] == [
        "chat_id",
        "text",
        "foo",
    ]


def test_every_named_type_exists() -> None:
    """No field or answer refers to a type that was lost in the reduction."""
    specification = load_specification()
    scalars = {"Integer", "Float", "String", "Boolean"}
    used = {
        name.replace("Array of ", "")
        for fields in (
            *(method.fields for method in specification.methods.values()),
            *(kind.fields for kind in specification.types.values()),
        )
        for field in fields.values()
        for name in field.types
    }
    used |= {
        name.replace("Array of ", "") for method in specification.methods.values() for name in method.returns
    }
    assert used - scalars - set(specification.types) == set()
