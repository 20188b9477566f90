"""Everything that is kept about people, together."""

from dataclasses import dataclass

from conversations.cases import Cases
from conversations.chat_messages import ChatMessages
from conversations.counsellor_requests import Requests
from conversations.deadline_store import Deadlines
from conversations.erased_topics import ErasedTopics
from conversations.inbox import Inbox
from conversations.interview_state import Interviews
from conversations.outbox import Outbox
from conversations.people import People
from conversations.personal_data import PersonalData
from conversations.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Stores:
    """The parts of what is kept; on disk they share one encrypted database."""

    people: People
    interviews: Interviews
    deadlines: Deadlines
    cases: Cases
    inbox: Inbox
    outbox: Outbox
    statistics: Statistics
    requests: Requests
    personal: PersonalData
    messages: ChatMessages
    erased_topics: ErasedTopics
