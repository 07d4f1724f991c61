"""The deprivations (chỉ số thiếu hụt) of the listed households."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.classify import official_class
from analysis.measures.columns import marks, need_columns
from analysis.measures.rate_change import before_and_after
from analysis.tables import INDICATORS, LISTED

_COUNTS = ["households", "listed_households", "unknown", "marked_households"]

CLASS_GROUPS = {"poor": ("poor",), "near_poor": ("near_poor",), "multidimensional": LISTED}


def deprivations(
    households: pd.DataFrame,
    by: str | Sequence[str] | None = None,
    *,
    indicators: Sequence[str] = INDICATORS,
) -> pd.DataFrame:
    """How many listed households are deprived in each indicator.

    A missing mark is not "not deprived": the share is over the households with a mark.

    households: one row each with a class (see `official_class`), `round` and the indicators
        (deprived 1, not 0, not said NA).
    indicators: columns, `standard.indicator_ids` say; unless said the twelve of the forms since 2022.
    by: columns of `households`; the shares are over listed households, so any will do.
    Returns, per `by`, `round`, `measure` (`poor`, `near_poor`, `multidimensional`) and `indicator`:
        `households` (deprived), `listed_households`, `unknown` (no mark), `marked_households` (listed
        and with a mark) and `share` = households / marked_households, NA where there are none.
        Groups are those of `households`, with zeros for a class nobody is in.
    Raises ValueError for a column that lacks and for a mark that is not 0, 1 or missing.
    """
    keys = [*([by] if isinstance(by, str) else by or ()), "round"]
    need_columns(households, [*keys, *indicators], "households")
    official = official_class(households)
    marked = {name: marks(households[name]) for name in indicators}
    tables = []
    for measure, classes in CLASS_GROUPS.items():
        listed = official.isin(classes)
        for indicator in indicators:
            mark = marked[indicator]
            counted = households[keys].assign(
                measure=measure,
                indicator=indicator,
                households=listed & (mark == 1).fillna(False),
                listed_households=listed,
                unknown=listed & mark.isna(),
            )
            tables.append(counted.groupby([*keys, "measure", "indicator"], dropna=False).sum().reset_index())
    counts = pd.concat(tables, ignore_index=True)
    counts = counts.astype(dict.fromkeys(["households", "listed_households", "unknown"], "Int64"))
    counts["marked_households"] = counts["listed_households"] - counts["unknown"]
    counts["share"] = counts["households"] / counts["marked_households"].replace(0, pd.NA)
    return counts.sort_values(keys, kind="stable", ignore_index=True)


def deprivation_change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The change of the deprivations of the listed households between two rounds.

    The list itself changes: a share can rise because less deprived households left it.

    before, after: results of `deprivations` for one round each, grouped alike.
    Returns, per group, measure and indicator: `round`, the counts and `share` of `deprivations` with
        `_before` and `_after`, `change_households` and `change_points` (percentage points; NA where
        a share is).
    Raises ValueError where groups do not match or stand twice.
    """
    change = before_and_after(before, after, ["round", *_COUNTS, "share"])
    return change.assign(
        change_households=change["households_after"] - change["households_before"],
        change_points=(change["share_after"] - change["share_before"]) * 100,
    )
