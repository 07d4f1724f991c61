"""The cells of a spreadsheet as a person sees them: numbers with the decimals they are shown with."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from openpyxl import load_workbook

from analysis.exact import half_up
from analysis.intake.cells import Cell, Sheet, Workbook
from analysis.intake.spelling import blank, written

_FORMAT = re.compile(r"""[#,0 ]*0(?:\.(?P<decimals>0+))?\s*(?P<percent>%)?""")
_OFFICE = (".xlsx", ".xlsm")


def shown_rows(path: Path, book: Workbook) -> list[list[str]]:
    """The first sheet that is shown, each cell as text; a share shown as a percentage with its sign.

    The formats of numbers are read from .xlsx and .xlsm. Elsewhere, and where a cell has none, a number is
    shown with ten significant digits at most and the noughts at its end are lost.
    """
    sheet = next((sheet for sheet in book.sheets if not sheet.hidden), None)
    if sheet is None:
        return []
    formats = _formats(path, sheet)
    return [
        [_shown(cell, formats.get((row, column), "")) for column, cell in enumerate(cells)]
        for row, cells in enumerate(sheet.cells)
    ]


def _shown(cell: Cell, format_: str) -> str:
    if blank(cell):
        return ""
    match = _FORMAT.fullmatch(format_)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != cell:
        return written(cell)
    if match:
        exact = Fraction(repr(cell)) * (100 if match["percent"] else 1)
        return f"{half_up(exact, len(match['decimals'] or ''))}{match['percent'] or ''}"
    return written(cell) if float(cell).is_integer() else format(Decimal(format(cell, ".10g")), "f")


def _formats(path: Path, sheet: Sheet) -> dict[tuple[int, int], str]:
    """How the sheet's numbers are shown, by row and column from 0; the empty dict where no one says."""
    if path.suffix.lower() not in _OFFICE or path.read_bytes()[:2] != b"PK":
        return {}
    try:
        book = load_workbook(path, data_only=True)
    except Exception:  # it reads fewer files than `read_workbook`, and fails in many ways: nothing is lost
        return {}
    rows = book[sheet.name].iter_rows() if sheet.name in book.sheetnames else ()
    return {
        (cell.row - 1, cell.column - 1): cell.number_format
        for row in rows
        for cell in row
        if isinstance(cell.value, int | float)
    }
