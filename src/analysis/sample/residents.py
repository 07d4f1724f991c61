"""All households and persons of the units: the denominators of the sample."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.programme import Programme
from analysis.sample.apportion import apportion
from analysis.sample.calibration import Residents


def draw_residents(
    programme: Programme,
    dates: list[dt.date],
    households: int,
    drawn_from: Residents,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Residents (hộ dân cư) of each unit on each date, growing slowly from the first.

    households: of all units together on the first date.

    Returns one row per unit and date: `unit_code`, `date`, `total_households`, `total_persons`,
    `ethnic_minority_households`, `ethnic_minority_persons`, `average_households` and
    `average_persons` (hộ có mức sống trung bình).
    """
    units = len(programme.units)
    towns = np.array([unit.area == "urban" for unit in programme.units])
    weights = rng.uniform(*drawn_from.unevenness.value, units) * np.where(
        towns, drawn_from.town_weight.value, 1
    )
    first = apportion(households, weights)
    size = rng.uniform(*drawn_from.persons_per_household.value, units)
    growth = rng.uniform(*drawn_from.yearly_growth.value, units)
    minority = rng.uniform(*drawn_from.minority_share.value, units)
    average = rng.uniform(*drawn_from.average_share.value, units)
    on_dates = []
    for date in dates:
        total = np.rint(first * (1 + growth * (date - dates[0]).days / 365)).astype(int)
        counts = {
            "total": total,
            "ethnic_minority": np.rint(total * minority),
            "average": np.rint(total * average),
        }
        on_dates.append(
            pd.DataFrame({"unit_code": programme.unit_codes, "date": pd.Timestamp(date)}).assign(
                **{f"{name}_households": count.astype(int) for name, count in counts.items()},
                **{f"{name}_persons": np.rint(count * size).astype(int) for name, count in counts.items()},
            )
        )
    return pd.concat(on_dates, ignore_index=True)
