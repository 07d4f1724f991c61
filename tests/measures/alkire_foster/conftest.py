"""One way to look a figure up in the long table."""

import pandas as pd
import pytest


@pytest.fixture
def figure():
    """The one estimate with these keys; `group`, `indicator` and `dimension` default to the whole."""

    def look_up(result, measure, cutoff=None, group="all", indicator=None, dimension=None):
        def same(column, wanted):
            return column.isna() if wanted is None else column.eq(wanted).fillna(False)

        rows = result[
            (result.measure == measure)
            & (result.group == group)
            & same(result.cutoff, cutoff)
            & same(result.indicator, indicator)
            & (same(result.dimension, dimension) if indicator is None else True)
        ]
        assert len(rows) == 1, "a key names one row"
        return rows.iloc[0]

    return look_up


@pytest.fixture
def household():
    """A table of one household per pattern of deprivations, "101" being three indicators a, b, c."""

    def build(*patterns, **columns):
        marks = {name: [int(p[i]) for p in patterns] for i, name in enumerate("abcdefgh"[: len(patterns[0])])}
        return pd.DataFrame({**marks, **columns})

    return build
