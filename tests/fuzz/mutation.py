"""Change a good input a little, as fuzzers of bytes do: it comes far into the program before it fails."""

import json
from collections.abc import Sequence
from typing import Any

from tests.fuzz.chance import NUMBERS, TEXTS, TOO_LARGE, Chance

_YAML = (
    "&a ", "*a", "!!python/object:os.system ", "!!binary ", "<<: ", "? ", "- ", "|\n", ">-\n", "%YAML 9\n",
    "---\n", "...\n", "2026-02-30", "1e999", "0o8", "{", "}", "[", "]", ": ", "#", "\t", "'", '"', "\x00",
    "\ufeff",
)  # fmt: skip


def mutated(chance: Chance, text: str, more: Sequence[str] = ()) -> str:
    """Return `text` with up to four changes: pieces taken out, put in, doubled or moved."""
    for _ in range(1 + chance.below(4)):
        start = chance.below(len(text) + 1)
        end = min(len(text), start + chance.one_of((0, 1, 1, 3, 10, 80)))
        match chance.below(5):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + chance.one_of((*TEXTS, *_YAML, *more)) + text[start:]
            case 2:
                text = text[:start] + text[start:end] * chance.one_of((2, 3, 50)) + text[end:]
            case 3:
                text = text[:start] + chance.text() + text[end:]
            case _:
                at = chance.below(len(text) + 1)
                text = text[:at] + text[start:end] + text[at:]
    return text


def mutated_bytes(chance: Chance, data: bytes) -> bytes:
    """Return `data` with up to four changes, also in the middle of characters."""
    for _ in range(1 + chance.below(4)):
        start = chance.below(len(data) + 1)
        end = min(len(data), start + chance.below(8))
        put = (
            chance.bytes(6)
            if chance.one_in(2)
            else chance.one_of((b"\xff", b"\x00", b"\r\n", b"\xc0\x80", b""))
        )
        data = data[:start] + put + (data[end:] if chance.one_in(2) else data[start:])
    return data


def mutated_value(chance: Chance, value: Any) -> Any:
    """Return a JSON value in which something is missing, doubled, or of another type."""
    if chance.one_in(8):
        return chance.junk()
    if isinstance(value, dict) and value:
        name = chance.one_of(list(value))
        match chance.below(5):
            case 0:
                return {key: inner for key, inner in value.items() if key != name}
            case 1:
                return {**value, chance.text()[:30]: chance.junk()}
            case _:
                return {**value, name: mutated_value(chance, value[name])}
    if isinstance(value, list) and value:
        at = chance.below(len(value))
        return [*value[:at], mutated_value(chance, value[at]), *value[at + chance.below(2) :]]
    return chance.one_of((*NUMBERS, *TOO_LARGE, None, True, "", chance.text(), [], {}))


def as_json(chance: Chance, value: Any) -> bytes:
    """Return a value as a server may write it: sometimes cut, not UTF-8, or not JSON at all."""
    data = json.dumps(value, ensure_ascii=chance.one_in(2)).encode(errors="surrogatepass")
    match chance.below(8):
        case 0:
            return mutated_bytes(chance, data)
        case 1:
            return data[: chance.below(len(data) + 1)]
        case _:
            return data
