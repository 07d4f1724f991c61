"""What the lines above a table say: whose it is, for which day or month, in which unit of money."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis.intake.cells import Cell
from analysis.intake.near import MOST
from analysis.intake.numbers import money_unit, money_unit_said
from analysis.intake.text import blank, composed, dates_in, normal, toneless, written
from analysis.intake.unit_names import first_named, nearest_units, unit_of, unit_of_line
from analysis.intake.vocabulary import meanings, phrases
from analysis.programme import Programme

__all__ = [
    "Title",
    "first_named",
    "names_a_unit",
    "office_names",
    "office_of",
    "read_title",
    "unit_of",
    "units_near",
]

_MONTH = re.compile(
    r"((?:ngày\s*)?\d{1,2}[^\S\n]*)?(?:tháng\s*|(?<!\w)t\.?(?=\d{1,2}/))(\d{1,2})\s*(?:năm|[/.,-])\s*(\d{4})(?!\d)"
)
_PIECES = re.compile(r"[;()\n]|,(?!\d)")


@dataclass(frozen=True, slots=True)
class Title:
    """The facts of a title block; None where it does not give one.

    unit, office: code and id of the programme's. month: its first day. money_unit: whole đồng in one.
    """

    unit: str | None
    office: str | None
    date: dt.date | None
    month: dt.date | None
    status: str | None
    money_unit: int | None
    synthetic: bool


def read_title(above: Iterable[Iterable[Cell]], programme: Programme) -> Title:
    """The facts in the rows down to and with the header."""
    lines = [written(cell) for row in above for cell in row if not blank(cell)]
    said = " ".join(normal(line) for line in lines)
    text = "\n".join(composed(line) for line in lines)
    return Title(
        unit=_unit(lines, programme),
        office=first_named(said, office_names(programme)),
        date=_date(lines),
        month=_month(text),
        status=first_named(said, meanings("statuses")),
        money_unit=_money_unit(lines),
        synthetic=any(phrase in said.split() for phrase in phrases("synthetic")),
    )


def names_a_unit(above: Iterable[Iterable[Cell]]) -> bool:
    """Whether some line is the name of a commune or town, be it of the programme or not."""
    lines = (written(cell) for row in above for cell in row if not blank(cell))
    parts = (normal(part) for line in lines for part in re.split(r"[,;/–-]", line))
    return any(map(_unit_line().fullmatch, parts))


@cache
def _unit_line() -> re.Pattern[str]:
    before = "|".join(sorted(phrases("units_before")))
    types = "|".join(normal(word) for word in set(meanings("unit_types").values()))
    return re.compile(rf"(?:(?:{before}) )*(?:{types})(?: \S+){{1,4}}")


def units_near(above: Iterable[Iterable[Cell]], programme: Programme) -> list[str]:
    """Names of the units that a title block which names none may have meant, the nearest first.

    Asked of the lines that are named like a unit ("Xã Tien Thuan", "UBND xã …").
    """
    lines = [written(cell) for row in above for cell in row if not blank(cell)]
    parts = [part for line in lines for part in re.split(r"[,;/–-]", line)]
    near = [nearest_units(part, programme) for part in parts if _like_a_unit().fullmatch(toneless(part))]
    return list(dict.fromkeys(name for names in near for name in names))[:MOST]


@cache
def _like_a_unit() -> re.Pattern[str]:
    before = "|".join(sorted(map(toneless, phrases("units_before"))))
    types = "|".join(sorted({toneless(word) for pair in meanings("unit_types").items() for word in pair}))
    return re.compile(rf"(?:(?:{before}) )*(?:{types})(?: \S+){{1,4}}")


def office_names(programme: Programme) -> dict[str, str]:
    """Names of the offices in normal form and their ids."""
    return {normal(name): office.id for office in programme.offices for name in (office.name, office.short)}


def office_of(text: str, programme: Programme) -> str | None:
    """Id of the office a cell names; "LĐ-TB&XH", "LĐTBXH" and "LĐTB và XH" are one abbreviation."""
    names = {_squeezed(name): id for name, id in office_names(programme).items()}
    return names.get(_squeezed(text))


def _squeezed(text: str) -> str:
    return "".join(word for word in normal(text).split() if word not in phrases("joining"))


def _unit(lines: list[str], programme: Programme) -> str | None:
    """The unit whose name stands first; it may be written over two cells ("XÃ", "TIÊN THUẬN")."""
    named = (unit_of_line(line, programme) for line in lines)
    return next(filter(None, named), None) or unit_of_line(" ".join(lines), programme)


def _date(lines: list[str]) -> dt.date | None:
    """The day the table stands for: the one after "thời điểm" or the like, otherwise the only one.

    A place and date of signing stands beside it on many papers.
    """
    found = [(line, place, day) for line in lines for place, day in dates_in(line)]
    announced = [day for line, place, day in found if _announces(composed(line)[:place])]
    days = set(announced[:1] or (day for _, _, day in found))
    return days.pop() if len(days) == 1 else None


def _announces(before: str) -> bool:
    said = f" {normal(before)} "
    return any(f" {phrase} " in said for phrase in phrases("dates_before"))


def _month(text: str) -> dt.date | None:
    """The month the lines speak of, where they speak of one; a day of signing is none."""
    months = {
        dt.date(int(year), int(month), 1)
        for day, month, year in _MONTH.findall(text)
        if not day and 1 <= int(month) <= 12 and 1900 <= int(year) <= 2100
    }
    return months.pop() if len(months) == 1 else None


def _money_unit(lines: list[str]) -> int | None:
    """The one unit of money named: after "Đơn vị tính", or alone in a cell or in brackets.

    Where two are named, say above the table and in a heading, the table has none that holds.
    """
    pieces = [piece for line in lines for piece in _PIECES.split(line) if normal(piece)]
    said = [money_unit(piece) for piece in pieces]
    for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
        announced = _announced().fullmatch(normal(piece))
        if announced:
            said.append(money_unit_said(announced["unit"] or after))
    units = {unit for unit in said if unit is not None}
    return units.pop() if len(units) == 1 else None


@cache
def _announced() -> re.Pattern[str]:
    before = "|".join(sorted(phrases("money_before"), key=len, reverse=True))
    return re.compile(rf"(?:.* )?(?:{before})(?: (?P<unit>.*))?")
