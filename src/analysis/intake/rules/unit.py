"""A unit's or office's paper as a whole: whose it is, for when, and whether another says the same.

The first rules are asked of papers, one row per sheet with `PAPER_COLUMNS`; `source_row` is the
header's. The others are asked of a paper's rows. Of a thing said twice the last counts, in the order
of the files' names: a corrected file is named after the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.intake.rules.book import rule
from analysis.programme import Programme

PAPER_COLUMNS = [
    "kind",
    "unit",
    "office",
    "date",
    "month",
    "status",
    "money_unit",
    "modified",
    "rows",
    "lines",
    "source_file",
    "source_sheet",
    "source_row",
]

PAPERS = ("paper",)
"""The kind of row these rules are asked of."""

_OF_A_UNIT = ("household_list", "household_exits", "movement_return")
SINGLE = ("household_list", "household_exits", "movement_return", "disbursement_report", "budget_plan")
"""Kinds of paper of which a sender has one for a day; other kinds are judged line by line."""

_DATED = (
    "household_list", "household_exits", "resident_totals", "disbursement_report",
    "form_7_1", "form_7_2", "form_7_3",
)  # fmt: skip


@rule("UNIT-MISSING", level="unit", severity="error", source="layouts", of=PAPERS)
def the_title_names_a_unit(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A unit's paper names one of the programme's units."""
    return papers.loc[papers.kind.isin(_OF_A_UNIT) & papers.unit.isna(), []]


@rule("DATE-MISSING", level="unit", severity="error", source="layouts", of=PAPERS)
def the_title_gives_the_day(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A paper that stands for a day gives one, and only one."""
    return papers.loc[papers.kind.isin(_DATED) & papers.date.isna(), []]


@rule("MONTH-MISSING", level="unit", severity="error", source="layouts", of=PAPERS)
def the_title_gives_the_month(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A monthly return gives its month."""
    return papers.loc[(papers.kind == "movement_return") & papers.month.isna(), []]


@rule("MONTH-LAW", level="unit", severity="error", source="review_calendar", of=PAPERS)
def the_month_has_a_day_due(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A monthly return is of a month in which the law asks for one."""
    broken = papers[(papers.kind == "movement_return") & papers.month.notna() & papers.date.isna()]
    return pd.DataFrame({"month": [f"{month:%m/%Y}" for month in broken.month]}, index=broken.index)


@rule("MONEY-UNIT-MISSING", level="unit", severity="error", source="layouts", of=PAPERS)
def the_title_gives_the_unit_of_money(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A table of money says in which unit it counts."""
    counts_money = [any(c.type == "money" for c in load_layout(kind).columns) for kind in papers.kind]
    return papers.loc[pd.Series(counts_money, index=papers.index) & papers.money_unit.isna(), []]


@rule("LIST-ROUND", level="unit", severity="warning", source="programme.rounds", of=PAPERS)
def a_list_belongs_to_a_round(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A full list is dated within the window of a round."""
    outside = [day is not None and programme.round_of(day) is None for day in papers.date]
    broken = papers[(papers.kind == "household_list") & pd.Series(outside, index=papers.index)]
    return pd.DataFrame({"day": broken.date})


@rule("SET-PERIOD", level="unit", severity="warning", source="programme.rounds, programme.year", of=PAPERS)
def a_paper_belongs_to_the_programme(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A paper is dated in the programme's year or in the window of one of its rounds.

    Of a full list LIST-ROUND asks more.
    """
    days = papers.month.where(papers.kind == "movement_return", papers.date)[papers.kind != "household_list"]
    outside = [
        isinstance(day, dt.date) and day.year != programme.year and programme.round_of(day) is None
        for day in days
    ]
    broken = days[outside]
    return pd.DataFrame({"day": broken, "year": str(programme.year)}, index=broken.index)


@rule("VERSION-OLDER", level="unit", severity="warning", source="logic: the last version counts", of=PAPERS)
def the_version_that_counts_was_saved_last(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Of two versions of a paper the one that counts by its name was not saved before the other."""
    older = {}
    for same in _versions(papers):
        saved = same[same.modified.notna()].drop_duplicates("source_file")
        last = same.index[same.source_file == same.source_file.iloc[-1]][0]
        if last in saved.index and (saved.modified > saved.modified[last]).any():
            older[last] = max(saved.itertuples(), key=lambda paper: paper.modified).source_file
    return pd.DataFrame({"newer": older.values()}, index=pd.Index(older, dtype=papers.index.dtype))


@rule("PAPER-TWICE", level="unit", severity="error", source="logic: each paper counts once", of=PAPERS)
def one_paper_of_a_unit_for_a_day(papers: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A unit or office sends one list, return or report for a day or month; a programme has one plan.

    Of several the file whose name comes last counts: a corrected file is named after the first.
    Sheets of that file are parts of one paper, unless one repeats a line of another: then they are
    versions too, and the last counts.
    """
    kept = {}
    for same in _versions(papers):
        last = same.source_file.iloc[-1]
        for place, paper in enumerate(same.itertuples(), 1):
            later = [p.source_sheet for p in same.iloc[place:].itertuples() if p.lines & paper.lines]
            if paper.source_file != last:
                kept[paper.Index] = last
            elif later:
                kept[paper.Index] = f"{last}, {later[-1]}"
    return pd.DataFrame({"kept": kept.values()}, index=pd.Index(kept, dtype=papers.index.dtype))


def _versions(papers: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Papers that say the same thing of the same sender and time, where there are several."""
    key = ["kind", "unit", "office", "date"]
    named = papers.unit.notna() | papers.office.notna() | (papers.kind == "budget_plan")
    single = papers[papers.kind.isin(SINGLE) & named]
    several = single[single.duplicated(key, keep=False)]
    for _, same in several.groupby(key, dropna=False, sort=False):
        yield same


@rule(
    "TOTALS-TWICE",
    level="unit",
    severity="error",
    source="logic: each figure counts once",
    of=("resident_totals",),
    at="unit_name",
)
def one_figure_of_a_source_for_a_day(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A source gives a unit's residents on a day once; of several the last counts, as of papers."""
    return superseded(rows, ["unit_code", "date", "source"])


@rule(
    "TOTALS-NONE",
    level="unit",
    severity="error",
    source="layouts",
    of=("resident_totals",),
    at="total_households",
)
def a_unit_has_residents(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A unit has at least one household and one person."""
    return rows.loc[((rows.total_households < 1) | (rows.total_persons < 1)).fillna(False), []]


@rule(
    "TOTALS-PERSONS",
    level="unit",
    severity="warning",
    source="layouts",
    of=("resident_totals",),
    at="total_persons",
)
def at_least_a_person_per_household(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A unit has at least as many persons as households."""
    columns = ["total_households", "total_persons"]
    broken = rows.loc[(rows.total_persons < rows.total_households).fillna(False), columns]
    return broken.set_axis(["households", "value"], axis=1)


def superseded(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows whose key stands again further on, with the place of the last, which counts."""
    broken = rows[rows.duplicated(key, keep="last")]
    last = rows.drop_duplicates(key, keep="last")[[*key, "source_file", "source_row"]]
    places = broken[key].merge(last, on=key, how="left", validate="many_to_one").set_axis(broken.index)
    named = places.rename(columns={"source_file": "last_file", "source_row": "last_row"})
    return named[["last_file", "last_row"]]
