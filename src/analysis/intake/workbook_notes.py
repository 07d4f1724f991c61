"""What a person may not know of a workbook that was read: what it hides, what it would have run or opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from analysis.findings import Finding
from analysis.intake.cells import Workbook, letters
from analysis.intake.rules.file import COLUMNS_HIDDEN, LINKS, MACROS, ROWS_HIDDEN, SHEET_HIDDEN

_MOST_RANGES = 12
"""Ranges a sentence names before it says only that there are more."""


def notes_of(book: Workbook, file: str) -> list[Finding]:
    """One note for each hidden sheet, each sheet with hidden rows or columns, and for macros and links.

    file: the name findings call it by.
    """
    notes = [rule.finding(file) for rule, found in ((MACROS, book.macros), (LINKS, book.links)) if found]
    for sheet in book.sheets:
        if sheet.hidden:
            notes.append(SHEET_HIDDEN.finding(file, sheet=sheet.name))
        if sheet.hidden_rows:
            rows = _ranges(sheet.hidden_rows, lambda row: str(row + 1))
            notes.append(ROWS_HIDDEN.finding(file, sheet=sheet.name, count=len(sheet.hidden_rows), rows=rows))
        if sheet.hidden_columns:
            columns = _ranges(sheet.hidden_columns, letters)
            count = len(sheet.hidden_columns)
            notes.append(COLUMNS_HIDDEN.finding(file, sheet=sheet.name, count=count, columns=columns))
    return notes


def _ranges(places: Iterable[int], named: Callable[[int], str]) -> str:
    """Places as ranges a person reads.

    >>> _ranges([4, 5, 6, 9], letters)
    'E–G, J'
    """
    runs = [
        [place for _, place in run]
        for _, run in groupby(enumerate(sorted(places)), key=lambda numbered: numbered[1] - numbered[0])
    ]
    names = [named(run[0]) + (f"–{named(run[-1])}" if len(run) > 1 else "") for run in runs[:_MOST_RANGES]]
    return ", ".join(names) + (", …" if len(runs) > _MOST_RANGES else "")
