"""Length, size and choice limits of values whose type is right."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.bot_api.entities import EntitiesError
from tests.bot_api.links import LinkError, check_link
from tests.bot_api.model import Field
from tests.bot_api.rendering import TextEmptyError, render

MOST_BUTTONS = 100
_BUTTON_EXTRAS = {"text", "icon_custom_emoji_id", "style"}
_BUTTON_NAMES = {"InlineKeyboardButton": "inline keyboard button", "KeyboardButton": "keyboard button"}

# What Telegram says, as (too short, too long); everything else gets one sentence of ours.
_SENTENCES = {
    ("BotCommand", "command"): ("command must be non-empty", "command length must not exceed 32"),
    ("BotCommand", "description"): (
        "command description must be non-empty",
        "command description length must not exceed 256",
    ),
    ("InlineKeyboardButton", "callback_data"): ("BUTTON_DATA_INVALID", "BUTTON_DATA_INVALID"),
    ("answerCallbackQuery", "text"): ("", "MESSAGE_TOO_LONG"),
    ("createForumTopic", "name"): ("name must be non-empty", "TOPIC_TITLE_TOO_LONG"),
    ("editForumTopic", "name"): ("", "TOPIC_TITLE_TOO_LONG"),
    ("setWebhook", "secret_token"): ("secret token is empty", "secret token is too long"),
}
_PATTERN_SENTENCES = {
    ("BotCommand", "command"): "BOT_COMMAND_INVALID",
    ("setWebhook", "secret_token"): "secret token contains unallowed characters",
}


def field_findings(owner: str, field: Field, value: Any, siblings: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with the size or the choice of one value."""
    if field.choices and value not in field.choices:
        yield (
            "wrong parameter action in request"
            if (owner, field.name) == ("sendChatAction", "action")
            else f"unsupported {field.name} specified: {value!r}"
        )
    if isinstance(value, str):
        yield from _text_findings(owner, field, value, siblings)
    if field.range and isinstance(value, int | float) and not field.range[0] <= value <= field.range[1]:
        yield f"{field.name} must be between {field.range[0]} and {field.range[1]}"
    if field.items and isinstance(value, list) and not field.items[0] <= len(value) <= field.items[1]:
        yield f"{field.name} must have {field.items[0]} to {field.items[1]} items"
    if field.name == "reply_markup" and isinstance(value, dict):
        yield from _keyboard_findings(value)


def _text_findings(owner: str, field: Field, value: str, siblings: Mapping[str, Any]) -> Iterator[str]:
    """Measure a text, after its entities are parsed where the specification says so."""
    if field.parsed and value:
        try:
            value = render(value, *_formatting(field, siblings)).text
        except TextEmptyError as error:
            if field.characters and field.characters[0]:
                yield str(error)
            return
        except EntitiesError as error:
            yield str(error)
            return
    for limit, size, unit in (
        (field.characters, len(value), "characters"),
        (field.bytes, len(value.encode(errors="surrogatepass")), "bytes"),
    ):
        if limit and not limit[0] <= size <= limit[1]:
            yield _size_sentence(owner, field.name, size, limit, unit)
    if field.pattern and not re.fullmatch(field.pattern, value):
        yield _PATTERN_SENTENCES.get((owner, field.name), f"{field.name} contains unallowed characters")


def _formatting(field: Field, siblings: Mapping[str, Any]) -> tuple[str | None, list[dict[str, Any]] | None]:
    """Find the parse mode and the entities that belong to a text field."""
    prefix = "" if field.name == "text" else f"{field.name}_"
    parse_mode = siblings.get(f"{prefix}parse_mode") or siblings.get("parse_mode")
    return parse_mode, siblings.get(f"{prefix}entities")


def _size_sentence(owner: str, name: str, size: int, limit: tuple[int, int], unit: str) -> str:
    """Say that a text is too short or too long."""
    if (owner, name) in _SENTENCES:
        return _SENTENCES[owner, name][size > limit[1]]
    if name == "text" and limit[1] == 4096:
        return "message is too long" if size > limit[1] else "message text is empty"
    if name == "caption":
        return "message caption is too long"
    return f"{name} must be {limit[0]}-{limit[1]} {unit} long, not {size}"


def _keyboard_findings(markup: Mapping[str, Any]) -> Iterator[str]:
    """Check a keyboard as a whole."""
    rows = markup.get("inline_keyboard", markup.get("keyboard", []))
    if isinstance(rows, list) and sum(len(row) for row in rows if isinstance(row, list)) > MOST_BUTTONS:
        yield "reply markup is too long"


def button_findings(kind: str, button: Mapping[str, Any]) -> Iterator[str]:
    """Check what holds between the fields of one button."""
    name = _BUTTON_NAMES.get(kind)
    if name is None:
        return
    if isinstance(button.get("text"), str) and not button["text"].strip():
        yield f"{name} text must be non-empty"
    purposes = [key for key, value in button.items() if key not in _BUTTON_EXTRAS and value is not None]
    if kind == "InlineKeyboardButton":
        if not purposes:
            yield "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        if isinstance(button.get("url"), str):
            try:
                check_link(button["url"])
            except LinkError as error:
                yield f"inline keyboard button URL '{button['url']}' is invalid: {error}"
    if len(purposes) > 1:
        yield f"can't parse {name}: exactly one of {', '.join(sorted(purposes))} may be used"
