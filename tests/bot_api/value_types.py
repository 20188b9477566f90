"""Compare a value with the types that the specification allows, all the way down."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from tests.bot_api.limits import button_findings, field_findings
from tests.bot_api.model import Field, Kind, load_specification
from tests.bot_api.problems import UploadedFile

ATTACHED = "attach://"
_ARRAY = "Array of "
_TYPES = load_specification().types

Finding: TypeAlias = tuple[str, str]


def check_fields(
    owner: str, fields: Mapping[str, Field], values: Mapping[str, Any], path: str = ""
) -> list[Finding]:
    """Check the parameters of a method or the fields of an object."""
    prefix = f"{path}." if path else ""
    found = [
        (f"{prefix}{name}", _missing(owner, name, nested=bool(path)))
        for name, field in fields.items()
        if field.required and values.get(name) is None
    ]
    for name, value in values.items():
        if name not in fields:
            found.append((f"{prefix}{name}", _unknown(owner, name, nested=bool(path))))
        elif value is not None:
            wrong = check_value(fields[name].types, value, f"{prefix}{name}")
            found += wrong or [
                (f"{prefix}{name}", text) for text in field_findings(owner, fields[name], value, values)
            ]
    return found


def check_value(types: Iterable[str], value: Any, path: str) -> list[Finding]:
    """Check one value against a choice of types."""
    types = tuple(types)
    kinds = [kind for name in types for kind in _expand(name)]
    if isinstance(value, list):
        inner = tuple(kind.removeprefix(_ARRAY) for kind in kinds if kind.startswith(_ARRAY))
        if inner:
            return [
                finding
                for position, item in enumerate(value)
                for finding in check_value(inner, item, f"{path}[{position}]")
            ]
    elif isinstance(value, dict):
        objects = [_TYPES[kind] for kind in kinds if kind in _TYPES and kind != "InputFile"]
        if objects:
            kind = min(objects, key=lambda candidate: _distance(candidate, value))
            return [
                *check_fields(kind.name, kind.fields, value, path),
                *((path, text) for text in button_findings(kind.name, value)),
            ]
    elif any(_is_scalar(kind, value) for kind in kinds):
        return []
    return [(path, f"can't parse {path}: expected {' or '.join(types)}, found {_shape(value)}")]


def _expand(name: str) -> list[str]:
    """Replace a type that is a choice of subtypes by these."""
    kind = _TYPES.get(name)
    if kind is None or not kind.subtypes:
        return [name]
    return [inner for subtype in kind.subtypes for inner in _expand(subtype)]


def _distance(kind: Kind, value: Mapping[str, Any]) -> tuple[int, int, int]:
    """Say how far an object is from a type: what tells the types apart counts most."""
    different = sum(value.get(name) != constant for name, constant in kind.constants.items())
    unknown = sum(name not in kind.fields for name in value)
    missing = sum(field.required and name not in value for name, field in kind.fields.items())
    return different, unknown, missing


def _is_scalar(kind: str, value: Any) -> bool:
    """Tell whether a value that is neither list nor object has a type."""
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int):
        return kind in ("Integer", "Float")
    if isinstance(value, float):
        return kind == "Float"
    if isinstance(value, str):
        return (
            kind in ("String", "KeyboardButton")  # a button of a reply keyboard may be its label only
            or (kind == "InputFile" and value.startswith(ATTACHED))
        )
    return isinstance(value, UploadedFile) and kind == "InputFile"


def _shape(value: object) -> str:
    """Name what came in the words of the specification."""
    names = {bool: "Boolean", int: "Integer", float: "Float", str: "String", list: "Array", dict: "Object"}
    return names.get(type(value), type(value).__name__)


_MISSING = {
    "action": "wrong parameter action in request",
    "chat_id": "chat_id is empty",
    "file_id": "file_id not specified",
    "from_chat_id": "chat_id is empty",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "message_id": "message identifier is not specified",
    "text": "message text is empty",
    "user_id": "invalid user_id specified",
}
_MEDIA = ("animation", "audio", "document", "photo", "sticker", "video", "video_note", "voice")


def _missing(owner: str, name: str, *, nested: bool) -> str:
    """Say that something required is not there."""
    if nested:
        return f"can't parse {owner}: Can't find field \"{name}\""
    if name in _MEDIA:
        return f"there is no {name.replace('_', ' ')} in the request"
    return _MISSING.get(name, f'parameter "{name}" is required')


def _unknown(owner: str, name: str, *, nested: bool) -> str:
    """Say that something is there that the specification does not know (Telegram itself ignores it)."""
    return f'can\'t parse {owner}: unknown field "{name}"' if nested else f'unknown parameter "{name}"'
