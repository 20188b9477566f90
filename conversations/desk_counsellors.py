"""The counsellors' side of the desk: take, answer, note, close, look things up.

What counsellors do comes in as `CounsellorAct`; what follows for the person comes back as letters. Only who
stands in the operator's list can act, and only in the topic of a case.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz, process

from content.loader import Content
from content.model import DUTCH, LanguageCode, TopicId
from conversations.cases import Case, CaseId, Cases, CaseState, CounsellorId, PostKind, Sharing
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk_week import week_line
from conversations.folding import fold
from conversations.messages import Message
from conversations.people import People, Person
from conversations.statistics import Statistics

_HOUR = timedelta(hours=1)
_TOPICS_FOUND = 5
_SIMILAR = 55
_NOTE = "/note"


@dataclass(frozen=True, slots=True)
class CounsellorAct:
    """What somebody did in the group: words, a command or a button.

    `source` is a message to be copied; `erased` tells that the topic was that of a person who has erased
    everything.
    """

    counsellor: CounsellorId | None
    case: Case | None
    text: str = ""
    source: int | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class ToPerson:
    """Something for the person of a case: a composed message, or a message of the group to be copied.

    `answers_since` is how long the person had waited for it: when it does not arrive, they still do. `words`
    are a counsellor's own, in Dutch, below which a machine translation may be shown.
    """

    person: Person
    case: Case
    message: Message
    source: int | None = None
    answers_since: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What to bring to the person, and what to answer in the general topic."""

    letters: tuple[ToPerson, ...] = ()
    reply: str = ""


