"""Reading all content at once."""

import shutil
from pathlib import Path

import pytest

from content.errors import BrokenContentError, UnknownTextError
from content.loader import ROOT, Content, load
from content.model import DUTCH, DangerKind, Group, LanguageCode, TopicId


def test_the_real_content_is_read(content: Content) -> None:
    """The program starts with the content that ships with it, Dutch first."""
    assert content.languages[0] == DUTCH
    assert sorted(content.languages) == sorted(content.texts)
    assert {path.name for path in (ROOT / "texts").iterdir() if path.is_dir()} == set(content.texts)


def test_every_language_has_every_text(content: Content, language: LanguageCode) -> None:
    """What can be answered in Dutch can be answered in every language, danger above all."""
    assert content.texts[language].answers.keys() == content.texts[DUTCH].answers.keys()
    assert content.texts[language].interface.keys() == content.texts[DUTCH].interface.keys()
    assert set(content.texts[language].danger) == set(DangerKind)


def test_every_published_topic_is_in_one_group(content: Content) -> None:
    """Every published id can be reached through the menu, once; pairs that get one answer have one button."""
    listed = [topic for group in Group for topic in content.published(group)]
    listed += content.published_elsewhere()
    below = {key for key, question in content.handover.items() if question.answered_below}

    assert sorted(listed) == sorted({*content.topics, *content.handover} - below)


def test_an_id_without_a_dutch_text_is_not_published(content: Content) -> None:
    """What is only planned in the catalogue is never offered to a person."""
    planned = set(content.topics) - set(content.texts[DUTCH].answers)

    assert [topic for topic in planned if content.is_published(topic)] == []


def test_an_unknown_id_is_an_error_of_its_own(content: Content) -> None:
    """A mistake in the program is told apart from a mistake in the content."""
    with pytest.raises(UnknownTextError, match="'no_such_topic' in 'nl'"):
        content.answer(TopicId("no_such_topic"), DUTCH)
    with pytest.raises(UnknownTextError, match="'no_such_text' in 'en'"):
        content.interface("no_such_text", LanguageCode("en"))


def test_all_mistakes_are_told_at_once(content_copy: Path) -> None:
    """A translator mends all files in one go, in every folder that the program reads."""
    broken = [
        "catalogue/documents.yml",
        "catalogue/topics/entry_ban.yml",
        "catalogue/handover/who_are_you.yml",
        "organisation.yml",
        "texts/en/danger/violence.yml",
        "texts/en/danger_phrases.yml",
        "texts/en/handover/who_are_you.yml",
        "texts/en/topics/entry_ban.yml",
        "texts/nl/interface.yml",
        "texts/nl/topics/entry_ban.yml",
    ]
    for name in broken:
        (content_copy / name).write_text("- a list\n", encoding="utf-8")

    with pytest.raises(BrokenContentError) as caught:
        load(content_copy)

    assert {finding.path for finding in caught.value.findings} == {content_copy / name for name in broken}


@pytest.mark.parametrize("name", ["language.yml", "interface.yml", "danger_phrases.yml"])
def test_a_language_without_one_of_its_files_is_refused(content_copy: Path, name: str) -> None:
    """A half translated language never goes live, and the finding names the missing file."""
    (content_copy / "texts/en" / name).unlink()

    with pytest.raises(BrokenContentError) as caught:
        load(content_copy)

    assert [(each.path, each.line) for each in caught.value.findings] == [
        (content_copy / "texts/en" / name, 0)
    ]


@pytest.mark.parametrize("name", ["catalogue/documents.yml", "organisation.yml"])
def test_content_without_a_general_file_is_refused(content_copy: Path, name: str) -> None:
    """Without its sources or the organisation's numbers nothing is answered."""
    (content_copy / name).unlink()

    with pytest.raises(BrokenContentError) as caught:
        load(content_copy)

    assert [each.path for each in caught.value.findings] == [content_copy / name]


def test_dutch_cannot_be_left_out(content_copy: Path) -> None:
    """Without the language that all others are checked against, nothing starts."""
    shutil.rmtree(content_copy / "texts/nl")

    with pytest.raises(BrokenContentError, match="The folder nl is missing: it is the original"):
        load(content_copy)


def test_a_danger_text_with_a_wrong_name_is_a_finding(content_copy: Path) -> None:
    """A slip in the name of a file with a danger text is told as any other mistake, and is no crash."""
    wrong = content_copy / "texts/en/danger/violense.yml"
    (content_copy / "texts/en/danger/violence.yml").rename(wrong)

    with pytest.raises(BrokenContentError, match=r"violense\.yml"):
        load(content_copy)


def test_a_language_is_added_by_adding_files(content_copy: Path) -> None:
    """One more folder of files is one more language, without a change to the program."""
    shutil.copytree(content_copy / "texts/en", content_copy / "texts/de")

    assert "de" in load(content_copy).languages


def test_the_organisation_can_have_a_file_of_its_own(tmp_path: Path) -> None:
    """An organisation keeps its own names and numbers outside the program, and they are used."""
    own = tmp_path / "own.yml"
    text = (ROOT / "organisation.yml").read_text(encoding="utf-8")
    own.write_text(text.replace('phone: ""', 'phone: "020-1234567"'), encoding="utf-8")

    assert load(organisation_file=own).organisation.phone == "020-1234567"


def test_content_cannot_be_changed(content: Content) -> None:
    """No part of the program can change what another part, or another person, reads."""
    with pytest.raises(TypeError):
        content.texts[DUTCH].interface["help"] = "other"
    with pytest.raises(AttributeError):
        content.organisation.name = "other"
