"""Guidance in two phases: every rule G01 to G30, their order, and what not knowing leads to."""

from collections.abc import Mapping

import pytest

from content.model import Helper, TopicId
from conversations.flows.guidance import (
    DETAINED,
    FEARS_DANGER,
    FINISHED,
    GUIDANCE,
    IS_MINOR,
    KNOWS_OPTIONS,
    NEW_FACTS,
    RETURN_POSSIBLE,
    WANTS_RETURN,
    WantsReturn,
)
from conversations.flows.questions import Answer, Question, Special, YesNo
from conversations.flows.results import Result
from tests.unit.conversations.flows.walks import TODAY, every_way, keys, lines_of, result_of

_YES, _NO, _UNKNOWN = YesNo.YES, YesNo.NO, Special.UNKNOWN
_USUAL: Mapping[Question, Answer] = {
    DETAINED: _NO,
    IS_MINOR: _NO,
    FEARS_DANGER: _NO,
    NEW_FACTS: _NO,
    FINISHED: _YES,
    WANTS_RETURN: WantsReturn.NOT_SURE,
    RETURN_POSSIBLE: _YES,
    KNOWS_OPTIONS: _NO,
}
_CHECKLIST = ["guidance_checklist_intro", *(f"guidance_checklist_{number}" for number in range(1, 5))]
_STOPS = ("g01", "g02", "g05", "g06")


def _guided(changes: Mapping[Question, Answer]) -> Result:
    return result_of(GUIDANCE, {**_USUAL, **changes})


@pytest.mark.parametrize(
    ("rule", "answers", "helper", "topic"),
    [
        ("g06", {DETAINED: _YES}, Helper.LEGAL_AID, "detention_when"),
        ("g01", {IS_MINOR: _YES}, Helper.NIDOS, "minor_rejected_what_now"),
        ("g02", {FEARS_DANGER: _YES}, Helper.COUNSELLOR, "afraid_to_return_danger"),
        (
            "g05",
            {WANTS_RETURN: WantsReturn.YES, RETURN_POSSIBLE: _NO},
            Helper.COUNSELLOR,
            "buitenschuld_conditions",
        ),
    ],
)
def test_rules_that_end_the_guidance(
    rule: str, answers: Mapping[Question, Answer], helper: Helper, topic: str
) -> None:
    """Detention, a minor, danger and a return that cannot be: one text, who helps, and no phase."""
    result = _guided(answers)

    assert (result.rule, keys(lines_of(result))) == (rule, [f"guidance_{rule}"])
    assert result.helper is helper
    assert TopicId(topic) in result.topics


@pytest.mark.parametrize(
    ("rule", "answers", "helper", "topic"),
    [
        ("g03", {NEW_FACTS: _YES}, Helper.LEGAL_AID, "repeat_asylum_application"),
        ("g04", {FINISHED: _NO}, Helper.COUNSELLOR, "legal_aid"),
        ("g10", {WANTS_RETURN: WantsReturn.NO}, Helper.COUNSELLOR, "future_options_overview"),
        ("g10", {WANTS_RETURN: WantsReturn.NOT_SURE}, Helper.COUNSELLOR, "life_without_papers"),
    ],
    ids=["g03", "g04", "g10 no", "g10 not sure"],
)
def test_rules_of_phase_1(rule: str, answers: Mapping[Question, Answer], helper: Helper, topic: str) -> None:
    """Phase 1 talks about all possibilities, with the questions to take to a counsellor."""
    result = _guided(answers)

    assert (result.rule, keys(result.told)) == (rule, [f"guidance_{rule}", "guidance_g30"])
    assert keys(result.besides) == _CHECKLIST
    assert result.conflicts == ()
    assert result.helper is helper
    assert TopicId(topic) in result.topics


@pytest.mark.parametrize("possible", [_YES, _UNKNOWN], ids=["g20 possible", "g20 unknown"])
@pytest.mark.parametrize("knows", [_YES, _NO, _UNKNOWN])
def test_g20_a_plan_for_who_wants_to_go_back(possible: Answer, knows: Answer) -> None:
    """Phase 2 always brings a counsellor, with the checklist and where the sources disagree (G21, G30)."""
    result = _guided({WANTS_RETURN: WantsReturn.YES, RETURN_POSSIBLE: possible, KNOWS_OPTIONS: knows})

    assert result.rule == "g20"
    assert keys(result.told) == ["guidance_g20", "guidance_g21", "guidance_g30"]
    assert keys(result.besides) == _CHECKLIST
    assert keys(result.conflicts) == ["guidance_conflict_1"]
    assert result.helper is Helper.COUNSELLOR
    assert result.topics == tuple(
        map(TopicId, ("travel_documents_help", "in_kind_reintegration", "help_after_arrival"))
    )


def test_g21_and_g30_stand_in_their_phases_only() -> None:
    """Help after return belongs to phase 2; changing one's mind is told in both phases."""
    told = {(result.rule, "guidance_g21" in keys(result.told)) for _, result in every_way(GUIDANCE)}
    free = {(result.rule, "guidance_g30" in keys(result.told)) for _, result in every_way(GUIDANCE)}

    assert {rule for rule, is_told in told if is_told} == {"g20"}
    assert {rule for rule, is_told in free if not is_told} == set(_STOPS)
    assert len(told) == len(free) == 8


@pytest.mark.parametrize(("knows", "shown"), [(_YES, []), (_NO, _CHECKLIST), (_UNKNOWN, _CHECKLIST)])
def test_the_checklist_is_for_who_does_not_know_the_options(knows: Answer, shown: list[str]) -> None:
    """In phase 1 the questions for the counsellor are shown unless the options are known."""
    assert keys(_guided({KNOWS_OPTIONS: knows}).besides) == shown


def test_the_most_urgent_rule_comes_first() -> None:
    """Detention before age, age before danger, danger before new facts, those before a running procedure."""
    urgent: list[tuple[str, Question, Answer]] = [
        ("g06", DETAINED, _YES),
        ("g01", IS_MINOR, _YES),
        ("g02", FEARS_DANGER, _YES),
        ("g03", NEW_FACTS, _YES),
        ("g04", FINISHED, _NO),
    ]
    answers: dict[Question, Answer] = {WANTS_RETURN: WantsReturn.YES, RETURN_POSSIBLE: _NO}
    reached = [_guided(answers).rule]
    for _, question, answer in reversed(urgent):
        answers[question] = answer
        reached.append(_guided(answers).rule)

    assert reached == ["g05", "g04", "g03", "g02", "g01", "g06"]


def test_who_is_locked_up_is_asked_nothing_more() -> None:
    """After detention or a deportation date there is no flow: the first answer ends it."""
    assert GUIDANCE.step({}, TODAY) is DETAINED
    assert isinstance(GUIDANCE.step({DETAINED.id: _YES}, TODAY), Result)


def test_not_knowing_anything_is_where_phase_1_begins() -> None:
    """What somebody does not know never ends the guidance and never leads to a plan for return."""
    assert _guided(dict.fromkeys(_USUAL, _UNKNOWN)).rule == "g10"


@pytest.mark.parametrize("question", [DETAINED, IS_MINOR, FEARS_DANGER, NEW_FACTS, FINISHED])
def test_not_knowing_one_thing_goes_on(question: Question) -> None:
    """A question that cannot be answered is passed over."""
    assert _guided({question: _UNKNOWN}).rule == "g10"


def test_only_who_wants_it_hears_of_a_plan() -> None:
    """Return is never the aim: without a "yes" to going back no way leads to phase 2."""
    wants: set[tuple[str, Answer | None]] = {
        (result.rule, answers.get(WANTS_RETURN.id)) for answers, result in every_way(GUIDANCE)
    }

    assert {wish for rule, wish in wants if rule in ("g05", "g20")} == {WantsReturn.YES}


def test_every_end_brings_a_person() -> None:
    """Whatever the outcome, somebody is named to talk to."""
    assert all(result.helper is not None for _, result in every_way(GUIDANCE))
