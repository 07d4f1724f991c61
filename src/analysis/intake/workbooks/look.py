"""What a workbook says beside its values, and the bounds within which one is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analysis.intake.lost_values import Places

MOST_BYTES = 128 * 2**20
"""Bytes of a file. The longest list known, 22 thousand households, takes some 5 million."""

MOST_UNPACKED = 768 * 2**20
"""Bytes that all parts of a file may unpack to: some twenty of the longest lists."""

MOST_CELLS = 6_000_000
"""Cells from A1 to the last value, of all sheets: empty ones between them take memory as well."""

MOST_SHEETS = 255

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of a range, from 0."""


class Unreadable(ValueError):
    """The file is no spreadsheet anybody could read.

    reason: empty, password, web_page, damaged, too_large, encoding or other_kind.
    place: the sheet and the cell at which it was given up, where that helps, by the names of
        `analysis.findings.Finding`.
    """

    def __init__(self, reason: str, **place: str) -> None:
        self.reason = reason
        self.place = place
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet. end: row and column of its last value, from 0; None where it holds none.

    merged: its merged ranges, where calamine does not give those of the format.
    """

    end: tuple[int, int] | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    lost: Places = frozenset()
    merged: tuple[Area, ...] | None = None


@dataclass(frozen=True, slots=True)
class BookLook:
    """The facts of `analysis.intake.cells.Workbook`, and its sheets by name."""

    sheets: Mapping[str, SheetLook] = field(default_factory=dict)
    modified: dt.datetime | None = None
    macros: bool = False
    links: bool = False
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a workbook whose sheets are within bounds. Raises Unreadable where one is not.

    data: its bytes, made anew of what was looked at, for calamine. book: what was found.
    """

    data: bytes
    book: BookLook

    def __post_init__(self) -> None:
        within_bounds(self.book.sheets.items())


def within_bounds(sheets: Iterable[tuple[str, SheetLook]]) -> None:
    """Raises Unreadable at the first sheet whose cells are too many to lay out, with its last cell."""
    room = MOST_CELLS
    for name, sheet in sheets:
        if sheet.end:
            row, column = sheet.end
            room -= (row + 1) * (column + 1)
            if room < 0:
                raise Unreadable("too_large", sheet=name, cell=f"{letters(column)}{row + 1}")


def letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    head, last = divmod(column, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + last)


def column_of(letters: str) -> int:
    """The number of a column from 0.

    >>> column_of("A"), column_of("Z"), column_of("AA")
    (0, 25, 26)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def date_time(text: str | None) -> dt.datetime | None:
    """A moment as documents note it (ISO 8601), without its zone; None where it is none.

    >>> date_time("2023-12-15T08:30:00Z")
    datetime.datetime(2023, 12, 15, 8, 30)
    """
    try:
        # programs write up to nine decimals of a second, which Python would refuse
        return dt.datetime.fromisoformat((text or "").strip()[:19])
    except ValueError:
        return None
