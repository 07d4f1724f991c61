"""The outlook: what of an estimate is observed, and what is expected on top of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.exact import apportioned, half_up
from analysis.measures.budget_execution import elapsed_share
from analysis.measures.poverty_rates import MEASURES, poverty_rates
from analysis.measures.rate_change import Bound, rate_change

_KEYS = ["unit_code", "measure"]


def list_outlook(
    baseline: pd.DataFrame,
    current: pd.DataFrame,
    list_basis: pd.DataFrame,
    *,
    baseline_date: dt.date,
    review_from: dt.date,
    until: dt.date,
    final: bool,
) -> pd.DataFrame:
    """Households each unit is expected to list on a later day, and by which rule.

    - `final`: the observed figure stands. So it does in an official report, and for a unit whose
      current list is a full list of this year's review.
    - `reviewed_units`: once any unit is reviewed, the others follow the relative change of all
      reviewed units since the baseline: baseline × (their current ÷ their baseline).
    - `pace`: before that, and where the reviewed units listed nobody at the baseline, the average
      net change per day since the baseline goes on. The days are those the unit's own papers
      cover, not those up to the report: what was decided since is not known yet.

    Sums are rounded once: the units' exact figures of a class are added, the sum is rounded half up
    and shared out in whole households (`exact.apportioned`). The outlook is no forecast of a
    review: it extends what is known by one plain rule.

    baseline, current: one row per `unit_code` and `measure` (`poor`, `near_poor`) with
        `households`, as `class_counts` gives them for one round.
    list_basis: as in `tables.LIST_BASIS`; a unit is reviewed when its `list_date` is `review_from`
        or later, and its papers cover the days up to the later of `list_date` and `movements_until`.
    review_from: first day on which a list belongs to this year's review.
    until: the day the figures are expected for.
    final: whether the report is official.

    Returns one row per unit and measure of either table: `unit_code`, `measure`,
        `households_baseline`, `observed`, `expected_change`, `expected_households`, `rule`.
        Where a figure the rule needs is not known, `expected_…` and `rule` are NA.
    Raises ValueError when `until` does not lie after `baseline_date`.
    """
    if until <= baseline_date:
        raise ValueError(f"{until} does not lie after {baseline_date}")
    reviewed = list_basis.unit_code[list_basis.list_date >= pd.Timestamp(review_from)]
    figures = pd.merge(
        baseline[[*_KEYS, "households"]].rename(columns={"households": "households_baseline"}),
        current[[*_KEYS, "households"]].rename(columns={"households": "observed"}),
        on=_KEYS,
        how="outer",
        validate="one_to_one",
    ).sort_values(_KEYS, key=_in_order, ignore_index=True)
    standing = figures.unit_code.isin(reviewed)
    comparable = figures[standing].dropna().groupby("measure")[["observed", "households_baseline"]].sum()
    ratios = {
        measure: Fraction(int(sums.observed), int(sums.households_baseline))
        for measure, sums in comparable.iterrows()
        if sums.households_baseline > 0
    }
    figures["rule"] = "pace"
    figures["rule"] = figures.rule.mask(figures.measure.isin(list(ratios)), "reviewed_units")
    figures["rule"] = figures.rule.mask(standing | final, "final").astype("string")
    ahead = _days_ahead_per_day_covered(list_basis, baseline_date, until)
    expected = pd.Series(
        [
            {
                "final": is_,
                "reviewed_units": was * ratios.get(measure, Fraction()),
                "pace": is_ + (is_ - was) * ahead.get(unit, Fraction()),
            }[rule]
            for unit, measure, was, is_, rule in zip(
                figures.unit_code,
                figures.measure,
                map(_exact, figures.households_baseline),
                map(_exact, figures.observed),
                figures.rule,
                strict=True,
            )
        ],
        index=figures.index,
        dtype=object,
    )
    figures["expected_households"] = pd.array([pd.NA] * len(figures), dtype="Int64")
    for _, exact in expected[expected.notna()].groupby(figures.measure):
        figures.loc[exact.index, "expected_households"] = apportioned([max(v, Fraction()) for v in exact])
    figures["expected_change"] = figures.expected_households - figures.observed
    figures["rule"] = figures.rule.mask(figures.expected_households.isna())
    return figures[
        [*_KEYS, "households_baseline", "observed", "expected_change", "expected_households", "rule"]
    ]


def nowcast_outlook(outlook: pd.DataFrame, expected: Mapping[str, int]) -> pd.DataFrame:
    """The same with the year's end as a model expects it, where it does.

    The model expects a unit's list as a whole: poor and near-poor households share it as they share
    the list now, in whole households; where nobody is listed now, all are near-poor.

    outlook: as `list_outlook` gives it for the year's end. expected: per unit the households on its
        list of poor and near-poor ones.
    Returns `outlook` with `expected_…` and `rule`, `nowcast`, of these units; a unit whose list now
        is not known keeps its rows.
    """
    found = outlook.copy()
    for unit, rows in outlook.groupby("unit_code"):
        if unit not in expected or rows.observed.isna().any():
            continue
        now = rows.observed if rows.observed.any() else (rows.measure == "near_poor").astype(int)
        parts = [Fraction(expected[unit] * int(part), int(now.sum())) for part in now]
        found.loc[rows.index, "expected_households"] = apportioned(parts)
        found.loc[rows.index, "rule"] = "nowcast"
    found["expected_change"] = found.expected_households - found.observed
    return found


def _days_ahead_per_day_covered(
    list_basis: pd.DataFrame, baseline_date: dt.date, until: dt.date
) -> dict[str, Fraction]:
    """Days still to come for each day a unit's papers cover; units whose papers cover none are left out."""
    covered = list_basis[["list_date", "movements_until"]].max(axis=1)
    return {
        unit: Fraction(max((until - day.date()).days, 0), (day.date() - baseline_date).days)
        for unit, day in zip(list_basis.unit_code, covered, strict=True)
        if pd.notna(day) and day.date() > baseline_date
    }


