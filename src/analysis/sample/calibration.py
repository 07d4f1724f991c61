"""What the sample is drawn from: `calibration.yaml`, each parameter with its source or its reason."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

FILE = Path(__file__).with_name("calibration.yaml")

T = TypeVar("T")
Share = Annotated[Fraction, BeforeValidator(lambda value: Fraction(str(value)))]
Span = tuple[float, float]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Parameter(_Entry, Generic[T]):
    """One value with where it was published or why it was assumed; one of both is needed."""

    value: T
    source: str | None = None
    assumed: str | None = None

    @model_validator(mode="after")
    def _says_where_from(self) -> Parameter[T]:
        if (self.source is None) == (self.assumed is None):
            raise ValueError("a parameter has either a source or an assumption")
        return self


class Residents(_Entry):
    """All households of the units, on the list or not."""

    unevenness: Parameter[Span]
    town_weight: Parameter[float]
    persons_per_household: Parameter[Span]
    yearly_growth: Parameter[Span]
    minority_share: Parameter[Span]
    average_share: Parameter[Span]
    other_source_apart: Parameter[Span]


class Baseline(_Entry):
    """The lists the year starts from."""

    resident_share: Parameter[dict[str, Share]]
    size_share: Parameter[dict[str, tuple[float, ...]]]
    relative_risk: Parameter[dict[str, float]]
    villages: Parameter[tuple[int, int]]


class Families(_Entry):
    """Chances when the members of a household are drawn."""

    female_head: Parameter[dict[str, float]]
    old_head: Parameter[dict[str, float]]
    spouse: Parameter[dict[str, float]]
    parent: Parameter[float]
    grandchild: Parameter[float]


class Deprivation(_Entry):
    """How many indicators a household is deprived in, and which."""

    poor_beyond_least: Parameter[tuple[float, ...]]
    near_poor_count: Parameter[tuple[float, ...]]
    weights: Parameter[dict[str, float]]
    needs: Parameter[dict[str, Literal["child", "young_adult", "working_age"]]]
    income_points_apart: Parameter[dict[str, float]]


class Groups(_Entry):
    """Shares of listed households in the groups the law names."""

    ethnic_minority: Parameter[float]
    meritorious: Parameter[float]
    social_protection: Parameter[dict[str, float]]
    no_labour_capacity: Parameter[float]
    second_cause: Parameter[float]


class Escaped(_Entry):
    """Households that escaped in the years before the baseline."""

    share: Parameter[dict[str, float]]
    still_near_poor: Parameter[float]


class EventRate(_Entry):
    """One kind of event, per thousand listed households, in the year and at the review."""

    reason: str
    before: str
    after: str
    in_year: int
    review: int


class Events(_Entry):
    """What happens to the lists in the year."""

    assumed: str
    rows: tuple[EventRate, ...]
    moves_between_units: dict[str, int]
    births: int
    deaths_of_members: int
    uneven_units: dict[str, float]
    more_entries: float


class Preliminary(_Entry):
    """Which share of the units has sent what when the review is under way."""

    lists: Parameter[Share]
    forms_only: Parameter[Share]


class Money(_Entry):
    """How the plan's money is allocated and disbursed over the year."""

    reporting_days: Parameter[tuple[str, ...]]
    allocated: Parameter[tuple[Share, ...]]
    disbursed: Parameter[tuple[Share, ...]]
    project_pace: Parameter[Span]
    expected_share: Parameter[Span]
    carried_over: Parameter[Share]
    supported_share: Parameter[Share]
    supported_money: Parameter[Share]


class Imperfections(_Entry):
    """How many of the small faults real papers have."""

    class_differs: Parameter[int]
    b2_differs: Parameter[int]
    notes: Parameter[int]
    birth_year_only: Parameter[float]


class Calibration(_Entry):
    """All parameters of the sample."""

    residents: Residents
    baseline: Baseline
    families: Families
    deprivation: Deprivation
    groups: Groups
    escaped: Escaped
    events: Events
    preliminary: Preliminary
    money: Money
    imperfections: Imperfections


@cache
def load_calibration() -> Calibration:
    """The parameters of `calibration.yaml`; an unknown key is refused."""
    return Calibration.model_validate(yaml.safe_load(FILE.read_text(encoding="utf8")))
