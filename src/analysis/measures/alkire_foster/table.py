"""One long table of estimates with their keys, and the wide view of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.groups import WHOLE
from analysis.measures.alkire_foster.intervals import intervals
from analysis.measures.alkire_foster.measures import Label, Measures
from analysis.measures.alkire_foster.ratios import Estimates

DIMENSION = "dimension_"
"""Before the name of a dimension in `wide` where an indicator has the same."""

KEYS = (
    *("by", "group", "indicator", "other", "weighting", "missing_policy"),
    *("from", "to", "change", "cutoff"),
)
"""What tells the rows of the wide tables apart, in their order."""

_KEPT = 1 << 16
"""Rows of a table whose frame is kept for the next call."""

_Shape = tuple[tuple[str, int, tuple[object, ...]], ...]


class _Frame(NamedTuple):
    """The table of a definition and its groups before anything is known: keys, and numbers all NA.

    label, group: of each row the place of its measure, and of its group among those of all breakdowns.
    counted, uncounted: of each row the place of the account told as n_poor, and whether there is none.
    """

    rows: pd.DataFrame
    label: np.ndarray
    group: np.ndarray
    counted: np.ndarray
    uncounted: np.ndarray


def long_table(
    names: Mapping[str, pd.Index],
    estimates: Estimates,
    errors: tuple[np.ndarray, np.ndarray] | None,
    confidence: float,
    policy: str,
) -> pd.DataFrame:
    """One row per breakdown, group and measure, put together column by column.

    names: of the groups of every breakdown, in the order of the rows of the estimates.
    errors: of a sample, the standard error of every estimate and the degrees of freedom of every row.
    """
    measures = estimates.measures
    width = len(measures.ratios)
    inner = width - measures.shares  # comparing the whole with itself says nothing
    shape = tuple((by, inner if by == WHOLE else width, tuple(of.tolist())) for by, of in names.items())
    frame = (_frame if _plain(shape) else _frame.__wrapped__)(measures, shape, policy)
    group, label = frame.group, frame.label
    value, over, under = (of[group, label] for of in (estimates.value, estimates.over, estimates.under))
    counts = estimates.totals.counts.astype(np.int64)
    return frame.rows.assign(
        estimate=value,
        **({} if errors is None else _errors(errors, value, group, label, confidence, measures)),
        n=counts[group, 0],
        n_poor=pd.arrays.IntegerArray(counts[group, frame.counted], frame.uncounted.copy()),
        n_missing=estimates.totals.n_missing[group],
        numerator=over,
        denominator=np.where(np.isnan(over), np.nan, under),
    )


def _plain(shape: _Shape) -> bool:
    """Whether the frame is small, and its groups equal none that are written otherwise, as 1 and True are."""
    size = sum(width * len(names) for _, width, names in shape)
    return size <= _KEPT and {type(name) for *_, names in shape for name in names} <= {int, str}


@lru_cache(maxsize=4)
def _frame(measures: Measures, shape: _Shape, policy: str) -> _Frame:
    """The frame of a table. A call like one before finds it made: for small tables that is half the work.

    shape: per breakdown its column, how many of the measures it shows, and its groups.
    """
    label = np.concatenate([np.tile(np.arange(width), len(names)) for _, width, names in shape])
    many = [len(names) for *_, names in shape]
    group = np.repeat(np.arange(sum(many)), np.repeat([width for _, width, _ in shape], many))
    by = np.repeat(np.arange(len(shape)), many)[group]
    # an object each, so that numbers stay numbers beside names
    names = pd.Index([name for *_, names in shape for name in names], dtype=object).infer_objects()
    keys = label_columns(tuple(ratio.label for ratio in measures.ratios))
    unknown = np.full(len(label), np.nan)
    none = pd.arrays.IntegerArray(np.zeros(len(label), np.int64), np.ones(len(label), bool))
    rows = pd.DataFrame(
        {
            "by": pd.array([column for column, *_ in shape], dtype="string").take(by),
            "group": names.take(group),
            **{name: keys[name].take(label) for name in ("cutoff", "measure", "dimension", "indicator")},
            **dict.fromkeys(("estimate", "se", "lower", "upper"), unknown),
            **dict.fromkeys(("n", "n_poor", "n_missing", "df"), none),
            **{name: keys[name].take(label) for name in ("weighting", "band")},
            "missing_policy": pd.array([policy], dtype="string").take(np.zeros(len(label), np.intp)),
            **dict.fromkeys(("numerator", "denominator"), unknown),
        },
        copy=False,
    )
    counted = measures.counted[label]
    return _Frame(rows, label, group, np.maximum(counted, 0), counted < 0)


def wide(result: pd.DataFrame, values: str = "estimate") -> pd.DataFrame:
    """The long table with one column per measure, and one row per group, cut-off and whatever else it has.

    result: of `alkire_foster`, `af_change`, `af_decompose_change`, `af_inequality` or `af_association`.
    values: the column to show, such as `estimate`, `se`, `lower`, `upper`, `numerator`.
    Returns the keys, of `KEYS` those the result has, then a column per measure, named `H`, or
        `hd_toilet`, `actb_health`, `band_severe` after what it is of, `M0_intensity` after the effect; a
        dimension that is called as an indicator is gives `actb_dimension_employment`. What depends on no
        cut-off stands beside each.
    Raises ValueError for a column that is not there, and for a table that is none of these results.

    >>> from analysis.measures.alkire_foster import alkire_foster
    >>> data = pd.DataFrame({"water": [1, 0], "toilet": [1, 1]})
    >>> wide(alkire_foster(data, ["water", "toilet"], [1, 2]))[["cutoff", "H", "M0", "hd_water"]]
      cutoff    H    M0  hd_water
    0      1  1.0  0.75       0.5
    1      2  0.5  0.50       0.5
    """
    if not {"by", "missing_policy", "estimate"} <= set(result):
        raise ValueError("not a result of alkire_foster, af_change or their like: give it as it was returned")
    if values not in result.columns:
        raise ValueError(f"no column {values} in the result; there are: {', '.join(result.columns)}")
    keys = wide_keys(result)
    rows = result[keys].assign(name=_wide_names(result, keys), value=result[values])
    if rows.duplicated([*keys, "name"]).any():
        twice = ", ".join(rows.name[rows.duplicated([*keys, "name"])].unique()[:3])
        raise ValueError(
            f"a column would hold two figures of a row ({twice}): give one result at a time, and rename "
            "an indicator that is called as a measure of another is"
        )
    found = _at_cutoffs(rows, keys) if "cutoff" in keys else _spread(rows, keys)
    found.attrs = dict(result.attrs)
    return found


def _at_cutoffs(rows: pd.DataFrame, all_keys: list[str]) -> pd.DataFrame:
    """A row per cut-off; what depends on none stands beside each, or alone where there is none."""
    keys = [key for key in all_keys if key != "cutoff"]
    at_some = rows[[*keys, "cutoff"]].dropna(subset="cutoff").drop_duplicates()
    found = rows[keys].drop_duplicates().merge(at_some, on=keys, how="left")
    for at_cutoff, part in reversed(list(rows.groupby(rows.cutoff.notna()))):
        on = [*keys, "cutoff"] if at_cutoff else keys
        found = found.merge(_spread(part, on), on=on, how="left", validate="many_to_one")
    return found


def wide_keys(result: pd.DataFrame) -> list[str]:
    """Of `KEYS` those that tell the rows of `wide` apart; of a pair of indicators both are such keys."""
    pairs = "other" in result
    return [key for key in KEYS if key in result and (pairs or key != "indicator")]


def _wide_names(result: pd.DataFrame, keys: list[str]) -> pd.Series:
    """What each row's column is called: its measure, effect or part, and what that is of."""
    name = result["measure"] if "measure" in result else result["part"]
    if "effect" in result:
        return name + "_" + result["effect"]
    if "dimension" not in result or "indicator" in keys:
        return name
    clashing = result.indicator.isna() & result.dimension.isin(result.indicator.dropna().unique())
    dimension = result.dimension.mask(clashing, DIMENSION + result.dimension)
    of = result.indicator.fillna(dimension).fillna(result.band)
    return name.where(of.isna(), name + "_" + of)


def _spread(rows: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """A column per name, in the order of the rows; keys in theirs."""
    order = rows[on].drop_duplicates()
    spread = rows.set_index([*on, "name"]).value.unstack("name")[rows.name.unique()]
    return order.merge(spread.reset_index(), on=on, how="left", validate="one_to_one")


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


def _errors(
    errors: tuple[np.ndarray, np.ndarray],
    value: np.ndarray,
    group: np.ndarray,
    label: np.ndarray,
    confidence: float,
    measures: Measures,
) -> dict[str, np.ndarray | pd.api.extensions.ExtensionArray]:
    """What a sample has besides: errors, limits and degrees of freedom."""
    error, df = errors[0][group, label], errors[1][group]
    share = np.array([ratio.is_share for ratio in measures.ratios])[label]
    lower, upper = intervals(value, error, df, confidence, share=share)
    return {"se": error, "lower": lower, "upper": upper, "df": pd.array(df.astype(np.int64), dtype="Int64")}
