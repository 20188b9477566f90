"""What people read around a conversation with a counsellor."""

from dataclasses import replace
from datetime import date

from content.markup import Paragraph, Plain, Strong
from content.model import DUTCH, LanguageCode, TopicId
from conversations.actions import EndCase, GiveFeedback, OpenCase
from conversations.cases import Sharing
from conversations.messages import Kind, Message
from conversations.request_screens import RequestComposer


class DeskComposer(RequestComposer):
    """Composes the screens of the desk in any served language."""

    def ask_sharing(self, language: LanguageCode) -> Message:
        """Ask what a counsellor may see, below how else to reach one."""
        rows = [(self.button(f"button_case_{sharing}", language, OpenCase(sharing)),) for sharing in Sharing]
        return self.notice(["case_ask_sharing"], language, *rows, kind=Kind.HANDOVER, offers_counsellor=True)

    def case_opened(self, name: str, language: LanguageCode, *, translated: bool = False) -> Message:
        """Say that a counsellor is asked for, when somebody can answer, and that a machine translates."""
        hours = self.content.organisation.hours
        values = {"number": name, "hours": self._filler.isolated(hours, language)}
        when = "case_when" if hours else "case_when_unknown"
        keys = ["case_opened", when, "case_silent_note"]
        if translated and language != DUTCH:
            keys.append("case_translated_note")
        end = (self.button("button_end_case", language, EndCase()),)
        return self.notice(keys, language, end, kind=Kind.HANDOVER, offers_counsellor=True, values=values)

    def desk_notice(self, keys: list[str], language: LanguageCode, *, can_end: bool = False) -> Message:
        """Say something about the conversation, with the button that ends it."""
        rows = ((self.button("button_end_case", language, EndCase()),),) if can_end else ()
        return self.notice(keys, language, *rows, kind=Kind.HANDOVER)

    def from_counsellor(self, text: str, language: LanguageCode) -> Message:
        """Show what a counsellor wrote, marked as the words of a person."""
        told = self.notice([], language, kind=Kind.HANDOVER)
        label = Paragraph((Strong(self.content.interface("case_from_counsellor", language)),))
        lines = tuple(Paragraph((Plain(line),)) for line in text.splitlines() if line.strip())
        return replace(told, blocks=(label, *lines))

    def with_translation(self, message: Message, text: str, *, doubtful: bool) -> Message:
        """Show a machine translation below `message`, marked as one; `doubtful` adds a warning."""
        key = "case_machine_translation_doubtful" if doubtful else "case_machine_translation"
        label = Paragraph((Strong(self.content.interface(key, message.language)),))
        lines = tuple(Paragraph((Plain(line),)) for line in text.splitlines() if line.strip())
        return replace(message, blocks=(*message.blocks, label, *lines))

    def approved_answer(self, topic: TopicId, language: LanguageCode, today: date) -> Message:
        """Show the answer to a topic that a counsellor chose."""
        answer = self.answer(topic, language, today)
        intro = self._filler.paragraph("case_approved_answer", language)
        return replace(answer, blocks=(intro, *answer.blocks))

    def phrase(self, phrase: str, language: LanguageCode) -> Message:
        """Show a prepared sentence in the language of the person."""
        told = self.notice([], language, kind=Kind.HANDOVER)
        label = Paragraph((Strong(self.content.interface("case_from_counsellor", language)),))
        words = Paragraph((Plain(self.phrase_text(phrase, language)),))
        return replace(told, blocks=(label, words))

    def phrase_text(self, phrase: str, language: LanguageCode) -> str:
        """Return a prepared sentence with the organisation's name and numbers in it."""
        return self._plain(self.content.texts[language].phrases[phrase], language)

    def ask_feedback(self, language: LanguageCode) -> Message:
        """Ask with one tap whether the conversation helped."""
        yes = self.button("button_feedback_yes", language, GiveFeedback(helped=True))
        no = self.button("button_feedback_no", language, GiveFeedback(helped=False))
        return self.notice(["case_feedback"], language, (yes, no))
