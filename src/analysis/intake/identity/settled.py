"""What the officer settled of pairs of rows, found in the lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.decisions import HouseholdPair
from analysis.intake.identity.entries import described


def settled(
    left: pd.DataFrame, right: pd.DataFrame, pairs: Iterable[HouseholdPair]
) -> tuple[list[tuple[int, int]], set[tuple[int, int]]]:
    """The settled pairs that both lists have: those that are one household, and those that are not."""
    rows_before, rows_after = rows_by_name(left), rows_by_name(right)
    same: list[tuple[int, int]] = []
    apart: set[tuple[int, int]] = set()
    for pair in pairs:
        for i in rows_before.get(pair.before, ()):
            for j in rows_after.get(pair.after, ()):
                if pair.same:
                    same.append((i, j))
                else:
                    apart.add((i, j))
    return same, apart


def unknown_pairs(rows: pd.DataFrame, pairs: Sequence[HouseholdPair]) -> list[int]:
    """Which settled pairs, counted from 1, name a household that no row has: the file has changed."""
    known = rows_by_name(described(rows))
    return [n for n, pair in enumerate(pairs, 1) if pair.before not in known or pair.after not in known]


def rows_by_name(rows: pd.DataFrame) -> dict[str, list[int]]:
    """Positions of the rows that a name in a settled pair means: by place, or by unit and code."""
    named: dict[str, list[int]] = {}
    for names in (rows.entry, rows.unit + "/" + rows.code):
        for position, name in enumerate(names):
            if not pd.isna(name):
                named.setdefault(str(name), []).append(position)
    return named
