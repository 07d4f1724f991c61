"""Stocks and flows of the lists: opening, every way out and in, closing."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.measures.deprivations import CLASS_GROUPS
from analysis.measures.panel.panel_events import (
    DECREASES,
    INCREASES,
    PAIR,
    account_places,
    counted_events,
    read_courses,
)
from analysis.measures.panel.stocks import OFF_LIST
from analysis.tables import LISTED

SIZE_CHANGE = "size_change"
"""Growth in members of the households that stayed: the official forms have no column for it."""

OUT = (*(f"to_{class_}" for class_ in LISTED), *DECREASES)
IN = (*(f"from_{class_}" for class_ in LISTED), *INCREASES)
ITEMS = ("opening", *OUT, *IN, SIZE_CHANGE, "closing")
"""Items of an account; a class has neither a way to itself nor one from itself."""


def stock_accounts(
    courses: pd.DataFrame,
    by: str | None = None,
    *,
    units: Iterable[str] = (),
    key: str = "household_id",
) -> pd.DataFrame:
    """Accounts of the lists (diễn biến hộ) between each round and the next, closing to the household.

    closing = opening − every way out + every way in + `size_change`. As in `movement_forms`,
    those who leave count with the members they had and those who enter with the members they have;
    `size_change` is the growth in members of those that stayed, 0 in the households account. A
    household that changes class and unit at once leaves the one and enters the other. `opening` and
    `closing` are counted from the lists alone, so that the account is a check, not a definition.

    courses: as `panel_transitions` gives them; by: `unit_code`, or None for all units together, where a
        household that moved between two of them has neither left nor entered.
    units: units to show besides those that have courses; theirs are zeros.
    Returns one row per pair of rounds, `by`, `measure` (`poor`, `near_poor`, `multidimensional`: both),
        `account` (`households`, `persons`) and `item`, in the order of the equation, with the
        whole number `value`.
    Raises ValueError for columns that the courses lack, and for another `by`.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII, forms 7.2 and 7.3, with their other decreases
        and increases told apart.
    """
    courses = read_courses(courses, key, by)
    counts = counted_events(courses, by, key)
    groups = [*PAIR, *([by] if by else [])]
    entries = pd.concat([_entries(counts, *stock) for stock in CLASS_GROUPS.items()])
    entries = entries.melt(
        id_vars=[*groups, "measure", "item"],
        value_vars=["households", "persons"],
        var_name="account",
    )
    cells = [*groups, "measure", "account", "item"]
    values = entries.groupby(cells, dropna=False)["value"].sum()
    known = account_places(courses, by, units)
    kinds = pd.DataFrame(
        [
            (measure, account, item)
            for measure, classes in CLASS_GROUPS.items()
            for account in ("households", "persons")
            for item in ITEMS
            if item not in _own_ways(classes)
        ],
        columns=["measure", "account", "item"],
    )
    grid = known.merge(kinds, how="cross").astype("string")
    table = values.reindex(pd.MultiIndex.from_frame(grid), fill_value=0)
    return table.astype("Int64").reset_index()


def _own_ways(classes: tuple[str, ...]) -> set[str]:
    return {f"{way}_{class_}" for way in ("to", "from") for class_ in classes}


def _entries(counts: pd.DataFrame, measure: str, classes: tuple[str, ...]) -> pd.DataFrame:
    """Every count under each item of the stock it belongs to."""
    was, is_ = counts["class_before"].isin(classes), counts["class_after"].isin(classes)
    out, came, stayed = counts[was & ~is_], counts[~was & is_], counts[was & is_]
    parts = [
        _part(counts[was], "opening", "persons_before"),
        _part(out, _way("to_", out["class_after"], out["event"]), "persons_before"),
        _part(came, _way("from_", came["class_before"], came["event"]), "persons_after"),
        _part(
            stayed.assign(households=0, grown=stayed["persons_after"] - stayed["persons_before"]),
            SIZE_CHANGE,
            "grown",
        ),
        _part(counts[is_], "closing", "persons_after"),
    ]
    return pd.concat(parts).assign(measure=measure)


def _way(way: str, other: pd.Series, event: pd.Series) -> pd.Series:
    return event.where(other == OFF_LIST, way + other)


def _part(counts: pd.DataFrame, item: pd.Series | str, persons: str) -> pd.DataFrame:
    return counts.assign(item=item, persons=counts[persons]).astype({"item": "string"})
