"""What official codes decide, and where they no longer do."""

from __future__ import annotations

import pandas as pd

from analysis.intake.identity.settings import load_settings

_HEAD = ["unit", "plain_family", "plain_middle", "plain_given"]
_PERSON = [*_HEAD, "birth_year"]


def kept_codes(before: pd.DataFrame, after: pd.DataFrame) -> set[str]:
    """The units whose codes mean in both lists the same households; the others numbered them anew.

    Asked are the heads whose name and birth year stand once in either list: where more of them have
    changed their code than kept it, and not just one or two, codes no longer tell who a household is.

    before, after: rows as `described` gives them.
    """
    was, is_ = (rows[rows.code.notna() & (rows.plain_given != "")] for rows in (before, after))
    was, is_ = (rows.drop_duplicates(_PERSON, keep=False)[[*_PERSON, "code"]] for rows in (was, is_))
    both = was.merge(is_, on=_PERSON, suffixes=("_before", "_after"))
    kept = (both.code_before == both.code_after).groupby(both.unit).agg(["sum", "size"])
    changed = kept["size"] - kept["sum"]
    anew = set(kept.index[(changed > kept["sum"]) & (changed >= load_settings().renumbered)])
    return {*before.unit.dropna(), *after.unit.dropna()} - anew


def same_codes(before: pd.DataFrame, after: pd.DataFrame, kept: set[str]) -> list[tuple[int, int]]:
    """Pairs of rows, by position, that have one code: in one unit, or in two under the same head.

    A code that stands twice in a list decides nothing.
    """
    was, is_ = (_once(rows[rows.unit.isin(kept)], ["unit", "code"]) for rows in (before, after))
    within = was.merge(is_, on=["unit", "code"], suffixes=("_before", "_after"))
    was, is_ = was[~was.row.isin(within.row_before)], is_[~is_.row.isin(within.row_after)]
    head = ["code", *_HEAD[1:]]
    was, is_ = _once(was[was.plain_given != ""], head), _once(is_[is_.plain_given != ""], head)
    moved = was.merge(is_, on=head, suffixes=("_before", "_after"))
    found = pd.concat([within, moved])[["row_before", "row_after"]]
    return [(int(i), int(j)) for i, j in found.itertuples(index=False)]


def _once(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    coded = rows[rows.code.notna()].drop_duplicates(key, keep=False)
    return coded if "row" in coded else coded.assign(row=coded.index)
