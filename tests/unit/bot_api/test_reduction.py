"""Reducing the full Bot API specification to what the local server needs."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot_api import reduce_specification
from tests.bot_api.model import load_specification

Raw = dict[str, Any]
ALPHABET = "Can contain only lowercase English letters, digits and underscores"


def field(name: str, kind: str, description: str, *, required: bool = False) -> Raw:
    """Return a field as the full specification has it."""
    return {"name": name, "types": [kind], "required": required, "description": description}


def full(*fields: Raw) -> Raw:
    """Return a full specification with one method and two types."""
    return {
        "version": "V",
        "methods": {"m": {"name": "m", "returns": ["Boolean"], "description": ["d"], "fields": [*fields]}},
        "types": {"T": {"name": "T", "description": ["d"], "subtypes": ["A"]}, "A": {"name": "A"}},
    }


LIMITS: dict[str, tuple[Raw, Raw]] = {
    "parsed text": (
        field("f", "String", "Text, 1-4096 characters after entities parsing"),
        {"characters": [1, 4096], "parsed": True},
    ),
    "bytes": (field("f", "String", "Optional. Data, 1-64 bytes"), {"bytes": [1, 64]}),
    "up to": (field("f", "String", "Text (up to 256 characters)"), {"characters": [0, 256]}),
    "range": (field("f", "Integer", "Values between 1-100 are accepted."), {"range": [1, 100]}),
    "range with an exception": (
        field("f", "Integer", "must be between 60 and 86400, or 0x7FFFFFFF for ever"),
        {},
    ),
    "list": (field("f", "Array of Integer", "A JSON-serialized list of 1-100 ids"), {"items": [1, 100]}),
    "at most": (
        field("f", "Array of BotCommand", "At most 100 commands can be specified."),
        {"items": [0, 100]},
    ),
    "constant": (field("f", "String", "Scope type, must be chat"), {"choices": ["chat"]}),
    "always": (field("f", "String", 'The status, always "left"'), {"choices": ["left"]}),
    "choices": (
        field("f", "String", 'Must be one of "danger" (red), "success" (green) or "primary" (blue).'),
        {"choices": ["danger", "success", "primary"]},
    ),
    "numbers": (
        field("f", "Integer", "Currently, must be one of 7322096 (0x6FB9F0) or 16766590 (0xFFD67E)"),
        {"choices": [7322096, 16766590]},
    ),
    "alphabet": (
        field(
            "f",
            "String",
            f"1-32 characters. {ALPHABET}.",
        ),
        {"characters": [1, 32], "pattern": "[a-z0-9_]*"},
    ),
    "prose": (field("f", "String", "Unique identifier 2-3 of something"), {}),
}


@pytest.mark.parametrize(("described", "expected"), LIMITS.values(), ids=LIMITS)
def test_reads_limits(described: Raw, expected: Raw) -> None:
    """Limits are read out of descriptions, and nothing is read where there is none."""
    reduced = reduce_specification.reduce_specification(full(described))
    assert reduced["methods"]["m"]["fields"] == {"f": {"types": described["types"], **expected}}


def test_keeps_names_and_types_only() -> None:
    """Prose and deprecated fields go; types, answers and what is required stay."""
    reduced = reduce_specification.reduce_specification(
        full(field("a", "Integer", "Words", required=True), field("b", "String", "Deprecated. Use a"))
    )
    assert reduced == {
        "version": "V",
        "methods": {"m": {"returns": ["Boolean"], "fields": {"a": {"types": ["Integer"], "required": True}}}},
        "types": {"T": {"subtypes": ["A"]}, "A": {"fields": {}}},
    }


def test_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script writes what it reduced, one line a method or type, and explains its use."""
    source, target = tmp_path / "full.json", tmp_path / "specification.json"
    monkeypatch.setattr(reduce_specification, "TARGET", target)
    source.write_text(json.dumps(full()), encoding="utf-8")
    assert reduce_specification.main([str(source)]) == 0
    assert target.read_text(encoding="utf-8").splitlines() == [
        '{"version":"V",',
        '"methods":{',
        '"m":{"returns":["Boolean"],"fields":{}}',
        "},",
        '"types":{',
        '"T":{"subtypes":["A"]},',
        '"A":{"fields":{}}',
        "}}",
    ]
    assert reduce_specification.main([]) == 2
    assert "FULL.json" in capsys.readouterr().err


def test_committed_specification_is_whole_and_small() -> None:
    """All methods and types of the Bot API are there, in a file that is small enough to keep."""
    specification = load_specification()
    actual = (specification.version, len(specification.methods), len(specification.types))
    assert actual == ("Bot API 10.1", 180, 359)
    assert Path(reduce_specification.__file__).with_name("specification.json").stat().st_size < 250 * 1024
