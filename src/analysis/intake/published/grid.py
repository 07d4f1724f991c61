"""A printed table as rows of texts, from wherever a person has it."""

from __future__ import annotations

from pathlib import Path

from analysis.intake.cells import SPREADSHEETS, read_workbook
from analysis.intake.published.pasted import pasted_rows
from analysis.intake.published.shown import shown_rows
from analysis.intake.published.web import is_web, web_rows

Grid = list[list[str]]

_LONGEST = 255
"""Bytes of a file's name, at the most: what is longer is a sentence."""


def read_grid(source: str | Path) -> Grid:
    """The cells as texts, every row as long as the longest; blank rows keep their place.

    source: pasted text, its columns parted by tabs, bars, semicolons, commas or wide blanks (cells from
        Word, Excel, a web page or a PDF, a Markdown table), HTML, or the path of a spreadsheet, whose
        first sheet that is shown counts.
    Raises OSError and `Unreadable` as `read_workbook` does.
    """
    path = _path(source)
    if path is not None:
        rows = shown_rows(path, read_workbook(path))
    else:
        rows = web_rows(str(source)) if is_web(str(source)) else pasted_rows(str(source))
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _path(source: str | Path) -> Path | None:
    """The path that is given, be it in quotes or on a line of its own; None where a text is."""
    if isinstance(source, Path):
        return source
    line = source.strip().strip('"').strip()
    if len(line.splitlines()) != 1 or "\t" in line or is_web(source):
        return None
    there = len(line.encode()) <= _LONGEST and Path(line).is_file()
    return Path(line) if there or line.lower().endswith(SPREADSHEETS) else None
