"""Versions of one paper: which of them counts, and what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from analysis.findings import Finding
from analysis.intake.documents import Document
from analysis.intake.papers import Paper
from analysis.intake.rules.unit import SINGLE
from analysis.intake.rules.versions import CORRECTED, UNUSABLE
from analysis.tables import VERSIONS, conform


def sender_and_day(paper: Paper) -> tuple[object, ...]:
    """What two papers have in common that are versions of one."""
    return paper.kind, paper.title.unit, paper.title.office, paper.date


def corrections(documents: Iterable[Document]) -> dict[str, str]:
    """By file, the file that came back as its corrected marked copy."""
    given = list(documents)
    by_bytes = {document.sha256: document.file for document in given}
    return {by_bytes[d.corrects]: d.file for d in given if d.corrects in by_bytes}


def in_order_of_versions(documents: list[Document]) -> list[Document]:
    """The files in their order, but a corrected copy right after the file it corrects.

    Of several versions the last counts.
    """
    after: dict[str, list[Document]] = {}
    present = {document.sha256 for document in documents}
    for document in documents:
        if document.corrects in present:
            after.setdefault(str(document.corrects), []).append(document)
    ordered: list[Document] = []

    def put(document: Document) -> None:
        ordered.append(document)
        for copy in after.pop(document.sha256, ()):
            put(copy)

    for document in documents:
        if document.corrects not in present:
            put(document)
    return ordered


def without_replaced(
    papers: list[Paper], corrected: Mapping[str, str], usable: Callable[[Paper], bool]
) -> tuple[list[Paper], list[Finding]]:
    """The papers without those that a corrected copy replaces, and without later versions nobody can use.

    A version without one usable row does not push out one that has some.
    """
    findings = []
    files: dict[object, set[str]] = {}
    for paper in papers:
        if paper.kind in SINGLE and _complete(paper):
            files.setdefault(sender_and_day(paper), set()).add(paper.file)
    unusable = {id(p) for p in papers if len(files.get(sender_and_day(p), ())) > 1 and not usable(p)}
    with_rows = {sender_and_day(paper) for paper in papers if id(paper) not in unusable}
    stay = []
    for paper in papers:
        by = corrected.get(paper.file)
        if id(paper) in unusable and sender_and_day(paper) in with_rows:
            findings.append(UNUSABLE.finding(paper.file, sheet=paper.table.sheet))
            findings += paper.findings
        elif by is not None and any(p.file == by and id(p) not in unusable for p in papers):
            findings.append(CORRECTED.finding(paper.file, sheet=paper.table.sheet, kept=by))
        else:
            stay.append(paper)
    return stay, findings


def _complete(paper: Paper) -> bool:
    """Whether the title says what a reader needs to read the paper."""
    return paper.date is not None or paper.kind == "budget_plan"


def version_changes(kept: list[Paper], papers: list[Paper]) -> pd.DataFrame:
    """What the papers that count change of their earlier versions, as in `tables.VERSIONS`."""
    counts = {id(paper) for paper in kept}
    rows = [
        {
            "kind": old.kind,
            "sender": old.title.unit or old.title.office,
            "file": new.file,
            "previous": old.file,
            **_compared(old, new),
        }
        for new in kept
        for old in papers
        if id(old) not in counts and old.file != new.file and sender_and_day(old) == sender_and_day(new)
    ]
    return conform(VERSIONS, pd.DataFrame(rows, columns=list(VERSIONS.columns)))


def _compared(old: Paper, new: Paper) -> dict[str, int]:
    before, after = _by_key(old), _by_key(new)
    same = sum((before[key] & after[key]).total() for key in before.keys() & after.keys())
    changed = sum(
        min(before[key].total(), after[key].total()) - (before[key] & after[key]).total()
        for key in before.keys() & after.keys()
    )
    return {
        "rows_same": same,
        "rows_changed": changed,
        "rows_added": sum(lines.total() for lines in after.values()) - same - changed,
        "rows_removed": sum(lines.total() for lines in before.values()) - same - changed,
    }


def _by_key(paper: Paper) -> dict[object, Counter[tuple[object, ...]]]:
    """The lines of a paper by what they are about: the household's code, the unit, the project."""
    lines: dict[object, Counter[tuple[object, ...]]] = {}
    for line in paper.lines:
        about = next((value for value in line if value is not None), None)
        lines.setdefault(about, Counter())[line] += 1
    return lines
