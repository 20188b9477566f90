"""Figures that stand in answers and that the operator decides: an answer has `{interview_days}`, say."""

from enum import StrEnum


class Figure(StrEnum):
    """Names of the figures, as they stand in braces; each is told as "7 days" in the language."""

    INTERVIEW_DAYS = "interview_days"
    """How long the answers of an interview are kept with which nobody goes on."""

    DATE_DAYS = "date_days"
    """How long a date is kept after the day itself."""

    CASE_DAYS = "case_days"
    """How long a conversation with a counsellor is kept after its end."""
