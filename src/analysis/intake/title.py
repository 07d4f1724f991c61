"""What the lines above a table say: whose it is, for which day or month, in which unit of money."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from analysis.intake.cells import Cell
from analysis.intake.text import blank, composed, dates_in, normal, written
from analysis.intake.vocabulary import meanings, phrases
from analysis.programme import Programme

_MONTH = re.compile(r"(ngày\s*\d{1,2}\s*)?tháng\s*(\d{1,2})\s*(?:năm|/|-)\s*(\d{4})")
_MONEY = re.compile(
    r"(?:đơn vị(?: tính)?|đvt)\s*[:：]?\s*(1[.,]?000\s+|nghìn\s+|ngàn\s+|triệu\s+|tỷ\s+|tỉ\s+)?đồng"
)
_DONG = {"": 1, "1000": 10**3, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


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
        unit=first_named(said, _unit_names(programme)),
        office=first_named(said, office_names(programme)),
        date=_date(lines),
        month=_month(text),
        status=first_named(said, meanings("statuses")),
        money_unit=_money_unit(text),
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


def first_named(said: str, names: Mapping[str, str]) -> str | None:
    """What the name that stands first in a text is a name of, of two that begin together the longer."""
    padded = f" {said} "
    places = [(padded.find(f" {name} "), -len(name), meant) for name, meant in names.items() if name]
    found = [place for place in places if place[0] >= 0]
    return min(found)[2] if found else None


def unit_of(text: str, programme: Programme) -> str | None:
    """Code of the unit a cell names, with or without its type (xã, thị trấn), if it is one."""
    return _unit_names(programme).get(normal(text)) or _bare_names(programme).get(normal(text))


def office_names(programme: Programme) -> dict[str, str]:
    """Names of the offices in normal form and their ids."""
    return {normal(name): office.id for office in programme.offices for name in (office.name, office.short)}


def _unit_names(programme: Programme) -> dict[str, str]:
    return _names_of_units(tuple((unit.code, unit.name) for unit in programme.units))[0]


def _bare_names(programme: Programme) -> dict[str, str]:
    return _names_of_units(tuple((unit.code, unit.name) for unit in programme.units))[1]


@cache
def _names_of_units(units: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Names with the type, in full and short, and names without it; a name two units share is none."""
    full, bare = {}, {}
    types = meanings("unit_types")
    for code, name in units:
        full[normal(name)] = code
        for short, kind in types.items():
            if normal(name).startswith(normal(kind) + " "):
                own = normal(name).removeprefix(normal(kind) + " ")
                full[f"{short} {own}"] = code
                bare[own] = code if own not in bare else ""
    return full, {name: code for name, code in bare.items() if code}


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
    for day, month, year in _MONTH.findall(text):
        if not day and 1 <= int(month) <= 12 and 1900 <= int(year) <= 2100:
            return dt.date(int(year), int(month), 1)
    return None


def _money_unit(text: str) -> int | None:
    match = _MONEY.search(text)
    return None if match is None else _DONG[re.sub(r"[\s.,]", "", match[1] or "")]
