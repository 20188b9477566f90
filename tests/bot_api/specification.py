"""What the Bot API specification says about a call, an answer and an update."""

from collections.abc import Mapping
from typing import Any

from tests.bot_api.decoding import decode_parameters
from tests.bot_api.model import Field, Method, load_specification
from tests.bot_api.problems import Problem, UploadedFile
from tests.bot_api.value_types import ATTACHED, check_fields, check_value

SPECIFICATION = load_specification()


def check_call(method: str, parameters: Mapping[str, object]) -> list[Problem]:
    """List what is wrong with a call; parameters may be decoded values or the texts of a form."""
    known = SPECIFICATION.methods.get(method)
    if known is None:
        return [Problem(method, "", "method not found")]
    decoded = decode_parameters(known, parameters)
    return [
        *_check_attachments(known, decoded),
        *(
            Problem(method, path, text)
            for path, text in check_fields(method, known.fields, _without_attachments(known, decoded))
        ),
        *(Problem(method, path, text) for path, text in _between_parameters(method, decoded)),
    ]


def check_answer(method: str, result: object) -> list[Problem]:
    """List where an answer of the local server differs from what the real one could send."""
    returns = SPECIFICATION.methods[method].returns
    return [Problem(method, path, text) for path, text in check_value(returns, result, "result")]


def check_update(update: Mapping[str, Any]) -> list[Problem]:
    """List where an update of the local server differs from what the real one could send."""
    return [Problem("update", path, text) for path, text in check_value(("Update",), update, "update")]


def returns_true_only(method: str) -> bool:
    """Tell whether a method answers nothing but success."""
    return SPECIFICATION.methods[method].returns == ("Boolean",)


def attachments(parameters: Mapping[str, Any]) -> set[str]:
    """Name the uploaded parts that other parameters refer to with `attach://`."""
    found: set[str] = set()
    pending: list[Any] = list(parameters.values())
    while pending:
        value = pending.pop()
        if isinstance(value, str) and value.startswith(ATTACHED):
            found.add(value.removeprefix(ATTACHED))
        elif isinstance(value, Mapping):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return found


def _without_attachments(method: Method, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the uploaded parts that only other parameters refer to."""
    referred = attachments(parameters)
    fields: Mapping[str, Field] = method.fields
    return {name: value for name, value in parameters.items() if name in fields or name not in referred}


def _check_attachments(method: Method, parameters: Mapping[str, Any]) -> list[Problem]:
    """Find references to parts that were not uploaded."""
    uploaded = {name for name, value in parameters.items() if isinstance(value, UploadedFile)}
    return [
        Problem(method.name, name, f'file "{name}" is not attached')
        for name in sorted(attachments(parameters) - uploaded)
    ]


def _between_parameters(method: str, parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Check what holds between the parameters of one call."""
    found = []
    if method.startswith("editMessage") and "inline_message_id" not in parameters:
        found += [
            (name, text)
            for name, text in (
                ("chat_id", "chat_id is empty"),
                ("message_id", "message identifier is not specified"),
            )
            if name not in parameters
        ]
    if method == "editMessageText" and not {"text", "rich_message"} & set(parameters):
        found.append(("text", "message text is empty"))
    for name in parameters:
        mode = name.removesuffix("entities") + "parse_mode"
        if name.endswith("entities") and parameters.get(mode):
            found.append((name, f"{name} can't be used together with {mode}"))
    return found
