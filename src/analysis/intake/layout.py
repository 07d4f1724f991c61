"""A sheet as one of the known forms: its header, and what each row under it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from analysis.intake.cells import Cell, Sheet, letters
from analysis.intake.headings import Header, Heading, find_header, missing_headings
from analysis.intake.layouts import Layout, load_layout, load_layouts
from analysis.intake.lost_values import Places
from analysis.intake.text import blank, dates_in, normal, written
from analysis.intake.vocabulary import begins_with, is_one_of
from analysis.programme import Programme

_NUMBERED = re.compile(r"\(?([a-zđ]|\d{1,2})\)?|[\d()=/*x×+\-−. ]+", re.IGNORECASE)
_SECTION = re.compile(r"[IVX]+\.?|[A-Z]\.?")
_FEW = 3
"""Cells a row of signatures, a remark or a section heading holds at most; a record holds more."""


@dataclass(frozen=True, slots=True)
class Table:
    """A form found on a sheet.

    above: the rows down to and with the header. data: numbers, from 1, of the rows with records;
    totals: of rows that add up others; the others of the sheet hold titles, headings, column numbers,
    remarks, signatures, nothing. lost: cells, from 0, that came out empty though something stands in them.
    """

    sheet: str
    layout: Layout
    above: list[list[Cell]]
    header: Header
    data: list[int]
    totals: list[int]
    lost: Places

    @property
    def headings(self) -> dict[str, Heading]:
        """The columns by field."""
        return self.header.headings

    def cell(self, row: int, field: str) -> str | None:
        """Address of a field in a row ("T17"), or None where the sheet has no such column."""
        heading = self.headings.get(field)
        return None if heading is None else f"{letters(heading.column)}{row}"


class HeadingsMissing(ValueError):
    """The sheet bears a form's title and not all the headings the form must have."""

    def __init__(self, layout: Layout, missing: list[str]) -> None:
        self.layout, self.missing = layout, missing
        super().__init__(layout.kind)


def find_table(sheet: Sheet, programme: Programme) -> Table | None:
    """The form on a sheet, by its title and headings, or None where it is none of the known.

    A row named as the programme's district adds up the others.
    Raises HeadingsMissing where only the title is a form's.
    """
    sources = {source.id for source in programme.sources}
    whole = programme.district.name
    titled = _by_title(sheet)
    if titled is None:
        return _by_headings(sheet, whole, sources)
    header = find_header(sheet, titled)
    missing = missing_headings(header, titled, sources)
    if header is None or missing:
        raise HeadingsMissing(titled, missing)
    return _table(sheet, titled, header, whole)


def _by_title(sheet: Sheet) -> Layout | None:
    block: list[str] = []
    for row in sheet.cells:
        texts = [written(cell) for cell in row if not blank(cell)]
        if len(texts) > _FEW:
            break
        block += texts
    said = normal(" ".join(block))
    titles = [(title, kind) for title, kind in _titles() if title in said]
    # "danh sách hộ thoát nghèo sau khi rà soát" also begins as a shorter title: the longest is meant
    return load_layout(max(titles, key=lambda t: len(t[0]))[1]) if titles else None


@cache
def _titles() -> list[tuple[str, str]]:
    return [(normal(title), kind) for kind, layout in load_layouts().items() for title in layout.titles]


def _by_headings(sheet: Sheet, whole: str, sources: set[str]) -> Table | None:
    found = [(layout, find_header(sheet, layout)) for layout in load_layouts().values()]
    fitting = [
        (layout, header)
        for layout, header in found
        if header and not missing_headings(header, layout, sources)
    ]
    if not fitting:
        return None
    layout, header = max(fitting, key=lambda f: len(f[1].headings))
    return _table(sheet, layout, header, whole)


def _table(sheet: Sheet, layout: Layout, header: Header, whole: str) -> Table:
    reader = _BodyReader(sheet, layout, header, normal(whole))
    for index in range(header.bottom + 1, len(sheet.cells)):
        reader.take(index)
    above = sheet.cells[: header.bottom + 1]
    return Table(sheet.name, layout, above, header, reader.data, reader.totals, sheet.lost)


