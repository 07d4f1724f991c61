"""From which class to which: the households of two rounds in one square, with everybody in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.columns import integers, need_totals
from analysis.measures.panel.panel_events import (
    JOINED_POPULATION,
    LEFT_POPULATION,
    PAIR,
    account_places,
    counted_events,
    read_courses,
)
from analysis.measures.panel.stocks import OFF_LIST
from analysis.tables import LISTED

OUTSIDE = "outside"
STATES = (*LISTED, OFF_LIST, OUTSIDE)
"""Poor, near-poor, resident but not listed, and not resident: moved away, merged or died out by the
later round, not yet there or not yet split off at the earlier one."""

_ACCOUNTS = {
    "households": ("total_households", "households", "households"),
    "persons": ("total_persons", "persons_before", "persons_after"),
}


def transition_matrix(
    courses: pd.DataFrame,
    *,
    totals: pd.DataFrame | None = None,
    by: str | None = None,
    key: str = "household_id",
) -> pd.DataFrame:
    """Transition matrix between the classes (ma trận chuyển dịch) of each round and the next.

    Each row adds up to its class in the earlier round and each column to its class in the later
    one, and with `totals` the rows and the columns of `poor`, `near_poor` and `none` to the residents
    of both rounds. Of the residents on neither list only the balance is known: what one total has
    more than the other stands as come from, or gone, `outside`, and the rest as not listed in both.

    courses: as `panel_transitions` gives them.
    totals: `unit_code`, `round`, `total_households`, `total_persons` of both rounds. Without them, or
        where one is missing, what nobody counted is NA.
    by: `unit_code`, or None for all units together; to a unit, another unit is `outside`.
    Returns one row per pair of rounds, `by`, `class_before` and `class_after` (`poor`,
        `near_poor`, `none`, `outside`; not both `outside`): `households`, `persons_before`,
        `persons_after` (who leaves the lists counts in both with the members it had, who enters with
        those it has), `households_before` and `households_after` (the row's and the
        column's total), and `share`, the transition rate:
        households / households_before (NA from `outside`, and where there are none).
    Raises ValueError, naming the rounds, where more stand on the lists than are resident, and for columns
        that lack.
    Source: transition rates as in Shorrocks (1978), Econometrica 46(5); the classes and movements are those
        of forms 7.2 and 7.3, Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII.
    """
    if totals is not None:
        need_totals(totals, ["unit_code", "round"])
        totals = totals.astype({"unit_code": "string", "round": "string"})
    courses = read_courses(courses, key, by)
    groups = [*PAIR, *([by] if by else [])]
    counts = counted_events(courses, by, key)
    off_before, off_after = counts["class_before"] == OFF_LIST, counts["class_after"] == OFF_LIST
    counts["persons_before"] = counts["persons_before"].mask(off_before, counts["persons_after"])
    counts["persons_after"] = counts["persons_after"].mask(off_after, counts["persons_before"])
    joined = off_before & counts["event"].isin(JOINED_POPULATION)
    left = off_after & counts["event"].isin(LEFT_POPULATION)
    counts["class_before"] = counts["class_before"].mask(joined, OUTSIDE)
    counts["class_after"] = counts["class_after"].mask(left, OUTSIDE)
    cells = [*groups, "class_before", "class_after"]
    values = counts.groupby(cells)[["households", "persons_before", "persons_after"]].sum()
    squares = pd.DataFrame(
        [(a, b) for a in STATES for b in STATES if not a == b == OUTSIDE],
        columns=["class_before", "class_after"],
    )
    known = account_places(courses, by, () if totals is None else totals["unit_code"].dropna())
    grid = known.merge(squares, how="cross").astype("string")
    matrix = values.reindex(pd.MultiIndex.from_frame(grid), fill_value=0).astype("Int64").reset_index()
    residents = _residents(known, courses, totals, by)
    for account, (_, before, after) in _ACCOUNTS.items():
        _close(matrix, residents, groups, account, before, after)
    matrix["households_before"] = _total(matrix, [*groups, "class_before"])
    matrix["households_after"] = _total(matrix, [*groups, "class_after"])
    within = matrix["households_before"].mask(matrix["class_before"] == OUTSIDE)
    matrix["share"] = matrix["households"] / within.where(within > 0)
    return matrix


def _close(
    matrix: pd.DataFrame, residents: pd.DataFrame, groups: list[str], account: str, before: str, after: str
) -> None:
    """Fill in the residents on neither list: the part common to both rounds, and the balance."""
    listed_or_off = matrix["class_before"] != OUTSIDE, matrix["class_after"] != OUTSIDE
    rest = []
    for inside, column, when in zip(listed_or_off, (before, after), ("before", "after"), strict=True):
        counted = matrix[inside].groupby(groups)[column].sum()
        rest.append(residents.set_index(groups)[f"{account}_{when}"] - counted)
    short = pd.concat(rest)
    if len(short := short[(short < 0).fillna(False)]):
        where = "; ".join(" ".join(map(str, place)) for place in short.index.unique())
        raise ValueError(f"more {account} on the lists than resident: {where}")
    first, last = rest
    both = first.where(first <= last, last)
    fill = {(OFF_LIST, OFF_LIST): both, (OUTSIDE, OFF_LIST): last - both, (OFF_LIST, OUTSIDE): first - both}
    for (class_before, class_after), value in fill.items():
        cell = (matrix["class_before"] == class_before) & (matrix["class_after"] == class_after)
        places = pd.MultiIndex.from_frame(matrix.loc[cell, groups])
        for column in dict.fromkeys((before, after)):
            matrix.loc[cell, column] = value.reindex(places).array


def _total(matrix: pd.DataFrame, cells: list[str]) -> pd.Series:
    """Sum over a row or a column of the square; NA where a part of it is not known."""
    unknown = matrix["households"].isna()
    totals = matrix.groupby(cells)["households"].transform("sum")
    return totals.mask(unknown.groupby([matrix[c] for c in cells]).transform("any"))


def _residents(
    known: pd.DataFrame, courses: pd.DataFrame, totals: pd.DataFrame | None, by: str | None
) -> pd.DataFrame:
    """`known` with the residents of both rounds, NA where the total of a unit is missing."""
    table = known.copy()
    given = pd.DataFrame(columns=["unit_code", "round"]) if totals is None else totals
    rounds = given["round"].astype("string")
    units = given["unit_code"].astype("string")
    if pd.DataFrame({"round": rounds, "unit": units}).duplicated().any():
        raise ValueError("totals given twice for a unit and round: keep one of them")
    needed = set(courses["unit_code"]) | set(units)
    for account, (total, *_) in _ACCOUNTS.items():
        for when in ("before", "after"):
            figures = integers(given[total]) if total in given else pd.Series(dtype="Int64")
            if by:
                index = pd.MultiIndex.from_arrays([rounds, units])
                places = pd.MultiIndex.from_frame(known[[f"round_{when}", by]])
                found = pd.Series(figures.array, index=index, dtype="Int64").reindex(places).array
            else:
                whole = {r: figures[rounds == r].sum(skipna=False) for r in rounds.unique()}
                whole = {r: s for r, s in whole.items() if set(units[rounds == r]) == needed}
                found = [whole.get(r, pd.NA) for r in known[f"round_{when}"]]
            table[f"{account}_{when}"] = pd.array(np.asarray(found, dtype=object), dtype="Int64")
    return table
