"""The words and names the papers are written with: `texts.yaml` and `names.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Texts:
    """What the offices write beside the headings of the layouts; fields as in `texts.yaml`."""

    synthetic: str
    committee: str
    motto: list[str]
    as_of: str
    month: str
    plan_title: str
    money_unit: str
    money_units: dict[str, str]
    statuses: dict[str, str]
    exit_sheets: dict[str, str]
    total: str
    no_movement: str
    list_note: str
    signatures: list[str]
    office_signatures: list[str]
    unit_types: list[str]
    invented_unit: str
    village: dict[str, str]
    other_source: str
    decision: str
    marks: list[str]
    sexes: dict[str, str]
    relations: dict[str, str]
    accounts: dict[str, str]
    classes: dict[str, str]
    reasons: dict[str, str]
    causes: list[str]
    no_labour_cause: str
    supports: list[dict[str, Any]]


@dataclass(frozen=True)
class Names:
    """Parts of invented names; fields as in `names.yaml`."""

    family: dict[str, int]
    family_minority: dict[str, int]
    middle: dict[str, list[str]]
    given: dict[str, list[str]]
    ethnicity: dict[str, str]


@cache
def load_texts() -> Texts:
    """The texts; a missing or unknown key is a TypeError."""
    return Texts(**yaml.safe_load((FOLDER / "texts.yaml").read_text(encoding="utf8")))


@cache
def load_names() -> Names:
    """The parts of names; a missing or unknown key is a TypeError."""
    return Names(**yaml.safe_load((FOLDER / "names.yaml").read_text(encoding="utf8")))
