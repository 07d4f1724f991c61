"""Single values: what is written in a cell can be read, and can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from analysis.intake.rules.book import noticed, rule
from analysis.law import LawError, Standard, load_standard
from analysis.programme import Programme

UNREADABLE = {
    what: noticed(code, level="cell", severity="warning", source="layouts", says=says)
    for what, code, says in (
        ("number", "CELL-NUMBER", "A number that can be read; a count is whole and not negative."),
        ("money", "CELL-MONEY", "An amount that is whole đồng and not negative."),
        ("date", "CELL-DATE", "A date that exists."),
        ("mark", "CELL-MARK", "A mark that means yes or no."),
        ("word", "CELL-WORD", "One of the words the form knows."),
        ("name", "CELL-NAME", "The name of a unit or an office of the programme."),
        ("code", "CELL-CODE", "A code with all its digits."),
    )
}

NO_CODE = noticed(
    "CODE-NONE",
    level="cell",
    severity="info",  # an empty cell says as much
    source="logic: one code per household",
    says="A code, and nothing that many write where they have none.",
)

LOST = noticed(
    "CELL-LOST",
    level="cell",
    severity="error",
    source="readable spreadsheet",
    says="A formula comes with its calculated value, and no cell is an error.",
)


def by_standard(rows: pd.DataFrame) -> Iterator[tuple[Standard, pd.DataFrame]]:
    """The rows with the poverty standard in force on their day, `on`; rows of other days are left out."""
    days = {day: standard for day in rows.on.dropna().unique() if (standard := _standard(day))}
    if len({standard.id for standard in days.values()}) == 1 and rows.on.isin(list(days)).all():
        yield next(iter(days.values())), rows
        return
    for standard_id, part in rows.groupby(rows.on.map({day: s.id for day, s in days.items()})):
        yield load_standard(str(standard_id)), part


def _standard(day: pd.Timestamp) -> Standard | None:
    try:
        return load_standard(day.date())
    except LawError:
        return None


def under_each_standard(
    rows: pd.DataFrame, broken: Callable[[pd.DataFrame, Standard], pd.DataFrame]
) -> pd.DataFrame:
    """The rows broken under the standard of their day."""
    parts = [broken(part, standard) for standard, part in by_standard(rows)]
    return pd.concat(parts) if parts else rows.iloc[:0, :0]


SCORED = ("household_list", "movement_return")


@rule(
    "B2-STEP",
    level="cell",
    severity="error",
    source="standard.points_per_deprivation",
    of=SCORED,
    at="b2",
    keepable=True,
)
def deprivation_points_in_steps(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """B2 counts a fixed number of points per deprived indicator."""

    def broken(part: pd.DataFrame, standard: Standard) -> pd.DataFrame:
        step = standard.points_per_deprivation.value
        return (
            part.loc[(part.b2 % step != 0).fillna(False), ["b2"]]
            .set_axis(["value"], axis=1)
            .assign(step=step)
        )

    return under_each_standard(rows, broken)


@rule(
    "B2-RANGE",
    level="cell",
    severity="error",
    source="standard.indicators",
    of=SCORED,
    at="b2",
    keepable=True,
)
def deprivation_points_of_all_indicators_at_most(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """B2 is at most the points of all indicators."""

    def broken(part: pd.DataFrame, standard: Standard) -> pd.DataFrame:
        most = standard.points_per_deprivation.value * len(standard.indicators)
        return part.loc[(part.b2 > most).fillna(False), ["b2"]].set_axis(["value"], axis=1).assign(most=most)

    return under_each_standard(rows, broken)


def years_of_birth(rows: pd.DataFrame) -> pd.Series:
    """The year in each row's own cell of birth, a date or a year; NA where it gives none."""
    if "birth_date" not in rows:
        return rows.birth_year
    years = [born.year if isinstance(born, dt.date) else born for born in rows.birth_date]
    return pd.Series(np.array(years, dtype="float64"), index=rows.index).astype("Int64")


@rule(
    "BIRTH-YEAR",
    level="cell",
    severity="error",
    source="logic: nobody on a list is born after its day",
    of=("household_list", "household_exits", "movement_return"),
    at="birth_year",
    keepable=True,
)
def nobody_is_born_after_the_lists_day(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A year of birth is at most that of the paper's day; one before 1900 is no date a cell can hold."""
    years, day = years_of_birth(rows), rows.on.fillna(rows.list_date)
    broken = (years > day.dt.year).fillna(False)
    at = "birth_date" if "birth_date" in rows else "birth_year"
    return pd.DataFrame({"at": at, "value": years[broken].astype(str), "day": day[broken].dt.date})
