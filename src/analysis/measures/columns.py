"""What every measure asks of a table before it reads a row: that the columns are there."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def need_columns(table: pd.DataFrame, columns: Iterable[str | None], what: str) -> None:
    """Raise ValueError naming the columns that a table lacks, and those it has, or one it has twice.

    columns: None stands for an option that is not used. what: the table in the sentence (`households`).

    >>> need_columns(pd.DataFrame(columns=["toilet"]), ["toilet", "water"], "households")
    Traceback (most recent call last):
        ...
    ValueError: no column water in households; there are: toilet
    """
    asked = list(dict.fromkeys(name for name in columns if name is not None))
    if lacking := [str(name) for name in asked if name not in table.columns]:
        there = ", ".join(map(str, table.columns)) or "none"
        raise ValueError(f"no column {', '.join(lacking)} in {what}; there are: {there}")
    if twice := [str(name) for name in asked if (table.columns == name).sum() > 1]:
        raise ValueError(f"column {', '.join(twice)} stands twice in {what}: keep one of them")
