"""What the draws say: expected figure, prediction intervals, and the chances of the target."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.exact import apportioned, fraction
from analysis.measures.columns import need_columns
from analysis.measures.nowcast.draws import YearEnd, need_draws
from analysis.measures.rate_change import Bound
from analysis.measures.target_bounds import bounds_of

_KNOWN = ["households_baseline", "total_households_baseline", "households", "total_households"]
_LEVELS = (1, 99.9)
VERDICTS = ("not_met", "met", "exceeded")


def nowcast(
    year_end: YearEnd,
    target: tuple[Bound, Bound],
    by: str | Sequence[str] | None = None,
    *,
    levels: Sequence[float] = (80, 95),
    trust_target: bool = False,
) -> pd.DataFrame:
    """The multidimensional rate expected at the year's end, per group of units.

    Intervals are equal-tailed and whole households: at most half of what is left to chance lies on
    either side, so that an interval of few households holds somewhat more than its level says.

    target: lower and upper bound of the reduction in percentage points; both belong to `met`.
    by: columns of the evidence; None for all units together.
    levels: of the intervals, in per cent, from 1 to 99.9.
    trust_target: take the bounds as they are, though one is more than the whole baseline's rate, or they
        are under a hundredth of a point: mostly they are then on another scale (15 or 0.0015 for 0.15).
    Returns, per group: `households_baseline`, `total_households_baseline`, `households` (on the list
        now), `total_households`; `expected_left`, `expected_entered` and `expected_households` (means
        of the draws), `lower_80`, `upper_80` and so on (whole households); `expected_rate`,
        `lower_rate_80`, … (ratios over `total_households`, taken as it is now); `expected_points`,
        the change of the rate (down is negative); for each verdict `draws_…` and
        `probability_…` = draws_… / `draws`, decided on exact counts; NA where the baseline's
        residents are not known.
    Raises ValueError for bounds in the wrong order or on another scale, for levels that are no per cent
        (0.8), for what holds no draws, and for a column that the evidence lacks.
    Source: the draws are those of `year_end_draws`; their quantiles as definition 1 of Hyndman and Fan
        (1996), The American Statistician 50; the verdicts as in `rate_change`.
    """
    need_draws(year_end)
    if strange := [str(level) for level in levels if not _LEVELS[0] <= level <= _LEVELS[1]]:
        raise ValueError(
            f"levels of {', '.join(strange)} per cent: choose from {_LEVELS[0]} to {_LEVELS[1]}, such as 80"
        )
    evidence, groups = year_end.evidence, [by] if isinstance(by, str) else list(by or ())
    need_columns(evidence, [*groups, *_KNOWN], "the evidence")
    bounds = bounds_of(target, evidence, trust=trust_target)
    low, high = fraction(bounds[0]), fraction(bounds[-1])
    places = evidence.groupby(groups, sort=False, dropna=False).indices if groups else None
    whole = {(): np.arange(len(evidence))} if places is None else places
    rows = []
    for name, members in whole.items():
        names = name if isinstance(name, tuple) else (name,)
        known = evidence.iloc[members][_KNOWN].sum(skipna=False)
        at_end = year_end.households[:, members].sum(axis=1)
        row = {
            **dict(zip(groups, names, strict=True)),
            **known,
            "expected_left": year_end.left[:, members].sum(axis=1).mean(),
            "expected_entered": year_end.entered[:, members].sum(axis=1).mean(),
            "expected_households": at_end.mean(),
            **_intervals(at_end, levels),
            "draws": len(at_end),
            **_verdicts(at_end, known, low, high),
        }
        rows.append(row)
    table = pd.DataFrame(rows)
    rates = {"expected_rate": "expected_households"}
    rates |= {f"{end}_rate_{level}": f"{end}_{level}" for level in levels for end in ("lower", "upper")}
    for rate, households in rates.items():
        table[rate] = table[households] / table["total_households"]
    was = table["households_baseline"] / table["total_households_baseline"]
    table["expected_points"] = (table["expected_rate"] - was) * 100
    for verdict in VERDICTS:
        table[f"probability_{verdict}"] = table[f"draws_{verdict}"] / table["draws"]
    counts = [*_KNOWN, "draws", *(f"draws_{verdict}" for verdict in VERDICTS)]
    ends = [f"{end}_{level}" for level in levels for end in ("lower", "upper")]
    return table.astype(dict.fromkeys([*counts, *ends], "Int64"))


def expected_by_unit(year_end: YearEnd) -> dict[str, int]:
    """Households expected on the list of each unit at the year's end, as whole ones that add up.

    Means of the draws; their sum is rounded once, half up, and shared out (`analysis.exact.apportioned`).
    Raises ValueError for what holds no draws.
    Source: largest remainder; the draws are those of `year_end_draws`.
    """
    need_draws(year_end)
    means = [Fraction(float(mean)) for mean in year_end.households.mean(axis=0)]
    return dict(zip(year_end.evidence["unit_code"], apportioned(means), strict=True))


def _intervals(at_end: np.ndarray, levels: Sequence[float]) -> dict[str, int]:
    """The ends of each interval, as whole households that occur among the draws."""
    ends = {}
    for level in levels:
        tail = (1 - level / 100) / 2
        lower, upper = np.quantile(at_end, [tail, 1 - tail], method="inverted_cdf")
        ends[f"lower_{level}"], ends[f"upper_{level}"] = int(lower), int(upper)
    return ends


def _verdicts(at_end: np.ndarray, known: pd.Series, low: Fraction, high: Fraction) -> dict[str, object]:
    """Draws below, within and above the target; the bounds themselves are within."""
    if known.isna().any() or not known["total_households_baseline"]:
        return {f"draws_{verdict}": pd.NA for verdict in VERDICTS}
    was = Fraction(int(known["households_baseline"]), int(known["total_households_baseline"]))
    residents = int(known["total_households"])
    at_low, at_high = ((was - bound / 100) * residents for bound in (low, high))
    above = int((at_end > at_low // 1).sum())  # a rate is too high from the next whole household on
    below = int((at_end < -(-at_high // 1)).sum())
    return {
        "draws_not_met": above,
        "draws_met": len(at_end) - above - below,
        "draws_exceeded": below,
    }
