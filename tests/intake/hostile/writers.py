"""Drawn sheets to the bytes of a file, by its suffix."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from .binary_writers import xls, xlsb
from .page import Error, Formula, Grid

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def xlsx(grids: Iterable[Grid], *, since_1904: bool = False, macros: bytes = b"") -> bytes:
    """An .xlsx file; with macros (any bytes) an .xlsm."""
    with io.BytesIO() as file:
        book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": since_1904})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        if macros:
            book.add_vba_project(io.BytesIO(macros), is_stream=True)
        for grid in grids:
            sheet = book.add_worksheet(grid.page.name)
            for area in grid.merged:
                sheet.merge_range(*area, "")
            for (row, column), cell in grid.cells.items():
                _xlsx_cell(sheet, row, column, cell, day)
            _look(sheet, grid)
        book.close()
        return file.getvalue()


def _xlsx_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: object, day: object
) -> None:
    if isinstance(cell, Error):
        sheet.write_formula(row, column, "=NA()", None, cell.name)
    elif isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, "" if cell.value is None else cell.value)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_number(row, column, cell)


def _look(sheet: xlsxwriter.worksheet.Worksheet, grid: Grid) -> None:
    page = grid.page
    for place, column in enumerate(page.columns, page.left):
        if column.hidden:
            sheet.set_column(place, place, None, None, {"hidden": True})
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    last = grid.header + max(len(column.path) for column in page.columns) - 1
    if page.filtered:
        sheet.autofilter(last, page.left, last + len(page.lines), page.left + len(page.columns) - 1)
        sheet.filter_column(page.left, "x == NonBlanks")
    if page.frozen:
        sheet.freeze_panes(last + 1, page.left + 2)
    if page.state == "hidden":
        sheet.hide()
    elif page.state == "veryHidden":
        sheet.very_hidden()


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(grids: Iterable[Grid]) -> bytes:
    """The format of LibreOffice. Merged areas are drawn as spans, errors and formulas as it saves them."""
    tables = []
    for grid in grids:
        spans = {
            (top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merged
        }
        covered = {
            (row, column)
            for top, left, bottom, right in grid.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - set(spans)
        rows = (
            "".join(
                _ods_cell(cell, spans.get((row, column)), (row, column) in covered)
                for column, cell in enumerate(cells)
            )
            for row, cells in enumerate(grid.rows)
        )
        hidden = (' table:visibility="collapse"' if row in grid.hidden_rows else "" for row in range(10**6))
        body = "".join(
            f"<table:table-row{how}>{cells or '<table:table-cell/>'}</table:table-row>"
            for cells, how in zip(rows, hidden, strict=False)
        )
        tables.append(f"<table:table table:name={quoteattr(grid.page.name)}>{body}</table:table>")
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as parts:
            parts.writestr("mimetype", _ODS_TYPE)
            parts.writestr("content.xml", _ODS.format("".join(tables)))
            parts.writestr("META-INF/manifest.xml", manifest)
        return file.getvalue()


def _ods_cell(cell: object, span: tuple[int, int] | None, covered: bool) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    how = ""
    if span:
        how = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if isinstance(cell, Error):
        how += ' table:formula="of:=NA()" office:value-type="string" office:string-value=""'
        how += ' calcext:value-type="error"'
        return f"<table:table-cell{how}><text:p>{escape(cell.name)}</text:p></table:table-cell>"
    if isinstance(cell, Formula):
        how += f" table:formula={quoteattr('of:' + cell.text)}"
        cell = cell.value
    if cell is None:
        return f"<table:table-cell{how}/>"
    if isinstance(cell, bool):
        how += f' office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, dt.date):
        how += f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell{how} office:value-type="string">{lines}</table:table-cell>'
    else:
        how += f' office:value-type="float" office:value="{cell!r}"'
    return f"<table:table-cell{how}><text:p>{_said(cell)}</text:p></table:table-cell>"


def text_file(encoding: str = "utf-8-sig", separator: str = ",") -> Callable[[Iterable[Grid]], bytes]:
    """The sheet that has cells as separated text; as Excel saves it, numbers and dates as shown."""

    def write(grids: Iterable[Grid]) -> bytes:
        with io.StringIO(newline="") as file:
            rows = csv.writer(file, delimiter=separator)
            for cells in next(grid for grid in grids if grid.cells).rows:
                rows.writerow([_said(cell) for cell in cells])
            said = file.getvalue()
        return _in_windows(said) if encoding == "cp1258" else said.encode(encoding)

    return write


def _said(cell: object) -> str:
    if isinstance(cell, Error):
        return cell.name
    if isinstance(cell, Formula):
        return _said(cell.value)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _in_windows(text: str) -> bytes:
    """The text in windows-1258, which has no letters that nobody sees."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter == "\u00ad")
    return _with_loose_tones(seen).encode("cp1258")


def _with_loose_tones(text: str) -> str:
    """The text with its tones as letters of their own, which is how windows-1258 writes most of them."""
    letters = (unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", text))
    return "".join(
        unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        + "".join(part for part in parts if part in _TONES)
        for parts in letters
    )


WRITERS: dict[str, Callable[[Iterable[Grid]], bytes]] = {
    "xlsx": xlsx,
    "xlsm": lambda grids: xlsx(grids, macros=b"\xd0\xcf\x11\xe0 no macro ever runs"),
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
    "csv": text_file(),
    "tsv": text_file("utf-8", "\t"),
}
