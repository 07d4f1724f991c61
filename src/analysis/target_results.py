"""The figures on the way to the target, each made once from a period's results and the assumptions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import pandas as pd

from analysis.assumptions import Effects, Stated, load_effects
from analysis.measures.nowcast import expected_by_unit, nowcast
from analysis.measures.nowcast.figures import VERDICTS
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
from analysis.measures.targeting.money import Of, check_of
from analysis.measures.targeting.reach import Goal, check_goal
from analysis.results import By, Results

ASSUMPTIONS = ("year_flows", "effects")


class TargetResults:
    """Nowcast, path and targeting of one period.

    What the programme states no assumption for is None, never a default; `missing` names it. Units
    without resident totals of both rounds are in no figure, as in the rates.

    results: the period's, which hold the draws of the year's end.
    """

    def __init__(self, results: Results) -> None:
        self.results = results
        self.year_flows, self.year_end = results.year_flows, results.year_end

    @cached_property
    def effects(self) -> Effects | None:
        """What each project is assumed to do to a household."""
        programme = self.results.inputs.programme
        return load_effects(programme.folder, [project.id for project in programme.projects])

    @property
    def missing(self) -> list[str]:
        """Files of assumptions the programme does not have."""
        return [name for name in ASSUMPTIONS if getattr(self, name) is None]

    @property
    def year_over(self) -> bool:
        """Whether the report is the year's official one: nothing may be said of what is still to come."""
        return self.results.inputs.period.status == "official"

    @property
    def open(self) -> bool:
        """Whether there is a nowcast, and anything left of the year that may still change."""
        if self.year_over or self.year_end is None:
            return False
        return bool((self.year_end.evidence.stage != "final").any())

    def nowcast(self, by: By = None) -> pd.DataFrame | None:
        """`nowcast` of the district, or by a column of its evidence."""
        if self.year_end is None:
            return None
        return nowcast(self.year_end, self.results.inputs.programme.target.bounds, by, trust_target=True)

    @property
    def year_end_date(self) -> dt.date:
        """The day the nowcast and the target are for."""
        return dt.date(self.results.inputs.programme.year, 12, 31)

    def path(self, by: By = None) -> pd.DataFrame | None:
        """`target_path` of the district, or by a column of its evidence."""
        if self.year_end is None:
            return None
        programme = self.results.inputs.programme
        return target_path(
            self.year_end,
            programme.target.bounds,
            by,
            baseline_date=programme.baseline.date,
            until=self.year_end_date,
            trust_target=True,
        )

    def bases(self) -> pd.DataFrame:
        """Observed, expected by the plain rule and by the nowcast: households and rate of the district."""
        known = self.results.reduction(plain=True).replace({"basis": {"expected": "plain_rule"}})
        if self.year_end is not None:
            model = self.results.reduction().query("basis == 'expected'").assign(basis="nowcast")
            known = pd.concat([known, model], ignore_index=True)
        shown = ["households_after", "total_households_after", "household_rate_after", "change_points"]
        rows = known.loc[known.measure == "multidimensional", ["basis", *shown]]
        return rows.rename(columns=lambda name: name.removesuffix("_after")).reset_index(drop=True)

    def history(self) -> pd.DataFrame:
        """The district's list at the baseline and at the report's date: `date`, households, residents."""
        inputs, change = self.results.inputs, self.results.change()
        row = change[change.measure == "multidimensional"].iloc[0]
        dates = {"before": inputs.programme.baseline.date, "after": inputs.period.as_of}
        rows = [
            (pd.Timestamp(day), row[f"households_{when}"], row[f"total_households_{when}"])
            for when, day in dates.items()
        ]
        return pd.DataFrame(rows, columns=["date", "households", "total_households"])

    def year_ends(self) -> pd.DataFrame | None:
        """The nowcast of every unit and the district: expected households, as whole ones that add up,
        and the intervals. An interval of the district is narrower than the units' added together.
        """
        units, whole = self.nowcast("unit_code"), self.nowcast()
        if units is None or whole is None or self.year_end is None:
            return None
        expected = expected_by_unit(self.year_end)
        units = units.assign(expected_households=units.unit_code.map(expected))
        district = whole.assign(unit_code="district", expected_households=sum(expected.values()))
        rows = pd.concat([units, district], ignore_index=True)
        return rows.astype({"expected_households": "Int64"})

    def path_units(self) -> pd.DataFrame | None:
        """`path` of every unit and the district."""
        units, whole = self.path("unit_code"), self.path()
        if units is None or whole is None:
            return None
        return pd.concat([units, whole.assign(unit_code="district")], ignore_index=True)

    def chances(self) -> pd.DataFrame | None:
        """In how many draws the year ends below, within and above the target."""
        found = self.nowcast()
        if found is None:
            return None
        row = found.iloc[0]
        return pd.DataFrame(
            {
                "ending": list(VERDICTS),
                "draws_with": pd.array([row[f"draws_{v}"] for v in VERDICTS], "Int64"),
                "draws": pd.array([row.draws] * len(VERDICTS), "Int64"),
                "probability": pd.array([row[f"probability_{v}"] for v in VERDICTS], "Float64"),
            }
        )

    @property
    def listed(self) -> pd.DataFrame:
        """The households on the current lists; units with a summary form alone have none here."""
        households = self.results.inputs.households
        return households[households["round"] == self.results.after]

    def near_lines(self) -> pd.DataFrame:
        """`near_lines` of the current lists."""
        return near_lines(self.listed, self.results.standard)

    def income_bands(self) -> pd.DataFrame:
        """Listed households by class and points of form B1 they lack to be over the income line."""
        homes = self.near_lines()
        ends = sorted({int(end) for end in homes.band.dropna() if end >= 0})
        names = {end: f"{first + 1}–{end}" for first, end in zip([0, *ends], ends, strict=False)}
        beyond = f"> {ends[-1]}" if ends else pd.NA
        band = [names.get(int(end)) if pd.notna(end) else beyond for end in homes.band]
        homes = homes.assign(measure=homes.poverty_class, band=pd.array(band, "string"))
        order = {name: place for place, name in enumerate([*names.values(), beyond])}
        homes["place"] = [order.get(band, len(order)) for band in homes.band]
        sums = homes.groupby(["measure", "place", "band"], dropna=False).households.sum().reset_index()
        sums["listed_households"] = sums.groupby("measure").households.transform("sum")
        share = sums.households / sums.listed_households
        table = sums.assign(household_share=share).drop(columns="place")
        return table.sort_values("measure", key=lambda c: c != "poor", kind="stable", ignore_index=True)

    def to_lift(self) -> pd.DataFrame:
        """Poor households by how many deprivations must be lifted for them to be near-poor."""
        homes = self.near_lines().query("poverty_class == 'poor'")
        return homes.groupby("deprivations_to_lift", dropna=False).households.sum().reset_index()

    def assumptions(self) -> pd.DataFrame | None:
        """Every value the mix stands on, with its source or that it is assumed."""
        return None if self.effects is None else assumptions_frame(self.effects)

    def flow_assumptions(self) -> pd.DataFrame | None:
        """Every value the nowcast stands on: `value_name`, `value`, `worth` (events seen that it weighs
        as much as), `is_assumption`, `where_from`.
        """
        flows = self.year_flows
        if flows is None:
            return None
        season = flows.season
        stated: list[tuple[str, Fraction, Fraction | None, Stated]] = [
            (name, of.value, of.worth, of) for name, of in (("left", flows.left), ("entered", flows.entered))
        ]
        rows = [
            (name, value, worth, of.source is None, of.source or of.assumed)
            for name, value, worth, of in stated
        ]
        rows += [
            (f"season_{part}", getattr(season, part), season.worth, True, season.assumed)
            for part in ("returns", "preliminary", "final")
        ]
        spread = flows.unit_spread
        rows.append(
            ("unit_spread", spread.value, None, spread.source is None, spread.source or spread.assumed)
        )
        return pd.DataFrame(rows, columns=["value_name", "value", "worth", "is_assumption", "where_from"])

    def money(self) -> pd.DataFrame | None:
        """What is left of each project's money, and for how many households it would last."""
        if self.effects is None:
            return None
        rows = support_money(self.results.execution("project", "source"), self.effects)
        sums = rows.groupby("project", sort=False).agg(
            plan=("plan", "sum"),
            remaining=("remaining", lambda n: n.sum(skipna=False)),
            usable=("usable", lambda n: n.sum(skipna=False)),
            household_cost=("cost", "first"),
            most_households=("most_households", lambda n: n.min(skipna=False)),
        )
        return sums.reset_index()

    def mixes(self) -> pd.DataFrame | None:
        """The cheapest mix for each bound: by projects that support a household together."""
        tables = []
        for bound, mix in self.mix_of_bounds.items():
            sums = mix.support.groupby("projects")[["households", "expected"]].sum().reset_index()
            cost = mix.money.drop_duplicates("project").set_index("project").cost
            sums["spent"] = [
                sum(int(cost[project]) for project in projects) * int(n)
                for projects, n in zip(sums.projects, sums.households, strict=True)
            ]
            tables.append(sums.assign(bound_points=Decimal(bound), projects=sums.projects.map(" + ".join)))
        return self._of_mixes(tables, ["bound_points", "projects", "households", "expected_exits", "spent"])

    def mix_units(self) -> pd.DataFrame | None:
        """The cheapest mix for each bound: households supported in each unit."""
        tables = [
            mix.support.groupby("unit_code")[["households", "expected"]]
            .sum()
            .reset_index()
            .assign(bound_points=Decimal(bound))
            for bound, mix in self.mix_of_bounds.items()
        ]
        return self._of_mixes(tables, ["bound_points", "unit_code", "households", "expected_exits"])

    def mix_cases(self) -> pd.DataFrame | None:
        """`sensitivity` of the bounds for which anything is needed."""
        rows = self.sensitivity()
        if rows is None:
            return None
        names = {"by": "factor", "expected": "expected_exits", "cost": "spent"}
        rows = rows[rows.needed > 0].rename(columns=names)
        return rows.assign(bound_points=rows.bound.map(Decimal)).drop(columns="bound").reset_index(drop=True)

    @cached_property
    def mix_of_bounds(self) -> dict[str, Mix]:
        """The cheapest mix for each bound; none where the programme states no effects."""
        found = {bound: self.mix(number) for bound, number in (self.needed() or {}).items()}
        return {bound: mix for bound, mix in found.items() if mix is not None}

    def _of_mixes(self, tables: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame | None:
        if not tables:
            return None
        table = pd.concat(tables, ignore_index=True).rename(columns={"expected": "expected_exits"})
        table = table.astype({"expected_exits": float, "households": "Int64"})
        return table.astype({"spent": "Int64"} if "spent" in table else {})[columns]

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
        of: Of = "plan",
    ) -> Mix | None:
        """`cheapest_mix` for so many households, from the money left on the report's date.

        goal, within_months: as in `reachable`; of: as in `support_money`.
        Raises ValueError for other goals and for another `of`, and as `cheapest_mix` does.
        """
        check_goal(goal)
        check_of(of)
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
