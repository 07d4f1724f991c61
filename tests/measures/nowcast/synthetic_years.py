"""Years with a known end, by a counting process that is not the nowcast's model.

Households differ in how likely they are to leave (lognormal), units and years too (lognormal, not
gamma); entrants come in clusters and may leave again; months are uneven; units, leavers and entrants
have seasons of their own around the year's (logit-normal, not Dirichlet); households move between
units; some returns are late. The papers are then cut at the report's date.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

MONTHS = (31, 28, 31, 30, 31, 30, 31, 31)
"""Days of the months that returns tell of: January to August."""
IN_RETURNS, IN_PRELIMINARY, IN_FINAL = range(3)

REPORTS = {"august": 7, "october": 8}
"""Months of returns that have come."""


@dataclass(frozen=True)
class Process:
    """What years are drawn from. Centres of the shares are medians, spreads are on the logit scale."""

    leave: float = 0.19
    enter: float = 0.0018
    years_apart: float = 0.30
    units_apart: float = 0.35
    households_apart: float = 0.8
    before_review: float = 0.42
    before_review_apart: float = 0.40
    in_preliminary: float = 0.57
    in_preliminary_apart: float = 0.50
    season_of_units_apart: float = 0.25
    entrants_apart: float = 0.20
    cluster_sizes: tuple[float, ...] = (0.88, 0.09, 0.03)
    months_uneven: float = 4.0
    moves: float = 3.0
    leave_again: float = 0.05
    late_returns: float = 0.03
    lists: int = 6
    forms_only: int = 1
    units: int = 9


@dataclass(frozen=True)
class Events:
    """One row per household that leaves or enters: its unit, where it is found, month, and if late."""

    unit: np.ndarray
    found: np.ndarray
    month: np.ndarray

    def of(self, kept: np.ndarray) -> Events:
        return Events(self.unit[kept], self.found[kept], self.month[kept])


def synthetic_year(process: Process, report: str, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series]:
    """The evidence of a report, as `year_evidence` gives it, and the units' lists at the year's end."""
    residents = np.round(rng.lognormal(np.log(2200), 0.2, process.units)).astype(int)
    listed = np.maximum(np.round(residents * 0.018 * rng.lognormal(0, 0.35, process.units)), 1).astype(int)
    season, of_entrants = _seasons(process, rng)
    left, entered = _left(process, listed, season, rng), _entered(process, residents, of_entrants, rng)
    again = Events(
        entered.unit, np.minimum(entered.found + 1, IN_FINAL), np.full_like(entered.month, len(MONTHS))
    )
    again = again.of((rng.random(len(again.unit)) < process.leave_again) & (entered.found != IN_FINAL))
    moved = _moved(process, season, rng)
    where_to = (moved.unit + rng.integers(1, process.units, len(moved.unit))) % process.units
    left = _joined(left, again, moved)
    entered = _joined(entered, Events(where_to, moved.found, moved.month))
    return _as_known(process, report, residents, listed, left, entered, rng)


def _seasons(process: Process, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Per unit the shares found in the returns, the preliminary and the final list: leavers, entrants."""

    def of_year(centre: float, apart: float) -> float:
        return np.log(centre / (1 - centre)) + rng.normal(0, apart)

    before = of_year(process.before_review, process.before_review_apart)
    soon = of_year(process.in_preliminary, process.in_preliminary_apart)

    def shares(shift: float) -> np.ndarray:
        units_apart = rng.normal(0, process.season_of_units_apart, (2, process.units))
        first, second = (
            1 / (1 + np.exp(-of - shift - own)) for of, own in zip((before, soon), units_apart, strict=True)
        )
        return np.column_stack([first, (1 - first) * second, (1 - first) * (1 - second)])

    return shares(0), shares(rng.normal(0, process.entrants_apart))


