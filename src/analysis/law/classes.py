"""The rule of the standards since 2022: one income line, then the number of deprivations."""

from __future__ import annotations

import pandas as pd

from analysis.law.reader import Standard


def class_by_scores(b1: pd.Series, b2: pd.Series, area: pd.Series, standard: Standard) -> pd.Series:
    """Class of each household by its two form-B scores and its area.

    b1, b2: income and deprivation points (whole, NA where not scored); area: `urban` or `rural`.
    Returns `poor`, `near_poor` or `not_poor`; NA where the scores given do not decide. The average
    living standard is not in these scores: it is recognised on declared income.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3; points of form B, Thông tư 02/2022/TT-BLĐTBXH.

    >>> from analysis.law.reader import load_standard
    >>> class_by_scores(pd.Series([140, 140, 141]), pd.Series([30, 20, 90]),
    ...     pd.Series(["rural"] * 3), load_standard("2023-12-14")).tolist()
    ['poor', 'near_poor', 'not_poor']
    """
    b1, b2 = b1.astype("Int64"), b2.astype("Int64")
    cut = area.map({a: standard.income_points.of(a) for a in ("rural", "urban")}).astype("Int64")
    over_line, many = b1 > cut, b2 >= standard.poor_from.value
    result = pd.Series(pd.NA, index=b1.index, dtype="string")
    result[(~over_line & many).fillna(False)] = "poor"
    result[(~over_line & ~many).fillna(False)] = "near_poor"
    result[over_line.fillna(False)] = "not_poor"
    return result
