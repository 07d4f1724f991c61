"""Law as dated data: YAML files beside this one, read by date, never defaulted."""

from analysis.law.classes import class_by_lines, class_by_scores, lines_by_income, lines_by_scores
from analysis.law.reader import (
    LawError,
    ReviewCalendar,
    Standard,
    indicators_of_all_standards,
    load_review_calendar,
    load_standard,
    need_standard,
)

__all__ = [
    "LawError",
    "ReviewCalendar",
    "Standard",
    "class_by_lines",
    "class_by_scores",
    "indicators_of_all_standards",
    "lines_by_income",
    "lines_by_scores",
    "load_review_calendar",
    "load_standard",
    "need_standard",
]
