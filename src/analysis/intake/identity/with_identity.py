"""The lists of several rounds with every household known by one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.decisions import HouseholdPair
from analysis.intake.identity.codes import kept_codes
from analysis.intake.identity.entries import described
from analysis.intake.identity.match_households import matched
from analysis.intake.identity.settled import rows_by_name

REVIEW = (
    "before", "after", "doubt", "score", "unit_before", "unit_after",
    "file_before", "sheet_before", "row_before", "file_after", "sheet_after", "row_after",
)  # fmt: skip
"""Columns of the table of doubtful pairs. It holds nothing of the households themselves."""

_SAME_PERSON = ["unit", "family", "middle", "given", "birth_year", "village", "members"]


def with_identity(
    households: pd.DataFrame, pairs: Sequence[HouseholdPair] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of all lists with a `household_id` in each, the same for the same household.

    List after list, in the order of their days, the rows are matched (see `match_households`) with the
    households known by then: first with those of the unit's list before, then with those that had left
    it. A household has the official code it was first listed with, otherwise the name of its first row
    as `entries_of` gives it: it begins with the unit, does not tell who it is, and is the same in every
    run with the same files. A household in doubt is one of its own until somebody settles it.

    households: rows of lists, columns as in `tables.HOUSEHOLDS`, `household_id` NA where the list has
        no code.
    pairs: what is settled, as `match_households` takes it.

    Returns the rows with `household_id`, `code` (what the list has) and `identified_by` (`code`,
        `decision`, `score`; `new` where no list before had the household), and the doubtful pairs, one
        row each, columns `REVIEW`. In these `doubt` says why (as in `match_households`, and `twice` for
        two rows of one list that say the same of a household).
    """
    facts = described(households)
    known = _Known(facts, pairs)
    review = [known.add(rows) for rows in _lists(households)] + [_twice(facts, _number(households), pairs)]
    result = households.assign(
        household_id=pd.array(known.ids(), "string"),
        code=facts.code.array,
        identified_by=pd.array(known.identified_by, "string"),
    )
    doubtful = pd.concat(review, ignore_index=True)
    return result, review_table(households, facts, households, facts, doubtful)


def _lists(households: pd.DataFrame) -> Iterator[np.ndarray]:
    """Positions of the rows of each list of all units, by day."""
    number = _number(households)
    for n in range(int(number.max()) + 1 if len(number) else 0):
        yield np.flatnonzero(number == n)


def _number(households: pd.DataFrame) -> np.ndarray:
    day = pd.Series(pd.NaT, households.index, dtype="datetime64[us]")
    if "list_date" in households:
        day = households.list_date.astype("datetime64[us]")
    day = day.fillna(pd.to_datetime(households["round"].astype("object")).astype("datetime64[us]"))
    order = pd.DataFrame({"day": day.array, "round": households["round"].astype("string").array})
    return order.groupby(["day", "round"], sort=True, dropna=False).ngroup().to_numpy()


class _Known:
    """The households of the lists read so far, each by a number."""

    def __init__(self, facts: pd.DataFrame, pairs: Sequence[HouseholdPair]) -> None:
        self._facts, self._pairs = facts, pairs
        self._named = rows_by_name(facts) if pairs else {}
        self._household = np.full(len(facts), -1)
        self._list = np.full(len(facts), -1)
        self._code_of = facts.code.tolist()
        self._last: list[int] = []
        self._code: list[object] = []
        self._lists = 0
        self.identified_by = np.full(len(facts), "new", dtype=object)

    def add(self, rows: np.ndarray) -> pd.DataFrame:
        """Finds the rows of the next list among the known households; returns what is in doubt."""
        left = self._facts.iloc[self._last].assign(code=pd.array(self._code, "string"))
        left, right = left.reset_index(drop=True), self._facts.iloc[rows].reset_index(drop=True)
        same, apart = self._settled(rows)
        there = self._on_last_list(left) | left.code.isin(right.code.dropna())
        there |= left.index.isin([i for i, _ in same])
        recent, everyone = np.flatnonzero(there), np.arange(len(right))
        kept = kept_codes(left.iloc[recent], right)
        found = _part(left, right, recent, everyone, same, apart, kept, elsewhere=False)
        gone = np.setdiff1d(np.arange(len(left)), found.before)
        new = np.setdiff1d(everyone, found.after)
        found = pd.concat([found, _part(left, right, gone, new, [], apart, kept, elsewhere=True)])
        review = found[found.decided == "doubtful"]
        review = review.assign(
            before=np.array(self._last, dtype=int)[review.before], after=rows[review.after]
        )
        self._enter(rows, found[found.decided == "same"])
        return review

    def ids(self) -> list[str]:
        """The id of each row's household."""
        first: dict[int, int] = {}
        first_code: dict[int, str] = {}
        units: dict[int, set[str]] = {}
        unit_of, entry_of = self._facts.unit.tolist(), self._facts.entry.tolist()
        for row in np.argsort(self._list, kind="stable").tolist():
            household, code = int(self._household[row]), self._code_of[row]
            first.setdefault(household, row)
            units.setdefault(household, set()).add(unit_of[row])
            if code is not pd.NA:
                first_code.setdefault(household, str(code))
        ids: dict[int, str] = {}
        used: set[tuple[str, str]] = set()
        for household, row in first.items():
            own = first_code.get(household)
            if own is None or any((unit, own) in used for unit in units[household]):
                own = entry_of[row]
            ids[household] = own
            used |= {(unit, own) for unit in units[household]}
        return [ids[household] for household in self._household.tolist()]

    def _enter(self, rows: np.ndarray, same: pd.DataFrame) -> None:
        for i, j, by in zip(same.before, same.after, same.by, strict=True):
            row = int(rows[j])
            self._household[row], self.identified_by[row] = i, by
            self._last[i] = row
            if self._code_of[row] is not pd.NA:
                self._code[i] = self._code_of[row]
        for row in rows[self._household[rows] < 0].tolist():
            self._household[row] = len(self._last)
            self._last.append(row)
            self._code.append(self._code_of[row])
        self._list[rows] = self._lists
        self._lists += 1

    def _on_last_list(self, left: pd.DataFrame) -> np.ndarray:
        number = pd.Series(self._list[self._last])
        return (number == number.groupby(left.unit).transform("max")).to_numpy(dtype=bool)

    def _settled(self, rows: np.ndarray) -> tuple[list[tuple[int, int]], set[tuple[int, int]]]:
        """The settled pairs between a known household, under any of its rows, and a row of the list."""
        position = {int(row): j for j, row in enumerate(rows)}
        same: list[tuple[int, int]] = []
        apart: set[tuple[int, int]] = set()
        for pair in self._pairs:
            for before in self._named.get(pair.before, ()):
                for after in self._named.get(pair.after, ()):
                    if (i := int(self._household[before])) >= 0 and after in position:
                        (same.append if pair.same else apart.add)((i, position[after]))
        return same, apart


