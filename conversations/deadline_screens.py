"""The screens of deadlines: the list, one date, when to remind, and the reminders themselves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from content.formatting import format_date_and_time
from content.markup import Block, Bullets, Plain
from content.model import LanguageCode, TopicId
from conversations.actions_of_interviews import (
    AllowTelling,
    AskForHelp,
    CancelDeadline,
    ChangeDeadline,
    GetCalendarFile,
    MarkDone,
    RemindLater,
    RulingCame,
    ShowDeadline,
    ShowDeadlines,
    ShowReminderSettings,
    StartInterview,
    StopReminders,
    ToggleDiscreet,
    ToggleDistance,
)
from conversations.deadlines import (
    APPOINTMENT_DISTANCES,
    APPOINTMENTS,
    RECURRING,
    TERM_DISTANCES,
    TERMS,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Distance,
    ReminderSettings,
)
from conversations.flows.interview import InterviewId
from conversations.interview_screens import InterviewComposer
from conversations.messages import Button, CalendarEntry, Message
from conversations.pieces import Row
from conversations.reminder_planning import moment

_ON, _OFF = "☑ ", "☐ "
_SECONDS_IN_HOUR = 3600
_TOPICS = {
    DeadlineKind.DEPARTURE_TERM: ("after_departure_term", "departure_term_extension"),
    DeadlineKind.VBL_STAY: ("vbl_conditions", "shelter_after_term"),
    DeadlineKind.DOCUMENT_W: ("medical_postponement_art64", "departure_moratorium"),
}


class DeadlineComposer(InterviewComposer):
    """Composes everything about deadlines in any served language."""

    def deadlines(
        self, deadlines: Sequence[Deadline], language: LanguageCode, *, appointments: bool
    ) -> Message:
        """List dates, one button each."""
        rows = [
            (Button(self.date_label(each, language), ShowDeadline(each.id)),)
            for each in deadlines
            if not appointments or each.kind in APPOINTMENTS
        ]
        title = "appointments_title" if appointments else "deadlines_title"
        add = (self.button("button_new_deadline", language, StartInterview(InterviewId.NEW_DEADLINE)),)
        settings = (self.button("button_reminder_settings", language, ShowReminderSettings()),)
        return self.notice([title if rows else "deadlines_none"], language, *rows, add, settings)

    def deadline(self, deadline: Deadline, language: LanguageCode) -> Message:
        """Show one date with what can be done about it."""
        lines = [self.content.interface(f"deadline_{deadline.kind}", language)]
        if deadline.kind is not DeadlineKind.RULING:
            lines.append(self._when(deadline, language))
        lines += [deadline.note] if deadline.note else []
        keys = ["deadline_estimated"] if deadline.estimated else []
        if deadline.state is DeadlineState.STOPPED:
            keys.append("deadline_reminders_off")
        rows = self._reminder_rows(deadline, language) if deadline.state is DeadlineState.ACTIVE else []
        if deadline.kind is not DeadlineKind.RULING:
            rows.append((self.button("button_change_deadline", language, ChangeDeadline(deadline.id)),))
            rows.append((self.button("button_calendar", language, GetCalendarFile(deadline.id)),))
        rows.append((self.button("button_cancel_deadline", language, CancelDeadline(deadline.id)),))
        rows.append((self.button("button_back", language, ShowDeadlines()),))
        told = self.notice(keys, language, *rows)
        return replace(told, blocks=(Bullets(tuple((Plain(line),) for line in lines)), *told.blocks))

    def deadline_set(
        self, deadline: Deadline, moments: Sequence[datetime], language: LanguageCode, timezone: ZoneInfo
    ) -> Message:
        """Confirm a date, with the moments at which a message will come."""
        rows = self._rows_after_setting(deadline, language)
        if deadline.kind is DeadlineKind.RULING:
            return self.notice(["deadline_set_ruling"], language, *rows)
        values = {
            "kind": self.content.interface(f"deadline_{deadline.kind}", language),
            "day": self._when(deadline, language),
        }
        told = self.notice(["deadline_set"], language, *rows, values=values)
        blocks: list[Block] = list(told.blocks)
        if deadline.estimated:
            blocks.append(self._filler.paragraph("deadline_estimated", language))
        if moments:
            blocks.append(self._filler.paragraph("deadline_moments", language))
            blocks.append(
                Bullets(tuple((Plain(self.moment_text(at, language, timezone)),) for at in moments))
            )
        else:
            blocks.append(self._filler.paragraph("deadline_no_moments", language))
        return replace(told, blocks=tuple(blocks))

    def _rows_after_setting(self, deadline: Deadline, language: LanguageCode) -> list[Row]:
        rows: list[Row] = []
        if deadline.kind is not DeadlineKind.RULING:
            rows.append((self.button("button_calendar", language, GetCalendarFile(deadline.id)),))
        return [*rows, (self.button("button_deadlines", language, ShowDeadlines()),)]

    def ask_telling(self, deadline: Deadline, language: LanguageCode) -> Message:
        """Ask whether a counsellor may be told when the last reminders get no answer."""
        yes = self.button("deadline_tell_yes", language, AllowTelling(deadline.id, allowed=True))
        no = self.button("deadline_tell_no", language, AllowTelling(deadline.id, allowed=False))
        return self.notice(["deadline_ask_tell_counsellor"], language, (yes,), (no,))

    def ask_cancelling(self, deadline: Deadline, language: LanguageCode) -> Message:
        """Ask whether a date is really to be taken away."""
        yes = self.button("button_cancel_yes", language, CancelDeadline(deadline.id, confirmed=True))
        no = self.button("button_cancel_no", language, CancelDeadline(deadline.id, confirmed=False))
        return self.notice(["deadline_cancel_question"], language, (yes,), (no,))

    def calendar_file(self, deadline: Deadline, language: LanguageCode, *, discreet: bool) -> Message:
        """Give a date as a file for a calendar; discreet, its title gives away nothing."""
        key = "calendar_discreet" if discreet else f"deadline_{deadline.kind}"
        entry = CalendarEntry(
            id=deadline.id,
            title=self.content.interface(key, language),
            day=deadline.day,
            clock=deadline.clock,
            description="" if discreet else deadline.note,
        )
        return replace(self.notice(["calendar_file"], language), calendar=entry)

    def reminder_settings(self, settings: ReminderSettings, language: LanguageCode, *keys: str) -> Message:
        """Show when to remind, with a switch for each moment."""
        rows: list[Row] = []
        for appointments, distances, chosen in (
            (False, TERM_DISTANCES, settings.term_distances),
            (True, APPOINTMENT_DISTANCES, settings.appointment_distances),
        ):
            heading = self.content.interface(
                "settings_appointments" if appointments else "settings_terms", language
            )
            rows += [
                (self._switch(heading, distance, language, appointments=appointments, on=distance in chosen),)
                for distance in distances
            ]
        mark = _ON if settings.discreet else _OFF
        label = f"{mark}{self.content.interface('settings_discreet', language)}"
        rows.append((Button(label, ToggleDiscreet()),))
        return self.notice([*keys, "settings_title", "settings_discreet_help"], language, *rows)

    def _switch(
        self, heading: str, distance: Distance, language: LanguageCode, *, appointments: bool, on: bool
    ) -> Button:
        words = self.content.interface(f"settings_{distance}", language)
        mark = _ON if on else _OFF
        return Button(f"{mark}{heading}: {words}", ToggleDistance(appointments, distance))

    def reminder(
        self,
        deadline: Deadline,
        language: LanguageCode,
        now: datetime,
        timezone: ZoneInfo,
        *,
        discreet: bool,
        late: bool,
    ) -> Message:
        """Compose a reminder with the time that truly remains at `now`."""
        if discreet:
            return self._discreet_reminder(deadline, language, now, timezone)
        key, values = self._reminder_text(deadline, language, now, timezone)
        told = self.notice([key], language, *self._reminder_rows(deadline, language), values=values)
        blocks = list(told.blocks)
        if deadline.note:
            blocks.append(Bullets(((Plain(deadline.note),),)))
        if deadline.estimated and deadline.kind in TERMS:
            blocks.append(self._filler.paragraph("deadline_estimated", language))
        if late:
            blocks.append(self._filler.paragraph("reminder_late", language))
        if deadline.kind in TERMS:
            blocks.append(self._filler.paragraph("reminder_what_now", language))
        return replace(told, blocks=tuple(blocks))

    def _discreet_reminder(
        self, deadline: Deadline, language: LanguageCode, now: datetime, timezone: ZoneInfo
    ) -> Message:
        days = (deadline.day - now.astimezone(timezone).date()).days
        show = (self.button("button_reminder_show", language, ShowDeadline(deadline.id)),)
        later = (self.button("button_reminder_later", language, RemindLater(deadline.id)),)
        if days > 0 and deadline.kind not in RECURRING:
            remaining = self.content.plural("remaining_days", days, language)
            return self.notice(["reminder_discreet"], language, show, later, values={"remaining": remaining})
        key = "reminder_discreet_today" if days == 0 else "reminder_discreet_over"
        return self.notice([key], language, show, later)

    def _reminder_text(
        self, deadline: Deadline, language: LanguageCode, now: datetime, timezone: ZoneInfo
    ) -> tuple[str, dict[str, str]]:
        """Return the key of the text of a reminder and what is filled into it."""
        days = (deadline.day - now.astimezone(timezone).date()).days
        when = self._when(deadline, language)
        match deadline.kind:
            case DeadlineKind.RULING:
                return "reminder_ruling", {}
            case DeadlineKind.WEEKLY_REPORT:
                return "reminder_weekly_report", {"day": when}
            case DeadlineKind.OWN if days < 0:
                return "reminder_own_over", {"day": when}
            case DeadlineKind.OWN:
                return "reminder_own", {}
            case kind if kind in APPOINTMENTS:
                name = self.content.interface(f"deadline_{kind}", language)
                remaining = self._remaining(deadline, days, language, now, timezone)
                if remaining is None:
                    return "reminder_appointment_today", {"kind": name, "day": when}
                return "reminder_appointment", {"kind": name, "day": when, "remaining": remaining}
            case kind if days > 0:
                remaining = self.content.plural("remaining_days", days, language)
                return f"reminder_{kind}", {"remaining": remaining, "day": when}
            case kind if days == 0:
                return f"reminder_{kind}_today", {}
            case kind:
                return f"reminder_{kind}_over", {"day": when}

    def _remaining(
        self, deadline: Deadline, days: int, language: LanguageCode, now: datetime, timezone: ZoneInfo
    ) -> str | None:
        """Return the time until an appointment, in hours on the day itself; None when it is not known."""
        if days > 0:
            return self.content.plural("remaining_days", days, language)
        if deadline.clock is None:
            return None
        seconds = (moment(deadline.day, deadline.clock, timezone) - now).total_seconds()
        hours = ceil(seconds / _SECONDS_IN_HOUR)
        return self.content.plural("remaining_hours", hours, language) if hours > 1 else None

    def _reminder_rows(self, deadline: Deadline, language: LanguageCode) -> list[Row]:
        done = (self.button("button_reminder_done", language, MarkDone(deadline.id)),)
        later = (self.button("button_reminder_later", language, RemindLater(deadline.id)),)
        needs_help = (self.button("button_reminder_help", language, AskForHelp(deadline.id)),)
        stop = (self.button("button_reminder_stop", language, StopReminders(deadline.id)),)
        if deadline.kind is DeadlineKind.RULING:
            came = self.button("button_ruling_came", language, RulingCame(deadline.id, came=True))
            not_yet = self.button("button_ruling_not_yet", language, RulingCame(deadline.id, came=False))
            return [(came,), (not_yet,), needs_help, stop]
        topics = tuple(map(TopicId, _TOPICS.get(deadline.kind, ())))
        first = [later] if deadline.kind in RECURRING else [done, later]
        return [*first, needs_help, stop, *self._related_rows(topics, None, language)]

    def date_label(self, deadline: Deadline, language: LanguageCode) -> str:
        """Return the day and the kind of a deadline; a ruling has no day."""
        kind = self.content.interface(f"deadline_{deadline.kind}", language)
        if deadline.kind is DeadlineKind.RULING:
            return kind
        return f"{self._when(deadline, language)}: {kind}"

    def _when(self, deadline: Deadline, language: LanguageCode) -> str:
        return format_date_and_time(deadline.day, deadline.clock, self._locale(language))

    def moment_text(self, at: datetime, language: LanguageCode, timezone: ZoneInfo) -> str:
        """Return a moment as the person reads it, in the time of the Netherlands."""
        local = at.astimezone(timezone)
        return format_date_and_time(local.date(), local.time(), self._locale(language))
