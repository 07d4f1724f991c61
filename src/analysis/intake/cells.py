"""Any spreadsheet file to raw cells, each at its own address; nothing is interpreted here."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

from analysis.intake.lost_values import DAMAGE, Places, cells_without_value

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell as calamine gives it; empty is the empty text."""


class Unreadable(ValueError):
    """The file is no spreadsheet anybody could read. `reason`: empty, password, web_page or damaged."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, from A1 on.

    merged: its merged ranges as ((row, column), (row, column)), from 0. lost: cells that came out
    empty though a formula or an error stands in them.
    """

    name: str
    cells: list[list[Cell]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    lost: Places


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one file that hold a cell; sha256 is of the file's bytes."""

    sha256: str
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path) -> Workbook:
    """All cells of a spreadsheet file (.xlsx, .xlsm, .xls, .xlsb, .ods).

    Raises Unreadable where the bytes are empty, locked by a password, a web page or damaged.
    """
    data = path.read_bytes()
    if not data:
        raise Unreadable("empty")
    if data.lstrip()[:1] == b"<":  # offices save web pages under a spreadsheet's name
        raise Unreadable("web_page")
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            tables = [s.name for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
            sheets = [book.get_sheet_by_name(name) for name in tables]
            # the whole area: cutting empty rows and columns would shift every address
            cells = {sheet.name: sheet.to_python(skip_empty_area=False) for sheet in sheets}
            merged = {sheet.name: tuple(sheet.merged_cell_ranges or ()) for sheet in sheets}
        lost = cells_without_value(data)
    except calamine.PasswordError:
        raise Unreadable("password") from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, *DAMAGE):
        raise Unreadable("damaged") from None
    filled = {name: rows for name, rows in cells.items() if rows}
    return Workbook(
        hashlib.sha256(data).hexdigest(),
        tuple(Sheet(name, rows, merged[name], lost.get(name, frozenset())) for name, rows in filled.items()),
    )


def letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    head, last = divmod(column, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)
