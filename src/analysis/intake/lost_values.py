"""Cells whose value their file does not hold: an error value, or a formula nobody has calculated.

Calamine gives both as an empty text, like a cell left blank; here they are told apart.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl

Places = frozenset[tuple[int, int]]
"""Rows and columns of cells, from 0."""

_SIGNS = (b't="e"', b"<f>", b"<f ")
"""What the XML of a sheet holds where a cell is an error or has a formula."""


def cells_without_value(data: bytes, sheets: Mapping[str, Sequence[Sequence[object]]]) -> dict[str, Places]:
    """By sheet, the cells that hold an error or formula and came out empty.

    data: the bytes of a file; sheets: its cells as calamine gives them. Formats other than .xlsx and
    .xlsm are not looked into. Only a file that holds a formula or error is opened a second time.
    """
    if not _holds_any(data):
        return {}
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    lost = {}
    for name, cells in sheets.items():
        doubtful = (
            (cell.row - 1, cell.column - 1)
            for row in book[name].iter_rows()
            for cell in row
            if cell.data_type in ("f", "e")
        )
        lost[name] = frozenset((row, column) for row, column in doubtful if cells[row][column] == "")
    book.close()
    return lost


def _holds_any(data: bytes) -> bool:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = (parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet"))
        return any(sign in sheet for sheet in sheets for sign in _SIGNS)
