"""Money on return with IOM: the support contribution (OSB) and the return scheme (HRT), as a range.

The amounts are those of May 2017, in whole euros, from "Terugkeer van afgewezen asielzoekers", ch. 4.3; the
conditions and the list of countries are not in the sources, so what is not known makes a range.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from content.model import DocumentId, Helper, Source, TopicId
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.questions import Case, Choice, Number, QuestionId, YesNo, YesNoQuestion
from conversations.flows.results import Euros, Line, Result

OSB_PER_ADULT = 200
OSB_PER_CHILD = 40
HRT_PER_ADULT = 1750
HRT_PER_CHILD = 880
MOST_ADULTS = 10
MOST_CHILDREN = 15


class Destination(StrEnum):
    """Where the person goes."""

    COUNTRY_OF_ORIGIN = "country_of_origin"
    THIRD_COUNTRY = "third_country_with_admission"
    OTHER = "other"


WITH_IOM = YesNoQuestion(QuestionId("returns_with_iom"))
IS_MINOR = YesNoQuestion(QuestionId("unaccompanied_minor"))
ADULTS = Number(QuestionId("adults"), 1, MOST_ADULTS)
CHILDREN = Number(QuestionId("accompanying_children"), 0, MOST_CHILDREN)
ASKED_ASYLUM = YesNoQuestion(QuestionId("asylum_background"))
ON_LIST = YesNoQuestion(QuestionId("country_on_hrt_list"))
MEETS_CONDITIONS = YesNoQuestion(QuestionId("osb_conditions_met"))
DESTINATION = Choice(QuestionId("destination"), Destination)

QUESTIONS = (WITH_IOM, IS_MINOR, ADULTS, CHILDREN, DESTINATION, ASKED_ASYLUM, ON_LIST, MEETS_CONDITIONS)

_REPORT = DocumentId("terugkeer_beleid_en_praktijk")
_AMOUNTS = (Source(_REPORT, "4.3"), Source(_REPORT, "4.3 footnote 59"))
_THIRD_COUNTRY = (Source(_REPORT, "4.3"), Source(_REPORT, "6"), Source(_REPORT, "4.2 footnote 54"))


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, in whole euros."""

    least: int
    most: int

    def __add__(self, other: "Range") -> "Range":
        """Add the lower and the upper ends."""
        return Range(self.least + other.least, self.most + other.most)


def conclude(case: Case) -> Result:
    """Return the range of the money, or why no amount can be told.

    Raises MissingAnswerError when a question must be asked first.
    """
    if case[WITH_IOM] is YesNo.NO:
        return _without_amount("m01", None, "in_kind_reintegration", "independent_return_meaning")
    if case[IS_MINOR] is YesNo.YES:
        return _without_amount("m02", Helper.NIDOS, "iom_rean_support", "in_kind_reintegration")
    adults = case[ADULTS]
    if not isinstance(adults, int) or not isinstance(children := case[CHILDREN], int):
        return _amounts_for_one()
    elsewhere = case[DESTINATION] is Destination.THIRD_COUNTRY
    osb, osb_rule = _osb(case, adults, children)
    hrt, hrt_rule = _hrt(case, adults, children)
    total = osb + hrt
    return Result(
        rule=hrt_rule,
        told=(_amount("reintegration_money_total", total), Line("reintegration_money_as_of")),
        calculation=(
            Line("reintegration_money_people", {"adults": adults, "children": children}),
            _amount("reintegration_money_osb", osb),
            _amount("reintegration_money_hrt", hrt),
        ),
        besides=tuple(_besides(osb_rule, hrt_rule, elsewhere=elsewhere)),
        conflicts=(
            *((Line("reintegration_money_conflict_1"),) if elsewhere else ()),
            Line("reintegration_money_conflict_2"),
        ),
        topics=tuple(map(TopicId, ("hrt_amounts", "in_kind_reintegration", "iom_rean_support"))),
        sources=_THIRD_COUNTRY if elsewhere else _AMOUNTS,
        helper=Helper.IOM,
        is_estimate=True,
    )


def _without_amount(rule: str, helper: Helper | None, *topics: str) -> Result:
    return Result(
        rule=rule,
        told=(Line(f"reintegration_money_{rule}"),),
        topics=tuple(map(TopicId, topics)),
        sources=_AMOUNTS[:1],
        helper=helper,
    )


def _amounts_for_one() -> Result:
    """Tell the amounts for one person to somebody who does not know how many will go."""
    return Result(
        rule="people_unknown",
        told=tuple(Line(f"reintegration_money_{name}") for name in ("m04", "m06", "in_kind", "as_of")),
        conflicts=(Line("reintegration_money_conflict_2"),),
        topics=tuple(map(TopicId, ("hrt_amounts", "iom_rean_support"))),
        sources=_AMOUNTS,
        helper=Helper.IOM,
        is_estimate=True,
    )


def _osb(case: Case, adults: int, children: int) -> tuple[Range, str]:
    """Apply M04 and M05: without the conditions nothing, and when nobody knows them maybe nothing."""
    full = adults * OSB_PER_ADULT + children * OSB_PER_CHILD
    match case[MEETS_CONDITIONS]:
        case YesNo.NO:
            return Range(0, 0), "m05"
        case YesNo.YES:
            return Range(full, full), "m04"
        case _:
            return Range(0, full), "m04"


def _hrt(case: Case, adults: int, children: int) -> tuple[Range, str]:
    """Apply M06 to M08."""
    full = adults * HRT_PER_ADULT + children * HRT_PER_CHILD
    if case[ASKED_ASYLUM] is YesNo.NO or case[ON_LIST] is YesNo.NO:
        return Range(0, 0), "m07"
    if case[ASKED_ASYLUM] is YesNo.YES and case[ON_LIST] is YesNo.YES:
        return Range(full, full), "m06"
    return Range(0, full), "m08"


def _amount(key: str, amount: Range) -> Line:
    if amount.least == amount.most:
        return Line(key, {"amount": Euros(amount.most)})
    return Line(f"{key}_range", {"least": Euros(amount.least), "most": Euros(amount.most)})


def _besides(osb_rule: str, hrt_rule: str, *, elsewhere: bool) -> Iterator[Line]:
    if elsewhere:
        yield Line("reintegration_money_m03")
    yield Line(f"reintegration_money_{osb_rule}")
    yield Line(f"reintegration_money_{hrt_rule}")
    yield Line("reintegration_money_in_kind")


REINTEGRATION_MONEY = Interview(InterviewId.REINTEGRATION_MONEY, QUESTIONS, conclude)
