"""Replay a conversation with a counsellor and write down what each side sees."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.composition import put_together
from bot.rendering.plain import render_plain
from bot.settings import DEFAULT_TIMEZONE
from bot.stores import Stores
from content.loader import Content
from content.model import LanguageCode, TopicId
from conversations.actions import ConfirmDate, EndCase, GiveFeedback, OpenCase, TalkToPerson
from conversations.cases import Case, CounsellorId, PostKind, Sharing
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk import Desk, DeskAction
from conversations.desk_counsellors import CounsellorAct, CounsellorDesk, Result
from conversations.events import Address, TextWritten
from conversations.messages import Message
from conversations.people import Consent, Person
from conversations.reminding import Counsellors, Reminding
from conversations.request_answers import RequestAnswers
from conversations.store.database import open_database

NAME = "KX7RD"
"""Stands for the random name of the case, so that the replay is the same every time."""

_COUNSELLOR = CounsellorId("Noor")
_TOPIC = TopicId("hrt_amounts")


class CaseReplay:
    """A person and a counsellor with the real desk between them, and nothing of Telegram."""

    def __init__(self, content: Content, stores: Stores, language: LanguageCode, now: datetime) -> None:
        """Replay at `now`, with a person who speaks `language`."""
        composer = Composer(content)
        words = CounsellorTexts(lambda: content.counsellors)
        self._content = content
        self._cases = stores.cases
        self._language = language
        self._person = _person(stores, language)
        told = Counsellors(connected=True, cases=stores.cases)
        reminding = Reminding(stores.deadlines, told, lambda: composer, lambda: now, DEFAULT_TIMEZONE)
        answers = RequestAnswers(
            stores.requests, stores.cases, reminding, lambda: composer, words, lambda: now
        )
        self._desk = Desk(
            stores.cases,
            stores.people,
            lambda: composer,
            words,
            lambda: now,
            DEFAULT_TIMEZONE,
            answers,
            connected=True,
        )
        self._counsellors = CounsellorDesk(
            stores.cases,
            stores.people,
            stores.deadlines,
            stores.requests,
            lambda: composer,
            words,
            lambda: now,
            DEFAULT_TIMEZONE,
            lambda: [_COUNSELLOR],
            stores.statistics,
        )

    def lines(self) -> Iterator[str]:
        """Yield the replay; the person's screen stands left, the topic of the case further right."""
        yield from self._taps(TalkToPerson(), "button_human")
        self._desk.asked(self._person, "How much money do I get if I go back with HRT?", _TOPIC)
        yield from self._taps(OpenCase(Sharing.DEADLINES), "button_case_deadlines")
        yield from self._writes("My brother says I must leave the centre tomorrow. Is that true?")
        yield from self._acts("/take")
        yield from self._acts("Hello, I am reading along. Which letter did you get?")
        yield from self._acts("/phrase 1")
        yield from self._acts(f"/answer {_TOPIC}")
        yield from self._acts("/note asked the centre, no date is known there")
        yield from self._acts(
            "/appointment 3 december 2026 14:30 Stationsplein 1, Utrecht; meenemen: je brief"
        )
        yield from self._confirms()
        yield from self._acts("/close opgelost, afspraak gemaakt")
        yield from self._taps(GiveFeedback(helped=True), "button_feedback_yes")
        yield from self._taps(EndCase(), "button_end_case")

    def _taps(self, action: DeskAction, label: str) -> Iterator[str]:
        yield f"\n> [{self._content.interface(label, self._language)}]\n"
        yield from self._after(self._desk.on_button(self._person, action, self._language))

    def _writes(self, text: str) -> Iterator[str]:
        yield f"\n> {text}\n"
        conversation = self._desk.conversation(self._person)
        if conversation is not None:
            self._desk.wrote(conversation, text, TextWritten(text))
        yield from self._posted()

    def _acts(self, text: str) -> Iterator[str]:
        yield f"\n{_RIGHT}Noor> {text}"
        result: Result = self._counsellors.act(CounsellorAct(_COUNSELLOR, self._case(), text))
        yield from self._after(tuple(letter.message for letter in result.letters))

    def _confirms(self) -> Iterator[str]:
        """Tap yes below what was proposed last."""
        request = next(
            button.action
            for message in reversed(self._shown)
            for row in message.buttons
            for button in row
            if isinstance(button.action, ConfirmDate) and button.action.accepted
        )
        yield from self._taps(request, "offer_yes")

    def _after(self, messages: tuple[Message, ...]) -> Iterator[str]:
        self._shown = messages
        yield from self._posted()
        for message in messages:
            yield ""
            yield from render_plain(message).replace(self._case_name(), NAME).splitlines()
            for row in message.buttons:
                yield "  " + "  ".join(f"[{button.label}]" for button in row)

    def _posted(self) -> Iterator[str]:
        for post in self._cases.next_posts(100):
            self._cases.posted(post.id)
            case = self._cases.find(post.case)
            if case is None or post.kind is PostKind.PIN:
                continue
            words = self._counsellors.card(case) if post.kind is PostKind.CARD else post.text
            frame = "📌 " if post.kind is PostKind.CARD else ""
            yield ""
            for number, line in enumerate(words.replace(case.name, NAME).splitlines()):
                yield f"{_RIGHT}{frame if not number else '   ' if frame else ''}{line}".rstrip()

    def _case(self) -> Case | None:
        return self._cases.of_person(self._person.id)

    def _case_name(self) -> str:
        case = self._case()
        return case.name if case is not None else NAME


_RIGHT = " " * 12 + "│ "


def replay_case(content: Content, language: LanguageCode, now: datetime) -> tuple[str, ...]:
    """Return the lines of a conversation from the first tap to the feedback.

    Raises StoreError when the temporary database cannot be made.
    """
    with TemporaryDirectory() as folder:
        database = open_database(Path(folder), Path(folder) / "key")
        try:
            stores = put_together(database, "transcript", lambda: now, DEFAULT_TIMEZONE)
            return tuple(CaseReplay(content, stores, language, now).lines())
        finally:
            database.close()


def _person(stores: Stores, language: LanguageCode) -> Person:
    address = Address("transcript", "1")
    person = stores.people.find_or_add(address)
    stores.people.set_language(person.id, language)
    stores.people.set_consent(person.id, Consent.GIVEN)
    stores.people.set_last_topic(person.id, _TOPIC)
    return stores.people.find_or_add(address)
