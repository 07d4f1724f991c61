"""The lines of a published table: its figures as printed, with the decimals they were printed with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

_KEY = ("unit", "round", "standard", "measure")
_NEEDED = ("unit", "round", "measure")

_THOUSANDS = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+", re.ASCII)
_WHOLE = re.compile(r"\d+(?:[.,]0+)?", re.ASCII)
_DECIMAL = re.compile(r"(?P<sign>[+-]?)\s*(?P<whole>\d*)(?:[.,](?P<part>\d+))?", re.ASCII)
_MINUS = str.maketrans("−–‐‑", "----")

_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?!\d)")
_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; None where nothing is printed. `decimals` of a figure are its exponent."""

    unit: Any
    round: Any
    standard: Any
    measure: Any
    households: int | None
    total: int | None
    rate: Decimal | None
    change: Decimal | None
    part_of: tuple[str, ...] = ()

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

    Raises ValueError, with the row and the column, for a figure that can't be read, and for a line
        that stands twice with other figures.
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
    def of(column: str) -> Any:
        value = row.get(column)
        return None if value is None or pd.isna(value) or str(value).strip() in ("", "-") else value

    def read(column: str, reading: Callable[[Any], Any]) -> Any:
        value = of(column)
        try:
            return None if value is None else reading(value)
        except (ValueError, ArithmeticError):
            raise ValueError(f"row {number}: {column} {value!r} is no such figure") from None

    period = of("round")
    return Line(
        unit=of("unit"),
        round=period,
        standard=of("standard") or _standard_in(period),
        measure=of("measure"),
        households=read("households", count),
        total=read("total_households", count),
        rate=read("rate_percent", figure),
        change=read("change_points", figure),
        part_of=tuple(part.strip() for part in str(of("part_of") or "").split(";") if part.strip()),
    )


def count(value: Any) -> int:
    """A count as printed: a point, comma or blank before three digits parts thousands.

    >>> count("1.057.374"), count("257,085"), count(4.0)
    (1057374, 257085, 4)
    """
    if isinstance(value, Integral):
        whole = int(value)
    elif isinstance(value, float | Decimal):
        whole = int(value)
        if whole != value:
            raise ValueError("not a whole number")
    else:
        text = str(value).strip()
        if _THOUSANDS.fullmatch(text):
            whole = int(re.sub(r"\D", "", text))
        elif _WHOLE.fullmatch(text):
            whole = int(re.split("[.,]", text)[0])
        else:
            raise ValueError("not a whole number")
    if whole < 0:
        raise ValueError("a count below zero")
    return whole


def figure(value: Any) -> Decimal:
    """A rate or change as printed, its decimals kept: point or comma begins them.

    Words and brackets stand for signs. A number of the machine's has the decimals it is shown with.

    >>> figure("14,23%"), figure("−0,30"), figure("giảm 0,29"), figure(".5")
    (Decimal('14.23'), Decimal('-0.30'), Decimal('-0.29'), Decimal('0.5'))
    """
    text = str(value).translate(_MINUS).replace("%", " ").strip().casefold()
    words = printed_words()
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if negative else text
    for word in words["falls"] + words["rises"]:
        if text.startswith(word + " "):
            negative, text = word in words["falls"], text.removeprefix(word).strip()
            break
    match = _DECIMAL.fullmatch(text)
    if match is None or not (match["whole"] or match["part"]):
        raise ValueError("not a number")
    number = Decimal(f"{match['sign']}{match['whole'] or 0}.{match['part'] or ''}".rstrip("."))
    return -number if negative else number


@cache
def printed_words() -> dict[str, Any]:
    """The words by which printed tables mark a whole and the direction of a change."""
    return yaml.safe_load((Path(__file__).parent / "printed_words.yaml").read_text(encoding="utf8"))


def round_day(period: Any) -> dt.date | None:
    """The day a round stands for: its date, or the end of the first year it names.

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
    year = _YEAR.search(str(period))
    return dt.date(int(year["year"]), 12, 31) if year else None


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
