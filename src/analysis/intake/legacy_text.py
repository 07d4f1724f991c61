"""Text typed in the fonts before Unicode, TCVN3 (ABC) and VNI: recognised and turned into Unicode.

Such text reaches us as the Latin letters of its bytes: "Hé nghÌo", "Hoä ngheøo". Each of these
letters also occurs in sound text, so no letter decides. What decides is whether words that are no
Vietnamese syllable as they stand become one: first in the words of a whole sheet, then in each cell.
What stays open is left as it is and told.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from analysis.findings import Finding
from analysis.intake.cells import Cell, letters
from analysis.intake.legacy_encodings import encodings
from analysis.intake.rules.text import LEGACY, LEGACY_DOUBT
from analysis.intake.syllables import is_syllable

DOUBTFUL = "doubtful"
"""In place of an encoding: some words look like one, too few to be sure."""

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

Sense = Literal["legacy", "unicode", "either", "neither", "silent"]
"""How a word or a cell makes sense: only converted, only as it stands, both ways, in no way; silent
where it says nothing."""

_LEAST = 2  # words, and letters in them: never by a single one
_SENSELESS_IF_SURE = 0.25  # words without sense either way, per word that the encoding explains
_SENSELESS_IF_DOUBTFUL = 4  # beyond, it is another language

_MODERN = re.compile("[\u1ea0-\u1ef9ĩũĨŨ]")  # no code page of the time has these letters
_VOWEL = re.compile("[aeiouy]|[^\x00-\x7fđĐ]", re.IGNORECASE)


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
    chunks = {chunk for chunk in " ".join(texts).split() if not chunk.isascii()}
    words = {word for chunk in chunks for word in _words(chunk)}
    explained = {id: {word for word in words if _sense(word, id) == "legacy"} for id in encodings()}
    best, *others = sorted(explained, key=lambda id: len(explained[id]), reverse=True)
    found = explained[best]
    if not found:
        return None
    senseless = sum(_sense(word, best) == "neither" for word in words) / len(found)
    signs = {sign for word in found for sign in word if not sign.isascii()}
    if (
        min(len(found), len(signs)) >= _LEAST
        and senseless <= _SENSELESS_IF_SURE
        and all(len(explained[other]) < len(found) for other in others)
    ):
        return best
    return DOUBTFUL if senseless <= _SENSELESS_IF_DOUBTFUL else None


def converted(text: str, encoding: str) -> str:
    """The text in composed Unicode. encoding: "tcvn3" or "vni"; KeyError for another.

    Capitals that only a capital font showed come out small, as they were typed.

    >>> converted("Hé nghÌo", "tcvn3"), converted("HOÄ NGHEØO", "vni")
    ('Hộ nghèo', 'HỘ NGHÈO')
    """
    return encodings()[encoding].read(text)


def unicode_cells(cells: list[list[Cell]]) -> tuple[list[list[Cell]], str | None]:
    """A sheet's cells in Unicode and the encoding they were in, as `conversion` finds them.

    The same list where nothing is converted: the encoding is then None or "doubtful".
    """
    result = conversion(cells)
    return result.cells, result.encoding


def conversion(cells: list[list[Cell]]) -> Conversion:
    """A sheet with its legacy text turned into Unicode; all other cells are the same objects.

    Once the sheet's words have shown an encoding each cell is judged by its own words. One that makes
    sense both ways goes with what is certain next to it: the nearest such cells above and below and
    the others of its row, or the whole sheet where there are none. Where these differ it is left.
    """
    distinct = set[Cell]().union(*cells)  # hashed in C: most sheets end here, and must cost nothing
    texts = {text for text in distinct if isinstance(text, str) and not text.isascii()}
    encoding = encoding_of(texts)
    if encoding is None:
        return Conversion(cells)
    if encoding == DOUBTFUL:
        looks = {text for text in texts for id in encodings() if "legacy" in _senses(text, id)}
        return Conversion(cells, DOUBTFUL, doubtful=tuple(place for place, _ in _places(cells, looks)))
    read = {text: converted(text, encoding) for text in texts}
    differs = {text for text, unicode in read.items() if unicode != text}
    senses = {place: _sense_of_cell(text, encoding) for place, text in _places(cells, differs)}
    settled = _settled(senses)
    rows = list(cells)
    for row, column in (place for place, sense in settled.items() if sense == "legacy"):
        if rows[row] is cells[row]:
            rows[row] = list(cells[row])
        rows[row][column] = read[cells[row][column]]  # type: ignore[index]
    return Conversion(
        rows,
        encoding,
        converted=sum(sense == "legacy" for sense in settled.values()),
        doubtful=tuple(place for place, sense in settled.items() if sense in ("either", "neither")),
    )


def legacy_findings(file: str, sheet: str, result: Conversion) -> list[Finding]:
    """What is to be told of a sheet's conversion; doubtful cells by their column, at the first one."""
    findings = []
    if result.converted:
        name = encodings()[str(result.encoding)].name
        findings.append(LEGACY.finding(file, sheet=sheet, encoding=name, count=result.converted))
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in result.doubtful:
        columns[column].append(row)
    for column, rows in sorted(columns.items()):
        cell, number = f"{letters(column)}{min(rows) + 1}", min(rows) + 1
        findings.append(LEGACY_DOUBT.finding(file, sheet=sheet, cell=cell, row=number, count=len(rows)))
    return findings


def _places(cells: list[list[Cell]], texts: set[str]) -> Iterator[tuple[Place, str]]:
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if isinstance(cell, str) and cell in texts:
                yield (row, column), cell


def _settled(senses: dict[Place, Sense]) -> dict[Place, Sense]:
    """The senses, with those of cells that make sense both ways settled by their neighbours."""
    certain = {place: sense for place, sense in senses.items() if sense in ("legacy", "unicode")}
    in_row: dict[int, set[Sense]] = defaultdict(set)
    in_column: dict[int, list[int]] = defaultdict(list)
    for (row, column), sense in certain.items():
        in_row[row].add(sense)
        in_column[column].append(row)
    everywhere = set(certain.values())

    def settled(row: int, column: int) -> Sense:
        rows = in_column[column]
        at = bisect(rows, row)
        nearest = {certain[other, column] for other in rows[max(at - 1, 0) : at + 1]}
        found = (nearest | in_row[row]) or everywhere
        return found.pop() if len(found) == 1 else "either"

    return {place: settled(*place) if sense == "either" else sense for place, sense in senses.items()}


def _sense_of_cell(text: str, encoding: str) -> Sense:
    senses = _senses(text, encoding)
    if {"legacy", "unicode"} <= senses:
        return "neither"
    order: tuple[Sense, ...] = ("legacy", "unicode", "neither", "either")
    return next((sense for sense in order if sense in senses), "silent")


def _senses(text: str, encoding: str) -> set[Sense]:
    return {_sense(word, encoding) for word in _words(text)}


@lru_cache(maxsize=65536)
def _sense(word: str, encoding: str) -> Sense:
    if word.isascii() or not any(map(str.isalpha, word)):  # a bullet, a sign of multiplication
        return "silent"
    if _MODERN.search(word):
        return "unicode"
    stands = is_syllable(word.replace("\xad", ""))  # the soft hyphen is no letter of Unicode text
    if not encodings()[encoding].understands(word):
        return "unicode" if stands else "neither"
    reading = converted(word, encoding)
    if len(reading) == 1 or not _VOWEL.search(reading):  # a letter alone, an abbreviation
        return "either"
    reads = is_syllable(reading)
    if reads and stands:
        return "either"
    return "legacy" if reads else "unicode" if stands else "neither"


def _words(text: str) -> list[str]:
    return _word_pattern().findall(text)


@cache
def _word_pattern() -> re.Pattern[str]:
    """Latin letters, tone marks, and the signs of both encodings, most of which are no letters."""
    signs = {sign for of in encodings().values() for look in of.table for sign in look if ord(sign) > 127}
    return re.compile(rf"[A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff{re.escape(''.join(sorted(signs)))}]+")
