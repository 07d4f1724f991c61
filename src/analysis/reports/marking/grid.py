"""The cells of one sheet's XML by row and column, and how wide and high they are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from analysis.intake.cells import letters
from analysis.reports.marking.package import tag

Place = tuple[int, int]
"""Row and column, from 1."""

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_WIDTH, _HEIGHT = 9.14, 15.0
"""Of a column in characters and of a row in points, where the sheet says nothing."""


def place_of(address: str) -> Place:
    """Row and column of an address; raises ValueError where it is none.

    >>> place_of("AB7")
    (7, 28)
    """
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise ValueError(address)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def address_of(place: Place) -> str:
    """The address of a place: T17."""
    return f"{letters(place[1] - 1)}{place[0]}"


class Grid:
    """The cells of a sheet. Rows and cells without an address of their own follow the one before."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._data = root.find(tag("sheetData"))
        if self._data is None:
            self._data = etree.SubElement(root, tag("sheetData"))
        self._rows: dict[int, etree._Element] = {}
        number = 0
        for row in self._data.iterchildren(tag("row")):
            number = int(row.get("r", number + 1))
            self._rows[number] = row
        self._columns = [
            (int(c.get("min", 0)), int(c.get("max", 0)), c)
            for c in root.iterfind(f"{tag('cols')}/{tag('col')}")
        ]
        merged = [m.get("ref", "") for m in root.iterfind(f"{tag('mergeCells')}/{tag('mergeCell')}")]
        self._merged = [tuple(map(place_of, ref.split(":"))) for ref in merged if ":" in ref]
        self._format = root.find(tag("sheetFormatPr"))

    def cells(self) -> Iterator[etree._Element]:
        """Every cell there is."""
        return self._data.iter(tag("c"))

    def top_left(self, place: Place) -> Place:
        """The cell that shows what stands at a place: of merged cells the first."""
        row, column = place
        for (top, left), (bottom, right) in self._merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    def first_filled(self, row: int) -> Place:
        """The first cell of a row with something in it, else the first of all."""
        found = (at for at, cell in self._of_row(row) if len(cell))
        return row, next(found, 1)

    def style(self, place: Place) -> int:
        """The number of the style a place is drawn in, also where no cell is."""
        row, column = place
        cell = next((cell for at, cell in self._of_row(row) if at == column), None)
        if cell is not None:
            return int(cell.get("s", 0))
        of_row = self._rows.get(row)
        if of_row is not None and of_row.get("customFormat") in ("1", "true"):
            return int(of_row.get("s", 0))
        of_column = self._column(column)
        return int(of_column.get("style", 0)) if of_column is not None else 0

    def set_style(self, place: Place, style: int) -> None:
        """Give a cell a style; an empty one is made where none is."""
        row, column = place
        after = None
        for at, cell in self._of_row(row):
            if at == column:
                cell.set("s", str(style))
                return
            if at > column:
                after = cell
                break
        made = etree.Element(tag("c"), r=address_of(place), s=str(style))
        of_row = self._row(row)
        of_row.attrib.pop("spans", None)
        if after is None:
            of_row.append(made)
        else:
            after.addprevious(made)

    def hidden(self, place: Place) -> bool:
        """Whether a place is in a hidden row or column."""
        of_row, of_column = self._rows.get(place[0]), self._column(place[1])
        return any(each is not None and each.get("hidden") in ("1", "true") for each in (of_row, of_column))

    def width(self, column: int) -> int:
        """Of a column, in pixels."""
        of_column = self._column(column)
        if of_column is not None and of_column.get("hidden") in ("1", "true"):
            return 0
        said = of_column.get("width") if of_column is not None else self._says("defaultColWidth")
        return round(float(said or _WIDTH) * 7)

    def height(self, row: int) -> int:
        """Of a row, in pixels."""
        of_row = self._rows.get(row)
        if of_row is not None and of_row.get("hidden") in ("1", "true"):
            return 0
        said = of_row.get("ht") if of_row is not None else None
        return round(float(said or self._says("defaultRowHeight") or _HEIGHT) * 4 / 3)

    def _says(self, name: str) -> str | None:
        return None if self._format is None else self._format.get(name)

    def _column(self, column: int) -> etree._Element | None:
        return next((c for first, last, c in self._columns if first <= column <= last), None)

    def _of_row(self, number: int) -> Iterator[tuple[int, etree._Element]]:
        row, column = self._rows.get(number), 0
        for cell in () if row is None else row.iterchildren(tag("c")):
            address = cell.get("r")
            column = place_of(address)[1] if address else column + 1
            yield column, cell

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            made = etree.Element(tag("row"), r=str(number))
            before = max((n for n in self._rows if n < number), default=None)
            if before is None:
                self._data.insert(0, made)
            else:
                self._rows[before].addnext(made)
            self._rows[number] = made
        return self._rows[number]
