"""What changed between the two rounds, and through whom: each figure made once from what is measured."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from analysis.measurement_results import MeasurementResults
from analysis.measures.alkire_foster import af_decompose_change
from analysis.measures.list_events import list_events
from analysis.measures.panel import (
    af_decompose_flows,
    escapes,
    exit_deprivations,
    indicator_flows,
    panel_transitions,
    relapse_shares,
    transition_matrix,
)
from analysis.measures.panel.transition_matrix import OUTSIDE, STATES
from analysis.once import once

_EFFECTS = ("total", "incidence", "intensity", "population", "within_group")
_FLOWS = ("change", "exits", "entries", "stayed", "left_population", "joined_population", "population")
_SELDOM = ["became_unknown", "became_known"]


class ChangeResults:
    """Change of the measures and movement of the households that `MeasurementResults` measures."""

    def __init__(self, measured: MeasurementResults) -> None:
        self.measured, self.results = measured, measured.results

    @property
    def measurable(self) -> bool:
        """As `MeasurementResults.measurable`."""
        return self.measured.measurable

    @once
    def effects(self) -> pd.DataFrame:
        """Shapley effects on the change of H and M0, of the whole (`all`) and by area, in points.

        `population` and `within_group` are about areas: what their share of the residents and what
        their own poverty does to the change of the whole.
        """
        measured = self.measured
        before, after = (
            measured.population[measured.population["round"] == round_]
            for round_ in (self.results.before, self.results.after)
        )
        found = af_decompose_change(
            before,
            after,
            dict.fromkeys(measured.indicators, 1),
            measured.cutoff,
            by="area",
            weight="records",
            missing="not_deprived",
        )
        own = (found.by == "all") | found.effect.isin(["population", "within_group"])
        rows = found[own & found.effect.isin(_EFFECTS)]
        wide = rows.pivot(index=["group", "effect"], columns="measure", values="estimate") * 100
        table = wide.rename(columns={"H": "h_effect_points", "M0": "m0_effect_points"}).rename_axis(
            columns=None
        )
        # The headcount does not ask how deprived the poor are: its change is all incidence.
        for effect, value in (("incidence", table.h_effect_points["all", "total"]), ("intensity", 0.0)):
            table.loc[("all", effect), "h_effect_points"] = value
        place = {effect: number for number, effect in enumerate(_EFFECTS)}
        table = table.reset_index().sort_values(
            ["group", "effect"], key=lambda c: c.map(place) if c.name == "effect" else c.replace("all", "")
        )
        shown = {"group": {"all": "district"}, "effect": {"intensity": "intensity_effect"}}
        return table.replace(shown).reset_index(drop=True)

    @once
    def flows(self) -> pd.DataFrame:
        """The change of H, M0 and A by those who left poverty, entered it and stayed, in points."""
        measured = self.measured
        found = af_decompose_flows(
            measured.listed,
            dict.fromkeys(measured.indicators, 1),
            measured.cutoff,
            totals=measured.totals,
            courses=self.courses,
            missing="not_deprived",
            empty_units=measured.units,
        )
        wide = found.pivot(index="component", columns="measure", values="estimate").reindex(_FLOWS) * 100
        wide.loc["population", "A"] = 0.0  # a mean over the poor does not ask how many residents there are
        counted = found[found.measure == "M0"].set_index("component").households
        counted["change"], counted["population"] = counted["after"] - counted["before"], 0
        counted = counted.reindex(_FLOWS)
        return pd.DataFrame(
            {
                "component": [{"stayed": "stayed_poor"}.get(name, name) for name in _FLOWS],
                "households": counted.array,
                **{f"{m.lower()}_effect_points": wide[m].array for m in ("H", "M0", "A")},
            }
        )

    @cached_property
    def events(self) -> pd.DataFrame:
        """What the papers tell of households that came, left or changed class, of all dates."""
        inputs = self.results.inputs
        listed = inputs.households[inputs.households["round"] == self.results.after]
        events = list_events(inputs.movements, inputs.exits, listed, None, inputs.period.as_of)
        return events[events.unit_code.isin(self.measured.units)]

    @cached_property
    def courses(self) -> pd.DataFrame:
        """`panel_transitions` of the listed households.

        Every unit measured sent a list of both rounds: where nobody poor stands on it, it is truly empty.
        """
        return panel_transitions(self.measured.listed, events=self.events, empty_units=self.measured.units)

    @once
    def matrix(self) -> pd.DataFrame:
        """The transition matrix in households and in shares of each row: one row per class before."""
        long = transition_matrix(self.courses, totals=self.measured.totals)
        cells = long.pivot(index="class_before", columns="class_after", values="households").loc[list(STATES)]
        # Who was outside before and after is nobody: the square has no such cell.
        cells.loc[OUTSIDE, OUTSIDE] = 0
        table = pd.DataFrame({"class_before": list(STATES)})
        for name in STATES:
            table[f"now_{name}"] = cells[name].astype("Int64").array
        table["households_before"] = cells.sum(axis=1, skipna=False).astype("Int64").array
        of = table.households_before.mask((table.households_before == 0) | (table.class_before == OUTSIDE))
        return table.assign(**{f"share_{name}": table[f"now_{name}"] / of for name in STATES})

    @once
    def indicator_flows(self) -> pd.DataFrame:
        """Flows of each deprivation of the listed households; what no mark tells only where there is any."""
        measured = self.measured
        flows = indicator_flows(measured.listed, indicators=measured.indicators, empty_units=measured.units)
        flows = flows[flows.measure == "multidimensional"]
        seldom = [name for name in _SELDOM if flows[name].any()]
        columns = ["indicator", "opening", "lost", "left", *seldom, "gained", "entered", "closing"]
        names = {"left": "left_list", "entered": "entered_list"}
        return flows[columns].rename(columns=names).reset_index(drop=True)

    @once
    def exit_deprivations(self) -> pd.DataFrame:
        """What became of the deprivations of the poor that are poor no longer, by indicator."""
        counted = ["deprived_before", "overcome", "still_deprived", "not_known_after"]
        found = exit_deprivations(self.measured.listed, self.courses, indicators=self.measured.indicators)
        return found.groupby("indicator", sort=False)[counted].sum().reset_index()

    @once
    def left_poverty(self) -> pd.DataFrame:
        """Households that were poor and are no longer, by where they stand now."""
        out = self.courses[(self.courses.class_before == "poor") & (self.courses.class_after != "poor")]
        counts = out.groupby("class_after").size().reindex(["near_poor", "none"], fill_value=0)
        return counts.rename("households").rename_axis("class_after").reset_index()

    @once
    def relapse(self) -> pd.DataFrame:
        """`relapse_shares` up to the programme's term, of the exits the papers at hand could follow."""
        inputs = self.results.inputs
        found = escapes(
            self.events,
            self.measured.listed,
            inputs.period.as_of,
            since=inputs.programme.baseline.date,
        )
        return relapse_shares(found, inputs.programme.newly_escaped.months)
