"""Which unit of the programme a text names: exactly, by what was settled by hand, or not at all.

Capitals, tone marks' places, spaces and punctuation don't matter, nor whether the type stands in
full, short or not at all, the GSO code beside the name, the office before it (UBND), the district
and the province after it. Tones and letters do matter: Lợi Thuận, Long Thuận and a "Loi Thuan" typed
without tones are three texts, and the last is nobody's name until somebody says so, since communes
elsewhere differ by a tone alone. `nearest_units` says what it may have meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from analysis.decisions import UnitAlias
from analysis.intake.near import nearest
from analysis.intake.spelling import normal
from analysis.intake.vocabulary import meanings, phrases
from analysis.programme import Programme

_SLIPS = 2
"""Letters that may differ, lack or stand too much, two exchanged ones as one, tones not counted."""


def unit_of(text: str, programme: Programme) -> str | None:
    """Code of the unit that a cell names and nothing else, if it is one of the programme's."""
    return _names(programme).unit(text)


def unit_of_line(text: str, programme: Programme) -> str | None:
    """Code of the unit a line of a title is about: its alias alone, or its name with type in the line.

    A name without its type is none here: the district bears the name of its town.
    """
    names = _names(programme)
    parts = (names.without_office(normal(part)) for part in re.split(r"[,;]|\s[–-]\s", text))
    settled = next((names.aliases[part] for part in parts if part in names.aliases), None)
    return settled or first_named(normal(text), names.full)


def nearest_units(text: str, programme: Programme) -> list[str]:
    """Names of the units that a text which names none may have meant, the nearest first.

    To ask about, never to take. They may be shown; the text itself may not, for in its cell may stand
    a person's name.
    """
    names = _names(programme)
    inside = {unit_of_line(text, programme), *normal(text).split()}
    coded = [unit.name for unit in programme.units if unit.code in inside]
    parts = names.own_parts(text)
    near = (nearest(part, names.shown, alike=_alike, least=100 - _SLIPS) for part in parts)
    return list(dict.fromkeys(coded + next(filter(None, near), [])))


def _alike(one: str, other: str) -> float:
    return 100 - OSA.distance(one, other)


def first_named(said: str, names: Mapping[str, str]) -> str | None:
    """What the name that stands first in a text is a name of, of two that begin together the longer."""
    padded = f" {said} "
    places = [(padded.find(f" {name} "), -len(name), meant) for name, meant in names.items() if name]
    found = [place for place in places if place[0] >= 0]
    return min(found)[2] if found else None


@dataclass(frozen=True)
class UnitNames:
    """All that names a unit, in normal form.

    full: with the type, in full and short; bare: without it; aliases: as settled by hand. Each gives
    a code; a name that two units share is none. wider: names of the district and the province with
    their types, and without. shown: for each full or bare name the unit's name as the programme has it.
    """

    codes: frozenset[str]
    full: dict[str, str]
    bare: dict[str, str]
    aliases: dict[str, str]
    wider_full: tuple[str, ...]
    wider_bare: tuple[str, ...]
    shown: dict[str, str]

    def unit(self, text: str) -> str | None:
        """Code of the unit the whole text names."""
        said = normal(text)
        if named := self._named(said):
            return named
        words = said.split()
        codes = {word for word in words if word in self.codes}
        named_alone = {
            self._named(rest) for rest in self._rests(" ".join(w for w in words if w not in codes))
        }
        named_alone.discard(None)
        if len(codes) > 1 or len(named_alone) > 1:
            return None
        if codes and not set(words) - codes:
            return codes.pop()
        # a code beside a name of another unit names neither
        return named_alone.pop() if named_alone and not codes - named_alone else None

    def _named(self, said: str) -> str | None:
        return self.full.get(said) or self.bare.get(said) or self.aliases.get(said)

    def _rests(self, said: str) -> Iterator[str]:
        """The text, and what is left of it without the office before and the wider places around it."""
        said = self.without_office(said)
        yield said
        for place in self.wider_full:
            if said.startswith(place + " "):
                yield from self._rests(said.removeprefix(place + " "))
        for place in (*self.wider_full, *self.wider_bare):
            if said.endswith(" " + place):
                yield from self._rests(said.removesuffix(" " + place))

    def without_office(self, said: str) -> str:
        """A text in normal form without the office of the unit that may stand before its name."""
        before = (phrase for phrase in phrases("units_before") if said.startswith(phrase + " "))
        longest = max(before, key=len, default=None)
        return said.removeprefix(longest + " ") if longest else said

    def own_parts(self, text: str) -> list[str]:
        """What of a text is to be compared with names: its rests without the type of unit, shortest first.

        Nothing of the district's or province's own name, which is near its town's and means all units.
        """
        words = " ".join(word for word in normal(text).split() if word not in self.codes)
        rests = set(self._rests(words))
        if rests & set(self.wider_full):
            return []
        return sorted(map(self._without_type, rests - _types().keys()), key=len)

    def _without_type(self, said: str) -> str:
        kind = max((kind for kind in _types() if said.startswith(kind + " ")), key=len, default="")
        return said.removeprefix(kind + " ")


@cache
def _types(topic: str = "unit_types") -> dict[str, str]:
    """Each type of place and its short forms, in normal form, with the type's full word."""
    return {form: normal(full) for short, full in meanings(topic).items() for form in (short, normal(full))}


def _names(programme: Programme) -> UnitNames:
    units = tuple((unit.code, unit.name) for unit in programme.units)
    wider = (programme.district.name, programme.district.province)
    return _names_of(units, wider, programme.decisions.unit_aliases)


@cache
def _names_of(
    units: tuple[tuple[str, str], ...], wider: tuple[str, ...], settled: tuple[UnitAlias, ...]
) -> UnitNames:
    full: dict[str, set[str]] = {}
    bare: dict[str, set[str]] = {}
    shown = {}
    for code, name in units:
        own = _own(name, "unit_types")
        shown[own] = name
        for form in _forms(name, "unit_types"):
            shown[form] = name
            full.setdefault(form, set()).add(code)
        bare.setdefault(own, set()).add(code)
    codes = frozenset(code for code, _ in units)
    official = full.keys() | bare.keys() | codes
    aliases: dict[str, set[str]] = {}
    for alias in settled:
        if alias.unit in codes and normal(alias.text) not in official:  # no name of one is another's alias
            aliases.setdefault(normal(alias.text), set()).add(alias.unit)
    return UnitNames(
        codes,
        _certain(full),
        _certain(bare),
        _certain(aliases),
        tuple(form for place in wider for form in _forms(place, "wider_types")),
        tuple(_own(place, "wider_types") for place in wider),
        shown,
    )


def _certain(names: dict[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1 and name}


def _own(name: str, topic: str) -> str:
    said = normal(name)
    kind = next((full for full in _types(topic).values() if said.startswith(full + " ")), None)
    return said.removeprefix(kind + " ") if kind else said


def _forms(name: str, topic: str) -> list[str]:
    """A name with its type in full and short."""
    own, said = _own(name, topic), normal(name)
    if own == said:
        return [said]
    kind = said.removesuffix(" " + own)
    return [
        said,
        *(f"{short} {own}" for short, full in _types(topic).items() if full == kind and short != kind),
    ]
