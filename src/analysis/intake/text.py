"""What is typed in a cell, as text, number or date: all that reads one, under one name.

A function that reads a cell returns None where nothing is said in it and raises ValueError, without
the cell's content, where something stands there that it can't read or that can mean two things.
"""

from analysis.intake.dates import date, date_or_year, dates_in, year
from analysis.intake.numbers import money, money_unit, number, rate, whole
from analysis.intake.spelling import blank, composed, normal, toneless, unanswered, written

__all__ = [
    "blank",
    "composed",
    "date",
    "date_or_year",
    "dates_in",
    "money",
    "money_unit",
    "normal",
    "number",
    "rate",
    "toneless",
    "unanswered",
    "whole",
    "written",
    "year",
]
