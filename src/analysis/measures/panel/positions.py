"""Where each household of a panel stands among the rows of every round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.panel.calendar import ordered_rounds
from analysis.measures.panel.stocks import sorted_codes

ABSENT = -1


@dataclass(frozen=True, slots=True)
class Positions:
    """keys: the households, sorted; rows: per round each household's row, `ABSENT` where it has none."""

    keys: pd.Index
    rows: dict[str, np.ndarray]

    def paired(self, first: str, last: str, group: np.ndarray) -> Paired:
        """The households of two rounds, told apart by the group each row belongs to."""
        before, after = self.rows[first], self.rows[last]
        was, is_ = (np.where(rows == ABSENT, ABSENT, group[rows]) for rows in (before, after))
        same = (was != ABSENT) & (was == is_)
        sections = [np.flatnonzero(s) for s in (same, (was != ABSENT) & ~same, (is_ != ABSENT) & ~same)]
        who = np.concatenate(sections)
        section = np.repeat([0, 1, 2], [len(s) for s in sections])
        return Paired(
            who=who,
            group=np.where(section == 2, is_[who], was[who]),
            before=np.where(section == 2, ABSENT, before[who]),
            after=np.where(section == 1, ABSENT, after[who]),
            elsewhere=(section != 0) & (was[who] != ABSENT) & (is_[who] != ABSENT),
        )


@dataclass(frozen=True, slots=True)
class Paired:
    """One entry per household and group it stood in at either of two rounds.

    before, after: its row in that group, `ABSENT` where it has none; elsewhere: whether it stood in
    another group at the other round.
    """

    who: np.ndarray
    group: np.ndarray
    before: np.ndarray
    after: np.ndarray
    elsewhere: np.ndarray

    def values(self, column: np.ndarray, absent: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """The column before and after, `absent` where a household has no row."""
        if not len(column):
            return np.full(len(self.who), absent), np.full(len(self.who), absent)
        before, after = (np.where(rows == ABSENT, absent, column[rows]) for rows in (self.before, self.after))
        return before, after


def read_positions(households: pd.DataFrame, key: str) -> tuple[Positions, dict[str, pd.Timestamp]]:
    """The positions of the households and the rounds with their dates, oldest first.

    Raises ValueError for rounds as `ordered_rounds` does, and with the number of rows for households
        without a key or with two rows in a round.
    """
    dates = ordered_rounds(households)
    if missing := int(households[key].isna().sum()):
        raise ValueError(f"{missing} rows without {key}: no household can be followed by them")
    who, keys = sorted_codes(households[key])
    names = households["round"].astype("string").to_numpy(object)
    rows = {}
    for name in dates:
        mine = np.flatnonzero(names == name)
        if twice := len(mine) - len(np.unique(who[mine])):
            raise ValueError(f"{twice} rows of the round {name} repeat a household that has one already")
        rows[name] = np.full(len(keys), ABSENT)
        rows[name][who[mine]] = mine
    return Positions(keys, rows), dates


def group_codes(
    households: pd.DataFrame, by: str | None, more: Iterable[Any] = ()
) -> tuple[np.ndarray, list[Any]]:
    """Each row's place among the sorted values of a column, and these; one group for all without it.

    more: groups that exist besides, though they may have no row.
    """
    if by is None:
        return np.zeros(len(households), np.int64), [None]
    found = {*households[by].dropna().unique(), *more}
    try:
        names = sorted(found)
    except TypeError:
        raise ValueError(f"{by} holds texts and numbers: write its groups alike, in the totals too") from None
    groups = pd.Categorical(households[by], categories=names)
    if absent := int(np.count_nonzero(groups.codes < 0)):
        raise ValueError(f"{by} is missing in {absent} rows: no group can be told for them")
    return groups.codes.astype(np.int64), list(groups.categories)
