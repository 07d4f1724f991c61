"""Many files together: the rules asked of all their rows, and the account of each file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from analysis.findings import Finding
from analysis.intake.documents import READERS, Document
from analysis.intake.frames import complete_marks, frame_of
from analysis.intake.layout import Table
from analysis.intake.papers import Paper
from analysis.intake.records import Columns, Record
from analysis.intake.rules.book import Level, apply_rules, compare_tables
from analysis.intake.rules.cell import SCORED
from analysis.intake.rules.file import TWICE
from analysis.intake.rules.household import MEMBER_ROW
from analysis.intake.rules.unit import PAPER_COLUMNS, PAPERS
from analysis.intake.sums import total_differences
from analysis.intake.versions import (
    corrections,
    in_order_of_versions,
    sender_and_day,
    version_changes,
    without_replaced,
)
from analysis.programme import Programme
from analysis.tables import FILES, conform

_PLACE = ("source_file", "source_sheet", "source_row")
_LEVELS: tuple[Level, ...] = ("cell", "row", "household", "unit", "budget")


@dataclass(frozen=True)
class Reading:
    """What a set of files holds.

    rows: the rows that stay, by kind of table; papers: one row per paper that gave a row or had none
    to give; files: as `tables.FILES`; versions: as `tables.VERSIONS`.
    """

    rows: dict[str, pd.DataFrame]
    papers: pd.DataFrame
    files: pd.DataFrame
    versions: pd.DataFrame
    findings: list[Finding]


def combine(documents: list[Document], programme: Programme) -> Reading:
    """The rows of all documents with the rules asked of them, and each file's account.

    A row that holds a record is used or set aside; where it is set aside a finding says why.
    """
    once, findings = _each_once(documents)
    findings += [finding for document in once for finding in document.findings]
    papers_read = [paper for document in in_order_of_versions(once) for paper in document.papers]
    tables = {(paper.file, paper.table.sheet): paper.table for paper in papers_read}

    def usable(paper: Paper) -> bool:
        alone = frame_of(paper.kind, [READERS[paper.kind](paper, programme).columns])
        return alone.empty or not _judged(paper.kind, alone, programme, tables)[0].empty

    competing, found = without_replaced(papers_read, corrections(once), usable)
    findings += found
    papers, found = apply_rules("unit", PAPERS[0], _papers(competing), programme, tables)
    findings += found
    kept = set(zip(papers.source_file, papers.source_sheet, strict=True))
    subtotals: Counter[str] = Counter()
    columns: dict[str, list[Columns]] = {kind: [] for kind in READERS}
    for paper in papers_read:
        if (paper.file, paper.table.sheet) in kept:
            read = READERS[paper.kind](paper, programme)
            columns[paper.kind].append(read.columns)
            subtotals[paper.file] += read.subtotals
            findings += [*paper.findings, *read.findings, *total_differences(paper)]
    frames = {kind: frame_of(kind, of_kind) for kind, of_kind in columns.items()}
    rows = {}
    for kind, frame in frames.items():
        rows[kind], found = _judged(kind, frame, programme, tables)
        findings += found
    rows, found = compare_tables(rows, frames, programme, tables)
    findings += found
    used = _rows_used(rows)
    files = pd.DataFrame([_account(d, used[d.file], subtotals[d.file], programme) for d in documents])
    return Reading(
        rows,
        papers[_give_what_they_have(papers, rows, findings)],
        conform(FILES, files),
        version_changes([p for p in papers_read if (p.file, p.table.sheet) in kept], papers_read),
        findings,
    )


def _give_what_they_have(
    papers: pd.DataFrame, rows: dict[str, pd.DataFrame], findings: list[Finding]
) -> pd.Series:
    """Whether each paper gave a row, or is an empty one; a paper of unusable rows says nothing."""
    gave = {
        place
        for frame in rows.values()
        for place in zip(frame.source_file.to_numpy(), frame.source_sheet.to_numpy(), strict=True)
    }
    gave |= {(f.file, f.sheet) for f in findings if f.code == "MOVE-TWICE"}  # known from another return
    gives = [not p.rows or (p.source_file, p.source_sheet) in gave for p in papers.itertuples()]
    return pd.Series(gives, index=papers.index, dtype=bool)


def _each_once(documents: list[Document]) -> tuple[list[Document], list[Finding]]:
    first: dict[str, Document] = {}
    twice = [d for d in documents if first.setdefault(d.sha256, d) is not d]
    findings = [TWICE.finding(d.file, first=first[d.sha256].file) for d in twice if d.papers]
    return list(first.values()), findings


def _papers(papers: list[Paper]) -> pd.DataFrame:
    """Papers as the rules ask for them; `lines` only of those that another of the sender may repeat."""
    same = Counter(map(sender_and_day, papers))
    facts = [
        {
            "kind": paper.kind,
            "unit": paper.title.unit,
            "office": paper.title.office,
            "date": paper.date,
            "month": paper.title.month,
            "status": paper.title.status,
            "money_unit": paper.title.money_unit,
            "modified": paper.modified,
            "rows": len(paper.table.body.data),
            "lines": paper.lines if same[sender_and_day(paper)] > 1 else frozenset(),
            "source_file": paper.file,
            "source_sheet": paper.table.sheet,
            "source_row": paper.table.header.bottom + 1,
        }
        for paper in papers
    ]
    return pd.DataFrame(facts, columns=PAPER_COLUMNS, dtype=object)


def _judged(
    kind: str, rows: pd.DataFrame, programme: Programme, tables: dict[tuple[str, str], Table]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows of a kind that pass the rules, level by level, and all findings about them."""
    rows = complete_marks(rows) if kind in SCORED else rows
    stay, findings = rows, []
    for level in _LEVELS:
        stay, found = apply_rules(level, kind, stay, programme, tables)
        findings += found
    if kind == "household_list":
        for gone in rows.drop(stay.index).itertuples():
            findings += [
                MEMBER_ROW.finding(gone.source_file, sheet=gone.source_sheet, row=int(number))
                for number in gone.member_rows
            ]
    return stay, findings


def _rows_used(rows: dict[str, pd.DataFrame]) -> Counter[str]:
    used: Counter[str] = Counter()
    for frame in rows.values():
        files, sheets, numbers = (frame[name].to_numpy() for name in _PLACE)
        used.update(file for file, _, _ in set(zip(files, sheets, numbers, strict=True)))
        for file, members in zip(files, frame.member_rows.to_numpy(), strict=True):
            used[file] += len(members) if isinstance(members, tuple) else 0
    return used


def _account(document: Document, used: int, subtotals: int, programme: Programme) -> Record:
    data = document.rows_data - subtotals
    first = document.papers[0].title if document.papers else None
    round_ = document.date and programme.round_of(document.date)
    day = round_.date if document.kind == "household_list" and round_ else document.date
    month = first.month if first and document.kind == "movement_return" else None
    return {
        "file": document.file,
        "kind": document.kind,
        "unit": (first.unit or first.office) if first else None,
        "round": f"{month:%Y-%m}" if month else day.isoformat() if day else None,
        "rows_read": document.rows_read,
        "rows_used": used,
        "rows_set_aside": data - used,
        "rows_not_data": document.rows_read - data,
        "synthetic": any(paper.title.synthetic for paper in document.papers),
        "sha256": document.sha256,
    }
