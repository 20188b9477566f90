"""One line about the last seven days, for who asks for the overview in the group."""

from collections import Counter

from conversations.counsellor_texts import CounsellorTexts
from conversations.statistics import QUESTIONS, Counted, Statistics

_DAYS = 7


def week_line(statistics: Statistics, words: CounsellorTexts) -> str:
    """Return how many cases and questions there were; empty when nothing happened."""
    total: Counter[Counted] = Counter()
    for each in statistics.last_days(_DAYS):
        total[each.kind] += each.count
    if not total:
        return ""
    return words.fill(
        "overview_week",
        opened=str(total[Counted.CASE_OPENED]),
        closed=str(total[Counted.CASE_CLOSED]),
        questions=str(sum(total[kind] for kind in QUESTIONS)),
        missed=str(total[Counted.NOT_UNDERSTOOD]),
    )
