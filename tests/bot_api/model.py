"""The Bot API specification in memory."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("specification.json")


@dataclass(frozen=True)
class Field:
    """A parameter of a method or a field of a type, with its limits."""

    name: str
    types: tuple[str, ...]
    required: bool = False
    choices: tuple[str | int, ...] = ()
    characters: tuple[int, int] | None = None
    bytes: tuple[int, int] | None = None
    parsed: bool = False
    pattern: str | None = None
    range: tuple[int, int] | None = None
    items: tuple[int, int] | None = None


@dataclass(frozen=True)
class Method:
    """A method with what it takes and gives."""

    name: str
    fields: dict[str, Field]
    returns: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A type: either fields or a choice of subtypes."""

    name: str
    fields: dict[str, Field]
    subtypes: tuple[str, ...] = ()

    @property
    def constants(self) -> dict[str, str | int]:
        """Return the fields that can have one value only and so tell this type from its siblings."""
        return {field.name: field.choices[0] for field in self.fields.values() if len(field.choices) == 1}


@dataclass(frozen=True)
class Specification:
    """All methods and types of one version of the Bot API."""

    version: str
    methods: dict[str, Method]
    types: dict[str, Kind]

    def method(self, name: str) -> Method | None:
        """Find a method by its name in any case, as Telegram does."""
        wanted = name.lower()
        return self.methods.get(name) or next(
            (method for known, method in self.methods.items() if known.lower() == wanted), None
        )


def _fields(raw: dict[str, dict[str, Any]]) -> dict[str, Field]:
    """Build fields; lists become tuples."""
    fields = {}
    for name, details in raw.items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in details.items()
        }
        fields[name] = Field(name, **values)
    return fields


@cache
def load_specification() -> Specification:
    """Read `specification.json` once."""
    raw = json.loads(_FILE.read_text(encoding="utf-8"))
    return Specification(
        version=raw["version"],
        methods={
            name: Method(name, _fields(method["fields"]), tuple(method["returns"]))
            for name, method in raw["methods"].items()
        },
        types={
            name: Kind(name, _fields(kind.get("fields", {})), tuple(kind.get("subtypes", ())))
            for name, kind in raw["types"].items()
        },
    )
