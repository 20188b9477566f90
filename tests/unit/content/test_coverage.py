"""Which text is in which state, and the commands of translators that change it."""

from datetime import date
from pathlib import Path

import pytest

from content.checks import check
from content.coverage import TextState, coverage
from content.editing import EditingError, add_language, confirm
from content.loader import Content, load
from content.model import DUTCH, Direction, LanguageCode, ReviewStatus, TopicId

_ENGLISH = LanguageCode("en")
_UKRAINIAN = LanguageCode("uk")
_BAN = TopicId("entry_ban")
_REVIEWED = ("a.b.", date(2026, 11, 22))


def _state(root: Path, text_id: str) -> TextState:
    (row,) = [row for row in coverage(load(root)) if row.text_id == text_id]
    return row.states[_ENGLISH]


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_id_has_a_row(content: Content) -> None:
    """The table of translators leaves out no topic, hand-over question, danger or term."""
    rows = coverage(content)
    sections = {(row.section, row.text_id) for row in rows}

    assert len(sections) == len(rows) == 75 + 67 + 5 + 141
    assert {tuple(row.states) for row in rows} == {content.languages}


@pytest.mark.parametrize("text_id", ["entry_ban", "who_are_you", "violence", "vbl"])
def test_a_change_of_the_dutch_text_shows(content_copy: Path, text_id: str) -> None:
    """A translation of a text that has changed since is marked, until somebody confirms it again."""
    confirm(load(content_copy), content_copy, _ENGLISH)
    assert _state(content_copy, text_id) is TextState.DRAFT
    folders = {"entry_ban": "topics", "who_are_you": "handover", "violence": "danger"}
    dutch = content_copy / "texts" / "nl"
    if text_id == "vbl":
        _replace(dutch / "glossary.yml", "  vbl:\n    name: ", "  vbl:\n    name: Nieuwe ")
    else:
        _replace(dutch / folders[text_id] / f"{text_id}.yml", "title: ", "title: Nieuw ")

    assert _state(content_copy, text_id) is TextState.OUTDATED
    confirm(load(content_copy), content_copy, _ENGLISH, [text_id])
    assert _state(content_copy, text_id) is TextState.DRAFT


def test_a_missing_text_shows(content_copy: Path) -> None:
    """What nobody has translated is missing in the table, and not a draft."""
    (content_copy / "texts/en/topics/entry_ban.yml").unlink()

    assert _state(content_copy, _BAN) is TextState.MISSING


def test_a_review_is_noted(content_copy: Path) -> None:
    """Who has checked a text, and when, stands in its file; the text itself stays as it was."""
    before = load(content_copy).answer(_BAN, _ENGLISH)

    assert confirm(load(content_copy), content_copy, _ENGLISH, [_BAN], _REVIEWED) == 1

    after = load(content_copy).answer(_BAN, _ENGLISH)
    assert (after.status, after.reviewed_by, after.reviewed_on) == (ReviewStatus.REVIEWED, *_REVIEWED)
    assert (after.title, after.question, after.answer) == (before.title, before.question, before.answer)
    assert _state(content_copy, _BAN) is TextState.REVIEWED


def test_confirming_twice_changes_nothing(content_copy: Path) -> None:
    """The command can be run after every correction."""
    confirm(load(content_copy), content_copy, _ENGLISH)
    files = {path: path.read_bytes() for path in (content_copy / "texts/en").rglob("*.yml")}
    confirm(load(content_copy), content_copy, _ENGLISH)

    assert {path: path.read_bytes() for path in files} == files
    assert check(load(content_copy), content_copy) == []


def test_a_review_of_an_older_text_does_not_count(content_copy: Path) -> None:
    """A text that was reviewed before the Dutch changed is a draft again, and the others stay reviewed."""
    confirm(load(content_copy), content_copy, _ENGLISH, reviewed=_REVIEWED)
    _replace(content_copy / "texts/nl/topics/entry_ban.yml", "title: ", "title: Nieuw ")
    _replace(content_copy / "texts/nl/glossary.yml", "  vbl:\n    name: ", "  vbl:\n    name: Nieuwe ")
    before = {text_id: _state(content_copy, text_id) for text_id in ("entry_ban", "vbl", "who_are_you")}

    confirm(load(content_copy), content_copy, _ENGLISH)

    assert before == {
        "entry_ban": TextState.OUTDATED,
        "vbl": TextState.OUTDATED,
        "who_are_you": TextState.REVIEWED,
    }
    assert {text_id: _state(content_copy, text_id) for text_id in before} == {
        "entry_ban": TextState.DRAFT,
        "vbl": TextState.DRAFT,
        "who_are_you": TextState.REVIEWED,
    }
    answer = load(content_copy).answer(_BAN, _ENGLISH)
    assert (answer.reviewed_by, answer.reviewed_on) == (None, None)


def test_the_glossary_is_reviewed_as_a_whole(content_copy: Path) -> None:
    """One checked term does not make the other 140 reviewed."""
    with pytest.raises(EditingError, match="'vbl' is a term"):
        confirm(load(content_copy), content_copy, _ENGLISH, ["entry_ban", "vbl"], _REVIEWED)
    assert _state(content_copy, _BAN) is TextState.DRAFT

    confirm(load(content_copy), content_copy, _ENGLISH, reviewed=_REVIEWED)
    assert _state(content_copy, "vbl") is TextState.REVIEWED


def test_dutch_follows_no_other_text(content_copy: Path) -> None:
    """The original cannot be outdated by itself; that it was reviewed can be noted."""
    with pytest.raises(EditingError, match="Dutch is the original"):
        confirm(load(content_copy), content_copy, DUTCH, [_BAN])
    confirm(load(content_copy), content_copy, DUTCH, [_BAN], _REVIEWED)

    assert load(content_copy).answer(_BAN, DUTCH).status is ReviewStatus.REVIEWED


def test_an_unknown_id_is_not_confirmed(content_copy: Path) -> None:
    """A slip of the pen is told, and nothing is noted."""
    with pytest.raises(EditingError, match="no text of 'no_such_id' in en"):
        confirm(load(content_copy), content_copy, _ENGLISH, ["no_such_id"])


def test_a_new_language_is_offered_to_nobody(content_copy: Path) -> None:
    """An empty language does not stop the program; the checks tell what is missing on request."""
    folder = add_language(content_copy, _UKRAINIAN, Direction.LEFT_TO_RIGHT)

    served, prepared = load(content_copy), load(content_copy, with_prepared=True)
    findings = check(prepared, content_copy)

    assert served.languages == (DUTCH, _ENGLISH)
    assert served.in_preparation == (_UKRAINIAN,)
    assert check(served, content_copy) == []
    assert {finding.path.parts[len(folder.parts) - 1] for finding in findings} == {_UKRAINIAN}
    missing = [finding for finding in findings if finding.message.startswith("The file is missing")]
    assert len(missing) == 75 + 67 + 5


@pytest.mark.parametrize(
    ("code", "words"), [("en", "exists already"), ("xq", "no language code"), ("../x", "no language code")]
)
def test_a_language_that_cannot_be_added(content_copy: Path, code: str, words: str) -> None:
    """A wrong code makes no folder."""
    before = sorted(content_copy.rglob("*"))
    with pytest.raises(EditingError, match=words):
        add_language(content_copy, LanguageCode(code), Direction.LEFT_TO_RIGHT)

    assert sorted(content_copy.rglob("*")) == before
