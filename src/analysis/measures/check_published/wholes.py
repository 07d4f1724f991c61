"""Which units of a table are the parts of which whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from analysis.measures.check_published.printed import Line, by_place, said
from analysis.printed import is_whole, level

Wholes = Mapping[str, Sequence[str] | Sequence[Sequence[str]]]

_NEAR = Fraction(1, 4)
"""Parts that miss an assumed whole by more than this are none of it: the table holds other lines."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A whole and its parts, each as unit, round and standard; assumed where only the name says so.

    contested: assumed where several units are called wholes, of which the parts may be of another.
    """

    whole: tuple[Any, Any, Any]
    parts: tuple[tuple[Any, Any, Any], ...]
    assumed: bool
    contested: bool = False

    @property
    def names(self) -> str:
        """The parts' units."""
        return " + ".join(str(unit) for unit, *_ in self.parts)

    def near(self, parts: float, whole: float) -> bool:
        """Whether the parts come near enough to the whole to be meant as its parts."""
        return abs(parts - whole) <= _NEAR * whole


def partitions(lines: Sequence[Line], wholes: Wholes | None) -> list[Partition]:
    """Every whole with its parts, in every round and standard that holds them.

    wholes: a whole's unit to its parts, or to several ways to part it.
    What `wholes` and the column `part_of` state counts; where the table says neither, a unit called
    as wholes are, or the one of a higher level than all others (`printed/words.yaml`), has all other
    units as its parts.
    Raises ValueError for a whole or a part that the table doesn't have.
    """
    units = dict.fromkeys(line.unit for line in lines)
    stated = dict(_stated(lines, wholes))
    unknown = {name for whole, ways in stated.items() for way in ways for name in (whole, *way)} - set(units)
    if unknown:
        raise ValueError(f"no such unit in the table: {', '.join(sorted(map(str, unknown)))}")
    assumed = not stated
    if assumed:
        called = [unit for unit in units if is_whole(unit)] or _above_all(list(units))
        stated = {whole: [[unit for unit in units if unit not in called]] for whole in called}
    places = by_place(lines)
    occasions = list(dict.fromkeys(place[1:] for place in places))
    return [
        Partition((whole, *occasion), parts, assumed, assumed and len(stated) > 1)
        for whole, ways in stated.items()
        for way in ways
        for occasion in occasions
        if (whole, *occasion) in places
        # the parts that stand in this round: of those stated each must, or the sum is not the whole's
        and len(parts := tuple(p for unit in way if (p := (unit, *occasion)) in places)) >= 2
        and (assumed or len(parts) == len(way))
    ]


def _stated(lines: Sequence[Line], wholes: Wholes | None) -> Iterator[tuple[Any, list[list[Any]]]]:
    ways: dict[Any, list[list[Any]]] = {}
    for line in lines:
        for whole in line.part_of:
            way = ways.setdefault(whole, [[]])[0]
            if line.unit not in way:
                way.append(line.unit)
    for whole, parts in (wholes or {}).items():
        several = parts and not isinstance(parts[0], str)
        ways.setdefault(said(whole), []).extend(
            [said(part) for part in way] for way in (parts if several else [parts])
        )
    yield from ways.items()


def _above_all(units: list[Any]) -> list[Any]:
    """The one unit, if there is one, whose name is of a higher level than those of all others."""
    levels = {unit: level(unit) for unit in units}
    known = [depth for depth in levels.values() if depth is not None]
    highest = min(known, default=None)
    if len(known) < len(units) or list(levels.values()).count(highest) > 1:
        return []
    return [unit for unit in units if levels[unit] == highest]
