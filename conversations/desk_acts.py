"""What counsellors do and what follows from it, with what every command of theirs needs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from content.loader import Content
from content.model import DUTCH, LanguageCode
from conversations.attachments import Attachment
from conversations.cases import Case, Cases, CaseState, CounsellorId, PostKind
from conversations.composer import Composer
from conversations.counsellor_texts import CounsellorTexts
from conversations.messages import Message
from conversations.people import People, Person


@dataclass(frozen=True, slots=True)
class CounsellorAct:
    """What somebody did in the group: words, a command or a button.

    `message` is its number in the topic and `reply_to` the message in the person's chat that it answers;
    `erased` tells that the topic was that of a person who has erased everything.
    """

    counsellor: CounsellorId | None
    case: Case | None
    text: str = ""
    attachment: Attachment | None = None
    message: int | None = None
    reply_to: int | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class ToPerson:
    """Something for the person of a case: a composed message, or an attachment instead of it.

    `answers_since` is how long the person had waited for it: when it does not arrive, they still do. `words`
    are a counsellor's own, in Dutch, below which a machine translation may be shown. `in_topic` is the
    message in the topic that it brings, `reply_to` the one in the person's chat that it answers.
    """

    person: Person
    case: Case
    message: Message
    attachment: Attachment | None = None
    answers_since: datetime | None = None
    words: str = ""
    in_topic: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What to bring to the person, and what to answer in the general topic."""

    letters: tuple[ToPerson, ...] = ()
    reply: str = ""


@dataclass(frozen=True, slots=True)
class InCase:
    """An act of a counsellor in a case whose person is known; `words` is what follows the command."""

    act: CounsellorAct
    case: Case
    counsellor: CounsellorId
    person: Person
    words: str = ""


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """How a command is carried out; `when_closed` when also in a case that is closed."""

    run: Callable[[InCase], Result]
    when_closed: bool = False


@dataclass(frozen=True, slots=True)
class DeskTools:
    """What commands work with; `composer` is that of the present content, `now` an aware time in UTC."""

    cases: Cases
    people: People
    get_composer: Callable[[], Composer]
    texts: CounsellorTexts
    now: Callable[[], datetime]

    @property
    def composer(self) -> Composer:
        """Return the composer of the present content."""
        return self.get_composer()

    @property
    def content(self) -> Content:
        """Return the present content."""
        return self.composer.content

    def say(self, case: Case, key: str, **values: str) -> Result:
        """Post a text for counsellors in the topic of a case."""
        return self.say_words(case, self.texts.fill(key, **values))

    def say_words(self, case: Case, words: str) -> Result:
        """Post words for counsellors that are composed already."""
        self.cases.post(case.id, PostKind.TEXT, words)
        return Result()

    def language(self, person: Person) -> LanguageCode:
        """Return the language to speak with a person."""
        language = person.language
        return language if language is not None and language in self.content.texts else DUTCH

    def language_name(self, person: Person) -> str:
        """Return the name of that language, in itself."""
        return self.content.texts[self.language(person)].language.name

    def answered(self, given: InCase, message: Message, *, own_words: bool = False) -> Result:
        """Bring `message` to the person as an answer; who answers a waiting case has taken it by that."""
        letters: tuple[ToPerson, ...] = ()
        if given.case.state is CaseState.WAITING:
            letters = self.hand_to(given.case, given.counsellor, given.person).letters
        now = self.cases.find(given.case.id) or given.case
        answered_at = now.answered_at or self.now()
        self.cases.save(replace(now, waiting_since=None, raised_at=None, answered_at=answered_at))
        letter = ToPerson(given.person, now, message, answers_since=given.case.waiting_since)
        if own_words:
            act = given.act
            letter = replace(
                letter,
                attachment=act.attachment,
                words=act.text,
                in_topic=act.message,
                reply_to=act.reply_to,
            )
        return Result((*letters, letter))

    def hand_to(self, case: Case, counsellor: CounsellorId, person: Person, given: str = "") -> Result:
        """Let `counsellor` have a case and tell the person; `given` are the words that give it to them."""
        taken_at = case.taken_at or self.now()
        taken = replace(case, state=CaseState.TAKEN, counsellor=counsellor, taken_at=taken_at)
        told = (PostKind.TEXT, self.texts.fill("taken", counsellor=counsellor))
        if given:
            told = (PostKind.TO_COLLEAGUE, given)
        self.cases.save(taken, told, (PostKind.CARD, ""))
        key = "case_taken" if case.counsellor in (None, counsellor) else "case_other_counsellor"
        message = self.composer.desk_notice([key, "case_silent_note"], self.language(person), can_end=True)
        return Result((ToPerson(person, taken, message),))
