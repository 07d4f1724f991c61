"""The rule of the standards: where a household stands to each line, and the class that makes."""

from __future__ import annotations

import pandas as pd

from analysis.law.reader import ByArea, Standard


def class_by_scores(b1: pd.Series, b2: pd.Series, area: pd.Series, standard: Standard) -> pd.Series:
    """Class of each household by its two form-B scores and its area.

    b1, b2: income and deprivation points (whole, NA where not scored); area: `urban` or `rural`.
    Returns `poor`, `near_poor` or `not_poor`; NA where the scores given do not decide. The average
    living standard is not in these scores: it is recognised on declared income.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3; points of form B, Thông tư 02/2022/TT-BLĐTBXH; before
    2022 Quyết định 59/2015/QĐ-TTg, Điều 2, and Thông tư 14/2018/TT-BLĐTBXH.

    >>> from analysis.law.reader import load_standard
    >>> class_by_scores(pd.Series([140, 140, 141]), pd.Series([30, 20, 90]),
    ...     pd.Series(["rural"] * 3), load_standard("2023-12-14")).tolist()
    ['poor', 'near_poor', 'not_poor']
    """
    return class_by_lines(lines_by_scores(b1, b2, area, standard))


def lines_by_scores(b1: pd.Series, b2: pd.Series, area: pd.Series, standard: Standard) -> pd.DataFrame:
    """Where each household stands to the lines of the standard, by its form-B scores.

    Returns `under_line` and `under_poor_line` (at or under the income line, and at or under the
        lower line of a standard that has two), `deprived` (as many deprivations as make poor);
        NA where not known, as all lines of B1 are under a standard whose points are not published.
    """
    return pd.DataFrame(
        {
            "under_line": _at_or_under(b1, area, standard.b1_points),
            "under_poor_line": _under_second(b1, area, standard.poor_points),
            "deprived": b2.astype("Int64") >= standard.poor_from.value,
        }
    )


def lines_by_income(
    income: pd.Series, deprivations: pd.Series, area: pd.Series, standard: Standard
) -> pd.DataFrame:
    """Where each household stands to the lines, by income (đồng per person and month) and count.

    deprivations: in how many of the standard's indicators it is deprived, NA where not known.
    Returns what `lines_by_scores` does. The official class rests on the points of form B; this is
    for standards whose points are not known and for incomes on one scale across standards.
    """
    return pd.DataFrame(
        {
            "under_line": _at_or_under(income, area, standard.income_line),
            "under_poor_line": _under_second(income, area, standard.poor_line),
            "deprived": deprivations.astype("Int64") >= standard.poor_from_count,
        }
    )


def class_by_lines(lines: pd.DataFrame) -> pd.Series:
    """The class that the lines make: `poor`, `near_poor`, `not_poor`, NA where they do not decide."""
    listed = lines["under_line"]
    poor = lines["under_poor_line"] | lines["deprived"]
    result = pd.Series(pd.NA, index=lines.index, dtype="string")
    result[(listed & poor).fillna(False)] = "poor"
    result[(listed & ~poor).fillna(False)] = "near_poor"
    result[(~listed).fillna(False)] = "not_poor"
    return result


def _at_or_under(value: pd.Series, area: pd.Series, line: ByArea | None) -> pd.Series:
    lines = {} if line is None else {name: line.of(name) for name in ("rural", "urban")}
    return value.astype("Int64") <= area.map(lines).astype("Int64")


def _under_second(value: pd.Series, area: pd.Series, line: ByArea | None) -> pd.Series:
    """Nobody is under a second line that a standard does not have."""
    if line is None:
        return pd.Series(False, index=value.index, dtype="boolean")
    return _at_or_under(value, area, line)
