"""A printed table as rows of texts, from wherever a person has it."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.cells import read_workbook
from analysis.intake.published.pasted import pasted_rows
from analysis.intake.published.shown import shown_rows
from analysis.intake.published.web import is_web, web_rows

Grid = list[list[str]]


def read_grid(source: str | Path) -> Grid:
    """The cells as texts, every row as long as the longest; blank rows keep their place.

    source: pasted text, its columns parted by tabs, bars, semicolons, commas or wide blanks (cells from
        Word, Excel, a web page or a PDF, a Markdown table), HTML, or the path of a spreadsheet, whose
        first sheet that is shown counts.
    Raises OSError and `Unreadable` as `read_workbook` does.
    """
    if isinstance(source, str) and is_web(source):
        rows = web_rows(source)
    elif isinstance(source, str) and ("\n" in source or "\t" in source):
        rows = pasted_rows(source)
    else:
        rows = shown_rows(Path(source), read_workbook(Path(source)))
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
