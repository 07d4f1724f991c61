"""Binary workbooks of Excel (.xlsb): zipped streams of records ([MS-XLSB]).

Only what is needed to tell how far the cells reach, what they lack and what is hidden. A formula
has always a value here, if only an error.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from analysis.intake.workbooks.container import Container
from analysis.intake.workbooks.look import MOST_SHEETS, Area, BookLook, Look, SheetLook, Unreadable
from analysis.intake.workbooks.package import MOST_TEXT, facts_of, relations_of

BOOK = "xl/workbook.bin"

_ROW, _BLANK, _ERROR, _SHARED, _FORMULA_ERROR, _RICH = 0, 1, 3, 7, 11, 62
_CELLS = {*range(_BLANK + 1, _FORMULA_ERROR + 1), _RICH}
_MERGED = 176
_COLUMNS, _WORKBOOK, _SHEET, _TEXTS, _TEXT = 60, 153, 156, 159, 19
_MOST_COLUMNS = 1 << 14
_SHORTEST_TEXT = 5

_SMALL_KINDS = ("sharedStrings", "styles")


def look_at_xlsb(parts: Container) -> Look:
    """A look at an .xlsb file. Raises Unreadable: damaged or too_large."""
    relations = relations_of(parts, BOOK)
    small = ["[Content_Types].xml", "_rels/.rels", BOOK, "xl/_rels/workbook.bin.rels"]
    small += [part for kind, part in relations.values() if kind in _SMALL_KINDS]
    small += ["xl/sharedStrings.bin", "xl/styles.bin"]
    try:
        sheets, date1904 = _sheets(parts.read(BOOK))
        found = [
            (name, relations[id][1], hidden)
            for name, id, hidden in sheets
            if id in relations and relations[id][1] in parts
        ]
        if len(found) > MOST_SHEETS:
            raise Unreadable("too_large")
        longest = max((_longest_text(parts.read(part)) for part in set(small) if part in parts), default=0)
        looks, shared = {}, 0
        for name, part, hidden in found:
            look, texts = _look(parts.read(part))
            looks[name] = replace(look, hidden=hidden)
            shared += texts
    except (struct.error, IndexError, UnicodeDecodeError):
        raise Unreadable("damaged") from None
    if longest * shared > MOST_TEXT:
        raise Unreadable("too_large")
    book: BookLook = replace(facts_of(parts, date1904), sheets=looks)
    return Look(parts.anew([*small, *(part for _, part, _ in found)]), book)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and contents of each record."""
    at = 0
    while at < len(stream):
        kind, at = _number(stream, at, 2)
        size, at = _number(stream, at, 4)
        yield kind, stream[at : at + size]
        at += size


def _number(stream: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in bytes of seven bits, and where it ends."""
    number = 0
    for place in range(most):
        byte = stream[at + place]
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number, at + place + 1
    return number, at + most


def _text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16le"), end


def _sheets(stream: bytes) -> tuple[list[tuple[str, str, bool]], bool]:
    """Name, relation and whether it is hidden, of each sheet; and whether days count from 1904."""
    sheets, date1904 = [], False
    for kind, data in _records(stream):
        if kind == _WORKBOOK:
            date1904 = bool(data[0] & 1)
        elif kind == _SHEET:
            relation, end = _text(data, 8)
            name, _ = _text(data, end)
            sheets.append((name, relation, data[0] != 0))
    return sheets, date1904


def _longest_text(stream: bytes) -> int:
    """Bytes of the longest shared text, if the part holds such texts."""
    if stream.lstrip().startswith(b"<"):
        return 0
    longest = 0
    for kind, data in _records(stream):
        if kind == _TEXTS and struct.unpack_from("<4xI", data)[0] * _SHORTEST_TEXT > len(stream):
            raise Unreadable("damaged")  # calamine makes room for as many texts as the file claims
        if kind == _TEXT:
            longest = max(longest, len(data))
    return longest


def _look(stream: bytes) -> tuple[SheetLook, int]:
    """The look of a sheet, and how many of its cells hold a shared text."""
    lost: set[tuple[int, int]] = set()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    merged: list[Area] = []
    row, last_row, last_column, shared = 0, -1, -1, 0
    for kind, data in _records(stream):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", data)
            if data[11] & 0x10:
                hidden_rows.add(row)
        elif kind in _CELLS:
            (column,) = struct.unpack_from("<I", data)
            last_row, last_column = max(last_row, row), max(last_column, column)
            shared += kind == _SHARED
            if kind in (_ERROR, _FORMULA_ERROR):
                lost.add((row, column))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", data)
            merged.append(((top, left), (bottom, right)))
        elif kind == _COLUMNS:
            first, last, flags = struct.unpack_from("<II8xH", data)
            if flags & 1:
                hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    end = (last_row, last_column) if last_row >= 0 else None
    sets = (frozenset(hidden_rows), frozenset(hidden_columns), frozenset(lost))
    return SheetLook(end, False, *sets, tuple(merged)), shared
