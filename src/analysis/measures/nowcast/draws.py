"""How the year may end: draws of each unit's list on its last day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln, xlog1py, xlogy

from analysis.assumptions import YearFlows, need_assumed
from analysis.measures.nowcast.agreement import check_evidence

_LEAST_SPREAD = 0.01
"""Units nearer than one per cent to one another are alike; a spread of 0 has no gamma distribution."""

_LEAST_EFFECTIVE = 400
"""Fewer proposals that count than this would leave the ends of a 95 % interval to chance."""

_FLATTER = 0.8
"""Yearly rates are proposed a little wider than they are likely to be, so that weights stay bounded."""


@dataclass(frozen=True)
class YearEnd:
    """Draws of what is still to come.

    evidence: one row per unit, as `year_evidence` gives it; further columns may group the units.
    left, entered: whole households still to leave and to enter each list by the year's end; one
        row per draw, one column per row of the evidence.
    heard: how much of what the counts tell is in the draws: 1 is all. Less where they are so many
        that hardly a proposal agrees with them; the intervals are then wider than they need be.
    """

    evidence: pd.DataFrame
    left: np.ndarray
    entered: np.ndarray
    heard: float = 1.0

    def __repr__(self) -> str:
        """How many draws of how many units."""
        stages = self.evidence["stage"].value_counts()
        units = ", ".join(f"{number} at the stage {stage}" for stage, number in stages.items())
        return f"<YearEnd: {len(self.left)} draws of {len(self.evidence)} units ({units})>"

    @property
    def households(self) -> np.ndarray:
        """Households on each list at the year's end, in each draw."""
        return self.evidence["households"].to_numpy(dtype=np.int64) - self.left + self.entered


def need_draws(given: object) -> None:
    """Raise ValueError for the evidence, say, where draws made from it are meant."""
    if not isinstance(given, YearEnd):
        raise ValueError(f"a {type(given).__name__} holds no draws: give what year_end_draws(…) gives")


def year_end_draws(evidence: pd.DataFrame, assumed: YearFlows, *, seed: int, draws: int = 20_000) -> YearEnd:
    """Draws of the lists at the year's end, given what the papers tell so far.

    The model of households that leave and, alike, of those that enter:

    1. *Rate.* Over the year, unit u sees x ~ Poisson(θ_u · n_u) events, n_u the households at risk
       (listed at the baseline to leave, resident to enter).
    2. *Units.* θ_u = μ · φ_u, where φ_u ~ Gamma with mean 1 and coefficient of variation v: units
       with few households are drawn towards the district's rate μ, the more so the less units
       differ (v ~ half-normal around `unit_spread`).
    3. *Season.* The year's events, of both flows, fall into the returns, the preliminary and the
       final list by three shares ~ Dirichlet(`season`), each flow's own drawn around the year's;
       within the span of the returns evenly over the days. What a unit's papers cover of the year
       follows from its stage and days.
    4. *What is left.* Households listed now leave with probability 1 − exp(−θ_u · rest), those to
       enter are Poisson(θ_u · residents · rest), rest the share of the year not covered.

    v, the season and μ are drawn from what is assumed before the year (μ near what the counts
    give), and each draw counts as much as it makes the counts seen likely (importance sampling and
    resampling: exact but for the number of draws); φ_u and what is to come follow by their
    distributions. A unit at the stage `final` has nothing to come. The same seed gives the same
    draws, whatever the order of the rows.

    Not in the model: that entrants leave again at another rate, that units' seasons differ, and
    that the resident totals change.

    Raises ValueError, naming the units, where residents are not known, where a unit's days are no part of a
        span of returns, and where a paper tells of households though its share of the season is 0; for
        fewer than one draw, for no assumptions, and for columns that lack.
    Source: gamma–Poisson shrinkage as in Clayton and Kaldor (1987), Biometrics 43; sampling
        importance resampling as in Rubin (1987), JASA 82 (398), comment on Tanner and Wong.
    """
    if draws < 1:
        raise ValueError(f"{draws} draws tell nothing: ask for some thousands")
    need_assumed(assumed, YearFlows)
    check_evidence(evidence, assumed.season)
    rng = np.random.default_rng(seed)
    units = evidence.sort_values("unit_code")
    leavers, entrants, kept, heard = _proposals(units, assumed, draws, rng)
    listed, residents = (units[c].to_numpy(dtype=np.int64) for c in ("households", "total_households"))
    left = rng.binomial(listed, -np.expm1(-leavers.to_come(kept, rng)))
    entered = rng.poisson(entrants.to_come(kept, rng) * residents)
    back = np.argsort(np.argsort(evidence.unit_code.to_numpy(dtype=object)))
    return YearEnd(evidence.reset_index(drop=True), left[:, back], entered[:, back], heard)


