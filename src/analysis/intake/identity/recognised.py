"""Households named in other papers: movement returns, lists of exits, records of support."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.decisions import HouseholdPair
from analysis.intake.identity.candidates import IN_UNIT, candidates
from analysis.intake.identity.entries import described
from analysis.intake.identity.evidence import Evidence
from analysis.intake.identity.match_households import odds_of, without
from analysis.intake.identity.settings import load_settings
from analysis.intake.identity.settled import settled
from analysis.intake.identity.with_identity import review_table


def recognised(
    rows: pd.DataFrame, households: pd.DataFrame, pairs: Sequence[HouseholdPair] = (), *, day: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of another paper, each with the `household_id` its household has in the lists.

    A code is read as the unit's lists used it: as the last list up to the row's day, else the next one.
    A code no list has stays as it is. A row without a code is matched with the unit's households as in
    `match_households`, except that several rows may name one household; since then no row rules
    another out, more is asked of each. Where it is none of them, or in doubt, it has a provisional id.

    rows: with `unit_code`, `head_name` and the column `day`, and of `household_id`, `village`,
        `members`, `birth_year` those the paper has.
    households: as `with_identity` gives them.
    pairs: `before` names a row of the lists, `after` one of the paper.

    Returns the rows with `household_id`, `code` and `identified_by` (as in `with_identity`), and the
    doubtful pairs, columns as there.
    """
    facts = described(rows)
    listed = described(households.assign(household_id=households.code))
    listed = listed.assign(id=pd.array(households.household_id, "string"), day=_days(households, "list_date"))
    found = _ids_of_codes(facts.assign(day=_days(rows, day)), listed).fillna(facts.code)
    by = found.mask(found.notna(), "code").fillna("new")
    last = listed.sort_values("day", kind="stable").drop_duplicates(["unit", "id"], keep="last").sort_index()

    same, apart = settled(listed, facts, pairs)
    for i, j in same:
        found.iat[j], by.iat[j] = listed.id.iat[i], "decision"
    # what is settled of any row of a household holds for the row it is compared by
    row_of = {(unit, id_): int(row) for unit, id_, row in zip(last.unit, last.id, last.index, strict=True)}
    apart = {(row_of[listed.unit.iat[i], listed.id.iat[i]], j) for i, j in apart}
    scored = _scored(last, facts[found.isna()], Evidence(listed, facts), apart)
    accept = load_settings().accept_in_papers
    for i, j in scored.loc[scored.score >= accept, ["before", "after"]].itertuples(index=False):
        found.iat[j], by.iat[j] = listed.id.iat[i], "score"
    doubtful = scored[scored.score.between(load_settings().doubt, accept, inclusive="left")]
    result = rows.assign(
        household_id=found.fillna(facts.entry).array, code=facts.code.array, identified_by=by.array
    )
    return result, review_table(households, listed, rows, facts, doubtful.assign(doubt="weak"))


def _scored(
    left: pd.DataFrame, right: pd.DataFrame, evidence: Evidence, apart: set[tuple[int, int]]
) -> pd.DataFrame:
    """Pairs and how probable each is among the households that the paper's row could be."""
    settings = evidence.settings
    pairs = without(candidates(left, right, IN_UNIT, settings.largest_group), apart)
    households = left.unit.loc[pairs[0]].map(left.unit.value_counts()).to_numpy(float)
    odds = 10 ** evidence.weigh(pairs).sum(axis=1).to_numpy() * odds_of(settings.stays) / households
    found = pd.DataFrame({"before": pairs[0], "after": pairs[1], "odds": odds})
    return found.assign(score=found.odds / (1 + found.groupby("after").odds.transform("sum")))


def _ids_of_codes(rows: pd.DataFrame, listed: pd.DataFrame) -> pd.Series:
    """The id of the household that had the code in the unit's last list by then, else in the next one."""
    coded = rows[rows.code.notna()].rename_axis("row").reset_index().sort_values("day", kind="stable")
    lists = listed.loc[listed.code.notna(), ["unit", "code", "day", "id"]].sort_values("day", kind="stable")
    ids = pd.Series(pd.NA, rows.index, dtype="string")
    for direction in ("forward", "backward"):
        known = pd.merge_asof(
            coded[["row", "unit", "code", "day"]], lists, on="day", by=["unit", "code"], direction=direction
        ).dropna(subset="id")
        ids.loc[known.row] = known.id.array
    return ids


def _days(rows: pd.DataFrame, column: str) -> pd.Series:
    # a paper's row without a day is read by the first list
    days = pd.Series(pd.to_datetime(rows[column]).array, dtype="datetime64[us]")
    return days.fillna(pd.Timestamp(0))
