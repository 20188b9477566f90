"""Look up both locks in a list of known vulnerabilities, with the tool that made the locks."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path

import msgspec

from bot.errors import AuditError
from bot.paths import CACHE

_FOUND = 1
_NOT_REACHED = "error sending request"


class Outcome(Enum):
    """What is known of one lock."""

    SOUND = auto()
    VULNERABLE = auto()
    NOT_AUDITED = auto()
    """The list cannot be reached from here."""


@dataclass(frozen=True, slots=True)
class Audited:
    """The outcome for one lock, and what the tool said."""

    outcome: Outcome
    told: str


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vulnerability that we live with until a day, and why."""

    id: str
    package: str
    reason: str
    until: date


class _File(msgspec.Struct, forbid_unknown_fields=True):
    known: tuple[Known, ...] = ()


def read_known(path: Path) -> tuple[Known, ...]:
    """Return the exceptions in a file.

    Raises AuditError when it is not in the agreed form.
    """
    try:
        return msgspec.toml.decode(path.read_bytes(), type=_File).known
    except (OSError, ValueError) as error:
        raise AuditError(f"The exceptions in {path} cannot be read: {error}.") from error


async def audit(project: Path, ignored: Sequence[str], service: str | None = None) -> Audited:
    """Audit the lock of `project`, apart from the ids in `ignored`; `service` replaces the public list.

    Raises AuditError when the audit fails for another reason than that the list cannot be reached.
    """
    if not (project / "uv.lock").exists():
        # The tool would look for one in the folders above.
        raise AuditError(f"The audit of {project} failed: there is no uv.lock.")
    options = [option for each in ignored for option in ("--ignore", each)]
    if service is not None:
        options += ["--service-url", service]
    process = await asyncio.create_subprocess_exec(
        *(_uv(), "audit", "--frozen", "--preview-features", "audit-command", *options),
        cwd=project,
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = (data.decode(errors="replace").strip() for data in await process.communicate())
    if process.returncode == 0:
        return Audited(Outcome.SOUND, output)
    if process.returncode == _FOUND:
        return Audited(Outcome.VULNERABLE, output)
    if _NOT_REACHED in errors:
        return Audited(Outcome.NOT_AUDITED, errors)
    raise AuditError(f"The audit of {project} failed: {errors}")


def _uv() -> str:
    """Return the tool of this machine, or the one that the launcher installed.

    Raises AuditError when there is none.
    """
    own = sorted(CACHE.glob("uv-*/bin/uv"))
    found = str(own[-1]) if own else shutil.which("uv")
    if found is None:
        raise AuditError("uv is missing. Install it with: pip install uv")
    return found
