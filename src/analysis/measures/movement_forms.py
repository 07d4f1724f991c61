"""Forms 7.2 and 7.3: the movement of poor and of near-poor households."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pandas as pd

from analysis.measures.panel.stock_accounts import SIZE_CHANGE
from analysis.measures.panel.stocks import OFF_LIST
from analysis.tables import FLOW_ITEMS

FORMS = {"7.2": "poor", "7.3": "near_poor"}
"""The class whose stock and flows each form shows."""


def movement_forms(transitions: pd.DataFrame, *, units: Iterable[str] = ()) -> pd.DataFrame:
    """Columns of forms 7.2 and 7.3 (phân tích diễn biến hộ nghèo, hộ cận nghèo) per unit.

    A change between the two classes has a column of its own in both forms. A household off both
    lists is `out_of_both` when its reason is an exit, otherwise `other_decrease`: died, merged,
    moved out, corrected, unexplained. One that came onto a list is `relapse` when it re-entered,
    `new` when its reason says so, otherwise `other_increase`: moved in, split, corrected,
    unexplained.

    The persons account counts those who leave with the members they had and those who enter with
    the members they have. The members that staying households gained or lost are the extra item
    `size_change` (always 0 in the households account), so that both accounts close exactly:
    closing = opening − decreases + increases + size_change.

    transitions: as `transitions` gives them.
    units: units to show besides those that have rows; theirs are zeros.

    Returns one row per `form`, `unit_code`, `account` (`households`, `persons`) and `item` of
    `analysis.tables.FLOW_ITEMS` and `size_change`, with the whole number `value`. The district is the sum
    of its units; a household that moved between two of them is in it as a decrease and an increase.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phụ lục VII, forms 7.2 and 7.3.
    """
    codes = sorted({*transitions.unit_code, *units})
    grid = pd.MultiIndex.from_tuples(
        [
            (form, unit, account, item)
            for (form, items), unit, account in product(FLOW_ITEMS.items(), codes, ("households", "persons"))
            for item in (*items, SIZE_CHANGE)
        ],
        names=["form", "unit_code", "account", "item"],
    )
    entries = pd.concat([_entries(transitions, form, class_) for form, class_ in FORMS.items()])
    values = entries.groupby(grid.names, dropna=False).value.sum()
    return values.reindex(grid, fill_value=0).astype("Int64").reset_index()


def _entries(transitions: pd.DataFrame, form: str, class_: str) -> pd.DataFrame:
    """Every row of the transitions under each item of the form it counts in."""
    was, is_ = transitions.class_before == class_, transitions.class_after == class_
    leavers, comers, stayers = transitions[was & ~is_], transitions[is_ & ~was], transitions[was & is_]
    grown = stayers.persons_after - stayers.persons_before
    parts = [
        _part(transitions[was], "opening", "persons_before"),
        _part(leavers, _decrease(leavers), "persons_before"),
        _part(comers, _increase(comers), "persons_after"),
        _part(stayers.assign(households=0, grown=grown), SIZE_CHANGE, "grown"),
        _part(transitions[is_], "closing", "persons_after"),
    ]
    return pd.concat(parts).assign(form=form)


def _decrease(leavers: pd.DataFrame) -> pd.Series:
    off_list = leavers.reason.str.startswith("exit_").map({True: "out_of_both", False: "other_decrease"})
    return off_list.where(leavers.class_after == OFF_LIST, "to_" + leavers.class_after)


def _increase(comers: pd.DataFrame) -> pd.Series:
    back = comers.movement == "re_entered"
    new = comers.reason.map({"new": "new"}).fillna("other_increase").mask(back, "relapse")
    return new.where(comers.class_before == OFF_LIST, "from_" + comers.class_before)


def _part(rows: pd.DataFrame, item: pd.Series | str, persons: str) -> pd.DataFrame:
    return (
        rows.assign(item=item, persons=rows[persons])
        .melt(
            id_vars=["unit_code", "item"],
            value_vars=["households", "persons"],
            var_name="account",
            value_name="value",
        )
        .astype({"item": "string", "account": "string", "value": "Int64"})
    )
