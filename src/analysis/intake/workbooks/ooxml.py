"""Workbooks of Office Open XML (.xlsx, .xlsm): zipped XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from analysis.intake.workbooks.addresses import PADDING, Scan, reach
from analysis.intake.workbooks.container import Container
from analysis.intake.workbooks.look import (
    MOST_CELLS,
    MOST_SHEETS,
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


def look_at_ooxml(parts: Container) -> Look:
    """A look at the sheets' XML. Raises Unreadable where there is none, or too much to lay out."""
    part = book_of(parts)
    if part not in parts:
        raise Unreadable("other_kind")  # a text document or slides under a spreadsheet's name
    root, relations = parsed(parts.read(part)), relations_of(parts, part)
    sheets = [sheet for sheet in _sheets(root, relations) if sheet.part in parts]
    if len(sheets) > MOST_SHEETS:
        raise Unreadable("too_large")
    small = [*_SMALL, part, relations_part(part)]
    small += [target for kind, target in relations.values() if kind in _SMALL_KINDS]
    longest = max((_longest_text(parts.read(name)) for name in set(small) if name in parts), default=0)
    scans = {part: _scan(parts, part) for part in {sheet.part for sheet in sheets}}
    _bounded(parts, sheets, scans, longest)
    looks = {part: _look(parts, part, scan) for part, scan in scans.items()}
    of_book = root.find("{*}workbookPr")
    facts = facts_of(parts, of_book is not None and of_book.get("date1904") in ("1", "true"))
    found = {sheet.name: replace(looks[sheet.part], hidden=sheet.hidden) for sheet in sheets}
    return Look(parts.anew([*small, *scans]), replace(facts, sheets=found))


def _bounded(parts: Container, sheets: list[_SheetOfBook], scans: dict[str, Scan], longest: int) -> None:
    """Where a sheet looks too large, asks exactly. longest: bytes of the longest shared text."""
    ends = (scans[sheet.part].end for sheet in sheets)
    if sum((row + 1) * (column + 1) for row, column in ends) > MOST_CELLS:
        exact = {part: reach(parts.read(part)) for part in scans}
        within_bounds((sheet.name, SheetLook(exact[sheet.part])) for sheet in sheets)
    if longest * sum(scans[sheet.part].size for sheet in sheets) // _SHORTEST_SHARED > MOST_TEXT:
        shared = {part: len(_SHARED.findall(parts.read(part))) for part in scans}
        if longest * sum(shared[sheet.part] for sheet in sheets) > MOST_TEXT:
            raise Unreadable("too_large")


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
