"""A sheet before it is drawn: the same facts, however an office writes them down.

A `Page` holds records by field. A mess changes how they are written; `draw` then puts every cell at
its address and remembers which, so that a test can ask for a finding wherever the mess moved it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell

Place = tuple[int, int]
"""Row and column from 0."""


@dataclass(frozen=True)
class Formula:
    """A formula with the value a spreadsheet program keeps with it; None where nobody calculated it."""

    text: str
    value: object = None


@dataclass(frozen=True)
class Error:
    """An error value such as #N/A."""

    name: str


@dataclass
class Column:
    """A column by the form's field, "" for one the form does not have, under its headings."""

    field: str
    path: tuple[str, ...]
    hidden: bool = False


@dataclass
class Line:
    """A row by field. key: the name by which tests call a row that holds a record; "" for others."""

    values: dict[str, object]
    key: str = ""
    hidden: bool = False


@dataclass
class Words:
    """A row that holds no record, cell by cell from the left. wide: merged over the whole table."""

    cells: list[object]
    wide: bool = False


@dataclass
class HeaderAgain:
    """The header once more, as at the top of a printed page."""


@dataclass
class Page:
    """One sheet. above: rows of the title block; top, left: blank rows and columns before it.

    joined: cells of a field merged downwards, from one record to another.
    """

    kind: str
    above: list[list[object]]
    columns: list[Column]
    lines: list[Line | Words | HeaderAgain]
    name: str = "Trang 1"
    state: str = "visible"
    top: int = 1
    left: int = 0
    merged: bool = True
    filtered: bool = False
    frozen: bool = False
    joined: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def records(self) -> list[Line]:
        """The rows that hold records."""
        return [line for line in self.lines if isinstance(line, Line) and line.key]

    def line(self, key: str) -> Line:
        """The record of a name."""
        return next(line for line in self.records if line.key == key)

    def every_text(self, change: Callable[[str], str]) -> None:
        """Changes every text of the sheet, headings and names too."""
        self.words(change)
        for line in self.lines:
            if isinstance(line, Line):
                line.values = {name: _changed(value, change) for name, value in line.values.items()}

    def words(self, change: Callable[[str], str]) -> None:
        """Changes every text around the records: title, headings, totals, notes, signatures."""
        self.above = [[_changed(cell, change) for cell in row] for row in self.above]
        for column in self.columns:
            column.path = tuple(map(change, column.path))
        for line in self.lines:
            if isinstance(line, Words):
                line.cells = [_changed(cell, change) for cell in line.cells]


def _changed(cell: object, change: Callable[[str], str]) -> object:
    return change(cell) if isinstance(cell, str) else cell


@dataclass
class Grid:
    """A sheet drawn: its cells and, by a record's name and a field, where each stands.

    header, body: the first rows of the header and below it.
    """

    page: Page
    cells: dict[Place, object] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    where: dict[tuple[str, str], Place] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    headings: dict[str, Place] = field(default_factory=dict)
    header: int = 0
    body: int = 0

    def address(self, key: str, of_field: str) -> str:
        """Where a record's field stands ("T17"); without a record, where the heading stands."""
        return xl_rowcol_to_cell(*(self.where[key, of_field] if key else self.headings[of_field]))

    @property
    def rows(self) -> Iterator[list[object]]:
        """Every row from the first, as wide as the sheet."""
        height = max((row for row, _ in self.cells), default=-1) + 1
        width = max((column for _, column in self.cells), default=-1) + 1
        return ([self.cells.get((row, column)) for column in range(width)] for row in range(height))


def draw(page: Page) -> Grid:
    """Puts the title block, the header with its merged cells and every row at their places."""
    grid, row = Grid(page), page.top
    for cells in page.above:
        _put(grid, row, page.left, cells)
        row += 1
    grid.header = row
    row = grid.body = _header(grid, row)
    for line in page.lines:
        if isinstance(line, HeaderAgain):
            row = _header(grid, row)
            continue
        if isinstance(line, Words):
            _put(grid, row, page.left, line.cells)
            if line.wide:
                grid.merged.append((row, page.left, row, page.left + len(page.columns) - 1))
        else:
            _record(grid, row, line)
        row += 1
    for of_field, start, end in page.joined:
        grid.merged.append((*grid.where[start, of_field], *grid.where[end, of_field]))
    return grid


def _put(grid: Grid, row: int, left: int, cells: list[object]) -> None:
    for column, cell in enumerate(cells, left):
        if cell is not None:
            grid.cells[row, column] = cell


def _record(grid: Grid, row: int, line: Line) -> None:
    unknown = set(line.values) - {column.field for column in grid.page.columns}
    assert not unknown, unknown
    for place, column in enumerate(grid.page.columns, grid.page.left):
        if column.field and line.values.get(column.field) is not None:
            grid.cells[row, place] = line.values[column.field]
        if line.key:
            grid.where[line.key, column.field] = row, place
    if line.key:
        grid.keys[row + 1] = line.key
    if line.hidden:
        grid.hidden_rows.add(row)


def _header(grid: Grid, top: int) -> int:
    """Draws the header and gives the row below it."""
    page = grid.page
    paths = [column.path for column in page.columns]
    depth = max(map(len, paths))
    for place, (column, path) in enumerate(zip(page.columns, paths, strict=True)):
        for level, heading in enumerate(path):
            lowest = level == len(path) - 1
            goes_on = place > 0 and not lowest and _group(paths[place - 1], level) == path[: level + 1]
            if not goes_on:
                grid.cells[top + level, page.left + place] = heading
                if not lowest and page.merged:
                    _merge_group(grid, paths, top, place, level)
        if page.merged and 0 < len(path) < depth:
            here = page.left + place
            grid.merged.append((top + len(path) - 1, here, top + depth - 1, here))
        if path:
            grid.headings.setdefault(column.field, (top + len(path) - 1, page.left + place))
    return top + depth


def _group(path: tuple[str, ...], level: int) -> tuple[str, ...] | None:
    """The headings down to a level, if the path goes on below it."""
    return path[: level + 1] if len(path) > level + 1 else None


def _merge_group(grid: Grid, paths: list[tuple[str, ...]], top: int, place: int, level: int) -> None:
    group = paths[place][: level + 1]
    end = place
    while end + 1 < len(paths) and _group(paths[end + 1], level) == group:
        end += 1
    if end > place:
        row, left = top + level, grid.page.left
        grid.merged.append((row, left + place, row, left + end))
