"""What the checks find in content, and how they say it."""

import shutil
from pathlib import Path

import pytest

from content.checks import check
from content.errors import Finding
from content.loader import ROOT, Content, load

_HRT = "texts/en/topics/hrt_amounts.yml"
_APPEAL = "texts/en/topics/appeal_to_court.yml"
_WHO = "texts/en/handover/who_are_you.yml"
_VIOLENCE = "texts/en/danger/violence.yml"
_INTERFACE = "texts/en/interface.yml"
_PHRASES = "texts/en/danger_phrases.yml"
_LANGUAGE = "texts/en/language.yml"
_TOPIC = "catalogue/topics/hrt_amounts.yml"
_QUESTION = "catalogue/handover/arrested_now.yml"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _line(path: Path, key: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.lstrip().startswith(f"{key}:"))


def _findings(content_copy: Path) -> list[Finding]:
    return check(load(content_copy), content_copy)


def test_the_real_content_has_no_findings(content: Content) -> None:
    """Every text that people read is there, complete and exact, in all languages."""
    assert [str(finding) for finding in check(content, ROOT)] == []


def test_an_untouched_copy_has_no_findings(content_copy: Path) -> None:
    """The tests below find what they break themselves and nothing else."""
    assert _findings(content_copy) == []


def _assert_found(content_copy: Path, file: str, old: str, new: str, key: str | None, words: str) -> None:
    """Break one thing: all findings stand at `key` (None: at the top), and one of them says `words`."""
    path = content_copy / file
    _edit(path, old, new)

    findings = _findings(content_copy)

    assert {(each.path, each.line) for each in findings} == {(path, _line(path, key) if key else 1)}
    assert [each for each in findings if words in each.message] != []


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (_APPEAL, "1 July 2010", "1 July", "lacks numbers of the Dutch text: 2010"),
        (_APPEAL, "10 reasons", "10 or 12 reasons", "numbers that the Dutch text has not: 12"),
        (_APPEAL, "10 reasons", "١٠ or 10 reasons", "digits ٠ ١. Write 0 to 9"),
        (_APPEAL, "10 reasons", "۱۰ or 10 reasons", "digits ۰ ۱. Write 0 to 9"),
        (_APPEAL, "[ex nunc toetsing]", "ex nunc toetsing", "lacks Dutch terms of the Dutch text: ex"),
        (_APPEAL, "[rechtbank]", "[rechtsbank]", "Dutch terms that the Dutch text has not: rechtsbank"),
        (_APPEAL, "[rechtbank]", "[rechtbank", "markup of answer is broken: '['"),
        (_APPEAL, "**What", "*What", "markup of answer is broken: '**'"),
        (_HRT, "{euro:880}", "{euro:808}", "lacks amounts of the Dutch text: 880"),
        (_HRT, "{euro:880}", "880 euro", "lacks amounts of the Dutch text: 880"),
        (_WHO, "{organisation:name}", "{organisation:nam}", "unknown field {organisation:nam}"),
        (_WHO, "{organisation:name}", "We", "lacks placeholders of the Dutch text: name"),
        (_VIOLENCE, "{organisation:safe_home_line}", "0800", "lacks placeholders of the Dutch text: safe"),
    ],
)
def test_an_answer_says_exactly_what_the_dutch_says(
    content_copy: Path, file: str, old: str, new: str, words: str
) -> None:
    """No number, amount, Dutch term or telephone number is lost or changed in a translation."""
    _assert_found(content_copy, file, old, new, "answer", words)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("- {euro:40} from", "- Money from", "children", "lacks amounts of the Dutch text: 40"),
        ("- {euro:40} from", "- {euro:40 from", "children", "markup of children is broken"),
        ("  children:", "  more: Words.\n  children:", "more", "'more' does not exist in nl. Remove"),
    ],
)
def test_parts_of_an_answer_are_checked_too(
    content_copy: Path, old: str, new: str, key: str, words: str
) -> None:
    """The answer to a follow-up question is as exact as the whole answer, and as easy to mend."""
    _assert_found(content_copy, _HRT, old, new, key, words)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("status: draft", "status: reviewed", "status", "needs reviewed_by and reviewed_on"),
        ("status: draft", "status: reviewed\nreviewed_by: A", "status", "needs reviewed_by and reviewed_on"),
        ("title: Are you a person?", "title: ' '", "title", "title is empty. Write"),
        ("question: ", "# question: ", None, "differ in having a question"),
    ],
)
def test_the_frame_of_an_answer_is_complete(
    content_copy: Path, old: str, new: str, key: str | None, words: str
) -> None:
    """No text counts as reviewed without a reviewer, and none goes without its title or question."""
    _assert_found(content_copy, _WHO, old, new, key, words)


