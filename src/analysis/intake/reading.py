"""Many files together: the rules asked of all their rows, and the account of each file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.decisions import FOLDER as DECISIONS
from analysis.findings import Finding
from analysis.intake.budgets import check_sources
from analysis.intake.cells import SPREADSHEETS
from analysis.intake.documents import READERS, Document, read_document
from analysis.intake.frames import complete_marks, frame_of
from analysis.intake.layout import Table
from analysis.intake.papers import Paper
from analysis.intake.records import Record
from analysis.intake.rules.book import Level, apply_rules, compare_tables
from analysis.intake.rules.cell import SCORED
from analysis.intake.rules.file import GONE, REPORT_FOLDER, SKIPPED, TWICE
from analysis.intake.rules.household import MEMBER_ROW
from analysis.intake.rules.unit import PAPER_COLUMNS, PAPERS
from analysis.intake.sums import total_differences
from analysis.programme import FILE, Programme
from analysis.tables import FILES, conform

REPORT = "manifest.json"
"""The file by which the folder of a report is known."""

_LEVELS: tuple[Level, ...] = ("cell", "row", "household", "unit", "budget")


@dataclass(frozen=True)
class Reading:
    """What a set of files holds.

    rows: the rows that stay, by kind of table; papers: one row per paper that gave a row or had none
    to give; files: as `tables.FILES`.
    """

    rows: dict[str, pd.DataFrame]
    papers: pd.DataFrame
    files: pd.DataFrame
    findings: list[Finding]


def read_documents(paths: Iterable[Path], programme: Programme) -> tuple[list[Document], list[Finding]]:
    """Every spreadsheet among the paths and in their folders, in the order of names; once each.

    Raises ProgrammeError where the forms have no column for a source of the programme.
    """
    check_sources(programme)
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for path in dict.fromkeys(file for given in paths for file in _files(given, programme, findings)):
        name = _name(path, programme.folder)
        if path.name.startswith(("~$", ".")) or path.suffix.lower() not in SPREADSHEETS:
            findings.append(SKIPPED.finding(name))
            continue
        try:
            documents[name] = read_document(path, name, programme)
        except OSError:  # a dangling link, a file that is being moved or that nobody may read
            findings.append(GONE.finding(name))
    return list(documents.values()), findings


def _files(path: Path, programme: Programme, findings: list[Finding]) -> list[Path]:
    """The files of a folder and all in it; hidden folders and reports of earlier runs are passed over."""
    if not path.is_dir():
        return [path]
    own, decided = (programme.folder / FILE).resolve(), (programme.folder / DECISIONS).resolve()
    files: list[Path] = []
    for place, folders, names in os.walk(path):
        folder = Path(place)
        if REPORT in names and folder != path:
            findings.append(REPORT_FOLDER.finding(_name(folder, programme.folder)))
            folders.clear()
            continue
        folders[:] = [f for f in folders if not f.startswith(".") and (folder / f).resolve() != decided]
        files += (folder / name for name in names if name != FILE or (folder / name).resolve() != own)
    return sorted(files)


def _name(path: Path, folder: Path) -> str:
    # a link is named by where it stands, not by what it leads to
    absolute, root = path.parent.resolve() / path.name, folder.resolve()
    return (absolute.relative_to(root) if absolute.is_relative_to(root) else path).as_posix()


def combine(documents: list[Document], programme: Programme) -> Reading:
    """The rows of all documents with the rules asked of them, and each file's account.

    A row that holds a record is used or set aside; where it is set aside a finding says why.
    """
    once, findings = _each_once(documents)
    findings += [finding for document in once for finding in document.findings]
    papers_read = [paper for document in once for paper in document.papers]
    tables = {(paper.file, paper.table.sheet): paper.table for paper in papers_read}
    papers, found = apply_rules("unit", PAPERS[0], _papers(papers_read), programme, tables)
    findings += found
    kept = set(zip(papers.source_file, papers.source_sheet, strict=True))
    subtotals: Counter[str] = Counter()
    records: dict[str, list[Record]] = {kind: [] for kind in READERS}
    for paper in papers_read:
        if (paper.file, paper.table.sheet) in kept:
            read = READERS[paper.kind](paper, programme)
            records[paper.kind] += read.records
            subtotals[paper.file] += read.subtotals
            findings += [*paper.findings, *read.findings, *total_differences(paper)]
    frames = {kind: frame_of(kind, of_kind) for kind, of_kind in records.items()}
    rows = {}
    for kind, frame in frames.items():
        rows[kind], found = _judged(kind, frame, programme, tables)
        findings += found
    rows, found = compare_tables(rows, frames, programme, tables)
    findings += found
    used = _rows_used(rows)
    files = pd.DataFrame([_account(d, used[d.file], subtotals[d.file], programme) for d in documents])
    return Reading(
        rows, papers[_give_what_they_have(papers, rows, findings)], conform(FILES, files), findings
    )


def _give_what_they_have(
    papers: pd.DataFrame, rows: dict[str, pd.DataFrame], findings: list[Finding]
) -> pd.Series:
    """Whether each paper gave a row, or is an empty one; a paper of unusable rows says nothing."""
    gave = {place for f in rows.values() for place in zip(f.source_file, f.source_sheet, strict=True)}
    gave |= {(f.file, f.sheet) for f in findings if f.code == "MOVE-TWICE"}  # known from another return
    gives = [not p.rows or (p.source_file, p.source_sheet) in gave for p in papers.itertuples()]
    return pd.Series(gives, index=papers.index, dtype=bool)


def _each_once(documents: list[Document]) -> tuple[list[Document], list[Finding]]:
    first: dict[str, Document] = {}
    twice = [d for d in documents if first.setdefault(d.sha256, d) is not d]
    findings = [TWICE.finding(d.file, first=first[d.sha256].file) for d in twice if d.papers]
    return list(first.values()), findings


def _papers(papers: list[Paper]) -> pd.DataFrame:
    facts = [
        {
            "kind": paper.kind,
            "unit": paper.title.unit,
            "office": paper.title.office,
            "date": paper.date,
            "month": paper.title.month,
            "status": paper.title.status,
            "money_unit": paper.title.money_unit,
            "rows": len(paper.table.data),
            "lines": paper.lines,
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
        used.update(frame.drop_duplicates(["source_file", "source_sheet", "source_row"]).source_file)
        for file, members in zip(frame.source_file, frame.member_rows, strict=True):
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
