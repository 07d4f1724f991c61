"""A printed table, wide as it is printed, to the long one that `check_published` takes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.intake.published.columns import (
    FIGURES,
    LEFT_OUT,
    Column,
    columns_of,
    is_figure,
    readable,
    years_in,
)
from analysis.intake.published.grid import Grid, read_grid
from analysis.intake.published.outline import Row, groups, numbered, sections
from analysis.intake.published.turned import stood_up
from analysis.printed import count, count_and_rate, figure, unprinted

COLUMNS = ["unit", "round", "standard", "measure", "households", "total_households",
           "rate_percent", "change_points", "part_of", "row"]  # fmt: skip
_KEY = COLUMNS[:4]

_NUMBERING = re.compile(r"\(?[A-Za-z0-9]{1,2}\)?(?:\s*=.*)?")
_ONLY_YEAR = re.compile(r"(?:19|20)\d{2}")
_LONGEST_TITLE = 120
_CLASSED = {"count": "households", "rate": "rate_percent", "change": "change_points"}
_PARTS = _CLASSED | {"total": "total_households"}

Left = tuple[int, int, str, str]


class PublishedError(ValueError):
    """No table of figures is there, or every line stands twice.

    code: `no_header`, `no_columns`, `no_figures`, `no_units` or `twice`; facts: the names in the message.
    """

    def __init__(self, code: str, message: str, **facts: str) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


def read_published(source: str | Path, *, round: str = "") -> pd.DataFrame:
    """The lines of a printed table for `check_published`, every figure as the text that is printed.

    source: pasted text, HTML or a spreadsheet's path. The table has units, regions or
        other items down, and across a total, counts, rates and changes in any order, under headings of
        one or more levels, in Vietnamese or English; a rate or change belongs to the class its heading
        names, else to the count before it. A table that lies, with classes down and rounds or units
        across, is stood up. Years stand in the headings, in a column, in the title (where that names just
        one), or in `round`; standards in the headings or in a column.
    round: of lines for which the table names none.
    Returns one row per line, with the columns of `check_published` (`unit`, `round`, `standard`,
        `measure`, `households`, `total_households`, `rate_percent`, `change_points`; texts, empty where
        nothing is printed; `part_of`, the group the outline puts it under) and `row`, its row in the table
        (of one that lies, its column). Of what is no poverty class the measure is the heading itself.
        Units of one name are told apart by what they stand under. `attrs["left_out"]` lists what is no
        part of a line, as (row, column, text, why), numbered from 1: of a heading (row 0)
        `unknown_heading`, `persons`, `count_change`, `subgroup` (some of a class, or who left it),
        `same_heading`; of a row `no_figures`, `no_unit`, `unparted` (a row that is one cell), `twice` (a
        line that stands twice with other figures); of a cell `not_a_number`, `not_whole`.
    Raises PublishedError where there is no table: no heading above figures, or no column of units;
        and where every line stands twice with other figures.

    >>> pasted = '''Xã | Tổng số hộ | Hộ nghèo | Tỷ lệ (%)
    ... An Thạnh | 1.638 | 10 | 0,61'''
    >>> line = read_published(pasted).iloc[0]
    >>> line.unit, line.measure, line.households, line.total_households, line.rate_percent
    ('An Thạnh', 'poor', '10', '1.638', '0,61')
    """
    grid = read_grid(source)
    first = _below_headings(grid)
    above = _heading_rows(grid[:first])
    headings, rows = _headings(above), grid[first:]
    columns = columns_of(headings, rows)
    turned = stood_up(headings, rows, columns)
    if turned:
        first_is = "round" if turned.rounds else "key"
        columns = columns_of(turned.headings, turned.rows)
        columns[0] = replace(columns[0], kind=first_is)
        body = [(place + 1, row) for place, row in zip(turned.across, turned.rows, strict=True)]
    else:
        numbers = enumerate(_filled(rows, columns), start=first + 1)
        body = [(n, row) for n, row in numbers if any(row) and not _is_numbering(row) and row not in above]
    title = _title(grid[:first])
    columns = [replace(c, heading=title or c.heading) if c.kind == "round" else c for c in columns]
    if not any(column.kind in ("key", "round") for column in columns):
        raise PublishedError("no_units", "no column of units or items stands before the figures")
    left: list[Left] = [(0, c.place + 1, c.heading, c.kind) for c in columns if c.kind in LEFT_OUT]
    round = round or _round_of_title(grid[:first], columns)
    table = pd.DataFrame(_all_lines(body, columns, round, left), columns=COLUMNS).astype(
        dict.fromkeys(COLUMNS[:-1], "string")
    )
    table = _once(table, left)
    if turned:
        down = [first + 1, *(first + 1 + row for row in turned.down)]
        left = [(down[column - 1], max(row, 1), text, why) for row, column, text, why in left]
    table.attrs["left_out"] = sorted(left, key=lambda place: place[:2])
    return table


def _is_numbering(row: Sequence[str]) -> bool:
    """A row that numbers the columns: A, B, 1, 2, (3) = (2) / (1)."""
    cells = [cell for cell in row if cell]
    numbers = [int(found[0]) for cell in cells if (found := re.search(r"\d+", cell))]
    follow = all(after == number + 1 for number, after in itertools.pairwise(numbers))
    return len(cells) > 1 and follow and all(map(_NUMBERING.fullmatch, cells))


def _has_figures(row: Sequence[str]) -> bool:
    """Whether a row has figures that are not all years or the columns' numbers, and something beside them."""
    figures = [cell for cell in row if is_figure(cell)]
    beside = sum(map(bool, row)) > 1
    return beside and not all(map(_ONLY_YEAR.fullmatch, figures)) and not _is_numbering(row)


