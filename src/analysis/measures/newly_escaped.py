"""Newly escaped households: those the programme still serves after their exit."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.tables import LISTED

EXITS = ("exit_poverty", "exit_near_poverty")


def newly_escaped(exits: pd.DataFrame, households: pd.DataFrame, on: dt.date, months: int) -> pd.DataFrame:
    """Newly escaped households (hộ mới thoát nghèo) of each unit on a date.

    A household recognised as escaped from poverty or near-poverty, off both lists since, whose
    recognition lies no more than `months` calendar months back: recognition ≤ on ≤ recognition
    + months, both days included. A term that would end on a day its month lacks ends on the
    month's last day (29/02/2020 + 36 months = 28/02/2023). The latest recognition counts.

    exits: events up to `on` as `list_events` gives them; of these only exits out of both classes count.
    households: the list on that date, with `household_id` and `unit_code`; who stands on it is
        no longer escaped.
    months: from the programme (`programme.newly_escaped`).

    Returns one row per unit of either table: `unit_code`, `households`, `persons` (members at the
        exit), `from_poverty` (of the households, those that were poor) and `without_date`
        (households whose exits carry no decision date: they can't be placed and are not counted).
    Source: the programme's plan, `programme.newly_escaped.reference`.
    """
    escapes = exits[
        exits.reason.isin(EXITS)
        & ~exits.class_after.isin(LISTED)
        & ~exits.household_id.isin(households.household_id)
        & (exits.decision_date.isna() | (exits.decision_date <= pd.Timestamp(on)))
    ]
    latest = escapes.sort_values("decision_date", kind="stable", na_position="first").drop_duplicates(
        "household_id", keep="last"
    )
    until = latest.decision_date + pd.DateOffset(months=months)
    counted = latest[(until >= pd.Timestamp(on)).fillna(False)]
    undated = latest[latest.decision_date.isna()]
    units = sorted({*exits.unit_code, *households.unit_code})
    by_unit = counted.groupby("unit_code", dropna=False)
    columns = {
        "households": by_unit.size(),
        "persons": by_unit.members.sum(),
        "from_poverty": counted[counted.class_before == "poor"].groupby("unit_code", dropna=False).size(),
        "without_date": undated.groupby("unit_code", dropna=False).size(),
    }
    table = pd.DataFrame(columns, index=pd.Index(units, name="unit_code", dtype="string"))
    return table.fillna(0).astype("Int64").reset_index()
