"""Workbooks as an office makes them: title block, merged headings, body, sign-off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.intake.layouts import Layout
from analysis.sample.texts import load_texts

Row = Mapping[str, object]

CREATED = dt.datetime(2023, 1, 1)
"""Of every file, so that the same sample is the same bytes."""

NARROWEST, WIDEST, TITLE_COLUMNS, LINE = 9, 48, 20, 15
"""Characters, columns and points."""

FIT = 1.2
"""So many of this font's characters go into the width of one digit."""

_LETTERED = {"text", "unit", "code", "account"}
_LOOKS: dict[str, dict[str, object]] = {
    "body": {"bold": True, "align": "center"},
    "title": {"bold": True, "align": "center", "font_size": 14},
    "fact": {"italic": True, "align": "center"},
    "synthetic": {"bold": True, "align": "center", "font_color": "#C00000"},
    "unit": {"italic": True, "align": "right"},
    "heading": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "upright": {"bold": True, "align": "center", "rotation": 90, "text_wrap": True, "border": 1},
    "number": {"italic": True, "align": "center", "border": 1, "font_size": 9},
    "text": {"border": 1, "valign": "top", "text_wrap": True},
    "whole": {"border": 1, "valign": "top", "num_format": "#,##0"},
    "decimals": {"border": 1, "valign": "top", "num_format": "#,##0.00"},
    "plain": {"border": 1, "valign": "top"},
    "mark": {"border": 1, "valign": "top", "align": "center"},
    "date": {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy", "align": "center"},
}
_GROUPED = {"count", "money"}
"""Types whose numbers are written with thousands; a year or a score is not."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a paper.

    issuer: the lines at the left of the national motto. facts: the lines under the title.
    rows: values by field of the layout; `bold` the numbers of those that are totals.
    blank: empty rows before the title; dates_as_text: dates typed as dd/mm/yyyy.
    nothing: what stands in the body instead of rows; note: a line under the last row.
    """

    layout: Layout
    title: str
    issuer: Sequence[str]
    facts: Sequence[str]
    rows: Sequence[Row]
    signatures: Sequence[str]
    name: str = ""
    bold: frozenset[int] = frozenset()
    blank: int = 1
    dates_as_text: bool = False
    money_unit: str | None = None
    nothing: str | None = None
    note: str | None = None
    synthetic: bool = True


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> Path:
    """A workbook of the sheets, with borders, widths, frozen headings and print settings.

    A synthetic sheet says so under its title, a workbook with one in its properties too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        properties: dict[str, object] = {"created": CREATED, "title": sheets[0].title}
        if any(sheet.synthetic for sheet in sheets):
            properties |= {"comments": load_texts().synthetic, "keywords": "SYNTHETIC"}
        book.set_properties(properties)
        font = {"font_name": "Times New Roman", "font_size": 11}
        looks = {
            (name, bold): book.add_format({**font, **look, **({"bold": True} if bold else {})})
            for name, look in _LOOKS.items()
            for bold in (False, True)
        }
        for sheet in sheets:
            _Page(book.add_worksheet(sheet.name or sheet.layout.sheet), sheet, looks).write()
    return path


class _Page:
    """One worksheet while it is written, from the top down."""

    def __init__(self, paper: Worksheet, sheet: Sheet, looks: dict[tuple[str, bool], Format]) -> None:
        self.paper, self.sheet, self.looks = paper, sheet, looks
        self.columns = sheet.layout.columns
        self.last = len(self.columns) - 1
        self.row = 0

    def write(self) -> None:
        self._title_block()
        top = self.row
        self._headings()
        self.paper.freeze_panes(self.row, 0)
        self.paper.repeat_rows(top, self.row - 1)
        self._body()
        self._foot()
        self.paper.set_landscape()
        self.paper.set_paper(8 if self.last > TITLE_COLUMNS else 9)
        self.paper.fit_to_pages(1, 0)

    def _across(self, first: int, last: int, text: str, look: str) -> None:
        if first == last:
            self.paper.write_string(self.row, first, text, self.looks[look, False])
        else:
            self.paper.merge_range(self.row, first, self.row, last, text, self.looks[look, False])

    def _title_block(self) -> None:
        right = min(self.last, TITLE_COLUMNS)
        for line, (left, motto) in enumerate(zip(self.sheet.issuer, load_texts().motto, strict=True)):
            self.row = line
            self._across(0, right // 2 - 1, left, "body")
            self._across(right // 2 + 1, right, motto, "body")
        self.row += self.sheet.blank + 1
        lines = [(self.sheet.title, "title"), *((fact, "fact") for fact in self.sheet.facts)]
        if self.sheet.synthetic:
            lines.append((load_texts().synthetic, "synthetic"))
        for text, look in lines:
            self._across(0, right, text, look)
            self.row += 1
        if self.sheet.money_unit:
            self._across(self.last - 2, self.last, self.sheet.money_unit, "unit")
        self.row += 1

    def _headings(self) -> None:
        depth = max(len(column.headings) for column in self.columns)
        for top, left, bottom, right, text in _heading_cells([c.headings for c in self.columns], depth):
            cell = self.row + top, left, self.row + bottom, right
            narrow = left == right and self.columns[left].type == "mark"
            look = self.looks["upright" if narrow else "heading", False]
            if (top, left) == (bottom, right):
                self.paper.write_string(cell[0], cell[1], text, look)
            else:
                self.paper.merge_range(*cell, text, look)
        self.row += depth
        for level in range(1, depth - 1):
            self.paper.set_row(self.row - depth + level, LINE * 2)
        upright = any(column.type == "mark" for column in self.columns)
        self.paper.set_row(self.row - 1, LINE * (9 if upright else 4))
        for position, mark in enumerate(self._column_numbers()):
            self.paper.write(self.row, position, mark, self.looks["number", False])
        self.row += 1

    def _column_numbers(self) -> Iterator[str | int]:
        """A, B, … over what names the line and 1, 2, … over its figures, where a form has both."""
        lettered = 0
        if self.sheet.layout.rows in ("one_per_unit", "households_and_persons_per_unit"):
            while self.columns[lettered].type in _LETTERED:
                lettered += 1
        for position in range(len(self.columns)):
            yield "ABC"[position] if position < lettered else position - lettered + 1

    def _body(self) -> None:
        widths = self._widths()
        for number, values in enumerate(self.sheet.rows):
            typed = [self._as_typed(values.get(column.field)) for column in self.columns]
            for position, value in enumerate(typed):
                self._cell(position, value, number in self.sheet.bold)
            lines = max(ceil(len(str(v or "")) / (w * FIT)) for v, w in zip(typed, widths, strict=True))
            if lines > 1:
                self.paper.set_row(self.row, LINE * lines)
            self.row += 1
        if self.sheet.layout.rows == "households_and_persons_per_unit":
            self._name_over_two_rows()
        if self.sheet.nothing:
            self._across(0, self.last, self.sheet.nothing, "text")
            self.row += 1

    def _widths(self) -> list[int]:
        """Columns as wide as their longest value, within bounds; a mark needs little."""
        widths = []
        for position, column in enumerate(self.columns):
            values = (str(row.get(column.field) or "") for row in self.sheet.rows)
            least = NARROWEST // 2 if column.type == "mark" else NARROWEST
            widths.append(min(max([least, *(len(value) + 1 for value in values)]), WIDEST))
            self.paper.set_column(position, position, widths[-1])
        return widths

    def _as_typed(self, value: object) -> object:
        if isinstance(value, dt.date) and self.sheet.dates_as_text:
            return f"{value:%d/%m/%Y}"
        return value

    def _cell(self, position: int, value: object, bold: bool) -> None:
        kind = self.columns[position].type
        if value is None:
            self.paper.write_blank(self.row, position, None, self.looks["text", bold])
        elif isinstance(value, dt.date):
            self.paper.write_datetime(self.row, position, value, self.looks["date", bold])
        elif isinstance(value, str):
            self.paper.write_string(
                self.row, position, value, self.looks["mark" if kind == "mark" else "text", bold]
            )
        else:
            grouped = "whole" if isinstance(value, int) else "decimals"
            look = grouped if kind in _GROUPED else "mark" if kind == "mark" else "plain"
            self.paper.write_number(self.row, position, value, self.looks[look, bold])

    def _name_over_two_rows(self) -> None:
        for above in range(self.row - len(self.sheet.rows), self.row, 2):
            values = self.sheet.rows[above - self.row + len(self.sheet.rows)]
            for position in (0, 1):
                text = str(values.get(self.columns[position].field) or "")
                self.paper.merge_range(above, position, above + 1, position, text, self.looks["text", False])

    def _foot(self) -> None:
        if self.sheet.note:
            self.paper.write_string(self.row, 0, self.sheet.note)
            self.row += 1
        self.row += 1
        right = min(self.last, TITLE_COLUMNS)
        self._across(0, right // 3, self.sheet.signatures[0], "body")
        self._across(right - right // 3, right, self.sheet.signatures[1], "body")


def _heading_cells(headings: Sequence[Sequence[str]], depth: int) -> Iterator[tuple[int, int, int, int, str]]:
    """Top, left, bottom, right and text of each heading cell.

    A group covers its columns; the lowest heading of a column reaches down to the last row.
    """
    for level in range(depth):
        left = 0
        while left < len(headings):
            path, right = tuple(headings[left][: level + 1]), left
            if len(headings[left]) > level + 1:
                while right + 1 < len(headings) and tuple(headings[right + 1][: level + 1]) == path:
                    right += 1
                yield level, left, level, right, path[level]
            elif len(headings[left]) == level + 1:
                yield level, left, depth - 1, left, path[level]
            left = right + 1
