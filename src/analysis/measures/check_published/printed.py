"""The lines of a published table: its figures as printed, with the decimals they were printed with."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import pandas as pd

from analysis.printed import count, figure, plain, printed_words, unprinted

_KEY = ("unit", "round", "standard", "measure")
_NEEDED = ("unit", "round", "measure")

_FIGURES = {
    "households": ("households", count),
    "total": ("total_households", count),
    "rate": ("rate_percent", figure),
    "change": ("change_points", figure),
}
"""The figures of a line, each with its column and how it is read."""

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")
_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; None where nothing is printed. `decimals` of a figure are its exponent.

    row: its place in the table, from 1; unread: the columns whose text is no figure, with the text.
    """

    unit: Any
    round: Any
    standard: Any
    measure: Any
    households: int | None
    total: int | None
    rate: Decimal | None
    change: Decimal | None
    part_of: tuple[str, ...] = ()
    row: int = field(default=0, compare=False)
    unread: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> tuple[Any, Any, Any]:
        """What one total of households belongs to."""
        return self.unit, self.round, self.standard


def decimals(figure: Decimal) -> int:
    """How many decimals a figure is printed with."""
    return max(0, -int(figure.as_tuple().exponent))


def half_unit(figure: Decimal) -> Decimal:
    """Half a unit of a figure's last decimal: the most that rounding may have taken or given."""
    return Decimal(5).scaleb(-decimals(figure) - 1)


def read_lines(table: pd.DataFrame) -> list[Line]:
    """The table's lines in their order; a line without its own total takes the one of its place.

    A figure that can't be read is as if it were not printed, and kept in `unread`.
    Raises ValueError for a line that stands twice with other figures.
    """
    lacking = [column for column in _NEEDED if column not in table]
    if lacking:
        raise ValueError(f"the table lacks {', '.join(lacking)}")
    lines: dict[tuple[Any, ...], Line] = {}
    for number, row in enumerate(table.to_dict("records"), start=1):
        line = _line(row, number)
        key = tuple(getattr(line, name) for name in _KEY)
        if lines.setdefault(key, line) != line:
            raise ValueError(
                f"row {number}: {line.measure} of {line.unit} in {line.round} stands twice with other "
                "figures: say with `round` or `standard` what sets them apart"
            )
    return list(_with_totals(list(lines.values())))


def _with_totals(lines: list[Line]) -> Iterator[Line]:
    """The lines, each with the total of its place where it prints none and the place has just one."""
    totals: dict[tuple[Any, ...], set[int]] = {}
    for line in lines:
        if line.total is not None:
            totals.setdefault(line.place, set()).add(line.total)
    for line in lines:
        known = totals.get(line.place, set())
        yield replace(line, total=next(iter(known))) if line.total is None and len(known) == 1 else line


def by_place(lines: Iterable[Line]) -> dict[tuple[Any, Any, Any], list[Line]]:
    """The lines of each unit, round and standard."""
    places: dict[tuple[Any, Any, Any], list[Line]] = {}
    for line in lines:
        places.setdefault(line.place, []).append(line)
    return places


def _line(row: dict[str, Any], number: int) -> Line:
    figures: dict[str, Any] = {}
    unread: list[tuple[str, str]] = []
    for name, (column, reading) in _FIGURES.items():
        figures[name], text = _read(row.get(column), reading)
        if text is not None:
            unread.append((column, text))
    period, wholes = said(row.get("round")), str(said(row.get("part_of")) or "").split(";")
    return Line(
        unit=said(row.get("unit")),
        round=period,
        standard=said(row.get("standard")) or _standard_in(period),
        measure=said(row.get("measure")),
        part_of=tuple(name for part in wholes if (name := said(part))),
        row=number,
        unread=tuple(unread),
        **figures,
    )


def _read(value: Any, reading: Callable[[Any], Any]) -> tuple[Any, str | None]:
    """A figure, or the text that is none."""
    if unprinted(value):
        return None, None
    try:
        return reading(value), None
    except (ValueError, ArithmeticError):
        return None, str(value)


def said(name: Any) -> Any:
    """A name in composed letters, as every other way to type it; None where nothing or a dash stands."""
    if name is None or pd.isna(name) or str(name).strip() in ("", "-"):
        return None
    return " ".join(unicodedata.normalize("NFC", name).split()) if isinstance(name, str) else name


def round_day(period: Any) -> dt.date | None:
    """The day a round stands for: its date, or the end of the first year it names, if not its beginning.

    >>> str(round_day("Cuối năm 2021")), str(round_day("15/12/2023")), round_day("đợt 2")
    ('2021-12-31', '2023-12-15', None)
    """
    if isinstance(period, dt.datetime):
        return period.date()
    if isinstance(period, dt.date):
        return period
    match = _DAY.search(str(period)) or _DAY_FIRST.search(str(period))
    try:
        if match:
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    year, text = _YEAR.search(str(period)), plain(str(period))
    month_and_day = (1, 1) if any(word in text for word in printed_words()["year_begins"]) else (12, 31)
    return dt.date(int(year["year"]), *month_and_day) if year else None


def _standard_in(period: Any) -> str | None:
    """The standard a round is printed with, as in "2021 (2016–2020)"; a period alone is the round."""
    found = _PERIOD.search(str(period))
    rest = _PERIOD.sub(" ", str(period))
    return re.sub(r"\s*[-–]\s*", "-", found[0]) if found and _YEAR.search(rest) else None


def rounds_in_order(lines: Iterable[Line]) -> dict[Any, int]:
    """The place of each round in time: by its day where every round has one, else by its first line."""
    rounds = list(dict.fromkeys(line.round for line in lines))
    days = [round_day(period) for period in rounds]
    if None in days:
        return {period: place for place, period in enumerate(rounds)}
    ordered = sorted(zip(days, rounds, strict=True), key=lambda pair: pair[0])  # type: ignore[arg-type,return-value]
    same_day = groupby(ordered, key=lambda pair: pair[0])
    return {period: place for place, (_, group) in enumerate(same_day) for _, period in group}
