"""Dates for the person: proposed in their language, and kept only when they say yes."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from content.formatting import format_day
from content.model import DUTCH
from conversations.cleaning import clean
from conversations.counsellor_requests import OfferedDate, Requests
from conversations.deadlines import APPOINTMENTS, TERMS, DeadlineKind
from conversations.desk_acts import DeskCommand, DeskTools, InCase, Result
from conversations.flows.answers import LONGEST_NOTE
from conversations.reminder_planning import moment
from conversations.typed.desk_dates import (
    DateProblem,
    RefusedDate,
    WrittenDay,
    read_written_day,
    read_written_time,
)
from conversations.typed.tokens import tokens
from conversations.typed.vocabulary import Vocabulary, build_vocabulary

_SIMILAR = 90
_NAMED_DEADLINES = (*TERMS, DeadlineKind.WEEKLY_REPORT)


class Dates:
    """Proposes deadlines and appointments; never a time limit for an appeal."""

    def __init__(self, tools: DeskTools, requests: Requests, timezone: ZoneInfo) -> None:
        """Use `tools`; remember in `requests` what waits for a yes; read times in `timezone`."""
        self._tools = tools
        self._requests = requests
        self._timezone = timezone

    def commands(self) -> Mapping[str, DeskCommand]:
        """Return how each command is carried out."""
        return {"/deadline": DeskCommand(self._deadline), "/appointment": DeskCommand(self._appointment)}

    def _deadline(self, given: InCase) -> Result:
        texts, words = self._tools.texts, clean(given.words)
        kinds = {kind: texts.words(f"words_{kind}") for kind in DeadlineKind if kind in _NAMED_DEADLINES}
        usage = texts.fill("deadline_usage", kinds=_listed(kinds.values()))
        if not words:
            return self._refuse(given, usage)
        appeal = texts.words("words_appeal")
        if any(stem in " ".join(tokens(words)) for stem in appeal):
            return self._refuse(given, texts.fill("date_of_appeal"))
        written = read_written_day(words, self._vocabulary(), self._today())
        if isinstance(written, RefusedDate):
            return self._refuse(given, self._problem(written), usage)
        if not written.before or written.after.strip(" ."):
            return self._refuse(given, usage)
        if len(written.before) > LONGEST_NOTE:
            return self._refuse(given, texts.fill("date_too_long", most=str(LONGEST_NOTE)))
        kind = _kind(written.before, kinds)
        if kind is None:
            return self._offer(given, OfferedDate(DeadlineKind.OWN, written.day, words=written.before))
        return self._offer(given, OfferedDate(kind, written.day))

    def _appointment(self, given: InCase) -> Result:
        texts, words = self._tools.texts, clean(given.words)
        kinds = {kind: texts.words(f"words_{kind}") for kind in DeadlineKind if kind in APPOINTMENTS}
        usage = texts.fill("appointment_usage", kinds=_listed(kinds.values()))
        if not words:
            return self._refuse(given, usage)
        when, _, behind = words.partition(";")
        written = read_written_day(when, self._vocabulary(), self._today())
        if isinstance(written, RefusedDate):
            return self._refuse(given, self._problem(written), usage)
        kind = _kind(written.before, kinds) if written.before else DeadlineKind.OTHER_APPOINTMENT
        if kind is None:
            return self._refuse(given, usage)
        return self._at(given, kind, written, self._without_label(behind), usage)

    def _at(self, given: InCase, kind: DeadlineKind, written: WrittenDay, bring: str, usage: str) -> Result:
        """Propose an appointment when its time and place make sense."""
        texts = self._tools.texts
        timed = read_written_time(written.after)
        if isinstance(timed, RefusedDate):
            return self._refuse(given, self._problem(timed), usage)
        if moment(written.day, timed.clock, self._timezone) <= self._tools.now():
            return self._refuse(given, self._problem(RefusedDate(DateProblem.DAY_IN_PAST)))
        if not timed.after:
            return self._refuse(given, texts.fill("date_no_place"), usage)
        if max(len(timed.after), len(bring)) > LONGEST_NOTE:
            return self._refuse(given, texts.fill("date_too_long", most=str(LONGEST_NOTE)))
        offer = OfferedDate(kind, written.day, timed.clock, place=timed.after, bring=bring)
        return self._offer(given, offer)

    def _offer(self, given: InCase, offer: OfferedDate) -> Result:
        tools = self._tools
        request = self._requests.ask(given.person.id, given.case.id, offer)
        tools.say(given.case, "date_offered", date=tools.composer.offer_line(offer, DUTCH))
        message = tools.composer.offered_date(offer, request.id, tools.language(given.person))
        return tools.answered(given, message)

    def _refuse(self, given: InCase, *lines: str) -> Result:
        return self._tools.say_words(given.case, "\n".join(lines))

    def _problem(self, refused: RefusedDate) -> str:
        locale = self._tools.content.texts[DUTCH].language.locale
        days = [format_day(day, locale) for day in refused.days]
        key = f"date_{refused.problem}"
        if refused.problem is DateProblem.AMBIGUOUS:
            return self._tools.texts.fill(key, one=days[0], other=days[1])
        if refused.problem is DateProblem.WRONG_WEEKDAY:
            return self._tools.texts.fill(key, day=days[0])
        return self._tools.texts.fill(key)

    def _without_label(self, text: str) -> str:
        """Return what to bring, without the word before it."""
        labels = "|".join(map(re.escape, self._tools.texts.words("words_bring")))
        return re.sub(rf"^\s*(?:{labels})\s*:?", "", text, flags=re.IGNORECASE).strip()

    def _vocabulary(self) -> Vocabulary:
        return build_vocabulary(self._tools.content, DUTCH)

    def _today(self) -> date:
        return self._tools.now().astimezone(self._timezone).date()


def _kind(words: str, kinds: Mapping[DeadlineKind, tuple[str, ...]]) -> DeadlineKind | None:
    """Return the kind that `words` name, spelling mistakes allowed."""
    typed = " ".join(tokens(words))
    for kind, names in kinds.items():
        if any(fuzz.ratio(typed, " ".join(tokens(name))) >= _SIMILAR for name in names):
            return kind
    return None


def _listed(kinds: Iterable[tuple[str, ...]]) -> str:
    return ", ".join(names[0] for names in kinds)
