"""How far listed households are from the lines: income points over, deprivations under."""

from __future__ import annotations

import pandas as pd

from analysis.law import Standard
from analysis.measures.classify import official_class
from analysis.tables import INDICATORS, LISTED

DISTANCES = ["points_to_cross", "deprivations_to_lift"]


def with_distances(households: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """The listed households with how far each is from the lines.

    Returns those households with `poverty_class` (the official one), `points_to_cross` (points of
    form B1 a household needs to be over the income line of its area, and so off the list: line −
    b1 + 1, at least 1) and `deprivations_to_lift` (fewest indicators that must be lifted for it to be
    no longer poor; 0 for near-poor households). NA where b1 or an indicator is not known.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3 (the class by income line and number of deprivations).
    """
    listed = households.assign(poverty_class=official_class(households))
    listed = listed[listed.poverty_class.isin(LISTED)].reset_index(drop=True)
    line = listed.area.map({area: standard.income_points.of(area) for area in ("rural", "urban")})
    lacking = listed[list(INDICATORS)].astype("Int64").sum(axis=1, skipna=False).astype("Int64")
    # A class recognised against its scores (over the line, yet listed) is one point away at least.
    points = (line.astype("Int64") - listed.b1.astype("Int64") + 1).clip(lower=1)
    over = (lacking - standard.poor_from_count + 1).clip(lower=0).mask(listed.poverty_class != "poor", 0)
    return listed.assign(points_to_cross=points, deprivations_to_lift=over)


def near_lines(
    households: pd.DataFrame, standard: Standard, *, bands: tuple[int, ...] = (5, 10, 15, 30)
) -> pd.DataFrame:
    """How many listed households are how near the lines, by unit and class.

    The income line (mức chuẩn thu nhập) divides the list from the rest: poor and near-poor
    households alike leave the multidimensional list only above it. Lifting deprivations turns poor
    households into near-poor ones, which lowers the poor rate alone.

    households: one round, as in `tables.HOUSEHOLDS`. bands: upper ends of the bands of points, rising.
    Returns one row per `unit_code`, `poverty_class`, `band` (most points to cross; NA: more than the
        last band; -1: not known) and `deprivations_to_lift`, with `households`.
    Raises ValueError for bands that do not rise.

    >>> from analysis.law import load_standard
    >>> home = {"unit_code": "25693", "area": "rural", "b1": 131, "poverty_class": "poor"}
    >>> home |= dict.fromkeys(INDICATORS, 0) | dict.fromkeys(["toilet", "telecom", "employment"], 1)
    >>> near_lines(pd.DataFrame([home]), load_standard("2023-12-14")).values.tolist()
    [['25693', 'poor', 10, 1, 1]]
    """
    if list(bands) != sorted({*bands}):
        raise ValueError(f"bands {bands} do not rise; give each upper end once, the smallest first")
    homes = with_distances(households, standard)
    ends = [
        next((end for end in bands if points <= end), pd.NA) for points in homes.points_to_cross.fillna(-1)
    ]
    homes["band"] = pd.array(ends, "Int64")
    homes["band"] = homes.band.mask(homes.points_to_cross.isna(), -1)
    keys = ["unit_code", "poverty_class", "band", "deprivations_to_lift"]
    counts = homes.groupby(keys, dropna=False).size()
    return counts.astype("Int64").rename("households").reset_index()