class _BodyReader:
    """Takes the rows under a header one by one and sorts them."""

    def __init__(self, sheet: Sheet, layout: Layout, header: Header, whole: str) -> None:
        self.layout, self.whole = layout, whole
        self.data: list[int] = []
        self.totals: list[int] = []
        self._cells = sheet.cells
        self._headings = {h.column: normal(h.text) for h in header.headings.values()}
        self._required = [h.column for h in header.headings.values() if h.form.required]
        self._plain = _Plain(layout, header)
        name = header.headings.get("unit_name")
        self._name_column = name.column if name else None
        self._wide = {
            top for (top, left), (bottom, right) in sheet.merged if top == bottom and right - left >= _FEW
        }
        self._after_header, self._signed = True, False

    def take(self, index: int) -> None:
        row = self._cells[index]
        if not (self._after_header or self._signed) and self._plain.holds(row):
            self.data.append(index + 1)
            return
        filled = {column: written(cell) for column, cell in enumerate(row) if not blank(cell)}
        if not filled:
            return
        texts = list(filled.values())
        if self._repeats_header(filled):
            self._after_header = True
        elif self._after_header and len(texts) >= _FEW and all(map(_NUMBERED.fullmatch, texts)):
            self._after_header = False
        elif self._adds_up(texts) or self._goes_on_from_a_total(index, filled):
            self.totals.append(index + 1)
        elif not (len(texts) <= _FEW and self._beside_data(index, texts)) and self._is_record(filled):
            self._after_header = False
            self.data.append(index + 1)

    def _is_record(self, filled: dict[int, str]) -> bool:
        """Anything above the signatures; below them only what has at least half of what a record needs."""
        has = sum(column in filled for column in self._required)
        return not self._signed or has * 2 >= len(self._required)

    def _repeats_header(self, filled: dict[int, str]) -> bool:
        same = sum(self._headings.get(column) == normal(text) for column, text in filled.items())
        return same >= 2 and same * 2 >= len(filled)

    def _adds_up(self, texts: list[str]) -> bool:
        said = (normal(text).rstrip("0123456789 ") for text in texts[:2])
        return any(text == self.whole or is_one_of("totals", text) for text in said if text)

    def _goes_on_from_a_total(self, index: int, filled: dict[int, str]) -> bool:
        """The second line of a total that has one for households and one for persons."""
        paired = self.layout.rows == "households_and_persons_per_unit"
        unit = self._name_column
        return paired and unit not in filled and bool(self.totals) and self.totals[-1] == index

    def _beside_data(self, index: int, texts: list[str]) -> bool:
        """Whether a row of few cells is a remark, a section's heading or the signatures."""
        said = normal(" ".join(texts))
        if is_one_of("nothing", said) or any(normal(p) in said for p in self.layout.empty_phrases):
            return True
        if self._signed or any(begins_with("sign_offs", text) for text in texts):
            self._signed = True
            return True
        if len(texts) == 1:
            return (
                index in self._wide
                or begins_with("notes", texts[0])
                or texts[0].startswith(("*", "(*"))
                or bool(dates_in(texts[0]))
            )
        return begins_with("notes", texts[0]) or (len(texts) == 2 and bool(_SECTION.fullmatch(texts[0])))


class _Plain:
    """Rows of a list of households that can be nothing else, told at a glance.

    Such lists are long, and only a row that leaves something to ask is looked at closely.
    """

    def __init__(self, layout: Layout, header: Header) -> None:
        headings = header.headings
        self._needed = [h.column for h in headings.values() if h.form.required]
        self._counts = [h.column for h in headings.values() if h.form.required and h.form.type in _FIGURES]
        member = [h.column for h in headings.values() if h.form.level == "member"]
        self._of_households = layout.rows in ("household_with_members", "one_per_household")
        self._member = member if layout.rows == "household_with_members" else []

    def holds(self, row: list[Cell]) -> bool:
        """Whether the row has all that a household needs, or nothing of it and most of a person."""
        if not self._of_households or not self._counts:
            return False
        given = [row[column] != "" for column in self._needed]
        if all(given):
            return all(isinstance(row[c], int | float) or str(row[c]).isdecimal() for c in self._counts)
        return not any(given) and sum(row[column] != "" for column in self._member) > _FEW


_FIGURES = ("count", "points")
