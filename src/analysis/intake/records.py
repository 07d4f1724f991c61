"""The rows of a table with each cell read as its column's type says, a column at a time.

A column holds few different cells many times over, so that each different cell is read once: a list
of twenty thousand households takes little longer than opening its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from analysis.findings import Finding
from analysis.intake import text
from analysis.intake.cell_types import Reader, readers
from analysis.intake.cells import Cell
from analysis.intake.headings import Heading
from analysis.intake.layout import Table
from analysis.intake.places import at_places
from analysis.intake.rules.book import Rule
from analysis.intake.rules.cell import LOST, NO_CODE, UNREADABLE
from analysis.intake.rules.household import MEMBER_CELL
from analysis.intake.rules.names import UNIT_NEAR
from analysis.intake.title import Title
from analysis.intake.unit_names import nearest_units
from analysis.intake.vocabulary import begins_with, is_no_code
from analysis.programme import Programme

Columns = dict[str, list]
"""Values by field, one per row in each list; None where blank or unreadable."""

Record = dict[str, object]
"""One row's values by field."""

_KIND_OF_PROBLEM = {
    "count": "number", "points": "number", "money": "money", "date": "date", "date_or_year": "date",
    "year": "date", "mark": "mark", "unit": "name", "office": "name", "code": "code",
}  # fmt: skip

_NOTHING_UNREAD: frozenset[str] = frozenset()


def read_columns(
    table: Table,
    cells: list[list[Cell]],
    numbers: Sequence[int],
    title: Title,
    file: str,
    programme: Programme,
    date1904: bool = False,
) -> tuple[Columns, list[Finding]]:
    """Rows of a table, by their numbers on the sheet (from 1), as columns.

    cells: those of the sheet; date1904: its plain numbers count days from 1904.
    There are besides `form`, `source_file`, `source_sheet`, `source_row` and `unread`, the fields in
    whose cells something stands that has no value. Projects are left as text, since a project's name
    may need the line above it. Where members' rows follow their household's, the household's cells
    are read on its own row alone. Each unreadable cell is a finding.
    """
    by_type = readers(title, programme, date1904)
    rows = [cells[number - 1] for number in numbers]
    places = {number: place for place, number in enumerate(numbers)}
    stood = list(zip(*rows, strict=True)) or [()] * len(cells[0])
    lines = _lines(table, stood)
    of_lines = at_places(lines or [])
    unread: dict[int, set[str]] = {}
    columns: Columns = {}
    findings: list[Finding] = []
    for heading in table.headings.values():
        if heading.form.type == "ignored":
            continue
        of_column: Sequence[Cell] = stood[heading.column]
        here: Sequence[int] = range(len(rows))
        if lines is not None and heading.form.level != "member":
            of_column, here = of_lines(of_column), lines
        values, wrong = _read(of_column, by_type[heading.form.type])
        columns[heading.form.field] = values if len(here) == len(rows) else _spread(values, here, len(rows))
        for index in wrong:
            unread.setdefault(here[index], set()).add(heading.form.field)
            rule, said = _unreadable(heading, of_column[index], programme)
            findings.append(_at_cell(rule, table, heading, numbers[here[index]], file, **said))
    findings += _beside_their_household(table, stood, lines, numbers, file)
    at = {heading.column: heading for heading in table.headings.values()}
    for row, column in sorted(table.lost):
        if row + 1 in places and column in at and at[column].form.type != "ignored":
            field = at[column].form.field
            unread.setdefault(places[row + 1], set()).add(field)
            columns[field][places[row + 1]] = None  # an old program keeps a nought beside the error
            findings.append(_at_cell(LOST, table, at[column], row + 1, file))
    count = len(rows)
    if table.body.groups and "village" in {column.field for column in table.layout.columns}:
        columns["village"] = _in_groups(columns.get("village", [None] * count), numbers, table.body.groups)
    columns |= {
        "form": [table.layout.kind] * count,
        "source_file": [file] * count,
        "source_sheet": [table.sheet] * count,
        "source_row": list(numbers),
        "unread": [frozenset(unread.get(place, _NOTHING_UNREAD)) for place in range(count)]
        if unread
        else [_NOTHING_UNREAD] * count,
    }
    return columns, findings


