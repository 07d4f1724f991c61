"""The same measure under many weightings and cut-offs: each unit's estimates, ranks and their range."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.marks import Missing, read_patterns
from analysis.measures.alkire_foster.records import read_weight
from analysis.measures.alkire_foster.scale import Indicators, Number, common_scale
from analysis.measures.columns import need_columns

GIVEN = "given"
"""Name of the weighting that `indicators` is."""

Cutoffs = Number | Iterable[Number] | Literal["all"]
Measure = Literal["H", "M0"]

_KEYS = ["weighting", "cutoff", "unit"]


@dataclass(frozen=True, slots=True)
class Specification:
    """One weighting and one cut-off: whole scores of the patterns, and from which one is poor."""

    weighting: str
    cutoff: Fraction
    scores: np.ndarray
    poor_from: int
    highest: int


@dataclass(frozen=True, slots=True)
class Estimates:
    """Exact ratios of each unit (a row) under each specification (a column).

    All units of a column share `highest`, so numerators over `totals` compare as the ratios do.
    """

    units: list[Any]
    specifications: list[Specification]
    numerators: np.ndarray
    totals: np.ndarray
    highest: np.ndarray

    def differences(self, a: int, b: int) -> np.ndarray:
        """The sign of a less b and its size, over the product of both totals: whole numbers."""
        return self.numerators[a] * self.totals[b] - self.numerators[b] * self.totals[a]


def specification_estimates(
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
    """Every unit's estimate and rank under every weighting and cut-off: what the verdicts rest on.

    The arguments, and what is refused, are those of `robustness`.
    Returns `weighting`, `cutoff` (a share of the highest score, an exact Fraction), `unit`,
        `numerator`, `denominator`, `estimate` and `rank` (1 is the highest).
    `attrs["base"]` as in `robustness`; by `attrs["first_cutoff"]` `rank_ranges` finds the ranks as given.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, section 8.1; the measures
        as in `alkire_foster`.
    """
    found = exact_estimates(data, indicators, cutoffs, by, weightings, measure, weight, totals, missing)
    ranks, estimates = _ranks(found), _floats(found)
    table = pd.DataFrame(
        {
            "weighting": specification.weighting,
            "cutoff": specification.cutoff,
            "unit": unit,
            "numerator": found.numerators[u, s],
            "denominator": found.totals[u] * found.highest[s],
            "estimate": estimates[u, s],
            "rank": ranks[u, s],
        }
        for s, specification in enumerate(found.specifications)
        for u, unit in enumerate(found.units)
    )
    table.attrs = {"base": base_of(totals), "first_cutoff": found.specifications[0].cutoff}
    return table


def base_of(totals: Mapping[Any, int] | None) -> str:
    """What the estimates divide by: `residents` where totals are given, else the `records`."""
    return "records" if totals is None else "residents"


def rank_ranges(estimates: pd.DataFrame) -> pd.DataFrame:
    """Between which ranks each unit stands, whatever weighting and cut-off is chosen.

    estimates: a result of `specification_estimates`.
    Returns one row per unit, poorest first: `unit`, `specifications` (how many), `rank_low` and
        `rank_high` (1 is the highest estimate, so the poorest; tied units share the lower number),
        `rank_given` (at the first cut-off, under the weighting given; NA where that is left out),
        `estimate_low`, `estimate_high`.
    Raises ValueError for another table, and for one in which a unit stands twice under a specification.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, section 8.1, on the
        robustness of rankings; the range over all specifications is ours.
    """
    need_columns(estimates, [*_KEYS, "rank", "estimate"], "the estimates")
    if twice := int(estimates.duplicated(_KEYS).sum()):
        raise ValueError(
            f"{twice} estimates of a unit stand twice: give one result of specification_estimates"
        )
    table = estimates.groupby("unit", sort=False).agg(
        specifications=("rank", "size"),
        rank_low=("rank", "min"),
        rank_high=("rank", "max"),
        estimate_low=("estimate", "min"),
        estimate_high=("estimate", "max"),
    )
    given = estimates[estimates["weighting"] == GIVEN]
    first = given[given["cutoff"] == estimates.attrs.get("first_cutoff")].set_index("unit")["rank"]
    table.insert(3, "rank_given", first.reindex(table.index).astype("Int64"))
    order = ["rank_low", "rank_high", "rank_given"]
    return table.reset_index().sort_values(order, kind="stable", ignore_index=True)


def exact_estimates(
    data: pd.DataFrame,
    indicators: Indicators,
    cutoffs: Cutoffs,
    by: str,
    weightings: Mapping[str, Indicators] | None,
    measure: Measure,
    weight: str | None,
    totals: Mapping[Any, int] | None,
    missing: Missing,
) -> Estimates:
    """Every unit under every specification; the arguments are those of `robustness`."""
    if by is None or not isinstance(by, Hashable):
        raise ValueError(f"by={by!r}: name the one column whose groups are compared")
    if measure not in ("H", "M0"):
        raise ValueError(f"measure={measure!r}: choose H or M0")
    names = list(indicators)
    columns = [*names, by, *([weight] if weight else [])]
    need_columns(data, columns, "the data")
    if twice := [str(name) for name in dict.fromkeys(columns) if columns.count(name) > 1]:
        raise ValueError(
            f"{', '.join(twice)} is given twice: an indicator, by and weight are columns of their own"
        )
    if data[by].isna().any():
        raise ValueError(f"{by} is missing in {data[by].isna().sum()} records: no group can be told for them")
    if missing == "drop" and totals is not None:
        raise ValueError(
            "records that are dropped would count as not poor beside totals: write missing='not_deprived' or "
            "'deprived', or leave out totals"
        )
    groups = pd.Categorical(data[by])
    whole: dict[Any, int] = {}
    if totals is not None:
        whole = _whole(totals, by)
        groups = _with_all_of(groups, whole, by)
    patterns, counts = _counted(data, names, groups, weight, missing)
    given = counts.sum(axis=1)
    over = given if totals is None else np.array([whole[unit] for unit in groups.categories], object)
    if (given > over).any():
        beyond = ", ".join(str(unit) for unit in groups.categories[given > over])
        raise ValueError(f"more records than the total of their group in {beyond}")
    some = over > 0
    if some.sum() < 2:
        raise ValueError(f"{by} has fewer than two groups with members: there is nothing to compare")
    counts, over = counts[some], over[some]
    specifications = list(_specifications(indicators, cutoffs, weightings, patterns, counts.sum(axis=0)))
    if not specifications:
        raise ValueError("nobody is deprived in anything: there is no cut-off at which somebody is poor")
    numerators = []
    for one in specifications:
        poor = one.scores >= one.poor_from
        numerators.append(counts @ (poor * (one.scores if measure == "M0" else 1)))
    return Estimates(
        [unit for unit, members in zip(groups.categories, some, strict=True) if members],
        specifications,
        np.column_stack(numerators),
        over,
        np.array([one.highest if measure == "M0" else 1 for one in specifications], dtype=object),
    )


def _whole(totals: Mapping[Any, Any] | pd.Series, by: str) -> dict[Any, int]:
    """The totals by group as whole numbers. Raises ValueError naming the groups whose total is none."""
    if not isinstance(totals, Mapping | pd.Series):
        raise ValueError(
            f"totals are a mapping of each group to all its members: give {{{by}: members}}, or a column "
            f"of them with {by} as index"
        )
    given = dict(totals.items())
    broken = [str(group) for group, total in given.items() if not _is_count(total)]
    if broken:
        raise ValueError(f"totals of {', '.join(broken)} are no whole numbers from 0 on: correct them")
    return {group: int(total) for group, total in given.items()}


def _is_count(total: Any) -> bool:
    if not isinstance(total, Real) or isinstance(total, bool):
        return False
    return math.isfinite(total) and float(total) >= 0 and float(total).is_integer()


def _with_all_of(groups: pd.Categorical, totals: Mapping[Any, int], by: str) -> pd.Categorical:
    """The groups with those of `totals` that have no record: nobody there is deprived."""
    lacking = [unit for unit in groups.categories if unit not in totals]
    if lacking:
        raise ValueError(f"totals lack {', '.join(map(str, lacking))} of {by}")
    return groups.add_categories([unit for unit in totals if unit not in groups.categories])


def _counted(
    data: pd.DataFrame, indicators: list[str], groups: pd.Categorical, weight: str | None, missing: Missing
) -> tuple[np.ndarray, np.ndarray]:
    """The patterns of deprivations that occur, and how often each group (a row) has each, exactly."""
    patterns = read_patterns(data, indicators, missing)
    occurring, of = np.unique(patterns.of, return_inverse=True)
    shape = len(groups.categories), len(occurring)
    place = groups.codes.astype(np.int64) * shape[1] + of
    times = None if weight is None else read_weight(data[weight])
    if missing == "drop" and patterns.incomplete is not None:
        place = place[~patterns.incomplete]
        times = None if times is None else times[~patterns.incomplete]
    counts = np.bincount(place, times, minlength=shape[0] * shape[1]).reshape(shape)
    return patterns.seen[occurring].astype(bool), _exact(counts)


def _exact(frequency: np.ndarray) -> np.ndarray:
    """Whole numbers or fractions of any size: a product of two totals passes 64 bits."""
    if (frequency == np.floor(frequency)).all():
        return np.vectorize(int, otypes=[object])(frequency)
    return np.vectorize(Fraction, otypes=[object])(frequency)


def _specifications(
    indicators: Indicators,
    cutoffs: Cutoffs,
    weightings: Mapping[str, Indicators] | None,
    patterns: np.ndarray,
    members: np.ndarray,
) -> Iterator[Specification]:
    every = isinstance(cutoffs, str)
    if every and cutoffs != "all":
        raise ValueError(f"cutoffs={cutoffs!r}: write numbers, or 'all'")
    if weightings and GIVEN in weightings:
        raise ValueError(f"the weighting {GIVEN!r} is `indicators`: call the other one otherwise")
    scale = common_scale(indicators, _least(indicators) if every else cutoffs)  # type: ignore[arg-type]
    # 1 of two indicators and the share 1/2 are one cut-off
    asked = list(dict.fromkeys(Fraction(score, scale.highest) for score in scale.poor_from.values()))
    for name, weights in {GIVEN: indicators, **(weightings or {})}.items():
        if set(weights) != set(indicators):
            raise ValueError(
                f"weighting {name} is of other indicators: give each of them a weight, 0 for none"
            )
        whole = common_scale(weights, _least(weights)).weights
        total = sum(whole.values())
        if every:
            scores = _scores(patterns, [whole[i] for i in indicators])
            occurring = {score for score, n in zip(scores, members, strict=True) if score and n}
            shares = [Fraction(score, total) for score in sorted(occurring)]
        else:
            shares = asked
        for share in shares:
            # weights as shares of one: a cut-off is then a share whatever the scale of the weights was
            scaled = common_scale({i: Fraction(w, total) for i, w in whole.items()}, share)
            scores = _scores(patterns, [scaled.weights[i] for i in indicators])
            yield Specification(name, share, scores, scaled.poor_from[share], scaled.highest)


def _scores(patterns: np.ndarray, weights: list[int]) -> np.ndarray:
    return patterns.astype(object) @ np.array(weights, object)


def _least(indicators: Indicators) -> Number:
    """A cut-off that any weighting allows: one indicator, or the greatest weight."""
    return max(indicators.values()) if isinstance(indicators, Mapping) else 1


def _ranks(found: Estimates) -> np.ndarray:
    """1 for the highest of a specification; a unit's rank counts those strictly above it."""
    ranks = np.ones(found.numerators.shape, int)
    for a, b in combinations(range(len(found.units)), 2):
        signs = np.sign(found.differences(a, b)).astype(int)
        ranks[b] += signs > 0
        ranks[a] += signs < 0
    return ranks


def _floats(found: Estimates) -> np.ndarray:
    return (found.numerators / (found.totals[:, None] * found.highest)).astype(float)
