"""How the values and columns of a figure's table are called in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from analysis.law import Standard
from analysis.programme import Programme
from analysis.wording import Words

VERBATIM = frozenset(
    ("file", "sheet", "cell", "source_file", "source_sheet", "message", "hint", "code", "example",
     "file_name", "previous", "who", "why", "band", "stated_value", "worth", "where_from")
)  # fmt: skip
"""Columns whose text is what a sender wrote or is in words already, though it may look like a code."""

_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
"""The dots of an item as `7.2.persons.closing`, but not the one within a form's number."""


@dataclass(frozen=True)
class Labels:
    """Labels from the programme (units, projects, sources), the law (indicators) and the words."""

    programme: Programme
    standard: Standard
    words: Words

    @property
    def standard_name(self) -> str:
        """The poverty standard's name, and that it is not confirmed yet where it is not."""
        name = self.words.text(self.standard.name)
        if self.standard.doubt is None:
            return name
        return self.words("report.not_confirmed", name=name, doubt=self.words.text(self.standard.doubt))

    def column(self, name: str) -> str:
        """The heading of a column."""
        return self.words(f"columns.{name}")

    def value(self, value: object, column: str = "unit_code") -> str:
        """A coded value of a column in words: a unit's name for its code, a class, a date.

        Text that is no code stays as it is.
        """
        if isinstance(value, (float, Decimal)):
            return self.words.decimal(value, 2)
        text = str(value)
        if column in VERBATIM:
            return text
        if column == "item" and len(parts := _DOT.split(text)) > 1:
            return " · ".join(self.value(part, column) for part in parts)
        if column == "item" and self.words.has(f"columns.{text}"):
            return self.column(text)
        if column == "projects":
            return " + ".join(self._numbers[part] for part in text.split(" + "))
        if column == "identity" and self.words.has(f"identities.{text}"):
            return self.words(f"identities.{text}")
        if text in self._names.get(column, {}):
            return self._names[column][text]
        if self.words.has(f"terms.{text}"):
            return self.words.term(text)
        try:
            return self.words.date(dt.date.fromisoformat(text))
        except ValueError:
            return text

    def values(self, values: Iterable[object], column: str = "unit_code") -> str:
        """Several values of a column, one after the other."""
        return ", ".join(self.value(value, column) for value in values)

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
    def _numbers(self) -> dict[str, str]:
        """The plan's number of each project."""
        return {project.id: project.number for project in self.programme.projects}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Names by column and code: the same code may mean two things in two columns."""
        programme, words = self.programme, self.words
        units = {unit.code: unit.name for unit in programme.units}
        projects = {p.id: f"{p.number}: {p.name}" for p in programme.projects}
        offices = {office.id: office.short for office in programme.offices}
        return {
            "unit_code": units,
            "unit": units | projects,
            "sender": units | offices,
            "project": projects,
            "source": {source.id: words.text(source.name) for source in programme.sources},
            "kind": {kind.id: words.text(kind.name) for kind in programme.kinds},
            "office": offices,
            "indicator": self.indicators,
            "dimension": {id_: words.text(name) for id_, name in self.standard.dimensions.items()},
        }
