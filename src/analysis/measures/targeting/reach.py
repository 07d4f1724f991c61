"""What the projects could change: for each household type, the sets of projects that would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any, Literal, get_args

import pandas as pd

from analysis.assumptions import Effect, Effects, need_assumed
from analysis.law import Standard, need_standard
from analysis.measures.columns import marks, need_columns
from analysis.measures.targeting.near_lines import DISTANCES, with_distances

Goal = Literal["off_list", "out_of_poverty"]
Projects = tuple[str, ...]

_TYPE = ["unit_code", "poverty_class", "no_labour_capacity", *DISTANCES]


@dataclass(frozen=True)
class Way:
    """A set of projects that together bring a household to the goal, if all of them work.

    cost: đồng for one household; success: chance that all work.
    """

    projects: Projects
    cost: int
    success: Fraction


def usable_effects(effects: Effects, within_months: int | None = None) -> list[Effect]:
    """The effects that come within so many months, in order of their projects."""
    return [e for e in effects.effects if within_months is None or e.months.value <= within_months]


def ways(home: Any, effects: Iterable[Effect], goal: Goal) -> tuple[Way, ...]:
    """The sets of projects that bring a household type to the goal, without one too many.

    home: a row with the columns of a household type. Several projects help one household once each:
    their points add up, and all must work. `off_list`: over the income line; `out_of_poverty`: that,
    or a poor household with too few deprivations left to be poor.
    """
    able = [effect for effect in effects if _is_for(home, effect)]
    found: list[Way] = []
    for size in range(1, len(able) + 1):
        for chosen in combinations(able, size):
            projects = tuple(effect.project for effect in chosen)
            if not any(set(way.projects) <= set(projects) for way in found) and _reaches(home, chosen, goal):
                success = prod((effect.success.value for effect in chosen), start=Fraction(1))
                found.append(Way(projects, sum(effect.cost.value for effect in chosen), success))
    return tuple(found)


def check_goal(goal: Goal) -> None:
    """Raise ValueError naming the goals there are, for another one."""
    if goal not in get_args(Goal):
        raise ValueError(f"goal={goal!r}: choose {' or '.join(get_args(Goal))}")


def reachable(
    households: pd.DataFrame,
    standard: Standard,
    effects: Effects,
    *,
    goal: Goal = "off_list",
    within_months: int | None = None,
) -> pd.DataFrame:
    """Household types and the ways that could bring them to the goal: counts, never households.

    households: one round, as in `analysis.tables.HOUSEHOLDS`; those without b1 or a mark are counted without
        a way, for nobody can tell what they lack; so are those whose labour capacity is not said,
        where a project needs it.
    within_months: leave out projects whose effect takes longer.
    Returns one row per `unit_code`, `poverty_class` and `ways` (a tuple, each with its `projects`,
        `success` and `cost`; empty: none of the projects alone or together would do), with `households`.
        For the goal `out_of_poverty` of poor households only.
    Raises ValueError as `near_lines` does, for another goal, and for effects that are none, or on
        indicators that the standard does not have; LawError for a standard whose points of form B1 are
        not published.
    Source: the lines are the standard's (see `near_lines`); what support does is the programme's
        assumption, `assumptions/effects.yaml`, and how several projects add up is ours.
    """
    check_goal(goal)
    need_assumed(effects, Effects)
    need_standard(standard)
    need_columns(households, ["no_labour_capacity"], "households")
    _of_standard(effects, standard)
    homes = with_distances(households, standard)
    homes = homes.assign(no_labour_capacity=marks(homes["no_labour_capacity"]))
    if goal == "out_of_poverty":
        homes = homes[homes.poverty_class == "poor"]
    types = (
        homes.groupby([*_TYPE, *standard.indicator_ids], dropna=False, sort=True)
        .size()
        .rename("households")
        .reset_index()
    )
    usable = usable_effects(effects, within_months)
    # Column by column: pandas would read a column of equal tuples as a table.
    types["ways"] = pd.Series(
        [ways(home, usable, goal) for home in types.itertuples()], index=types.index, dtype=object
    )
    counts = types.groupby(["unit_code", "poverty_class", "ways"], sort=False).households.sum()
    return counts.astype("Int64").reset_index()


def assumptions_frame(effects: Effects) -> pd.DataFrame:
    """Every value the mix stands on: `project`, `value_name`, `value`, `is_assumption`, `where_from`."""
    rows = [
        (effect.project, name, _plain(stated.value), stated.source is None, stated.source or stated.assumed)
        for effect in effects.effects
        for name, stated in effect.stated()
    ]
    rows += [(none.project, "effect", "", True, none.assumed) for none in effects.without_effect]
    columns = ["project", "value_name", "value", "is_assumption", "where_from"]
    types = {
        "is_assumption": "boolean",
        **dict.fromkeys(["project", "value_name", "value", "where_from"], "string"),
    }
    return pd.DataFrame(rows, columns=columns).astype(types)


def _of_standard(effects: Effects, standard: Standard) -> None:
    for effect in effects.effects:
        if other := {*effect.lifts.value, *effect.needs.value} - set(standard.indicator_ids):
            raise ValueError(
                f"effects of {effect.project} name {', '.join(sorted(other))}; the indicators of "
                f"{standard.id} are {', '.join(standard.indicator_ids)}"
            )


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _is_for(home: Any, effect: Effect) -> bool:
    if effect.needs_labour.value and not _is(home.no_labour_capacity, 0):
        return False
    needs = effect.needs.value
    return not needs or any(_is(getattr(home, indicator), 1) for indicator in needs)


def _reaches(home: Any, chosen: tuple[Effect, ...], goal: Goal) -> bool:
    points = sum(effect.income_points.value for effect in chosen)
    if pd.notna(home.points_to_cross) and points >= home.points_to_cross:
        return True
    unknown = pd.isna(home.deprivations_to_lift) or pd.isna(home.points_to_pass)
    if goal == "off_list" or unknown or points < home.points_to_pass:
        return False
    lifted = {indicator for effect in chosen for indicator in effect.lifts.value}
    return sum(_is(getattr(home, indicator), 1) for indicator in lifted) >= home.deprivations_to_lift


def _is(mark: object, value: int) -> bool:
    return bool(pd.notna(mark) and mark == value)
