"""The figures of one report, each made once from the inputs and asked for by name.

A notebook asks `results.change("unit_code")` instead of repeating how counts, totals and rounds
come together; what it shows is the frame the measure gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property

import pandas as pd

from analysis.assumptions import YearFlows, load_year_flows
from analysis.identities import check_identities
from analysis.identities.evidence import Evidence, compared_units, evidence_of
from analysis.intake.inputs import Inputs
from analysis.law import Standard, load_review_calendar, load_standard
from analysis.measures.alkire_foster import alkire_foster
from analysis.measures.budget_execution import LINE, budget_execution
from analysis.measures.classify import class_differences, official_class
from analysis.measures.deprivations import deprivation_change, deprivations
from analysis.measures.list_events import list_events
from analysis.measures.newly_escaped import newly_escaped
from analysis.measures.nowcast import YearEnd, expected_by_unit, year_end_draws, year_evidence
from analysis.measures.outlook import (
    disbursement_outlook,
    list_outlook,
    nowcast_outlook,
    reduction_outlook,
)
from analysis.measures.poverty_rates import MEASURES, poverty_rates
from analysis.measures.priority_groups import priority_groups
from analysis.measures.rate_change import rate_change
from analysis.measures.target_bounds import target_bounds
from analysis.once import once
from analysis.tables import FLOW_ITEMS, LISTED

By = str | list[str] | None


class Results:
    """What one period's inputs give.

    inputs: as `read_inputs` gives them.
    before, after: the two rounds every change is taken between, as `inputs.households` names them.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.before = inputs.programme.baseline.date.isoformat()
        self.after = inputs.period.as_of.isoformat()

    @cached_property
    def standard(self) -> Standard:
        """The poverty standard in force on the report's date."""
        return load_standard(self.inputs.period.as_of)

    @cached_property
    def evidence(self) -> Evidence:
        """Stocks, transitions and movement forms, which the identities check as well."""
        return evidence_of(self.inputs)

    @cached_property
    def identities(self) -> pd.DataFrame:
        """Every equation between the figures, as `check_identities` gives them."""
        return check_identities(self.inputs)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Resident totals of the units that are compared, with `area` and `border`."""
        totals = self.inputs.totals
        known = totals[totals.unit_code.isin(compared_units(self.inputs))]
        listed = self.evidence.stocks.groupby(["unit_code", "round"])[["households", "persons"]].sum()
        known = known.join(listed, on=["unit_code", "round"])
        # Fewer residents than listed are none that could be divided by; an identity names the unit.
        within = (known.households <= known.total_households) & (known.persons <= known.total_persons)
        known = known[within.fillna(True)].drop(columns=["households", "persons"])
        return known.merge(self._places, on="unit_code", validate="many_to_one")

    @cached_property
    def _places(self) -> pd.DataFrame:
        """Each unit's `area` and `border`."""
        programme = self.inputs.programme
        return pd.DataFrame(
            {
                "unit_code": programme.unit_codes,
                "area": [unit.area for unit in programme.units],
                "border": ["border" if unit.border else "not_border" for unit in programme.units],
            }
        ).astype("string")

    @property
    def unknown_units(self) -> list[str]:
        """Units of which one of the two rounds has neither list nor form: they are in no figure."""
        known = compared_units(self.inputs)
        return [unit for unit in self.inputs.programme.unit_codes if unit not in known]

    @property
    def unlisted_units(self) -> list[str]:
        """Units without a household list now or at the baseline: counted by their summary form."""
        return self.inputs.counts.unit_code.unique().tolist()

    @property
    def households_of_listed_units(self) -> pd.DataFrame:
        """All households of the units with a household list in both rounds."""
        households, known = self.inputs.households, compared_units(self.inputs)
        return households[households.unit_code.isin(known) & ~households.unit_code.isin(self.unlisted_units)]

    @property
    def reported_units(self) -> list[str]:
        """Units that have sent what the period expects of them."""
        basis = self.inputs.list_basis
        return basis.unit_code[basis.reported & basis.unit_code.isin(compared_units(self.inputs))].tolist()

    @once
    def rates(self, by: By = None, *, reported_only: bool = False) -> pd.DataFrame:
        """`poverty_rates` of both rounds; of the units that reported, or with all carried forward."""
        stocks = self.evidence.stocks.merge(self._places, on="unit_code", validate="many_to_one")
        totals = self.totals
        if reported_only:
            stocks = stocks[stocks.unit_code.isin(self.reported_units)]
            totals = totals[totals.unit_code.isin(self.reported_units)]
        rates = poverty_rates(stocks, totals, by)
        if by not in (None, "unit_code") or reported_only:
            return rates
        # What is not known is a row that says so: every unit has its rows, and so has the district.
        units = {"unit_code": list(self.inputs.programme.unit_codes)} if by else {}
        levels = {**units, "round": [self.before, self.after], "measure": list(MEASURES)}
        whole = pd.MultiIndex.from_product(levels.values(), names=list(levels))
        return rates.set_index(list(levels)).reindex(whole).reset_index().astype(rates.dtypes.to_dict())

    @once
    def change(self, by: By = None, *, reported_only: bool = False) -> pd.DataFrame:
        """`rate_change` since the baseline, with the verdict against the programme's target."""
        rates = self.rates(by, reported_only=reported_only)
        before, after = rates[rates["round"] == self.before], rates[rates["round"] == self.after]
        return rate_change(before, after, target=self.inputs.programme.target.bounds)

    @once
    def bounds(self) -> pd.DataFrame:
        """What each bound of the target means in households for the district."""
        return target_bounds(self.change(), self.inputs.programme.target.bounds)

    @cached_property
    def year_flows(self) -> YearFlows | None:
        """What the programme assumes of a year's movement; None where it says nothing."""
        return load_year_flows(self.inputs.programme.folder)

    @cached_property
    def year_evidence(self) -> pd.DataFrame:
        """`year_evidence` of the units with residents in both rounds, with `area` and `border`."""
        inputs, stocks = self.inputs, self.evidence.stocks
        if self.totals.empty or not (stocks.groupby("unit_code")["round"].nunique() > 1).any():
            return pd.DataFrame()
        rows = year_evidence(
            stocks,
            self.totals,
            inputs.movements,
            self.evidence.forms,
            inputs.list_basis,
            rounds=(self.before, self.after),
            baseline_date=inputs.programme.baseline.date,
            review_from=self._review_from,
            final=inputs.period.status == "official",
        ).dropna(subset=["total_households_baseline", "total_households"])
        return rows.merge(self._places, on="unit_code", validate="one_to_one")

    @cached_property
    def year_end(self) -> YearEnd | None:
        """Draws of the lists at the year's end, always the same; None without assumptions or papers."""
        if self.year_flows is None or self.year_evidence.empty:
            return None
        return year_end_draws(self.year_evidence, self.year_flows, seed=0)

    @property
    def _review_from(self) -> dt.date:
        calendar = load_review_calendar(self.inputs.period.as_of)
        return calendar.review_starts(self.inputs.programme.year)

    @once
    def outlook(self, until: dt.date | None = None, *, plain: bool = False) -> pd.DataFrame:
        """Observed and expected households per unit and class, at the year's end or on a day.

        At the year's end by the nowcast, wherever a unit's list may still change and there is one;
        else, on another day, and where `plain` asks for it, by `list_outlook`.
        """
        inputs, stocks = self.inputs, self.evidence.stocks
        rows = list_outlook(
            stocks[stocks["round"] == self.before],
            stocks[stocks["round"] == self.after],
            inputs.list_basis,
            baseline_date=inputs.programme.baseline.date,
            review_from=self._review_from,
            until=until or dt.date(inputs.programme.year, 12, 31),
            final=inputs.period.status == "official",
        )
        if until is not None or plain or self.year_end is None:
            return rows
        open_units = self.year_evidence.unit_code[self.year_evidence.stage != "final"]
        expected = expected_by_unit(self.year_end)
        return nowcast_outlook(rows, {unit: expected[unit] for unit in open_units})

    @once
    def reduction(self, by: By = None, *, until: dt.date | None = None, plain: bool = False) -> pd.DataFrame:
        """`reduction_outlook`: the change observed so far, and expected as `outlook` has it."""
        rows = reduction_outlook(
            self.outlook(until, plain=plain),
            self.totals,
            baseline=self.before,
            current=self.after,
            by=by,
            target=self.inputs.programme.target.bounds,
        )
        if by is None and rows.empty:
            return pd.concat([self.change().assign(basis=basis) for basis in ("observed", "expected")])
        return rows

    @once
    def horizons(self) -> pd.DataFrame:
        """The district's change observed, expected at the end of the period's span, and of the year.

        As `reduction`, with `basis` `observed`, `expected_period` (only where the period has an end
        of its own) and `expected`, and the day `until` each speaks of.
        """
        year_end, span_end = dt.date(self.inputs.programme.year, 12, 31), self.inputs.period.until
        year = self.reduction()
        rows = [year[year.basis == "observed"].assign(until=pd.Timestamp(self.inputs.period.as_of))]
        if span_end:
            span = self.reduction(until=span_end)
            span = span[span.basis == "expected"].assign(basis="expected_period")
            rows.append(span.assign(until=pd.Timestamp(span_end)))
        rows.append(year[year.basis == "expected"].assign(until=pd.Timestamp(year_end)))
        return pd.concat(rows, ignore_index=True)

    def residents_date(self, round_: str) -> dt.date | None:
        """The day the resident totals of a round stand for: the oldest of its units'."""
        totals = self.totals
        oldest = totals.date[totals["round"] == round_].min()
        return oldest.date() if pd.notna(oldest) else None

    def by_unit(self, measure: Callable[[By], pd.DataFrame]) -> pd.DataFrame:
        """A measure of this class by unit, with the district as its last row.

        >>> results.by_unit(results.change)  # doctest: +SKIP
        """
        return pd.concat(
            [measure("unit_code"), measure(None).assign(unit_code="district")], ignore_index=True
        )

    @once
    def movements(self, form: str) -> pd.DataFrame:
        """Form 7.2 or 7.3 in households: one row per unit and the district, one column per item."""
        forms, items = self.evidence.forms, list(FLOW_ITEMS[form])
        rows = forms[(forms.form == form) & (forms.account == "households")]
        table = rows.pivot(index="unit_code", columns="item", values="value").reindex(columns=items)
        table.loc["district"] = table.sum()
        return table.rename_axis(columns=None).reset_index()

    def list_flows(self) -> pd.DataFrame:
        """The multidimensional list of the units followed household by household, from its opening
        to its closing: `item` and `value` in households. Passages between the two classes stay
        on the list and are not flows of it.
        """
        forms = self.evidence.forms
        values = forms[forms.account == "households"].groupby("item").value.sum()
        items = ["opening", "out_of_both", "other_decrease", "new", "relapse", "other_increase", "closing"]
        return pd.DataFrame({"item": items, "value": [int(values.get(item, 0)) for item in items]})

    @once
    def deprivations(self, by: By = None) -> pd.DataFrame:
        """`deprivations` of both rounds, of the units with a household list in both.

        A unit that sends only a summary form would seem to have lost all its deprivations.
        """
        return deprivations(self.households_of_listed_units, by)

    def deprivation_change(self, by: By = None) -> pd.DataFrame:
        """Change of the deprivations of the listed households since the baseline."""
        rows = self.deprivations(by)
        return deprivation_change(rows[rows["round"] == self.before], rows[rows["round"] == self.after])

    @once
    def deprivation_of_listed(self) -> pd.DataFrame:
        """`alkire_foster` over the listed alone, both rounds; over residents: `MeasurementResults.measures`.

        Every indicator weighs 1; the cut-off is the number of deprivations from which a
        household under the income line is poor. The list is a full count: no sampling error.
        Households with an indicator missing are left out. `H`, `A` and `M0` carry the whole numbers
        they divide: households, and deprivations of the poor over all they could have.
        """
        indicators, households = list(self.standard.indicator_ids), self.households_of_listed_units
        listed = households[official_class(households).isin(LISTED)].dropna(subset=indicators)
        measures = alkire_foster(
            listed,
            dict.fromkeys(indicators, 1),
            self.standard.poor_from_count,
            dimensions={i.id: i.dimension for i in self.standard.indicators},
            by="round",
        ).query("by == 'round'")
        most = {"H": measures.n, "A": len(indicators) * measures.n_poor, "M0": len(indicators) * measures.n}
        return measures.assign(
            denominator=pd.concat([of[measures.measure == name] for name, of in most.items()]).astype("Int64")
        ).pipe(lambda rows: rows.assign(numerator=(rows.estimate * rows.denominator).round().astype("Int64")))

    @once
    def priority_groups(self) -> pd.DataFrame:
        """`priority_groups` of the programme, both rounds, of the units with a household list."""
        totals = self.totals[~self.totals.unit_code.isin(self.unlisted_units)]
        groups = self.inputs.programme.priority_groups
        return priority_groups(self.households_of_listed_units, totals, groups)

    @once
    def class_differences(self) -> pd.DataFrame:
        """Households whose recorded class is not the one their scores give."""
        return class_differences(self.inputs.households, self.standard)

    @once
    def newly_escaped(self, by: By = "unit_code") -> pd.DataFrame:
        """`newly_escaped` on the report's date, of the units with a household list, or their sum.

        Of the others nobody knows who is back on the list.
        """
        inputs, on = self.inputs, self.inputs.period.as_of
        current = inputs.households[inputs.households["round"] == self.after]
        events = list_events(inputs.movements, inputs.exits, current, None, on)
        events = events[~events.unit_code.isin(self.unlisted_units)]
        units = newly_escaped(events, current, on, inputs.programme.newly_escaped.months)
        return units if by else units.drop(columns="unit_code").sum().to_frame().T.astype("Int64")

    @property
    def reported_on(self) -> dt.date:
        """The day the disbursed amounts stand for: that of the oldest report behind them."""
        as_of = self.execution().as_of.iloc[0]
        return as_of.date() if pd.notna(as_of) else self.inputs.period.as_of

    @once
    def execution(self, *by: str) -> pd.DataFrame:
        """`budget_execution` on the report's date, in the programme's order."""
        inputs, programme = self.inputs, self.inputs.programme
        order = {
            "project": [project.id for project in programme.projects],
            "source": [source.id for source in programme.sources],
            "kind": [kind.id for kind in programme.kinds],
            "office": [office.id for office in programme.offices],
        }
        rows = budget_execution(inputs.plan, inputs.disbursements, on=inputs.period.as_of, by=by)
        if not by:
            return rows
        return rows.sort_values(
            list(by), key=lambda ids: ids.map(order[str(ids.name)].index), ignore_index=True
        )

    def expected_execution(self, *by: str) -> pd.DataFrame:
        """Plan, disbursed and expected by the year's end; expected is NA where a line's is.

        `rule` is that of the lines, `office_and_pace` where they differ.
        """
        lines = disbursement_outlook(self.execution(*LINE))
        # Of a source the plan names without an amount, nothing is expected until something is spent.
        lines = lines[lines.plan.notna() | lines.disbursed.notna()]
        sums = lines.groupby(list(by), dropna=False, sort=False) if by else lines.groupby(lambda _: 0)
        table = sums[["plan", "allocated", "disbursed"]].sum(min_count=1)
        table["expected"] = sums.expected.agg(lambda amounts: amounts.sum(min_count=len(amounts)))
        rules = sums.rule.agg(lambda each: "_and_".join(sorted(each.dropna().unique())) or pd.NA)
        return table.assign(rule=rules.astype("string")).reset_index(drop=not by)

    @once
    def disbursement_path(self) -> pd.DataFrame:
        """Disbursed and planned at the date of each report up to the report's own: `date`, both sums."""
        inputs = self.inputs
        dates = inputs.disbursements.date[inputs.disbursements.date <= pd.Timestamp(inputs.period.as_of)]
        rows = [
            budget_execution(inputs.plan, inputs.disbursements, on=on.date(), by=()).assign(date=on)
            for on in sorted(dates.unique())
        ]
        return pd.concat(rows, ignore_index=True) if rows else self.execution().assign(date=pd.NaT).head(0)
