"""The records of a table, ready to be added up by any breakdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.definition import Definition
from analysis.measures.alkire_foster.design import Design
from analysis.measures.alkire_foster.gaps import Achievements, read_gaps
from analysis.measures.alkire_foster.groups import Groups, members, whole_type
from analysis.measures.alkire_foster.marks import (
    Missing,
    Patterns,
    every_pattern,
    read_patterns,
    refuse,
)
from analysis.measures.alkire_foster.measures import Measures, measures_of
from analysis.measures.alkire_foster.sums import row_sums
from analysis.measures.alkire_foster.variance import Linear, merged

_SMALLEST = 1e-60
"""Weights of records that are all smaller, or greater than its inverse, have squares that are lost."""

_PAIRS = 1 << 22
"""Pairs of group and unit that may all have a place in a table."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What the records of each group (a row) amount to.

    sums: in each account, with weights. counts: records in the tallied accounts, without.
    n_missing: records with an indicator missing, filled or dropped.
    units: the sums split by primary sampling unit; None for a full count.
    """

    sums: np.ndarray
    counts: np.ndarray
    n_missing: np.ndarray
    units: Linear | None

    def folded(self, into: np.ndarray, rows: int) -> Totals:
        """Rows added together: `into` says for each row where it goes."""
        sums, counts = (np.zeros((rows, of.shape[1])) for of in (self.sums, self.counts))
        np.add.at(sums, into, self.sums)
        np.add.at(counts, into, self.counts)
        missing = np.bincount(into, self.n_missing, minlength=rows).astype(np.int64)
        units = self.units
        if units is not None:
            units = merged([Linear(into[units.row], units.psu, units.value)])
        return Totals(sums, counts, missing, units)


def stacked(parts: Sequence[Totals]) -> Totals:
    """The rows of several totals below one another."""
    first = np.cumsum([0, *(len(of.sums) for of in parts)])
    units = None
    if split := [of.units for of in parts if of.units is not None]:
        units = Linear(
            np.concatenate([of.row + at for of, at in zip(split, first, strict=False)]),
            np.concatenate([of.psu for of in split]),
            np.concatenate([of.value for of in split]),
        )
    return Totals(
        np.concatenate([of.sums for of in parts]),
        np.concatenate([of.counts for of in parts]),
        np.concatenate([of.n_missing for of in parts]),
        units,
    )


@dataclass(slots=True)
class Records:
    """A table read once: every breakdown adds up the same patterns.

    weight: how many times a record counts, None for once. chosen: the subpopulation, None for all.
    used: those of it that count, some being dropped for a missing mark; None for all.
    gaps: per cardinal indicator (its place) the normalised gap of every record.
    """

    definition: Definition
    measures: Measures
    patterns: Patterns
    weight: np.ndarray | None
    chosen: np.ndarray | None
    used: np.ndarray | None
    gaps: Mapping[int, np.ndarray]
    design: Design | None
    accounts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        if self.patterns.every:
            self.accounts = _of_every_pattern(self.definition, self.patterns.seen.shape[1])
        else:
            self.accounts = self.measures.values(self.patterns.seen, self.definition)

    def adding(self, accounts: np.ndarray) -> Records:
        """The same records with other sums: a row per pattern, a column per account, everybody's first."""
        measures = replace(self.measures, gap=(), tallied=np.array([0]))
        other = replace(self, measures=measures, gaps={})
        other.accounts = accounts
        return other

    def add_up(self, groups: Groups) -> Totals:
        """The totals by group, and for a sample by primary sampling unit within it."""
        rows = len(groups.names)
        row = groups.codes if self.used is None else np.where(self.used, groups.codes.astype(np.int64), rows)
        units = None
        if self.design is None:
            sums = self._sums(row, rows)
        else:
            pair, code = _pairs(row, rows, self.design)
            units = Linear(*np.divmod(pair, len(self.design.stratum)), self._sums(code, len(pair)))
            sums = np.zeros((rows, units.value.shape[1]))
            np.add.at(sums, units.row, units.value)
        tallied = self.measures.tallied
        if self.weight is None:
            counts = sums[:, tallied]
        else:
            counts = row_sums(row, rows, self.patterns.of, self.accounts[:, tallied])
        return Totals(sums, counts, self._missing(groups.codes, rows), units)

    def _sums(self, row: np.ndarray, rows: int) -> np.ndarray:
        sums = row_sums(row, rows, self.patterns.of, self.accounts, self.weight)
        if not self.measures.gap:
            return sums
        # a gap is a number of its record, not of its pattern: it counts as a weight on the patterns
        poor = {account: self.measures.pattern.index(account._replace(indicator=None, power=0))
                for account in self.measures.gap}  # fmt: skip
        columns = []
        for account in self.measures.gap:
            assert account.indicator is not None
            depth = self.gaps[account.indicator] ** account.power
            depth = depth if self.weight is None else depth * self.weight
            chosen = self.accounts[:, [poor[account]]]
            columns.append(row_sums(row, rows, self.patterns.of, chosen, depth))
        return np.hstack([sums, *columns])

    def _missing(self, code: np.ndarray, rows: int) -> np.ndarray:
        incomplete = self.patterns.incomplete
        if incomplete is None:
            return np.zeros(rows, np.int64)
        return np.bincount(
            code[incomplete if self.chosen is None else incomplete & self.chosen], minlength=rows
        )


