"""The files that have come: which are read, in which order, each opened while those before are read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from analysis.assumptions import FOLDER as ASSUMPTIONS
from analysis.decisions import FOLDER as DECISIONS
from analysis.findings import Finding
from analysis.intake.budgets import check_sources
from analysis.intake.cells import SPREADSHEETS, read_workbooks
from analysis.intake.documents import Document, read_document
from analysis.intake.rules.file import GONE, REPORT_FOLDER, SKIPPED
from analysis.intake.settled import check_names_settled
from analysis.programme import FILE, Programme

REPORT = "manifest.json"
"""The file by which the folder of a report is known."""


def read_documents(paths: Iterable[Path], programme: Programme) -> tuple[list[Document], list[Finding]]:
    """Every spreadsheet among the paths and in their folders, in the order of names; once each.

    Raises ProgrammeError where the forms have no column for a source of the programme, or a decision
    names what is not there.
    """
    check_sources(programme)
    check_names_settled(programme)
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    found = dict.fromkeys(file for given in paths for file in _files(given, programme, findings))
    names = {path: _name(path, programme.folder) for path in found}
    skipped = [path for path in found if _is_no_input(path)]
    findings += [SKIPPED.finding(names[path]) for path in skipped]
    for path, read in read_workbooks(path for path in found if path not in skipped):
        try:
            if isinstance(read, OSError):
                raise read
            documents[names[path]] = read_document(read, path, names[path], programme)
        except OSError:  # a dangling link, a file that is being moved or that nobody may read
            findings.append(GONE.finding(names[path]))
    return list(documents.values()), findings


def _is_no_input(path: Path) -> bool:
    return path.name.startswith(("~$", ".")) or path.suffix.lower() not in SPREADSHEETS


def _files(path: Path, programme: Programme, findings: list[Finding]) -> list[Path]:
    """The files of a folder and all in it; hidden folders and reports of earlier runs are passed over."""
    if not path.is_dir():
        return [path]
    own = (programme.folder / FILE).resolve()
    no_papers = {(programme.folder / name).resolve() for name in (DECISIONS, ASSUMPTIONS)}
    files: list[Path] = []
    for place, folders, names in os.walk(path):
        folder = Path(place)
        if REPORT in names and folder != path:
            findings.append(REPORT_FOLDER.finding(_name(folder, programme.folder)))
            folders.clear()
            continue
        folders[:] = [f for f in folders if not f.startswith(".") and (folder / f).resolve() not in no_papers]
        files += (folder / name for name in names if name != FILE or (folder / name).resolve() != own)
    return sorted(files, key=_in_order)


def _in_order(path: Path) -> tuple[object, ...]:
    """By folder and name as a person sorts them: "a" before "a (2)" before "a (10)"."""
    parts = re.split(r"(\d+)", path.stem)
    return path.parent, [(int(p), "") if p.isdecimal() else (0, p) for p in parts], path.suffix


def _name(path: Path, folder: Path) -> str:
    # a link is named by where it stands, not by what it leads to
    absolute, root = path.parent.resolve() / path.name, folder.resolve()
    return (absolute.relative_to(root) if absolute.is_relative_to(root) else path).as_posix()
