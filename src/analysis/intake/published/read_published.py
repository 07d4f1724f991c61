"""A printed table, wide as it is printed, to the long one that `check_published` takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.intake.published.grid import Grid, read_grid
from analysis.intake.spelling import toneless, unanswered
from analysis.printed import printed_words

COLUMNS = ["unit", "round", "standard", "measure", "households", "total_households",
           "rate_percent", "change_points", "row"]  # fmt: skip

_COUNT = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+(?:[.,]0+)?")
_FIGURE = re.compile(r"\(?\s*(?:giảm|tăng)?\s*[+−–-]?\s*\d*(?:[.,]?\d+)\s*%?\)?", re.IGNORECASE)
_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NUMBERING = re.compile(r"\(?[A-Za-z0-9]{1,2}\)?(?:\s*=.*)?")


class PublishedError(ValueError):
    """No table of figures is there, or two lines are one.

    code: `no_header`, `no_figures`, `no_units` or `twice`; facts: the names in the message.
    """

    def __init__(self, code: str, message: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column holds: `kind` is key, round, standard, total, count, rate, change, or why it is left out.

    measure: of a count, rate or change; round: the year in the heading; falls: a change printed
        without a sign is a fall.
    """

    place: int
    heading: str
    kind: str
    measure: str | None = None
    round: str = ""
    falls: bool = False


def read_published(source: str | Path, *, round: str = "") -> pd.DataFrame:
    """The lines of a printed table for `check_published`, every figure as the text that is printed.

    source: as in `read_grid`: pasted text or a spreadsheet's path. The table has units, regions or
        other items down, and across a total, counts, rates and changes in any order, under headings of
        one or more levels, in Vietnamese or English; a rate or change belongs to the class its heading
        names, else to the count before it. Years stand in the headings, in a column, or in `round`.
    round: of lines for which the table names none.
    Returns one row per line, with the columns of `check_published` (`unit`, `round`, `standard`,
        `measure`, `households`, `total_households`, `rate_percent`, `change_points`; texts, empty where
        nothing is printed) and `row`, its row in the table. Of what is no poverty class the measure is
        the heading itself. `attrs["left_out"]` lists what is no part of a line, as (row, column, text,
        why), numbered from 1: `unknown_heading` (row 0), `persons`, `no_figures`, `not_a_number`.
    Raises PublishedError where there is no table: no heading above figures, or no column of units;
        and where a line stands twice with other figures.

    >>> pasted = '''Xã | Tổng số hộ | Hộ nghèo | Tỷ lệ (%)
    ... An Thạnh | 1.638 | 10 | 0,61'''
    >>> line = read_published(pasted).iloc[0]
    >>> line.unit, line.measure, line.households, line.total_households, line.rate_percent
    ('An Thạnh', 'poor', '10', '1.638', '0,61')
    """
    grid = read_grid(source)
    first = _first_data_row(grid)
    columns = _columns(_headings(grid[:first]), grid[first:])
    left_out: list[tuple[int, int, str, str]] = [
        (0, column.place + 1, column.heading, column.kind)
        for column in columns
        if column.kind in ("unknown_heading", "persons")
    ]
    lines: list[dict[str, Any]] = []
    for number, row in enumerate(grid[first:], start=first + 1):
        found = list(_lines(row, columns, number, round, left_out))
        if not found and not _is_numbering(row):
            text = next(cell for cell in row if cell)
            left_out.append((number, 1, text, "no_figures"))
        lines += found
    table = pd.DataFrame(lines, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[:-1], "string"))
    twice = table.drop_duplicates(COLUMNS[:-1])
    twice = twice[twice.duplicated(COLUMNS[:4])]
    if len(twice):
        unit, measure = twice.unit.iloc[0], twice.measure.iloc[0]
        message = f"{measure} of {unit} stands twice with other figures: name the rounds or standards"
        raise PublishedError("twice", message, unit=unit, measure=measure)
    table.attrs["left_out"] = left_out
    return table


@cache
def _words() -> dict[str, Any]:
    return printed_words()["headings"]


def _says(heading: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in f" {heading} " for phrase in phrases)


def _is_number(cell: str) -> bool:
    return bool(_COUNT.fullmatch(cell) or _FIGURE.fullmatch(cell))


def _is_numbering(row: Sequence[str]) -> bool:
    """A row that numbers the columns: A, B, 1, 2, (3) = (2) / (1)."""
    return all(_NUMBERING.fullmatch(cell) for cell in row if cell)


def _first_data_row(grid: Grid) -> int:
    """The first row with a name and figures that are not all years or the columns' numbers."""
    for place, row in enumerate(grid):
        numbers = [cell for cell in row if _is_number(cell)]
        named = any(cell and not _is_number(cell) for cell in row)
        if named and any(not _YEAR.fullmatch(cell) for cell in numbers) and not _is_numbering(row):
            if not place:
                raise PublishedError("no_header", "the first row holds figures: paste the headings too")
            return place
    raise PublishedError("no_figures", "no row has a name and figures: paste the table with its headings")