@pytest.mark.parametrize(
    ("file", "key", "most"),
    [
        (_HRT, "title", 40),
        (_HRT, "question", 130),
        (_HRT, "answer", 2000),
        (_INTERFACE, "group_title", 700),
        (_INTERFACE, "command_menu", 60),
    ],
)
def test_a_text_over_its_limit_is_found(content_copy: Path, file: str, key: str, most: int) -> None:
    """No text is longer than a button, a command list or a message on a small phone can show."""
    new = f"{key}: |\n  {'a' * most}\n" if key == "answer" else f"{key}: {'a' * most} "
    old = f"{key}: |\n" if key == "answer" else f"{key}: "

    _assert_found(content_copy, file, f"\n{old}", f"\n{new}", key, f"{most} is the most. Shorten")


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        (_INTERFACE, '"Source: {sources}', '"Source: {source}', "source_line", "has not: source"),
        (_INTERFACE, "\nhelp:", "\nhelpful: Words.\nhelp:", "helpful", "does not exist in nl. Remove"),
        (_INTERFACE, "\ngroup_title:", "\n# group_title:", None, "'group_title' is missing. Translate"),
        (_LANGUAGE, "locale: en", "locale: xq", "locale", "locale 'xq' is unknown to CLDR"),
        (_LANGUAGE, "locale: en", "locale: english", "locale", "locale 'english' is unknown to CLDR"),
        (_PHRASES, "\nviolence:", "\n  - again\n  #", None, "violence has 0 phrases; write at least 10"),
        (_TOPIC, "- iom_rean_support", "- iom_rean", "see_also", "unknown id 'iom_rean'"),
        (_TOPIC, "document: ter", "document: T", "sources", "not in documents.yml"),
        (_QUESTION, "- detention_when", "- detention", "related_topics", "unknown id 'detention'"),
    ],
)  # fmt: skip
def test_the_other_files_are_checked_too(
    content_copy: Path, file: str, old: str, new: str, key: str | None, words: str
) -> None:
    """Interface texts, languages, danger phrases and the catalogue hold together as well as the answers."""
    _assert_found(content_copy, file, old, new, key, words)


def test_a_missing_part_is_found(content_copy: Path) -> None:
    """A follow-up question can be answered in every language."""
    path = content_copy / _HRT
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("parts:")], encoding="utf-8")

    assert _findings(content_copy) == [
        Finding(path, 1, "The part 'children' is missing. Translate it from nl.")
    ]


@pytest.mark.parametrize("file", [_HRT, _WHO, _VIOLENCE])
def test_a_missing_translation_is_found(content_copy: Path, file: str) -> None:
    """No id stays without an answer in a language, and the finding says what to translate from where."""
    path = content_copy / file
    path.unlink()

    message = f"The file is missing. Translate it from texts/nl/{path.parent.name}."
    assert _findings(content_copy) == [Finding(path, 0, message)]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        (
            _HRT,
            "texts/en/topics/hrt_amount.yml",
            "'hrt_amount' is not in catalogue/topics. Rename or move the file.",
        ),
        (
            _QUESTION,
            "catalogue/handover/hrt_amounts.yml",
            "'hrt_amounts' is also a topic. Ids must be unique.",
        ),
    ],
)
def test_a_file_with_a_wrong_name_is_found(content_copy: Path, source: str, target: str, words: str) -> None:
    """A file whose name no one asks for is no silent loss of a translator's work."""
    shutil.copy(content_copy / source, content_copy / target)

    findings = [finding for finding in _findings(content_copy) if finding.path == content_copy / target]

    assert [finding.line for finding in findings] == [1]
    assert words in findings[0].message


def test_a_text_without_a_dutch_one_is_found(content_copy: Path) -> None:
    """Nothing is said in a language that could not be compared with the Dutch."""
    (content_copy / "texts/nl/topics/higher_appeal.yml").unlink()

    assert _findings(content_copy) == [
        Finding(
            content_copy / "texts/en/topics/higher_appeal.yml",
            1,
            "There is no Dutch text for this id. Write texts/nl first.",
        )
    ]


def test_a_text_in_the_wrong_folder_is_found(content_copy: Path) -> None:
    """A hand-over text among the topics is told to the translator beside whatever else is wrong."""
    (content_copy / _WHO).rename(content_copy / "texts/en/topics/who_are_you.yml")
    _edit(content_copy / _LANGUAGE, "locale: en", "locale: xq")

    findings = _findings(content_copy)

    assert {finding.path for finding in findings} >= {content_copy / _LANGUAGE}
    assert [finding for finding in findings if finding.path.name == "who_are_you.yml"] != []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("lawyer:", "attorney:", "question 'lawyer' is missing"),
        ("lawyer:", "attorney:", "question 'attorney' does not exist in nl"),
        ("    unknown: I do not know\n", "", "answers of lawyer must be yes, no, unknown, in this order"),
        ("Have you got a lawyer?", "Have you got 2 lawyers?", "numbers that the Dutch text has not: 2"),
        ("Have you got a lawyer?", '""', "question is empty"),
        ("unknown: I do not know", f"unknown: {'x' * 39}", "unknown has 39 characters; 38 is the most"),
    ],
)
def test_a_prepared_question_has_the_same_answers_in_every_language(
    content_copy: Path, old: str, new: str, words: str
) -> None:
    """A tap means the same to the person and to the counsellor who reads it in Dutch."""
    _edit(content_copy / "texts/en/asked.yml", old, new)

    assert [each for each in _findings(content_copy) if words in each.message] != []


@pytest.mark.parametrize("answers", [1, 5])
def test_a_prepared_question_has_few_answers(content_copy: Path, answers: int) -> None:
    """One answer is no question, and five are too many for a phone."""
    labels = "".join(f"    a{number}: Ja\n" for number in range(answers))
    for code in ("nl", "en"):
        question = f"only:\n  question: Ja?\n  answers:\n{labels}"
        (content_copy / "texts" / code / "asked.yml").write_text(question, encoding="utf-8")

    assert [each.message for each in _findings(content_copy)] == ["only needs 2 to 4 answers."] * 2


def test_missing_prepared_questions_are_found(content_copy: Path) -> None:
    """A language without them is told to the translator, beside whatever else is missing."""
    path = content_copy / "texts/en/asked.yml"
    path.unlink()

    message = "The file is missing. Copy it from nl and translate it."
    assert _findings(content_copy) == [Finding(path, 0, message)]
