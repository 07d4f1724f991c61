"""Confidence intervals from a standard error and its degrees of freedom."""

from __future__ import annotations

import numpy as np


def intervals(
    value: np.ndarray, error: np.ndarray, df: np.ndarray, confidence: float, *, share: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limits by Student's t; of shares on the scale of their log odds.

    share: where the estimate lies between 0 and 1, so that its limits must. A share of exactly 0 or 1
        has no log odds, and its error of 0 comes from the formula, not from knowledge: no limits.
        Nor are there any without degrees of freedom.
    Source: Korn and Graubard (1999), Analysis of Health Surveys, section 2.9; as `svyciprop` of R's
        survey with method="logit", and as Stata's proportion.
    """
    from scipy.special import stdtrit  # only samples need it, and it takes its time to load

    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        width = stdtrit(np.where(df > 0, df, np.nan), (1 + float(confidence)) / 2)
        odds = np.log(value / (1 - value))
        reach = width * error / (value * (1 - value))
        limits = [
            np.where(share, 1 / (1 + np.exp(-(odds + side * reach))), value + side * width * error)
            for side in (-1, 1)
        ]
    known = ~share | ((value > 0) & (value < 1))
    return np.where(known, limits[0], np.nan), np.where(known, limits[1], np.nan)
