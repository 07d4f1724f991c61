"""The groups the programme puts first, among the listed households and among residents."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.class_counts import COUNTS
from analysis.measures.classify import official_class
from analysis.measures.poverty_rates import TOTALS, poverty_rates
from analysis.tables import LISTED

_UNIT = ["unit_code", "round"]


def priority_groups(
    households: pd.DataFrame,
    totals: pd.DataFrame,
    groups: Sequence[str],
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Listed households of each priority group (đối tượng ưu tiên) and their share and rate.

    A household may belong to several groups: groups do not add up. Where `unknown` is not 0, the
    count, share and rate are the least they can be.

    households: one row each (see `class_counts`) with the groups' columns: yes 1, no 0, not said NA.
    totals: as for `poverty_rates`; a group's residents stand in `<group>_households` and
        `<group>_persons` (as `ethnic_minority_households`), where they are known.
    groups: names of the groups' columns.
    by: as for `poverty_rates`.
    Returns, per `by`, `round`, `group` and `measure`: `households`, `persons` of the group;
        `listed_households`, `household_share` of all listed households of the measure (NA where
        there are none); `unknown`, listed households for which the group is not said; and over the
        group's residents `total_households`, `household_rate`, `total_persons`, `person_rate`, NA
        where `totals` do not know them, or know fewer than are listed.
    Raises ValueError as `poverty_rates`.
    """
    official = official_class(households)

    def counted(rows: pd.Series, residents: pd.DataFrame) -> pd.DataFrame:
        # The others stay as not poor, so that units and rounds without a household of the group count 0.
        only = households.assign(poverty_class_recorded=official.where(rows, "not_poor"))
        return poverty_rates(only, residents, by)

    listed = counted(pd.Series(True, index=households.index), totals)
    keys = [c for c in listed.columns[: listed.columns.get_loc("households")]]
    tables = []
    for group in groups:
        flag = households[group].astype("Int64")
        residents = totals.assign(
            **{total: totals.get(total.replace("total", group), pd.NA) for total in TOTALS}
        ).astype(dict.fromkeys(TOTALS, "Int64"))
        marked = (flag == 1).fillna(False)
        fewest = households[marked & official.isin(LISTED)].groupby(_UNIT).members.agg(["size", "sum"])
        fewest = residents[_UNIT].join(fewest, on=_UNIT)
        for total, least in zip(TOTALS, ("size", "sum"), strict=True):
            residents[total] = residents[total].mask((residents[total] < fewest[least]).fillna(False))
        of_group = counted(marked, residents)
        unknown = counted(flag.isna(), totals)
        tables.append(
            of_group.assign(
                group=group,
                listed_households=listed["households"],
                household_share=of_group["households"] / listed["households"].where(listed["households"] > 0),
                unknown=unknown["households"],
            )
        )
    keys.insert(keys.index("measure"), "group")
    shares = ["listed_households", "household_share", "unknown"]
    rates = [TOTALS[0], "household_rate", TOTALS[1], "person_rate"]
    return pd.concat(tables, ignore_index=True)[[*keys, *COUNTS, *shares, *rates]]
