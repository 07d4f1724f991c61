"""What became of each household between two lists, and how many households that is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.measures.classify import official_class
from analysis.tables import LISTED

OFF_LIST = "none"
UNEXPLAINED, UNCHANGED = "unexplained", "unchanged"
"""Reasons no paper states: none was given, and none is needed."""

_ADMINISTRATIVE = ("moved_in", "split", "correction")
"""Entries that say nothing of a household's living: they stay apart from relapse."""

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

    The counts of `household_transitions`, where the rules and arguments are described.

    Returns one row per `unit_code`, `class_before`, `class_after` (`poor`, `near_poor`, or `none`
    off the list), `movement` and `reason`, with `households`, `persons_before` and
    `persons_after` (0 where the household is off that list). For each unit and class the rows
    add up to both stocks exactly: by `class_before` to the first, by `class_after` to the second.

    >>> was = pd.DataFrame({"household_id": ["a", "b"], "unit_code": "25693", "members": [3, 2],
    ...     "poverty_class": "poor"})
    >>> transitions(was, was.head(1)).iloc[:, 1:6].values.tolist()
    [['poor', 'none', 'left', 'unexplained', 1], ['poor', 'poor', 'stayed', 'unchanged', 1]]
    """
    courses = household_transitions(before, after, key=key, events=events, escaped=escaped)
    counts = courses.groupby(_GROUPS, as_index=False, dropna=False).agg(
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
    courses = pd.merge(
        _stock(before, key, "before"),
        _stock(after, key, "after"),
        on=["unit_code", key],
        how="outer",
        validate="one_to_one",
    ).fillna({"class_before": OFF_LIST, "class_after": OFF_LIST, "persons_before": 0, "persons_after": 0})
    left, entered = courses.class_after == OFF_LIST, courses.class_before == OFF_LIST
    in_another_unit = courses[key].duplicated(keep=False)
    changed = ~left & ~entered & (courses.class_before != courses.class_after)

    reason = pd.Series(UNCHANGED, index=courses.index, dtype="string").mask(left | entered | changed)
    if events is not None:
        ordered = events.astype({"unit_code": "string", key: "string"}).sort_values("date", kind="stable")
        leaves, entries = ~ordered.class_after.isin(LISTED), ~ordered.class_before.isin(LISTED)
        for who, told in (
            (left, ordered[leaves].drop_duplicates(["unit_code", key], keep="last")),
            (entered, ordered[entries].drop_duplicates(["unit_code", key], keep="first")),
            (changed, ordered.drop_duplicates(["unit_code", key], keep="last")),
        ):
            reasons = courses[["unit_code", key]].merge(
                told[["unit_code", key, "reason"]],
                on=["unit_code", key],
                how="left",
                validate="one_to_one",
            )
            reason = reason.mask(who, reasons.reason.astype("string"))
    reason = reason.mask(reason.isna() & left & in_another_unit, "moved_out")
    reason = reason.mask(reason.isna() & entered & in_another_unit, "moved_in").fillna(UNEXPLAINED)

    known = (
        courses[key].isin(list(() if escaped is None else escaped))
        & ~in_another_unit
        & ~reason.isin(_ADMINISTRATIVE)
    )
    back = entered & (known | reason.str.startswith("relapse_"))
    movement = pd.Series("stayed", index=courses.index, dtype="string")
    movement = movement.mask(left, "left").mask(entered, "entered").mask(back, "re_entered")
    return courses.assign(movement=movement, reason=reason)[
        [key, *_GROUPS, "persons_before", "persons_after"]
    ]


def _stock(households: pd.DataFrame, key: str, when: str) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "unit_code": households.unit_code.astype("string"),
            key: households[key].astype("string"),
            f"class_{when}": official_class(households),
            f"persons_{when}": households.members.astype("Int64"),
        }
    )
    if incomplete := int(rows.isna().any(axis=1).sum()):
        raise ValueError(f"{incomplete} rows of the list {when} lack household, unit or members")
    if twice := int(rows[key].duplicated().sum()):
        raise ValueError(f"{twice} rows of the list {when} repeat a household that stands on it already")
    return rows[rows[f"class_{when}"].isin(LISTED)]
