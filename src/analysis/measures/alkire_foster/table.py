"""One long table of estimates with their keys, and the wide view of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.groups import WHOLE
from analysis.measures.alkire_foster.intervals import intervals
from analysis.measures.alkire_foster.measures import Label
from analysis.measures.alkire_foster.ratios import Estimates

DIMENSION = "dimension_"
"""Before the name of a dimension in `wide` where an indicator has the same."""

UNBOUNDED = frozenset({"variance"})
"""Measures that are no shares: their limits may leave the range from 0 to 1."""


class Breakdown(NamedTuple):
    """The estimates of the groups of one column, and for a sample their errors."""

    by: str
    names: pd.Index
    estimates: Estimates
    error: np.ndarray | None
    df: np.ndarray | None

    @property
    def width(self) -> int:
        """Measures shown: comparing the whole with itself says nothing."""
        measures = self.estimates.measures
        return len(measures.ratios) - (measures.shares if self.by == WHOLE else 0)


def long_table(breakdowns: Sequence[Breakdown], confidence: float, policy: str) -> pd.DataFrame:
    """One row per breakdown, group and measure, put together column by column."""
    measures = breakdowns[0].estimates.measures
    label = np.concatenate([np.tile(np.arange(b.width), len(b.names)) for b in breakdowns])
    group = np.repeat(np.arange(sum(len(b.names) for b in breakdowns)), _per_group(breakdowns))
    value = np.concatenate([b.estimates.value[:, : b.width].ravel() for b in breakdowns])
    counts = np.concatenate([b.estimates.totals.counts for b in breakdowns]).astype(np.int64)
    missing = np.concatenate([b.estimates.totals.n_missing for b in breakdowns])
    keys = label_columns(tuple(ratio.label for ratio in measures.ratios))
    uncounted = (measures.counted < 0)[label]
    breakdown = np.repeat(np.arange(len(breakdowns)), [len(b.names) for b in breakdowns])
    return pd.DataFrame(
        {
            "by": _texts(*(b.by for b in breakdowns)).take(breakdown[group]),
            "group": _names([b.names for b in breakdowns]).take(group),
            **{name: keys[name].take(label) for name in ("cutoff", "measure", "dimension", "indicator")},
            "estimate": value,
            **_errors(breakdowns, value, label, confidence),
            "n": counts[group, 0],
            "n_poor": pd.arrays.IntegerArray(
                counts[group, np.maximum(measures.counted, 0)[label]], uncounted
            ),
            "n_missing": missing[group],
            **_degrees(breakdowns, group),
            **{name: keys[name].take(label) for name in ("weighting", "band")},
            "missing_policy": _texts(policy).take(np.zeros(len(label), np.intp)),
        },
        copy=False,
    )


def wide(result: pd.DataFrame, values: str = "estimate") -> pd.DataFrame:
    """The long table with one row per group and cut-off and one column per measure.

    result: of `alkire_foster`. values: the column to show: `estimate`, `se`, `lower`, `upper`.
    Returns `by`, `group`, `weighting`, `missing_policy` and `cutoff`, then a column per measure, named
        `H`, or `hd_toilet`, `actb_health`, `band_severe` after what it is of; a dimension that is called
        as an indicator is gives `actb_dimension_employment`. What depends on no cut-off stands beside each.

    >>> from analysis.measures.alkire_foster import alkire_foster
    >>> data = pd.DataFrame({"water": [1, 0], "toilet": [1, 1]})
    >>> wide(alkire_foster(data, ["water", "toilet"], [1, 2]))[["cutoff", "H", "M0", "hd_water"]]
      cutoff    H    M0  hd_water
    0      1  1.0  0.75       0.5
    1      2  0.5  0.50       0.5
    """
    if values not in result.columns:
        raise ValueError(f"no such column: {values}")
    clashing = result.indicator.isna() & result.dimension.isin(result.indicator.dropna().unique())
    dimension = result.dimension.mask(clashing, DIMENSION + result.dimension)
    of = result.indicator.fillna(dimension).fillna(result.band)
    name = result.measure.where(of.isna(), result.measure + "_" + of)
    keys = ["by", "group", "weighting", "missing_policy"]
    rows = result[[*keys, "cutoff"]].assign(name=name, value=result[values])
    order = rows[[*keys, "cutoff"]].dropna(subset="cutoff").drop_duplicates()
    tables = [order]
    for at_cutoff, part in rows.groupby(rows.cutoff.notna()):
        on = [*keys, "cutoff"] if at_cutoff else keys
        spread = part.set_index([*on, "name"]).value.unstack("name")[part.name.unique()]
        tables.append(spread.reset_index())
    found = order
    for table in tables[:0:-1]:
        on = [key for key in (*keys, "cutoff") if key in table.columns]
        found = found.merge(table, on=on, how="left", validate="many_to_one")
    found.attrs = dict(result.attrs)
    return found


@lru_cache(maxsize=32)
def label_columns(labels: tuple[Label, ...]) -> dict[str, np.ndarray | pd.api.extensions.ExtensionArray]:
    """The keys of the measures as columns."""
    columns: dict[str, np.ndarray | pd.api.extensions.ExtensionArray] = {
        key: pd.array([getattr(label, key) for label in labels], dtype="string")
        for key in Label._fields
        if key != "cutoff"
    }
    # an object each, for whole cut-offs must not turn to floats beside the missing ones
    cutoffs = np.empty(len(labels), object)
    cutoffs[:] = [np.nan if label.cutoff is None else label.cutoff for label in labels]
    return columns | {"cutoff": cutoffs}


@lru_cache(maxsize=32)
def _texts(*texts: str) -> pd.api.extensions.ExtensionArray:
    return pd.array(texts, dtype="string")


def _per_group(breakdowns: Sequence[Breakdown]) -> np.ndarray:
    return np.repeat([b.width for b in breakdowns], [len(b.names) for b in breakdowns])


def _names(names: Sequence[pd.Index]) -> pd.Index:
    """The groups of all breakdowns in one column; numbers stay numbers beside names."""
    return pd.Index([name for index in names for name in index.tolist()], dtype=object).infer_objects(
        copy=False
    )


def _errors(
    breakdowns: Sequence[Breakdown], value: np.ndarray, label: np.ndarray, confidence: float
) -> dict[str, np.ndarray]:
    if breakdowns[0].error is None:
        return {name: np.full(len(value), np.nan) for name in ("se", "lower", "upper")}
    error = np.concatenate([b.error[:, : b.width].ravel() for b in breakdowns if b.error is not None])
    df = np.concatenate([np.repeat(b.df, b.width) for b in breakdowns if b.df is not None])
    ratios = breakdowns[0].estimates.measures.ratios
    share = np.array([ratio.label.measure not in UNBOUNDED for ratio in ratios])[label]
    lower, upper = intervals(value, error, df, confidence, share=share)
    return {"se": error, "lower": lower, "upper": upper}


def _degrees(
    breakdowns: Sequence[Breakdown], group: np.ndarray
) -> dict[str, pd.api.extensions.ExtensionArray]:
    if breakdowns[0].df is None:
        nothing = np.zeros(len(group), np.int64)
        return {"df": pd.arrays.IntegerArray(nothing, np.ones(len(group), bool))}
    df = np.concatenate([b.df for b in breakdowns if b.df is not None])
    return {"df": pd.arrays.IntegerArray(df[group].astype(np.int64), np.zeros(len(group), bool))}