def _in_order(keys: pd.Series) -> pd.Series:
    """Measures as the tables of this programme have them: poor before near-poor."""
    return keys.map(MEASURES.index) if keys.name == "measure" else keys


def _exact(count: Any) -> Any:
    """A count as a fraction, for numpy's integers are not exact in one; NA stays NA."""
    return count if pd.isna(count) else Fraction(int(count))


def reduction_outlook(
    outlook: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    baseline: str,
    current: str,
    by: str | list[str] | None = None,
    target: tuple[Bound, Bound] | None = None,
) -> pd.DataFrame:
    """Change of the rates since the baseline: observed now, and expected on a later day.

    Resident households and persons on that day are taken as the last known ones.

    outlook: as `list_outlook` gives it.
    totals: as in `tables.TOTALS`; `baseline` and `current` are its two rounds.
    by, target: as in `poverty_rates` and `rate_change`.

    Returns the rows of `rate_change` twice, told apart by `basis`: `observed` and `expected`.
        Persons are NA: the outlook counts households.
    """

    def rates(column: str, round_: str) -> pd.DataFrame:
        counts = outlook[_KEYS].assign(round=round_, households=outlook[column], persons=pd.NA)
        return poverty_rates(counts.astype({"persons": "Int64"}), totals[totals["round"] == round_], by=by)

    before = rates("households_baseline", baseline)
    return pd.concat(
        [
            rate_change(before, rates(column, current), target=target).assign(basis=basis)
            for basis, column in (("observed", "observed"), ("expected", "expected_households"))
        ],
        ignore_index=True,
    )


def disbursement_outlook(execution: pd.DataFrame) -> pd.DataFrame:
    """Money expected to be disbursed by the year's end, per line.

    - `office`: the lead office's own estimate, wherever it gave one.
    - `pace`: otherwise what is disbursed goes on at the same amount per day since 1 January, up
      to the amount allocated (to the plan where no allocation is reported), and never falls
      below what is disbursed already.

    execution: as `budget_execution` gives it, by every key of a line (project, source, kind,
        office), because an estimate that covers only a part of a sum is none of the sum:
        `plan`, `allocated`, `disbursed`, `expected_year` in whole đồng, and `as_of`, the date of
        the report.

    Returns `execution` with `expected` (whole đồng, rounded half up) and `rule`; both NA for a
        line without report.
    """
    rows = []
    for line in execution.itertuples():
        if pd.notna(line.expected_year):
            rows.append((line.expected_year, "office"))
        elif pd.notna(line.disbursed):
            passed, days = elapsed_share(line.as_of.year, line.as_of.date())
            paced = int(half_up(_exact(line.disbursed) * days / passed, 0))
            cap = line.allocated if pd.notna(line.allocated) else line.plan
            rows.append((max(min(paced, cap), line.disbursed) if pd.notna(cap) else paced, "pace"))
        else:
            rows.append((pd.NA, pd.NA))
    expected = pd.DataFrame(rows, columns=["expected", "rule"], index=execution.index)
    return execution.assign(expected=expected.expected.astype("Int64"), rule=expected.rule.astype("string"))
