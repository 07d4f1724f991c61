"""Poor and near-poor households and persons over all residents."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.class_counts import COUNTS, class_counts
from analysis.tables import LISTED

KEY = ["unit_code", "round"]
TOTALS = ["total_households", "total_persons"]
MEASURES = (*LISTED, "multidimensional")


def poverty_rates(
    households: pd.DataFrame, totals: pd.DataFrame, by: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """Poverty rates (tỷ lệ nghèo đa chiều and its two parts) per group, round and measure.

    Over ALL resident households and persons of the group's units, never over the listed ones. A
    unit of `totals` with nobody on the list counts with zero: leave units that have not been
    reviewed out of `totals`. The rounds are those `households` names (all of `totals` where it is
    empty): a round in which nobody at all is listed is said with counts of zero.

    households: one row each (see `class_counts`), or counts with `unit_code, round, measure,
        households, persons`, as a summary form gives them; persons may be NA, and
        `multidimensional` may stand alone or beside its parts.
    totals: one row per `unit_code` and `round` with `total_households`, `total_persons`; one row
        per unit, round and group where a column of `by` divides the households of a unit.
    by: columns to group by: `unit_code`, or one that says the same for a whole unit in `totals` or
        `households` (`area`), or one by which `totals` are divided. None for the whole.
    Returns `by`, `round`, `measure`, `households`, `total_households`, `household_rate`, `persons`,
        `total_persons`, `person_rate`; rates are ratios. Where a unit's total is missing, its total
        and rate are NA and so are those of every group that holds it.
    Raises ValueError, naming units and rounds, for more poor than residents, a total or count given
        twice, `multidimensional` that is not the sum of its parts, and a `by` without denominators.
    Source: rule 1 of the annual review decisions: (poor + near-poor) / all resident households.

    >>> counts = pd.DataFrame({"unit_code": "25693", "round": "2022-12-31",
    ...     "measure": ["poor", "near_poor"], "households": [6, 14], "persons": [20, 50]})
    >>> totals = pd.DataFrame({"unit_code": ["25693"], "round": "2022-12-31",
    ...     "total_households": [4000], "total_persons": [15000]})
    >>> poverty_rates(counts, totals).household_rate.tolist()
    [0.0015, 0.0035, 0.005]
    """
    groups = [by] if isinstance(by, str) else list(by or ())
    divided = [c for c in groups if c in totals and c not in KEY] if totals.duplicated(KEY).any() else []
    cell = KEY + divided
    _refuse(totals[totals.duplicated(cell)], "totals given twice")
    residents = totals.set_index(cell)[TOTALS].astype("Int64")
    cells = _cells(households, residents, cell)
    _refuse(
        cells[
            ((cells["households"] > cells[TOTALS[0]]) | (cells["persons"] > cells[TOTALS[1]])).fillna(False)
        ],
        "more poor than residents",
    )
    for column in (c for c in groups if c not in cell):
        cells[column] = _of_unit(column, cells["unit_code"], totals, households)
    keys = list(dict.fromkeys([*groups, "round", "measure"]))
    rates = (
        cells.groupby(keys, dropna=False, sort=False)[[*COUNTS, *TOTALS]]
        .sum(skipna=False)
        .reset_index()
        .sort_values([key for key in keys if key != "measure"], kind="stable", ignore_index=True)
    )
    for count, total, rate in zip(COUNTS, TOTALS, ("household_rate", "person_rate"), strict=True):
        rates[rate] = rates[count] / rates[total].where(rates[total] > 0)
    return rates[[*keys, "households", TOTALS[0], "household_rate", "persons", TOTALS[1], "person_rate"]]


def _cells(households: pd.DataFrame, residents: pd.DataFrame, cell: list[str]) -> pd.DataFrame:
    """One row per cell (unit, round and division) and measure, with counts and totals."""
    if "measure" in households:
        counts, given = households, [m for m in MEASURES if m in set(households["measure"])] or list(LISTED)
        unknown = sorted(set(households["measure"].dropna()) - set(MEASURES))
        if unknown:
            raise ValueError(f"not a measure of poverty: {', '.join(unknown)}")
    else:
        _need_columns(households, cell)
        counts, given = class_counts(households, by=cell), list(LISTED)
    _refuse(counts[counts.duplicated([*cell, "measure"])], "counts given twice")
    rounds = counts["round"].unique() if len(counts) else residents.index.unique("round")
    reported = residents[residents.index.isin(rounds, level="round")]
    index = reported.index.union(pd.MultiIndex.from_frame(counts[cell]).unique(), sort=False)
    accounts = counts.set_index([*cell])[["measure", *COUNTS]].astype({c: "Int64" for c in COUNTS})
    parts = {m: accounts.loc[accounts["measure"] == m, COUNTS].reindex(index, fill_value=0) for m in given}
    if set(LISTED) <= set(parts):
        parts["multidimensional"] = _sum_of_parts(parts)
    tables = [part.join(residents).assign(measure=m).reset_index() for m, part in parts.items()]
    return pd.concat(tables, ignore_index=True)


def _sum_of_parts(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Poor plus near-poor; persons as printed where their parts are not known."""
    total = parts["poor"] + parts["near_poor"]
    if "multidimensional" not in parts:
        return total
    printed = parts["multidimensional"]
    apart = (printed - total).stack()
    apart = apart[(apart != 0).fillna(False)]
    if len(apart):
        named = "; ".join(
            f"{unit} in {when}: {n:+} {account}" for (unit, when, *_, account), n in apart.items()
        )
        raise ValueError(f"multidimensional differs from poor + near_poor: {named}")
    return total.fillna(printed)


def _of_unit(column: str, units: pd.Series, *frames: pd.DataFrame) -> pd.Series:
    """The value of a column that says the same for a whole unit."""
    known = [frame[["unit_code", column]] for frame in frames if column in frame]
    if not known:
        raise ValueError(f"no column {column} in totals or households")
    values = pd.concat(known).dropna().drop_duplicates()
    if values["unit_code"].duplicated().any():
        raise ValueError(
            f"{column} differs within a unit: a rate needs the residents of each {column}; "
            f"give totals per unit_code, round and {column}"
        )
    lacking = sorted(set(units) - set(values["unit_code"]))
    if lacking:
        raise ValueError(f"{column} unknown for {', '.join(map(str, lacking))}; add the column to totals")
    return units.map(values.set_index("unit_code")[column])


def _need_columns(frame: pd.DataFrame, columns: list[str]) -> None:
    missing = [column for column in columns if column not in frame]
    if missing:
        raise ValueError(f"households lack {', '.join(missing)}")


def _refuse(rows: pd.DataFrame, why: str) -> None:
    if len(rows):
        places = dict.fromkeys(f"{row.unit_code} in {row.round}" for row in rows[KEY].itertuples())
        raise ValueError(f"{why}: {', '.join(places)}")
