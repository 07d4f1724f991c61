"""The measures of one period that rest on the households themselves, each made once.

Who is measured: the listed households of the units that sent a household list in both rounds and
whose residents are known in both. Whoever resides there and stands on no list was found over the
income line, and so is not poor by the rule, whatever he lacks.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from analysis.measures.alkire_foster import alkire_foster
from analysis.measures.classify import official_class
from analysis.measures.national_rule import national_rule
from analysis.measures.robustness import robustness
from analysis.measures.rule_lines import STATES
from analysis.measures.specifications import rank_ranges, specification_estimates
from analysis.once import once
from analysis.results import Results
from analysis.tables import LISTED

WHEN = ("before", "after")
_VERDICTS = ("robust", "never_below", "equal", "turns")
_RANKS = ["unit", "rank_given", "rank_low", "rank_high"]


class MeasurementResults:
    """The rule as a measure, Alkire–Foster, change and movement of one period's lists.

    Marks that are missing count as not deprived: H and M0 are then the least they can be
    (`incomplete` says of how many households).
    """

    def __init__(self, results: Results) -> None:
        self.results, self.standard = results, results.standard
        self.indicators = list(results.standard.indicator_ids)
        self.cutoff = results.standard.poor_from_count

    @cached_property
    def totals(self) -> pd.DataFrame:
        """Residents of the units measured, both rounds."""
        known, results = self.results.totals.dropna(subset=["total_households"]), self.results
        rounds = known.groupby("unit_code")["round"].nunique()
        units = set(rounds.index[rounds == len(WHEN)]) - set(results.unlisted_units)
        return known[known.unit_code.isin(units)]

    @cached_property
    def listed(self) -> pd.DataFrame:
        """Poor and near-poor households measured, both rounds."""
        households = self.results.households_of_listed_units
        households = households[households.unit_code.isin(self.totals.unit_code)]
        return households[official_class(households).isin(LISTED)]

    @property
    def units(self) -> list[str]:
        """The units measured, in the programme's order."""
        known = set(self.totals.unit_code)
        return [unit for unit in self.results.inputs.programme.unit_codes if unit in known]

    @property
    def measurable(self) -> bool:
        """Whether there is a list of both rounds with anybody on it."""
        return self.listed["round"].nunique() == len(WHEN)

    @property
    def listed_now(self) -> int:
        """Households measured now."""
        return len(self._now(self.listed))

    @property
    def carried(self) -> int:
        """Units measured that have not sent the list of the period."""
        basis = self.results.inputs.list_basis
        return int((~basis.reported & basis.unit_code.isin(self.units)).sum())

    @property
    def class_differs(self) -> int:
        """Households measured now whose recognised class is not that of their scores."""
        rows = self._now(self.results.class_differences())
        return int(rows.unit_code.isin(self.units).sum())

    @property
    def incomplete(self) -> int:
        """Households on the current lists that lack a mark of an indicator."""
        return int(self._now(self.listed)[self.indicators].isna().any(axis=1).sum())

    @once
    def rule_rates(self, by: str | None = None) -> pd.DataFrame:
        """The rule's classes over all residents, with intensity and M0 of each; by `area` if asked for."""
        rule = self._rule(by)
        keys = [*([by] if by else []), "round", "measure"]
        rows = rule[rule.measure.isin(["rate", "mean_deprivations", "M0"])]
        wide = rows.assign(kind=rows.measure, measure=rows.poverty_class).pivot(
            index=keys, columns="kind", values=["numerator", "denominator", "estimate"]
        )
        table = pd.DataFrame(
            {
                "households": wide["numerator", "rate"],
                "total_households": wide["denominator", "rate"],
                "household_rate": wide["estimate", "rate"],
                "deprivations": wide["numerator", "mean_deprivations"],
                "deprivations_per_household": wide["estimate", "mean_deprivations"],
                "possible_deprivations": wide["denominator", "M0"],
                "m0": wide["estimate", "M0"],
            }
        ).reset_index()
        classes = pd.Categorical(table.measure, [*LISTED, "multidimensional"], ordered=True)
        place = table[keys[:-1]].assign(measure=classes).sort_values(keys).index
        table = table.loc[place].reset_index(drop=True)
        counts = ["households", "total_households", "deprivations", "possible_deprivations"]
        ratios = ["household_rate", "deprivations_per_household", "m0"]
        return table.astype({**dict.fromkeys(counts, "Int64"), **dict.fromkeys(ratios, "Float64")})

    @once
    def rule_states(self) -> pd.DataFrame:
        """How the income line and the count of deprivations meet among the households listed now."""
        rows = self._now(self._rule())
        rows = rows[rows.poverty_class.isna() & rows.measure.isin(STATES)]
        return rows[["measure", "numerator", "denominator", "estimate"]].set_axis(
            ["state", "households", "listed_households", "household_share"], axis=1
        )

    @once
    def rule_indicators(self) -> pd.DataFrame:
        """Uncensored headcounts over the listed, censored ones of each class over all residents, now."""
        rule = self._now(self._rule())
        shown = rule[rule.measure == "hd"].set_index("indicator")
        table = pd.DataFrame(
            {
                "households": shown.numerator,
                "marked_households": shown.denominator,
                "share": shown.estimate,
            }
        )
        for name in LISTED:
            of_class = rule[(rule.measure == "hdk") & (rule.poverty_class == name)].set_index("indicator")
            table[f"deprived_{name}"], table[f"{name}_rate"] = of_class.numerator, of_class.estimate
            table["total_households"] = of_class.denominator
        return table.loc[self.indicators].reset_index()

    @once
    def b2_differs(self) -> pd.DataFrame:
        """Households listed now whose B2 is not the points of their marks: one row of counts."""
        rows = self._now(self._rule()).query("measure == 'b2_differs'")
        return rows[["numerator", "denominator"]].set_axis(["households", "marked_households"], axis=1)

    @once
    def measures(self) -> pd.DataFrame:
        """H, A and M0 of both rounds at the standard's cut-off, with the counts they divide."""
        table = self._counts("all").pipe(self._at_cutoff)
        before, after = (self._at(when, table).iloc[0] for when in WHEN)
        rows = []
        for name, over, under in (
            ("headcount_ratio", "households", "total_households"),
            ("intensity", "deprivations", "poor_possible"),
            ("adjusted_headcount_ratio", "deprivations", "possible_deprivations"),
        ):
            parts = {f"numerator_{when}": of[over] for when, of in zip(WHEN, (before, after), strict=True)}
            parts |= {
                f"denominator_{when}": of[under] for when, of in zip(WHEN, (before, after), strict=True)
            }
            rows.append({"measure": name, **parts})
        found = pd.DataFrame(rows).astype({c: "Int64" for c in rows[0] if c != "measure"})
        for when in WHEN:
            over = found[f"denominator_{when}"]
            found[f"estimate_{when}"] = found[f"numerator_{when}"] / over.mask(over == 0)
        found["measure_change_points"] = (found.estimate_after - found.estimate_before) * 100
        return found

    @once
    def cutoffs(self) -> pd.DataFrame:
        """H, A and M0 at every cut-off at which anybody is poor in either round."""
        table = self._counts("all")
        table = table.assign(
            intensity=table.deprivations / table.poor_possible.mask(table.poor_possible == 0)
        )
        keep = ["cutoff", "households", "total_households", "household_rate", "intensity", "m0"]
        keep += ["deprivations", "poor_possible", "possible_deprivations"]
        before, after = (self._at(when, table)[keep].set_index("cutoff") for when in WHEN)
        both = before.add_suffix("_before").join(after.add_suffix("_after"))
        return both[(both.households_before > 0) | (both.households_after > 0)].reset_index()

    @once
    def contributions(self, of: str = "indicator") -> pd.DataFrame:
        """Deprivations of the poor by `indicator` or `dimension`, their share of M0; `total` last."""
        dimension = {i.id: i.dimension for i in self.standard.indicators}
        rows = self._measures("all").query("measure == 'hdk'").pipe(self._at_cutoff).copy()
        rows["dimension"] = rows.indicator.map(dimension)
        rows["deprived"] = (rows.estimate * rows.total_households).round().astype("Int64")
        order = self.indicators if of == "indicator" else list(dict.fromkeys(dimension.values()))
        sums = rows.groupby([of, "round"]).deprived.sum().unstack().loc[order]
        sums.loc["total"] = sums.sum()
        table = pd.DataFrame(index=sums.index.rename(of))
        for when in WHEN:
            deprived = sums[self._round(when)]
            table[f"deprivations_{when}"] = deprived
            table[f"all_deprivations_{when}"] = deprived["total"]
            table[f"contribution_{when}"] = deprived / (deprived["total"] or pd.NA)
        return table.reset_index()

    @once
    def unit_measures(self) -> pd.DataFrame:
        """H, A and M0 of each unit now, its shares of residents and of M0, and its range of ranks."""
        table = self._now(self._counts("unit_code")).pipe(self._at_cutoff)
        ranges = self.ranks().rename(columns={"unit": "unit_code"})
        table = table.merge(ranges, on="unit_code", how="left", validate="one_to_one")
        whole = table[["total_households", "deprivations"]].sum()
        table = table.assign(
            intensity=table.deprivations / table.poor_possible.mask(table.poor_possible == 0),
            district_households=whole.total_households,
            population_share=table.total_households / whole.total_households,
            district_deprivations=whole.deprivations,
            m0_share=table.deprivations / (whole.deprivations or pd.NA),
        )
        return table.sort_values(["rank_given", "unit_code"], ignore_index=True)

    @property
    def weightings(self) -> dict[str, dict[str, int]]:
        """Weightings beside the standard's equal one: each dimension doubled in turn."""
        return {
            name: {i.id: 1 + (i.dimension == name) for i in self.standard.indicators}
            for name in dict.fromkeys(i.dimension for i in self.standard.indicators)
        }

    @property
    def grids(self) -> dict[str, str | list[int]]:
        """The cut-offs orderings are tried at: every score that occurs, and those next to the standard's."""
        near = range(max(self.cutoff - 1, 1), min(self.cutoff + 1, len(self.indicators)) + 1)
        return {"near_cutoff": list(near), "every_cutoff": "all"}

    @once
    def pairs(self, grid: str = "every_cutoff") -> pd.DataFrame:
        """`robustness` of every pair of units in M0 over residents."""
        return robustness(*self._compared(grid), **self._comparison)

    @once
    def all_ranks(self, grid: str = "every_cutoff") -> pd.DataFrame:
        """`rank_ranges` of the units."""
        return rank_ranges(self.specifications(grid))

    @once
    def ranks(self, grid: str = "near_cutoff") -> pd.DataFrame:
        """Ranges of ranks, the given rank being that of the standard's cut-off and weights."""
        if not self.comparable:
            return pd.DataFrame(columns=_RANKS).astype(dict.fromkeys(_RANKS[1:], "Int64"))
        ranges = self.all_ranks(grid)[_RANKS]
        given = self._now(self._counts("unit_code")).pipe(self._at_cutoff)
        rank = given.set_index("unit_code").m0.rank(ascending=False, method="min").astype("Int64")
        return ranges.assign(rank_given=ranges.unit.map(rank))

    @once
    def specifications(self, grid: str = "every_cutoff") -> pd.DataFrame:
        """`specification_estimates` behind `pairs` and `ranks`."""
        return specification_estimates(*self._compared(grid), **self._comparison)

    @property
    def comparable(self) -> bool:
        """Whether there are two units to compare, and anybody is deprived in anything."""
        if not self.measurable or len(self.units) < len(WHEN):
            return False
        return bool(self._now(self.listed)[self.indicators].eq(1).any(axis=None))

    @once
    def orderings(self) -> pd.DataFrame:
        """How many pairs of units keep their order at every cut-off of a grid and under every weighting."""
        rows = []
        for grid in self.grids if self.comparable else ():
            pairs = self.pairs(grid)
            verdicts = pairs.verdict.value_counts()
            known = {"grid": grid, "specifications": int(pairs.specifications.iloc[0]), "pairs": len(pairs)}
            rows.append(known | {name: int(verdicts.get(name, 0)) for name in _VERDICTS})
        return pd.DataFrame(rows, columns=["grid", "specifications", "pairs", *_VERDICTS])

    def estimates(self, by: str = "all", *, every_cutoff: bool = False) -> pd.DataFrame:
        """The long table of `alkire_foster` now, over residents, of the whole and of the groups of `by`."""
        found = alkire_foster(
            self._now(self.population),
            dict.fromkeys(self.indicators, 1),
            list(range(1, len(self.indicators) + 1)) if every_cutoff else self.cutoff,
            dimensions={i.id: i.dimension for i in self.standard.indicators},
            by=None if by == "all" else by,
            weight="records",
            missing="not_deprived",
        )
        return found

    def residents(self, by: str = "unit_code") -> dict[str, int]:
        """Resident households now: of everybody (`all`) and of the groups of `by`."""
        now = self._now(self.totals)
        return {"all": int(now.total_households.sum())} | now.groupby(by).total_households.sum().to_dict()

    @cached_property
    def population(self) -> pd.DataFrame:
        """Every resident household measured: the listed one by one, the others of a unit in one record.

        `records` says how many households a record stands for; those on no list are no poor ones, so
        that their marks, which nobody took, do not matter and are written as none.
        """
        keys = ["unit_code", "round", "area"]
        marks = self.listed[[*keys, *self.indicators]].assign(records=1)
        listed = marks.groupby(["unit_code", "round"]).size()
        others = self.totals[[*keys, "total_households"]]
        places = pd.MultiIndex.from_frame(others[["unit_code", "round"]])
        beyond = others.total_households.to_numpy("int64") - listed.reindex(places, fill_value=0).to_numpy()
        others = others[keys].assign(records=beyond, **dict.fromkeys(self.indicators, 0))
        both = pd.concat([marks, others], ignore_index=True)
        return both.astype(dict.fromkeys(self.indicators, "Int64"))

    @once
    def _rule(self, by: str | None = None) -> pd.DataFrame:
        return national_rule(self.listed, self.standard, self.totals, by)

    @once
    def _measures(self, by: str) -> pd.DataFrame:
        """`alkire_foster` at every cut-off of both rounds, with the residents of each group."""
        tables = []
        for when in WHEN:
            found = alkire_foster(
                self._at(when, self.population),
                dict.fromkeys(self.indicators, 1),
                list(range(1, len(self.indicators) + 1)),
                by=None if by == "all" else by,
                weight="records",
                missing="not_deprived",
            )
            found = found[found.by == by].assign(round=self._round(when))
            residents = self._at(when, self.totals)
            whole = residents.assign(all="all").groupby(by).total_households.sum()
            tables.append(found.assign(total_households=found.group.map(whole).astype("Int64")))
        return pd.concat(tables, ignore_index=True)

    @once
    def _counts(self, by: str) -> pd.DataFrame:
        """Of each group, round and cut-off: the poor, their deprivations, H and M0, all exact counts."""
        rows = self._measures(by).query("measure == 'M0'")
        of = len(self.indicators)
        table = rows[["group", "round", "cutoff", "n_poor", "total_households"]].rename(
            columns={"group": by, "n_poor": "households"}
        )
        table["possible_deprivations"] = table.total_households * of
        table["poor_possible"] = table.households * of
        table["deprivations"] = (rows.estimate * table.possible_deprivations).round().astype("Int64")
        table["household_rate"] = table.households / table.total_households
        table["m0"] = table.deprivations / table.possible_deprivations
        return table.astype({"cutoff": int})

    def _compared(self, grid: str) -> tuple[pd.DataFrame, dict[str, int], Any]:
        listed = self._now(self.listed)
        return listed, dict.fromkeys(self.indicators, 1), self.grids[grid]

    @property
    def _comparison(self) -> dict[str, Any]:
        residents = self._now(self.totals).set_index("unit_code").total_households
        return {
            "by": "unit_code",
            "weightings": self.weightings,
            "totals": residents.to_dict(),
            "missing": "not_deprived",
        }

    def _round(self, when: str) -> str:
        return self.results.before if when == "before" else self.results.after

    def _at(self, when: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a round."""
        return frame[frame["round"] == self._round(when)]

    def _at_cutoff(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows at the standard's cut-off."""
        return frame[frame.cutoff == self.cutoff]

    def _now(self, frame: pd.DataFrame) -> pd.DataFrame:
        return self._at("after", frame)
