"""The sample's money: a plan where there is none, and how it is spent over the year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

from analysis.intake.layouts import load_layout
from analysis.programme import Programme
from analysis.sample.apportion import apportion
from analysis.sample.calibration import Money

STEP = 1_000_000
"""Planned amounts are whole millions of đồng, as far as the total allows."""

PAID_STEP = 100_000
"""Amounts paid are written in million đồng with one decimal."""


@dataclass(frozen=True)
class Amounts:
    """What one project has from one source by a day, in whole đồng."""

    plan: int
    carried_over: int
    allocated: int
    disbursed: int
    expected_year: int


def draw_plan(programme: Programme, rng: np.random.Generator) -> pd.DataFrame:
    """A plan that meets the programme's totals and its counterpart rule exactly.

    Returns whole đồng, one row per project id, one column per source with a planned amount.
    """
    projects, rule = [p.id for p in programme.projects], programme.counterpart
    weights = rng.uniform(0.3, 2, len(projects))

    def shared(total: int) -> np.ndarray:
        amounts = apportion(total // STEP, weights) * STEP
        amounts[0] += total % STEP
        return amounts

    totals = {s.id: programme.plan_totals.get(s.id, 0) for s in programme.sources if s.amount_planned}
    plan = pd.DataFrame({source: shared(total) for source, total in totals.items()}, index=projects)
    plan[rule.source] = [int(Fraction(int(amount)) * rule.share) for amount in plan[rule.of]]
    return plan


def read_plan(file: Path, programme: Programme) -> pd.DataFrame:
    """The amounts of a plan in đồng that stands in the official layout; as `draw_plan` gives them.

    Raises ValueError when a heading or a project isn't found as the layout and the programme name it.
    """
    cells = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    where = {value: (r, c) for r, row in enumerate(cells) for c, value in enumerate(row) if value != ""}
    headings = {c.field: c.heading for c in load_layout("budget_plan").columns}
    wanted = {s.id: headings[f"plan.{s.id}"] for s in programme.sources if s.amount_planned}
    if missing := [heading for heading in wanted.values() if heading not in where]:
        raise ValueError(f"{file.name}: no column {', '.join(missing)}")
    amounts = {}
    for project in programme.projects:
        rows = {r for value, (r, _) in where.items() if str(value).endswith(project.name)}
        if len(rows) != 1:
            raise ValueError(f"{file.name}: {len(rows)} rows for project {project.id}")
        (row,) = rows
        amounts[project.id] = {
            source: int(Decimal(str(cells[row][where[h][1]] or 0))) for source, h in wanted.items()
        }
    return pd.DataFrame.from_dict(amounts, orient="index")


def draw_spending(
    plan: pd.DataFrame, programme: Programme, drawn_from: Money, rng: np.random.Generator
) -> dict[dt.date, dict[tuple[str, str], Amounts]]:
    """What each project has from each source by each reporting day, growing over the year."""
    days = [dt.date.fromisoformat(f"{programme.year}-{day}") for day in drawn_from.reporting_days.value]
    pace = {project: Fraction(rng.uniform(*drawn_from.project_pace.value)) for project in plan.index}
    expected = {project: Fraction(rng.uniform(*drawn_from.expected_share.value)) for project in plan.index}
    first_of_office = {p.lead: p.id for p in reversed(programme.projects)}.values()
    spending: dict[dt.date, dict[tuple[str, str], Amounts]] = {}
    shares = zip(days, drawn_from.allocated.value, drawn_from.disbursed.value, strict=True)
    for day, allocated_share, disbursed_share in shares:
        spending[day] = {}
        for project, source in ((p, s) for p in plan.index for s in plan.columns):
            planned = int(plan.loc[project, source])
            carried = drawn_from.carried_over.value if project in first_of_office else 0
            disbursed = _paid(planned * disbursed_share * pace[project])
            spending[day][project, source] = Amounts(
                plan=planned,
                carried_over=_paid(planned * carried) if source == programme.counterpart.of else 0,
                allocated=planned if allocated_share == 1 else _paid(planned * allocated_share),
                disbursed=disbursed,
                expected_year=max(disbursed, _paid(planned * expected[project])),
            )
    return spending


def _paid(amount: Fraction | int) -> int:
    return int(amount // PAID_STEP) * PAID_STEP
