"""Days and years as people type them, the day before the month.

A year has four figures: 05/09/58 is a birth in 1958 in one column and a decision in 2058 in none,
and is refused. So is 12/31/2022, which is not turned round. Refusing is a ValueError that does not
repeat the cell.
"""

from __future__ import annotations

import datetime as dt
import re

from analysis.intake.cells import Cell
from analysis.intake.numbers import whole
from analysis.intake.spelling import composed, normal, unanswered
from analysis.intake.vocabulary import begins_with, is_one_of

_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_FIRST, _LAST = dt.date(1920, 1, 1), dt.date(2099, 12, 31)
"""The days a serial number may mean; a smaller number is a count, a larger one an amount."""

_EARLIEST, _LATEST = 1900, 2100
"""Years that can be meant on these papers."""

_PART = r"\s*[/.\-–\\]\s*"
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}}){_PART}(\d{{1,2}}){_PART}(\d{{4}})(?!\d)", re.ASCII)
# Without "ngày" a day before "tháng" may be the number of something else: it must begin what is said.
_WORDS = re.compile(
    r"(?:ng[aà]y\s*|(?:^|(?<=[,;:(]))\s*)(\d{1,2})\s*th[aá]ng\s*(\d{1,2})\s*(?:n[aă]m|[/.,-])\s*(\d{4})(?!\d)",
    re.ASCII,
)
_YEAR_FIRST = re.compile(rf"(?<!\d)(\d{{4}}){_PART}(\d{{1,2}}){_PART}(\d{{1,2}})(?!\d)", re.ASCII)
_CLOCK = re.compile(r"[t\s]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?", re.ASCII)
_USUAL = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]0+)?", re.ASCII)
_ONLY_YEAR = re.compile(r"(?:n[aă]m\s*)?(\d{4})", re.ASCII)


def dates_in(text: str) -> list[tuple[int, dt.date]]:
    """The dates written in a text and where each begins: 31/12/2022, ngày 31 tháng 12 năm 2022."""
    return [(start, day) for start, _, day in _found(composed(text))]


def date(cell: Cell, date1904: bool = False) -> dt.date | None:
    """The date in a cell: a spreadsheet's date, its serial number, or one written in figures or words.

    date1904: whether the workbook counts its days from 1904. Besides the date a text may hold only
    what goes with one ("ngày", the number of a decision, a time of the day).
    """
    usual = _usual(cell)
    if usual is not None:
        return usual
    if unanswered(cell):
        return None
    if isinstance(cell, dt.date):  # a time of the day is part of some
        return _sensible(cell.date() if isinstance(cell, dt.datetime) else cell)
    if isinstance(cell, str):
        return _date_of(composed(cell).strip().removeprefix("'"), date1904)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_serial(cell, date1904)
    raise ValueError("not a date")


def year(cell: Cell, date1904: bool = False) -> int | None:
    """The year in a cell that holds a year or a date."""
    alone = _year_alone(cell)
    if alone is not None:
        return alone
    day = date(cell, date1904)
    return None if day is None else day.year


def date_or_year(cell: Cell, date1904: bool = False) -> dt.date | int | None:
    """The date in a cell, or the year where no more is known."""
    usual = _usual(cell)
    if usual is not None:
        return usual
    alone = None if isinstance(cell, dt.date) else _year_alone(cell)
    return date(cell, date1904) if alone is None else alone


def _usual(cell: Cell) -> dt.date | None:
    """The day of a text as most are written: the longer way would find the same, and takes its time."""
    match = _USUAL.fullmatch(cell) if isinstance(cell, str) else None
    return _day(int(match[3]), int(match[2]), int(match[1])) if match else None


def _year_alone(cell: Cell) -> int | None:
    if isinstance(cell, str):
        match = _ONLY_YEAR.fullmatch(composed(cell).strip().removeprefix("'"))
        value = int(match[1]) if match else None
    else:
        try:
            value = whole(cell)
        except ValueError:
            return None
    return value if value is not None and _EARLIEST <= value <= _LATEST else None


def _date_of(text: str, date1904: bool) -> dt.date:
    found = _found(text)
    if len(found) == 1 and "?" not in text:
        start, end, day = found[0]
        if _goes_before_a_date(text[:start]) and _goes_after_a_date(text[end:]):
            return day
    if _SERIAL.fullmatch(text):
        return _of_serial(int(text[:5]), date1904)
    raise ValueError("not a date")


def _goes_before_a_date(text: str) -> bool:
    said = normal(text)
    if not said or is_one_of("before_a_date", said):
        return True
    return begins_with("decisions", said) and is_one_of("before_a_date", said.split()[-1])


def _goes_after_a_date(text: str) -> bool:
    return not normal(text) or bool(_CLOCK.fullmatch(text.rstrip()))


def _found(lower: str) -> list[tuple[int, int, dt.date]]:
    """Where each date of a text in lower case begins and ends."""
    found = []
    for pattern, order in ((_WORDS, (2, 1, 0)), (_DAY_FIRST, (2, 1, 0)), (_YEAR_FIRST, (0, 1, 2))):
        for match in pattern.finditer(lower):
            year, month, day = (int(match.groups()[i]) for i in order)
            try:
                found.append((match.start(), match.end(), _day(year, month, day)))
            except ValueError:
                continue
    return sorted(found)


def _of_serial(serial: float, date1904: bool) -> dt.date:
    epoch = _EPOCH_1904 if date1904 else _EPOCH
    if (_FIRST - epoch).days <= serial < (_LAST - epoch).days + 1:
        return epoch + dt.timedelta(days=int(serial))
    raise ValueError("not a date")


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return _sensible(dt.date(year, month, day))
    except ValueError:
        raise ValueError("not a date") from None


def _sensible(day: dt.date) -> dt.date:
    if not _EARLIEST <= day.year <= _LATEST:
        raise ValueError("not a date")
    return day
