"""All interviews by id, and the topics from which they are offered."""

from collections.abc import Mapping
from types import MappingProxyType

from content.model import TopicId
from conversations.flows.departure_term import DEPARTURE_TERM
from conversations.flows.guidance import GUIDANCE
from conversations.flows.interview import Interview, InterviewId
from conversations.flows.new_deadline import NEW_DEADLINE
from conversations.flows.procedure_timeline import PROCEDURE_TIMELINE
from conversations.flows.reintegration_money import REINTEGRATION_MONEY
from conversations.flows.unaccompanied_minor import UNACCOMPANIED_MINOR

INTERVIEWS: Mapping[InterviewId, Interview] = MappingProxyType(
    {
        each.id: each
        for each in (
            DEPARTURE_TERM,
            REINTEGRATION_MONEY,
            UNACCOMPANIED_MINOR,
            PROCEDURE_TIMELINE,
            GUIDANCE,
            NEW_DEADLINE,
        )
    }
)

CALCULATORS = tuple(each for each in InterviewId if each is not InterviewId.NEW_DEADLINE)

_OFFERED: Mapping[InterviewId, tuple[str, ...]] = {
    InterviewId.DEPARTURE_TERM: (
        "departure_term_length",
        "departure_term_during_appeal",
        "departure_term_zero_days",
        "departure_term_extension",
        "after_departure_term",
        "shelter_during_term_and_appeal",
        "what_rejection_means",
    ),
    InterviewId.REINTEGRATION_MONEY: (
        "hrt_amounts",
        "current_hrt_amounts",
        "in_kind_reintegration",
        "iom_rean_support",
    ),
    InterviewId.UNACCOMPANIED_MINOR: (
        "minor_rejected_what_now",
        "minor_no_return_decision_yet",
        "minor_with_return_decision",
        "minor_turning_18",
    ),
    InterviewId.PROCEDURE_TIMELINE: ("asylum_procedure_timeline", "procedure_tracks_and_dublin"),
    InterviewId.GUIDANCE: ("guidance_two_phases", "future_options_overview", "what_vluchtelingenwerk_can_do"),
}

OFFERED_WITH: Mapping[TopicId, InterviewId] = MappingProxyType(
    {TopicId(topic): interview for interview, topics in _OFFERED.items() for topic in topics}
)
"""The interview that is offered below the answer to a topic."""
