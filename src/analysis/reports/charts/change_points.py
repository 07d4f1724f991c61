"""A change in percentage points from counts: exact, and as it is printed."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd


def change_points(
    before: object, total_before: object, after: object, total_after: object
) -> Fraction | None:
    """The change of a ratio of two counts in percentage points; None where a count or a total is missing.

    The difference of two binary ratios may lie a hair beside a half and be rounded the wrong way.
    """
    counts = (before, total_before, after, total_after)
    if any(pd.isna(count) for count in counts) or not total_before or not total_after:
        return None
    n, of, m, out_of = (int(count) for count in counts)  # type: ignore[call-overload]
    return (Fraction(m, out_of) - Fraction(n, of)) * 100
