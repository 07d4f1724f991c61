"""The deprivations (chỉ số thiếu hụt) of the listed households."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.classify import official_class
from analysis.measures.rate_change import before_and_after
from analysis.tables import INDICATORS, LISTED

CLASS_GROUPS = {"poor": ("poor",), "near_poor": ("near_poor",), "multidimensional": LISTED}


def deprivations(households: pd.DataFrame, by: str | Sequence[str] | None = None) -> pd.DataFrame:
    """How many listed households are deprived in each indicator.

    A missing mark is not "not deprived": the share is over the households with a mark.

    households: one row each with a class (see `official_class`), `round` and the twelve indicators
        (deprived 1, not 0, not said NA).
    by: columns of `households`; the shares are over listed households, so any will do.
    Returns, per `by`, `round`, `measure` (`poor`, `near_poor`, `multidimensional`) and `indicator`:
        `households` (deprived), `listed_households`, `unknown` (no mark) and `share` =
        households / (listed_households - unknown), NA where no household has a mark. Groups are
        those of `households`, with zeros for a class nobody is in.
    """
    keys = [*([by] if isinstance(by, str) else by or ()), "round"]
    official = official_class(households)
    marks = households[list(INDICATORS)].astype("Int64")
    tables = []
    for measure, classes in CLASS_GROUPS.items():
        listed = official.isin(classes)
        for indicator in INDICATORS:
            mark = marks[indicator]
            counted = households[keys].assign(
                measure=measure,
                indicator=indicator,
                households=listed & (mark == 1).fillna(False),
                listed_households=listed,
                unknown=listed & mark.isna(),
            )
            tables.append(counted.groupby([*keys, "measure", "indicator"], dropna=False).sum().reset_index())
    numbers = {name: "Int64" for name in ("households", "listed_households", "unknown")}
    counts = pd.concat(tables, ignore_index=True).astype(numbers)
    marked = counts["listed_households"] - counts["unknown"]
    return counts.assign(share=counts["households"] / marked.where(marked > 0)).sort_values(
        keys, kind="stable", ignore_index=True
    )


def deprivation_change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The change of the deprivations of the listed households between two rounds.

    The list itself changes: a share can rise because less deprived households left it.

    before, after: results of `deprivations` for one round each, grouped alike.
    Returns, per group, measure and indicator: `round`, `households`, `listed_households`, `unknown`,
        `share` with `_before` and `_after`, `change_households` and `change_points` (percentage
        points; NA where a share is).
    Raises ValueError where groups do not match or stand twice.
    """
    values = ["round", "households", "listed_households", "unknown", "share"]
    change = before_and_after(before, after, values)
    return change.assign(
        change_households=change["households_after"] - change["households_before"],
        change_points=(change["share_after"] - change["share_before"]) * 100,
    )
