"""The screens of what a counsellor asks with buttons: a date to confirm, a prepared question."""

from dataclasses import replace

from content.formatting import format_date_and_time
from content.markup import Block, Bullets, Paragraph, Plain, Strong
from content.model import LanguageCode
from conversations.actions import AnswerQuestion, ChooseLanguage, ConfirmDate, GiveConsent, KeepLanguage
from conversations.counsellor_requests import AskedQuestion, OfferedDate, RequestId
from conversations.deadline_screens import DeadlineComposer
from conversations.deadlines import DeadlineKind
from conversations.messages import Button, Kind, Message


class RequestComposer(DeadlineComposer):
    """Composes the questions of counsellors in any served language."""

    def offered_date(self, offer: OfferedDate, request: RequestId, language: LanguageCode) -> Message:
        """Show a date that a counsellor proposes; the counsellor's own words stand apart from ours."""
        yes = (self.button("offer_yes", language, ConfirmDate(request, accepted=True)),)
        no = (self.button("offer_no", language, ConfirmDate(request, accepted=False)),)
        told = self.notice(["offer_intro"], language, yes, no, kind=Kind.HANDOVER)
        when = format_date_and_time(offer.day, offer.clock, self._locale(language))
        kind = self.content.interface(f"deadline_{offer.kind}", language)
        blocks: list[Block] = [*told.blocks, Bullets(((Plain(kind),), (Strong(when),)))]
        if lines := self._own_words(offer, language):
            blocks.append(self._filler.paragraph("offer_from_counsellor", language))
            blocks.append(Bullets(tuple((Plain(line),) for line in lines)))
        return replace(told, blocks=tuple(blocks))

    def offer_needs_consent(self, language: LanguageCode) -> Message:
        """Ask whether a date may be kept; the proposal is shown again below."""
        yes = self.button("consent_yes", language, GiveConsent(given=True))
        no = self.button("consent_no", language, GiveConsent(given=False))
        return self.notice(["offer_needs_consent"], language, (yes, no))

    def offer_note(self, offer: OfferedDate, language: LanguageCode) -> str:
        """Return what stands beside the date in the list of the person, and in their reminders."""
        if not offer.bring:
            return offer.words or offer.place
        bring = self.content.interface("offer_bring", language).format(things=offer.bring)
        return f"{offer.place}. {bring}"

    def offer_line(self, offer: OfferedDate, language: LanguageCode) -> str:
        """Return a proposed date in one line, as counsellors read it."""
        name = offer.words or self.content.interface(f"deadline_{offer.kind}", language)
        when = format_date_and_time(offer.day, offer.clock, self._locale(language))
        note = "" if offer.kind is DeadlineKind.OWN else self.offer_note(offer, language)
        return " · ".join(part for part in (name, when, note) if part)

    def asked_question(self, asked: AskedQuestion, request: RequestId, language: LanguageCode) -> Message:
        """Ask a prepared question, with a button for each answer.

        Raises KeyError when the content has no such question (any more).
        """
        prepared = self.content.texts[language].asked[asked.question]
        rows = [
            (Button(label, AnswerQuestion(request, answer)),) for answer, label in prepared.answers.items()
        ]
        told = self.notice([], language, *rows, kind=Kind.HANDOVER)
        label = Paragraph((Strong(self.content.interface("case_from_counsellor", language)),))
        return replace(told, blocks=(label, *self._filler.blocks(prepared.question, language)))

    def question_text(self, question: str, language: LanguageCode) -> str:
        """Return the words of a prepared question in one line.

        Raises KeyError when the content has no such question (any more).
        """
        return self._plain(self.content.texts[language].asked[question].question, language)

    def offer_language(self, offered: LanguageCode, present: LanguageCode) -> Message:
        """Ask in the offered language whether to change; keeping `present` is labelled in that one."""
        yes = self.button("switch_yes", offered, ChooseLanguage(offered))
        no = self.button("switch_no", present, KeepLanguage())
        return self.notice(["switch_offer"], offered, (yes,), (no,))

    def _own_words(self, offer: OfferedDate, language: LanguageCode) -> list[str]:
        """Return what the counsellor wrote, line by line, in an order of its own inside other scripts."""
        lines = [self._filler.isolated(offer.words, language)] if offer.words else []
        for key, name, value in (
            ("offer_place", "place", offer.place),
            ("offer_bring", "things", offer.bring),
        ):
            if value:
                words = {name: self._filler.isolated(value, language)}
                lines.append(self.content.interface(key, language).format(**words))
        return lines

    def _plain(self, text: str, language: LanguageCode) -> str:
        """Return the words of a text with the organisation's name and numbers in it."""
        blocks = self._filler.blocks(text, language)
        spans = [span for block in blocks if isinstance(block, Paragraph) for span in block.spans]
        return "".join(getattr(span, "text", "") for span in spans)
