"""Households and persons on the list, by unit, round and class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.measures.classify import official_class
from analysis.tables import LISTED

COUNTS = ["households", "persons"]


def class_counts(
    households: pd.DataFrame,
    units: Iterable[str] | None = None,
    *,
    by: Sequence[str] = ("unit_code", "round"),
) -> pd.DataFrame:
    """Poor and near-poor households with their members, in long form.

    households: one row each with `unit_code`, `round`, `members` and a class
        (`poverty_class_recorded`, else `poverty_class`); households that are neither poor nor
        near-poor count in neither.
    units: units that sent a list; those with nobody on it get zeros in every round of `households`.
    by: the columns counted by.
    Returns the columns of `by`, `measure` (`poor`, `near_poor`), `households`, `persons` (NA where
        a household's members are not known), with a zero where a class has no household.
    Raises ValueError where a household has no class.
    Source: the counts of form 7.1, Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII.
    """
    keys = list(by)
    listed = households[keys].assign(
        measure=official_class(households), members=households["members"].astype("Int64")
    )
    cells = listed[keys].drop_duplicates()
    if units is not None:
        rounds = cells[["round"]].drop_duplicates()
        sent = pd.DataFrame({"unit_code": list(units)}).merge(rounds, how="cross")
        cells = pd.concat([cells, sent]).drop_duplicates()
    grid = cells.sort_values(keys).merge(pd.DataFrame({"measure": LISTED}), how="cross")
    counted = (
        listed[listed["measure"].isin(LISTED)]
        .groupby([*keys, "measure"], dropna=False)
        .agg(households=("members", "size"), persons=("members", lambda m: m.sum(skipna=False)))
        .astype("Int64")
        .reset_index()
    )
    counts = grid.merge(counted, on=[*keys, "measure"], how="left", validate="one_to_one", indicator=True)
    counts.loc[counts.pop("_merge") == "left_only", COUNTS] = 0
    return counts
