"""Set, show, change and cancel deadlines with their reminders, and react to the answers of people."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from content.model import LanguageCode
from conversations.actions_of_interviews import (
    AllowTelling,
    AskForHelp,
    CancelDeadline,
    GetCalendarFile,
    MarkDone,
    RemindLater,
    ShowDeadline,
    ShowDeadlines,
    ShowReminderSettings,
    StopReminders,
    ToggleDiscreet,
    ToggleDistance,
)
from conversations.cases import CaseReason, Cases
from conversations.composer import Composer
from conversations.deadline_store import Deadlines
from conversations.deadlines import (
    APPOINTMENTS,
    RECURRING,
    TERMS,
    Deadline,
    DeadlineId,
    DeadlineKind,
    DeadlineState,
    Distance,
    PlannedReminder,
    ReminderSettings,
)
from conversations.flows.results import Proposal
from conversations.identifiers import new_short_id
from conversations.messages import Message
from conversations.people import Person
from conversations.reminder_planning import QuietHours, is_pointless, later, next_occurrence, plan

MOST_DEADLINES = 30
"""Dates that one person can keep: more is a mistake or a test of our patience."""

Messages = tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Counsellors:
    """How counsellors are reached: whether they can be told at all, and the cases that wait for them."""

    connected: bool
    cases: Cases


class Reminding:
    """Knows the deadlines of people and keeps their reminders planned."""

    def __init__(
        self,
        deadlines: Deadlines,
        counsellors: Counsellors,
        composer: Callable[[], Composer],
        now: Callable[[], datetime],
        timezone: ZoneInfo,
        quiet: QuietHours = QuietHours(),  # noqa: B008 - frozen
    ) -> None:
        """Wire the parts; `now` returns an aware time."""
        self._deadlines = deadlines
        self._counsellors = counsellors
        self._get_composer = composer
        self._now = now
        self._timezone = timezone
        self._quiet = quiet
        self.when_changed: Callable[[], None] = lambda: None
        """Called after every change of the plan, so that a scheduler can look again."""

    @property
    def _composer(self) -> Composer:
        return self._get_composer()

    def today(self) -> date:
        """Return the date in the Netherlands."""
        return self._now().astimezone(self._timezone).date()

    def find(self, person: Person, deadline: DeadlineId) -> Deadline | None:
        """Return a deadline of `person` that is still kept."""
        found = self._deadlines.find(person.id, deadline)
        kept = (DeadlineState.ACTIVE, DeadlineState.STOPPED)
        return found if found is not None and found.state in kept else None

    def accept(
        self, person: Person, proposal: Proposal, replaces: DeadlineId | None, language: LanguageCode
    ) -> Messages:
        """Set a deadline, or give the one that `replaces` names another day; say when reminders will come."""
        composer = self._composer
        if proposal.day < self.today():
            return (composer.fallback("deadline_passed", language),)
        old = self.find(person, replaces) if replaces is not None else None
        deadline = Deadline(
            id=old.id if old else DeadlineId(new_short_id()),
            person=person.id,
            kind=proposal.kind,
            day=proposal.day,
            clock=proposal.clock,
            note=proposal.note,
            estimated=proposal.estimated,
            tells_counsellor=old.tells_counsellor if old else False,
        )
        deadline = self._to_be_reminded_of(deadline)
        kept = self._deadlines.all_of(person.id)
        twin = next((each for each in kept if each.id != deadline.id and _same(each, deadline)), None)
        if twin is not None and twin.state is DeadlineState.ACTIVE:
            there = composer.notice(["deadline_exists"], language)
            listed = composer.deadlines(kept, language, appointments=False)
            return (replace(listed, blocks=(*there.blocks, *listed.blocks)),)
        if twin is not None:
            # Who sets a date again whose reminders were stopped wants them back.
            old = twin
            deadline = replace(deadline, id=twin.id)
        if old is None and len(kept) >= MOST_DEADLINES:
            return (composer.notice(["deadline_too_many"], language),)
        planned = self._plan(deadline)
        if old is None:
            self._deadlines.add(deadline, planned)
        else:
            self._deadlines.replan(deadline, planned)
        self.when_changed()
        moments = [each.due_at for each in planned if each.distance is not Distance.NO_ANSWER]
        confirmed = composer.deadline_set(deadline, moments, language, self._timezone)
        asks = deadline.kind is DeadlineKind.DEPARTURE_TERM and self._counsellors.connected and planned
        return (confirmed, composer.ask_telling(deadline, language)) if asks else (confirmed,)

    def keeps(self, person: Person, proposal: Proposal) -> bool:
        """Tell whether a date is in the list of `person`, with reminders that were not stopped."""
        nameless = DeadlineId("")
        wanted = self._to_be_reminded_of(
            Deadline(nameless, person.id, proposal.kind, proposal.day, proposal.clock, proposal.note)
        )
        return any(
            each.state is DeadlineState.ACTIVE and _same(each, wanted)
            for each in self._deadlines.all_of(person.id)
        )

    def show(self, person: Person, language: LanguageCode, *, appointments: bool = False) -> Messages:
        """List the dates of `person`."""
        kept = self._deadlines.all_of(person.id)
        return (self._composer.deadlines(kept, language, appointments=appointments),)

    def show_settings(self, person: Person, language: LanguageCode, *keys: str) -> Messages:
        """Show when `person` is reminded."""
        settings = self._deadlines.settings_of(person.id)
        return (self._composer.reminder_settings(settings, language, *keys),)

    def on_action(self, person: Person, action: object, language: LanguageCode) -> Messages:
        """Carry out a tap on a button about a deadline or about reminders."""
        match action:
            case ShowDeadlines(appointments):
                return self.show(person, language, appointments=appointments)
            case ShowReminderSettings():
                return self.show_settings(person, language)
            case ToggleDistance(appointments, distance):
                return self._toggle(person, distance, language, appointments=appointments)
            case ToggleDiscreet():
                settings = self._deadlines.settings_of(person.id)
                self._deadlines.choose(person.id, replace(settings, discreet=not settings.discreet))
                return self.show_settings(person, language)
            case (
                ShowDeadline()
                | CancelDeadline()
                | GetCalendarFile()
                | AllowTelling()
                | MarkDone()
                | RemindLater()
                | AskForHelp()
                | StopReminders()
            ):
                deadline = self.find(person, action.deadline)
                if deadline is None:
                    kept = self._deadlines.all_of(person.id)
                    gone = self._composer.notice(["deadline_gone"], language)
                    return (gone, self._composer.deadlines(kept, language, appointments=False))
                return self._on_deadline(person, deadline, action, language)
            case _:
                raise TypeError("not an action about deadlines")

    def _on_deadline(
        self, person: Person, deadline: Deadline, action: object, language: LanguageCode
    ) -> Messages:
        composer = self._composer
        self._deadlines.answered(deadline.id)
        match action:
            case ShowDeadline():
                return (composer.deadline(deadline, language),)
            case CancelDeadline(_, None):
                return (composer.ask_cancelling(deadline, language),)
            case CancelDeadline(_, False):
                return (composer.deadline(deadline, language),)
            case CancelDeadline():
                return self._end(deadline, DeadlineState.CANCELLED, "deadline_cancelled", language)
            case MarkDone():
                return self._end(deadline, DeadlineState.DONE, "reminder_done_noted", language)
            case StopReminders():
                return self._end(deadline, DeadlineState.STOPPED, "reminder_stopped", language)
            case GetCalendarFile():
                discreet = self._deadlines.settings_of(person.id).discreet
                return (composer.calendar_file(deadline, language, discreet=discreet),)
            case AllowTelling(_, allowed):
                changed = replace(deadline, tells_counsellor=allowed)
                self._deadlines.replan(changed, self._plan(changed), keep_from=self._now())
                self.when_changed()
                return (composer.notice(["deadline_tell_noted"], language),)
            case RemindLater():
                return self._remind_later(deadline, language)
            case _:
                self._counsellors.cases.open(person.id, CaseReason.HELP_WANTED, deadline.id)
                self.when_changed()
                return self._help(language)

    def not_yet(self, person: Person, deadline: DeadlineId, language: LanguageCode) -> Messages:
        """Note that the ruling has not come: the question comes again in a month."""
        found = self.find(person, deadline)
        if found is None or found.state is not DeadlineState.ACTIVE:
            return (self._composer.notice(["deadline_gone"], language),)
        self._deadlines.answered(deadline)
        return (self._composer.notice(["reminder_not_yet_noted"], language),)

    def end_ruling(self, person: Person, deadline: DeadlineId) -> None:
        """Stop asking for the ruling: it has come."""
        found = self.find(person, deadline)
        if found is not None and found.kind is DeadlineKind.RULING:
            self._deadlines.replan(replace(found, state=DeadlineState.DONE), ())

    def _to_be_reminded_of(self, deadline: Deadline) -> Deadline:
        """Move what comes again to the first time that can still be reminded of.

        Each reminder plans the next one: without a first one there would never be any.
        """
        recurring = deadline.kind in RECURRING
        if deadline.kind is DeadlineKind.RULING or (recurring and not self._plan(deadline)):
            return replace(deadline, day=next_occurrence(deadline, self.today()))
        return deadline

    def _plan(self, deadline: Deadline) -> tuple[PlannedReminder, ...]:
        if deadline.state is not DeadlineState.ACTIVE:
            return ()
        settings = self._deadlines.settings_of(deadline.person)
        return plan(deadline, settings, self._now(), self._timezone, self._quiet)

    def _end(self, deadline: Deadline, state: DeadlineState, key: str, language: LanguageCode) -> Messages:
        if state is DeadlineState.DONE and deadline.kind in RECURRING:
            return (self._composer.notice(["reminder_not_yet_noted"], language),)
        self._deadlines.replan(replace(deadline, state=state), ())
        self.when_changed()
        return (self._composer.notice([key], language),)

    def _remind_later(self, deadline: Deadline, language: LanguageCode) -> Messages:
        # A weekly duty is about today, though its next day is planned already.
        recurring = deadline.kind in RECURRING
        about = replace(deadline, day=self.today()) if recurring else deadline
        at = later(about, self._now(), self._timezone, self._quiet)
        if not recurring and is_pointless(deadline, at, self._timezone):
            if deadline.day < self.today():
                return (self._composer.fallback("deadline_passed", language),)
            return (self._composer.notice(["deadline_no_moments"], language),)
        # All reminders anew: a second tap adds none, and after "stop" those that were planned come back.
        wanted = self._to_be_reminded_of(replace(deadline, state=DeadlineState.ACTIVE))
        planned = self._plan(wanted)
        if at not in (each.due_at for each in planned):
            planned = (*planned, PlannedReminder(Distance.LATER, at))
        self._deadlines.replan(wanted, planned)
        self.when_changed()
        day = self._composer.moment_text(at, language, self._timezone)
        return (self._composer.notice(["reminder_later_noted"], language, values={"day": day}),)

    def _help(self, language: LanguageCode) -> Messages:
        told = self._composer.counsellor(language)
        if not self._counsellors.connected:
            return (told,)
        kept = self._composer.notice(["reminder_help_kept"], language)
        return (replace(told, blocks=(*kept.blocks, *told.blocks)),)

    def _toggle(
        self, person: Person, distance: Distance, language: LanguageCode, *, appointments: bool
    ) -> Messages:
        settings = self._deadlines.settings_of(person.id)
        chosen = settings.appointment_distances if appointments else settings.term_distances
        changed = chosen ^ {distance}
        if not changed:
            return self.show_settings(person, language, "settings_one_needed")
        settings = (
            replace(settings, appointment_distances=changed)
            if appointments
            else replace(settings, term_distances=changed)
        )
        self._deadlines.choose(person.id, settings)
        self._replan_all(person, settings, appointments=appointments)
        return self.show_settings(person, language)

    def _replan_all(self, person: Person, settings: ReminderSettings, *, appointments: bool) -> None:
        """Plan the reminders of every date that the changed moments are for."""
        kinds = APPOINTMENTS if appointments else TERMS
        for deadline in self._deadlines.all_of(person.id):
            if deadline.kind in kinds and deadline.state is DeadlineState.ACTIVE:
                planned = plan(deadline, settings, self._now(), self._timezone, self._quiet)
                self._deadlines.replan(deadline, planned, keep_from=self._now())
        self.when_changed()


def _same(one: Deadline, other: Deadline) -> bool:
    if one.kind is other.kind is DeadlineKind.RULING:
        return True
    return (one.kind, one.day, one.clock, one.note) == (other.kind, other.day, other.clock, other.note)
