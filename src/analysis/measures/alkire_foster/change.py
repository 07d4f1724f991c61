"""Change of the measures between rounds, with the error that independent samples and panels leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.asked import ask
from analysis.measures.alkire_foster.definition import Bands, Weightings, read_definition
from analysis.measures.alkire_foster.design import Design, Lonely
from analysis.measures.alkire_foster.gaps import Achievements
from analysis.measures.alkire_foster.groups import WHOLE
from analysis.measures.alkire_foster.intervals import intervals
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.rounds import Rounds, over_rounds, read_rounds
from analysis.measures.alkire_foster.scale import Indicators, Number
from analysis.measures.alkire_foster.table import label_columns
from analysis.measures.alkire_foster.variance import merged, spelled_out, variances
from analysis.measures.alkire_foster.years import years_of

CHANGES = ("absolute", "relative", "annual_absolute", "annual_relative")

_BLOCK = 1 << 21
"""Linearised values held at a time."""


def af_change(
    data: pd.DataFrame,
    indicators: Indicators | Weightings,
    cutoff: Number | Iterable[Number],
    *,
    time: str,
    dimensions: Mapping[str, str] | None = None,
    by: str | Sequence[str] | None = None,
    weight: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    fpc: str | None = None,
    lonely: Lonely = "error",
    sample: bool | None = None,
    panel: bool | None = None,
    subpopulation: str | None = None,
    missing: Missing = "error",
    bands: Bands | None = None,
    destitution: Mapping[str, str] | None = None,
    achievements: Achievements | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Change of every Alkire–Foster measure from each round to the next, and from the first to the last.

    data: the records of all rounds below one another; the rest as in `alkire_foster`, but for `missing`
        without `bounds`: the change between two levels at the same extreme is no extreme of the change.
    time: column of numbers (years and fractions of years) or dates that tells the rounds apart.
    panel: whether clusters of the same stratum and name in two rounds are the same places visited
        again, so that what their errors have in common counts. By default the names decide, as they
        do in R's survey and in Stata on stacked rounds; write False where numbers are used anew for
        other places. Rounds that share no cluster are independent samples; for a panel of
        households `cluster` is their id.

    Returns one row per measure, pair of rounds and way to tell the change: the keys of
        `alkire_foster`, `from`, `to` (values of `time`), `change`, `estimate`, `se`, `lower`, `upper`,
        `estimate_from`, `estimate_to`, `n_from`, `n_to`, `df`, `weighting`, `band`, and of both rounds
        `numerator_…` and `denominator_…` as in `alkire_foster`, `missing_policy`.
        `change` is `absolute`, `relative` to the round before, and both by year: `annual_absolute`,
        the absolute change over the years, and `annual_relative`, the constant rate of growth. All are
        ratios, not percent; down is negative. What is relative to 0 is NA; what fell to 0 has no error
        of its relative change. Limits are by t.
        Between dates whole years count as whole, and the days left as a share of the year they are in.
    Raises ValueError for a single round, for a `time` that is neither numbers nor dates, for a panel
        without a cluster in two rounds, and for what `alkire_foster` refuses.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, chapter 9;
        errors by Taylor linearisation on the stacked rounds, Wolter (2007), chapter 6.

    >>> data = pd.DataFrame({"a": [1, 1, 1, 0], "b": [1, 1, 0, 0], "year": [2022, 2022, 2024, 2024]})
    >>> result = af_change(data, ["a", "b"], 1, time="year").query("measure == 'M0'")
    >>> result.set_index("change").estimate.to_dict()
    {'absolute': -0.75, 'relative': -0.75, 'annual_absolute': -0.375, 'annual_relative': -0.5}
    """
    definition = read_definition(indicators, cutoff, dimensions, bands, achievements or (), destitution)
    asked = ask(
        [data], definition, besides=[time],
        by=by, weight=weight, strata=strata, cluster=cluster, fpc=fpc, lonely=lonely, sample=sample,
        subpopulation=subpopulation, missing=missing, confidence=confidence,
        destitution=destitution, achievements=achievements,
    )  # fmt: skip
    rounds = read_rounds(data[time])
    years = years_of(rounds.names)
    design, shared = asked.design_of_rounds(data, rounds, panel)
    records = asked.records(data, design, missing)
    pairs = [(at, at + 1) for at in range(len(years) - 1)] + [(0, len(years) - 1)] * (len(years) > 2)
    result = pd.concat(
        [
            _change(part, pair, rounds.names, years, design, confidence)
            for part in over_rounds(records, rounds, asked.groups(data))
            for pair in pairs
        ],
        ignore_index=True,
    )
    result["group"] = result.group.infer_objects()
    result["missing_policy"] = pd.array([missing] * len(result), dtype="string")
    return asked.told(
        result, "af_change", design, time=time, rounds=[str(name) for name in rounds.names],
        panel=panel, clusters_in_several_rounds=shared,
    )  # fmt: skip


