"""How the year may end: draws of each unit's list on its last day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln, xlog1py, xlogy

from analysis.assumptions import Flow, YearFlows

_LEAST_SPREAD = 0.01
"""Units nearer than one per cent to one another are alike; a spread of 0 has no gamma distribution."""

_FLATTER = 0.8
"""Yearly rates are proposed a little wider than they are likely to be, so that weights stay bounded."""


@dataclass(frozen=True)
class YearEnd:
    """Draws of what is still to come.

    evidence: one row per unit, as `year_evidence` gives it; further columns may group the units.
    left, entered: whole households still to leave and to enter each list by the year's end; one
        row per draw, one column per row of the evidence.
    """

    evidence: pd.DataFrame
    left: np.ndarray
    entered: np.ndarray

    @property
    def households(self) -> np.ndarray:
        """Households on each list at the year's end, in each draw."""
        return self.evidence["households"].to_numpy(dtype=np.int64) - self.left + self.entered


def year_end_draws(
    evidence: pd.DataFrame, assumed: YearFlows, *, seed: int, draws: int = 20_000
) -> YearEnd:
    """Draws of the lists at the year's end, given what the papers tell so far.

    The model, once for households that leave and once for those that enter:

    1. *Rate.* Over the year, unit u sees x ~ Poisson(θ_u · n_u) events, n_u the households at risk
       (listed at the baseline to leave, resident to enter).
    2. *Units.* θ_u = μ · φ_u, where φ_u ~ Gamma with mean 1 and coefficient of variation v: units
       with few households are drawn towards the district's rate μ, the more so the less units
       differ (v ~ half-normal around `unit_spread`).
    3. *Season.* The year's events fall into the returns, the preliminary and the final list by
       three shares ~ Dirichlet(`season`); within the span of the returns evenly over the days.
       What a unit's papers cover of the year follows from its stage and days.
    4. *What is left.* Households listed now leave with probability 1 − exp(−θ_u · rest), those to
       enter are Poisson(θ_u · residents · rest), rest the share of the year not covered.

    v, the season and μ are drawn from what is assumed before the year (μ near what the counts
    give), and each draw counts as much as it makes the counts seen likely (importance sampling and
    resampling: exact but for the number of draws); φ_u and what is to come follow by their
    distributions. A unit at the stage `final` has nothing to come. The same seed gives the same
    draws, whatever the order of the rows.

    Not in the model: that entrants leave again at another rate, that units' seasons differ, and
    that the resident totals change.

    Raises ValueError, naming units, where residents are not known.
    Source: gamma–Poisson shrinkage as in Clayton and Kaldor (1987), Biometrics 43; sampling
        importance resampling as in Rubin (1987), JASA 82 (398), comment on Tanner and Wong.
    """
    if (unknown := evidence["total_households"].isna()).any():
        named = ", ".join(evidence.unit_code[unknown])
        raise ValueError(f"residents of {named} are not known; leave units without a total out")
    rng = np.random.default_rng(seed)
    units = evidence.sort_values("unit_code")
    listed, residents = (units[c].to_numpy(dtype=float) for c in ("households_baseline", "total_households"))
    spread = float(assumed.unit_spread.value)
    rate, rest = _rates(units, "left", listed, assumed.left, spread, draws, rng)
    left = rng.binomial(units["households"].to_numpy(dtype=np.int64), -np.expm1(-rate * rest))
    rate, rest = _rates(units, "entered", residents, assumed.entered, spread, draws, rng)
    entered = rng.poisson(rate * rest * residents)
    back = np.argsort(np.argsort(evidence.unit_code.to_numpy(dtype=object)))
    return YearEnd(evidence.reset_index(drop=True), left[:, back], entered[:, back])


