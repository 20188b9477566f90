"""Read limits out of the sentences in which the Bot API describes a field."""

import re
from typing import Any

_NUMBERS = {"Integer", "Float"}
_CHARACTERS = re.compile(r"(\d+)-(\d+) characters")
_UP_TO_CHARACTERS = re.compile(r"up to (\d+) characters")
_BYTES = re.compile(r"(\d+)-(\d+) bytes", re.IGNORECASE)
_PARSED = re.compile(r"after entit(?:y|ies) parsing")
_RANGE = re.compile(
    r"(?:^|[;,] |[Bb]etween )(\d+)(?:-| and )(\d+)(?=$|[.;,]| are accepted| if specified)(?!, (?:or 0x|and ))"
)
_ITEMS = re.compile(r"(?:[Ll]ist of|must include) (\d+)-(\d+) ")
_AT_MOST_ITEMS = re.compile(
    r"(?:[Aa]t most|up to) (\d+) (?:\w+ )*(?:can be specified|items|identifiers of users)"
)
_CONSTANT = re.compile(r"(?:must be|always) [\"“]?([a-z0-9_]+|XTR)[\"”]?$")
_ONE_OF = re.compile(r"[Mm]ust be one of (.*)$")
_ALPHABETS = {
    "Can contain only lowercase English letters, digits and underscores": "[a-z0-9_]*",
    "nly characters A-Z, a-z, 0-9, _ and - are allowed": "[A-Za-z0-9_-]*",
    "nly A-Z, a-z, 0-9, _ and - are allowed": "[A-Za-z0-9_-]*",
}


def _choices(owner: str, field: dict[str, Any]) -> list[Any]:
    """List the only values that a field may have, if the description lists them."""
    description, types = field["description"], field["types"]
    if owner == "sendChatAction" and field["name"] == "action":
        return re.findall(r"\b(typing|[a-z]+_[a-z_]+)\b", description)
    if owner == "MessageEntity" and field["name"] == "type":
        return re.findall(r'"(\w+)" \(', description)
    if constant := _CONSTANT.search(description):
        return [constant[1]] if types == ["String"] else []
    if listed := _ONE_OF.search(description):
        if types == ["String"]:
            return re.findall(r'"([^"]+)"', listed[1])
        if types == ["Integer"] and "*" not in listed[1]:
            return [int(number) for number in re.findall(r"\b\d+\b(?!\w)", re.sub(r"\(.*?\)", "", listed[1]))]
    return []


def _length(description: str) -> dict[str, Any]:
    """Read the length limit of a text."""
    limits: dict[str, Any] = {}
    if found := _CHARACTERS.search(description):
        limits["characters"] = [int(found[1]), int(found[2])]
    elif found := _UP_TO_CHARACTERS.search(description):
        limits["characters"] = [0, int(found[1])]
    elif found := _BYTES.search(description):
        limits["bytes"] = [int(found[1]), int(found[2])]
    if limits and _PARSED.search(description):
        limits["parsed"] = True
    for sentence, alphabet in _ALPHABETS.items():
        if sentence in description:
            limits["pattern"] = alphabet
    return limits


def limits_of(owner: str, field: dict[str, Any]) -> dict[str, Any]:
    """Return the limits of one field: `choices`, `characters`, `bytes`, `pattern`, `range` or `items`."""
    description, types = field["description"], field["types"]
    limits: dict[str, Any] = {}
    if choices := _choices(owner, field):
        limits["choices"] = list(dict.fromkeys(choices))
    elif types == ["String"]:
        limits |= _length(description)
    elif set(types) <= _NUMBERS:
        if found := _RANGE.search(description):
            limits["range"] = [int(found[1]), int(found[2])]
    elif types[0].startswith("Array of "):
        if found := _ITEMS.search(description):
            limits["items"] = [int(found[1]), int(found[2])]
        elif found := _AT_MOST_ITEMS.search(description):
            limits["items"] = [0, int(found[1])]
    return limits
