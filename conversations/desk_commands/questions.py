"""Prepared questions: asked in the language of the person, with buttons for the answers."""

from collections.abc import Mapping

from content.model import DUTCH
from conversations.counsellor_requests import AskedQuestion, Requests
from conversations.desk_acts import DeskCommand, DeskTools, InCase, Result
from conversations.desk_commands.sending import place_in_list


class Asking:
    """Asks prepared questions by number."""

    def __init__(self, tools: DeskTools, requests: Requests) -> None:
        """Use `tools`; remember in `requests` what waits for an answer."""
        self._tools = tools
        self._requests = requests

    def commands(self) -> Mapping[str, DeskCommand]:
        """Return how the command is carried out."""
        return {"/ask": DeskCommand(self._ask)}

    def _ask(self, given: InCase) -> Result:
        tools, composer = self._tools, self._tools.composer
        prepared = list(tools.content.texts[DUTCH].asked)
        place = place_in_list(given.words, len(prepared))
        if place is None:
            return tools.say_words(given.case, self._list())
        asked = AskedQuestion(prepared[place])
        request = self._requests.ask(given.person.id, given.case.id, asked)
        tools.say(given.case, "ask_sent", question=composer.question_text(asked.question, DUTCH))
        return tools.answered(given, composer.asked_question(asked, request.id, tools.language(given.person)))

    def _list(self) -> str:
        tools = self._tools
        lines = [
            tools.texts.fill(
                "ask_line",
                number=str(number),
                question=tools.composer.question_text(key, DUTCH),
                answers=" / ".join(prepared.answers.values()),
            )
            for number, (key, prepared) in enumerate(tools.content.texts[DUTCH].asked.items(), start=1)
        ]
        return "\n".join([tools.texts.fill("ask_usage"), *lines])
