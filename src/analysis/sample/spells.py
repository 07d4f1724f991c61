"""Times on the list: from what happened to how long each household held which class."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.sample.households import INCOME_STEP, deprivation_counts, points_apart
from analysis.sample.setting import Setting
from analysis.tables import LISTED

DECIDED_BEFORE = dt.timedelta(days=14)
"""The baseline list is recognised so long before the day it stands for."""

NOTED = ("became_poor",)
"""Changes of class a list notes beside the household, as it notes every entry."""


def draw_spells(
    homes: pd.DataFrame,
    events: pd.DataFrame,
    setting: Setting,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per time a household spends on the list in one class.

    Returns `household`, `since`, `until` (the first day it no longer holds; NaT: it still does),
    `poverty_class`, `b1`, `b2`, `deprivations` (in how many indicators), `entry_reason` (NA where
    the household was there before) and `decided` (day of the decision it stands on).
    """
    start = pd.Timestamp(setting.programme.baseline.date)
    first = homes[homes.origin == "listed"]
    there = pd.DataFrame({"household": first.index, "since": start, "poverty_class": first.poverty_class})
    there = there.assign(entry_reason=pd.NA, decided=start - DECIDED_BEFORE)
    this_year = events[events.date > start]
    begun = this_year[this_year.after.isin(LISTED)]
    noted = (begun.before == "none") | begun.reason.isin(NOTED)
    begun = pd.DataFrame(
        {
            "household": begun.household,
            "since": begun.date,
            "poverty_class": begun.after,
            "entry_reason": begun.reason.where(noted),
            "decided": begun.date,
        }
    )
    spells = pd.concat([there.astype({"entry_reason": "object"}), begun], ignore_index=True)
    ended = this_year[this_year.before.isin(LISTED)].set_index("household").date
    ends = spells.household.map(ended)
    spells["until"] = ends.where(spells.since < ends)
    spells["deprivations"] = deprivation_counts(spells.poverty_class, setting, rng)
    # Who moves to another unit keeps the scores.
    in_all_units = spells.groupby([spells.household.map(homes.same_as), "poverty_class"])
    spells["deprivations"] = in_all_units.deprivations.transform("first")
    spells["b1"] = spells.household.map(homes.b1)
    spells["b2"] = spells.deprivations * setting.standard.points_per_deprivation.value
    _spoil(spells, ~spells.household.isin(this_year.household), setting, rng)
    return spells.sort_values(["household", "since"], ignore_index=True)


def score_events(
    events: pd.DataFrame,
    homes: pd.DataFrame,
    people: pd.DataFrame,
    spells: pd.DataFrame,
    setting: Setting,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The events with what the papers say of them.

    Returns `household`, `unit_code`, `date`, `reason`, `before`, `after`, `members` (on the day)
    and the scores `b1`, `b2` and `deprivations`, NA where the household was not scored anew.
    """
    scored = events.assign(unit_code=events.household.map(homes.unit_code))
    # Nobody is born into or dies in a household that has an event, so its size is one number.
    scored["members"] = scored.household.map(people.household.value_counts())
    begun = spells[["household", "since", "b1", "b2", "deprivations"]].rename(columns={"since": "date"})
    scored = scored.merge(begun, on=["household", "date"], how="left", validate="one_to_one")
    escaped = scored.after.isin(["not_poor", "average"]).to_numpy()
    line = scored.household.map(homes.area).map(setting.standard.income_points.of)[escaped]
    over = points_apart(len(line), setting, rng) + INCOME_STEP  # over the line, never on it
    lacking = deprivation_counts(pd.Series("near_poor", line.index), setting, rng)
    scored.loc[escaped, "b1"] = line + over
    scored.loc[escaped, "b2"] = lacking * setting.standard.points_per_deprivation.value
    return scored.astype({"b1": "Int64", "b2": "Int64", "deprivations": "Int64"})


def _spoil(spells: pd.DataFrame, quiet: pd.Series, setting: Setting, rng: np.random.Generator) -> None:
    """The few faults of real lists, in households to which nothing happens."""
    standard, imperfections = setting.standard, setting.calibration.imperfections

    def some(poverty_class: str, n: int) -> np.ndarray:
        pool = spells.index[quiet & (spells.poverty_class == poverty_class)]
        return rng.choice(pool, min(n, len(pool)), replace=False)

    differs = some("near_poor", imperfections.class_differs.value)
    spells.loc[differs, "deprivations"] = standard.poor_from_count
    spells.loc[differs, "b2"] = standard.poor_from.value
    spells.loc[some("poor", imperfections.b2_differs.value), "b2"] += standard.points_per_deprivation.value