def _rates(
    units: pd.DataFrame,
    flow: str,
    at_risk: np.ndarray,
    assumed: Flow,
    typical_spread: float,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of each unit's yearly rate, and of the share of the year its papers do not cover."""
    in_returns = units[f"{flow}_in_returns"].to_numpy(dtype=float)
    since = units[f"{flow}_since"].to_numpy(dtype=float, na_value=np.nan)
    told = ~np.isnan(since)
    since = np.where(told, since, 0.0)
    seen = in_returns + since

    gammas = rng.standard_gamma(assumed.season.weights, (draws, 3))
    season = gammas / gammas.sum(axis=1, keepdims=True)
    covered, rest = _shares_of_the_year(units, season)
    in_span, after_span = covered, np.where(told, 1 - covered - rest, 0.0)
    exposure = at_risk * (in_span + after_span)

    spread = np.maximum(np.abs(rng.normal(0, typical_spread, (draws, 1))), _LEAST_SPREAD)
    shape = spread**-2.0
    own_worth = float(assumed.yearly.worth)
    own_exposure = own_worth / float(assumed.yearly.value)
    # The district's rate is near its counts; how near, units lying apart as they do, sets the width.
    whole = exposure.sum(axis=1, keepdims=True)
    uneven = np.divide(
        (exposure**2).sum(axis=1, keepdims=True), whole**2, out=np.zeros_like(whole), where=whole > 0
    )
    worth = own_worth + seen.sum() / (1 + spread**2 * uneven * seen.sum())
    near = (own_worth + seen.sum()) / (own_exposure + whole)
    proposed = rng.gamma(_FLATTER * worth) * near / (_FLATTER * worth)

    weights = (
        _log_gamma(proposed, own_worth, own_exposure)
        - _log_gamma(proposed, _FLATTER * worth, _FLATTER * worth / near)
        + _log_negative_binomial(seen, shape, proposed * exposure).sum(axis=1, keepdims=True)
        + _log_split(in_returns, since, in_span, after_span).sum(axis=1, keepdims=True)
    )
    kept = _resampled(weights.ravel(), rng)
    shape, proposed, exposure, rest = shape[kept], proposed[kept], exposure[kept], rest[kept]
    apart = rng.gamma(shape + seen) / (shape + proposed * exposure)
    return proposed * apart, rest


def _shares_of_the_year(units: pd.DataFrame, season: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each draw and unit: the share of the year its returns cover, and what none of its papers does."""
    days = units["days_in_returns"].to_numpy(dtype=float) / units["days_before_review"].to_numpy(dtype=float)
    covered = season[:, :1] * days
    stage = units["stage"].to_numpy(dtype=object)
    rest = np.where(stage == "final", 0.0, np.where(stage == "preliminary", season[:, 2:], 1 - covered))
    return covered, rest


def _log_gamma(x: np.ndarray, shape: np.ndarray | float, rate: np.ndarray | float) -> np.ndarray:
    return xlogy(shape, rate) - gammaln(shape) + xlogy(shape - 1, x) - rate * x


def _log_negative_binomial(count: np.ndarray, shape: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Log probability of the units' counts up to their factorials, which are the same in every draw."""
    spread = mean / shape
    return gammaln(shape + count) - gammaln(shape) + xlogy(count, spread) - xlog1py(shape + count, spread)


def _log_split(
    first: np.ndarray, second: np.ndarray, first_share: np.ndarray, second_share: np.ndarray
) -> np.ndarray:
    """Log probability that so many of the counts seen came first, up to what is the same in every draw."""
    both = first_share + second_share
    return xlogy(first, first_share) + xlogy(second, second_share) - xlogy(first + second, both)


def _resampled(log_weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Which draws are kept, each about as often as its weight says (systematic resampling).

    Shuffled: the flows are drawn one after the other and must not meet in the order of their draws.
    """
    weights = np.exp(log_weights - log_weights.max())
    places = (np.arange(len(weights)) + rng.random()) / len(weights)
    kept = np.searchsorted(np.cumsum(weights) / weights.sum(), places).clip(max=len(weights) - 1)
    return rng.permutation(kept)
