"""Days and ages beside the day of the paper they stand on."""

from __future__ import annotations

import pandas as pd

from analysis.intake.rules.book import rule
from analysis.intake.rules.cell import years_of_birth
from analysis.law import LawError, load_review_calendar
from analysis.programme import Programme


@rule(
    "DECISION-LATE",
    level="row",
    severity="warning",
    source="logic: a paper knows no later decision",
    of=("household_list", "household_exits", "movement_return"),
    at="decision_date",
)
def a_decision_is_not_after_its_paper(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A decision is of the day of its list or before, and of the month of its return or before."""
    last = rows.list_date
    if "month" in rows and rows.month.notna().any():
        last = last.fillna(pd.to_datetime(rows.month, format="%Y-%m") + pd.offsets.MonthEnd(0))
    late = rows.decision_date > last
    return pd.DataFrame({"value": rows.decision_date[late].dt.date, "last": last[late].dt.date})


@rule(
    "DECISION-EARLY",
    level="row",
    severity="warning",
    source="review_calendar",
    of=("household_list",),
    at="decision_date",
)
def a_decision_follows_a_review(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """The class on a list was decided on under the rules of review the law has."""
    days = rows.decision_date.dropna().unique()
    early = [day for day in days if not _reviewed(day)]
    broken = rows.decision_date[rows.decision_date.isin(early)]
    return pd.DataFrame({"value": broken.dt.date})


def _reviewed(day: pd.Timestamp) -> bool:
    try:
        load_review_calendar(day.date())
    except LawError:
        return False
    return True


@rule(
    "AGE",
    level="row",
    severity="warning",
    source="logic: years from birth to the list's day, or one more or less as ages are counted",
    of=("household_list", "household_exits"),
    at="age",
)
def the_age_fits_the_year_of_birth(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """An age is the years since birth: full, begun, or counted from one as is the custom."""
    told = rows[rows.age.notna() & rows.birth_date.notna() & rows.list_date.notna()]
    since = told.list_date.dt.year.astype("Int64") - years_of_birth(told)
    differs = ((told.age - since).abs() > 1).fillna(False) & (since >= 0).fillna(False)
    return told.loc[differs, []]


@rule(
    "SUPPORT-YEAR",
    level="row",
    severity="warning",
    source="programme.year",
    of=("support_records",),
    at="date",
)
def support_is_of_the_programmes_year(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Support was given in the programme's year."""
    other = rows.date[rows.date.notna() & (rows.date.dt.year != programme.year)]
    return pd.DataFrame({"value": other.dt.date, "year": str(programme.year)}, index=other.index)
