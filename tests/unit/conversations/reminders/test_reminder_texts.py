"""The words of reminders, in every language and at every distance."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from content.formatting import format_day
from content.loader import Content
from content.model import LanguageCode
from conversations.composer import Composer
from conversations.deadlines import APPOINTMENTS, TERMS, Deadline, DeadlineKind
from conversations.identifiers import PersonId
from conversations.messages import Message
from tests.dates import LAST_DAY, a_deadline
from tests.fakes import AMSTERDAM, words

_REMAINING = {
    "ar": {14: "14 يوماً", 3: "3 أيام", 2: "يومان", 1: "يوم واحد"},
    "en": {14: "14 days", 3: "3 days", 2: "2 days", 1: "1 day"},
    "fa": {14: "14 روز", 3: "3 روز", 2: "2 روز", 1: "1 روز"},
    "fr": {14: "14 jours", 3: "3 jours", 2: "2 jours", 1: "1 jour"},
    "nl": {14: "14 dagen", 3: "3 dagen", 2: "2 dagen", 1: "1 dag"},
    "so": {14: "14 maalmood", 3: "3 maalmood", 2: "2 maalmood", 1: "1 maalin"},
    "ti": {14: "14 መዓልቲ", 3: "3 መዓልቲ", 2: "2 መዓልቲ", 1: "1 መዓልቲ"},
    "tr": {14: "14 gün", 3: "3 gün", 2: "2 gün", 1: "1 gün"},
}
"""What remains, by language and number of days."""

_TEN = time(10)
_NOTE = "bring <b>my</b> {id}"
_COUNTED = [kind for kind in DeadlineKind if kind in TERMS | APPOINTMENTS]


def _remind(
    composer: Composer,
    deadline: Deadline,
    language: LanguageCode,
    days: int,
    *,
    clock: time = _TEN,
    discreet: bool = False,
    late: bool = False,
) -> Message:
    """Compose the reminder that is sent `days` before the day, at `clock`."""
    now = datetime.combine(LAST_DAY - timedelta(days=days), clock, AMSTERDAM)
    return composer.reminder(deadline, language, now, AMSTERDAM, discreet=discreet, late=late)


def _date(kind: DeadlineKind, begins: time | None = None, note: str = "") -> Deadline:
    return a_deadline(PersonId("p"), kind, LAST_DAY, begins, note=note)


@pytest.mark.parametrize("days", [14, 3, 2, 1])
@pytest.mark.parametrize("kind", _COUNTED)
def test_the_time_that_remains_is_right(
    composer: Composer, language: LanguageCode, kind: DeadlineKind, days: int
) -> None:
    """The number of days stands in the form that the language asks for, with the day itself."""
    told = words(_remind(composer, _date(kind), language, days))

    assert _REMAINING[language][days] in told
    assert format_day(LAST_DAY, composer.content.texts[language].language.locale) in told


@pytest.mark.parametrize("discreet", [False, True], ids=["open", "discreet"])
@pytest.mark.parametrize("days", [14, 3, 1, 0, -1, -20])
@pytest.mark.parametrize("kind", DeadlineKind)
def test_nothing_is_left_unfilled(
    composer: Composer, language: LanguageCode, kind: DeadlineKind, days: int, *, discreet: bool
) -> None:
    """Every kind has whole words at every distance, also long after."""
    message = _remind(composer, _date(kind), language, days, discreet=discreet, late=days < 0)
    labels = [button.label for row in message.buttons for button in row]

    assert message.language == language
    assert all(text.strip() for text in labels)
    assert not {"{", "}"} & set("".join([words(message), *labels]))
    assert len(words(message)) > 5


@pytest.mark.parametrize("days", [0, -3], ids=["today", "over"])
@pytest.mark.parametrize("kind", sorted(TERMS))
def test_the_last_day_and_what_comes_after(
    composer: Composer, language: LanguageCode, kind: DeadlineKind, days: int
) -> None:
    """On the last day and after it the words are others, and no number of days is named."""
    told = {each: words(_remind(composer, _date(kind), language, each)) for each in (1, days)}

    assert told[1] != told[days]
    assert not [count for count in _REMAINING[language].values() if count in told[days]]


@pytest.mark.parametrize("kind", [kind for kind in DeadlineKind if kind is not DeadlineKind.RULING])
def test_the_note_is_shown_as_it_was_written(
    composer: Composer, language: LanguageCode, kind: DeadlineKind
) -> None:
    """The person reads their own words, whatever signs are in them."""
    told = words(_remind(composer, _date(kind, note=_NOTE), language, 1))

    assert _NOTE in told.splitlines()


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("kind", DeadlineKind)
def test_a_late_reminder_says_so(
    composer: Composer, language: LanguageCode, kind: DeadlineKind, *, late: bool
) -> None:
    """Who gets a message later than promised reads that it is late."""
    note = words(composer.notice(["reminder_late"], language))

    assert (note in words(_remind(composer, _date(kind), language, 1, late=late))) == late


@pytest.mark.parametrize("kind", sorted(TERMS))
def test_our_own_count_is_marked(composer: Composer, language: LanguageCode, kind: DeadlineKind) -> None:
    """Nobody takes an estimated day for the one in their letter."""
    note = words(composer.notice(["deadline_estimated"], language))
    counted = replace(_date(kind), estimated=True)

    assert note in words(_remind(composer, counted, language, 3))
    assert note not in words(_remind(composer, _date(kind), language, 3))


def test_hours_before_an_appointment(composer: Composer) -> None:
    """On the day itself the hours are counted, and with less than that only "today" is said."""
    english = LanguageCode("en")
    meeting = _date(DeadlineKind.IOM_APPOINTMENT, time(14, 30))

    assert "2 hours" in words(_remind(composer, meeting, english, 0, clock=time(12, 30)))
    assert "5 hours" in words(_remind(composer, meeting, english, 0, clock=time(9, 45)))
    assert "hour" not in words(_remind(composer, meeting, english, 0, clock=time(13, 45)))
    assert "1 day" in words(_remind(composer, meeting, english, 1))


@pytest.mark.parametrize("days", [14, 1, 0, -1])
@pytest.mark.parametrize("kind", [kind for kind in DeadlineKind if kind is not DeadlineKind.OWN])
def test_discreet_words_give_away_nothing(
    composer: Composer, content: Content, language: LanguageCode, kind: DeadlineKind, days: int
) -> None:
    """No word of the kind, the note or the day can be read over somebody's shoulder, on no button either."""
    deadline = replace(_date(kind, time(10), note="embassy"), estimated=True)
    message = _remind(composer, deadline, language, days, discreet=True, late=True)
    shown = words(message) + " " + " ".join(button.label for row in message.buttons for button in row)
    seen = set(shown.casefold().replace(":", " ").replace(".", " ").split())
    label = content.interface(f"deadline_{kind}", language).casefold()
    telling = {word for word in label.split() if len(word) > 3}

    assert seen & (telling | {"vertrektermijn", "embassy", "iom", "vbl", "2026", "2026,"}) == set()
    assert "vertrektermijn" not in shown.casefold()


@pytest.mark.parametrize("days", [14, 3, 1])
def test_discreet_words_count_the_days(composer: Composer, language: LanguageCode, days: int) -> None:
    """A discreet reminder still tells how much time there is."""
    message = _remind(composer, _date(DeadlineKind.DEPARTURE_TERM), language, days, discreet=True)

    assert _REMAINING[language][days] in words(message)


def test_every_language_has_its_own_numbers(content: Content) -> None:
    """A new language gets its forms in this test as well."""
    assert set(_REMAINING) == set(content.texts)


def test_a_reminder_late_at_night_counts_from_the_dutch_day(composer: Composer) -> None:
    """At half past midnight in the Netherlands it is the last day, although it is not yet so in UTC."""
    last_day = replace(_date(DeadlineKind.DEPARTURE_TERM), day=date(2026, 12, 12))
    told = words(_remind(composer, last_day, LanguageCode("en"), 0, clock=time(0, 30)))

    assert told.splitlines()[0] == words(
        composer.notice(["reminder_departure_term_today"], LanguageCode("en"))
    )
