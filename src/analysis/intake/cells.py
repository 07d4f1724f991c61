"""Any spreadsheet file to raw cells, each at its own address; nothing is interpreted here."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import python_calamine as calamine

from analysis.intake.lost_values import Places
from analysis.intake.workbooks.delimited import read_delimited
from analysis.intake.workbooks.kinds import kind_of, look_at
from analysis.intake.workbooks.look import MOST_BYTES, Area, Look, SheetLook, Unreadable, letters

__all__ = [
    "SPREADSHEETS",
    "Cell",
    "Sheet",
    "Unreadable",
    "Workbook",
    "letters",
    "read_workbook",
    "read_workbooks",
]

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell as calamine gives it; empty is the empty text. The cells of a .csv or .tsv are texts."""


_AHEAD = 2
"""Files read ahead of the one that is worked on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, from A1 on.

    merged: its merged ranges as ((row, column), (row, column)), from 0. lost: cells that came out
    empty though a formula or an error stands in them. hidden_rows, hidden_columns: those of the
    cells' area that a person does not see, from 0; filtered rows are hidden rows.
    """

    name: str
    cells: list[list[Cell]]
    merged: tuple[Area, ...]
    lost: Places
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one file that hold a cell; sha256 is of the file's bytes.

    modified: when the file says it was saved last, without zone. macros: it holds some, which are
    never run. links: it refers to other files, which are never opened. date1904: it counts days
    from 1904, which matters to serials that stand as plain numbers.
    """

    sha256: str
    sheets: tuple[Sheet, ...]
    modified: dt.datetime | None = None
    macros: bool = False
    links: bool = False
    date1904: bool = False


def read_workbook(path: Path) -> Workbook:
    """All cells of a spreadsheet file, by its contents (.xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv).

    Time and memory are bounded (`analysis.intake.workbooks.look`), nothing in the file is run or
    followed. Raises Unreadable where it is no spreadsheet, and OSError where it can't be opened.
    """
    return _looked_at(path)()


def read_workbooks(paths: Iterable[Path]) -> Iterator[tuple[Path, Workbook | Unreadable | OSError]]:
    """Each file with its cells, or with why it can't be read; in the order given.

    The next files are laid out while the caller works on this one, two at a time: that leaves
    Python's lock for most of its time. Looking at a file first takes the lock so often that it would
    wait for the caller each time, and is done here. At most three files are in memory.
    """
    with ThreadPoolExecutor(_AHEAD) as readers:
        waiting: deque[tuple[Path, Future[Workbook | Unreadable | OSError]]] = deque()
        for path in paths:
            waiting.append((path, readers.submit(_or_reason, _or_reason(partial(_looked_at, path)))))
            if len(waiting) > _AHEAD:
                first, reading = waiting.popleft()
                yield first, reading.result()
        while waiting:
            first, reading = waiting.popleft()
            yield first, reading.result()


Reason = Unreadable | OSError
"""Why a file can't be read."""

Result = TypeVar("Result")


def _or_reason(step: Callable[[], Result] | Reason) -> Result | Reason:
    """What a step gives, or why it can't; why the step before it couldn't, if so."""
    if isinstance(step, Unreadable | OSError):
        return step
    try:
        return step()
    except (Unreadable, OSError) as reason:
        return reason


def _looked_at(path: Path) -> Callable[[], Workbook]:
    """What lays a file's cells out, once they are known to be within bounds."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if not data:
        raise Unreadable("empty")
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    sha256 = hashlib.sha256(data).hexdigest()
    kind = kind_of(data, path.suffix.lower())
    if kind == "text":
        rows: list[list[Cell]] = [[*row] for row in read_delimited(data)]
        book = Workbook(sha256, (Sheet(path.stem, rows, (), frozenset()),) if rows else ())
        return lambda: book
    return partial(_laid_out, sha256, look_at(kind, data))


def _laid_out(sha256: str, look: Look) -> Workbook:
    book = look.book
    return Workbook(
        sha256,
        tuple(_sheet(*table, book.sheets.get(table[0], SheetLook())) for table in _tables(look.data)),
        modified=book.modified,
        macros=book.macros,
        links=book.links,
        date1904=book.date1904,
    )


Ranges = tuple[Area, ...]


def _tables(data: bytes) -> Iterator[tuple[str, list[list[Cell]], Ranges]]:
    """Name, cells and merged ranges of each sheet of cells, as calamine reads them."""
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            for number, sheet in enumerate(book.sheets_metadata):
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                    found = book.get_sheet_by_index(number)
                    # the whole area: cutting empty rows and columns would shift every address
                    cells = found.to_python(skip_empty_area=False)
                    if cells:
                        yield sheet.name, cells, tuple(found.merged_cell_ranges or ())
    except calamine.PasswordError:
        raise Unreadable("password") from None
    except Unreadable:
        raise
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError):
        raise Unreadable("damaged") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust calls a bug, and a damaged file finds
            raise
        raise Unreadable("damaged") from None


def _sheet(name: str, cells: list[list[Cell]], merged: Ranges, look: SheetLook) -> Sheet:
    return Sheet(
        name,
        cells,
        merged if look.merged is None else look.merged,
        look.lost,
        look.hidden,
        frozenset(row for row in look.hidden_rows if row < len(cells)),
        frozenset(column for column in look.hidden_columns if column < len(cells[0])),
    )
