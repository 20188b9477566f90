"""Write down what fuzzing found, so that it happens again whenever somebody asks for it."""

import json
import re
import traceback
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

_KIND = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Needed)\b.*", re.MULTILINE)
_LONGEST_ERROR = 6000


@dataclass(frozen=True, slots=True)
class Finding:
    """One input at which something went wrong; `given` is what the program got, step by step."""

    target: str
    seed: int
    number: int
    kind: str
    """What went wrong, in a line."""

    error: str
    given: list[Any]

    @property
    def command(self) -> str:
        """Return the command that makes the same input from its seed."""
        return f"python -m tests.fuzz.run --only {self.target!r} --seed {self.seed} --number {self.number}"


def kind_of(error: BaseException) -> str:
    """Return what went wrong in a line, the same for the same mistake."""
    found = _KIND.findall(str(error))
    words = found[-1] if found else f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    return re.sub(r"\d+", "#", words)[:200]


def error_text(error: BaseException) -> str:
    """Return the end of a traceback."""
    return "".join(traceback.format_exception(error))[-_LONGEST_ERROR:]


def write(finding: Finding, folder: Path, note: str = "") -> Path:
    """Write a finding into `folder`, and return its file; `note` is added to the name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{finding.target.replace(' ', '-')}-{finding.seed}-{finding.number}{note}.json"
    # Not by `asdict` and without indenting: both fail at what is nested deep.
    holder = {each.name: getattr(finding, each.name) for each in fields(finding)}
    path.write_text(json.dumps(holder, default=repr), encoding="utf-8")
    return path


def read(path: Path) -> Finding:
    """Read a finding that was written down."""
    return Finding(**json.loads(path.read_text(encoding="utf-8")))
