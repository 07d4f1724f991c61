"""Tables in plain text (.csv, .tsv): which encoding, which delimiter, which cells.

The encoding is told with certainty or the file is refused. Text of the legacy fonts (TCVN3, VNI) is
handed on as a user without such a font sees it, in the letters of windows-1252: whoever knows these
fonts recognises it there, as in any workbook.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

from analysis.intake.workbooks.look import MOST_CELLS, Unreadable, letters

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a text begins with that says its own encoding."""

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_VIETNAMESE = re.compile("[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯàáâãèéêìíòóôõùúýăđĩũơưẠ-ỹ₫\xa0°²³–—“”‘’…•]*")
"""Letters of Vietnamese, and signs no legacy font puts a letter on."""

_ONLY_IN_1258 = "ĂĐƠƯ"
"""Capitals that windows-1258 alone has: after a small letter they show a legacy font's text."""

_OF_NO_FONT = re.compile(rb"[\x80-\x84\x86-\x90\x98-\x9f]")
"""Bytes that neither legacy font uses, and windows-1252 only for letters of other languages."""

_SAMPLE = 400
_SEPARATOR = re.compile("sep=(.)\r?\n")


def text_of(data: bytes) -> str:
    r"""The text of a file, composed where its encoding is windows-1258.

    With a mark at its beginning, UTF-8 or UTF-16; without one, UTF-8 where it is valid, otherwise
    windows-1258 where every letter comes out Vietnamese and every tone on a vowel, otherwise the
    letters of windows-1252, where all bytes are such letters. Raises Unreadable("encoding") elsewhere.

    >>> text_of("Hộ nghèo".encode("utf-16")), text_of(b"H\xf4\xf2 ngh\xe8o"), text_of(b"H\xe9 ngh\xcco")
    ('Hộ nghèo', 'Hộ nghèo', 'Hé nghÌo')
    """
    text = _decoded(data).removesuffix("\x1a")  # with which programs of DOS end a file
    if _CONTROLS.search(text):
        raise Unreadable("encoding")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise Unreadable("encoding") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    if sum(letter > "\x7f" for letter in repaired) >= 2 * broken:  # UTF-8 that was damaged
        raise Unreadable("encoding")
    return _windows(data)


def _windows(data: bytes) -> str:
    try:
        vietnamese = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        vietnamese = "?"
    strange = re.sub("[\x00-\x7f]+", "", vietnamese)
    if strange and _VIETNAMESE.fullmatch(strange) and not _has_capitals_inside(vietnamese):
        return vietnamese
    if _OF_NO_FONT.search(data):
        raise Unreadable("encoding")
    return data.decode("cp1252")


def _has_capitals_inside(text: str) -> bool:
    return any(capital in _ONLY_IN_1258 and letter.islower() for letter, capital in pairwise(text))


def read_delimited(data: bytes) -> list[list[str]]:
    """The rows of a table in plain text, all as long as the longest; none where no cell holds a thing.

    Raises Unreadable: encoding, damaged (a quote that swallows rows), too_large.
    """
    text = text_of(data)
    separator = _SEPARATOR.match(text)  # a line that tells Excel the delimiter and is no row
    if separator:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else _delimiter(text)
    rows: list[list[str]] = []
    blank = width = widest = 0
    for row in _records(text, delimiter):
        widest = max(widest, len(row))
        if not any(map(str.strip, row)):  # those at the end, be they a million, are no rows
            blank += 1
            continue
        rows += [[]] * blank + [row]
        blank, width = 0, widest
        if len(rows) * width > MOST_CELLS:
            raise Unreadable("too_large", cell=f"{letters(width - 1)}{len(rows)}")
    return [row + [""] * (width - len(row)) for row in rows]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    end = "\x00end of text"
    try:
        for record in csv.reader(io.StringIO(f"{text}\n{end}", newline=""), delimiter=delimiter):
            if record == [end]:
                return
            if any(_swallows(cell, delimiter, len(record)) for cell in record):
                break
            yield record
    except csv.Error:
        pass
    raise Unreadable("damaged")


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    """Whether a quote that was opened by mistake made rows a cell."""
    return "\n" in cell and any(line.count(delimiter) >= max(2, width - 1) for line in cell.splitlines()[1:])


def _delimiter(text: str) -> str:
    """Tab, semicolon or comma: the one by which most rows have equally many cells.

    A comma also is the Vietnamese decimal mark and stands in any prose: it has to make more than
    twice as many cells as the others.
    """
    found = {mark: _shape(text, mark) for mark in "\t;,"}
    most = max(rows for _, rows in found.values())
    widths = {mark: width if 2 * rows >= most else 1 for mark, (width, rows) in found.items()}
    for mark in "\t;":
        if widths[mark] > 1 and 2 * widths[mark] >= max(widths.values()):
            return mark
    return ","


def _shape(text: str, delimiter: str) -> tuple[int, int]:
    """The cells of a row of the table, told by its first rows, and how many rows have as many."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in islice(reader, _SAMPLE) if len(record) > 1)
    except csv.Error:
        return 1, 0
    return max(widths.items(), key=lambda shape: (shape[1], shape[0]), default=(1, 0))
