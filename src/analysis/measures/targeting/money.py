"""How many households the money left could support, by project and source, in whole đồng."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

import pandas as pd

from analysis.assumptions import Effects, need_assumed
from analysis.measures.columns import need_columns

Of = Literal["plan", "allocated"]

EXECUTION = ["project", "source", "plan", "allocated_in_plan", "disbursed_in_plan"]
"""Columns of `budget_execution` that the money left is counted from."""


def check_of(of: Of) -> None:
    """Raise ValueError naming what may be chosen, for anything else."""
    if of not in get_args(Of):
        raise ValueError(f"of={of!r}: write 'plan' or 'allocated'")


def support_money(execution: pd.DataFrame, effects: Effects, *, of: Of = "plan") -> pd.DataFrame:
    """Money left for support of households, and for how many households it would last.

    A household's cost is shared between the sources as the plan shares the project's money, so that
    the counterpart rule holds; the source with the least left decides.

    execution: as `budget_execution` gives it, by project and source.
    of: whether all the plan's money counts, or only what is allocated already (đã phân bổ).
    Returns one row per project with an effect and source with a planned amount: `project`,
        `source`, `plan`, `remaining` (`plan` or allocated, less disbursed; at least 0), `usable` (the
        part for households, rounded down), all whole đồng, `cost` (of one household) and
        `most_households`. What no report tells stays NA: none can be promised from it.
    Raises ValueError for a column that lacks, for effects that are none, and for another `of`.
    Source: money as in `budget_execution`; what a household costs is the programme's assumption,
        `assumptions/effects.yaml`.
    """
    check_of(of)
    need_assumed(effects, Effects)
    need_columns(execution, EXECUTION, "the execution")
    rows = execution[execution["plan"].notna() & (execution["plan"] > 0)]
    total = rows.groupby("project")["plan"].transform("sum")
    base = rows["plan"] if of == "plan" else rows["allocated_in_plan"]
    rows = rows[["project", "source", "plan"]].assign(
        remaining=(base - rows["disbursed_in_plan"]).clip(lower=0), total=total
    )
    by_project = {effect.project: effect for effect in effects.effects}
    rows = rows[rows["project"].isin(by_project)].reset_index(drop=True)
    usable, most = [], []
    for row in rows.itertuples():
        effect = by_project[row.project]
        known = pd.notna(row.remaining)
        usable.append(int(row.remaining * effect.for_households.value // 1) if known else pd.NA)
        share = Fraction(int(row.plan), int(row.total)) * effect.cost.value
        most.append(int(usable[-1] // share) if known else pd.NA)
    return rows.drop(columns="total").assign(
        usable=pd.array(usable, "Int64"),
        cost=pd.array([by_project[project].cost.value for project in rows["project"]], "Int64"),
        most_households=pd.array(most, "Int64"),
    )
