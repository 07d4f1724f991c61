"""The lists of a panel as arrays over its households: what any comparison of two rounds needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.classify import official_class
from analysis.measures.columns import need_columns
from analysis.measures.panel.whole_numbers import whole_numbers
from analysis.tables import LISTED

OFF_LIST = "none"
CLASSES = (*LISTED, OFF_LIST)
"""Where a household of the panel can stand in a round; `none` is off the list."""

_MOST = 2**53
"""Far more people than ever lived: sums of lists of so many stay whole in 64 bits, and in doubles."""

NOWHERE = -1
"""Place of a household that a list does not hold."""


@dataclass(frozen=True, slots=True)
class Stock:
    """One list, an entry per household of the panel.

    unit: place in `Stocks.units`, `NOWHERE` off the list; class_: place in `CLASSES`;
    persons: members, 0 off the list.
    """

    unit: np.ndarray
    class_: np.ndarray
    persons: np.ndarray

    @property
    def listed(self) -> np.ndarray:
        """Who stands on the list."""
        return self.unit != NOWHERE


@dataclass(frozen=True, slots=True)
class Stocks:
    """Several lists over one index of households and one of units, both sorted."""

    keys: pd.Index
    units: pd.Index
    on: dict[str, Stock]


def read_stocks(lists: Mapping[str, pd.DataFrame], key: str) -> Stocks:
    """The lists by name; of their households only the poor and near-poor stand on them.

    lists: households with `key`, `unit_code`, `members` and a class (see `official_class`).
    Raises ValueError with the number of rows when a list holds a household twice, or one without
        key, unit, members or class; for columns that lack, and members that are no whole numbers.
    """
    rows = pd.concat([_rows(frame, key, name) for name, frame in lists.items()], ignore_index=True)
    who, keys = sorted_codes(rows[key])
    unit, units = sorted_codes(rows["unit_code"])
    class_ = pd.Index(CLASSES).get_indexer(rows["class"])
    persons = rows["persons"].to_numpy(np.int64)
    on: dict[str, Stock] = {}
    for name in lists:
        mine = (rows["list"] == name).to_numpy()
        stock = Stock(
            unit=np.full(len(keys), NOWHERE),
            class_=np.full(len(keys), CLASSES.index(OFF_LIST)),
            persons=np.zeros(len(keys), np.int64),
        )
        stock.unit[who[mine]] = unit[mine]
        stock.class_[who[mine]] = class_[mine]
        stock.persons[who[mine]] = persons[mine]
        on[name] = stock
    return Stocks(keys, units, on)


def sorted_codes(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Each text's place in the sorted texts, and these.

    Fixed-width characters sort several times faster than Python's texts do.
    """
    codes, texts = pd.factorize(column.astype("string").array)
    order = np.argsort(texts.to_numpy(dtype=str))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place[codes], pd.Index(texts[order])


def _rows(households: pd.DataFrame, key: str, name: str) -> pd.DataFrame:
    need_columns(households, [key, "unit_code", "members"], "households")
    rows = pd.DataFrame(
        {
            "unit_code": households["unit_code"].astype("string"),
            key: households[key].astype("string"),
            "class": official_class(households),
            "persons": households["members"],
        }
    )
    if incomplete := int(rows.isna().any(axis=1).sum()):
        raise ValueError(f"{incomplete} rows of the list {name} lack household, unit or members")
    if twice := int(rows[key].duplicated().sum()):
        raise ValueError(f"{twice} rows of the list {name} repeat a household that stands on it already")
    rows["persons"] = whole_numbers(households["members"])
    if len(rows) and int(rows["persons"].max()) > _MOST // len(rows):
        raise ValueError(f"members of the list {name} are more people than can be: correct the column")
    return rows[rows["class"].isin(LISTED)].assign(list=name)