def _below_headings(grid: Grid) -> int:
    """The row after the last of the headings: what stands over the figures of the first row with some.

    A section's heading between them stands over no figure, and is no heading of columns.
    """
    first = next((place for place, row in enumerate(grid) if _has_figures(row)), None)
    if first is None:
        raise PublishedError("no_figures", "no row has a name and figures: paste the table with its headings")
    if not any(map(any, grid[:first])):
        raise PublishedError("no_header", "the first row holds figures: paste the headings too")
    row = grid[first]
    name = next((at for at, cell in enumerate(row) if cell and not is_figure(cell)), -1)
    figured = [at for at, cell in enumerate(row) if is_figure(cell)]
    over = [at for at in figured if at > name] or figured
    for above in range(first, 0, -1):
        if any(grid[above - 1][at] for at in over) and not _is_numbering(grid[above - 1]):
            return above
    raise PublishedError("no_columns", "the headings are not parted into columns: put | between them")


def _heading_rows(rows: Grid) -> Grid:
    """The rows of headings, from the last of them up to a title, a blank row or the letterhead.

    A title fills one cell of its row, the first.
    """
    found: Grid = []
    for row in reversed([row for row in rows if not _is_numbering(row)]):
        if found and sum(map(bool, row)) < 2 and (row[0] or not any(row)):
            break
        found = [row, *found]
    return found


def _headings(levels: Grid) -> list[str]:
    """One heading per column: its levels joined, a heading over several columns standing over each."""
    spread = []
    for depth, row in enumerate(levels):
        whole = list(row)
        for place in range(1, len(row)):
            if not row[place] and any(below[place] for below in levels[depth + 1 :]):
                whole[place] = whole[place - 1]
        spread.append(whole)
    return [" ".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*spread, strict=True)]


def _title(rows: Grid) -> str:
    """What the table is called: the longest of the lines above its headings, if it is no text."""
    alone = [cells[0] for row in rows if len(cells := [cell for cell in row if cell]) == 1]
    return max((text for text in alone if len(text) <= _LONGEST_TITLE), key=len, default="")


def _round_of_title(rows: Grid, columns: Sequence[Column]) -> str:
    """The one year of the title, where no column has a round."""
    years = {year for row in rows for cell in row for year in years_in(cell)}
    return years.pop() if len(years) == 1 and not any(c.round or c.kind == "round" for c in columns) else ""


def _filled(rows: Grid, columns: Sequence[Column]) -> Grid:
    """The rows, a name that stands once over several of them standing in each.

    So where a later name or round of the row is there and figures follow.
    """
    names = [c.place for c in columns if c.kind in ("key", "round", "standard")]
    filled: Grid = []
    for row in rows:
        whole, said = list(row), [place for place in names if row[place]]
        if filled and said and any(row[c.place] for c in columns if c.kind in FIGURES):
            for place in names[: names.index(said[0])]:
                whole[place] = filled[-1][place]
        filled.append(whole if any(row) else row)
    return filled


def _all_lines(
    body: Sequence[tuple[int, list[str]]], columns: Sequence[Column], round: str, left: list[Left]
) -> Iterator[dict[str, Any]]:
    """The lines of all rows, under the names and in the groups that the rows together give them."""
    outline: list[Row] = []
    found: list[list[dict[str, Any]]] = []
    for number, row in body:
        unit, rank = _unit(row, columns)
        lines = list(_lines(row, columns, number, round, left)) if unit else []
        outline.append(Row(unit, rank, bool(lines)))
        found.append(lines)
        if not lines:
            left.append((number, 1, next(cell for cell in row if cell), _why(row, unit)))
    under = sections(outline)
    places: dict[str, set[int | None]] = {}
    for row_, above in zip(outline, under, strict=True):
        if row_.filled:
            places.setdefault(row_.unit, set()).add(above)

    def called(place: int | None) -> str:
        if place is None:
            return ""
        unit, above = outline[place].unit, under[place]
        name = f"{unit} ({outline[above].unit})" if above is not None and len(places[unit]) > 1 else unit
        return name.replace(";", ",")  # which parts the names in `part_of`

    for place, (lines, group) in enumerate(zip(found, groups(outline), strict=True)):
        for line in lines:
            yield line | {"unit": called(place), "part_of": called(group)}


