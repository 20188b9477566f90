"""Methods about the bot itself: its account, its commands and its texts in several languages."""

import json
import re
from typing import Any

from tests.bot_api.cloud import Cloud
from tests.bot_api.files import MOST_DOWNLOADED
from tests.bot_api.methods_messages import Handler, Parameters
from tests.bot_api.problems import bad_request

_LANGUAGE = re.compile(r"([a-z]{2})?")
_TEXTS = {
    "Name": "name",
    "Description": "description",
    "ShortDescription": "short_description",
}


def get_me(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Describe the bot's account."""
    return cloud.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _language(parameters: Parameters) -> str:
    """Return the language that a text or a list of commands is for; Telegram takes two letters only."""
    language = parameters.get("language_code") or ""
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(cloud: Cloud, parameters: Parameters) -> str:
    """Return the scope of a list of commands in one spelling."""
    scope = parameters.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        cloud.chat(scope["chat_id"])
    return json.dumps(scope, sort_keys=True)


def set_my_commands(cloud: Cloud, parameters: Parameters) -> bool:
    """Keep the commands for a scope and a language."""
    key = (_scope(cloud, parameters), _language(parameters))
    names = [command["command"] for command in parameters["commands"]]
    if len(set(names)) != len(names):
        raise bad_request("BOT_COMMANDS_DUPLICATE")
    cloud.commands[key] = parameters["commands"]
    return True


def get_my_commands(cloud: Cloud, parameters: Parameters) -> list[dict[str, str]]:
    """Return the commands of a scope and a language, which may be none."""
    return cloud.commands.get((_scope(cloud, parameters), _language(parameters)), [])


def delete_my_commands(cloud: Cloud, parameters: Parameters) -> bool:
    """Forget the commands of a scope and a language."""
    cloud.commands.pop((_scope(cloud, parameters), _language(parameters)), None)
    return True


def _set_text(field: str) -> Handler:
    """Make a method that keeps one of the bot's texts."""

    def set_text(cloud: Cloud, parameters: Parameters) -> bool:
        cloud.profile[field, _language(parameters)] = parameters.get(field, "")
        return True

    return set_text


def _get_text(field: str) -> Handler:
    """Make a method that returns one of the bot's texts, in the default language where there is no other."""

    def get_text(cloud: Cloud, parameters: Parameters) -> dict[str, str]:
        default = cloud.profile.get((field, ""), cloud.bot.first_name if field == "name" else "")
        return {field: cloud.profile.get((field, _language(parameters))) or default}

    return get_text


def get_file(cloud: Cloud, parameters: Parameters) -> dict[str, Any]:
    """Say where a file can be fetched."""
    stored = cloud.files.by_id(parameters["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MOST_DOWNLOADED:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


METHODS: dict[str, Handler] = {
    "getMe": get_me,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **{f"setMy{name}": _set_text(field) for name, field in _TEXTS.items()},
    **{f"getMy{name}": _get_text(field) for name, field in _TEXTS.items()},
}
