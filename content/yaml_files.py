"""Read YAML so that every mistake can be reported with its file and line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from content.errors import BrokenContentError, Finding

_Kind = TypeVar("_Kind")
_NAMED_FIELD = re.compile(r"`\$\.(\w+)")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file with the line (1-based) of each key on the two upper levels."""

    path: Path
    data: Mapping[str, object]
    lines: Mapping[tuple[str, ...], int]

    def finding(self, message: str, *keys: str) -> Finding:
        """Return a finding at the line of `keys`, or at the top when the key is absent."""
        return Finding(self.path, self.lines.get(keys, 1), message)

    def into(self, kind: type[_Kind]) -> _Kind:
        """Convert the file into the dataclass `kind`.

        Raises BrokenContentError when a field is missing, unknown or of the wrong type.
        """
        return convert(self, self.data, kind)


def convert(file: YamlFile, value: object, kind: type[_Kind], *keys: str) -> _Kind:
    """Convert `value`, a part of `file` below `keys`, into `kind`.

    Raises BrokenContentError when a field is missing, unknown or of the wrong type.
    """
    if is_dataclass(kind) and isinstance(value, Mapping):
        known = {field.name for field in fields(kind)}
        if unknown := [str(key) for key in value if key not in known]:
            message = f"The key {unknown[0]!r} is unknown. Known are: {', '.join(sorted(known))}."
            raise BrokenContentError([file.finding(message, *keys, unknown[0])])
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        culprit = _culprit(value, kind, str(error))
        finding = file.finding(f"{error}. Compare with the same file in nl.", *keys, *culprit)
        raise BrokenContentError([finding]) from error


def _culprit(value: object, kind: type, message: str) -> tuple[str, ...]:
    """Return the key that a message of msgspec is about; in a plain mapping, by trying each entry."""
    if named := _NAMED_FIELD.search(message):
        return (named[1],)
    if isinstance(value, Mapping):
        for key, entry in value.items():
            try:
                msgspec.convert({key: entry}, kind)
            except msgspec.ValidationError:
                return (str(key),)
    return ()


def read(path: Path) -> YamlFile:
    """Read one file that holds a mapping.

    Raises BrokenContentError when the file is missing, no UTF-8, no YAML, no mapping, or names a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError as error:
        raise _broken(path, 0, "The file is missing. Copy it from nl and translate it.") from error
    except UnicodeDecodeError as error:
        raise _broken(path, 0, "The file is not UTF-8. Save it again as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _broken(
            path, line, f"This is not valid YAML: {error.problem}. Put the text between quotes."
        ) from error
    except yaml.YAMLError as error:
        raise _broken(path, 0, f"This is not valid YAML: {error}.") from error
    except (ValueError, RecursionError) as error:
        # ValueError: a date that does not exist, which YAML reads as a date all the same.
        raise _broken(path, 0, f"A value cannot be read: {error}. Put the text between quotes.") from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise _broken(path, 1, "The file must consist of lines like `key: value`.")
    return YamlFile(path, data, _lines(path, node))


def read_list(path: Path, kind: type[_Kind]) -> tuple[_Kind, ...]:
    """Read one file that holds a list of `kind`.

    Raises BrokenContentError when it does not.
    """
    try:
        return tuple(msgspec.convert(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader), list[kind]))  # type: ignore[valid-type]
    except (yaml.YAMLError, ValueError, RecursionError, OSError) as error:
        # ValueError: of the wrong form, or a date or number that does not exist but looks like one.
        raise _broken(path, 0, f"The list cannot be read: {error}.") from error


def _lines(path: Path, root: yaml.MappingNode) -> dict[tuple[str, ...], int]:
    lines: dict[tuple[str, ...], int] = {}
    for key, value in root.value:
        _add(lines, path, (str(key.value),), key)
        if isinstance(value, yaml.MappingNode):
            for inner, _ in value.value:
                _add(lines, path, (str(key.value), str(inner.value)), inner)
    return lines


def _add(lines: dict[tuple[str, ...], int], path: Path, keys: tuple[str, ...], node: yaml.Node) -> None:
    line = node.start_mark.line + 1
    if keys in lines:
        message = f"The key {keys[-1]!r} stands twice; the first is on line {lines[keys]}. Remove one."
        raise _broken(path, line, message)
    lines[keys] = line


def _broken(path: Path, line: int, message: str) -> BrokenContentError:
    return BrokenContentError([Finding(path, line, message)])