def _why(row: Sequence[str], unit: str) -> str:
    figures = sum(map(is_figure, row))
    alone = sum(map(bool, row)) == 1
    if alone and sum(map(is_figure, next(cell for cell in row if cell).split())) > 1:
        return "unparted"
    return "no_figures" if unit or not figures else "no_unit"


def _unit(row: Sequence[str], columns: Sequence[Column]) -> tuple[str, int | None]:
    """What a row is of, and the rank of its number; a word in the numbers' column is the unit too.

    Of a table of rounds alone it is what the title says.
    """
    keys = [row[c.place] for c in columns if c.kind == "key" and row[c.place]]
    number = next((row[c.place] for c in columns if c.kind == "numbering" and row[c.place]), "")
    if not keys and len(number) > 3:
        keys, number = [number], ""
    if not keys:
        rounds = [c.heading for c in columns if c.kind == "round" and row[c.place]]
        return (rounds[0] if rounds and not any(c.kind == "key" for c in columns) else ""), None
    name, rank = numbered(keys[0], number)
    return " · ".join([name, *keys[1:]]), rank


def _lines(
    row: Sequence[str], columns: Sequence[Column], number: int, round: str, left: list[Left]
) -> Iterator[dict[str, Any]]:
    """The lines of one row, if it has a figure: one per round and standard in the headings and measure.

    One without a figure of its own is there too, since its unit is a part that prints nothing.
    """
    own_round, own_standard = (
        " · ".join(row[c.place] for c in columns if c.kind == kind and row[c.place])
        for kind in ("round", "standard")
    )
    lines: dict[tuple[str, str, str], dict[str, Any]] = {
        (c.round, c.standard, c.measure or ""): {} for c in columns if c.kind in _CLASSED
    }
    totals: dict[tuple[str, str], str] = {}
    for column in columns:
        text = row[column.place]
        if column.kind not in FIGURES or unprinted(text):
            continue
        figures = _figures(column, text)
        if not figures:
            why = "not_whole" if readable(text, figure) else "not_a_number"
            left.append((number, column.place + 1, text, why))
        elif column.kind == "total":
            totals[column.round, column.standard] = text
        else:
            key = column.round, column.standard, column.measure or ""
            lines[key] = figures | lines[key]
    if not totals and not any(lines.values()):
        return
    for (year, standard, measure), line in lines.items():
        total = next((totals[k] for k in _nearest(year, standard) if k in totals), "")
        yield dict.fromkeys(COLUMNS, "") | line | {
            "round": year or own_round or round, "standard": standard or own_standard,
            "measure": measure, "total_households": total, "row": number,
        }  # fmt: skip


def _figures(column: Column, text: str) -> dict[str, str]:
    """The figures of a cell by their column in the result; none where it can't be read as its column says."""
    both = count_and_rate(text) if column.kind == "count" else None
    if both:
        return dict(zip(("households", "rate_percent"), both, strict=True))
    if not readable(text, count if column.kind in ("total", "count") else figure):
        return {}
    return {_PARTS[column.kind]: f"-{text}" if column.falls and text[:1].isdigit() else text}


def _nearest(when: str, standard: str) -> list[tuple[str, str]]:
    """Where a line's total may stand: beside its round and standard first, then beside the round's year."""
    rounds = dict.fromkeys([when, *re.findall(r"\d{4}", when), ""])
    return [(of, under) for of in rounds for under in dict.fromkeys([standard, ""])]


def _once(table: pd.DataFrame, left: list[Left]) -> pd.DataFrame:
    """The table without lines that stand twice with other figures, which are left out."""
    twice = table.drop_duplicates([name for name in COLUMNS if name != "row"])
    twice = twice[twice.duplicated(_KEY, keep=False)]
    if twice.empty:
        return table
    keys = pd.MultiIndex.from_frame(table[_KEY]).isin(pd.MultiIndex.from_frame(twice[_KEY]))
    if keys.all():
        unit, measure = twice.unit.iloc[0], twice.measure.iloc[0]
        message = f"{measure} of {unit} stands twice with other figures: name the rounds or standards"
        raise PublishedError("twice", message, unit=unit, measure=measure)
    of_rows = table[keys].drop_duplicates("row")
    left += [(row, 1, unit, "twice") for row, unit in zip(of_rows["row"], of_rows.unit, strict=True)]
    table = table[~keys].reset_index(drop=True)
    return table.assign(part_of=table.part_of.where(table.part_of.isin(table.unit), ""))
