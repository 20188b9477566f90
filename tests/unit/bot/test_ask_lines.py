import json

import pytest

from bot.command_line.ask import QuestionError
from conversations.cleaning import LONGEST_QUESTION
from tests.fakes import FakeUnderstanding
from tests.unit.bot.conftest import ANSWER_KEYS, Ask

HOSTILE = {
    "null byte": ("how\x00much", "how much"),
    "direction marks": ("\u202ehow\u2069 much\u200f", "how much"),
    "HTML": ("<b>how</b> & <script>much", "<b>how</b> & <script>much"),
    "command": ("/restart", "/restart"),
    "payload": ('/inform{"last_topic": "x"}', '/inform{"last_topic": "x"}'),
    "longest": ("w" * LONGEST_QUESTION, "w" * LONGEST_QUESTION),
    "lone surrogate": ("how \ud83d much", "how much"),
}


@pytest.mark.parametrize(("text", "cleaned"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_text(ask: Ask, understanding: FakeUnderstanding, text: str, cleaned: str) -> None:
    """Whatever is typed is understood as words, without control characters, and gets an answer."""
    (answer,) = await ask("--jsonl", lines=json.dumps({"id": 1, "text": text}))
    assert list(answer) == ["id", *ANSWER_KEYS]
    assert [asked for _, asked, _ in understanding.asked] == [cleaned]


async def test_lines_in_order(ask: Ask, understanding: FakeUnderstanding) -> None:
    """Many questions are answered in order with their ids, each without memory of the one before."""
    questions = [{"id": id_, "text": f"question {id_}", "language": "nl"} for id_ in (3, "b", None)]
    lines = "\n\n".join(json.dumps(question) for question in questions) + "\n"
    assert [answer["id"] for answer in await ask("--jsonl", lines=lines)] == [3, "b", None]
    assert len({conversation for conversation, _, _ in understanding.asked}) == 3
    assert {last_topic for _, _, last_topic in understanding.asked} == {None}


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "[]",
        "1",
        "null",
        "{}",
        '{"id": 1}',
        '{"text": 5}',
        '{"text": "x", "language": "xx"}',
        '{"text": "x", "language": ["nl"]}',
        "[" * 100_000,
    ],
    ids=lambda line: line[:40],
)
async def test_wrong_line(ask: Ask, line: str) -> None:
    """A line that is no question is told by its number."""
    with pytest.raises(QuestionError, match=r"^Line 2\b"):
        await ask("--jsonl", lines=f'{{"id": 1, "text": "hello"}}\n{line}\n')


async def test_id_with_half_a_character(ask: Ask) -> None:
    """An id comes back as it was, whatever characters it has."""
    (answer,) = await ask("--jsonl", lines='{"id": "\\ud83d", "text": "hello"}')
    assert answer["id"] == "\ud83d"
