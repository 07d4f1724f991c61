"""Workbooks of Office Open XML (.xlsx, .xlsm): zipped XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from analysis.intake.workbooks.addresses import PADDING, Scan, reach
from analysis.intake.workbooks.container import Container
from analysis.intake.workbooks.look import (
    MOST_CELLS,
    MOST_SHEETS,
    BookLook,
    Look,
    SheetLook,
    Unreadable,
    column_of,
    within_bounds,
)
from analysis.intake.workbooks.package import MOST_TEXT, book_of, facts_of, relations_of, relations_part
from analysis.intake.workbooks.xml import parsed

_SMALL = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
_SMALL_KINDS = ("sharedStrings", "styles")
"""Parts that calamine reads beside the sheets."""

_SHORTEST_SHARED = len('<c t="s"><v>0</v></c>')

_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHEET_DATA = re.compile(rb"<(?:\w+:)?sheetData\b")
_ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c(?=\s[^>]*\st=["']e["'])([^>]*)>""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*[^/>])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(<(?:\w+:)?v[^>]*>[^<]+)?"
)
_TEXT = re.compile(rb"""\st=["']str["']""")
_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col(\s[^>]*)>")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_FROM_ROW, _FROM, _TO = (
    re.compile(rb"""\s%b=["']([0-9]{1,7})["']""" % name) for name in (b"r", b"min", b"max")
)


class OoxmlLook(Look):
    """The sheets' XML is searched by a second thread, while calamine opens the file and parses it."""

    def __init__(self, parts: Container) -> None:
        part = book_of(parts)
        if part not in parts:
            raise Unreadable("other_kind")  # a text document or slides under a spreadsheet's name
        root, relations = parsed(parts.read(part)), relations_of(parts, part)
        of_book = root.find("{*}workbookPr")
        self._facts = facts_of(parts, of_book is not None and of_book.get("date1904") in ("1", "true"))
        self._sheets = [sheet for sheet in _sheets(root, relations) if sheet.part in parts]
        if len(self._sheets) > MOST_SHEETS:
            raise Unreadable("too_large")
        self._parts = parts
        self._worker = ThreadPoolExecutor(1)
        self._scans = {
            part: self._worker.submit(_scan, parts, part) for part in {s.part for s in self._sheets}
        }
        small = [*_SMALL, part, relations_part(part)]
        small += [target for kind, target in relations.values() if kind in _SMALL_KINDS]
        try:
            texts = (_longest_text(parts.read(name)) for name in set(small) if name in parts)
            self._longest = max(texts, default=0)
            self.data = parts.anew([*small, *self._scans])
        except BaseException:
            self.close()
            raise

    def bounded(self) -> None:
        """Waits for the searching thread; where a sheet looks too large, asks exactly."""
        scans = [self._scans[sheet.part].result() for sheet in self._sheets]
        if sum((row + 1) * (column + 1) for row, column in (scan.end for scan in scans)) > MOST_CELLS:
            exact = {part: reach(self._parts.read(part)) for part in self._scans}
            within_bounds((sheet.name, SheetLook(exact[sheet.part])) for sheet in self._sheets)
        if self._longest * sum(scan.size for scan in scans) // _SHORTEST_SHARED > MOST_TEXT:
            shared = {part: len(_SHARED.findall(self._parts.read(part))) for part in self._scans}
            if self._longest * sum(shared[sheet.part] for sheet in self._sheets) > MOST_TEXT:
                raise Unreadable("too_large")
        self._looks = {
            part: self._worker.submit(_look, self._parts, part, scan.result())
            for part, scan in self._scans.items()
        }

    def book(self) -> BookLook:
        """All that was found, once the searching thread has ended."""
        looks = {s.name: replace(self._looks[s.part].result(), hidden=s.hidden) for s in self._sheets}
        return replace(self._facts, sheets=looks)

    def close(self) -> None:
        """Ends the searching thread."""
        self._worker.shutdown(cancel_futures=True)


def _scan(parts: Container, part: str) -> Scan:
    scan = Scan()
    for piece in parts.pieces(part):
        scan.add(piece)
    scan.add(PADDING)
    return scan


def _look(parts: Container, part: str, scan: Scan) -> SheetLook:
    """What a sheet lacks and hides; its XML is unpacked once more only where there is a sign of it."""
    text = parts.read(part) if scan.valueless or scan.hidden else b""
    return SheetLook(
        hidden_rows=frozenset(_hidden_rows(text)) if scan.hidden else frozenset(),
        hidden_columns=frozenset(_hidden_columns(text)) if scan.hidden else frozenset(),
        lost=frozenset(_lost(text)) if scan.valueless else frozenset(),
    )


def _longest_text(text: bytes) -> int:
    """Bytes of the longest shared text of a part. Raises Unreadable where the part is no such part."""
    if b"<!DOCTYPE" in text or (
        b"sheetData" in text and _SHEET_DATA.search(text)
    ):  # a sheet that would not be looked at; a bomb
        raise Unreadable("damaged")
    return max(map(len, text.split(b"si>"))) if b"si>" in text else 0


@dataclass(frozen=True)
class _SheetOfBook:
    name: str
    part: str
    hidden: bool


def _sheets(root: Element, relations: Mapping[str | None, tuple[str, str]]) -> Iterator[_SheetOfBook]:
    for sheet in root.iterfind(".//{*}sheet"):
        ids = (value for key, value in sheet.attrib.items() if key.endswith("}id"))
        _, part = relations.get(next(ids, None), ("", ""))
        yield _SheetOfBook(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible")


def _lost(text: bytes) -> Iterator[tuple[int, int]]:
    for cell in _ERROR.finditer(text):
        yield from _address(cell[1])
    for cell in _FORMULA.finditer(text):
        # a formula may come out as an empty text, and then its cell says that it holds text
        if not cell[2] and not _TEXT.search(cell[1]):
            yield from _address(cell[1])


def _address(attributes: bytes) -> Iterator[tuple[int, int]]:
    if found := _ADDRESS.search(attributes):
        yield int(found[2]) - 1, column_of(found[1].decode())


def _hidden_rows(text: bytes) -> Iterator[int]:
    for row in _ROW.finditer(text):
        if _HIDDEN.search(row[1]) and (number := _FROM_ROW.search(row[1])):
            yield int(number[1]) - 1


def _hidden_columns(text: bytes) -> Iterator[int]:
    for columns in _COLUMN.finditer(text):
        first, last = _FROM.search(columns[1]), _TO.search(columns[1])
        if _HIDDEN.search(columns[1]) and first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), 1 << 14))
