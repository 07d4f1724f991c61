"""The one reader of the dated law files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent

T = TypeVar("T")


class LawError(LookupError):
    """No law file answers.

    subject: what was looked for; on: the date, year or id; known: the ids at hand, and in_force the
    same with their first and last days.
    """

    def __init__(self, subject: str, on: object, laws: Iterable[_Law] = ()) -> None:
        laws = list(laws)
        self.subject, self.on = subject, on
        self.known = tuple(law.id for law in laws)
        self.in_force = tuple(f"{law.id} ({law.in_force})" for law in laws)
        at_hand = f"; known: {', '.join(self.in_force)}" if laws else ""
        super().__init__(f"no {subject} for {on}{at_hand}")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Entry):
    """The same words in the languages of the reports."""

    vi: str
    en: str


class Value(_Entry, Generic[T]):
    """One value of the law; an entry without unit or reference is refused."""

    value: T
    unit: Annotated[str, Field(min_length=1)]
    reference: Annotated[str, Field(min_length=1)]


class InForce(_Entry):
    """First and last day a text is in force; no last day while it still is."""

    from_: dt.date = Field(alias="from")
    to: dt.date | None

    def covers(self, on: dt.date) -> bool:
        """Whether the text is in force on a day."""
        return self.from_ <= on and (self.to is None or on <= self.to)

    def __str__(self) -> str:
        return f"{self.from_} – {self.to or '…'}"


class _Law(_Entry):
    id: str
    name: Text
    in_force: InForce
    reference: Annotated[str, Field(min_length=1)]


class ByArea(_Entry):
    """A value that differs between rural communes (xã) and urban units (thị trấn, phường)."""

    rural: Value[int]
    urban: Value[int]

    def of(self, area: str) -> int:
        """The value for `urban` or `rural`."""
        return {"rural": self.rural, "urban": self.urban}[area].value


class Indicator(_Entry):
    """One of the deprivation indicators (chỉ số thiếu hụt) and its dimension (chiều)."""

    id: str
    dimension: str
    name: Text


class Standard(_Law):
    """A multidimensional poverty standard (chuẩn nghèo đa chiều) with its dates.

    A household at or under `income_line` is poor or near-poor. Some standards have a second, lower
    line: at or under `poor_line` a household is poor whatever its deprivations. `income_points` and
    `poor_points` are the same two lines on form B1. Where a standard is not `confirmed`, `doubt` says what
    has not been compared with the text as it was issued.
    """

    kind: Literal["poverty_standard"]
    confirmed: bool = True
    doubt: Text | None = None
    income_line: ByArea
    poor_line: ByArea | None = None
    b1_points: ByArea | None = Field(alias="income_points")
    poor_points: ByArea | None = None
    points_per_deprivation: Value[int]
    poor_from: Value[int]
    indicators_reference: str
    indicators: tuple[Indicator, ...]
    dimensions: dict[str, Text]

    @model_validator(mode="after")
    def _indicators_have_dimensions(self) -> Standard:
        unknown = {i.dimension for i in self.indicators} - set(self.dimensions)
        if unknown:
            raise ValueError(f"indicators name unknown dimensions: {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def _lines_in_income_and_points_alike(self) -> Standard:
        if self.b1_points and (self.poor_line is None) != (self.poor_points is None):
            raise ValueError("a second line needs both its income and its points of form B1")
        return self

    @model_validator(mode="after")
    def _says_why_it_is_not_confirmed(self) -> Standard:
        if self.confirmed == (self.doubt is not None):
            raise ValueError(
                "a standard that is not confirmed needs a doubt that says why, and no other has one"
            )
        return self

    def __repr__(self) -> str:
        """Which standard, when in force, and its lines."""
        line = f"income line {self.income_line.rural.value} rural, {self.income_line.urban.value} urban"
        doubt = "" if self.confirmed else "; not confirmed"
        return f"<Standard {self.id} ({self.in_force}): {line}, {len(self.indicators)} indicators{doubt}>"

    __str__ = __repr__

    @property
    def income_points(self) -> ByArea:
        """Points of form B1 that stand for the income line; LawError where no form gives them yet."""
        if self.b1_points is None:
            raise LawError("points of form B1", self.id)
        return self.b1_points

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """The indicators' column names, in the order of the report columns."""
        return tuple(indicator.id for indicator in self.indicators)

    @property
    def poor_from_count(self) -> int:
        """Number of deprivations from which a household under the line is poor."""
        return -(-self.poor_from.value // self.points_per_deprivation.value)


class ReviewCalendar(_Law):
    """When households are reviewed (rà soát) and when communes send their returns."""

    kind: Literal["review_calendar"]
    annual_review_starts: Value[str]
    annual_review_ends: Value[str]
    in_year_review_starts: Value[int]
    return_months: Value[tuple[int, ...]]
    return_due: Value[int]

    def review_starts(self, year: int) -> dt.date:
        """First day of the annual review of a year."""
        return dt.date.fromisoformat(f"{year}-{self.annual_review_starts.value}")

    def due_of_month(self, month: dt.date) -> dt.date:
        """The day the return of a month is due: in the next month, once it is over."""
        after = month.replace(day=1) + dt.timedelta(days=31)
        return after.replace(day=self.return_due.value)

    def months_of_returns(self, year: int) -> tuple[dt.date, ...]:
        """First days of the months of `year` that communes send a return of."""
        ends = (dt.date(year, month, 1) - dt.timedelta(days=1) for month in self.return_months.value)
        return tuple(end.replace(day=1) for end in ends)

    def returns_due(self, year: int, on: dt.date) -> tuple[dt.date, ...]:
        """Days of `year` up to and including `on` when a monthly return was due."""
        days = (dt.date(year, month, self.return_due.value) for month in self.return_months.value)
        return tuple(day for day in days if day <= on)


_KINDS: dict[str, type[_Law]] = {"poverty_standard": Standard, "review_calendar": ReviewCalendar}


L = TypeVar("L", bound=_Law)


@cache
def _laws() -> tuple[_Law, ...]:
    texts = (yaml.safe_load(f.read_text(encoding="utf8")) for f in sorted(FOLDER.glob("*.yaml")))
    return tuple(_KINDS[text["kind"]].model_validate(text) for text in texts)


def _find(kind: type[L], subject: str, on: dt.date | str | int) -> L:
    laws = [law for law in _laws() if isinstance(law, kind)]
    days = _days(on)
    for law in laws:
        if law.id == str(on) or (days and all(map(law.in_force.covers, days))):
            return law
    raise LawError(subject, on, laws)


def _days(on: object) -> tuple[dt.date, ...]:
    """The day asked about, the first and the last one of a year, none where it is no date."""
    try:
        if isinstance(on, dt.datetime):
            return (on.date(),) if on == on else ()  # a missing date is not equal to itself
        if isinstance(on, dt.date):
            return (on,)
        if re.fullmatch(r"\d{4}", str(on)):
            return dt.date(int(str(on)), 1, 1), dt.date(int(str(on)), 12, 31)
        return (dt.datetime.fromisoformat(str(on)).date(),)
    except ValueError:
        return ()


def load_standard(on: dt.date | str | int) -> Standard:
    """The poverty standard (chuẩn nghèo đa chiều) in force on a date or all through a year, or by its id.

    on: a date, its ISO text, a year, or a standard's id: `multidimensional-2016-2020`,
        `multidimensional-2022-2025` or `multidimensional-2027-2030`.
    Returns a standard, of which an analyst needs `indicator_ids`, the columns of the marks in the order
        of the forms; `indicators`, each with `id`, `dimension` and `name` (`.vi`, `.en`), and
        `dimensions`, their names; `poor_from_count`, the deprivations from which a household under the
        income line is poor; `income_line`, đồng per person and month, and `income_points`, the same line
        on form B1, each `.of("rural")` or `.of("urban")`; `confirmed` and, where it is not, `doubt`.
    Raises LawError with the standards there are and their days where none is in force, never a silent
        default.

    >>> standard = load_standard("2023-12-14")
    >>> standard.income_points.of("urban"), standard.poor_from_count
    (175, 3)
    >>> {i.id: i.dimension for i in standard.indicators}["toilet"]
    'water_sanitation'
    >>> load_standard(2026).id
    'multidimensional-2022-2025'
    """
    return _find(Standard, "poverty standard", on)


def need_standard(*given: object) -> None:
    """Raise ValueError where one of them is a date or an id, say, and no standard."""
    for one in given:
        if not isinstance(one, Standard):
            shown = repr(one) if isinstance(one, str) else f"a {type(one).__name__}"
            raise ValueError(f"{shown} is no standard: load_standard(…) gives the one of a date or an id")


def indicators_of_all_standards() -> frozenset[str]:
    """The column names of the indicators of every standard there is."""
    standards = (law for law in _laws() if isinstance(law, Standard))
    return frozenset(name for standard in standards for name in standard.indicator_ids)


def load_review_calendar(on: dt.date | str | int) -> ReviewCalendar:
    """The calendar of household reviews in force on a date or all through a year.

    >>> [str(day) for day in load_review_calendar("2023-03-31").returns_due(2023, dt.date(2023, 3, 31))]
    ['2023-02-05', '2023-03-05']
    """
    return _find(ReviewCalendar, "review calendar", on)