def _left(process: Process, listed: np.ndarray, season: np.ndarray, rng: np.random.Generator) -> Events:
    of_units = rng.lognormal(0, process.units_apart, process.units)
    of_units[rng.integers(process.units)] *= 0.5  # one unit falls behind
    hazard = process.leave * rng.lognormal(0, process.years_apart) * np.repeat(of_units, listed)
    apart = process.households_apart
    hazard = hazard * rng.lognormal(-(apart**2) / 2, apart, len(hazard))
    leaves = rng.random(len(hazard)) < 1 - np.exp(-hazard)
    return _dated(process, np.repeat(np.arange(process.units), listed)[leaves], season, rng)


def _entered(process: Process, residents: np.ndarray, season: np.ndarray, rng: np.random.Generator) -> Events:
    sizes = np.arange(1, len(process.cluster_sizes) + 1)
    of_units = process.enter * rng.lognormal(0, process.years_apart) * residents
    of_units = of_units * rng.lognormal(0, process.units_apart, process.units)
    clusters = rng.poisson(of_units / (sizes @ process.cluster_sizes))
    first = _dated(process, np.repeat(np.arange(process.units), clusters), season, rng)
    size = rng.choice(sizes, len(first.unit), p=process.cluster_sizes)
    return Events(*(np.repeat(of, size) for of in (first.unit, first.found, first.month)))


def _moved(process: Process, season: np.ndarray, rng: np.random.Generator) -> Events:
    return _dated(process, rng.integers(0, process.units, rng.poisson(process.moves)), season, rng)


def _dated(process: Process, unit: np.ndarray, season: np.ndarray, rng: np.random.Generator) -> Events:
    until = np.cumsum(season[unit], axis=1)
    found = (rng.random((len(unit), 1)) > until).sum(axis=1).clip(max=IN_FINAL)
    months = rng.dirichlet(np.full(len(MONTHS), process.months_uneven))
    month = rng.choice(len(MONTHS), len(unit), p=months)
    late = rng.random(len(unit)) < process.late_returns
    # A decision that misses the returns is first seen in the unit's next list.
    return Events(unit, np.where(late & (found == IN_RETURNS), IN_PRELIMINARY, found), month)


def _joined(*events: Events) -> Events:
    return Events(*(np.concatenate([getattr(e, of) for e in events]) for of in ("unit", "found", "month")))


def _as_known(
    process: Process,
    report: str,
    residents: np.ndarray,
    listed: np.ndarray,
    left: Events,
    entered: Events,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.Series]:
    def counts(events: Events, kept: np.ndarray) -> np.ndarray:
        return np.bincount(events.unit[kept], minlength=process.units)

    months = REPORTS[report]
    order = rng.permutation(process.units)
    reviewed, form_only = np.zeros(process.units, bool), np.zeros(process.units, bool)
    if report == "october":
        reviewed[order[: process.lists + process.forms_only]] = True
        form_only[order[process.lists : process.lists + process.forms_only]] = True
    columns: dict[str, object] = {}
    now = listed.copy()
    for flow, events, sign in (("left", left, -1), ("entered", entered, 1)):
        in_returns = counts(events, (events.found == IN_RETURNS) & (events.month < months))
        since = counts(events, events.found == IN_PRELIMINARY)
        columns[f"{flow}_in_returns"] = in_returns
        columns[f"{flow}_since"] = pd.array(since, "Int64")
        now = now + sign * (in_returns + np.where(reviewed, since, 0))
    evidence = pd.DataFrame(
        {
            "unit_code": [f"{unit:05d}" for unit in range(process.units)],
            "stage": np.where(reviewed, "preliminary", "returns"),
            "households_baseline": listed,
            "households": now,
            "total_households_baseline": residents,
            "total_households": residents,
            **columns,
            "days_in_returns": sum(MONTHS[:months]),
            "days_before_review": sum(MONTHS),
        }
    ).convert_dtypes()
    unknown = ~reviewed | form_only
    evidence.loc[unknown, ["left_since", "entered_since"]] = pd.NA
    everything = np.ones_like
    at_end = (
        listed - counts(left, everything(left.unit, bool)) + counts(entered, everything(entered.unit, bool))
    )
    return evidence, pd.Series(at_end, evidence.unit_code)
