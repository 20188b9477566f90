"""Reading YAML files so that a translator can mend every mistake."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from content.errors import BrokenContentError, Finding
from content.model import Answer, DangerKind
from content.yaml_files import convert, read

_GOOD = "status: draft\ntitle: Title\nanswer: Words.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the place of a file that a test writes."""
    return tmp_path / "some_topic.yml"


def _finding(path: Path, text: str | bytes, kind: object = Answer) -> Finding:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(BrokenContentError) as caught:
        convert(file := read(path), dict(file.data), kind)
    (finding,) = caught.value.findings
    return finding


def test_a_good_file_becomes_an_answer(path: Path) -> None:
    """What stands in the file is what the program says."""
    path.write_text(_GOOD, encoding="utf-8")

    answer = read(path).into(Answer)

    assert (answer.title, answer.answer, answer.question) == ("Title", "Words.", "")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(_GOOD + "title: Other\n", 4, "'title' stands twice", id="duplicate key"),
        pytest.param(_GOOD + "parts:\n  a: x\n  a: y\n", 6, "'a' stands twice", id="duplicate inner key"),
        pytest.param("status: draft\ntitle: 12\nanswer: Words.\n", 2, "Expected `str`", id="wrong type"),
        pytest.param(_GOOD + "parts: words\n", 4, "`$.parts`", id="words for a mapping"),
        pytest.param(
            "title: Title\nanswer: Words.\n", 1, "missing required field `status`", id="missing field"
        ),
        pytest.param("status: dratf\ntitle: T\nanswer: A\n", 1, "'dratf'", id="unknown status"),
        pytest.param(_GOOD + "titel: Title\n", 4, "titel", id="unknown key"),
        pytest.param(_GOOD + "reviewed_on: soon\n", 4, "reviewed_on", id="no date"),
        pytest.param("title: a: b\n", 1, "not valid YAML", id="colon in a text"),
        pytest.param("status: draft\ntitle: [a\n", 3, "not valid YAML", id="open bracket"),
        pytest.param("status: draft\ntitle: \x07\n", 0, "not valid YAML", id="control character"),
        pytest.param("a: !!python/name:os.system\n", 1, "not valid YAML", id="code"),
        pytest.param("a: b\n---\na: b\n", 2, "not valid YAML", id="two documents"),
        pytest.param("", 1, "key: value", id="empty"),
        pytest.param("- a\n- b\n", 1, "key: value", id="list"),
        pytest.param("just words\n", 1, "key: value", id="words"),
        pytest.param("title: é\n".encode("latin-1"), 0, "not UTF-8", id="Latin-1"),
        pytest.param("title: é\n".encode("utf-16"), 0, "not UTF-8", id="UTF-16"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    path: Path, text: str | bytes, line: int, words: str
) -> None:
    """A mistake in a file is never a crash: the finding leads to the file and line and says what is wrong."""
    finding = _finding(path, text)

    assert (finding.path, finding.line) == (path, line)
    assert words in finding.message


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        pytest.param("consent_yes: ja\nconsent_no: no\n", dict[str, str], 2, id="no is a truth value"),
        pytest.param("date_about: x\ndate_undated: 2015\n", dict[str, str], 2, id="a number"),
        pytest.param(
            "violence:\n- a\nselfharm:\n- b\n",
            dict[DangerKind, tuple[str, ...]],
            3,
            id="unknown kind of danger",
        ),
        pytest.param(
            "violence:\n- a\nself_harm:\n- yes\n",
            dict[DangerKind, tuple[str, ...]],
            3,
            id="a phrase that is a truth value",
        ),
    ],
)
def test_a_mistake_in_a_list_of_texts_is_found(
    path: Path, text: str, kind: type[Mapping[str, object]], line: int
) -> None:
    """In a file with hundreds of texts the finding leads to the one that is wrong."""
    assert _finding(path, text, kind).line == line


@pytest.mark.parametrize("date", ["2026-02-30", "2026-13-01", "2026-01-01T25:00:00"])
def test_a_date_that_does_not_exist_is_a_finding(path: Path, date: str) -> None:
    """A slip in a date is reported with its file, as every other mistake, and is no crash."""
    finding = _finding(path, f"{_GOOD}reviewed_on: {date}\n")

    assert finding.path == path
    assert finding.line in (0, 4)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """A translator who forgot a file reads which one, and where to copy it from."""
    with pytest.raises(BrokenContentError, match=r"interface\.yml:0: The file is missing\. Copy it from nl"):
        read(tmp_path / "interface.yml")


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    """A file that was saved by Notepad is read like any other."""
    path.write_text(_GOOD, encoding="utf-8-sig")

    assert read(path).into(Answer).title == "Title"


def test_a_finding_stands_at_the_line_of_its_key(path: Path) -> None:
    """Findings about a key, also an inner one, lead to its line; about an absent key, to the top."""
    path.write_text("# comment\na: 1\nb:\n  c: 2\n", encoding="utf-8")
    file = read(path)

    assert [file.finding("", *keys).line for keys in [("a",), ("b", "c"), ("d",)]] == [2, 4, 1]


def test_a_finding_reads_as_editors_expect(path: Path) -> None:
    """A finding can be clicked in a terminal or editor."""
    assert str(Finding(path, 3, "Mend it.")) == f"{path}:3: Mend it."
