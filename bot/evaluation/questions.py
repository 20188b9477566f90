"""Evaluation questions: what people might type, and every id that would truly serve them."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from bot.paths import PROJECT
from content.model import DangerKind, LanguageCode, TermId
from content.yaml_files import read_list

FOLDER = PROJECT / "tests" / "evaluation"
OUT_OF_SCOPE = "out_of_scope"

_Kind = TypeVar("_Kind")


class Form(StrEnum):
    """How a question is put; all but the plain ones are hard."""

    PLAIN = "plain"
    SHORT = "short"
    MISSPELT = "misspelt"
    STORY = "story"
    INDIRECT = "indirect"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the ids that serve it; `out_of_scope` means that none should.

    `term` is the term whose meaning is asked.
    """

    text: str
    ids: tuple[str, ...]
    form: Form = Form.PLAIN
    term: TermId | None = None

    @property
    def in_scope(self) -> bool:
        """Tell whether there is an answer to give."""
        return OUT_OF_SCOPE not in self.ids


@dataclass(frozen=True, slots=True)
class DangerMessage:
    """A message that speaks of danger, or (without a kind) only sounds like it."""

    text: str
    kind: DangerKind | None = None


def load_questions(kind: str, folder: Path = FOLDER) -> dict[LanguageCode, tuple[Question, ...]]:
    """Return the questions of `kind` (a folder name), by language.

    Raises BrokenContentError when a file is not in the agreed form.
    """
    return _load(folder / kind, Question)


def load_danger_messages(folder: Path = FOLDER) -> dict[LanguageCode, tuple[DangerMessage, ...]]:
    """Return the danger set, by language.

    Raises BrokenContentError when a file is not in the agreed form.
    """
    return _load(folder / "danger", DangerMessage)


def _load(folder: Path, kind: type[_Kind]) -> dict[LanguageCode, tuple[_Kind, ...]]:
    return {LanguageCode(path.stem): read_list(path, kind) for path in sorted(folder.glob("*.yml"))}
