"""How a cell is read by the type of its column; the types are those of the layouts.

Each reader takes a cell that is not blank, gives its value or None for a word that says there is
none, and raises ValueError, without the content, where something stands there that it can't read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

from analysis.intake import text
from analysis.intake.cells import Cell
from analysis.intake.title import Title, office_of, unit_of
from analysis.intake.vocabulary import is_no_code, mark, meaning
from analysis.programme import Programme

LONGEST_COUNT = 10**7
"""A count this large is a telephone or identity number in the wrong column, and must not be shown."""

SIGNS_OF_A_CODE = 3
"""So many different letters or digits, of which the last is a digit, are no placeholder such as 999."""

_EXACT = 10**15
"""From here on spreadsheet programs keep a number's first digits alone."""

_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
"""A long number as such programs show it in a narrow column."""

Reader = Callable[[Cell], object]


def readers(title: Title, programme: Programme, date1904: bool = False) -> dict[str, Reader]:
    """The reader of each type of column, for a table with this title in a file with this system of dates."""
    kinds = {text.normal(name): kind.id for kind in programme.kinds for name in (kind.name.vi, kind.name.en)}

    def unit(cell: Cell) -> str:
        return _known(unit_of(text.written(cell), programme))

    def office(cell: Cell) -> str:
        return _known(office_of(text.written(cell), programme))

    def kind(cell: Cell) -> str:
        return _known(kinds.get(text.normal(text.written(cell))))

    def money(cell: Cell) -> int | None:
        return text.money(cell, title.money_unit)

    def word(topic: str) -> Reader:
        return lambda cell: meaning(topic, text.written(cell))

    return {
        "text": text.written,
        "project": text.written,
        "code": _code,
        "count": _count,
        "points": _count,
        "money": money,
        "mark": mark,
        "sex": word("sexes"),
        "class": word("classes"),
        "reason": word("reasons"),
        "account": word("accounts"),
        "date": partial(text.date, date1904=date1904),
        "date_or_year": partial(text.date_or_year, date1904=date1904),
        "year": partial(text.year, date1904=date1904),
        "unit": unit,
        "office": office,
        "kind": kind,
    }


def _known(name: str | None) -> str:
    if name is None:
        raise ValueError("not a name of the programme")
    return name


def _code(cell: Cell) -> str:
    code = text.written(cell)
    if isinstance(cell, str):
        lost = "+" in code and _SHORTENED.fullmatch(code) is not None
    else:
        lost = isinstance(cell, bool | dt.date) or (isinstance(cell, int | float) and cell >= _EXACT)
    if lost:
        raise ValueError("digits lost")
    if code[-1:].isdecimal() and len(set(code)) >= SIGNS_OF_A_CODE:
        return code
    if is_no_code(code):  # shared by many households it would merge strangers
        raise ValueError("no code")
    return code


def _count(cell: Cell) -> int | None:
    count = text.whole(cell)
    if count is not None and not 0 <= count < LONGEST_COUNT:
        raise ValueError("not a count")
    return count
