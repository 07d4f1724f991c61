"""One file: its sheets as papers, and an account of every row on them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.findings import Finding
from analysis.intake.budgets import read_budget
from analysis.intake.cells import Cell, Sheet, Unreadable, Workbook
from analysis.intake.heading_findings import heading_findings
from analysis.intake.household_lists import read_exits, read_household_list, unit_of_rows
from analysis.intake.layout import HeadingsMissing, Table, find_table
from analysis.intake.legacy_text import conversion, legacy_findings
from analysis.intake.movements import read_movements
from analysis.intake.papers import Paper, Rows
from analysis.intake.records import read_columns, records_of
from analysis.intake.returned import returned_of
from analysis.intake.rules.file import HEADING_MISSING, SHEET_UNKNOWN, UNKNOWN, UNREADABLE
from analysis.intake.rules.names import UNIT_NEAR_TITLE
from analysis.intake.summaries import read_summary
from analysis.intake.support import read_support
from analysis.intake.text import blank
from analysis.intake.title import Title, names_a_unit, read_title, units_near
from analysis.intake.totals import read_totals
from analysis.intake.workbook_notes import notes_of
from analysis.law import LawError, load_review_calendar
from analysis.programme import Programme

READERS: dict[str, Callable[[Paper, Programme], Rows]] = {
    "household_list": read_household_list,
    "household_exits": read_exits,
    "movement_return": read_movements,
    "resident_totals": read_totals,
    "budget_plan": read_budget,
    "disbursement_report": read_budget,
    "support_records": read_support,
    "form_7_1": read_summary,
    "form_7_2": read_summary,
    "form_7_3": read_summary,
}
"""The reader of each kind of table."""


@dataclass
class Document:
    """One file as read. rows_data counts the rows that hold records, used or not.

    modified: when the file says it was saved last. corrects: SHA-256 of the file that a marked copy
    was made of, where this is one come back.
    """

    file: str
    sha256: str
    papers: list[Paper] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_read: int = 0
    rows_data: int = 0
    modified: dt.datetime | None = None
    corrects: str | None = None

    @property
    def kind(self) -> str | None:
        """The kind of its first paper, which the others of a workbook go with."""
        return self.papers[0].kind if self.papers else None

    @property
    def date(self) -> dt.date | None:
        """The day the file stands for; None where its own rows say, as in a plan or support records."""
        return self.papers[0].date if self.papers and self.kind != "support_records" else None


def read_document(read: Workbook | Unreadable, path: Path, file: str, programme: Programme) -> Document:
    """A file's papers and findings. An unreadable file gives a document without papers.

    read: the cells of the file, or why it has none; file: the name findings call it by.
    """
    if isinstance(read, Unreadable):
        found = UNREADABLE[read.reason].finding(file, **read.place)
        return Document(file, _sha256(path), findings=[found])
    document = Document(file, read.sha256, modified=read.modified)
    document.findings += notes_of(read, file)
    unknown: list[Sheet] = []
    for sheet in read.sheets:
        document.rows_read += len(sheet.cells)
        if corrects := returned_of(sheet):
            document.corrects = corrects
            continue
        text = conversion(sheet.cells)
        document.findings += legacy_findings(file, sheet.name, text)
        sheet = replace(sheet, cells=text.cells)
        try:
            table = find_table(sheet, programme)
        except HeadingsMissing as error:
            missing = ", ".join(error.missing)
            document.findings.append(HEADING_MISSING.finding(file, sheet=sheet.name, missing=missing))
            if error.header:
                document.findings += heading_findings(error.header, error.layout, file, sheet.name)
            document.rows_data += _rows_with_content(sheet)
            continue
        if table is None:
            unknown.append(sheet)
        else:
            _take(document, table, sheet.cells, read.date1904, programme)
    for sheet in unknown:
        known = document.papers or any(f.code == HEADING_MISSING.code for f in document.findings)
        found = (SHEET_UNKNOWN if known else UNKNOWN).finding(file, sheet=sheet.name)
        document.findings.append(found)
        document.rows_data += _rows_with_content(sheet)
    if not read.sheets:
        document.findings.append(UNREADABLE["empty"].finding(file))
    return document


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _take(
    document: Document, table: Table, cells: list[list[Cell]], date1904: bool, programme: Programme
) -> None:
    title = read_title(table.above, programme)
    columns, findings = read_columns(table, cells, table.body.data, title, document.file, programme, date1904)
    if title.unit is None and table.layout.kind == "household_list":
        title = replace(title, unit=unit_of_rows(columns, programme))
    if document.papers:  # further sheets of a workbook need not repeat whose it is and for when
        first = document.papers[0].title
        title = replace(
            title,
            unit=title.unit or (None if names_a_unit(table.above[: table.header.top]) else first.unit),
            date=title.date or first.date,
            month=title.month or first.month,
            status=title.status or first.status,
        )
    totals, _ = read_columns(table, cells, table.body.totals, title, document.file, programme, date1904)
    added_up = list(records_of(totals))
    day = _day(table.layout.kind, title)
    paper = Paper(document.file, table, title, columns, added_up, day, findings, document.modified)
    document.papers.append(paper)
    document.rows_data += len(table.body.data)
    document.findings += heading_findings(table.header, table.layout, document.file, table.sheet)
    if title.unit is None and (near := units_near(table.above[: table.header.top], programme)):
        named = ", ".join(near)
        document.findings.append(UNIT_NEAR_TITLE.finding(document.file, sheet=table.sheet, nearest=named))


def _day(kind: str, title: Title) -> dt.date | None:
    """A monthly return counts from the day it is due, any other paper from its title's day."""
    if kind == "budget_plan":
        return None
    if kind == "movement_return":
        return title.month and _day_due(title.month)
    return title.date


def _day_due(month: dt.date) -> dt.date | None:
    try:
        return load_review_calendar(month).due_of_month(month)
    except LawError:  # the rule MONTH-LAW says so
        return None


def _rows_with_content(sheet: Sheet) -> int:
    return sum(any(not blank(cell) for cell in row) for row in sheet.cells)
