"""The one true history the sample's papers are written from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.programme import Programme
from analysis.sample.apportion import apportion
from analysis.sample.calibration import Calibration
from analysis.sample.events import draw_events, escapes_before
from analysis.sample.families import ages, draw_births_and_deaths
from analysis.sample.households import draw_households
from analysis.sample.residents import draw_residents
from analysis.sample.setting import Setting
from analysis.sample.spells import draw_spells, score_events
from analysis.tables import LISTED

MID_YEAR = (6, 30)
"""Residents are counted at every round and once between them."""

ELDERLY = 60
"""From this age on some know only the year of their birth."""

ID_STEP = 7_368_787
"""Shares no factor with a power of ten, so that its multiples scatter and none comes twice."""


@dataclass(frozen=True)
class Panel:
    """What truly happened in the synthetic district.

    residents: as `draw_residents` gives them.
    households: by number, as `draw_households` gives them, with `household_id` and `same_as`: its
        own number, or its number in the unit it moved here from.
    people: as `draw_families` gives them, with `personal_id` and `year_only` (the day of birth isn't known).
    spells: as `draw_spells` gives them.
    events: as `score_events` gives them, those of the years before the baseline among them.
    """

    residents: pd.DataFrame
    households: pd.DataFrame
    people: pd.DataFrame
    spells: pd.DataFrame
    events: pd.DataFrame


def simulate(setting: Setting, households: int, rng: np.random.Generator) -> Panel:
    """A panel with so many resident households at the baseline, drawn by `rng` alone."""
    programme, drawn_from = setting.programme, setting.calibration
    start = programme.baseline.date
    dates = sorted({*(r.date for r in programme.rounds), dt.date(programme.year, *MID_YEAR)})
    residents = draw_residents(programme, dates, households, drawn_from.residents, rng)

    homes, people = draw_households(_first_places(programme, residents, drawn_from, rng), setting, rng)
    before = escapes_before(homes, programme, drawn_from.escaped, rng)
    year = draw_events(programme, homes, before.household, drawn_from.events, rng)
    came = year.arrivals.set_index(pd.RangeIndex(len(homes), len(homes) + len(year.arrivals)))
    unknown = came.copy_of < 0
    new_homes, new_people = draw_households(came.loc[unknown, ["unit_code", "poverty_class"]], setting, rng)
    people = pd.concat([people, new_people], ignore_index=True)
    people["personal_id"] = _impossible_ids(len(people))
    elderly = ages(people.birth, start) >= ELDERLY
    year_only = drawn_from.imperfections.birth_year_only.value
    people["year_only"] = elderly & (rng.random(len(people)) < year_only)
    copies, copied_people = _copies(homes, people, came[~unknown])
    homes = pd.concat([homes, new_homes, copies]).sort_index()
    people = pd.concat([people, copied_people], ignore_index=True)
    homes["same_as"] = came.copy_of[~unknown].reindex(homes.index).fillna(homes.index.to_series()).astype(int)
    homes["household_id"] = _codes(homes, came, rng)

    events = pd.concat([before, year.known, _entries(came)], ignore_index=True)
    quiet = homes.index[(homes.origin == "listed") & ~homes.index.isin(events.household)]
    people = draw_births_and_deaths(people, quiet, programme.year, drawn_from.events, setting.names, rng)
    spells = draw_spells(homes, events, setting, rng)
    return Panel(residents, homes, people, spells, score_events(events, homes, people, spells, setting, rng))


def _first_places(
    programme: Programme, residents: pd.DataFrame, drawn_from: Calibration, rng: np.random.Generator
) -> pd.DataFrame:
    first = residents.total_households[residents.date == residents.date.min()].to_numpy()
    risk = drawn_from.baseline.relative_risk.value
    odds = [risk["border" if unit.border else unit.area] for unit in programme.units]
    weights = first * odds * rng.uniform(0.85, 1.15, len(odds))
    listed = {c: round(drawn_from.baseline.resident_share.value[c] * int(first.sum())) for c in LISTED}
    escaped = {c: round(drawn_from.escaped.share.value[c] * sum(listed.values())) for c in LISTED}
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "unit_code": np.repeat(programme.unit_codes, apportion(counts[poverty_class], weights)),
                    "poverty_class": poverty_class,
                    "origin": origin,
                }
            )
            for origin, counts in (("listed", listed), ("escaped", escaped))
            for poverty_class in LISTED
        ],
        ignore_index=True,
    )


def _copies(
    homes: pd.DataFrame, people: pd.DataFrame, moved: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The households that moved between units, once more in their new unit, people and all."""
    copies = homes.loc[moved.copy_of].set_index(moved.index)
    copies = copies.assign(unit_code=moved.unit_code, origin=pd.NA)
    to = pd.Series(moved.index, index=moved.copy_of)
    members = people[people.household.isin(to.index)]
    return copies, members.assign(household=members.household.map(to))


def _codes(homes: pd.DataFrame, came: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """A number within the unit: those known at the start in no order, then as they came."""
    known = pd.Series(rng.permutation(len(homes)), homes.index)
    order = known.where(~homes.index.isin(came.index), len(homes) + came.date.rank(method="first"))
    number = order.groupby(homes.unit_code).rank(method="first").astype(int)
    return homes.unit_code + "-" + number.map("{:04d}".format)


def _impossible_ids(n: int) -> list[str]:
    """Twelve digits that begin with 000, which is no province: they can be nobody's number."""
    return [f"000{person * ID_STEP % 10**9:09d}" for person in range(1, n + 1)]


def _entries(came: pd.DataFrame) -> pd.DataFrame:
    entries = came.rename_axis("household").reset_index().rename(columns={"poverty_class": "after"})
    return entries.assign(before="none")[["household", "date", "reason", "before", "after"]]
