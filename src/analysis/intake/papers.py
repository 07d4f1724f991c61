"""One form on one sheet of one file, with what its title block says and its rows as columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from analysis.findings import Finding
from analysis.intake.layout import Table
from analysis.intake.records import Columns, Record, length
from analysis.intake.title import Title


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as it came in.

    columns: its rows of data; totals: its rows that add up others. date: the day the paper stands
    for, as its kind counts it. findings: cells that could not be read.
    modified: when the file says it was saved last.
    """

    file: str
    table: Table
    title: Title
    columns: Columns
    totals: list[Record]
    date: dt.date | None
    findings: list[Finding]
    modified: dt.datetime | None = None

    @property
    def kind(self) -> str:
        """The kind of table."""
        return self.table.layout.kind

    @property
    def lines(self) -> frozenset[tuple[object, ...]]:
        """What each of its rows says, whatever its number and place; not the rows of single persons."""
        fields = [c for c in self.table.layout.columns if c.level == "line" and c.field != "number"]
        fields = [c for c in fields if c.field in self.columns]
        needed = [place for place, c in enumerate(fields) if c.required]
        rows = zip(*(self.columns[c.field] for c in fields), strict=True)
        return frozenset(row for row in rows if any(row[place] is not None for place in needed))


@dataclass(frozen=True, slots=True)
class Rows:
    """What a reader makes of a paper.

    columns: rows of its table, each with `source_file`, `source_sheet`, `source_row`.
    subtotals: how many of the sheet's rows only add up others; findings: what was noticed.
    """

    columns: Columns
    subtotals: int = 0
    findings: list[Finding] = field(default_factory=list)


def with_values(columns: Columns, **given: object) -> Columns:
    """The columns and, the same in every row, each value given."""
    return columns | {name: [value] * length(columns) for name, value in given.items()}
