"""Groups of records as small whole numbers, whatever stands in the column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.marks import refuse

WHOLE = "all"
"""Name of the breakdown, and of its one group, that holds every record."""

ONE = pd.Index([WHOLE])

_PART = 1 << 17
"""Records looked at at a time."""


def breakdown_columns(by: str | Sequence[str] | None) -> list[str]:
    """The columns to break down by, each once. Raises ValueError where one is named as the whole is."""
    given: list[Any] = [by] if isinstance(by, str) or not isinstance(by, Iterable) else list(by)
    columns = [] if by is None else list(dict.fromkeys(given))
    if WHOLE in columns:
        raise ValueError(f"by={WHOLE!r} names the whole: rename the column")
    return columns


class Groups(NamedTuple):
    """codes: per record the place of its group in `names`; a category without members keeps its place."""

    codes: np.ndarray
    names: pd.Index


def one_group(records: int) -> Groups:
    """The whole: every record in one group."""
    return Groups(np.zeros(records, np.uint8), ONE)


def read_groups(column: pd.Series, subpopulation: pd.Series | None = None) -> Groups:
    """The values of a column in order, or the categories in theirs.

    subpopulation: true for the records that need a group; the others may lack it and get any.
    Raises ValueError when a value is missing: no group can be told for the record.
    """
    values = column.to_numpy() if isinstance(column.dtype, np.dtype) else None
    if values is not None and values.dtype.kind in "iu" and len(values):
        ends = [(part.min(), part.max()) for part in _parts(values)]
        low, high = int(min(least for least, _ in ends)), int(max(most for _, most in ends))
        if high < 2**63 and high - low < max(1 << 16, 2 * len(values)):
            return _by_place(values, low, high)
    found = column.array if isinstance(column.dtype, pd.CategoricalDtype) else pd.Categorical(column)
    lacks = found.codes < 0
    if not lacks.any():
        return Groups(found.codes, found.categories)
    absent = int(np.count_nonzero(lacks if subpopulation is None else lacks & members(subpopulation)))
    if absent:
        raise ValueError(f"{column.name} is missing in {absent} records: no group can be told for them")
    return Groups(np.maximum(found.codes, 0), found.categories)


def members(column: pd.Series) -> np.ndarray:
    """Whether each record belongs to the subpopulation. Raises ValueError where that is not said."""
    ones, zeros = (column.eq(value).to_numpy(bool, na_value=False) for value in (1, 0))
    unclear = len(column) - int(np.count_nonzero(ones | zeros))
    refuse("subpopulation is neither true nor false", {str(column.name): unclear})
    return ones


def _parts(values: np.ndarray) -> Iterator[np.ndarray]:
    """So many at a time that a second pass finds them still in the processor's cache."""
    return (values[start : start + _PART] for start in range(0, len(values), _PART))


def whole_type(most: int) -> np.dtype:
    """The type of whole numbers up to `most` that costs the least to pass over."""
    return np.dtype(np.int32 if most < 2**31 else np.int64)


def _by_place(values: np.ndarray, low: int, high: int) -> Groups:
    """Whole numbers near each other need no search: each has its place in a table."""
    place = (values.astype(np.int64) - low).astype(whole_type(high - low)) if low else values
    there = np.zeros(high - low + 1, bool)
    for part in _parts(place):
        there[part] = True
        if there.all():  # most often the first part has them all
            break
    names = np.flatnonzero(there)
    if len(names) == len(there):
        return Groups(place, pd.RangeIndex(low, high + 1))
    code = np.zeros(len(there), np.int32)
    code[names] = np.arange(len(names), dtype=np.int32)
    return Groups(code[place], pd.Index(names + low))
