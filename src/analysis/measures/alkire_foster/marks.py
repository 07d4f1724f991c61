"""Yes/no deprivations read from any type of column and packed, one number per record, in chunks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import pandas as pd

Missing = Literal["error", "drop", "not_deprived", "deprived"]

CHUNK = 1 << 17
"""Records packed at a time: their marks stay in the processor's cache, whatever the table's size."""

_DIRECT = 12
"""Up to so many indicators every pattern has a place of its own; beyond, only those that occur."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of deprivations, and which of them each record shows.

    seen: one row per pattern, one column per indicator, 1 where deprived, as floats: products of
        them with counts are exact up to 2**53 and run as fast as the machine multiplies.
    every: whether they are all there can be, in the order of their numbers, or those that occur.
    of: per record the row of `seen`; incomplete: whether an indicator was missing, None if never.
    """

    seen: np.ndarray
    every: bool
    of: np.ndarray
    incomplete: np.ndarray | None


def read_patterns(
    data: pd.DataFrame, indicators: Sequence[str], missing: Missing, among: np.ndarray | None = None
) -> Patterns:
    """The indicators of every record, packed into one number.

    among: the records that are measured, None for all; the others may lack marks.
    Raises ValueError, with the columns and how many records, for a value that is not 0, 1 or
        missing, and for a missing one under `missing="error"`.
    """
    if missing not in get_args(Missing):
        raise ValueError(
            f"missing={missing!r}: choose one of {', '.join(get_args(Missing))}; only alkire_foster takes "
            "bounds, for what bounds a level bounds neither its change nor what it is made of"
        )
    if len(indicators) > 64:
        raise ValueError("more than 64 indicators")  # bits of the widest whole number of NumPy
    columns = [_Marks.of(data[name]) for name in indicators]
    packed, incomplete = _pack(columns, len(data), fill=missing == "deprived")
    foreign = {c.name: c.foreign for c in columns}
    texts = any(foreign[name] and data[name].isin(["0", "1"]).any() for name in foreign)
    hint = " ('0' and '1' are texts: pd.to_numeric makes numbers of them)" if texts else ""
    refuse(f"values other than 0, 1 or missing{hint}", foreign)
    if missing == "error" and incomplete is not None and (among is None or incomplete[among].any()):
        counted = slice(None) if among is None else among
        absent = {c.name: int(data[c.name].isna()[counted].sum()) for c in columns if c.absent}
        refuse("missing values (say with `missing` what they are)", absent)
    if len(indicators) <= _DIRECT:
        return Patterns(every_pattern(len(indicators)), True, packed, incomplete)
    of, occurring = pd.factorize(packed)
    return Patterns(_bits(occurring, len(indicators)), False, of, incomplete)


def refuse(what: str, counts: dict[str, int]) -> None:
    """One sentence for all columns at fault, with how many records each; nothing where there are none."""
    found = [f"{name} ({count} records)" for name, count in counts.items() if count]
    if found:
        raise ValueError(f"{what}: {', '.join(found)}")


@lru_cache(maxsize=16)
def every_pattern(indicators: int) -> np.ndarray:
    """All patterns of so many indicators, in the order of their numbers."""
    seen = _bits(np.arange(2**indicators, dtype=np.uint16), indicators)
    seen.flags.writeable = False  # shared by every call
    return seen


def _bits(packed: np.ndarray, indicators: int) -> np.ndarray:
    places = np.arange(indicators, dtype=packed.dtype)[::-1]  # the first indicator is the highest bit
    return (packed[:, None] >> places & 1).astype(float, order="F")


def _pack(columns: list[_Marks], n: int, *, fill: bool) -> tuple[np.ndarray, np.ndarray | None]:
    """One number per record; a missing mark counts as deprived where `fill`.

    Eight indicators are gathered in bytes, where the processor handles most records at once, before
    they move up into the wider number. Sums and products move bits faster than NumPy's shifts do.
    """
    packed = np.zeros(n, np.min_scalar_type(2 ** len(columns) - 1))
    incomplete = np.zeros(n, bool) if any(column.may_miss for column in columns) else None
    bytes_ = np.empty(min(n, CHUNK), np.uint8)
    for start in range(0, n, CHUNK):
        part = slice(start, min(start + CHUNK, n))
        word = packed[part]
        byte = bytes_[: len(word)]
        for first in range(0, len(columns), 8):
            eight = columns[first : first + 8]
            byte.fill(0)
            for column in eight:
                marks, absent = column.read(part)
                np.add(byte, byte, out=byte)
                np.bitwise_or(byte, marks, out=byte)
                if absent is not None and incomplete is not None:
                    incomplete[part] |= absent
                    if fill:
                        byte |= absent.view(np.uint8)
            if first:
                np.multiply(word, 2 ** len(eight), out=word)
            np.bitwise_or(word, byte, out=word)
    return packed, incomplete if incomplete is not None and incomplete.any() else None


class _Marks:
    """One indicator, read part by part; counts what is missing and what is no mark at all."""

    def __init__(self, name: str, values: np.ndarray, absent: np.ndarray | None, foreign: int = 0) -> None:
        self.name, self._values, self._gaps = name, values, absent
        self.foreign, self.absent = foreign, 0
        self.may_miss = absent is not None or values.dtype.kind == "f"

    @classmethod
    def of(cls, column: pd.Series) -> _Marks:
        """Numbers are read as they are stored; anything else by value, so that any type will do."""
        name, dtype = str(column.name), column.dtype
        if isinstance(dtype, np.dtype) and dtype.kind in "biuf":
            values = column.to_numpy()
            return cls(name, values.view(np.uint8) if dtype.itemsize == 1 else values, None)
        ones, zeros = (column.eq(value).to_numpy(bool, na_value=False) for value in (1, 0))
        empty = column.isna().to_numpy()
        foreign = len(column) - sum(int(np.count_nonzero(found)) for found in (ones, zeros, empty))
        return cls(name, ones.view(np.uint8), empty, foreign)

    def read(self, part: slice) -> tuple[np.ndarray, np.ndarray | None]:
        """1 where deprived, as bytes, and where the mark is missing (None where none is)."""
        values, absent = self._values[part], None
        if values.dtype == np.uint8:
            if values.max() > 1:
                self.foreign += int(np.count_nonzero(values > 1))
            marks = values
        else:
            ones = values == 1
            marks = ones.view(np.uint8)
            others = len(values) - np.count_nonzero(ones) - np.count_nonzero(values == 0)
            if others and values.dtype.kind == "f":
                absent = np.isnan(values)
                others -= np.count_nonzero(absent)
            self.foreign += int(others)
        if self._gaps is not None:
            absent = self._gaps[part]
        if absent is not None:
            self.absent += int(np.count_nonzero(absent))
        return marks, absent