def _proposals(
    units: pd.DataFrame, assumed: YearFlows, draws: int, rng: np.random.Generator
) -> tuple[_Flow, _Flow, np.ndarray, float]:
    """Both flows as proposed, which proposals the draws are, and how much of the counts is heard.

    Where few proposals would count, ten times as many and more are made; where that is not enough, the
    weights are flattened to the power at which enough do.
    """
    for proposed in (draws, 10 * max(draws, _LEAST_EFFECTIVE)):
        weights = np.array(assumed.season.shares) * float(assumed.season.worth)
        of_year = _shares(weights, proposed, rng)
        leavers = _Flow.proposed(units, "left", "households_baseline", of_year, assumed, rng)
        entrants = _Flow.proposed(units, "entered", "total_households", of_year, assumed, rng)
        log_weights = leavers.log_weights + entrants.log_weights
        if _effective(log_weights) >= _LEAST_EFFECTIVE:
            break
    heard = _tempered(log_weights)
    return leavers, entrants, _resampled(heard * log_weights, draws, rng), heard


@dataclass(frozen=True)
class _Flow:
    """Draws for one of the two flows; one row per draw, one column per unit or one for the district.

    shape: of the units' gamma distribution; mean: the district's yearly rate; exposure: households
    at risk times the share of the year in which their events were seen; rest: the share in which
    none were.
    """

    seen: np.ndarray
    shape: np.ndarray
    mean: np.ndarray
    exposure: np.ndarray
    rest: np.ndarray
    log_weights: np.ndarray

    @classmethod
    def proposed(
        cls,
        units: pd.DataFrame,
        flow: str,
        at_risk: str,
        season_of_year: np.ndarray,
        assumed: YearFlows,
        rng: np.random.Generator,
    ) -> _Flow:
        """The district's rate drawn near what the counts give, with the weight of each draw."""
        draws, rate_before = len(season_of_year), getattr(assumed, flow)
        season = _shares(season_of_year * float(assumed.season.flows_worth), draws, rng)
        covered, rest = _shares_of_the_year(units, season)
        spread = np.abs(rng.normal(0, float(assumed.unit_spread.value), (draws, 1))).clip(_LEAST_SPREAD)
        in_returns = units[f"{flow}_in_returns"].to_numpy(dtype=float)
        since = units[f"{flow}_since"].to_numpy(dtype=float, na_value=np.nan)
        told, since = ~np.isnan(since), np.nan_to_num(since)
        seen, later = in_returns + since, np.where(told, 1 - covered - rest, 0.0)
        exposure = units[at_risk].to_numpy(dtype=float) * (covered + later)
        own, own_exposure = float(rate_before.worth), float(rate_before.worth / rate_before.value)
        # Counts of units that lie apart tell less of the district's rate than their number says.
        whole = exposure.sum(axis=1, keepdims=True)
        uneven = (exposure**2).sum(axis=1, keepdims=True) / np.maximum(whole**2, np.finfo(float).tiny)
        worth = _FLATTER * (own + seen.sum() / (1 + spread**2 * uneven * seen.sum()))
        rate = worth * (own_exposure + whole) / (own + seen.sum())
        mean, shape = rng.standard_gamma(worth) / rate, spread**-2.0
        log_weights = (
            _log_gamma(mean, own, own_exposure)
            - _log_gamma(mean, worth, rate)
            + _log_negative_binomial(seen, shape, mean * exposure).sum(axis=1, keepdims=True)
            + _log_split(in_returns, since, covered, later).sum(axis=1, keepdims=True)
        )
        return cls(seen, shape, mean, exposure, rest, log_weights.ravel())

    def to_come(self, kept: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Events still to come per household in the draws kept: units between the district and their own."""
        shape, mean = self.shape[kept], self.mean[kept]
        apart = rng.standard_gamma(shape + self.seen) / (shape + mean * self.exposure[kept])
        return mean * apart * self.rest[kept]


def _shares(weights: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draws of the three shares of the season: Dirichlet, where a weight of 0 leaves a share of 0."""
    gammas = rng.standard_gamma(weights, (draws, 3))
    return gammas / gammas.sum(axis=1, keepdims=True)


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


def _effective(log_weights: np.ndarray) -> float:
    """How many proposals count, (Σ w)² / Σ w² (Kong 1992)."""
    weights = np.exp(log_weights - log_weights.max())
    return float(weights.sum() ** 2 / (weights**2).sum())


def _tempered(log_weights: np.ndarray) -> float:
    """The greatest power of the weights, at most 1, with which enough proposals count."""
    low, high = 0.0, 1.0
    if _effective(log_weights) >= _LEAST_EFFECTIVE:
        return high
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _effective(middle * log_weights) >= _LEAST_EFFECTIVE else (low, middle)
    return low


def _resampled(log_weights: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Which proposals are kept, each about as often as its weight says (systematic resampling)."""
    weights = np.exp(log_weights - log_weights.max())
    places = (np.arange(draws) + rng.random()) / draws
    return np.searchsorted(np.cumsum(weights) / weights.sum(), places).clip(max=len(weights) - 1)
