"""A printed table as rows of texts, from wherever a person has it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.intake.cells import read_workbook
from analysis.intake.spelling import blank, written

Grid = list[list[str]]

_RULE = re.compile(r"[\s|:+=-]*")
_SEPARATORS = ("\t", "|", ";", ",")


def read_grid(source: str | Path) -> Grid:
    """The cells as texts, every row as long as the longest.

    source: pasted text, its columns parted by tabs, bars, semicolons or commas (a Markdown table,
        cells copied from Word, Excel or a web page), or the path of a spreadsheet, whose first sheet
        with cells counts.
    Raises OSError and `Unreadable` as `read_workbook` does.
    """
    if isinstance(source, str) and ("\n" in source or "\t" in source):
        rows = list(_pasted(source))
    else:
        sheets = read_workbook(Path(source)).sheets
        rows = (
            [[("" if blank(cell) else written(cell)) for cell in row] for row in sheets[0].cells]
            if sheets
            else []
        )
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows if any(row)]


def _pasted(text: str) -> Iterator[list[str]]:
    lines = [line for line in text.splitlines() if line.strip() and not _RULE.fullmatch(line)]
    separator = next((sign for sign in _SEPARATORS if sum(sign in line for line in lines) > 1), "\t")
    if separator == "|":
        lines = [line.strip().strip("|") for line in lines]
    for row in csv.reader(lines, delimiter=separator):
        yield [written(cell) for cell in row]
