"""Who has a case: take it, give it to a colleague, close it, open it again; in words or by button."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from conversations.cases import Case, CaseState, CounsellorId, PostKind
from conversations.desk_acts import DeskCommand, DeskTools, InCase, Result, ToPerson
from conversations.desk_buttons import AskReason, CloseCase, DeskButton, GiveCase, TakeCase
from conversations.folding import fold
from conversations.people import Person


class Taking:
    """Moves cases between counsellors, and ends them."""

    def __init__(self, tools: DeskTools, colleagues: Callable[[], Sequence[CounsellorId]]) -> None:
        """Use `tools`; `colleagues` returns everybody on the operator's list."""
        self._tools = tools
        self._colleagues = colleagues

    def commands(self) -> Mapping[str, DeskCommand]:
        """Return how each command is carried out."""
        return {
            "/take": DeskCommand(self._take_over),
            "/give": DeskCommand(self._give),
            "/close": DeskCommand(self._close),
            "/reopen": DeskCommand(self._reopen, when_closed=True),
        }

    def tapped(self, given: InCase, button: DeskButton) -> Result:
        """Carry out a tap in a case that is open."""
        match button:
            case TakeCase():
                return self._take(given.case, given.counsellor, given.person)
            case AskReason():
                return self._close(given)
            case CloseCase(reason):
                return self._close(replace(given, words=self._tools.texts.fill(f"close_{reason}")))
            case GiveCase(colleague):
                return self._give_to(given, colleague)

    def _take(self, case: Case, counsellor: CounsellorId, person: Person) -> Result:
        """Take a case that nobody has; one that a colleague has stays theirs."""
        if case.counsellor == counsellor:
            return Result()
        if case.counsellor is not None:
            return self._tools.say(case, "taken_already", counsellor=case.counsellor)
        return self._tools.hand_to(case, counsellor, person)

    def _take_over(self, given: InCase) -> Result:
        return self._tools.hand_to(given.case, given.counsellor, given.person)

    def _give(self, given: InCase) -> Result:
        colleague = self._named(given.words)
        if colleague is not None:
            return self._give_to(given, colleague)
        tools, holder = self._tools, given.case.counsellor
        if all(name == holder for name in self._colleagues()):
            return tools.say(given.case, "give_nobody")
        tools.cases.post(given.case.id, PostKind.COLLEAGUES, tools.texts.fill("give_usage"))
        return Result()

    def _give_to(self, given: InCase, colleague: CounsellorId) -> Result:
        case = given.case
        if case.counsellor == colleague:
            return self._tools.say(case, "given_already", colleague=colleague)
        words = self._tools.texts.fill("given", counsellor=given.counsellor, colleague=colleague)
        return self._tools.hand_to(case, colleague, given.person, words)

    def _named(self, words: str) -> CounsellorId | None:
        """Return the one colleague whose name is or begins with `words`."""
        wanted = fold(words)
        names = {name: fold(name) for name in self._colleagues()}
        whole = [name for name, folded in names.items() if folded == wanted]
        begun = [name for name, folded in names.items() if wanted and folded.startswith(wanted)]
        found = whole or begun
        return found[0] if len(found) == 1 else None

    def _close(self, given: InCase) -> Result:
        tools = self._tools
        if not given.words:
            tools.cases.post(given.case.id, PostKind.REASONS, tools.texts.fill("close_usage"))
            return Result()
        closed = replace(given.case, state=CaseState.CLOSED, waiting_since=None, raised_at=None)
        words = tools.texts.fill("closed", counsellor=given.counsellor, reason=given.words).strip()
        tools.cases.save(closed, (PostKind.TEXT, words), (PostKind.CARD, ""))
        language = tools.language(given.person)
        ended = tools.composer.menu(language, "case_ended_by_counsellor")
        feedback = tools.composer.ask_feedback(language)
        return Result((ToPerson(given.person, closed, ended), ToPerson(given.person, closed, feedback)))

    def _reopen(self, given: InCase) -> Result:
        tools = self._tools
        if given.case.is_open or tools.cases.of_person(given.person.id) is not None:
            return tools.say(given.case, "open_elsewhere")
        taken_at = given.case.taken_at or tools.now()
        opened = replace(given.case, state=CaseState.TAKEN, counsellor=given.counsellor, taken_at=taken_at)
        words = tools.texts.fill("reopened", counsellor=given.counsellor)
        tools.cases.save(opened, (PostKind.TEXT, words), (PostKind.CARD, ""))
        notice = tools.composer.desk_notice(["case_reopened"], tools.language(given.person), can_end=True)
        return Result((ToPerson(given.person, opened, notice),))
