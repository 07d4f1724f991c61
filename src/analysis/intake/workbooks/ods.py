"""Workbooks of OpenDocument (.ods): one zipped XML for all sheets.

Its rows and cells are repeated by a number, so a few bytes may stand for a million of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from analysis.intake.workbooks.container import Container
from analysis.intake.workbooks.look import (
    MOST_CELLS,
    MOST_SHEETS,
    Area,
    BookLook,
    Look,
    SheetLook,
    Unreadable,
    letters,
)
from analysis.intake.workbooks.package import day_saved
from analysis.intake.workbooks.xml import parsed

_CONTENT, _META, _MANIFEST = "content.xml", "meta.xml", "META-INF/manifest.xml"
_PARTS = ("mimetype", _MANIFEST, _CONTENT)
_CELL = ("table:table-cell", "table:covered-table-cell")
_VALUES = (
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
)
_ERROR = re.compile(r"#(N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!)|Err:\d{3}")
_MOST_SPACES = 100_000
_MOST_COLUMNS = 1 << 14
_MOST_ROWS = 1 << 20


def look_at_ods(parts: Container) -> Look:
    """A look at an .ods file. Raises Unreadable: password, other_kind, damaged or too_large."""
    kind = parts.read("mimetype") if "mimetype" in parts else b""
    if not kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise Unreadable("other_kind" if kind.startswith(b"application/") else "damaged")
    manifest = parsed(parts.read(_MANIFEST))
    if manifest.find(".//{*}encryption-data") is not None:
        raise Unreadable("password")
    content = _Content()
    content.read(parts)
    book = BookLook(
        sheets={sheet.name: sheet.look(sheet.style in content.hidden_styles) for sheet in content.sheets},
        modified=day_saved(parts, _META, "date"),
        macros=any(name.startswith(("basic/", "scripts/")) for name in parts),
        links=content.links,
        date1904=content.date1904,
    )
    return Look(parts.anew(_PARTS), book)


@dataclass
class _Sheet:
    name: str
    style: str
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    lost: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def look(self, hidden: bool) -> SheetLook:
        end = (self.last_row, self.last_column) if self.last_row >= 0 else None
        sets = (frozenset(self.hidden_rows), frozenset(self.hidden_columns), frozenset(self.lost))
        return SheetLook(end, hidden, *sets, tuple(self.merged))


class _Content:
    """The content as a walk through its tags, by the very names calamine goes by."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.hidden_styles: set[str] = set()
        self.links = self.date1904 = False
        self._style = ""
        self._row = self._column = self._rows = self._columns = 0
        self._row_held = self._in_table = False
        self._lost_in_row: list[tuple[int, int]] = []
        self._cell: dict[str, str] | None = None
        self._cell_held = False

    def read(self, parts: Container) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for piece in parts.pieces(_CONTENT):
                parser.Parse(piece)
            parser.Parse(b"", True)
        except Unreadable:
            raise
        except (expat.ExpatError, ValueError, LookupError):
            raise Unreadable("damaged") from None
        if len(self.sheets) > MOST_SHEETS:
            raise Unreadable("too_large")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag in _CELL and self._in_table:
            self._cell, self._columns = given, int(given.get("table:number-columns-repeated", 1))
            self._cell_held = any(given.get(name) for name in _VALUES) or bool(given.get("table:formula"))
        elif tag == "table:table-row" and self._in_table:
            self._column, self._rows, self._row_held = (
                0,
                int(given.get("table:number-rows-repeated", 1)),
                False,
            )
            if given.get("table:visibility", "visible") != "visible":
                self.sheets[-1].hidden_rows.update(range(self._row, min(self._row + self._rows, _MOST_ROWS)))
        elif tag == "table:table-column" and self._in_table:
            count = int(given.get("table:number-columns-repeated", 1))
            if given.get("table:visibility", "visible") != "visible":
                last = min(self._column + count, _MOST_COLUMNS)
                self.sheets[-1].hidden_columns.update(range(self._column, last))
            self._column += count
        elif tag == "table:table":
            self.sheets.append(_Sheet(given.get("table:name", ""), given.get("table:style-name", "")))
            self._row = self._column = 0
            self._in_table = True
        elif tag == "style:style":
            self._style = given.get("style:name", "")
        elif tag == "style:table-properties" and given.get("table:display") == "false":
            self.hidden_styles.add(self._style)
        elif tag == "table:null-date":
            self.date1904 = given.get("table:date-value", "").startswith("1904-01-01")
        elif tag in ("table:table-source", "table:dde-link"):
            self.links = True
        elif tag == "text:s" and int(given.get("text:c", 1)) > _MOST_SPACES:
            raise Unreadable("too_large")
        elif tag == "text:p" and self._cell is not None and "table:formula" in self._cell:
            # a formula that comes out as no text leaves an empty paragraph, one never calculated none
            self._cell = {**self._cell, "text:p": ""}

    def _text(self, text: str) -> None:
        if self._cell is not None and text.strip():
            self._cell_held = True
            if "text:p" in self._cell:
                self._cell["text:p"] += text

    def _end(self, tag: str) -> None:
        if tag in _CELL and self._cell is not None:
            sheet, cell = self.sheets[-1], self._cell
            if self._cell_held:
                self._row_held = True
                sheet.last_column = max(sheet.last_column, self._column + self._columns - 1)
                self._bound(self._row)
            rows, columns = (int(cell.get(f"table:number-{way}-spanned", 1)) for way in ("rows", "columns"))
            if rows > 1 or columns > 1:
                start = (self._row, self._column)
                sheet.merged.append((start, (start[0] + rows - 1, start[1] + columns - 1)))
            if _lost(cell):
                across = range(self._column, self._column + self._columns)
                self._lost_in_row += [(row, column) for row in self._repeated_rows() for column in across]
            self._column += self._columns
            self._cell = None
        elif tag == "table:table-row" and self._in_table:
            if self._row_held:
                self._bound(self._row + self._rows - 1)
            self.sheets[-1].lost.update(self._lost_in_row)
            self._lost_in_row.clear()
            self._row += self._rows
        elif tag == "table:table":
            self._in_table = False

    def _repeated_rows(self) -> range:
        if self._rows * self._columns > MOST_CELLS:
            self._too_large(self._row + self._rows - 1)
        return range(self._row, self._row + self._rows)

    def _bound(self, row: int) -> None:
        """Calamine lays out every row up to the last that holds something, each as wide as the widest."""
        sheet = self.sheets[-1]
        sheet.last_row = max(sheet.last_row, row)
        if (sheet.last_row + 1) * (sheet.last_column + 1) > MOST_CELLS:
            self._too_large(sheet.last_row)

    def _too_large(self, row: int) -> None:
        sheet = self.sheets[-1]
        raise Unreadable("too_large", sheet=sheet.name, cell=f"{letters(sheet.last_column)}{row + 1}")


def _lost(cell: dict[str, str]) -> bool:
    # what wrote the file may know no errors, and keep a nought or an empty text beside what it shows
    if cell.get("calcext:value-type") == "error" or _ERROR.fullmatch(cell.get("text:p", "")):
        return True
    return bool(cell.get("table:formula")) and "office:value-type" not in cell and "text:p" not in cell


def _refuse(*_: object) -> None:
    """Documents have no use for a document type; a bomb of entities has."""
    raise Unreadable("damaged")
