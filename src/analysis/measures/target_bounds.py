"""What the bounds of the target mean in households."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.exact import fraction, half_up
from analysis.measures.rate_change import Bound

_COLUMNS = ["bound_points", "households_at_bound", "reduction_households", "households_to_leave", "reached"]

_LEAST_POINTS = Fraction(1, 100)
"""Programmes set targets in tenths of a point."""


def target_bounds(change: pd.DataFrame, target: tuple[Bound, Bound]) -> pd.DataFrame:
    """How many households may be on the list at each bound of the target, and how many too many are.

    change: a result of `rate_change`; where it has a `measure`, only `multidimensional` is used.
    target: lower and upper bound of the reduction in percentage points; one bound where they are equal.
    Returns one row per row of `change` and bound: its groups, `bound_points` (as given),
        `households_at_bound` (most households with which the rate has fallen by at least the bound,
        over the residents after; NA where the rate before is lower than the bound or unknown),
        `reduction_households` (before less at the bound), `households_to_leave` (how many more must
        leave the list; 0 where reached) and `reached` (NA where a rate is unknown).
    Raises ValueError where the bounds are in the wrong order.
    Source: the programme's target, `programme.target.reference`; the household count is arithmetic on it.

    >>> now = pd.DataFrame({"households_before": [380], "total_households_before": [20_000],
    ...     "households_after": [348], "total_households_after": [20_000]})
    >>> target_bounds(now, (0.15, 0.20))[["households_at_bound", "households_to_leave"]].values.tolist()
    [[350, 0], [340, 8]]
    """
    if "measure" in change:
        change = change[change["measure"] == "multidimensional"]
    columns = list(change.columns)
    groups = columns[: columns.index("households_before")]
    groups = [c for c in groups if c not in ("measure", "round_before", "round_after")]
    rows = [
        {**{group: getattr(row, group) for group in groups}, **_bound(row, points)}
        for row in change.itertuples()
        for points in distinct_bounds(target)
    ]
    whole = {name: "Int64" for name in _COLUMNS[1:-1]}
    return pd.DataFrame(rows, columns=[*groups, *_COLUMNS]).astype({**whole, "reached": "boolean"})


def distinct_bounds(target: tuple[Bound, Bound]) -> tuple[Bound, ...]:
    """The bounds as written, one where both are the same number. Raises ValueError in the wrong order."""
    try:
        low, high = map(fraction, () if isinstance(target, str) else target)
    except (TypeError, ValueError):
        raise ValueError(f"target={target!r}: give two numbers, the lower and the upper bound") from None
    if low > high:
        raise ValueError(f"the lower bound of the target is above the upper: {target}")
    return tuple(target) if low < high else tuple(target[:1])


def bounds_of(target: tuple[Bound, Bound], evidence: pd.DataFrame, *, trust: bool) -> tuple[Bound, ...]:
    """`distinct_bounds`, held against the whole rate at the baseline where they are not trusted."""
    bounds = distinct_bounds(target)
    if not trust:
        stocks = ("households_baseline", "total_households_baseline")
        _check_scale(target, *(evidence[name].sum(skipna=False) for name in stocks))
    return bounds


def _check_scale(target: tuple[Bound, Bound], households: Any, residents: Any) -> None:
    """Raise ValueError for bounds that can hardly be percentage points, beside a rate at the baseline.

    A rate can't fall by more than it is, and one household in ten thousand residents is a hundredth of a
    point: less is mostly a ratio (0.0015) where points (0.15) are meant.

    households, residents: of the baseline, NA where not known.
    """
    high = fraction(target[1])
    meant = (
        "bounds are percentage points (half a point is 0.5); if they are meant so, write trust_target=True"
    )
    if 0 < high < _LEAST_POINTS:
        raise ValueError(f"a target of {target[0]} to {target[1]} is under a hundredth of a point: {meant}")
    if pd.isna(households) or pd.isna(residents) or not residents:
        return
    rate = Fraction(int(households), int(residents)) * 100
    if high > rate:
        shown = f"{half_up(rate, 2)} % at the baseline"
        raise ValueError(f"a target of {target[0]} to {target[1]} is more than the rate, {shown}: {meant}")


def _bound(row: Any, points: Bound) -> dict[str, object]:
    known = (
        row.households_before,
        row.households_after,
        row.total_households_before,
        row.total_households_after,
    )
    if any(map(pd.isna, known)) or not row.total_households_before or not row.total_households_after:
        return {"bound_points": points}
    before, after, total_before, total_after = map(int, known)
    # Rounded down: the bound itself belongs to the target, a part of a household can't leave.
    most = (Fraction(before, total_before) - fraction(points) / 100) * total_after // 1
    if most < 0:
        return {"bound_points": points, "reached": False}
    return {
        "bound_points": points,
        "households_at_bound": most,
        "reduction_households": before - most,
        "households_to_leave": max(after - most, 0),
        "reached": after <= most,
    }
