"""How the values and columns of a figure's table are called in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from analysis.law import Standard
from analysis.programme import Programme
from analysis.wording import Words


@dataclass(frozen=True)
class Labels:
    """Labels from the programme (units, projects, sources), the law (indicators) and the words."""

    programme: Programme
    standard: Standard
    words: Words

    def column(self, name: str) -> str:
        """The heading of a column."""
        return self.words(f"columns.{name}")

    def value(self, value: object) -> str:
        """A coded value in words: a unit's name for its code, a class, a date; other text as it is."""
        if isinstance(value, (float, Decimal)):
            return self.words.decimal(value, 2)
        text = str(value)
        if text in self._names:
            return self._names[text]
        if self.words.has(f"terms.{text}"):
            return self.words.term(text)
        try:
            return self.words.date(dt.date.fromisoformat(text))
        except ValueError:
            return text

    @cached_property
    def indicators(self) -> dict[str, str]:
        """Names of the deprivation indicators by id, in official order."""
        return {i.id: self.words.text(i.name) for i in self.standard.indicators}

    @cached_property
    def dimensions(self) -> dict[str, str]:
        """Name of each indicator's dimension, by indicator."""
        return {
            i.id: self.words.text(self.standard.dimensions[i.dimension]) for i in self.standard.indicators
        }

    @cached_property
    def _names(self) -> dict[str, str]:
        programme, words = self.programme, self.words
        return {
            **{unit.code: unit.name for unit in programme.units},
            **{project.id: f"{project.number}: {project.name}" for project in programme.projects},
            **{source.id: words.text(source.name) for source in programme.sources},
            **{kind.id: words.text(kind.name) for kind in programme.kinds},
            **{office.id: office.short for office in programme.offices},
            **self.indicators,
        }
