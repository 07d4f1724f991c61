"""Where a form's header stands on a sheet and which column is what, found by text alone."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from analysis.intake.cells import Sheet
from analysis.intake.heading_names import HeadingNames, Mappings, heading_names
from analysis.intake.layouts import Column, Layout
from analysis.intake.text import blank, normal, written

DEEPEST = 5
"""Most levels of headings, one above the other, that a header may have."""

SEARCHED = 60
"""Rows from the top in which a header is looked for."""

_COLUMN_NUMBER = re.compile(r"\(?\w{1,3}\)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the sheet (from 0), the heading as the file writes it, and the form's column it is."""

    column: int
    text: str
    form: Column


@dataclass(frozen=True, slots=True)
class Header:
    """The header's rows (from 0, both included) and its columns.

    headings: the column of each field. unknown: headings the form lacks, by column. twice: further
    columns of a field that are less surely it. unclear: columns of a field that are it equally, so
    that none of them is taken.
    """

    top: int
    bottom: int
    headings: dict[str, Heading]
    unknown: dict[int, str]
    twice: dict[str, tuple[Heading, ...]] = field(default_factory=dict)
    unclear: dict[str, tuple[Heading, ...]] = field(default_factory=dict)


def missing_headings(header: Header | None, layout: Layout, sources: Collection[str]) -> list[str]:
    """Headings the form must have and the sheet has not; columns of sources other than these may lack."""
    given = header.headings if header else {}
    needed = (c for c in layout.columns if c.required and (c.source is None or c.source in sources))
    return [column.heading for column in needed if column.field not in given]


def find_header(sheet: Sheet, layout: Layout, mappings: Mappings = ()) -> Header | None:
    """The header of a form on a sheet, or None where no row holds two of its headings.

    mappings: what the programme's decisions say of headings.
    A merged cell counts in every row and column it covers. Where a sheet leaves the cells beside a
    group's heading empty in place of merging them, the group reaches as far as headings stand below.
    """
    names = heading_names(layout, mappings)
    grid = _filled(sheet)
    hits = [sum(names.known(text) for text in row if text) for row in grid]
    if not hits or max(hits) < 2:
        return None
    top = bottom = hits.index(max(hits))
    while bottom + 1 < len(grid) and bottom - top < DEEPEST - 1 and _goes_on(grid, bottom, hits, names):
        bottom += 1
    while top > 0 and bottom - top < DEEPEST - 1 and names.any_in(grid[top - 1]):
        top -= 1
    claims: dict[str, list[tuple[tuple[int, ...], Heading]]] = {}
    unknown: dict[int, str] = {}
    for column, path in enumerate(_paths(grid[top : bottom + 1], names)):
        fit = names.fit(path) if path else None
        if path and fit is None:
            unknown[column] = path[-1]
        elif fit and fit.column:
            heading = Heading(column, path[-1], fit.column)
            claims.setdefault(fit.column.field, []).append((fit.rank, heading))
    return _settled(top, bottom, claims, unknown, sheet)


def _goes_on(grid: list[list[str]], bottom: int, hits: list[int], names: HeadingNames) -> bool:
    """Whether the row below holds headings too: two of the form's, or nothing but them under groups."""
    above, below = grid[bottom : bottom + 2]
    under = (
        (normal(top) in names.groups, names.known(text))
        for top, text in zip(above, below, strict=True)
        if text
    )
    return hits[bottom + 1] >= 2 or (hits[bottom + 1] == 1 and all(group and known for group, known in under))


def _settled(
    top: int,
    bottom: int,
    claims: dict[str, list[tuple[tuple[int, ...], Heading]]],
    unknown: dict[int, str],
    sheet: Sheet,
) -> Header:
    """The header in which the surest claim to a field has it; of equal claims none."""
    header = Header(top, bottom, {}, unknown)
    for name, all_claims in claims.items():
        # a heading merged over a column that holds nothing claims the other column alone
        several = len(all_claims) > 1
        filled = [c for c in all_claims if several and _holds_something(sheet, bottom, c[1].column)]
        claimed = filled or all_claims[:1]
        best = max(rank for rank, _ in claimed)
        surest = [heading for rank, heading in claimed if rank == best]
        others = tuple(heading for rank, heading in claimed if rank != best)
        if len(surest) > 1:
            header.unclear[name] = tuple(heading for _, heading in claimed)
            continue
        header.headings[name] = surest[0]
        if others:
            header.twice[name] = others
    return header


def _holds_something(sheet: Sheet, bottom: int, column: int) -> bool:
    rows = sheet.cells[bottom + 1 :]
    first = [written(cell) for cell in rows[0] if not blank(cell)] if rows else []
    numbered = all(map(_COLUMN_NUMBER.fullmatch, first))
    return any(column < len(row) and not blank(row[column]) for row in rows[numbered:])


def _filled(sheet: Sheet) -> list[list[str]]:
    grid = [[written(c) if c and isinstance(c, str) else "" for c in row] for row in sheet.cells[:SEARCHED]]
    for (top, left), (bottom, right) in sheet.merged:
        if top < len(grid) and left < len(grid[top]):
            for row in grid[top : bottom + 1]:
                row[left : right + 1] = [grid[top][left]] * (min(right + 1, len(row)) - left)
    return grid


def _paths(rows: list[list[str]], names: HeadingNames) -> list[list[str]]:
    """The headings of each column from the outermost to the lowest."""
    for level, row in enumerate(rows[:-1]):
        for column in range(1, len(row)):
            below = any(lower[column] for lower in rows[level + 1 :])
            if not row[column] and below and normal(row[column - 1]) in names.groups:
                row[column] = row[column - 1]
    columns = ([row[column] for row in rows if row[column]] for column in range(len(rows[0])))
    return [list(dict.fromkeys(path)) for path in columns]