def length(columns: Columns) -> int:
    """How many rows there are."""
    return len(columns["source_row"])


def records_of(columns: Columns) -> Iterator[Record]:
    """The rows one by one."""
    return (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def columns_of(records: Iterable[Record], fields: Iterable[str]) -> Columns:
    """Rows put together again, with these fields."""
    given = list(records)
    return {field: [record.get(field) for record in given] for field in fields}


def _in_groups(villages: list, numbers: Sequence[int], groups: dict[int, str]) -> list:
    """Each row's village, or else the one whose heading stands above it."""
    heads = sorted(row for row, name in groups.items() if begins_with("groups", name))
    if not heads:
        return villages
    above = [groups[heads[place - 1]] if place else None for place in np.searchsorted(heads, numbers)]
    return [own or group for own, group in zip(villages, above, strict=True)]


def _lines(table: Table, stood: list[tuple[Cell, ...]]) -> list[int] | None:
    """Places of the rows on which a household's own cells stand; None where every row is a line."""
    if table.layout.rows != "household_with_members":
        return None
    own = [stood[h.column] for h in table.headings.values() if h.form.level == "line" and h.form.required]
    nothing = ("",) * len(own)
    return [
        place
        for place, given in enumerate(zip(*own, strict=True))
        if given != nothing and not all(map(text.blank, given))
    ]


def _beside_their_household(
    table: Table,
    stood: list[tuple[Cell, ...]],
    lines: list[int] | None,
    numbers: Sequence[int],
    file: str,
) -> Iterator[Finding]:
    """What stands on a member's row in a column about the household, where it says something of its own."""
    if lines is None:
        return
    of_members = sorted(set(range(len(numbers))) - set(lines))
    if not of_members:
        return
    for heading in table.headings.values():
        if heading.form.level == "line" and heading.form.type in ("mark", "points", "class", "count"):
            column = stood[heading.column]
            cells = [column[place] for place in of_members]
            if any(cells):
                for place, cell in zip(of_members, cells, strict=True):
                    if not text.blank(cell):
                        yield _at_cell(MEMBER_CELL, table, heading, numbers[place], file)


def _read(cells: Sequence[Cell], reader: Reader) -> tuple[list[object], list[int]]:
    """The values of cells, and the places of those that can't be read."""
    keys: Sequence = cells
    different: dict = {cell: cell for cell in set(cells)}
    if (1 in different or 0 in different) and bool in set(map(type, cells)):
        # Python takes True for 1 where it looks something up, and a tick is no count
        keys = [(type(cell), cell) for cell in cells]
        different = dict(zip(keys, cells, strict=True))
    values: dict[object, object] = {}
    unreadable = set()
    blank = text.blank
    for key, cell in different.items():
        try:
            values[key] = None if blank(cell) else reader(cell)
        except ValueError:
            values[key] = None
            unreadable.add(key)
    wrong = [place for place, key in enumerate(keys) if key in unreadable] if unreadable else []
    return list(map(values.__getitem__, keys)), wrong


def _spread(values: list[object], places: Sequence[int], count: int) -> list[object]:
    spread = np.full(count, None)
    spread[places] = values
    return spread.tolist()


def _unreadable(heading: Heading, cell: Cell, programme: Programme) -> tuple[Rule, dict[str, str]]:
    """The rule a cell breaks that can't be read, and what its sentence needs."""
    near = nearest_units(text.written(cell), programme) if heading.form.type == "unit" else []
    if near:
        return UNIT_NEAR, {"nearest": ", ".join(near)}
    if heading.form.type == "code" and is_no_code(text.written(cell)):
        return NO_CODE, {}
    return UNREADABLE[_KIND_OF_PROBLEM.get(heading.form.type, "word")], {}


def _at_cell(rule: Rule, table: Table, heading: Heading, row: int, file: str, **values: object) -> Finding:
    # what stands there is not shown: in a list a name or a number of a person may have slipped in
    cell = table.cell(row, heading.form.field)
    return rule.finding(file, sheet=table.sheet, row=row, column=heading.text, cell=cell, **values)