def read_records(
    data: pd.DataFrame,
    definition: Definition,
    *,
    weight: str | None,
    subpopulation: str | None,
    missing: Missing,
    destitution: Mapping[str, str] | None,
    achievements: Achievements | None,
    design: Design | None,
) -> Records:
    """Marks, weights and gaps of every record.

    Raises ValueError for marks, weights, gaps or members of the subpopulation that can't be read.
    """
    columns = list(definition.indicators)
    if destitution:
        columns += [destitution[name] for name in definition.indicators]
    chosen = None if subpopulation is None else members(data[subpopulation])
    marks = _deduced(data, destitution) if destitution else data
    patterns = read_patterns(marks, columns, missing, chosen)
    used = chosen
    if missing == "drop" and patterns.incomplete is not None:
        used = ~patterns.incomplete if chosen is None else chosen & ~patterns.incomplete
    if destitution:
        _nested(patterns, definition.indicators, used)
    gaps = read_gaps(data, definition, achievements or {}, patterns, used)
    weights = None if weight is None else read_weight(data[weight])
    return Records(definition, measures_of(definition), patterns, weights, chosen, used, gaps, design)


@lru_cache(maxsize=2)
def _of_every_pattern(definition: Definition, columns: int) -> np.ndarray:
    """The same for any records, so a second call finds it made."""
    values = measures_of(definition).values(every_pattern(columns), definition)
    values.flags.writeable = False
    return values


def _pairs(row: np.ndarray, rows: int, design: Design) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of row and unit that hold records, in order, and per record its pair.

    The row `rows` has no pairs: its records have the number after the last, as `row_sums` takes it.
    """
    units = len(design.stratum)
    pair = row.astype(whole_type(rows * units + units))
    pair *= units
    pair += design.psu
    if rows * units > max(_PAIRS, 2 * len(row)):
        there, code = np.unique(pair, return_inverse=True)
        held = int(np.searchsorted(there, rows * units))
        return there[:held], np.minimum(code, held)
    np.minimum(pair, rows * units, out=pair)
    table = np.zeros(rows * units + 1, bool)
    table[pair] = True
    there = np.flatnonzero(table[:-1])
    place = np.full(len(table), len(there), np.int32)
    place[there] = np.arange(len(there), dtype=np.int32)
    return there, place[pair]


def read_weight(column: pd.Series) -> np.ndarray:
    """How many times each record counts. Raises ValueError, with how many, where that can't be used."""
    if not pd.api.types.is_any_real_numeric_dtype(column):
        raise ValueError(f"weight {column.name} is not a column of numbers")
    weight = column.to_numpy(float, na_value=np.nan)
    unusable = int((~(np.isfinite(weight) & (weight >= 0))).sum())
    refuse("missing, infinite or negative weights", {str(column.name): unusable})
    largest = weight.max(initial=0)
    if largest and not _SMALLEST < largest < 1 / _SMALLEST:
        raise ValueError(f"weights of {column.name} go up to {largest:g}: give them another unit")
    return weight


def _deduced(data: pd.DataFrame, destitution: Mapping[str, str]) -> pd.DataFrame:
    """The table with the extreme marks that nobody had to write: who is not deprived is not destitute."""
    known = {
        extreme: data[extreme].mask(data[extreme].isna() & data[name].eq(0).fillna(False), 0)
        for name, extreme in destitution.items()
    }
    return data.assign(**known)


def _nested(patterns: Patterns, indicators: tuple[str, ...], used: np.ndarray | None) -> None:
    """Whoever is destitute in an indicator must be deprived in it: the second line lies below the first."""
    deprived, destitute = np.hsplit(patterns.seen, 2)
    wrong = (destitute > deprived)[patterns.of if used is None else patterns.of[used]]
    refuse("destitute but not deprived", dict(zip(indicators, wrong.sum(axis=0).tolist(), strict=True)))
