"""What the budget charts say first: how much is disbursed, and whether that keeps pace with the year."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.exact import fraction, half_up
from analysis.wording.words import Words


def execution_title(rate: object, elapsed: Fraction, words: Words) -> str:
    """The disbursement rate and its distance from the share of the year that has passed."""
    if pd.isna(rate):
        return words("charts.execution_unknown")
    # Rounded before it is judged: nobody is "0.0 points behind".
    ahead = half_up((fraction(float(rate)) - elapsed) * 100, 1)  # type: ignore[arg-type]
    pace = "ahead" if ahead > 0 else "behind" if ahead < 0 else "level"
    return words(
        f"charts.execution_{pace}",
        rate=words.percent(float(rate), 1),  # type: ignore[arg-type]
        points=words.points(abs(ahead), 1),
    )
