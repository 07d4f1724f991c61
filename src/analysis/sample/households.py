"""The sample's households: where they live, what groups they belong to, what they lack."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.sample.apportion import apportion
from analysis.sample.calibration import Deprivation
from analysis.sample.families import WORKING_AGE, ages, draw_families, one_of
from analysis.sample.setting import Setting
from analysis.sample.texts import Texts

INCOME_STEP = 5
"""B1 is a sum of points that are multiples of five."""


def shuffled_quota(n: int, shares: tuple[float, ...], rng: np.random.Generator) -> np.ndarray:
    """0, 1, 2, … in the given shares of `n`, in random order."""
    return rng.permutation(np.repeat(np.arange(len(shares)), apportion(n, shares)))


def draw_households(
    places: pd.DataFrame, setting: Setting, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Households for the given places, and their people.

    places: index is the household's number, with `unit_code` and `poverty_class`.

    Returns the places with `area`, `village`, `size`, the flags of `tables.FLAGS`, `causes`,
    `elder_alone`, `b1` (income points while under the line) and for each indicator its place in
    the order in which the household is deprived (0 first): deprived in k indicators means
    those placed before k. The people are as `draw_families` gives them.
    """
    programme, standard, drawn_from = setting.programme, setting.standard, setting.calibration
    groups, on = drawn_from.groups, programme.baseline.date
    homes = places.assign(area=places.unit_code.map({u.code: u.area for u in programme.units}), size=0)
    for poverty_class, rows in homes.groupby("poverty_class").groups.items():
        quota = shuffled_quota(len(rows), drawn_from.baseline.size_share.value[poverty_class], rng)
        homes.loc[rows, "size"] = quota + 1
    number = rng.integers(1, homes.unit_code.map(setting.villages), endpoint=True)
    homes["village"] = [
        setting.texts.village[area].format(number=n) for area, n in zip(homes.area, number, strict=True)
    ]
    chances = {
        "ethnic_minority": groups.ethnic_minority.value,
        "meritorious": groups.meritorious.value,
        "social_protection": homes.poverty_class.map(groups.social_protection.value),
    }
    for flag, chance in chances.items():
        homes[flag] = rng.random(len(homes)) < chance

    people = draw_families(homes, on, drawn_from.families, setting.names, rng)
    has = _members_of_kind(people, on).reindex(homes.index)
    homes["female_head"] = people[people.relation == "head"].set_index("household").female
    homes["no_labour_capacity"] = ~has.working_age & (
        rng.random(len(homes)) < groups.no_labour_capacity.value
    )
    homes["elder_alone"] = (homes["size"] == 1) & ~has.working_age
    homes["causes"] = _causes(homes.no_labour_capacity, groups.second_cause.value, setting.texts, rng)
    homes["b1"] = homes.area.map(standard.income_points.of) - points_apart(len(homes), setting, rng)
    order = _deprivation_order(has, standard.indicator_ids, drawn_from.deprivation, rng)
    return homes.join(order), people


def points_apart(n: int, setting: Setting, rng: np.random.Generator) -> np.ndarray:
    """How far B1 lies from the line, in whole steps and never as far as zero points."""
    shape = setting.calibration.deprivation.income_points_apart.value
    steps = rng.gamma(shape["shape"], shape["scale"], n) // INCOME_STEP
    most = min(setting.standard.income_points.of(area) for area in ("rural", "urban")) // INCOME_STEP - 1
    return np.minimum(steps, most).astype(int) * INCOME_STEP


def deprivation_counts(classes: pd.Series, setting: Setting, rng: np.random.Generator) -> pd.Series:
    """In how many indicators a household of each class is deprived."""
    drawn_from = setting.calibration.deprivation
    poor = (classes == "poor").to_numpy()
    counts = np.empty(len(classes), dtype=int)
    counts[~poor] = shuffled_quota(int((~poor).sum()), drawn_from.near_poor_count.value, rng)
    beyond = shuffled_quota(int(poor.sum()), drawn_from.poor_beyond_least.value, rng)
    counts[poor] = setting.standard.poor_from_count + beyond
    return pd.Series(counts, index=classes.index)


def _members_of_kind(people: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    age = ages(people.birth, on)
    kinds = pd.DataFrame(
        {
            "child": age < 16,
            "young_adult": age.between(16, 30),
            "working_age": age.between(*WORKING_AGE, inclusive="left"),
        }
    )
    return kinds.groupby(people.household).any()


def _causes(no_labour: pd.Series, second: float, texts: Texts, rng: np.random.Generator) -> list[str]:
    written = []
    for without in no_labour:
        first = texts.no_labour_cause if without else one_of(texts.causes, rng)
        other = one_of(texts.causes, rng)
        both = [first, other] if other != first and rng.random() < second else [first]
        written.append("; ".join(both))
    return written


def _deprivation_order(
    has: pd.DataFrame, indicators: tuple[str, ...], drawn_from: Deprivation, rng: np.random.Generator
) -> pd.DataFrame:
    # The smallest of exponential waiting times with rate `weight`: a draw without replacement.
    weights = np.array([drawn_from.weights.value[i] for i in indicators])
    waiting = pd.DataFrame(
        rng.exponential(1, (len(has), len(indicators))) / weights, index=has.index, columns=list(indicators)
    )
    for indicator, kind in drawn_from.needs.value.items():
        waiting.loc[~has[kind], indicator] = np.inf
    order = waiting.rank(axis=1, method="first") - 1
    return order.where(np.isfinite(waiting), len(indicators)).astype(int)