class CounsellorDesk:
    """Carries out what counsellors do."""

    def __init__(
        self,
        cases: Cases,
        people: People,
        composer: Callable[[], Composer],
        words: CounsellorTexts,
        now: Callable[[], datetime],
        statistics: Statistics,
    ) -> None:
        """Wire the parts; `now` returns an aware time in UTC."""
        self._cases = cases
        self._people = people
        self._get_composer = composer
        self._words = words
        self._now = now
        self._statistics = statistics

    @property
    def _content(self) -> Content:
        return self._get_composer().content

    def act(self, act: CounsellorAct) -> Result:
        """Carry out one act; what is said in the topic of the case is stored to be posted."""
        command, *following = act.text.split(maxsplit=1) if act.text.startswith("/") else [""]
        rest = following[0] if following else ""
        command = command.partition("@")[0].casefold()
        if act.counsellor is None:
            return Result(reply=self._words.fill("not_a_counsellor"))
        if command == "/overview":
            return Result(reply=self.overview())
        if act.case is None:
            if act.erased:
                return Result(reply=self._words.fill("person_gone"))
            return Result(reply=self._words.fill("no_case_here")) if command else Result()
        person = self._people.find(act.case.person)
        if person is None:
            return self._say(act.case, "person_gone")
        return self._in_case(act, act.case, act.counsellor, person, command, rest.strip())

    def _in_case(
        self,
        act: CounsellorAct,
        case: Case,
        counsellor: CounsellorId,
        person: Person,
        command: str,
        rest: str,
    ) -> Result:
        if not case.is_open and command not in ("/reopen", _NOTE, "/who"):
            return self._say(case, "case_closed")
        match command:
            case "":
                return self._answer(act, case, counsellor, person)
            case "/take":
                return self._take(case, counsellor, person, over=True)
            case "/note":
                return self._say(case, "noted")
            case "/who":
                sharing = self._words.fill(f"sharing_{case.sharing or Sharing.NOTHING}")
                return self._say(case, "who", sharing=sharing, language=self._language_name(person))
            case "/answer":
                return self._send_topic(case, counsellor, person, rest)
            case "/phrase":
                return self._send_phrase(case, counsellor, person, rest)
            case "/close":
                return self._close(case, counsellor, person, rest)
            case "/reopen":
                return self._reopen(case, counsellor, person)
            case _:
                return self._say(case, "unknown_command")

    def take(self, case: Case, counsellor: CounsellorId) -> Result:
        """Take a case by button: the first who taps has it."""
        now = self._cases.find(case.id)
        if now is None:
            return Result()
        person = self._people.find(now.person)
        if person is None:
            return self._say(now, "person_gone")
        if not now.is_open:
            return self._say(now, "case_closed")
        if now.counsellor == counsellor:
            return Result()
        return self._take(now, counsellor, person, over=False)

    def overview(self) -> str:
        """Return the open cases, the longest waiting first, and a line about the last days."""
        cases, week = self._cases.all_open(), week_line(self._statistics, self._words)
        if not cases:
            return "\n".join([self._words.fill("overview_none"), week]).strip()
        lines = [self._words.fill("overview_title", count=str(len(cases)))]
        for case in cases:
            person = self._people.find(case.person)
            line = self._words.fill(
                "overview_line",
                name=case.name,
                language=self._language_name(person) if person else "?",
                state=self._words.fill(f"state_{case.state}"),
                hours=str(self._hours_waiting(case)),
            )
            lines.append(f"‼️ {line}" if case.is_urgent else line)
        return "\n".join([*lines, week]).strip()

    def card(self, case: Case) -> str:
        """Return the summary of a case: nothing in it tells who the person is."""
        person = self._people.find(case.person)
        lines = [self._words.fill("card_urgent")] if case.is_urgent else []
        lines.append(
            self._words.fill(
                "card",
                name=case.name,
                language=self._language_name(person) if person else "?",
                state=self._words.fill(f"state_{case.state}"),
            )
        )
        lines.append(self._words.fill(f"card_reason_{case.reason}"))
        lines.append(self._words.fill("card_opened", when=case.opened_at.strftime("%d-%m %H:%M UTC")))
        if case.topic is not None and self._content.is_published(case.topic):
            title = self._content.answer(case.topic, DUTCH).title
            lines.append(self._words.fill("card_topic", topic=title))
        if case.counsellor is not None:
            lines.append(self._words.fill("card_counsellor", counsellor=case.counsellor))
        return "\n".join(lines)

    def understood(self, topic: TopicId | None) -> str:
        """Return what to show beside a message: the topic that the assistant makes of it."""
        if topic is None or not self._content.is_published(topic):
            return ""
        title = self._content.answer(topic, DUTCH).title
        return self._words.fill("person_understood", topic=title, id=topic)

    def _answer(self, act: CounsellorAct, case: Case, counsellor: CounsellorId, person: Person) -> Result:
        """Bring what was written to the person; who answers a waiting case has taken it."""
        message = self._get_composer().from_counsellor(act.text, self._language(person))
        begun = self._begun(case, counsellor, person)
        now = self._cases.find(case.id) or case
        return Result((*begun, ToPerson(person, now, message, act.source, case.waiting_since, act.text)))

    def _begun(self, case: Case, counsellor: CounsellorId, person: Person) -> tuple[ToPerson, ...]:
        """Note that a case is answered; one that was waiting is taken by that, and the person is told."""
        letters: tuple[ToPerson, ...] = ()
        if case.state is CaseState.WAITING:
            letters = self._take(case, counsellor, person, over=False).letters
        now = self._cases.find(case.id) or case
        answered_at = now.answered_at or self._now()
        self._cases.save(replace(now, waiting_since=None, raised_at=None, answered_at=answered_at))
        return letters

    def _take(self, case: Case, counsellor: CounsellorId, person: Person, *, over: bool) -> Result:
        if case.counsellor is not None and case.counsellor != counsellor and not over:
            return self._say(case, "taken_already", counsellor=case.counsellor)
        taken_at = case.taken_at or self._now()
        taken = replace(case, state=CaseState.TAKEN, counsellor=counsellor, taken_at=taken_at)
        words = self._words.fill("taken", counsellor=counsellor)
        self._cases.save(taken, (PostKind.TEXT, words), (PostKind.CARD, ""))
        key = "case_taken" if case.counsellor in (None, counsellor) else "case_other_counsellor"
        message = self._get_composer().desk_notice(
            [key, "case_silent_note"], self._language(person), can_end=True
        )
        return Result((ToPerson(person, taken, message),))

    def _send_topic(self, case: Case, counsellor: CounsellorId, person: Person, words: str) -> Result:
        found = self.search(words)
        if not words:
            return self._say(case, "answer_usage")
        if len(found) != 1:
            key = "answer_usage" if found else "answer_none"
            listed = "\n".join(
                f"/answer {topic} · {self._content.answer(topic, DUTCH).title}" for topic in found
            )
            self._cases.post(case.id, PostKind.TEXT, f"{self._words.fill(key)}\n{listed}".strip())
            return Result()
        (topic,) = found
        composer, language = self._get_composer(), self._language(person)
        answer = composer.approved_answer(topic, language, self._today())
        title = self._content.answer(topic, DUTCH).title
        self._cases.post(case.id, PostKind.TEXT, self._words.fill("answer_sent", topic=title))
        begun = self._begun(case, counsellor, person)
        return Result((*begun, ToPerson(person, case, answer, answers_since=case.waiting_since)))

    def search(self, words: str) -> tuple[TopicId, ...]:
        """Return the topic with this id, or those whose Dutch title or question is most like `words`."""
        if self._content.is_published(words):
            return (TopicId(words),)
        titles = {
            topic: fold(f"{text.title} {text.question}")
            for topic, text in self._content.texts[DUTCH].answers.items()
        }
        found = process.extract(
            fold(words), titles, scorer=fuzz.token_set_ratio, limit=_TOPICS_FOUND, score_cutoff=_SIMILAR
        )
        return tuple(topic for _, _, topic in found)

    def _send_phrase(self, case: Case, counsellor: CounsellorId, person: Person, number: str) -> Result:
        phrases = list(self._content.texts[DUTCH].phrases)
        if not number.isdecimal() or not 0 < int(number) <= len(phrases):
            listed = "\n".join(
                f"{place}. {self._get_composer().phrase_text(phrase, DUTCH)}"
                for place, phrase in enumerate(phrases, start=1)
            )
            self._cases.post(case.id, PostKind.TEXT, f"{self._words.fill('phrase_usage')}\n{listed}")
            return Result()
        phrase, language = phrases[int(number) - 1], self._language(person)
        words = self._get_composer().phrase_text(phrase, DUTCH)
        self._cases.post(case.id, PostKind.TEXT, self._words.fill("phrase_sent", text=words))
        message = self._get_composer().phrase(phrase, language)
        begun = self._begun(case, counsellor, person)
        return Result((*begun, ToPerson(person, case, message, answers_since=case.waiting_since)))

    def _close(self, case: Case, counsellor: CounsellorId, person: Person, reason: str) -> Result:
        closed = replace(case, state=CaseState.CLOSED, waiting_since=None, raised_at=None)
        words = self._words.fill("closed", counsellor=counsellor, reason=reason).strip()
        self._cases.save(closed, (PostKind.TEXT, words), (PostKind.CARD, ""))
        language = self._language(person)
        composer = self._get_composer()
        ended = composer.menu(language, "case_ended_by_counsellor")
        return Result(
            (ToPerson(person, closed, ended), ToPerson(person, closed, composer.ask_feedback(language)))
        )

    def _reopen(self, case: Case, counsellor: CounsellorId, person: Person) -> Result:
        if case.is_open or self._cases.of_person(person.id) is not None:
            return self._say(case, "open_elsewhere")
        taken_at = case.taken_at or self._now()
        opened = replace(case, state=CaseState.TAKEN, counsellor=counsellor, taken_at=taken_at)
        words = self._words.fill("reopened", counsellor=counsellor)
        self._cases.save(opened, (PostKind.TEXT, words), (PostKind.CARD, ""))
        notice = self._get_composer().desk_notice(["case_reopened"], self._language(person), can_end=True)
        return Result((ToPerson(person, opened, notice),))

    def _say(self, case: Case, key: str, **values: str) -> Result:
        self._cases.post(case.id, PostKind.TEXT, self._words.fill(key, **values))
        return Result()

    def not_arrived(self, case: CaseId, answers_since: datetime | None, key: str) -> None:
        """Say in the topic that something did not arrive; the person is still waiting for it."""
        now = self._cases.find(case)
        if now is None:
            return
        since = now.waiting_since or answers_since
        self._cases.save(replace(now, waiting_since=since), (PostKind.TEXT, self._words.fill(key)))

    def raise_forgotten(self, untaken: timedelta, unanswered: timedelta, mentions: Sequence[str]) -> int:
        """Bring up cases that wait too long, once in each such time; return how many."""
        raised = 0
        for case in self._cases.all_open():
            since = case.raised_at or case.waiting_since
            limit = untaken if case.state is CaseState.WAITING else unanswered
            if case.waiting_since is None or since is None or self._now() - since < limit:
                continue
            words = self._words.fill(
                "raised", hours=str(self._hours_waiting(case)), mention=" ".join(mentions)
            )
            self._cases.save(replace(case, raised_at=self._now()), (PostKind.TEXT, words.strip()))
            raised += 1
        return raised

    def _hours_waiting(self, case: Case) -> int:
        since = case.waiting_since
        return int((self._now() - since) / _HOUR) if since is not None else 0

    def _language(self, person: Person) -> LanguageCode:
        language = person.language
        return language if language is not None and language in self._content.texts else DUTCH

    def _language_name(self, person: Person) -> str:
        return self._content.texts[self._language(person)].language.name

    def _today(self) -> date:
        return self._now().date()
