"""Whether what the papers tell can have happened in the season that is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.assumptions import Season
from analysis.measures.columns import need_columns
from analysis.measures.nowcast.evidence import COUNTS, STAGES

_FLOWS = ("left", "entered")
_DAYS = ["days_in_returns", "days_before_review"]
_KNOWN = ["households_baseline", "households", "left_in_returns", "entered_in_returns"]
_CHANGE = "of households that left or entered, but {} 0 in the assumptions: change the season's shares"
_NO_RETURNS = "the monthly returns of {} tell " + _CHANGE.replace("{}", "season.returns is")
_NO_DAYS = "the monthly returns of {} cover no day and yet tell of households: give days_in_returns"
_NO_LIST = {
    "returns": "counts since the returns are given for {}, whose stage is returns: give its list's stage",
    "preliminary": "the preliminary list of {} tells " + _CHANGE.replace("{}", "season.preliminary is"),
    "final": "the final list of {} tells " + _CHANGE.replace("{}", "season.preliminary and season.final are"),
}


def check_evidence(evidence: pd.DataFrame, season: Season) -> None:
    """Raise ValueError, naming the units, for evidence that no draw of the season could bring about.

    Shares are compared as exact fractions: where a paper's share is 0 and it tells of somebody, every draw
    is as impossible as the next, and what is drawn would be arbitrary. Where it tells of nobody, all is well.
    """
    need_columns(evidence, ["unit_code", "stage", *COUNTS, *_DAYS], "the evidence")
    _refuse(evidence, evidence["unit_code"].duplicated(), "{} stands twice in the evidence: keep one row")
    unknown = evidence["total_households"].isna()
    _refuse(evidence, unknown, "residents of {} are not known; leave units without a total out")
    for name in _KNOWN:
        _refuse(evidence, evidence[name].isna(), f"{name} of {{}} is not known; leave such units out")
    _refuse(evidence, ~evidence["stage"].isin(STAGES), f"the stage of {{}} is none of {', '.join(STAGES)}")
    within, span = (evidence[name].fillna(-1) for name in _DAYS)
    _refuse(
        evidence,
        ~(within.between(0, span) & (span > 0)),
        "the days of {} are no part of a span of returns: give days_before_review, the days from the "
        "baseline to the review, from 1 on, and days_in_returns up to as many",
    )
    units: dict[str, list[str]] = {}
    for unit in evidence.to_dict("records"):
        for sentence in _impossible(unit, season):
            units.setdefault(sentence, []).append(str(unit["unit_code"]))
    if units:
        said = (sentence.format(", ".join(sorted(names))) for sentence, names in units.items())
        raise ValueError("; ".join(said))


def _refuse(evidence: pd.DataFrame, at_fault: pd.Series, sentence: str) -> None:
    if at_fault.any():
        raise ValueError(sentence.format(", ".join(evidence["unit_code"][at_fault].astype("string"))))


def _impossible(unit: dict[str, Any], season: Season) -> Iterator[str]:
    """The papers of a unit that tell of somebody in a part of the year in which nobody comes or goes."""
    covered = season.returns * Fraction(int(unit["days_in_returns"]), int(unit["days_before_review"]))
    rest = {"returns": 1 - covered, "preliminary": season.final, "final": Fraction(0)}[unit["stage"]]
    if not covered and _told(unit, "in_returns"):
        yield _NO_DAYS if season.returns else _NO_RETURNS
    if covered + rest == 1 and _told(unit, "since"):
        yield _NO_LIST[unit["stage"]]


def _told(unit: dict[str, Any], part: str) -> bool:
    counts = (unit[f"{flow}_{part}"] for flow in _FLOWS)
    return any(pd.notna(count) and count > 0 for count in counts)
