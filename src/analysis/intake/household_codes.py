"""Household codes of the whole district: units that number their households alike are told apart."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from analysis.intake.text import normal

_KEY = ["household_id", "unit_code"]


def told_apart(*tables: pd.DataFrame) -> list[pd.DataFrame]:
    """The tables, with the unit before every code that means different households in two units.

    A household that moved keeps its code and its head. Where two units use one code and no head is
    the same, each unit means a household of its own, and its code alone would take one for the other.

    tables: frames with `household_id`, `unit_code` and `head_name`.
    """
    heads: dict[str, dict[str, set[str]]] = {}
    known = pd.concat([table[[*_KEY, "head_name"]] for table in tables]).dropna().drop_duplicates()
    for row in known[known.household_id.duplicated(keep=False)].itertuples():
        heads.setdefault(row.household_id, {}).setdefault(row.unit_code, set()).add(normal(row.head_name))
    alike = {
        code
        for code, units in heads.items()
        if any(one.isdisjoint(other) for one, other in combinations(units.values(), 2))
    }
    return [_with_unit(table, alike) for table in tables]


def _with_unit(table: pd.DataFrame, codes: set[str]) -> pd.DataFrame:
    own = (table.unit_code + "/" + table.household_id).where(table.household_id.isin(codes))
    return table.assign(household_id=own.fillna(table.household_id))
