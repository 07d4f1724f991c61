"""How indicators go together: whether two of them tell of the same households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.asked import ask
from analysis.measures.alkire_foster.definition import read_definition
from analysis.measures.alkire_foster.design import Design, Lonely
from analysis.measures.alkire_foster.groups import WHOLE, Groups, one_group
from analysis.measures.alkire_foster.intervals import intervals
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.records import Records, Totals
from analysis.measures.alkire_foster.variance import Linear, degrees_of_freedom, variances

MEASURES = ("both_deprived", "cramers_v", "redundancy")


class _Pairs(NamedTuple):
    """Places of the first and second indicator of every pair."""

    first: np.ndarray
    second: np.ndarray


class _Slopes(NamedTuple):
    """A measure of every group and pair, and its slopes in the shares of the first, the second and both."""

    value: np.ndarray
    first: np.ndarray
    second: np.ndarray
    both: np.ndarray


def af_association(
    data: pd.DataFrame,
    indicators: Sequence[str],
    *,
    by: str | Sequence[str] | None = None,
    weight: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    fpc: str | None = None,
    lonely: Lonely = "error",
    sample: bool | None = None,
    subpopulation: str | None = None,
    missing: Missing = "error",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Association and redundancy of every two indicators, over all records, poor or not.

    The arguments are those of `alkire_foster`; `missing` without `bounds`, which bound levels alone.
    Returns one row per `by`, `group`, `indicator`, `other` and `measure`, with `estimate`, `se`,
        `lower`, `upper`, `n` records that count, `df`, `numerator` and `denominator` (sums of weights,
        NaN for Cramér's V, which is no single ratio) and `missing_policy`. Measures:
        `both_deprived`, the share deprived in both; `cramers_v`, Cramér's V of the two by two table
        with its sign, from -1 (never together) by 0 (independent) to 1 (always together), NA where
        an indicator is the same for all; `redundancy` (R0), the share of the rarer deprivation that
        comes with the other, NA where it deprives nobody. Standard errors are Taylor-linearised;
        that of R0 is NA where both are equally frequent, for there it has a kink. Limits by t, of
        shares on log odds.
    Raises ValueError for what `alkire_foster` refuses.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, section 7.3.

    >>> data = pd.DataFrame({"water": [1, 1, 0, 0], "toilet": [1, 0, 0, 0]})
    >>> af_association(data, ["water", "toilet"]).set_index("measure").estimate.round(4).to_dict()
    {'both_deprived': 0.25, 'cramers_v': 0.5774, 'redundancy': 1.0}
    """
    if isinstance(indicators, Mapping):
        raise ValueError("an association has no weights: write the indicators as a sequence")
    definition = read_definition(indicators, 1)
    asked = ask(
        [data], definition,
        by=by, weight=weight, strata=strata, cluster=cluster, fpc=fpc, lonely=lonely, sample=sample,
        subpopulation=subpopulation, missing=missing, confidence=confidence,
    )  # fmt: skip
    design = asked.design(data)
    records = asked.records(data, design, missing)
    places = list(combinations(range(len(definition.indicators)), 2))
    pairs = _Pairs(*np.array(places, int).reshape(-1, 2).T)
    seen = records.patterns.seen
    both = seen[:, pairs.first] * seen[:, pairs.second]
    records = records.adding(np.hstack([np.ones((len(seen), 1)), seen, both]))
    breakdowns = {WHOLE: one_group(len(data))} | asked.groups(data)
    tables = [
        _table(column, groups, records, pairs, design, confidence) for column, groups in breakdowns.items()
    ]
    result = pd.concat(tables, ignore_index=True)
    result["group"] = result.group.infer_objects()
    result["missing_policy"] = pd.array([missing] * len(result), dtype="string")
    return asked.told(result, "af_association", design)


