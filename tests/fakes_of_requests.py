"""A stand-in for the store of what counsellors asked of people, with the same contract."""

from datetime import datetime

from conversations.cases import CaseId
from conversations.counsellor_requests import (
    REQUESTS_KEPT,
    AskedQuestion,
    OfferedDate,
    Request,
    RequestId,
)
from conversations.identifiers import PersonId, new_short_id
from tests.fakes import SettableClock


class FakeRequests:
    """Remembers requests in memory, by the contract of `conversations.counsellor_requests.Requests`."""

    def __init__(self, now: SettableClock) -> None:
        self._now = now
        self._requests: dict[RequestId, Request] = {}

    def ask(self, person: PersonId, case: CaseId, about: OfferedDate | AskedQuestion) -> Request:
        request = Request(RequestId(new_short_id()), person, case, about, self._now())
        self._requests[request.id] = request
        return request

    def find(self, person: PersonId, request: RequestId) -> Request | None:
        found = self._requests.get(request)
        if found is None or found.person != person or found.asked_at < self._now() - REQUESTS_KEPT:
            return None
        return found

    def answered(self, request: RequestId) -> None:
        self._requests.pop(request, None)

    def purge(self, before: datetime) -> int:
        old = [key for key, request in self._requests.items() if request.asked_at < before]
        for key in old:
            del self._requests[key]
        return len(old)
