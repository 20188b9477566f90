"""What goes to the person: the counsellor's own words, an approved answer, a prepared sentence."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from content.model import DUTCH, TopicId
from conversations.desk_acts import DeskCommand, DeskTools, InCase, Result
from conversations.folding import fold

_TOPICS_FOUND = 5
_SIMILAR = 55


class Sending:
    """Sends answers in the language of the person."""

    def __init__(self, tools: DeskTools) -> None:
        """Use `tools`."""
        self._tools = tools

    def commands(self) -> Mapping[str, DeskCommand]:
        """Return how words without a command and each command are carried out."""
        return {
            "": DeskCommand(self._write),
            "/answer": DeskCommand(self._answer),
            "/phrase": DeskCommand(self._phrase),
            "/note": DeskCommand(self._note, when_closed=True),
        }

    def search(self, words: str) -> tuple[TopicId, ...]:
        """Return the topic with this id, or those whose Dutch title or question is most like `words`."""
        content = self._tools.content
        if content.is_published(words):
            return (TopicId(words),)
        titles = {
            topic: fold(f"{text.title} {text.question}")
            for topic, text in content.texts[DUTCH].answers.items()
        }
        found = process.extract(
            fold(words), titles, scorer=fuzz.token_set_ratio, limit=_TOPICS_FOUND, score_cutoff=_SIMILAR
        )
        return tuple(topic for _, _, topic in found)

    def _write(self, given: InCase) -> Result:
        language = self._tools.language(given.person)
        message = self._tools.composer.from_counsellor(given.act.text, language)
        return self._tools.answered(given, message, own_words=True)

    def _note(self, given: InCase) -> Result:
        return self._tools.say(given.case, "noted")

    def _answer(self, given: InCase) -> Result:
        tools, case = self._tools, given.case
        if not given.words:
            return tools.say(case, "answer_usage")
        found = self.search(given.words)
        if len(found) != 1:
            key = "answer_usage" if found else "answer_none"
            listed = "\n".join(
                f"/answer {topic} · {tools.content.answer(topic, DUTCH).title}" for topic in found
            )
            return tools.say_words(case, f"{tools.texts.fill(key)}\n{listed}".strip())
        (topic,) = found
        answer = tools.composer.approved_answer(topic, tools.language(given.person), tools.now().date())
        tools.say(case, "answer_sent", topic=tools.content.answer(topic, DUTCH).title)
        return tools.answered(given, answer)

    def _phrase(self, given: InCase) -> Result:
        tools, composer = self._tools, self._tools.composer
        phrases = list(tools.content.texts[DUTCH].phrases)
        place = place_in_list(given.words, len(phrases))
        if place is None:
            listed = "\n".join(
                f"{number}. {composer.phrase_text(phrase, DUTCH)}"
                for number, phrase in enumerate(phrases, start=1)
            )
            return tools.say_words(given.case, f"{tools.texts.fill('phrase_usage')}\n{listed}")
        phrase = phrases[place]
        tools.say(given.case, "phrase_sent", text=composer.phrase_text(phrase, DUTCH))
        return tools.answered(given, composer.phrase(phrase, tools.language(given.person)))


def place_in_list(number: str, length: int) -> int | None:
    """Return the place, from 0, that a number from 1 to `length` names, or None for anything else."""
    if not number.isdecimal() or not 0 < int(number) <= length:
        return None
    return int(number) - 1
