"""Workbooks of Excel 5 to 2003 (.xls): a stream of records ([MS-XLS]).

Only what is needed to tell how far the cells reach, what they lack and what is hidden.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator

from analysis.intake.workbooks.look import MOST_SHEETS, BookLook, Look, SheetLook, Unreadable
from analysis.intake.workbooks.ole import Ole, ole_of

_BOF, _EOF, _CODEPAGE, _DATEMODE, _FILEPASS = 0x809, 0x0A, 0x42, 0x22, 0x2F
_BOUNDSHEET, _SST, _SUPBOOK, _CONTINUE = 0x85, 0xFC, 0x1AE, 0x3C
_DIMENSIONS, _ROW, _COLINFO = 0x200, 0x208, 0x7D
_FORMULA, _STRING, _BOOLERR, _MULRK = 0x06, 0x207, 0x205, 0xBD
_VALUES = (0x203, 0x204, _BOOLERR, 0x27E, _MULRK, 0xFD, _FORMULA, 0xD6)
"""Records of cells that hold a value: number, label, error, packed numbers, shared text, formula."""

_ROWS, _COLUMNS = 1 << 16, 1 << 8
_SHORTEST_TEXT = 3
_OWN_BOOK, _ADD_IN = 0x401, 0x3A01


def look_at_xls(data: bytes) -> Look:
    """A look at an .xls file. Raises Unreadable: password, other_kind, damaged or too_large."""
    ole = Ole(data)
    if "EncryptedPackage" in ole:  # a newer workbook, locked
        raise Unreadable("password")
    name = next((name for name in ("Workbook", "Book") if name in ole), None)
    if name is None:
        raise Unreadable("other_kind")
    stream = ole.read(name)
    try:
        book = _book(stream, ole)
    except (struct.error, IndexError, LookupError):
        raise Unreadable("damaged") from None
    return Look(ole_of(name, stream), book)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and contents of each record of a part of the stream, up to the part's end."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size
    raise Unreadable("damaged")


def _book(stream: bytes, ole: Ole) -> BookLook:
    codec, wide, date1904, links = "latin-1", True, False, False
    sheets: list[tuple[str, int, bool, bool]] = []
    shared = texts = 0
    counting = False
    for kind, data in _records(stream, 0):
        counting = kind == _SST or (counting and kind == _CONTINUE)
        texts += len(data) if counting else 0
        if kind == _FILEPASS:
            raise Unreadable("password")
        if kind == _BOF:
            wide = struct.unpack_from("<H", data)[0] in (0, 0x600)
        elif kind == _CODEPAGE:
            codec = _codec(struct.unpack_from("<H", data)[0])
        elif kind == _DATEMODE:
            date1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == _SST:
            shared = struct.unpack_from("<4xI", data)[0]
        elif kind == _SUPBOOK:
            links = links or struct.unpack_from("<2xH", data)[0] not in (_OWN_BOOK, _ADD_IN)
        elif kind == _BOUNDSHEET:
            at, state, type_ = struct.unpack_from("<IBB", data)
            sheets.append((_name(data[6:], wide, codec), at, state & 3 != 0, type_ == 1))
    if shared * _SHORTEST_TEXT > texts:  # calamine makes room for as many texts as the file claims
        raise Unreadable("damaged")
    if len(sheets) > MOST_SHEETS:
        raise Unreadable("too_large")
    if len({at for _, at, _, _ in sheets}) != len(sheets):
        raise Unreadable("damaged")
    return BookLook(
        sheets={name: _sheet(stream, at, hidden) for name, at, hidden, _ in sheets},
        modified=ole.modified,
        macros="_VBA_PROJECT_CUR" in ole or any(macro for *_, macro in sheets),
        links=links,
        date1904=date1904,
    )


def _codec(page: int) -> str:
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "latin-1"


def _name(data: bytes, wide: bool, codec: str) -> str:
    length = data[0]
    if not wide:
        return data[1 : 1 + length].decode(codec, "replace")
    if data[1] & 1:
        return data[2 : 2 + 2 * length].decode("utf-16le", "replace").replace("\0", "")
    return data[2 : 2 + length].decode("latin-1").replace("\0", "")


def _sheet(stream: bytes, at: int, hidden: bool) -> SheetLook:
    lost: set[tuple[int, int]] = set()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    last_row = last_column = -1
    awaited: tuple[int, int] | None = None  # a formula whose text comes in a record of its own
    for kind, data in _records(stream, at):
        if kind in _VALUES:
            row, column = struct.unpack_from("<HH", data)
            last_row, last_column = max(last_row, row), max(last_column, column)
            if awaited:
                lost.add(awaited)
                awaited = None
            if kind == _MULRK:
                last_column = max(last_column, struct.unpack_from("<H", data, len(data) - 2)[0])
            elif kind == _BOOLERR and data[7] == 1:
                lost.add((row, column))
            elif kind == _FORMULA and data[12:14] == b"\xff\xff":
                if data[6] == 0:
                    awaited = (row, column)
                elif data[6] == 2:
                    lost.add((row, column))
        elif kind == _STRING:
            awaited = None
        elif kind == _DIMENSIONS:
            _refuse_bogus(data)
        elif kind == _ROW and struct.unpack_from("<H", data, 12)[0] & 0x20:
            hidden_rows.add(struct.unpack_from("<H", data)[0])
        elif kind == _COLINFO and struct.unpack_from("<H", data, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", data)
            hidden_columns.update(range(first, min(last + 1, _COLUMNS)))
    if awaited:
        lost.add(awaited)
    end = (last_row, last_column) if last_row >= 0 else None
    return SheetLook(end, hidden, frozenset(hidden_rows), frozenset(hidden_columns), frozenset(lost))


def _refuse_bogus(dimensions: bytes) -> None:
    """Calamine makes room for the area a sheet claims to have."""
    first_row, last_row, first_column, last_column = struct.unpack_from(
        "<IIHH" if len(dimensions) == 14 else "<HHHH", dimensions
    )
    if last_row > _ROWS or last_column > _COLUMNS or first_row > _ROWS or first_column > _COLUMNS:
        raise Unreadable("damaged")
    if 0 < last_row <= first_row or 0 < last_column <= first_column:
        raise Unreadable("damaged")