def _table(
    column: str, groups: Groups, records: Records, pairs: _Pairs, design: Design | None, confidence: float
) -> pd.DataFrame:
    """The rows of one breakdown: group by group and pair by pair, the three measures."""
    totals, rows, number = records.add_up(groups), len(groups.names), len(pairs.first)
    found = _measured(totals, pairs, len(records.definition.indicators))
    value = np.stack([of.value for of in found], axis=2)
    error, df = np.full(value.shape, np.nan), np.full(rows, np.nan)
    if design is not None and totals.units is not None:
        units = totals.units
        active = units.value[:, 0] > 0
        df = degrees_of_freedom(design, units.row[active], units.psu[active], rows).astype(float)
        for place, of in enumerate(found):
            linear = _linear(totals, units, of, pairs, len(records.definition.indicators))
            error[:, :, place] = np.sqrt(variances(design, linear, rows))
        error[np.isnan(value)] = np.nan
    names = np.array(records.definition.indicators, object)
    shares = np.tile([measure != "cramers_v" for measure in MEASURES], rows * number)
    freedom = np.repeat(df, number * len(MEASURES))
    lower, upper = value.ravel() * np.nan, value.ravel() * np.nan
    if design is not None:
        lower, upper = intervals(value.ravel(), error.ravel(), freedom, confidence, share=shares)
    each = len(MEASURES)
    over, under = _sums(totals, pairs, each)
    return pd.DataFrame(
        {
            "by": pd.array([column] * value.size, dtype="string"),
            "group": groups.names.astype(object).repeat(number * each),
            "indicator": pd.array(np.tile(names[pairs.first].repeat(each), rows), dtype="string"),
            "other": pd.array(np.tile(names[pairs.second].repeat(each), rows), dtype="string"),
            "measure": pd.array(MEASURES * (rows * number), dtype="string"),
            "estimate": value.ravel(),
            "se": error.ravel(),
            "lower": lower,
            "upper": upper,
            "n": np.repeat(totals.counts[:, 0].astype(np.int64), number * each),
            "df": pd.array(freedom, dtype="Int64"),
            "numerator": over.ravel(),
            "denominator": under.ravel(),
        }
    )


def _sums(totals: Totals, pairs: _Pairs, measures: int) -> np.ndarray:
    """Numerator and denominator by group, pair and measure: NaN for Cramér's V, which is no single ratio."""
    everybody, of_one = totals.sums[:, :1], totals.sums[:, 1:]
    number = of_one.shape[1] - len(pairs.first)
    both = of_one[:, number:]
    rarer = np.minimum(of_one[:, pairs.first], of_one[:, pairs.second])
    found = np.full((2, *both.shape, measures), np.nan)
    for measure, under in (("both_deprived", np.broadcast_to(everybody, both.shape)), ("redundancy", rarer)):
        found[:, :, :, MEASURES.index(measure)] = both, under
    return found


def _measured(totals: Totals, pairs: _Pairs, indicators: int) -> list[_Slopes]:
    """The measures in the order of `MEASURES`, as functions of three shares."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = totals.sums[:, 1:] / totals.sums[:, :1]
        a, b, both = shares[:, pairs.first], shares[:, pairs.second], shares[:, indicators:]
        flat = np.zeros_like(both)
        spread_a, spread_b = a * (1 - a), b * (1 - b)
        spread = np.sqrt(np.where(spread_a * spread_b > 0, spread_a * spread_b, np.nan))
        v = (both - a * b) / spread
        slope_a = -b / spread - v * (1 - 2 * a) / (2 * spread_a)
        slope_b = -a / spread - v * (1 - 2 * b) / (2 * spread_b)
        rarer = np.minimum(a, b)
        redundancy = both / rarer
        slope = -redundancy / rarer
        kink = np.where(np.isclose(a, b, rtol=1e-12, atol=0), np.nan, 0.0)  # sums of weights round
        return [
            _Slopes(both, flat, flat, flat + 1),
            _Slopes(v, slope_a, slope_b, 1 / spread),
            _Slopes(
                redundancy,
                np.where(a < b, slope, 0.0) + kink,
                np.where(b < a, slope, 0.0) + kink,
                1 / rarer,
            ),
        ]


def _linear(totals: Totals, units: Linear, of: _Slopes, pairs: _Pairs, indicators: int) -> Linear:
    """What each unit adds to a measure's error: the slopes times the linearised shares."""
    whole = totals.sums[:, :1]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = totals.sums[:, 1:] / whole
        share = (units.value[:, 1:] - shares[units.row] * units.value[:, :1]) / whole[units.row]
        value = of.first[units.row] * share[:, pairs.first]
        value += of.second[units.row] * share[:, pairs.second]
        value += of.both[units.row] * share[:, indicators:]
    return Linear(units.row, units.psu, value)
