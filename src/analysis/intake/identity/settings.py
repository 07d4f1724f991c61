"""What rows of different lists are weighed with: `evidence.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("evidence.yaml")


class _Fixed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Agreement(_Fixed):
    """How often two rows agree so far. strangers: None for the trait's share in the lists."""

    one: float
    strangers: float | None = None


class Trait(_Fixed):
    """What agreement and disagreement in one trait say; `usual` is the share of a common value."""

    usual: float
    exact: Agreement
    plain: Agreement | None = None
    marks: Agreement | None = None
    near: Agreement | None = None
    initial: Agreement | None = None
    filler: Agreement | None = None
    off_by_one: Agreement | None = None
    off_by_two: Agreement | None = None
    slip: Agreement | None = None
    other: Agreement


class Settings(_Fixed):
    """Fields as `evidence.yaml` explains them; accepted pairs are one to one only above one half."""

    accept: float = Field(gt=0.5, lt=1)
    accept_in_papers: float = Field(gt=0.5, lt=1)
    doubt: float
    stays: float
    moves: float
    largest_group: int
    renumbered: int
    unseen: int
    traits: dict[str, Trait]
    code_changed: Agreement
    titles: tuple[str, ...]
    fillers: tuple[str, ...]
    village_words: tuple[str, ...]
    numbers: tuple[str, ...]


@cache
def load_settings() -> Settings:
    """The settings; a missing or unknown key is a ValidationError."""
    return Settings.model_validate(yaml.safe_load(FILE.read_text(encoding="utf8")))
