"""The change of the poverty rates between two rounds, and the verdict on the target."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.exact import fraction, half_up

Bound = float | str | Decimal | Fraction

_COUNTS = ["households", "total_households", "persons", "total_persons"]
_RATES = ["household_rate", "person_rate"]


def rate_change(
    before: pd.DataFrame, after: pd.DataFrame, target: tuple[Bound, Bound] | None = None
) -> pd.DataFrame:
    """What became of each rate from one round to another, in percentage points (điểm phần trăm).

    The change is split by Shapley into the effect of the count and that of the resident total: each
    is moved alone, first and last, and the two ways are averaged, so that both effects add up to
    the change whatever the order.

    before, after: results of `poverty_rates` for one round each with the same groups and measures.
        The persons' columns, `round` and `measure` may be absent.
    target: lower and upper bound of the reduction in percentage points; both belong to `met`.
    Returns one row per group and measure: `round_before`, `round_after`; `households`,
        `total_households`, `household_rate` with `_before` and `_after`; `change_points` (down is
        negative), `relative_change` (ratio, NA from a rate of 0), `change_households`,
        `count_effect_points`, `total_effect_points`; the persons' columns likewise with
        `person_change_points`. With a target `verdict` (`not_met`, `met`, `exceeded`), decided on
        exact counts, and `verdict_rounded`, the one that rates printed with two decimals of
        percent give; both NA for measures other than `multidimensional` and where a rate is NA.
    Raises ValueError where groups or measures of the two do not match or stand twice, and where the
        bounds are in the wrong order.
    Source: the target is the programme's (`programme.target.reference`); Shapley as in Shorrocks (2013),
        Journal of Economic Inequality 11.

    >>> before = pd.DataFrame({"round": ["2022"], "households": [380], "total_households": [20_000]})
    >>> after = pd.DataFrame({"round": ["2023"], "households": [350], "total_households": [20_000]})
    >>> rate_change(before, after, target=(0.15, 0.20)).verdict.item()
    'met'
    """
    low, high = map(fraction, target) if target else (Fraction(0), Fraction(0))
    if low > high:
        raise ValueError(f"the lower bound of the target is above the upper: {target}")
    change = before_and_after(before, after, values=["round", *_COUNTS, *_RATES])
    rates = {}
    for when in ("before", "after"):
        for count, total, rate in zip(_COUNTS[::2], _COUNTS[1::2], _RATES, strict=True):
            residents = change[f"{total}_{when}"]
            rates[f"{rate}_{when}"] = change[f"{count}_{when}"] / residents.where(residents > 0)
    change = change.assign(**rates)
    rate_before, rate_after = change["household_rate_before"], change["household_rate_after"]
    gained = change["households_after"] - change["households_before"]
    total_before = change["total_households_before"].where(rate_before.notna())
    total_after = change["total_households_after"].where(rate_after.notna())
    turned = (1 / total_after - 1 / total_before) * 100
    change["change_points"] = (rate_after - rate_before) * 100
    change["relative_change"] = (rate_after - rate_before) / rate_before.where(rate_before > 0)
    change["change_households"] = gained
    change["count_effect_points"] = gained * (1 / total_before + 1 / total_after) / 2 * 100
    change["total_effect_points"] = (change["households_before"] + change["households_after"]) / 2 * turned
    change["person_change_points"] = (change["person_rate_after"] - change["person_rate_before"]) * 100
    if target:
        change["verdict"] = _verdicts(change, low, high, decimals=None)
        change["verdict_rounded"] = _verdicts(change, low, high, decimals=2)
    return change


def before_and_after(before: pd.DataFrame, after: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """Two frames side by side: the columns of `values` with `_before` and `_after`, the rest as key.

    A column of `values` that a frame lacks is NA. Raises ValueError where keys differ or stand twice.
    """
    keys = [column for column in before if column not in values]
    if set(keys) != set(after.columns) - set(values):
        raise ValueError(f"the two rounds are grouped differently: {keys} and {list(after.columns)}")
    whole = [*keys, "whole"]  # frames without a key are one row each
    numbers = {value: "Int64" for value in values if value in _COUNTS}
    left, right = (
        frame.reindex(columns=[*keys, *values]).astype(numbers).assign(whole=0).set_index(whole)
        for frame in (before, after)
    )
    if not (left.index.is_unique and right.index.is_unique):
        raise ValueError(f"several rows for the same {', '.join(keys) or 'whole'}: give one round each")
    alone = left.index.symmetric_difference(right.index)
    if len(alone):
        raise ValueError(f"in one of the two rounds only: {'; '.join(str(key[:-1]) for key in alone)}")
    paired = [f"{value}_{when}" for value in values for when in ("before", "after")]
    joined = left.add_suffix("_before").join(right.add_suffix("_after"), validate="one_to_one")
    return joined[paired].reset_index().drop(columns="whole")


def _verdicts(change: pd.DataFrame, low: Fraction, high: Fraction, decimals: int | None) -> pd.Series:
    verdicts = [_verdict(row, low, high, decimals) for row in change.itertuples()]
    return pd.Series(verdicts, index=change.index, dtype="string")


def _verdict(row: Any, low: Fraction, high: Fraction, decimals: int | None) -> object:
    """The target speaks of the multidimensional rate alone; other measures get no verdict."""
    if getattr(row, "measure", "multidimensional") != "multidimensional":
        return pd.NA
    if pd.isna(row.household_rate_before) or pd.isna(row.household_rate_after):
        return pd.NA
    rates = (
        Fraction(100 * int(row.households_before), int(row.total_households_before)),
        Fraction(100 * int(row.households_after), int(row.total_households_after)),
    )
    was, now = rates if decimals is None else (Fraction(half_up(rate, decimals)) for rate in rates)
    reduction = was - now
    return "not_met" if reduction < low else "met" if reduction <= high else "exceeded"
