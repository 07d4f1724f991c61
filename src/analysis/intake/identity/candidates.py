"""Pairs of rows worth weighing: those that share something that tells households apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

Pairs = tuple[np.ndarray, np.ndarray]
"""Positions in the list before and in the list after, pair by pair, without repetition and in order."""

IN_UNIT = (
    ("unit", "plain_given"),
    ("unit", "birth_year", "village"),
    ("unit", "birth_year", "plain_family"),
    ("unit", "plain_family", "plain_middle", "village", "members"),
)
"""Two rows of one household share one of these unless name and birth year were both spoilt."""

IN_DISTRICT = (("plain_family", "plain_middle", "plain_given"), ("plain_given", "birth_year"))
"""Who moved to another unit has another village: name and birth year must carry it."""


def candidates(
    before: pd.DataFrame, after: pd.DataFrame, keys: Iterable[Sequence[str]], largest_group: int
) -> Pairs:
    """The pairs that agree wholly in one of the keys; a missing value agrees with nothing.

    before, after: as `described` gives them, with an index of positions in the whole lists.
    largest_group: a key's value that more rows of a list share is passed over. It tells nobody apart,
        and its pairs would be millions.
    """
    if before.empty or after.empty:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    rows = int(after.index.max()) + 1
    found = [_pairs(before, after, list(key), largest_group) for key in keys]
    # one number per pair: much faster to sort than two
    both = np.unique(np.concatenate([i * rows + j for i, j in found]))
    return both // rows, both % rows


def _pairs(before: pd.DataFrame, after: pd.DataFrame, key: list[str], largest_group: int) -> Pairs:
    left, right = _keyed(before, key, largest_group), _keyed(after, key, largest_group)
    merged = left.merge(right, on=key, suffixes=("_before", "_after"))
    return merged.row_before.to_numpy(np.int64), merged.row_after.to_numpy(np.int64)


def _keyed(rows: pd.DataFrame, key: list[str], largest_group: int) -> pd.DataFrame:
    keyed = rows[key].assign(row=rows.index)
    told = rows[key].notna().all(axis=1)
    if "plain_given" in key:
        told &= rows.plain_given != ""
    keyed = keyed[told]
    return keyed[keyed.groupby(key).row.transform("size") <= largest_group]
