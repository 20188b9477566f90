"""What can be wrong with content, said so that a translator can mend it."""

from dataclasses import dataclass
from pathlib import Path


class ContentError(Exception):
    """Base of everything that this package raises."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the file, its line (1-based, 0 for the whole file) and what to do."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        """Return `file:line: message`, as editors understand it."""
        return f"{self.path}:{self.line}: {self.message}"


class BrokenContentError(ContentError):
    """Content that cannot be used; `findings` names every file, line and remedy."""

    def __init__(self, findings: list[Finding]) -> None:
        """Keep all findings, in the order in which they were found."""
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


class UnknownTextError(ContentError):
    """An id was asked for that no file has: a mistake in the program, not in the content."""
