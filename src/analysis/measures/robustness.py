"""Which orderings of units hold whatever cut-off and weighting is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.scale import Indicators
from analysis.measures.specifications import Cutoffs, Estimates, Measure, base_of, exact_estimates

_PAIR = {
    "unit_a": "object",
    "unit_b": "object",
    "specifications": "int64",
    "above": "int64",
    "tied": "int64",
    "below": "int64",
    "agreement": "float64",
    "difference_low": "float64",
    "difference_high": "float64",
    "robust": "bool",
    "verdict": "string",
}


def robustness(
    data: pd.DataFrame,
    indicators: Indicators,
    cutoffs: Cutoffs,
    *,
    by: str,
    weightings: Mapping[str, Indicators] | None = None,
    measure: Measure = "M0",
    weight: str | None = None,
    totals: Mapping[Any, int] | None = None,
    missing: Missing = "error",
) -> pd.DataFrame:
    """Which of two units is poorer whatever cut-off and weighting is chosen, for every pair of units.

    An order that turns with the cut-off or the weighting is a choice of the analyst's, not a fact
    of the units. Estimates are compared as exact ratios, so that a tie is a tie. The verdict speaks
    of the records given: for a sample, whether a difference is beyond chance is another question.

    data: one row per household or person, as in `alkire_foster`, with the column `by`.
    indicators: columns to weights, or a sequence for equal weights; the weighting `given`.
    cutoffs: one or several on the scale of `indicators`, each counted once however it is written; the
        other weightings get the same shares of their highest score. `all`: every score that occurs in the
        data, under each weighting: every cut-off that can be told apart and at which somebody is poor.
    by: the column whose groups are compared; one without members is in no pair.
    weightings: further weightings of the same indicators by name; a weight may be 0.
    measure: `M0`, the adjusted headcount ratio, or `H`, the headcount ratio.
    weight: column saying how many times a record counts. Weights that are not whole are added in
        doubles, so that ties between such sums can't be told.
    totals: each group to all its members, where `data` holds only some and the others are not
        poor: residents beside a list of poor households. Without it the records are everybody.
    missing: as in `alkire_foster`.
    Returns one row per pair, `unit_a` being the one that is higher (poorer) in more specifications:
        `specifications` (how many weightings and cut-offs), in how many a is `above`, `tied` with
        and `below` b, `agreement` (above / specifications), `difference_low` and `difference_high`
        (smallest and greatest of a less b, ratios), `robust` (above in all) and `verdict`: `robust`,
        `never_below` (tied in some), `equal` (tied in all) or `turns`.
    `attrs["base"]` says what the estimates divide by: `residents` where `totals` are given, else the
        `records`, which is another question where they are a list of the poor alone.
    Raises ValueError for columns that lack or are given twice, a weighting of other indicators, a record
        without group, fewer than two groups, a total that lacks, is no whole number or is less than the
        records, and what `alkire_foster` refuses.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, section 8.1:
        dominance and pairwise comparisons over cut-offs and weights.

    >>> data = pd.DataFrame({"unit": list("AABB"), "water": [1, 1, 1, 0], "toilet": [1, 0, 1, 0]})
    >>> robustness(data, ["water", "toilet"], "all", by="unit").verdict.item()
    'never_below'
    """
    found = exact_estimates(data, indicators, cutoffs, by, weightings, measure, weight, totals, missing)
    table = pd.DataFrame(
        [_pair(found, a, b) for a, b in combinations(range(len(found.units)), 2)], columns=list(_PAIR)
    ).astype(_PAIR)
    table.attrs["base"] = base_of(totals)
    return table


def _pair(found: Estimates, a: int, b: int) -> tuple[object, ...]:
    signs = np.sign(found.differences(a, b)).astype(int)
    above, below = int((signs > 0).sum()), int((signs < 0).sum())
    # in as many specifications above as below: the first one decides who is a
    if below > above or (below == above and next(iter(signs[signs != 0]), 0) < 0):
        a, b, above, below = b, a, below, above
    sizes = found.differences(a, b) / (found.totals[a] * found.totals[b] * found.highest)
    n, tied = len(signs), len(signs) - above - below
    verdict = "turns" if below else "robust" if not tied else "never_below" if above else "equal"
    names = found.units[a], found.units[b]
    return *names, n, above, tied, below, above / n, sizes.min(), sizes.max(), above == n, verdict
