"""The class of a household: recomputed from its scores, the official one, and where they differ."""

from __future__ import annotations

import pandas as pd

from analysis.law import Standard, class_by_scores
from analysis.tables import CLASSES


def classify(households: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """The households with `poverty_class`, recomputed from B1, B2 and area.

    households: one row each with `b1`, `b2` (whole points, NA where not scored), `area`.
    Returns `households` with `poverty_class` (`poor`, `near_poor`, `not_poor`; NA where the scores
        do not decide). `average` is never recomputed: it rests on declared income, not on scores.
    Source: Nghị định 07/2021/NĐ-CP, Điều 3; the values stand in `standard`.

    >>> from analysis.law import load_standard
    >>> two = pd.DataFrame({"b1": [150, 150], "b2": [30, 30], "area": ["rural", "urban"]})
    >>> classify(two, load_standard("2023-12-14")).poverty_class.tolist()
    ['not_poor', 'poor']
    """
    scores = class_by_scores(households["b1"], households["b2"], households["area"], standard)
    return households.assign(poverty_class=scores)


def official_class(households: pd.DataFrame) -> pd.Series:
    """The class that counts: recorded by the commune, else recomputed.

    The commune's decision is the legal act; a recomputed class fills a gap and never overrules it.

    households: with `poverty_class_recorded`, `poverty_class` or both, and `unit_code`.
    Raises ValueError where both columns lack, with the number of rows and their units where neither gives
        a class, and for a class that is none of `tables.CLASSES`.
    """
    given = [column for column in ("poverty_class_recorded", "poverty_class") if column in households]
    if not given:
        raise ValueError("no column poverty_class_recorded or poverty_class in households: give one of them")
    official = pd.Series(pd.NA, index=households.index, dtype="string")
    for column in given:
        official = official.fillna(households[column].astype("string"))
    unknown = sorted(set(official.dropna().unique()) - set(CLASSES))
    if unknown:
        raise ValueError(f"not a class of households: {', '.join(unknown)}")
    missing = households.loc[official.isna(), "unit_code"]
    if len(missing):
        units = ", ".join(sorted(missing.astype("string").fillna("?").unique()))
        raise ValueError(f"{len(missing)} households without a class in {units}")
    return official


def class_differences(households: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """Households whose recorded class is not the one their scores give.

    A recorded `average` household agrees with scores that give `not_poor`.

    households: with `poverty_class_recorded`, what `classify` needs, and the columns below.
    Returns `unit_code, round, household_id, recorded, recomputed, source_file, source_sheet,
        source_row`, in the order of the list; rows with only one of the two classes do not differ.
    """
    compared = classify(households, standard).rename(
        columns={"poverty_class_recorded": "recorded", "poverty_class": "recomputed"}
    )
    by_scores = compared["recorded"].astype("string").replace("average", "not_poor")
    differs = (by_scores != compared["recomputed"]).fillna(False)
    place = ["source_file", "source_sheet", "source_row"]
    columns = ["unit_code", "round", "household_id", "recorded", "recomputed", *place]
    return compared.loc[differs, columns].reset_index(drop=True)
