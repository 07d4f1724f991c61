"""Text typed in the fonts before Unicode, TCVN3 (ABC) and VNI: recognised and turned into Unicode.

Such text reaches us as the Latin characters of its bytes: "Hé nghÌo", "Hoä ngheøo". A sheet's words
show whether it was typed so, then each cell is judged by its own words. What stays open is left as
it is and told.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from analysis.findings import Finding
from analysis.intake.cells import Cell, letters
from analysis.intake.layouts import load_layouts
from analysis.intake.legacy_encodings import Encoding, encodings
from analysis.intake.legacy_words import recognised, sense, words_of
from analysis.intake.rules.text import LEGACY, LEGACY_DOUBT
from analysis.intake.text import normal

DOUBTFUL = "doubtful"
"""In place of an encoding: some words look like one, too few to be sure."""

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

Verdict = Literal["legacy", "unicode", "same", "either", "open"]
"""What a cell was typed in; same: it reads so in both; either: it makes sense both ways, which differ;
open: in no way, or partly each way."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A sheet whose legacy text was turned into Unicode.

    encoding: "tcvn3", "vni", "doubtful" (nothing was converted) or None; converted: number of cells;
    doubtful: the cells that look like legacy text and were left.
    """

    cells: list[list[Cell]]
    encoding: str | None = None
    converted: int = 0
    doubtful: tuple[Place, ...] = ()


def encoding_of(texts: Iterable[str]) -> str | None:
    """The legacy encoding the texts were typed in: "tcvn3", "vni", "doubtful" or None.

    Unicode texts may stand among them. One word is never enough to be sure.

    >>> encoding_of(["Danh s¸ch hé nghÌo"]), encoding_of(["Hé nghÌo"]), encoding_of(["Hộ nghèo", "Café"])
    ('tcvn3', 'doubtful', None)
    """
    encoding, sure = recognised(texts)
    return None if encoding is None else encoding.id if sure else DOUBTFUL


def converted(text: str, encoding: str) -> str:
    """The text in composed Unicode. encoding: "tcvn3" or "vni"; ValueError for another.

    Capitals that only a capital font showed come out small, as they were typed.

    >>> converted("Hé nghÌo", "tcvn3"), converted("HOÄ NGHEØO", "vni")
    ('Hộ nghèo', 'HỘ NGHÈO')
    """
    pages = [one for one in encodings() if one.id == encoding]
    if not pages:
        raise ValueError(f"no encoding {encoding}")
    return next((one for one in pages if one.can_hold(text)), pages[0]).read(text)


def unicode_cells(cells: list[list[Cell]]) -> tuple[list[list[Cell]], str | None]:
    """A sheet's cells in Unicode and the encoding they were in, as `conversion` finds them.

    The same list where nothing is converted: the encoding is then None or "doubtful".
    """
    result = conversion(cells)
    return result.cells, result.encoding


def conversion(cells: list[list[Cell]]) -> Conversion:
    """A sheet with its legacy text turned into Unicode; all other cells are the same objects.

    A cell that makes sense both ways is read the way that gives words known from the forms or from
    the certain cells of the sheet. Where both or neither do it is converted if the certain cells
    next to it, above, below and in its row, all were; otherwise it is left and counts as doubtful.
    """
    # most sheets end here and must cost next to nothing: most cells are empty, most texts are codes
    texts = {cell for cell in set().union(*cells) if type(cell) is str and not cell.isascii()}
    encoding, sure = recognised(texts)
    if encoding is None:
        return Conversion(cells)
    if not sure:
        looks = {text for text in texts if any(sense(w, encoding) == "legacy" for w in words_of(text))}
        return Conversion(cells, DOUBTFUL, doubtful=tuple(_places(cells, looks)))
    places = _places(cells, texts)
    verdicts = _Verdicts(places, encoding).settled()
    rows = list(cells)
    for (row, column), verdict in verdicts.items():
        if verdict == "legacy":
            if rows[row] is cells[row]:
                rows[row] = list(cells[row])
            rows[row][column] = encoding.read(places[row, column])
    return Conversion(
        rows,
        encoding.id,
        converted=sum(verdict == "legacy" for verdict in verdicts.values()),
        doubtful=tuple(place for place, verdict in verdicts.items() if verdict in ("either", "open")),
    )


def legacy_findings(file: str, sheet: str, result: Conversion) -> list[Finding]:
    """What is to be told of a sheet's conversion; doubtful cells by their column, at the first one."""
    findings = []
    if result.converted:
        name = next(one.name for one in encodings() if one.id == result.encoding)
        findings.append(LEGACY.finding(file, sheet=sheet, encoding=name, count=result.converted))
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in result.doubtful:
        columns[column].append(row + 1)
    for column, rows in sorted(columns.items()):
        cell = f"{letters(column)}{min(rows)}"
        findings.append(LEGACY_DOUBT.finding(file, sheet=sheet, cell=cell, row=min(rows), count=len(rows)))
    return findings


