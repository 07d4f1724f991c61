"""Totals of residents as a table, which a mapping of units (as `robustness` takes it) is not."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.measures.columns import need_columns


def need_totals(totals: object, columns: Iterable[str | None]) -> None:
    """Raise ValueError for totals that are no table, or lack a column."""
    if not isinstance(totals, pd.DataFrame):
        kind = type(totals).__name__
        raise ValueError(f"totals are a table, and this is a {kind}: give unit_code, round, total_households")
    need_columns(totals, columns, "totals")
