"""A talk put together from stores that a test chooses."""

from bot.stores import Stores
from conversations.assistant import Assistant
from conversations.counsellor_texts import CounsellorTexts
from conversations.desk import Desk
from conversations.interviewing import Interviewer
from conversations.personal_data import Keeping
from conversations.privacy import Privacy
from conversations.reminding import Counsellors, Reminding
from conversations.request_answers import RequestAnswers
from conversations.talk import Talk
from conversations.understanding import LanguageIdentifier
from tests.fakes import AMSTERDAM, SettableClock


def build_talk(
    assistant: Assistant,
    kept: Stores,
    languages: LanguageIdentifier,
    clock: SettableClock,
    *,
    connected: bool = True,
) -> Talk:
    """Put a talk together; `connected` tells whether there is a group of counsellors."""
    reminding = Reminding(
        kept.deadlines, Counsellors(connected, kept.cases), lambda: assistant.composer, clock, AMSTERDAM
    )
    interviewer = Interviewer(kept.interviews, reminding, lambda: assistant.composer, reminding.today)
    words = CounsellorTexts(lambda: assistant.content.counsellors)
    answers = RequestAnswers(kept.requests, kept.cases, reminding, lambda: assistant.composer, words, clock)
    desk = Desk(
        kept.cases,
        kept.people,
        lambda: assistant.composer,
        words,
        clock,
        AMSTERDAM,
        answers,
        connected=connected,
    )
    privacy = Privacy(assistant, kept.people, kept.personal, clock, AMSTERDAM, Keeping())
    return Talk(
        assistant, kept.people, languages, interviewer, reminding, desk, privacy, clock, kept.statistics
    )