def _change(
    part: Rounds,
    pair: tuple[int, int],
    names: pd.Index,
    years: list[float],
    design: Design | None,
    confidence: float,
) -> pd.DataFrame:
    """All changes of one breakdown between two rounds, one row per group, measure and way to tell it."""
    measures = part.estimates.measures
    width = len(measures.ratios) - (measures.shares if part.by == WHOLE else 0)
    before, after = (part.of_round(part.estimates.value, at)[:, :width] for at in pair)
    span = years[pair[1]] - years[pair[0]]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(before > 0, after / before, np.nan)
        changes = np.stack(
            [after - before, ratio - 1, (after - before) / span, ratio ** (1 / span) - 1], axis=-1
        )
    error = np.full(changes.shape, np.nan)
    df: Any = pd.arrays.IntegerArray(np.zeros(len(before), np.int64), np.ones(len(before), bool))
    if design is not None:
        error = _errors(part, pair, before, ratio, span, design)
        df = pd.array(part.degrees_of_freedom(design, pair), dtype="Int64")
    error[np.isnan(changes)] = np.nan
    group = np.repeat(np.arange(len(part.names)), width * len(CHANGES))
    label = np.tile(np.repeat(np.arange(width), len(CHANGES)), len(part.names))
    keys = label_columns(tuple(r.label for r in measures.ratios))
    lower = upper = np.full(changes.size, np.nan)
    if design is not None:
        lower, upper = intervals(
            changes.ravel(),
            error.ravel(),
            df.to_numpy(float)[group],
            confidence,
            share=np.zeros(changes.size, bool),
        )
    sums: dict[str, np.ndarray] = {}
    for when, at in zip(("from", "to"), pair, strict=True):
        over, under = (part.of_round(of, at)[:, :width] for of in (part.estimates.over, part.estimates.under))
        known = {"numerator": over, "denominator": np.where(np.isnan(over), np.nan, under)}
        sums |= {f"{name}_{when}": np.repeat(of.ravel(), len(CHANGES)) for name, of in known.items()}
    n_before, n_after = (part.of_round(part.estimates.totals.counts, at)[:, 0] for at in pair)
    return pd.DataFrame(
        {
            "by": pd.array([part.by], dtype="string").take(np.zeros(changes.size, np.intp)),
            "group": part.names.astype(object).take(group),
            **{name: keys[name].take(label) for name in ("cutoff", "measure", "dimension", "indicator")},
            "from": names[[pair[0]] * changes.size],
            "to": names[[pair[1]] * changes.size],
            "change": pd.array(list(CHANGES), dtype="string").take(
                np.tile(np.arange(len(CHANGES)), changes.size // len(CHANGES))
            ),
            "estimate": changes.ravel(),
            "se": error.ravel(),
            "lower": lower,
            "upper": upper,
            "estimate_from": np.repeat(before.ravel(), len(CHANGES)),
            "estimate_to": np.repeat(after.ravel(), len(CHANGES)),
            "n_from": n_before[group].astype(np.int64),
            "n_to": n_after[group].astype(np.int64),
            "df": df.take(group),
            **{name: keys[name].take(label) for name in ("weighting", "band")},
            **sums,
        }
    )


def _errors(
    part: Rounds, pair: tuple[int, int], before: np.ndarray, ratio: np.ndarray, span: float, design: Design
) -> np.ndarray:
    """The errors of the four ways: of the difference, of the ratio, and both carried over to a year."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = [(np.ones_like(before), np.ones_like(before)), (1 / before, ratio / before)]
        growth = np.where(ratio > 0, ratio ** (1 / span - 1) / span, np.nan)
    factors = [
        part.placed(
            {pair[1]: np.nan_to_num(of_after, posinf=0), pair[0]: -np.nan_to_num(of_before, posinf=0)}
        )
        for of_after, of_before in ways
    ]
    difference, relative = _errors_of(part, factors, before.shape, design)
    with np.errstate(invalid="ignore"):
        # of what fell to nothing the formula knows no error, as of a share that is 0
        relative = np.where(ratio > 0, relative, np.nan)
        return np.stack([difference, relative, difference / span, relative * growth], axis=-1)


def _errors_of(
    part: Rounds, factors: list[np.ndarray], shape: tuple[int, ...], design: Design
) -> list[np.ndarray]:
    """Per set of factors the errors of the groups' estimates, each round's times its factor, added up."""
    estimates = part.estimates
    units = estimates.totals.units
    assert units is not None
    inner = len(estimates.measures.ratios) - estimates.measures.shares
    found = [np.zeros(shape) for _ in factors]
    step = max(1, _BLOCK // max(1, len(units.row)))
    for first in range(0, inner, step):
        columns = np.arange(first, min(first + step, inner))
        linear = estimates.linear(columns)
        for errors, factor in zip(found, factors, strict=True):
            piece = merged([linear.scaled(factor[:, columns], part.group_of)])
            errors[:, columns] = variances(design, piece, shape[0])
    shares = np.arange(inner, shape[1])
    step = max(1, _BLOCK // max(1, len(design.stratum) * len(shares) * part.number))
    for first in range(0, shape[0] if len(shares) else 0, step):
        groups = slice(first, min(first + step, shape[0]))
        rows = slice(groups.start * part.number, groups.stop * part.number)
        value = np.nan_to_num(estimates.linear_of_whole(rows, shares))
        for errors, factor in zip(found, factors, strict=True):
            moved = (value * factor[rows, None, inner:]).reshape(
                groups.stop - groups.start, part.number, *value.shape[1:]
            )
            own = moved.sum(axis=1)
            errors[groups, inner:] = variances(design, spelled_out(own, first), shape[0])[groups]
    return [np.sqrt(errors) for errors in found]
