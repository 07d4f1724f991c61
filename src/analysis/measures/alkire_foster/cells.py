"""Records counted once by group and pattern of deprivations: all that any measure needs of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

Missing = Literal["error", "drop", "not_deprived", "deprived"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What the records of each group (a row) amount to in each pattern (a column).

    records: how many there are; frequency: how many times they count, the sum of their weights.
    n_missing: per group the records with an indicator missing, filled or dropped.
    """

    records: np.ndarray
    frequency: np.ndarray
    n_missing: np.ndarray


@dataclass(frozen=True, slots=True)
class Cells:
    """The patterns of deprivations that occur, and which of them each record shows.

    patterns: one row per pattern, one column per indicator, True where deprived.
    cell: per record the row of `patterns`; incomplete: whether an indicator was missing.
    used: the records that count; weight: how many times each does, None for once.
    """

    patterns: np.ndarray
    cell: np.ndarray
    incomplete: np.ndarray
    used: np.ndarray | slice
    weight: np.ndarray | None

    def count(self, groups: pd.Categorical) -> Counts:
        """The counts by the categories of `groups`, those without members included."""
        shape = len(groups.categories), len(self.patterns)
        code = groups.codes.astype(np.int64)
        place = code * shape[1]
        place += self.cell
        place = place[self.used]
        records = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
        frequency = records
        if self.weight is not None:
            # bincount adds in doubles: exact for whole weights, whose sums stay far below 2**53
            sums = np.bincount(place, self.weight[self.used], minlength=records.size).reshape(shape)
            frequency = sums.astype(self.weight.dtype)
        return Counts(records, frequency, np.bincount(code[self.incomplete], minlength=shape[0]))


def read_cells(data: pd.DataFrame, indicators: list[str], weight: str | None, missing: Missing) -> Cells:
    """The indicators of every record, packed into one number and decoded once per pattern.

    Raises ValueError, with the columns and how many records, for a value that is not 0, 1 or
        missing, for a missing one under `missing="error"`, and for an unusable weight.
    """
    if missing not in get_args(Missing):
        raise ValueError(f"missing={missing!r}: choose one of {', '.join(get_args(Missing))}")
    if len(indicators) > 64:
        raise ValueError("more than 64 indicators")  # bits of the widest whole number of NumPy
    packed = np.zeros(len(data), np.min_scalar_type(2 ** len(indicators) - 1))
    incomplete = np.zeros(len(data), bool)
    foreign: dict[str, int] = {}
    absent: dict[str, int] = {}
    for name in indicators:
        deprived, not_deprived, empty = _marks(data[name])
        foreign[name] = int(np.count_nonzero(~(deprived | not_deprived | empty)))
        absent[name] = int(np.count_nonzero(empty))
        packed <<= 1
        packed |= deprived | empty if missing == "deprived" else deprived
        incomplete |= empty
    _refuse("values other than 0, 1 or missing", foreign)
    if missing == "error":
        _refuse("missing values (say with `missing` what they are)", absent)
    cell, seen = pd.factorize(packed)
    bits = np.arange(len(indicators), dtype=seen.dtype)[::-1]  # the first indicator is the highest bit
    patterns = (seen[:, None] >> bits & 1).astype(bool)
    used = ~incomplete if missing == "drop" else slice(None)
    return Cells(patterns, cell, incomplete, used, None if weight is None else _weight(data[weight]))


def _marks(column: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deprived, not deprived, missing: read by value, so that any type of column will do."""
    ones, zeros = (column.eq(value).to_numpy(bool, na_value=False) for value in (1, 0))
    return ones, zeros, column.isna().to_numpy()


def _weight(column: pd.Series) -> np.ndarray:
    if not pd.api.types.is_numeric_dtype(column):
        raise ValueError(f"weight {column.name} is not a column of numbers")
    weight = column.to_numpy(float, na_value=np.nan)
    _refuse(
        "missing, infinite or negative weights", {column.name: (~(np.isfinite(weight) & (weight >= 0))).sum()}
    )
    return weight.astype(np.int64) if (weight == np.floor(weight)).all() else weight


def _refuse(what: str, counts: dict) -> None:
    found = [f"{name} ({count} records)" for name, count in counts.items() if count]
    if found:
        raise ValueError(f"{what}: {', '.join(found)}")
