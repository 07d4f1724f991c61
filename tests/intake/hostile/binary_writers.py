"""Drawn sheets to the two binary formats of Excel."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterable

import xlwt

from .page import Error, Formula, Grid

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}

_EPOCH = dt.datetime(1899, 12, 30)


def xls(grids: Iterable[Grid], *, since_1904: bool = False) -> bytes:
    """The format of Excel 97 to 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = since_1904
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for grid in grids:
        sheet = book.add_sheet(grid.page.name, cell_overwrite_ok=True)
        for top, left, bottom, right in grid.merged:
            sheet.merge(top, bottom, left, right)
        for (row, column), cell in grid.cells.items():
            if isinstance(cell, Error):
                sheet.row(row).set_cell_error(column, ERRORS[cell.name])
            elif isinstance(cell, dt.date):
                sheet.write(row, column, cell, day)
            else:
                sheet.write(row, column, cell.value if isinstance(cell, Formula) else cell)
        for row in grid.hidden_rows:
            sheet.row(row).hidden = True
        for place, column in enumerate(grid.page.columns, grid.page.left):
            sheet.col(place).hidden = column.hidden
        sheet.visibility = {"visible": 0, "hidden": 1, "veryHidden": 2}[grid.page.state]
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


def xlsb(grids: Iterable[Grid]) -> bytes:
    """The binary twin of .xlsx ([MS-XLSB]): only what holds cells, merged areas and names of sheets."""
    drawn = list(grids)
    bundle = b"".join(
        _record(156, struct.pack("<2I", 0, number) + _wide(f"rId{number}") + _wide(grid.page.name))
        for number, grid in enumerate(drawn, 1)
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{relation}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        for number, _ in enumerate(drawn, 1)
    )
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("[Content_Types].xml", "<Types/>")
            parts.writestr(
                "_rels/.rels",
                f'<Relationships><Relationship Id="rId1" Type="{relation}/officeDocument"'
                ' Target="xl/workbook.bin"/></Relationships>',
            )
            parts.writestr(
                "xl/workbook.bin",
                _records((131, b""), (143, b"")) + bundle + _records((144, b""), (132, b"")),
            )
            parts.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{links}</Relationships>")
            for number, grid in enumerate(drawn, 1):
                parts.writestr(f"xl/worksheets/sheet{number}.bin", _xlsb_sheet(grid))
        return file.getvalue()


def _xlsb_sheet(grid: Grid) -> bytes:
    rows = list(grid.rows)
    width = max(map(len, rows), default=1)
    body = b""
    for number, cells in enumerate(rows):
        body += _record(0, struct.pack("<2I", number, 0) + bytes(9))
        body += b"".join(_xlsb_cell(column, cell) for column, cell in enumerate(cells) if cell is not None)
    merged = b"".join(
        _record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in grid.merged
    )
    area = struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, width - 1)
    return (
        _records((129, b""), (148, area), (145, b""))
        + body
        + _record(146, b"")
        + (_record(177, struct.pack("<I", len(grid.merged))) + merged + _record(178, b"") if merged else b"")
        + _record(130, b"")
    )


def _xlsb_cell(column: int, cell: object) -> bytes:
    at = struct.pack("<2I", column, 0)
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, Error):
        return _record(3, at + bytes([ERRORS[cell.name]]))
    if isinstance(cell, bool):
        return _record(4, at + bytes([cell]))
    if isinstance(cell, str):
        return _record(6, at + _wide(cell))
    if isinstance(cell, dt.datetime):
        cell = (cell - _EPOCH) / dt.timedelta(days=1)
    assert isinstance(cell, int | float)
    return _record(5, at + struct.pack("<d", cell))


def _records(*records: tuple[int, bytes]) -> bytes:
    return b"".join(_record(kind, data) for kind, data in records)


def _record(kind: int, data: bytes) -> bytes:
    """A record: its kind and its length in groups of seven bits, then its bytes."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    length, size = b"", len(data)
    while size > 127:
        length += bytes([size & 127 | 128])
        size >>= 7
    return head + length + bytes([size]) + data


def _wide(text: str) -> bytes:
    letters = text.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters
