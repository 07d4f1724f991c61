"""How the rows of a printed table stand under each other: numbered groups, sections and wholes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.printed import is_subtotal, is_whole, level, plain, printed_words

_NUMBER = re.compile(
    r"(?P<number>(?!X\b)[IVX]+|[A-G]|[a-g]|\d{1,3}(?:\.\d{1,3})*)(?:[.)/]+|(?=\s*[-–:]\s))\s*[-–:]?\s*"
)
"""A number before a name; other letters shorten a word there, as P. for phường."""

_BULLET = re.compile(r"[-–—+•*]+\s*(?=\w)")
_NOTE = re.compile(r"\s*(?:[*†‡¹²³]+|\((?:\*+|\d)\))\s*$")
_RANKS = ((re.compile("[IVX]+"), 2), (re.compile("[A-Z]"), 1), (re.compile("[a-z]"), 6))
_NUMERAL = 3
_BULLETED = 7


@dataclass(frozen=True, slots=True)
class Row:
    """A row's unit without its number, and how deep the number says it stands (None: no number).

    filled: it has figures; without, it is the heading of a section.
    """

    unit: str
    rank: int | None
    filled: bool


def numbered(text: str, number: str) -> tuple[str, int | None]:
    """A unit's name as it is called, and the rank of its number, which stands in a column or before it.

    Letters stand over Roman numbers, these over numerals, these over numerals with points and dashes.

    >>> numbered("II. Khu vực nông thôn", ""), numbered("An Thạnh", "1.2"), numbered("Cả nước (*)", "")
    (('Khu vực nông thôn', 2), ('An Thạnh', 4), ('Cả nước', None))
    """
    name, rank = _NOTE.sub("", text) or text, _rank(number.strip().strip(".()"))
    bullet, match = _BULLET.match(name), _NUMBER.match(name)
    if bullet:
        return name[bullet.end() :], _BULLETED
    if plain(name).startswith(tuple(printed_words()["within"])):
        return name, _BULLETED
    if rank is None and match and match.end() < len(name):
        return name[match.end() :], _rank(match["number"])
    return name, rank


def _rank(number: str) -> int | None:
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*", number, re.ASCII):
        return _NUMERAL + number.count(".")
    return next((rank for form, rank in _RANKS if form.fullmatch(number)), None)


def sections(rows: Sequence[Row]) -> list[int | None]:
    """The row each stands under, by place, for telling units of one name apart: a group or a section."""
    return [_above(rows, place, filled=False) for place in range(len(rows))]


def groups(rows: Sequence[Row]) -> list[int | None]:
    """The row, by place, whose unit each row's is a part of: its group's, or the one whole of all.

    None where no row is over another.
    """
    subtotals = [place for place, row in enumerate(rows) if row.filled and is_subtotal(row.unit)]
    wholes = [place for place in _wholes(rows) if place not in subtotals]
    top = wholes[0] if len({rows[place].unit for place in wholes}) == 1 else None
    if len(subtotals) > 1:
        return [_below(rows, place, subtotals, wholes, top) for place in range(len(rows))]
    rows = _ranked(rows, wholes)
    units = [place for place, row in enumerate(rows) if row.filled and place not in wholes]
    if len({rows[place].rank for place in units}) < 2:
        return [None] * len(rows)
    parts = [
        place in units and row.rank is not None and row.rank < _BULLETED for place, row in enumerate(rows)
    ]
    above = [_above(rows, place, filled=True) if part else None for place, part in enumerate(parts)]
    return [top if part and group is None else group for part, group in zip(parts, above, strict=True)]


def _below(
    rows: Sequence[Row], place: int, subtotals: Sequence[int], wholes: Sequence[int], top: int | None
) -> int | None:
    """The subtotal under a row, whose part it is; of a subtotal the whole."""
    if not rows[place].filled or place in wholes:
        return None
    return top if place in subtotals else next((below for below in subtotals if below > place), None)


def _wholes(rows: Sequence[Row]) -> list[int]:
    """The rows called as wholes are; without any, the one whose name is of the highest level."""
    filled = [place for place, row in enumerate(rows) if row.filled]
    called = [place for place in filled if is_whole(rows[place].unit)]
    levels = {place: depth for place in filled if (depth := level(rows[place].unit)) is not None}
    highest = [place for place, depth in levels.items() if depth == min(levels.values())]
    return called or (highest if len(highest) == 1 and len(levels) == len(filled) else [])


def _ranked(rows: Sequence[Row], wholes: Sequence[int]) -> Sequence[Row]:
    """The rows with the ranks of their names' levels where none is numbered; unnumbered ones under groups.

    What stands behind dashes is a part of no sum: it may be some of the unit above, as in "trong đó".
    """
    units = [row for place, row in enumerate(rows) if row.filled and place not in wholes]
    ranks = {row.rank for row in units if row.rank is not None}
    levels = [depth for row in units if (depth := level(row.unit)) is not None]
    if not ranks and len(levels) == len(units) and levels[:1] == [min(levels, default=0)]:
        return [replace(row, rank=level(row.unit)) for row in rows]
    if not ranks:
        return rows
    deepest = max([_NUMERAL, *(ranks - {_BULLETED})])  # a row whose number was left out is a unit as others
    return [replace(row, rank=deepest) if row in units and row.rank is None else row for row in rows]


def _above(rows: Sequence[Row], place: int, *, filled: bool) -> int | None:
    """The nearest row above of a higher rank, or heading of a section; filled: that has figures itself."""
    rank = rows[place].rank
    if is_whole(rows[place].unit):
        return None
    for over in range(place - 1, -1, -1):
        row = rows[over]
        section = row.rank is None and not row.filled and not filled
        higher = row.rank is not None and rank is not None and row.rank < rank
        if higher:
            rank = row.rank
        if section or (higher and (row.filled or not filled)):
            return over
    return None
