"""A sheet as one of the known forms, by its title and headings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analysis.intake.body import Body, read_body
from analysis.intake.cells import Cell, Sheet, letters
from analysis.intake.heading_names import Mappings
from analysis.intake.headings import Header, Heading, find_header, missing_headings
from analysis.intake.layouts import Layout, load_layout, load_layouts
from analysis.intake.lost_values import Places
from analysis.intake.text import blank, normal, written
from analysis.programme import Programme

_FEW = 3
"""Cells a row of a title block holds at most."""


@dataclass(frozen=True, slots=True)
class Table:
    """A form found on a sheet.

    above: the rows down to and with the header; body: those below it, sorted. lost: cells, from 0,
    that came out empty though something stands in them.
    """

    sheet: str
    layout: Layout
    above: list[list[Cell]]
    header: Header
    body: Body
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

    def __init__(self, layout: Layout, missing: list[str], header: Header | None = None) -> None:
        self.layout, self.missing, self.header = layout, missing, header
        super().__init__(layout.kind)


def find_table(sheet: Sheet, programme: Programme) -> Table | None:
    """The form on a sheet, by its title and headings, or None where it is none of the known.

    A row named as the programme's district adds up the others.
    Raises HeadingsMissing where only the title is a form's.
    """
    sources = {source.id for source in programme.sources}
    whole = programme.district.name
    mappings = programme.decisions.column_mappings
    titled = _by_title(sheet)
    if titled is None:
        return _by_headings(sheet, whole, sources, mappings)
    header = find_header(sheet, titled, mappings)
    missing = missing_headings(header, titled, sources)
    if header is None or missing:
        raise HeadingsMissing(titled, missing, header)
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


def _by_headings(sheet: Sheet, whole: str, sources: set[str], mappings: Mappings) -> Table | None:
    found = [(layout, find_header(sheet, layout, mappings)) for layout in load_layouts().values()]
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
    above = sheet.cells[: header.bottom + 1]
    return Table(sheet.name, layout, above, header, read_body(sheet, layout, header, whole), sheet.lost)
