"""Records added up once by row and pattern: the sufficient statistic of every measure."""

from __future__ import annotations

import numpy as np

from analysis.measures.alkire_foster.groups import whole_type

_TABLE = 1 << 20
"""Cells of a table of rows and patterns that is cheap whatever the number of records."""

_PART = 1 << 16
"""Records placed in the table at a time."""

_BLOCK = 1 << 19
"""Counts turned to floats at a time, and records where the table is sparse."""


def row_sums(
    row: np.ndarray, rows: int, pattern: np.ndarray, accounts: np.ndarray, weight: np.ndarray | None = None
) -> np.ndarray:
    """Per row the sum over its records of what their pattern has in each account.

    row, pattern: per record; the row `rows` leaves the record out. accounts: one row per pattern.
    weight: how many times each record counts, once by default.
    Whole numbers are exact up to 2**53. Counts of records by (row, pattern) come first wherever that
    table is not far larger than the records; then one product with the accounts serves all of them.
    """
    if rows * len(accounts) <= max(_TABLE, 2 * len(row)):
        return _by_table(row, rows, pattern, accounts, weight)
    return _by_record(row, rows, pattern, accounts, weight)


def _by_table(
    row: np.ndarray, rows: int, pattern: np.ndarray, accounts: np.ndarray, weight: np.ndarray | None
) -> np.ndarray:
    patterns = len(accounts)
    kind = whole_type(len(row)) if weight is None else np.dtype(float)
    table = np.zeros((rows + 1) * patterns, kind)  # the row after the last holds what is left out
    once = np.ones(min(_PART, len(row)), kind)
    places = np.empty(len(once), np.intp)
    for start in range(0, len(row), _PART):
        part = slice(start, start + _PART)
        place = places[: len(row[part])]
        np.multiply(row[part], patterns, out=place, dtype=np.intp)
        np.add(place, pattern[part], out=place)
        np.add.at(table, place, once[: len(place)] if weight is None else weight[part])
    counts = table.reshape(rows + 1, patterns)[:rows]
    sums = np.empty((rows, accounts.shape[1]))
    step = max(1, _BLOCK // patterns)  # the table is turned to floats a few rows at a time
    for start in range(0, rows, step):
        np.matmul(counts[start : start + step].astype(float), accounts, out=sums[start : start + step])
    return sums


def _by_record(
    row: np.ndarray, rows: int, pattern: np.ndarray, accounts: np.ndarray, weight: np.ndarray | None
) -> np.ndarray:
    """Where most (row, pattern) are empty, as with many small clusters, the table is left sparse."""
    from scipy.sparse import csr_array  # only such samples need it, and it takes its time to load

    sums = np.zeros((rows, accounts.shape[1]))
    for start in range(0, len(row), _BLOCK):
        part = slice(start, start + _BLOCK)
        kept = row[part] < rows
        place = row[part][kept].astype(np.int32), pattern[part][kept].astype(np.int32)
        own = np.ones(len(place[0])) if weight is None else weight[part][kept].astype(float)
        if len(own):
            sums += csr_array((own, place), shape=(rows, len(accounts))) @ accounts
    return sums
