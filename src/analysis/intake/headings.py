"""Where a form's header stands on a sheet and which column is what, found by text alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from analysis.intake.cells import Sheet
from analysis.intake.layouts import Column, Layout, load_layout
from analysis.intake.text import normal, written

DEEPEST = 5
"""Most levels of headings, one above the other, that a header may have."""

SEARCHED = 60
"""Rows from the top in which a header is looked for."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the sheet (from 0), the heading as the file writes it, and the form's column it is."""

    column: int
    text: str
    form: Column


@dataclass(frozen=True, slots=True)
class Header:
    """The header's rows (from 0, both included), its columns by field, and headings the form lacks."""

    top: int
    bottom: int
    headings: dict[str, Heading]
    unknown: dict[int, str]


def missing_headings(header: Header | None, layout: Layout, sources: Collection[str]) -> list[str]:
    """Headings the form must have and the sheet has not; columns of sources other than these may lack."""
    given = header.headings if header else {}
    needed = (c for c in layout.columns if c.required and (c.source is None or c.source in sources))
    return [column.heading for column in needed if column.field not in given]


def find_header(sheet: Sheet, layout: Layout) -> Header | None:
    """The header of a form on a sheet, or None where no row holds two of its headings.

    A merged cell counts in every row and column it covers. Where a sheet leaves the cells beside a
    group's heading empty in place of merging them, the group reaches as far as headings stand below.
    """
    names = _names(layout.kind)
    grid = _filled(sheet)
    hits = [sum(names.key(text) in names.lowest for text in row if text) for row in grid]
    if not hits or max(hits) < 2:
        return None
    top = bottom = hits.index(max(hits))
    while bottom + 1 < len(grid) and bottom - top < DEEPEST - 1 and hits[bottom + 1] >= 2:
        bottom += 1
    while top > 0 and bottom - top < DEEPEST - 1 and names.any_in(grid[top - 1]):
        top -= 1
    headings: dict[str, Heading] = {}
    unknown: dict[int, str] = {}
    for column, path in enumerate(_paths(grid[top : bottom + 1], names)):
        form = names.column(path) if path else None
        if form is not None and form.field not in headings:
            headings[form.field] = Heading(column, path[-1], form)
        elif path:
            unknown[column] = path[-1]
    return Header(top, bottom, headings, unknown)


@dataclass(frozen=True)
class _Names:
    """The headings of a form in normal form: lowest ones with their columns, and those of groups."""

    lowest: dict[str, tuple[Column, ...]]
    groups: frozenset[str]

    def key(self, text: str) -> str:
        """Normal form of a heading; without its remark in brackets where only so the form knows it."""
        whole = normal(text)
        return whole if whole in self.lowest else normal(re.sub(r"\(.*?\)", " ", text))

    def any_in(self, row: Iterable[str]) -> bool:
        return any(normal(text) in self.groups or self.key(text) in self.lowest for text in row if text)

    def column(self, path: list[str]) -> Column | None:
        """The form's column with this lowest heading and most of these groups above it."""
        above = [normal(text) for text in path[:-1]]
        known = self.lowest.get(self.key(path[-1]), ())
        fits = {c: sum(normal(part) in above for part in c.headings[:-1]) for c in known}
        best = [c for c, fit in fits.items() if fit == max(fits.values())]
        # without its group a heading that several columns share means the one the form can't do without
        best = best if len(best) == 1 else [c for c in best if c.required]
        return best[0] if len(best) == 1 else None


@cache
def _names(kind: str) -> _Names:
    columns = load_layout(kind).columns
    lowest: dict[str, tuple[Column, ...]] = {}
    for column in columns:
        for key in dict.fromkeys(normal(heading) for heading in (column.heading, *column.also)):
            lowest[key] = (*lowest.get(key, ()), column)
    return _Names(lowest, frozenset(normal(part) for c in columns for part in c.headings[:-1]))


def _filled(sheet: Sheet) -> list[list[str]]:
    grid = [[written(c) if isinstance(c, str) else "" for c in row] for row in sheet.cells[:SEARCHED]]
    for (top, left), (bottom, right) in sheet.merged:
        if top < len(grid) and left < len(grid[top]):
            for row in grid[top : bottom + 1]:
                row[left : right + 1] = [grid[top][left]] * (min(right + 1, len(row)) - left)
    return grid


def _paths(rows: list[list[str]], names: _Names) -> list[list[str]]:
    """The headings of each column from the outermost to the lowest."""
    for level, row in enumerate(rows[:-1]):
        for column in range(1, len(row)):
            below = any(lower[column] for lower in rows[level + 1 :])
            if not row[column] and below and normal(row[column - 1]) in names.groups:
                row[column] = row[column - 1]
    columns = ([row[column] for row in rows if row[column]] for column in range(len(rows[0])))
    return [list(dict.fromkeys(path)) for path in columns]
