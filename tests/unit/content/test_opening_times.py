"""Opening times as an operator writes them: what is read, what is refused, and how people read them."""

from datetime import date, time
from pathlib import Path

import pytest

from content.errors import BrokenContentError
from content.loader import ROOT, load
from content.opening_times import OpeningTimesError, Span, format_opening_times, opening_times

_WEEK = {
    "monday": "09:00-12:30, 13:00-17:00",
    "tuesday": "09:00-12:30,13:00 – 17:00",
    "wednesday": "",
    "friday": "10:00-12:00",
}
_LONG = (Span(time(9), time(12, 30)), Span(time(13), time(17)))


def test_what_is_read() -> None:
    """A break makes two openings, an empty day is closed, spaces and dashes do not matter."""
    assert opening_times(_WEEK) == {0: _LONG, 1: _LONG, 4: (Span(time(10), time(12)),)}


@pytest.mark.parametrize(
    ("day", "text", "message"),
    [
        ("maandag", "09:00-17:00", "There is no day 'maandag'. The days are monday, tuesday"),
        ("monday", "9-17", "monday: '9-17' is no opening time. Write times as"),
        ("monday", "09:00-25:00", "monday: '09:00-25:00' is no time of day. Write times as"),
        ("monday", "17:00-09:00", "monday: '17:00-09:00' ends before it begins. Write times as"),
        ("monday", "09:00-09:00", "monday: '09:00-09:00' ends before it begins. Write times as"),
        ("monday", "09:00-13:00, 12:00-17:00", "The times of monday overlap or are not in order."),
        ("monday", "closed", "monday: 'closed' is no opening time. Write times as"),
    ],
)
def test_what_is_refused(day: str, text: str, message: str) -> None:
    """A mistake is told with the day and what to write instead."""
    with pytest.raises(OpeningTimesError) as error:
        opening_times({day: text})
    assert (error.value.day, str(error.value)[: len(message)]) == (day, message)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl", "maandag–dinsdag 09:00–12:30, 13:00–17:00; vrijdag 10:00–12:00"),
        ("fr", "lundi–mardi 09:00–12:30, 13:00–17:00; vendredi 10:00–12:00"),
    ],
)
def test_how_people_read_them(locale: str, expected: str) -> None:
    """Days with the same times stand together, in the words of the language."""
    assert format_opening_times(opening_times(_WEEK), locale) == expected


def _own(folder: Path, old: str, new: str) -> Path:
    text = (ROOT / "organisation.yml").read_text(encoding="utf-8")
    assert old in text
    own = folder / "own.yml"
    own.write_text(text.replace(old, new), encoding="utf-8")
    return own


def test_the_organisations_file(tmp_path: Path) -> None:
    """Hours, holidays and the time to answer come from the organisation's own file."""
    own = _own(tmp_path, "office_hours: {}", 'office_hours: {monday: "09:00-17:00"}')
    own = _own_holidays(own)
    organisation = load(organisation_file=own).organisation

    assert organisation.office_hours == {"monday": "09:00-17:00"}
    assert (organisation.holidays, organisation.answers_within_minutes) == ((date(2026, 12, 25),), 30)


def _own_holidays(own: Path) -> Path:
    text = own.read_text(encoding="utf-8").replace("holidays: []", "holidays: [2026-12-25]")
    own.write_text(text.replace("minutes: 0", "minutes: 30"), encoding="utf-8")
    return own


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("office_hours: {}", "office_hours:\n  monday: 9-17", "monday: '9-17' is no opening time"),
        ("office_hours: {}", "office_hours: always", "Expected `object`"),
        ("holidays: []", "holidays: [Christmas]", "Invalid RFC3339 encoded date"),
        ("answers_within_minutes: 0", "answers_within_minutes: soon", "Expected `int`"),
        ("answers_within_minutes: 0", "answers_within_minutes: -5", "cannot be negative"),
    ],
)
def test_mistakes_stop_the_start_with_their_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Nothing starts with hours that nobody can read; the file and the line are named."""
    own = _own(tmp_path, old, new)
    with pytest.raises(BrokenContentError) as error:
        load(organisation_file=own)
    (finding,) = error.value.findings
    assert message in finding.message
    assert (finding.path, finding.line > 1) == (own, True)
