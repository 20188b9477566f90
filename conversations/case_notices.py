"""What people hear about their case by themselves: that they still wait, and later whether it is solved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.model import DUTCH, LanguageCode
from conversations.cases import Case, CaseId, Cases, CaseState
from conversations.composer import Composer
from conversations.messages import Message
from conversations.office_hours import office_hours
from conversations.people import Consent, People, Person
from conversations.reminder_planning import QuietHours

FOLLOW_UP_AFTER = timedelta(days=3)
FOLLOW_UP_UNTIL = timedelta(days=10)
"""Who could not be asked by then, because the machine was off, is not asked any more."""

DAYTIME = QuietHours(begin=time(19), end=time(10))
"""Nobody is asked whether their question is solved outside the hours from ten to seven."""

_ONCE_IN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """A message for the person of a case."""

    case: CaseId
    person: Person
    message: Message


class CaseNotices:
    """Knows which people are to be told or asked something about their case now."""

    def __init__(
        self,
        cases: Cases,
        people: People,
        composer: Callable[[], Composer],
        now: Callable[[], datetime],
        timezone: ZoneInfo,
        untaken: timedelta,
        quiet: QuietHours = QuietHours(),  # noqa: B008 - frozen
    ) -> None:
        """Wire the parts; `untaken` is how long a case may wait before the person is told."""
        self._cases = cases
        self._people = people
        self._get_composer = composer
        self._now = now
        self._timezone = timezone
        self._untaken = untaken
        self._quiet = quiet

    def still_waiting(self) -> Iterator[CaseNotice]:
        """Give the people whose case nobody has taken, while somebody could: once a day, never at night.

        Each case is looked at when it is its turn; that its person is told is stored by then.
        """
        for listed in self._cases.all_open():
            case = self._cases.find(listed.id)
            person = self._people.find(listed.person)
            if case is None or person is None or not self._waits_too_long(case):
                continue
            if not self._cases.may_tell_waiting(case.id, self._now() - _ONCE_IN):
                continue
            message = self._get_composer().still_waiting(case.name, self._language(person))
            yield CaseNotice(case.id, person, message)

    def follow_ups(self) -> Iterator[CaseNotice]:
        """Give the people who are to be asked whether their question is solved: with consent, once, by day.

        That they are asked is stored by then.
        """
        now = self._now()
        if DAYTIME.contain(now.astimezone(self._timezone)):
            return
        for case in self._cases.to_follow_up(now - FOLLOW_UP_UNTIL, now - FOLLOW_UP_AFTER):
            person = self._people.find(case.person)
            if person is None or person.consent is not Consent.GIVEN:
                continue
            # The last message took a while: a new case may have been opened, or all may be erased.
            if self._cases.of_person(person.id) is not None or not self._cases.begin_follow_up(case.id):
                continue
            yield CaseNotice(case.id, person, self._get_composer().ask_follow_up(self._language(person)))

    def _waits_too_long(self, case: Case) -> bool:
        """Tell whether somebody who asked for a counsellor waits, in hours in which that can be changed."""
        if case.state is not CaseState.WAITING or not case.is_conversation or case.waiting_since is None:
            return False
        now = self._now()
        hours = office_hours(self._get_composer().content.organisation, self._timezone)
        if self._quiet.contain(now.astimezone(self._timezone)) or (
            hours.are_known and not hours.is_open(now)
        ):
            return False
        return hours.open_time(case.waiting_since, now) >= self._untaken

    def _language(self, person: Person) -> LanguageCode:
        language = person.language
        known = self._get_composer().content.texts
        return language if language is not None and language in known else DUTCH
