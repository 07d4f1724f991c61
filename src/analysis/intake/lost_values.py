"""Cells whose value their file does not hold: an error value, or a formula nobody has calculated.

Calamine gives both as an empty text, like a cell left blank; the XML of a sheet tells them apart.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

Places = frozenset[tuple[int, int]]
"""Rows and columns of cells, from 0."""

DAMAGE = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, ValueError, NotImplementedError)
"""What a damaged file raises here."""

_BOOK = "xl/workbook.xml"
_SIGNS = (b't="e"', b"<f>", b"<f ", b":f>", b":f ")
"""What the XML of a sheet holds where a cell is an error or has a formula."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def cells_without_value(data: bytes) -> dict[str, Places]:
    """By name of the sheet, the cells of a file that hold an error, or a formula without its value.

    Formats other than .xlsx and .xlsm are not looked into. Raises one of DAMAGE.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = set(parts.namelist())
        sheets = [(name, part) for name, part in _parts_of_sheets(parts, names) if part in names]
        texts = ((name, parts.read(part)) for name, part in sheets)
        return {name: frozenset(_lost(text)) for name, text in texts if any(s in text for s in _SIGNS)}


def _parts_of_sheets(parts: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part of the file that holds it."""
    relations = "xl/_rels/workbook.xml.rels"
    if not {_BOOK, relations} <= names:
        return
    targets = {r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(parts.read(relations))}
    for sheet in ElementTree.fromstring(parts.read(_BOOK)).iterfind(".//{*}sheet"):
        ids = (value for key, value in sheet.attrib.items() if key.endswith("}id"))
        target = targets.get(next(ids, None), "")
        yield sheet.get("name", ""), posixpath.join("/xl", target).removeprefix("/")


def _lost(text: bytes) -> Iterator[tuple[int, int]]:
    for cell in ElementTree.fromstring(text).iterfind(".//{*}c"):
        address = _ADDRESS.fullmatch(cell.get("r", ""))
        if address and (cell.get("t") == "e" or _not_calculated(cell)):
            yield int(address[2]) - 1, _column(address[1])


def _not_calculated(cell: ElementTree.Element) -> bool:
    # a formula may come out as an empty text, and then its cell says that it holds text
    has_formula = cell.find("{*}f") is not None
    return has_formula and cell.get("t") != "str" and not cell.findtext("{*}v")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
