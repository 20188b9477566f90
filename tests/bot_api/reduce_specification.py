"""Reduce the full Bot API specification to names, types and limits: the input of `specification.py`.

Run with `python -m tests.bot_api.reduce_specification FULL.json`; it writes `specification.json`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.bot_api.described_limits import limits_of

TARGET = Path(__file__).with_name("specification.json")

Field = dict[str, Any]


def _reduce_field(owner: str, field: Field) -> Field:
    """Keep what a call can be checked against."""
    reduced: Field = {"types": field["types"]}
    if field["required"]:
        reduced["required"] = True
    return reduced | limits_of(owner, field)


def _reduce_fields(owner: str, fields: list[Field]) -> dict[str, Field]:
    """Reduce the fields of one method or type, without those that are marked deprecated."""
    return {
        field["name"]: _reduce_field(owner, field)
        for field in fields
        if "deprecated" not in field["description"].lower()
    }


def reduce_specification(full: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the specification that the local server needs, with every method and type."""
    methods = {
        name: {"returns": method["returns"], "fields": _reduce_fields(name, method.get("fields", []))}
        for name, method in full["methods"].items()
    }
    types = {
        name: {"subtypes": kind["subtypes"]}
        if "subtypes" in kind
        else {"fields": _reduce_fields(name, kind.get("fields", []))}
        for name, kind in full["types"].items()
    }
    return {"version": full["version"], "methods": methods, "types": types}


def to_text(reduced: dict[str, Any]) -> str:
    """Write one line a method or type, so that a new version of the Bot API gives a readable difference."""

    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def section(name: str) -> str:
        lines = ",\n".join(f"{compact(key)}:{compact(value)}" for key, value in reduced[name].items())
        return f'"{name}":{{\n{lines}\n}}'

    return f'{{"version":{compact(reduced["version"])},\n{section("methods")},\n{section("types")}}}\n'


def main(arguments: list[str]) -> int:
    """Reduce the file named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m tests.bot_api.reduce_specification FULL.json\n")
        return 2
    full = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    TARGET.write_text(to_text(reduce_specification(full)), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {TARGET.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
