"""What became of each household between two lists, and how many households that is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.measures.panel.courses import courses, read_events
from analysis.measures.panel.stocks import read_stocks

_GROUPS = ["unit_code", "class_before", "class_after", "movement", "reason"]


def transitions(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    key: str = "household_id",
    events: pd.DataFrame | None = None,
    escaped: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Households that stayed, left, entered and re-entered between two lists (diễn biến hộ).

    The counts of `analysis.measures.transitions.household_transitions`, where the rules and arguments are
    described.

    Returns one row per `unit_code`, `class_before`, `class_after` (`poor`, `near_poor`, or `none`
    off the list), `movement` and `reason`, with `households`, `persons_before` and
    `persons_after` (0 where the household is off that list). For each unit and class the rows
    add up to both stocks exactly: by `class_before` to the first, by `class_after` to the second.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII, forms 7.2 and 7.3.

    >>> was = pd.DataFrame({"household_id": ["a", "b"], "unit_code": "25693", "members": [3, 2],
    ...     "poverty_class": "poor"})
    >>> transitions(was, was.head(1)).iloc[:, 1:6].values.tolist()
    [['poor', 'none', 'left', 'unexplained', 1], ['poor', 'poor', 'stayed', 'unchanged', 1]]
    """
    rows = household_transitions(before, after, key=key, events=events, escaped=escaped)
    counts = rows.groupby(_GROUPS, as_index=False, dropna=False).agg(
        households=(key, "size"),
        persons_before=("persons_before", "sum"),
        persons_after=("persons_after", "sum"),
    )
    return counts.astype({"households": "Int64"})


def household_transitions(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    key: str = "household_id",
    events: pd.DataFrame | None = None,
    escaped: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Course of each household that stands on at least one of two lists.

    The two lists decide what happened, the events only why. A household that left and came back
    in between has stayed; one that now stands on another unit's list has left the old unit
    (`moved_out`) and entered the new one (`moved_in`).

    before, after: households with `key`, `unit_code`, `members` and a class (see `official_class`).
        Only poor and near-poor households are on a list.
    events: as `list_events` gives them, with the column `key`. A household that left has the
        reason of its last leave, one that entered that of its first entry, one whose class
        changed that of its last event; all within the unit.
    escaped: households once recognised as escaped. On the list again they have re-entered, as
        has whoever's entry is called a relapse, unless they moved in, split or were corrected.

    Returns one row per household and unit: `key`, `unit_code`, `class_before`, `class_after`,
        `movement` (`stayed`, `left`, `entered`, `re_entered`), `reason` (of `tables.REASONS`,
        `unexplained` where no event tells it, `unchanged` where nothing happened),
        `persons_before`, `persons_after`.
    Raises ValueError with the number of rows when a list holds a household twice, or one without
        key, unit, members or class.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII, forms 7.2 and 7.3.
    """
    stocks = read_stocks({"before": before, "after": after}, key)
    told = read_events(events, stocks, key)
    known = stocks.keys.isin(list(() if escaped is None else escaped))
    rows = courses(stocks, "before", "after", told, known).to_frame(stocks, told.reasons, key)
    return rows[[key, *_GROUPS, "persons_before", "persons_after"]]