def _headings(rows: Grid) -> list[str]:
    """One heading per column: its levels joined, a heading over several columns standing over each.

    A title above the table fills one cell of its row and is none of its headings.
    """
    levels = [row for row in rows if sum(map(bool, row)) > 1 and not _is_numbering(row)] or rows[-1:]
    spread = []
    for depth, row in enumerate(levels):
        whole = list(row)
        for place in range(1, len(row)):
            if not row[place] and any(below[place] for below in levels[depth + 1 :]):
                whole[place] = whole[place - 1]
        spread.append(whole)
    return [" ".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*spread, strict=True)]


def _columns(headings: list[str], rows: Grid) -> list[_Column]:
    """The meaning of every column, from left to right."""
    found: list[_Column] = []
    before = _Column(-1, "", "ignored")  # the last count or rate
    names = True  # the columns of names stand before the figures
    for place, heading in enumerate(headings):
        texts = [row[place] for row in rows if not unanswered(row[place])]
        named = 2 * sum(map(_is_number, texts)) < len(texts)
        column = _column(place, heading, before, names=names and named)
        names = names and column.kind in ("key", "round", "standard", "ignored")
        before = column if column.kind in ("count", "rate") else before
        found.append(column)
    if not any(column.kind == "key" for column in found):
        raise PublishedError("no_units", "no column of units or items stands before the figures")
    with_rates = {(c.measure, c.round) for c in found if c.kind in ("rate", "change")}
    classes = {name for name in _words()["measure"]}
    return [
        _Column(c.place, c.heading, "unknown_heading")
        if c.kind == "count" and c.measure not in classes and (c.measure, c.round) not in with_rates
        else c
        for c in found
    ]


def _column(place: int, heading: str, before: _Column, *, names: bool) -> _Column:
    """One column, by its heading; `before`: the last count or rate to its left."""
    words, year = _words(), _YEAR.search(_PERIOD.sub(" ", heading))
    round = year[0] if year else ""
    text = toneless(heading.replace("_", " "))
    bare = " ".join(_YEAR.sub(" ", text).split())
    if bare in words["ignored"] + words["numbering"]:
        return _Column(place, heading, "ignored")
    for kind, phrases in words["key"].items():
        if bare in phrases and not round:
            return _Column(place, heading, kind)
    if names:
        return _Column(place, heading, "key")
    if _says(text, words["persons"]):
        return _Column(place, heading, "persons")
    measure = _measure(text)
    if _says(text, words["change"]):
        falls = _says(text, words["falls"]) and not _says(text, words["rises"])
        kind = "change" if measure or before.measure else "unknown_heading"
        return _Column(place, heading, kind, measure or before.measure, round or before.round, falls)
    if _says(text, words["rate"]) or "%" in heading:
        kind = "rate" if measure or before.measure else "unknown_heading"
        return _Column(place, heading, kind, measure or before.measure, round or before.round)
    if _says(text, words["total"]) and not _says(text, words["not_total"]):
        return _Column(place, heading, "total", None, round)
    return _Column(place, heading, "count", measure or heading, round)


def _measure(text: str) -> str | None:
    words = _words()
    for phrase in words["not_measure"]:
        text = text.replace(phrase, " ")
    text = " ".join(text.split())
    return next((name for name, phrases in words["measure"].items() if _says(text, phrases)), None)


def _lines(
    row: list[str],
    columns: list[_Column],
    number: int,
    round: str,
    left_out: list[tuple[int, int, str, str]],
) -> Iterator[dict[str, Any]]:
    """The lines of one row: one per year in the headings and measure."""

    def keys(kind: str) -> str:
        return " · ".join(row[c.place] for c in columns if c.kind == kind and row[c.place])

    unit, own_round = keys("key"), keys("round") or round
    if not unit:
        return
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    totals: dict[str, str] = {}
    for column in columns:
        text = row[column.place]
        if column.kind not in ("total", "count", "rate", "change") or unanswered(text):
            continue
        if not (_COUNT if column.kind in ("total", "count") else _FIGURE).fullmatch(text):
            left_out.append((number, column.place + 1, text, "not_a_number"))
            continue
        if column.kind == "total":
            totals[column.round] = text
            continue
        assert column.measure is not None
        line = lines.setdefault((column.round, column.measure), {})
        part = {"count": "households", "rate": "rate_percent", "change": "change_points"}[column.kind]
        if part in line:
            left_out.append((number, column.place + 1, text, "unknown_heading"))
            continue
        line[part] = "-" + text if column.falls and text[:1].isdigit() else text
    for (year, measure), line in lines.items():
        yield dict.fromkeys(COLUMNS, "") | line | {
            "unit": unit, "round": year or own_round, "standard": keys("standard"), "measure": measure,
            "total_households": totals.get(year, totals.get("", "")), "row": number,
        }  # fmt: skip