def _part(
    left: pd.DataFrame,
    right: pd.DataFrame,
    of_left: np.ndarray,
    of_right: np.ndarray,
    same: list[tuple[int, int]],
    apart: set[tuple[int, int]],
    kept: set[str],
    *,
    elsewhere: bool,
) -> pd.DataFrame:
    """Matches some rows of two lists, by position in the whole."""
    i_of, j_of = ({int(row): n for n, row in enumerate(of)} for of in (of_left, of_right))

    def within(pairs: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(i_of[i], j_of[j]) for i, j in pairs if i in i_of and j in j_of]

    found = matched(
        left.iloc[of_left].reset_index(drop=True),
        right.iloc[of_right].reset_index(drop=True),
        within(iter(same)),
        within(iter(sorted(apart))),
        kept=kept,
        elsewhere=elsewhere,
    )
    return found.assign(before=of_left[found.before], after=of_right[found.after])


def _twice(facts: pd.DataFrame, number: np.ndarray, pairs: Sequence[HouseholdPair]) -> pd.DataFrame:
    """Rows of one list without a code that repeat a row above them."""
    told = facts[facts[["birth_year", "village", "members"]].notna().all(axis=1) & (facts.given != "")]
    told = told.assign(list=number[told.index])
    key = ["list", *_SAME_PERSON]
    told = told[told.duplicated(key, keep=False)]
    first = told.drop_duplicates(key)[key].assign(before=lambda rows: rows.index)
    again = told[told.duplicated(key)].rename_axis("after").reset_index().merge(first, on=key)
    one_code = (
        facts.code.iloc[again.before].notna().to_numpy() & facts.code.iloc[again.after].notna().to_numpy()
    )
    settled = {
        name
        for pair in pairs
        if not pair.same
        for name in ((pair.before, pair.after), (pair.after, pair.before))
    }
    names = zip(facts.entry.iloc[again.before], facts.entry.iloc[again.after], strict=True)
    asked = ~one_code & np.array([name not in settled for name in names], bool)
    return again.loc[asked, ["before", "after"]].assign(doubt="twice", score=np.nan)


def review_table(
    left: pd.DataFrame,
    left_facts: pd.DataFrame,
    right: pd.DataFrame,
    facts: pd.DataFrame,
    pairs: pd.DataFrame,
) -> pd.DataFrame:
    """Doubtful pairs, by position, as a table for people: names and places of both rows.

    pairs: `before` (position in left), `after` (in right), `doubt` and `score`.
    """
    table = pd.DataFrame({"doubt": pairs.doubt.array, "score": pairs.score.array})
    for side, rows, described_rows in (("before", left, left_facts), ("after", right, facts)):
        at = pairs[side].to_numpy(dtype=int)
        table[side] = described_rows.entry.iloc[at].array
        table[f"unit_{side}"] = described_rows.unit.iloc[at].array
        for name in ("file", "sheet", "row"):
            column = f"source_{name}"
            table[f"{name}_{side}"] = rows[column].iloc[at].array if column in rows else pd.NA
    table = table[list(REVIEW)].astype({"doubt": "string", "score": "Float64"})
    return table.sort_values(["after", "before"], ignore_index=True)
