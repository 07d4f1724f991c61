"""What a measure asks of a table before it counts: that its columns are there and hold what they should."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd
from pandas.api.types import infer_dtype, is_signed_integer_dtype

_SHOWN = 24
"""Columns a sentence names."""


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
        there = list(map(str, table.columns))
        near = dict.fromkeys(found for name in lacking for found in get_close_matches(name, there, 1))
        meant = f"; did you mean {', '.join(near)}?" if near else ""
        more = f" and {len(there) - _SHOWN} more" if len(there) > _SHOWN else ""
        raise ValueError(
            f"no column {', '.join(lacking)} in {what}; "
            f"there are: {', '.join(there[:_SHOWN]) or 'none'}{more}{meant}"
        )
    if table.columns.is_unique:
        return
    if twice := [str(name) for name in asked if (table.columns == name).sum() > 1]:
        raise ValueError(f"column {', '.join(twice)} stands twice in {what}: keep one of them")


def need_totals(totals: object, columns: Iterable[str | None]) -> None:
    """Raise ValueError for totals that are no table, or lack a column."""
    if not isinstance(totals, pd.DataFrame):
        kind = type(totals).__name__
        raise ValueError(f"totals are a table, and this is a {kind}: give unit_code, round, total_households")
    need_columns(totals, columns, "totals")


def need_free_names(by: Iterable[str], made: Iterable[str]) -> None:
    """Raise ValueError where a column to group by is called as a column of the result is."""
    if taken := [str(name) for name in by if name in set(made)]:
        raise ValueError(f"by={', '.join(taken)} is a column of the result: rename it")


def kinds_apart(one: pd.Series, other: pd.Series) -> tuple[str, str] | None:
    """What two columns hold, texts and whole numbers say, where so no value of one is in the other."""
    kinds = infer_dtype(one, skipna=True), infer_dtype(other, skipna=True)
    return None if kinds[0] == kinds[1] or {"categorical", "empty"} & {*kinds} else kinds


def integers(column: pd.Series) -> pd.Series:
    """A column of whole numbers as Int64, whatever type it is stored in; NA where nothing is given.

    Raises ValueError with how many values are no whole numbers.
    """
    if is_signed_integer_dtype(column.dtype):
        return column.astype("Int64")
    numbers = pd.to_numeric(column.astype(object), errors="coerce").astype("Float64")
    if broken := int((column.notna() & ~(numbers % 1 == 0).fillna(False)).sum()):
        raise ValueError(
            f"{broken} values of {column.name} are no whole numbers: correct them or leave them empty"
        )
    return numbers.astype("Int64")


def marks(column: pd.Series) -> pd.Series:
    """The marks of an indicator as Int64: deprived 1, not 0, not said NA.

    Raises ValueError with how many are something else.
    """
    numbers = pd.to_numeric(column.astype(object), errors="coerce").astype("Float64")
    if strange := int((column.notna() & ~numbers.isin([0, 1])).sum()):
        raise ValueError(f"{strange} marks of {column.name} are neither 0 nor 1: write 1 for deprived")
    return numbers.astype("Int64")