def _places(cells: list[list[Cell]], texts: Iterable[str]) -> dict[Place, str]:
    return {
        (row, column): cell
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if isinstance(cell, str) and cell in texts
    }


class _Verdicts:
    """The cells of a sheet beyond ASCII, judged by their words and each other."""

    def __init__(self, texts: dict[Place, str], encoding: Encoding) -> None:
        self.texts, self.encoding = texts, encoding
        of_text = {text: self._verdict(text) for text in set(texts.values())}
        self.first: dict[Place, Verdict] = {place: of_text[text] for place, text in texts.items()}
        self.certain = {place: v for place, v in self.first.items() if v in ("legacy", "unicode")}
        self.everywhere = set(self.certain.values())
        self.in_row: dict[int, set[Verdict]] = defaultdict(set)
        self.in_column: dict[int, list[int]] = defaultdict(list)
        for (row, column), verdict in sorted(self.certain.items()):
            self.in_row[row].add(verdict)
            self.in_column[column].append(row)
        self.known = _words_of_forms() | {
            normal(encoding.read(word) if verdict == "legacy" else word)
            for text, verdict in of_text.items()
            if verdict in ("legacy", "unicode")
            for word in words_of(text)
        }

    def settled(self) -> dict[Place, Verdict]:
        """Every cell's verdict; "either" where nothing settles it."""
        return {p: self._settled(p) if v == "either" else v for p, v in self.first.items()}

    def _verdict(self, text: str) -> Verdict:
        senses = {sense(word, self.encoding) for word in words_of(text)}
        if "unicode" in senses:
            return "open" if "legacy" in senses else "unicode"
        if "legacy" in senses:
            return "legacy"
        if self.encoding.read(text) == text:
            return "same"
        if "neither" in senses:
            return "open"
        return "legacy" if "short" in senses else "either"

    def _settled(self, place: Place) -> Verdict:
        meant = self._meant(self.texts[place])
        nearby = self._nearby(*place) or self.everywhere
        if meant is None:
            return "legacy" if nearby == {"legacy"} else "either"
        return meant if meant in nearby or len(self.everywhere) > 1 else "either"

    def _meant(self, text: str) -> Verdict | None:
        """The way the cell reads in words that are known, if it is one way only."""
        as_read = as_it_stands = False
        for word in words_of(text):
            reading = self.encoding.read(word)
            if sense(word, self.encoding) == "either" and reading != word:
                as_read |= normal(reading) in self.known
                # a capital within a word is typed by nobody, but many bytes look like one
                cased = word in (word.lower(), word.upper(), word.capitalize())
                as_it_stands |= cased and normal(word) in self.known
        if as_read == as_it_stands:
            return None
        return "legacy" if as_read else "unicode"

    def _nearby(self, row: int, column: int) -> set[Verdict]:
        """The verdicts of the nearest certain cells above and below, and of those in the row."""
        rows = self.in_column[column]
        at = bisect(rows, row)
        return self.in_row[row] | {self.certain[other, column] for other in rows[max(at - 1, 0) : at + 1]}


@cache
def _words_of_forms() -> frozenset[str]:
    phrases: Iterator[str] = (
        phrase
        for layout in load_layouts().values()
        for phrase in (*layout.titles, *(h for c in layout.columns for h in (*c.headings, *c.also)))
    )
    return frozenset(word for phrase in phrases for word in normal(phrase).split())
