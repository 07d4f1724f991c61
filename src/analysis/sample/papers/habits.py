"""What differs from unit to unit in papers that follow the same form."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from analysis.programme import Unit
from analysis.sample.setting import Setting


@dataclass(frozen=True)
class Habits:
    """How one unit fills in its papers.

    mark: what it writes for yes; blank: empty rows before its titles; dates_as_text: it types
    dates instead of entering them.
    """

    unit: Unit
    mark: str
    blank: int
    dates_as_text: bool
    issuer: tuple[str, str]
    file_name: str

    def marked(self, yes: bool) -> str | int | None:
        """A mark as the unit writes it, a digit as a number; nothing for no."""
        return (int(self.mark) if self.mark.isdigit() else self.mark) if yes else None


def habits_of(unit: Unit, setting: Setting) -> Habits:
    """The habits of a unit, by its place among the units: the same in every paper of it."""
    place, texts = setting.programme.units.index(unit), setting.texts
    return Habits(
        unit=unit,
        mark=texts.marks[place % len(texts.marks)],
        blank=1 + place % 3,
        dates_as_text=place % 3 == 1,
        issuer=(texts.committee, unit.name.upper()),
        file_name=f"{unit.code}_{_slug(unit.name, texts.unit_types)}.xlsx",
    )


def _slug(name: str, types: list[str]) -> str:
    for unit_type in types:
        name = name.removeprefix(f"{unit_type} ")
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace(" ", "-")
