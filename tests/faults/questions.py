"""Questions of which everybody knows the one right answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import yaml

from bot.rasa.client import RasaClient
from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.assistant import Assistant
from conversations.identifiers import new_conversation_id
from tests.processes import RasaServer

_FOUND: dict[str, list["ClearQuestion"]] = {}
"""By language, for all tests of a run: the model is the same."""

_PARAPHRASES = Path(__file__).parents[1] / "evaluation" / "paraphrases"


@dataclass(frozen=True)
class ClearQuestion:
    """A question and the title that its answer begins with, as Telegram gets it: `heading`."""

    text: str
    title: str


async def clear_questions(
    content: Content, rasa: RasaServer, languages: Sequence[str]
) -> dict[LanguageCode, list[ClearQuestion]]:
    """Return, for each language, the paraphrases that are answered at once and with one topic."""
    async with RasaClient(rasa.url, rasa.token) as client:
        assistant = Assistant(content, client, lambda: datetime.now(UTC).date())
        for language in (LanguageCode(each) for each in languages if each not in _FOUND):
            questions = []
            for row in yaml.safe_load((_PARAPHRASES / f"{language}.yml").read_text(encoding="utf-8")):
                turn = await assistant.answer(new_conversation_id(), row["text"], language)
                if len(turn.messages) == 1 and [turn.topic] == row["ids"]:
                    title = content.answer(TopicId(row["ids"][0]), language).title
                    questions.append(ClearQuestion(row["text"], heading(title)))
            _FOUND[language] = questions
    return {LanguageCode(each): _FOUND[each] for each in languages}


def heading(title: str) -> str:
    """Return a title as Telegram gets it; others may have the same words in their text, also in bold."""
    return f"<b>{escape(title, quote=False)}</b>\n\n"
