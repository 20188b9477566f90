"""What a tap on a button means, whatever screen the button is on."""

from dataclasses import dataclass

from content.model import Group, LanguageCode, TermId, TopicId
from conversations.actions_of_interviews import DeadlineAction, InterviewAction
from conversations.actions_of_privacy import PrivacyAction
from conversations.cases import Sharing
from conversations.counsellor_requests import RequestId
from conversations.flows.interview import InterviewId


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """Show all groups of topics."""


@dataclass(frozen=True, slots=True)
class ShowGroup:
    """Show the questions of a group; None means the questions that a person answers."""

    group: Group | None


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """Show the answer to a topic, in the person's language or in `language`."""

    topic: TopicId
    language: LanguageCode | None = None


@dataclass(frozen=True, slots=True)
class ShowTerm:
    """Explain a term of the glossary, in the person's language or in `language`."""

    term: TermId
    language: LanguageCode | None = None


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak `language` from now on."""

    language: LanguageCode


@dataclass(frozen=True, slots=True)
class KeepLanguage:
    """Do not change the language."""


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Allow or refuse that something is kept; `then` is what the person was about to start."""

    given: bool
    then: InterviewId | None = None


@dataclass(frozen=True, slots=True)
class TalkToPerson:
    """Show how to reach a counsellor."""


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Say that none of the offered questions was meant."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Erase everything that is kept, or not after all."""

    confirmed: bool


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Ask for a counsellor, who may see as much as `sharing` says."""

    sharing: Sharing


@dataclass(frozen=True, slots=True)
class EndCase:
    """End the conversation with a counsellor."""


@dataclass(frozen=True, slots=True)
class GiveFeedback:
    """Say whether a conversation helped."""

    helped: bool


@dataclass(frozen=True, slots=True)
class ConfirmDate:
    """Say whether a date that a counsellor proposed is right, and to be reminded of."""

    request: RequestId
    accepted: bool


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answer a prepared question of a counsellor; `answer` is its key in the content."""

    request: RequestId
    answer: str


@dataclass(frozen=True, slots=True)
class ShareLocation:
    """Allow or refuse that a counsellor sees the location in a message of this chat."""

    message: int
    allowed: bool


@dataclass(frozen=True, slots=True)
class ShareFile:
    """Allow or refuse that a counsellor gets the file in a message of this chat together with its name."""

    message: int
    allowed: bool


@dataclass(frozen=True, slots=True)
class AnswerFollowUp:
    """Say, some days after a conversation, whether the question is solved."""

    solved: bool


Action = (
    ShowMenu
    | ShowGroup
    | ShowTopic
    | ShowTerm
    | ChooseLanguage
    | KeepLanguage
    | GiveConsent
    | TalkToPerson
    | NoneOfThese
    | ForgetMe
    | OpenCase
    | EndCase
    | GiveFeedback
    | ConfirmDate
    | AnswerQuestion
    | ShareLocation
    | ShareFile
    | AnswerFollowUp
    | InterviewAction
    | DeadlineAction
    | PrivacyAction
)
