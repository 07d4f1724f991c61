"""Whole numbers of any size: read without rounding, added without overflow."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_signed_integer_dtype

_WIDEST = int(np.iinfo(np.int64).max)


def whole_numbers(column: pd.Series) -> np.ndarray:
    """A column of counts as whole numbers, int64 where all fit, else Python's, whatever type it is stored in.

    Raises ValueError with how many rows are negative, broken, missing or no number.
    """
    if is_signed_integer_dtype(column.dtype) and not column.isna().any() and (column >= 0).all():
        return column.to_numpy(np.int64)
    numbers = [number for value in column if (number := _whole(value)) is not None]
    if unfit := len(column) - len(numbers):
        raise ValueError(f"{column.name} is no whole number in {unfit} rows: a panel counts persons exactly")
    return np.array(numbers, object if max(numbers, default=0) > _WIDEST else np.int64)


def exact_type(highest: int, size: np.ndarray) -> type:
    """The type in which flows add up exactly: int64 while no sum can pass it, else Python's own numbers.

    highest: of the values; size: the weight of each row. Twice a value times the weights of two rounds is the
    greatest term there is, and every row may stand in two of them.
    """
    most = 8 * highest * int(size.max(initial=0)) * max(len(size), 1)
    return np.int64 if most <= _WIDEST else object


def _whole(value: Any) -> int | None:
    try:
        exact = Fraction(value)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError):
        return None
    return exact.numerator if exact.denominator == 1 and exact >= 0 else None
