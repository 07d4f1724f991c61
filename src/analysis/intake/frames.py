"""The rows of many papers as one typed table per kind, marks completed."""

from __future__ import annotations

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
    columns = {c.field: _TYPES.get(c.type, "string") for c in load_layout(kind).columns}
    columns.pop("unit_code", None)
    typed = {**{f: t for f, t in columns.items() if t != "ignored"}, **_BESIDE}
    return pd.DataFrame({name: pd.Series(_joined(name, parts), dtype=type_) for name, type_ in typed.items()})


def _joined(name: str, parts: list[Columns]) -> list[object]:
    return [value for part in parts for value in part.get(name) or [None] * length(part)]


def complete_marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Households with the blank cells of their marks understood.

    On a form that is ticked a blank means no, unless its column also writes noes: then a blank was
    not said. A cell that could not be read is not blank and stays unknown. A household without a
    single deprivation marked, whose B2 is not zero, has none recorded.
    """
    rows = rows.copy()
    sheets = [rows.source_file, rows.source_sheet]
    given = [name for name in (*FLAGS, *INDICATORS) if name in rows and name != "female_head"]
    deprived = [name for name in given if name in INDICATORS]
    unsaid = rows[deprived].isna().all(axis=1) & (rows.b2 != 0).fillna(True)
    for name in given:
        writes_noes = (rows[name].groupby(sheets).transform("min") == 0).fillna(False)
        unread = pd.Series([name in fields for fields in rows.unread], index=rows.index, dtype=bool)
        rows[name] = rows[name].mask(rows[name].isna() & ~writes_noes & ~unread, 0)
    rows.loc[unsaid, deprived] = pd.NA
    return rows
