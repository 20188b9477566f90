"""Parameters as they arrive (texts of a form, values of a JSON body) become typed values."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.bot_api.model import Method

_INTEGER = re.compile(r"-?\d+")
_FLOAT = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0"}
_SCALARS = {"Integer", "Float", "Boolean", "String", "InputFile"}


def _decode_as(kind: str, raw: str) -> tuple[bool, Any]:
    """Try to read a text as one type."""
    if kind == "Integer" and _INTEGER.fullmatch(raw):
        return True, int(raw)
    if kind == "Float" and _FLOAT.fullmatch(raw):
        return True, float(raw)
    if kind == "Boolean" and raw.lower() in _TRUE | _FALSE:
        return True, raw.lower() in _TRUE
    if kind not in _SCALARS and raw.lstrip()[:1] in ("{", "["):
        try:
            return True, json.loads(raw)
        except json.JSONDecodeError:
            return False, raw
    return False, raw


def decode(types: tuple[str, ...], raw: object) -> Any:
    """Read one parameter as the first of its types that it fits; what fits none stays as it came."""
    if not isinstance(raw, str):
        return raw
    for kind in types:
        fits, value = _decode_as(kind, raw)
        if fits:
            return value
    return raw


def decode_parameters(method: Method, parameters: Mapping[str, object]) -> dict[str, Any]:
    """Read all parameters of a call by the types that the specification gives them."""
    return {
        name: decode(method.fields[name].types, raw) if name in method.fields else raw
        for name, raw in parameters.items()
    }
