"""What people read around a conversation with a counsellor."""

from dataclasses import replace
from datetime import date, datetime

from content.formatting import format_minutes
from content.markup import Paragraph, Plain, Strong
from content.model import DUTCH, LanguageCode, TopicId
from content.opening_times import format_opening_times, opening_times
from conversations.actions import AnswerFollowUp, EndCase, GiveFeedback, OpenCase, ShareFile, ShareLocation
from conversations.cases import Sharing
from conversations.messages import Kind, Message
from conversations.office_hours import OfficeHours
from conversations.request_screens import RequestComposer


class DeskComposer(RequestComposer):
    """Composes the screens of the desk in any served language."""

    def ask_sharing(self, language: LanguageCode) -> Message:
        """Ask what a counsellor may see, below how else to reach one."""
        rows = [(self.button(f"button_case_{sharing}", language, OpenCase(sharing)),) for sharing in Sharing]
        return self.notice(["case_ask_sharing"], language, *rows, kind=Kind.HANDOVER, offers_counsellor=True)

    def case_opened(
        self,
        name: str,
        language: LanguageCode,
        now: datetime,
        hours: OfficeHours,
        *,
        translated: bool = False,
    ) -> Message:
        """Say that a counsellor is asked for, and when somebody can answer, and that a machine translates."""
        when, values = self._when_answered(language, now, hours)
        keys = ["case_opened", *when, "case_silent_note"]
        if translated and language != DUTCH:
            keys.append("case_translated_note")
        end = (self.button("button_end_case", language, EndCase()),)
        values["number"] = self._filler.isolated(name, language)
        return self.notice(keys, language, end, kind=Kind.HANDOVER, offers_counsellor=True, values=values)

    def _when_answered(
        self, language: LanguageCode, now: datetime, hours: OfficeHours
    ) -> tuple[list[str], dict[str, str]]:
        """Return the texts that tell when somebody can answer: what is known, and never a promise."""
        organisation = self.content.organisation
        if not hours.are_known and organisation.hours:
            listed = self._filler.isolated(organisation.hours, language)
            return ["case_when", "counsellor_danger"], {"hours": listed}
        opening = hours.next_opening(now)
        if hours.is_open(now) and organisation.answers_within_minutes:
            duration = format_minutes(organisation.answers_within_minutes, self._locale(language))
            return ["case_when_open", "counsellor_danger"], {"duration": duration}
        if hours.is_open(now):
            return ["case_when_open_unknown", "counsellor_danger"], {}
        if opening is None:
            return ["case_when_unknown"], {}
        moment = self.moment_text(opening, language, hours.timezone)
        return ["case_when_closed", "counsellor_danger"], {"moment": moment}

    def hours_line(self, language: LanguageCode) -> str:
        """Return the office hours in the organisation's own words, else in those of `language`."""
        organisation = self.content.organisation
        if organisation.hours:
            return organisation.hours
        return format_opening_times(opening_times(organisation.office_hours), self._locale(language))

    def still_waiting(self, name: str, language: LanguageCode) -> Message:
        """Say honestly that nobody has taken the case yet."""
        end = (self.button("button_end_case", language, EndCase()),)
        keys = ["case_still_waiting", "counsellor_danger"]
        values = {"number": self._filler.isolated(name, language)}
        return self.notice(keys, language, end, kind=Kind.HANDOVER, values=values)

    def ask_follow_up(self, language: LanguageCode) -> Message:
        """Ask some days after a conversation whether the question is solved."""
        yes = self.button("button_follow_up_yes", language, AnswerFollowUp(solved=True))
        no = self.button("button_follow_up_no", language, AnswerFollowUp(solved=False))
        return self.notice(["follow_up_question"], language, (yes,), (no,))

    def ask_location(self, message: int, language: LanguageCode) -> Message:
        """Ask whether a counsellor may see the location in a message."""
        yes = self.button("button_location_yes", language, ShareLocation(message, allowed=True))
        no = self.button("button_location_no", language, ShareLocation(message, allowed=False))
        return self.notice(["case_ask_location"], language, (yes,), (no,), kind=Kind.HANDOVER)

    def ask_file_name(self, message: int, name: str, language: LanguageCode, *, warns: bool) -> Message:
        """Ask whether a counsellor may see the name of the file in a message; `warns` of what it can hide."""
        yes = self.button("button_location_yes", language, ShareFile(message, allowed=True))
        no = self.button("button_location_no", language, ShareFile(message, allowed=False))
        keys = [*(["case_file_warning"] if warns else []), "case_ask_file_name"]
        values = {"name": self._filler.isolated(name, language)}
        return self.notice(keys, language, (yes,), (no,), kind=Kind.HANDOVER, values=values)

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

    def corrected_by_counsellor(self, text: str, language: LanguageCode) -> Message:
        """Show what a counsellor wrote anew because the first wording cannot be changed any more."""
        told = self.from_counsellor(text, language)
        label = Paragraph((Strong(self.content.interface("case_corrected", language)),))
        return replace(told, blocks=(label, *told.blocks[1:]))

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
