"""A unit's households from one full list to the next: nobody comes or goes without a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from analysis.intake.rules.book import Rows, compared
from analysis.programme import Programme
from analysis.tables import LISTED

FEW = 10
"""So many households that went without a word are named one by one, be the list ever so short."""


@compared(
    "HOUSEHOLD-GONE",
    level="household",
    severity="warning",
    source="review_calendar: a household leaves a list by a decision",
    of=("household_list",),
    at="household_id",
)
def a_household_leaves_by_a_paper(rows: Rows, read: Rows, programme: Programme) -> pd.DataFrame:
    """A household on a unit's list is on its next one, or a paper between them says that it left.

    The paper is a monthly return or the sheet of exits of the next list. A unit that has numbered
    its households anew is named once, by LIST-CODES.
    """
    return _facts([(pair, pair.gone) for pair in _pairs(rows, read) if not pair.numbered_anew])


@compared(
    "HOUSEHOLD-CAME",
    level="household",
    severity="warning",
    source="review_calendar: a household enters a list by a decision",
    of=("household_list",),
    at="household_id",
)
def a_household_comes_by_a_paper(rows: Rows, read: Rows, programme: Programme) -> pd.DataFrame:
    """A household on a list is on the unit's list before, or a paper since says that it came.

    The paper is a monthly return, or the list itself where it gives the reason.
    """
    return _facts([(pair, pair.came) for pair in _pairs(rows, read) if not pair.numbered_anew])


@compared(
    "LIST-CODES", level="set", severity="warning", source="logic: codes are kept", of=("household_list",)
)
def a_unit_keeps_its_codes(rows: Rows, read: Rows, programme: Programme) -> pd.DataFrame:
    """Most household codes of a unit's list are met again, on its next list or as having left."""
    anew = [pair for pair in _pairs(rows, read) if pair.numbered_anew]
    return _facts([(pair, pair.after.index[:1]) for pair in anew])


@dataclass(frozen=True)
class _Pair:
    """A unit's list and its next one. said: households that a return or an exit speaks of meanwhile.

    A row that was read and set aside stands on its list: another rule says what is wrong with it.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    read_before: pd.Series
    read_after: pd.Series
    left: pd.Series
    entered: pd.Series

    @cached_property
    def gone(self) -> pd.Index:
        codes = self.before.household_id
        return self.before.index[~codes.isin(self.read_after) & ~codes.isin(self.left)]

    @cached_property
    def came(self) -> pd.Index:
        codes = self.after.household_id
        silent = ~codes.isin(self.read_before) & ~codes.isin(self.entered) & self.after.entry_reason.isna()
        return self.after.index[silent]

    @property
    def numbered_anew(self) -> bool:
        """Whether most codes are met no more: many findings would say the same one thing."""
        return len(self.gone) > FEW and len(self.gone) * 2 > len(self.before)


def _pairs(rows: Rows, read: Rows) -> Iterator[_Pair]:
    """Each unit's lists, one and the next: of a round the last; one without a row can't be compared."""
    lists = rows["household_list"][[*_LIST, "round", "household_id", "entry_reason"]]
    sent = lists[["unit_code", "round"]].drop_duplicates()
    several = sent.unit_code[sent.unit_code.duplicated()]
    if several.empty:
        return
    lists = lists[lists.list_date == lists.groupby(["unit_code", "round"]).list_date.transform("max")]
    on_paper = read["household_list"][[*_LIST, "household_id"]]
    on_paper = dict(iter(on_paper[on_paper.unit_code.isin(several)].groupby(_LIST).household_id))
    left, entered = _spoken_of(rows)
    for unit, of_unit in lists[lists.unit_code.isin(several)].groupby("unit_code", sort=False):
        days = list(of_unit.groupby("list_date"))
        for (since, before), (until, after) in pairwise(days):
            spoken = [p[(p.unit_code == unit) & (p.day > since) & (p.day <= until)] for p in (left, entered)]
            yield _Pair(
                before,
                after,
                on_paper[unit, since],
                on_paper[unit, until],
                *(papers.household_id for papers in spoken),
            )


_LIST = ["unit_code", "list_date"]


def _spoken_of(rows: Rows) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The households that returns and exits say left, and those that returns say came; with the day."""
    moves = rows["movement_return"][["unit_code", "household_id", "decision_date", "class_after"]]
    moves = moves.rename(columns={"decision_date": "day"})
    exits = rows["household_exits"][["unit_code", "household_id", "list_date"]]
    comes = moves.class_after.isin(LISTED)
    return pd.concat([exits.rename(columns={"list_date": "day"}), moves[~comes]]), moves[comes]


def _facts(found: list[tuple[_Pair, pd.Index]]) -> pd.DataFrame:
    """The broken rows with the days of both lists."""
    rows = [
        pd.DataFrame(
            {"since": pair.before.list_date.iloc[0].date(), "until": pair.after.list_date.iloc[0].date()},
            index=index,
        )
        for pair, index in found
    ]
    return pd.concat(rows) if rows else pd.DataFrame()
