"""The rows of many papers as one typed table per kind, marks completed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.intake.layouts import load_layout
from analysis.intake.records import Columns, length
from analysis.tables import FLAGS, INDICATORS

_TYPES = {
    "count": "Int64", "points": "Int64", "money": "Int64", "mark": "Int64", "year": "Int64",
    "date": "datetime64[us]", "date_or_year": "object",
}  # fmt: skip

_BESIDE = {
    **dict.fromkeys(("list_date", "date", "on"), "datetime64[us]"),
    **dict.fromkeys(("birth_year", "persons_listed", "source_row", "female_head"), "Int64"),
    **dict.fromkeys(
        ("unit_code", "unit_name", "unit_said", "area", "round", "list_status", "month"), "string"
    ),
    **dict.fromkeys(("source_file", "source_sheet", "form", "office"), "string"),
    **dict.fromkeys(("member_rows", "unread"), "object"),
}
"""Types of the columns the readers add to those of the form."""


def frame_of(kind: str, parts: list[Columns]) -> pd.DataFrame:
    """The rows of one kind of table, part after part, each column of the type its form gives it."""
    return _typed(kind, parts) if parts else _empty(kind).copy()  # few papers leave most kinds empty


@cache
def _empty(kind: str) -> pd.DataFrame:
    return _typed(kind, [])


def _typed(kind: str, parts: list[Columns]) -> pd.DataFrame:
    columns = {c.field: _TYPES.get(c.type, "string") for c in load_layout(kind).columns}
    columns.pop("unit_code", None)
    typed = {**{f: t for f, t in columns.items() if t != "ignored"}, **_BESIDE}
    return pd.DataFrame({name: _series(_joined(name, parts), type_) for name, type_ in typed.items()})


def _series(values: list[object], type_: str) -> pd.Series:
    if type_ != "Int64":
        return pd.Series(values, dtype=type_)
    # what the readers give is a whole number or None: pandas would look at each value for more
    given = np.array(values, dtype=object)
    missing = pd.isna(given)
    given[missing] = 0
    return pd.Series(pd.arrays.IntegerArray(given.astype(np.int64), missing))


def _joined(name: str, parts: list[Columns]) -> list[object]:
    return [value for part in parts for value in part.get(name) or [None] * length(part)]


def complete_marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Households with the blank cells of their marks understood.

    On a form that is ticked a blank means no, unless its column also writes noes: then a blank was
    not said. A cell that could not be read is not blank and stays unknown. A household without a
    single deprivation marked, whose B2 is not zero, has none recorded.
    """
    given = [name for name in (*FLAGS, *INDICATORS) if name in rows and name != "female_head"]
    deprived = [name for name in given if name in INDICATORS]
    sheets = rows.groupby(["source_file", "source_sheet"], sort=False).ngroup().to_numpy()
    marks = rows[given].to_numpy("float64", na_value=np.nan)
    blank = np.isnan(marks)
    writes_noes = np.zeros((sheets.max(initial=-1) + 1, len(given)), dtype=bool)
    np.logical_or.at(writes_noes, sheets, marks == 0)
    means_no = blank & ~writes_noes[sheets]
    for place, fields in enumerate(rows.unread):
        if fields:
            means_no[place] &= [name not in fields for name in given]
    unsaid = blank[:, [name in deprived for name in given]].all(axis=1) & (rows.b2 != 0).fillna(True)
    completed = rows[given].mask(means_no, 0)
    completed.loc[unsaid, deprived] = pd.NA
    return rows.assign(**completed)
