"""One form on one sheet of one file, with what its title block says and its rows as records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from analysis.findings import Finding
from analysis.intake.layout import Table
from analysis.intake.records import Record
from analysis.intake.title import Title


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as it came in.

    records: its rows of data; totals: its rows that add up others. date: the day the paper stands
    for, as its kind counts it. findings: cells that could not be read.
    """

    file: str
    table: Table
    title: Title
    records: list[Record]
    totals: list[Record]
    date: dt.date | None
    findings: list[Finding]

    @property
    def kind(self) -> str:
        """The kind of table."""
        return self.table.layout.kind

    @property
    def lines(self) -> frozenset[tuple[object, ...]]:
        """What each of its rows says, whatever its number and place; not the rows of single persons."""
        columns = [c for c in self.table.layout.columns if c.level == "line" and c.field != "number"]
        needed = [c.field for c in columns if c.required]
        heads = (r for r in self.records if any(r.get(field) is not None for field in needed))
        return frozenset(tuple(record.get(c.field) for c in columns) for record in heads)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a reader makes of a paper.

    records: rows of its table, each with `source_file`, `source_sheet`, `source_row`.
    subtotals: how many of the sheet's rows only add up others; findings: what was noticed.
    """

    records: list[Record]
    subtotals: int = 0
    findings: list[Finding] = field(default_factory=list)
