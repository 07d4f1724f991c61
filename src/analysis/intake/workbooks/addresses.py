"""How far the cells of a sheet reach, found in its XML faster than anything could parse it.

The XML is searched as bytes, all addresses at once. `Scan` never says less than the truth; where
that is too much to lay out, `reach` asks the slow and exact way.
"""

from __future__ import annotations

import re

import numpy as np

from analysis.intake.workbooks.look import column_of

FAR = 1 << 24
"""Farther than any sheet reaches: said where an address can't be told."""

_WORD = 8
_BEFORE = 2
_AFTER = _WORD + 2
PADDING = b" " * (_BEFORE + _AFTER)
"""What follows the last piece, so that nothing of it is left unsearched."""

_LETTER = np.uint64(0x4040404040404040)
_DIGIT = np.uint64(0x1010101010101010)
"""Bits that bytes of letters have and digits lack; that digits have and quotes and spaces lack."""

_ERROR = {-1: "t", 2: "e"}
_FORMULA = {1: "f"}
_HIDDEN = {-1: "n", -2: "e"}
"""Letters around a sign: of ' t="e"', "<f" and "hidden=" """

_CELLS = b"sheetData"
_LONG_GAP = 512
_SHORTEST_CELL = len("<c/>")

_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>(?=(</)?)")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{0,7})["']""")


class Scan:
    """One pass through a sheet's XML, piece by piece.

    valueless: whether it may hold errors or formulas; hidden: whether it may hide rows or columns.
    """

    def __init__(self) -> None:
        self.valueless = self.hidden = False
        self._row = self._column = self._tags = self._gap = 0
        self._at = self._last = self._closed = 0
        self._open = False
        self._rest = b" " * _BEFORE

    def add(self, piece: bytes) -> None:
        """Takes the next piece of the XML."""
        text = self._rest + piece
        if len(text) > _BEFORE + _AFTER:
            self._search(text)
            self._at += len(text) - _BEFORE - _AFTER
            text = text[-_BEFORE - _AFTER :]
        self._rest = text

    @property
    def size(self) -> int:
        """Bytes taken so far."""
        return self._at + len(self._rest)

    @property
    def end(self) -> tuple[int, int]:
        """A row and a column (from 0) that no cell lies beyond, however it is addressed.

        A cell without an address follows the one before it, so the widest gap between two
        addresses bounds the columns such cells may take; and every row, addressed or not, has a tag.
        """
        stop = self._closed if self._closed > self._last else self._at
        gap = max(self._gap, stop - self._last)
        return self._row + self._tags, self._column + gap // _SHORTEST_CELL

    def _search(self, text: bytes) -> None:
        area = np.frombuffer(text, np.uint8, len(text) - _AFTER)
        space, equals = area <= ord(" "), area == ord("=")
        if (space[:-1] & equals[1:]).any():  # no program spaces attributes so
            self._row = self._column = FAR
        self._tags += int(np.count_nonzero((area[1:-1] == ord("w")) & (area[2:] <= ord(">"))))
        self.valueless = (
            self.valueless or _holds(area, equals, _ERROR) or _holds(area, area == ord("<"), _FORMULA)
        )
        self.hidden = self.hidden or _holds(area, equals, _HIDDEN)
        hits = np.flatnonzero(space[:-2] & (area[1:-1] == ord("r")) & equals[2:])
        self._bracket(text, int(hits[-1]) if len(hits) else 0)
        if not len(hits):
            return
        places = hits + self._at
        self._gap = max(self._gap, int(places[0]) - self._last, int(np.diff(places).max(initial=0)))
        self._last = int(places[-1])
        words = np.ndarray(len(text) - _WORD + 1, "<u8", text, strides=(1,))
        row, column = _greatest(words[hits + 4])
        self._row, self._column = max(self._row, row), max(self._column, column)

    def _bracket(self, text: bytes, last: int) -> None:
        """Notes where the cells begin, and where they end if they may: what else stands there is no gap."""
        if not self._open:
            start = text.find(_CELLS)
            self._open = start >= 0
            self._last = self._at + max(start, 0)
        if len(text) - last > _LONG_GAP and (end := text.rfind(_CELLS, last)) >= 0:
            self._closed = self._at + end


def _holds(area: np.ndarray, marks: np.ndarray, around: dict[int, str]) -> bool:
    """Whether a marked byte has these letters around it, by their distance from it."""
    first, last = min(0, *around), max(0, *around)
    stop = len(area) - last
    found = marks[-first:stop]
    for distance, letter in around.items():
        found = found & (area[distance - first : stop + distance] == ord(letter))
    return bool(found.any())


def _greatest(words: np.ndarray) -> tuple[int, int]:
    """The greatest row and column, from 0, of addresses given by their first eight bytes."""
    letters = _leading(words, _LETTER)
    rest = words >> letters
    digits = _leading(rest, _DIGIT)
    if (digits + letters >= 64).any():  # no quote within eight bytes: the row has yet more digits
        return FAR, FAR
    row = int((rest.byteswap() >> (64 - digits)).max()).to_bytes(_WORD, "big").lstrip(b"\0")
    column = int((words.byteswap() >> (64 - letters)).max()).to_bytes(_WORD, "big").lstrip(b"\0")
    return (
        (int(row) if row.isdigit() else FAR) if row else 0,
        (column_of(column.decode()) if column.isalpha() and len(column) <= 3 else FAR) if column else 0,
    )


def _leading(words: np.ndarray, mark: np.uint64) -> np.ndarray:
    """How many bits of whole bytes, from the first byte on, bear the mark."""
    without = ~words & mark
    return np.bitwise_count((without - np.uint64(1)) & ~without).astype(np.uint64) & np.uint64(0x78)


def reach(text: bytes) -> tuple[int, int] | None:
    """The last row and the last column (from 0) of the cells that hold anything; None without one."""
    row, column, last_row, last_column = -1, -1, -1, -1
    for tag in _ROW_OR_CELL.finditer(text):
        kind, attributes, closed = tag.groups()
        address = _ADDRESS.search(attributes)
        if kind == b"row":
            row, column = int(address[2] or 0) - 1 if address else row + 1, -1
            continue
        if address and address[1] and address[2]:
            row, column = int(address[2]) - 1, column_of(address[1].decode())
        else:
            column += 1
        if not closed and not attributes.endswith(b"/"):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return (last_row, last_column) if last_row >= 0 and last_column >= 0 else None
