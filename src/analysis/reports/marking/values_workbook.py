"""The values of any spreadsheet as a plain workbook, where the original's look can't be kept."""

from __future__ import annotations

import datetime as dt
import io
import re
from contextlib import suppress

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from analysis.intake.cells import Cell, Sheet, Workbook

_LONGEST, _WIDEST, _A4 = 31, 40, 9
"""Characters of a sheet's name and of a column; Excel's number of the paper."""

_EPOCH = dt.date(1899, 12, 31)
"""Before it Excel has no dates."""

_FORMATS: dict[type, str] = {
    dt.datetime: "dd/mm/yyyy hh:mm:ss",
    dt.date: "dd/mm/yyyy",
    dt.time: "hh:mm:ss",
    dt.timedelta: "[h]:mm:ss",
}


def values_workbook(book: Workbook) -> tuple[bytes, dict[str, str]]:
    """The bytes of an .xlsx with the cells of a workbook, each at its address, and its merged ranges.

    Texts stay texts, whatever they begin with. Returns also the names of the new sheets by those of
    the old: some formats allow names that .xlsx does not.
    """
    buffer = io.BytesIO()
    names: dict[str, str] = {}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": book.date1904}) as made:
        made.set_properties({"created": dt.datetime(2000, 1, 1)})
        formats = {kind: made.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        text = made.add_format({"text_wrap": False})
        for sheet in book.sheets:
            names[sheet.name] = _name(sheet.name, {name.casefold() for name in names.values()})
            to = made.add_worksheet(names[sheet.name])
            for (top, left), (bottom, right) in sheet.merged:
                with suppress(OverlappingRange):
                    to.merge_range(top, left, bottom, right, "", text)
            _lay_out(to, sheet)
            for row, cells in enumerate(sheet.cells):
                for column, cell in enumerate(cells):
                    _write(to, row, column, cell, formats)
    return buffer.getvalue(), names


def _lay_out(to, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
    """Columns as wide as most of what stands in them, pages as wide as the table."""
    for column in range(max(map(len, sheet.cells), default=0)):
        lengths = sorted(
            len(str(row[column])) for row in sheet.cells if column < len(row) and row[column] != ""
        )
        if lengths:  # a title is longer than the column it begins in
            to.set_column(column, column, min(max(lengths[(len(lengths) - 1) * 3 // 4] + 2, 8), _WIDEST))
    to.set_landscape()
    to.set_paper(_A4)
    to.fit_to_pages(1, 0)


def _write(to, row: int, column: int, cell: Cell, formats: dict) -> None:  # type: ignore[no-untyped-def]
    if cell == "" and isinstance(cell, str):
        return
    if isinstance(cell, bool):
        to.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        to.write_number(row, column, cell)
    elif isinstance(cell, str):
        to.write_string(row, column, cell)
    elif isinstance(cell, dt.date) and _day(cell) < _EPOCH:
        to.write_string(row, column, f"{cell:%d/%m/%Y}")
    else:
        midnight = isinstance(cell, dt.datetime) and cell.time() == dt.time()
        to.write_datetime(row, column, cell, formats[dt.date if midnight else type(cell)])


def _day(cell: dt.date) -> dt.date:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def _name(name: str, taken: set[str]) -> str:
    """A name .xlsx allows for a sheet, that no other has."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:_LONGEST] or "-"
    names = [clean, *(f"{clean[: _LONGEST - 6]} ({n})" for n in range(2, len(taken) + 3))]
    return next(each for each in names if each.casefold() not in taken)
