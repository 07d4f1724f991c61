"""How far listed households are from the lines: income points over, deprivations under."""

from __future__ import annotations

import pandas as pd

from analysis.law import Standard, need_standard
from analysis.law.reader import ByArea
from analysis.measures.classify import official_class
from analysis.measures.columns import integers, marks, need_columns
from analysis.measures.rule_lines import deprivations_under, need_areas
from analysis.tables import LISTED

DISTANCES = ["points_to_cross", "points_to_pass", "deprivations_to_lift"]


def with_distances(households: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """The listed households with how far each is from the lines.

    Returns those households with `poverty_class` (the official one), `points_to_cross` (points of
    form B1 a household needs to be over the income line of its area, and so off the list: line −
    b1 + 1, at least 1), `points_to_pass` (the same to the lower line of a standard that has two, at or
    under which a household is poor whatever its deprivations; 0 over it, and where there is none) and
    `deprivations_to_lift` (fewest indicators that must then be lifted for it to be no longer poor; 0
    for near-poor households). NA where b1 or an indicator is not known.
    Raises ValueError for columns that lack, several rounds, an area that is neither urban nor rural, and
        marks or points that are none; LawError for a standard whose points are not published.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3 (the class by income line and number of deprivations); before
        2022 Quyết định 59/2015/QĐ-TTg, Điều 2.
    """
    need_standard(standard)
    names = list(standard.indicator_ids)
    need_columns(households, ["unit_code", "area", "b1", *names], "households")
    if "round" in households and households["round"].nunique() > 1:
        raise ValueError(
            f"households of {households['round'].nunique()} rounds would be counted together: give one round"
        )
    listed = households.assign(poverty_class=official_class(households))
    listed = listed[listed.poverty_class.isin(LISTED)].reset_index(drop=True)
    listed = listed.assign(area=listed.area.astype("string"), b1=integers(listed.b1))
    listed = listed.assign(**{name: marks(listed[name]) for name in names})
    need_areas(listed.area)
    crossed = _points_over(standard.income_points, listed)
    # A class recognised against its scores (over the line, yet listed) is one point away at least.
    listed["points_to_cross"] = crossed.clip(lower=1)
    poor = listed.poverty_class == "poor"
    listed["points_to_pass"] = pd.array([0] * len(listed), "Int64")
    if standard.poor_points is not None:
        listed["points_to_pass"] = _points_over(standard.poor_points, listed).clip(lower=0).where(poor, 0)
    over = deprivations_under(listed, standard).astype("Int64") - standard.poor_from_count + 1
    listed["deprivations_to_lift"] = over.clip(lower=0).where(poor, 0)
    return listed


def _points_over(line: ByArea, listed: pd.DataFrame) -> pd.Series:
    lines = {area: line.of(area) for area in ("rural", "urban")}
    return listed.area.map(lines).astype("Int64") - listed.b1 + 1


def near_lines(
    households: pd.DataFrame, standard: Standard, *, bands: tuple[int, ...] = (5, 10, 15, 30)
) -> pd.DataFrame:
    """How many listed households are how near the lines, by unit and class.

    The income line (mức chuẩn thu nhập) divides the list from the rest: poor and near-poor
    households alike leave the multidimensional list only above it. Lifting deprivations turns poor
    households into near-poor ones, which lowers the poor rate alone.

    households: one round, as in `analysis.tables.HOUSEHOLDS`, with the indicators of the standard.
    bands: whole upper ends of the bands of points, rising.
    Returns one row per `unit_code`, `poverty_class`, `band` (most points to cross; NA: more than the
        last band; -1: not known) and `deprivations_to_lift` (NA: not known, or at or under the lower line of
        a standard that has two, where lifting alone does not do), with `households`.
    Raises ValueError for bands that do not rise, for households of several rounds, and as
        `with_distances` does.
    Source: as `with_distances`: Nghị định 07/2021/NĐ-CP, Điều 3; Quyết định 59/2015/QĐ-TTg, Điều 2; points
        of form B1, Thông tư 07/2021/TT-BLĐTBXH, Phụ lục III.

    >>> from analysis.law import load_standard
    >>> home = {"unit_code": "25693", "area": "rural", "b1": 131, "poverty_class": "poor"}
    >>> standard = load_standard("2023-12-14")
    >>> home |= {name: int(n < 3) for n, name in enumerate(standard.indicator_ids)}
    >>> near_lines(pd.DataFrame([home]), standard).values.tolist()
    [['25693', 'poor', 10, 1, 1]]
    """
    ends_given = bands if isinstance(bands, tuple | list) else ()
    if not ends_given or list(ends_given) != sorted({*ends_given}):
        raise ValueError(f"bands {bands} do not rise; give each upper end once, the smallest first: (5, 10)")
    homes = with_distances(households, standard)
    ends = [
        next((end for end in bands if points <= end), pd.NA) for points in homes.points_to_cross.fillna(-1)
    ]
    homes["band"] = pd.array(ends, "Int64")
    homes["band"] = homes.band.mask(homes.points_to_cross.isna(), -1)
    homes["deprivations_to_lift"] = homes.deprivations_to_lift.mask(homes.points_to_pass.fillna(0) > 0)
    keys = ["unit_code", "poverty_class", "band", "deprivations_to_lift"]
    counts = homes.groupby(keys, dropna=False).size()
    return counts.astype("Int64").rename("households").reset_index()
