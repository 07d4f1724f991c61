"""A change taken apart: people moving between groups or poverty changing within, more poor or poorer poor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.asked import ask
from analysis.measures.alkire_foster.definition import Weightings, read_definition
from analysis.measures.alkire_foster.design import Design, Lonely
from analysis.measures.alkire_foster.groups import WHOLE, Groups
from analysis.measures.alkire_foster.intervals import intervals
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.rounds import Rounds, over_rounds
from analysis.measures.alkire_foster.scale import Indicators, Number
from analysis.measures.alkire_foster.variance import Linear, merged, spelled_out, variances
from analysis.measures.columns import kinds_apart

_COLUMNS = ["by", "group", "cutoff", "measure", "effect", "estimate", "se", "df", "weighting"]


def af_decompose_change(
    before: pd.DataFrame,
    after: pd.DataFrame,
    indicators: Indicators | Weightings,
    cutoff: Number | Iterable[Number],
    *,
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
    confidence: float = 0.95,
) -> pd.DataFrame:
    """The change of H and M0 between two rounds by the Shapley value: effects that add up to it, no rest.

    before, after: the records of either round; the rest as in `alkire_foster` and, for `panel` and
        `missing`, `af_change`.

    Returns one row per `by`, `group`, `cutoff`, `measure` and `effect`, with `estimate`, `se`, `lower`,
        `upper`, `df`, `weighting`, `missing_policy`:
        `total`, the change of the measure of the whole (`by` all) or of the group; for M0
        `incidence`, what more or fewer poor make of it, and `intensity`, what poorer poor do; these two
        add up to their total. Per breakdown, for each group and (group `all`) for all together:
        `population`, what the group's share of the population makes of the whole's change, and
        `within_group`, what its own change does; over the groups they add up to the whole's total. For
        M0 `within_group` is the sum of `within_incidence` and `within_intensity`.
        Where nobody is poor in one round, intensity is undefined there and the change is all incidence;
        a group without members in one round has no change of its own (NA) and changes the whole by its
        population alone.
        Limits are by t. In a full count `se`, `lower`, `upper` and `df` are NA.
    Raises ValueError for what `alkire_foster` refuses.
    Source: Shorrocks (2013), Journal of Economic Inequality 11; Alkire et al. (2015), Multidimensional
        Poverty Measurement and Analysis, section 9.2.

    >>> before = pd.DataFrame({"a": [1, 1, 0, 0], "b": [1, 0, 0, 0]})
    >>> after = pd.DataFrame({"a": [1, 0, 0, 0], "b": [1, 0, 0, 0]})
    >>> result = af_decompose_change(before, after, ["a", "b"], 1).query("measure == 'M0'")
    >>> result.set_index("effect").estimate.to_dict()
    {'total': -0.125, 'incidence': -0.21875, 'intensity': 0.09375}
    """
    definition = read_definition(indicators, cutoff)
    asked = ask(
        [before, after], definition,
        by=by, weight=weight, strata=strata, cluster=cluster, fpc=fpc, lonely=lonely, sample=sample,
        subpopulation=subpopulation, missing=missing, confidence=confidence,
    )  # fmt: skip
    for column in asked.by:
        if kinds := kinds_apart(before[column], after[column]):
            raise ValueError(f"{column} is {kinds[0]} before and {kinds[1]} after: write its groups alike")
    both = pd.concat([table[asked.columns()] for table in (before, after)], ignore_index=True)
    rounds = Groups(np.repeat([0, 1], [len(before), len(after)]), pd.Index(["before", "after"]))
    design, shared = asked.design_of_rounds(both, rounds, panel)
    records = asked.records(both, design, missing)
    parts = over_rounds(records, rounds, asked.groups(both))
    rows = [row for part in parts for row in _effects(part, design)]
    result = pd.DataFrame(rows, columns=_COLUMNS, dtype=object).astype(
        {"by": "string", "measure": "string", "effect": "string", "estimate": float, "se": float,
         "df": "Int64", "weighting": "string"}
    )  # fmt: skip
    lower, upper = intervals(
        result.estimate.to_numpy(), result.se.to_numpy(), result.df.to_numpy(float, na_value=np.nan),
        confidence, share=np.zeros(len(result), bool),
    )  # fmt: skip
    result.insert(result.columns.get_loc("df"), "lower", lower)
    result.insert(result.columns.get_loc("df"), "upper", upper)
    result["group"] = result.group.infer_objects()
    result["missing_policy"] = pd.array([missing] * len(result), dtype="string")
    return asked.told(result, "af_decompose_change", design, panel=panel, clusters_in_several_rounds=shared)


class _Factor(NamedTuple):
    """Estimates of every group before and after, and for a sample their linearised values."""

    before: np.ndarray
    after: np.ndarray
    linear: Linear | None

    @property
    def change(self) -> np.ndarray:
        return self.after - self.before

    @property
    def mean(self) -> np.ndarray:
        return (self.before + self.after) / 2


class _Effect(NamedTuple):
    """A change of one factor times the mean of others, per group, and the pieces of its error."""

    value: np.ndarray
    pieces: list[Linear]


def _effects(part: Rounds, design: Design | None) -> Iterator[tuple[object, ...]]:
    """The rows of one breakdown, cut-off by cut-off."""
    if part.by != WHOLE and WHOLE in part.names:
        raise ValueError(f"a group of {part.by} is called {WHOLE!r}, as their sum is: rename it")
    ratios = part.estimates.measures.ratios
    place = {(r.label.measure, r.label.weighting, r.label.cutoff): at for at, r in enumerate(ratios)}
    heads = [ratio.label for ratio in ratios if ratio.label.measure == "H"]
    members = part.estimates.totals.sums[:, 0]
    absent = (part.of_round(members, 0) == 0) | (part.of_round(members, 1) == 0)
    nobody = any(not part.of_round(members, at).any() for at in (0, 1))
    for label in heads:
        keys = (label.weighting, label.cutoff)
        h, a, m0 = (_factor(part, place[name, *keys]) for name in ("H", "A", "M0"))
        own = {
            ("H", "total"): _effect(part, h),
            ("M0", "total"): _effect(part, m0),
            ("M0", "incidence"): _effect(part, h, a),
            ("M0", "intensity"): _effect(part, a, h),
        }
        for (measure, effect), found in own.items():
            known = found._replace(value=np.where(absent, np.nan, found.value))
            yield from _rows(part, known, design, measure, effect, *keys)
        if part.by == WHOLE:
            continue
        share = _factor(part, place["population_share", label.weighting, None], none_is_zero=True)
        of_whole = {
            ("H", "population"): _effect(part, share, h),
            ("H", "within_group"): _effect(part, h, share),
            ("M0", "population"): _effect(part, share, m0),
            ("M0", "within_group"): _effect(part, m0, share),
            ("M0", "within_incidence"): _effect(part, h, a, share),
            ("M0", "within_intensity"): _effect(part, a, h, share),
        }
        for (measure, effect), found in of_whole.items():
            if nobody:  # a round without anybody has no measure that could change
                found = found._replace(value=np.full(len(found.value), np.nan))
            yield from _rows(part, found, design, measure, effect, *keys)
            yield from _rows(part, found, design, measure, effect, *keys, together=True)


def _factor(part: Rounds, column: int, *, none_is_zero: bool = False) -> _Factor:
    """The estimates of a measure. Where one round leaves it undefined the other's stands: it does not change.

    none_is_zero: a group without members has a share of 0 instead.
    """
    estimates = part.estimates
    before, after = (part.of_round(estimates.value, at)[:, column] for at in (0, 1))
    if not none_is_zero:
        before, after = np.where(np.isnan(before), after, before), np.where(np.isnan(after), before, after)
    before, after = (np.nan_to_num(of, nan=0.0) for of in (before, after))
    if estimates.totals.units is None:
        return _Factor(before, after, None)
    of_whole = estimates.measures.ratios[column].of_whole
    rows = slice(0, len(estimates.value))
    at = np.array([column])
    linear = spelled_out(estimates.linear_of_whole(rows, at)) if of_whole else estimates.linear(at)
    return _Factor(before, after, linear._replace(value=np.nan_to_num(linear.value)))


def _effect(part: Rounds, changing: _Factor, *others: _Factor) -> _Effect:
    """The change of one factor times the means of the others, with its derivatives by both rounds of each."""
    rest = np.prod([other.mean for other in others], axis=0) if others else np.ones(len(part.names))
    pieces = []
    if changing.linear is not None:
        factor = part.placed({0: -rest[:, None], 1: rest[:, None]})
        pieces.append(changing.linear.scaled(factor, part.group_of))
        for at, other in enumerate(others):
            apart = [o.mean for place, o in enumerate(others) if place != at]
            half = changing.change * np.prod(apart, axis=0) / 2 if apart else changing.change / 2
            assert other.linear is not None
            factor = part.placed({0: half[:, None], 1: half[:, None]})
            pieces.append(other.linear.scaled(factor, part.group_of))
    return _Effect(changing.change * rest, pieces)


def _rows(
    part: Rounds,
    effect: _Effect,
    design: Design | None,
    measure: str,
    name: str,
    weighting: str | None,
    cutoff: object,
    *,
    together: bool = False,
) -> Iterator[tuple[object, ...]]:
    """One row per group, or one for the sum over the groups."""
    value = effect.value.sum(keepdims=True) if together else effect.value
    error: Any = [np.nan] * len(value)
    df: Any = [pd.NA] * len(value)
    if design is not None:
        pieces = [piece._replace(row=piece.row * 0) if together else piece for piece in effect.pieces]
        error = np.sqrt(variances(design, merged(pieces), len(value))[:, 0])
        error[np.isnan(value)] = np.nan
        df = part.degrees_of_freedom(design, (0, 1), together=together)
    names = [WHOLE] if together else part.names
    for group, amount, se, freedom in zip(names, value, error, df, strict=True):
        yield part.by, group, cutoff, measure, name, amount, se, freedom, weighting
