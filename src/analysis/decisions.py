"""What people settled by hand, kept with the programme's data: who decided it, when and why.

One YAML file each in the programme's folder `decisions/`, a list of entries; a file that is not
there holds none.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FOLDER = "decisions"


class DecisionsError(ValueError):
    """A file of decisions can't be used. problems: place in the file and kind of problem of each."""

    def __init__(self, file: Path, problems: list[tuple[str, str]]) -> None:
        self.file, self.problems = file, problems
        super().__init__(f"{file}: {problems}")


class _Decision(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    who: str = Field(min_length=1)
    when: dt.date
    why: str = Field(min_length=1)


class ColumnMapping(_Decision):
    """A heading that a kind of table writes its own way. field: what it means; None: not to be used."""

    kind: str
    heading: str
    field: str | None


class UnitAlias(_Decision):
    """A name that somebody writes for a unit."""

    text: str
    unit: str


class HouseholdPair(_Decision):
    """Whether two entries of the lists, by unit and household code, are one household."""

    before: str
    after: str
    same: bool


class RuleSeverity(_Decision):
    """The severity of a rule in this programme, in place of the rule book's."""

    code: str
    severity: Literal["error", "warning", "info"]


class Decisions(BaseModel):
    """All that is settled by hand in a programme; each field is the name of its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column_mappings: tuple[ColumnMapping, ...] = ()
    unit_aliases: tuple[UnitAlias, ...] = ()
    household_pairs: tuple[HouseholdPair, ...] = ()
    rule_severities: tuple[RuleSeverity, ...] = ()


def load_decisions(folder: Path) -> Decisions:
    """The decisions in a folder, none where it does not exist.

    Raises DecisionsError where a file is no YAML, is no list of its decisions, or is none of the known.
    """
    found = {}
    for file in sorted(folder.glob("*.yaml")):
        try:
            found[file.stem] = yaml.safe_load(file.read_text(encoding="utf8")) or ()
        except (yaml.YAMLError, ValueError):  # a day that no month has is a plain ValueError
            raise DecisionsError(file, [(file.name, "no_yaml")]) from None
    try:
        return Decisions.model_validate(found)
    except ValidationError as error:
        problems = [(".".join(map(str, e["loc"])), e["type"]) for e in error.errors()]
        raise DecisionsError(folder, problems) from None
