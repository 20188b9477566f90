"""Corrected texts are taken over while the bot runs."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.reloading import ContentReloader
from content.loader import Content
from content.model import DUTCH, TopicId

BAN = TopicId("entry_ban")


@pytest.fixture
def taken() -> list[Content]:
    """Return what was taken over, in order."""
    return []


@pytest.fixture
def reloader(content_copy: Path, taken: list[Content]) -> ContentReloader:
    return ContentReloader(content_copy, None, taken.append)


def retitle(root: Path, title: str) -> None:
    path = root / "texts/nl/topics/entry_ban.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"title: {title}" if line.startswith("title:") else line for line in lines]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


async def test_nothing_changed(reloader: ContentReloader, taken: list[Content]) -> None:
    """Looking costs nothing when no file has changed."""
    for _ in range(3):
        await reloader.look()
    assert taken == []


async def test_a_correction_is_taken_over_once(
    reloader: ContentReloader, taken: list[Content], content_copy: Path
) -> None:
    """A new text is spoken without a restart, as soon as its file has stayed the same for one look."""
    retitle(content_copy, "Nieuwe titel")
    told = []
    for _ in range(4):
        await reloader.look()
        told.append(len(taken))
    assert told == [0, 1, 1, 1]
    assert taken[0].answer(BAN, DUTCH).title == "Nieuwe titel"


async def test_a_file_that_still_changes_is_left_alone(
    reloader: ContentReloader, taken: list[Content], content_copy: Path
) -> None:
    """Half a file, or half of a translator's corrections, is never spoken."""
    for number in range(3):
        retitle(content_copy, f"Titel {'x' * number}")
        await reloader.look()
    assert taken == []


@pytest.mark.parametrize("title", ['"', "'Veel te lang " + "x" * 60 + "'"])
async def test_broken_content_is_not_taken_over(
    reloader: ContentReloader, taken: list[Content], content_copy: Path, title: str
) -> None:
    """With a mistake in a file the old texts stay, the operator reads where it is, and mending it helps."""
    retitle(content_copy, title)
    with capture_logs() as logs:
        for _ in range(3):
            await reloader.look()
    assert taken == []
    (entry,) = logs
    assert (entry["event"], entry["file"]) == ("content_broken_so_the_old_texts_stay", "entry_ban.yml")

    retitle(content_copy, "Weer goed")
    for _ in range(2):
        await reloader.look()
    assert [content.answer(BAN, DUTCH).title for content in taken] == ["Weer goed"]
