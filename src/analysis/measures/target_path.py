"""The path to the target: who must still leave the list, and whether the pace is enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.exact import apportioned, half_up
from analysis.measures.columns import need_columns
from analysis.measures.nowcast.draws import YearEnd, need_draws
from analysis.measures.rate_change import Bound
from analysis.measures.target_bounds import bounds_of, target_bounds

_PACE = ["stage", "left_in_returns", "left_since", "known_until"]
_KNOWN = ["households_baseline", "total_households_baseline", "households", "total_households"]


def target_path(
    year_end: YearEnd,
    target: tuple[Bound, Bound],
    by: str | Sequence[str] | None = None,
    *,
    baseline_date: dt.date,
    until: dt.date,
    trust_target: bool = False,
) -> pd.DataFrame:
    """Households that must still leave the list to reach each bound, and the pace that takes.

    Whoever is expected to enter (new, relapsed, moved in, split) must be made up for as well:
    must_leave = households + expected_to_enter − households_at_bound, at least 0. Days are those a
    unit's papers do not cover up to `until`: what was decided since is not known yet.

    year_end: as `year_end_draws` gives it. target: as in `nowcast`.
    by: columns of the evidence; None for all together.
    baseline_date, until: the first and the last day of the year's change.
    trust_target: as in `nowcast`.
    Returns one row per group and bound: `bound_points`, `households`, `households_at_bound` (most
        that may be listed for it; NA where the rate can't fall so far), `expected_to_enter`,
        `expected_to_leave` (means of the draws, half up), `must_leave`, `beyond_expected` (how many
        of them more than are expected to leave anyway), `fair_share` (the group's part of what the
        district must still bring to the bound: shared out in whole households, by largest
        remainder, over the households listed in units whose figure may still change; NA where the
        district's is), `left_so_far` (without what a summary form does not
        tell), `days_covered` and `days_left` (of the unit whose papers cover least; none are left
        where the figure stands), `needed_per_day` = must_leave / days_left (NA without days left)
        and `seen_per_day`, the sum over units of households left per day covered.
    Raises ValueError where `until` does not lie after `baseline_date`, for bounds in the wrong order or on
        another scale, for what holds no draws, and for a column that the evidence lacks.
    Source: arithmetic on the programme's target (`programme.target.reference`) and `year_end_draws`; the
        sharing out by largest remainder is `analysis.exact.apportioned`.
    """
    need_draws(year_end)
    if pd.Timestamp(until) <= pd.Timestamp(baseline_date):
        raise ValueError(
            f"{until} does not lie after {baseline_date}; give the last day of the year's change"
        )
    groups = [by] if isinstance(by, str) else list(by or ())
    need_columns(year_end.evidence, [*groups, *_KNOWN, *_PACE], "the evidence")
    bounds = bounds_of(target, year_end.evidence, trust=trust_target)
    units = _units(year_end, baseline_date, until)
    district = _bounds(units.assign(whole=0), ["whole"], target)
    rows = _bounds(units.assign(whole=0), groups or ["whole"], target)
    open_households = units["households"].where(units["stage"] != "final", 0)
    keys = groups or ["whole"]
    weights = open_households.groupby([units.assign(whole=0)[key] for key in keys], sort=False).sum()
    shares = {
        bound: _shared_out(district.must_leave[district.bound_points == bound].item(), weights)
        for bound in bounds
    }
    order = rows.groupby("bound_points", sort=False).cumcount()
    rows["fair_share"] = pd.array(
        [shares[bound][place] for bound, place in zip(rows.bound_points, order, strict=True)], "Int64"
    )
    columns = ["bound_points", "households", "households_at_bound", "expected_to_enter"]
    columns += ["expected_to_leave", "must_leave", "beyond_expected", "fair_share", "left_so_far"]
    columns += ["days_covered", "days_left", "needed_per_day", "seen_per_day"]
    return rows[[*groups, *columns]]


def _units(year_end: YearEnd, baseline_date: dt.date, until: dt.date) -> pd.DataFrame:
    evidence = year_end.evidence
    known_until = pd.to_datetime(evidence["known_until"])
    covered = (known_until - pd.Timestamp(baseline_date)).dt.days
    left, changes = (
        evidence["left_in_returns"] + evidence["left_since"].fillna(0),
        evidence["stage"] != "final",
    )
    return evidence.assign(
        enters=year_end.entered.mean(axis=0),
        leaves=year_end.left.mean(axis=0),
        left_so_far=left,
        days_covered=covered,
        days_left=(pd.Timestamp(until) - known_until).dt.days.clip(lower=0).where(changes, 0),
        seen_per_day=[
            float(Fraction(int(n), int(d))) if d > 0 else 0.0 for n, d in zip(left, covered, strict=True)
        ],
    )


def _bounds(units: pd.DataFrame, groups: list[str], target: tuple[Bound, Bound]) -> pd.DataFrame:
    sums = units.groupby(groups, sort=False, dropna=False)
    stocks = sums[_KNOWN].sum(min_count=1).mask(sums[_KNOWN].agg(lambda column: column.isna().any()))
    whole = sums.agg(
        enters=("enters", "sum"),
        leaves=("leaves", "sum"),
        left_so_far=("left_so_far", "sum"),
        days_covered=("days_covered", "min"),
        days_left=("days_left", "max"),
        seen_per_day=("seen_per_day", "sum"),
    )
    now = stocks.reset_index().rename(
        columns={
            "households": "households_after",
            "total_households": "total_households_after",
            "households_baseline": "households_before",
            "total_households_baseline": "total_households_before",
        }
    )
    ordered = [*groups, "households_before", "total_households_before"]
    bounds = target_bounds(now[[*ordered, "households_after", "total_households_after"]], target)
    rows = bounds.merge(whole.join(stocks).reset_index(), on=groups, how="left", validate="many_to_one")
    for name, mean in (("expected_to_enter", "enters"), ("expected_to_leave", "leaves")):
        rows[name] = pd.array([int(half_up(Fraction(float(n)), 0)) for n in rows[mean]], "Int64")
    rows["must_leave"] = (rows.households + rows.expected_to_enter - rows.households_at_bound).clip(lower=0)
    rows["beyond_expected"] = (rows.must_leave - rows.expected_to_leave).clip(lower=0)
    rows["needed_per_day"] = rows.must_leave / rows.days_left.where(rows.days_left > 0)
    return rows


def _shared_out(must_leave: Any, weights: pd.Series) -> list[Any]:
    """Whole households for each group that add up to the district's; NA where every figure stands."""
    whole = sum(int(weight) for weight in weights)
    if pd.isna(must_leave) or not whole:
        return [pd.NA] * len(weights)
    return list(apportioned([Fraction(int(must_leave) * int(weight), whole) for weight in weights]))
