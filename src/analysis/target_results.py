"""The figures on the way to the target, each made once from a period's results and the assumptions."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Literal

import pandas as pd

from analysis.assumptions import Effects, YearFlows, load_effects, load_year_flows
from analysis.law import load_review_calendar
from analysis.measures.nowcast import YearEnd, nowcast, year_end_draws, year_evidence
from analysis.measures.target_path import target_path
from analysis.measures.targeting import (
    Mix,
    assumptions_frame,
    cheapest_mix,
    mix_sensitivity,
    near_lines,
    reachable,
    support_money,
)
from analysis.measures.targeting.reach import Goal
from analysis.results import By, Results

ASSUMPTIONS = ("year_flows", "effects")


class TargetResults:
    """Nowcast, path and targeting of one period.

    What the programme states no assumption for is None, never a default; `missing` names it. Units
    without resident totals of both rounds are in no figure, as in the rates.

    results: the period's. seed: of the draws; the same one gives the same figures.
    """

    def __init__(self, results: Results, *, seed: int = 0) -> None:
        self.results, self.seed = results, seed

    @cached_property
    def year_flows(self) -> YearFlows | None:
        """What the nowcast assumes."""
        return load_year_flows(self.results.inputs.programme.folder)

    @cached_property
    def effects(self) -> Effects | None:
        """What each project is assumed to do to a household."""
        programme = self.results.inputs.programme
        return load_effects(programme.folder, [project.id for project in programme.projects])

    @property
    def missing(self) -> list[str]:
        """Files of assumptions the programme does not have."""
        return [name for name in ASSUMPTIONS if getattr(self, name) is None]

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """`year_evidence` of the units with residents in both rounds, with `area` and `border`."""
        results, inputs = self.results, self.results.inputs
        rows = year_evidence(
            results.evidence.stocks,
            results.totals,
            inputs.movements,
            results.evidence.forms,
            inputs.list_basis,
            rounds=(results.before, results.after),
            baseline_date=inputs.programme.baseline.date,
            review_from=load_review_calendar(inputs.period.as_of).review_starts(inputs.programme.year),
            final=inputs.period.status == "official",
        ).dropna(subset=["total_households_baseline", "total_households"])
        places = results.totals[["unit_code", "area", "border"]].drop_duplicates()
        return rows.merge(places, on="unit_code", validate="one_to_one")

    @cached_property
    def year_end(self) -> YearEnd | None:
        """Draws of the lists at the year's end."""
        if self.year_flows is None or self.evidence.empty:
            return None
        return year_end_draws(self.evidence, self.year_flows, seed=self.seed)

    def nowcast(self, by: By = None) -> pd.DataFrame | None:
        """`nowcast` of the district, or by a column of `evidence`."""
        if self.year_end is None:
            return None
        return nowcast(self.year_end, self.results.inputs.programme.target.bounds, by)

    def path(self, by: By = None) -> pd.DataFrame | None:
        """`target_path` of the district, or by a column of `evidence`."""
        if self.year_end is None:
            return None
        programme = self.results.inputs.programme
        return target_path(
            self.year_end,
            programme.target.bounds,
            by,
            baseline_date=programme.baseline.date,
            until=dt.date(programme.year, 12, 31),
        )

    @property
    def listed(self) -> pd.DataFrame:
        """The households on the current lists; units with a summary form alone have none here."""
        households = self.results.inputs.households
        return households[households["round"] == self.results.after]

    def near_lines(self) -> pd.DataFrame:
        """`near_lines` of the current lists."""
        return near_lines(self.listed, self.results.standard)

    def assumptions(self) -> pd.DataFrame | None:
        """Every value the mix stands on, with its source or that it is assumed."""
        return None if self.effects is None else assumptions_frame(self.effects)

    def needed(self) -> dict[str, int] | None:
        """By bound: households to be brought off the list beyond those expected to leave anyway."""
        path = self.path()
        if path is None:
            return None
        known = path.dropna(subset="beyond_expected")
        return {str(b): int(n) for b, n in zip(known.bound_points, known.beyond_expected, strict=True)}

    def mix(
        self,
        needed: int,
        *,
        goal: Goal = "off_list",
        within_months: int | None = None,
        of: Literal["plan", "allocated"] = "plan",
    ) -> Mix | None:
        """`cheapest_mix` for so many households, from the money left on the report's date."""
        if self.effects is None:
            return None
        types = reachable(
            self.listed, self.results.standard, self.effects, goal=goal, within_months=within_months
        )
        money = support_money(self.results.execution("project", "source"), self.effects, of=of)
        return cheapest_mix(types, money, needed)

    def sensitivity(self, *, within_months: int | None = None) -> pd.DataFrame | None:
        """`mix_sensitivity` for both bounds."""
        needed = self.needed()
        if self.effects is None or needed is None:
            return None
        execution = self.results.execution("project", "source")
        return mix_sensitivity(
            self.listed, self.results.standard, self.effects, execution, needed, within_months=within_months
        )
