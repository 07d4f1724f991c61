"""The tables everything else speaks: columns, types and what must hold in each.

A reader builds a table with `conform`, which orders the columns, sets the types and
validates once; after that nobody checks types again. Missing is always `pd.NA`.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

CLASSES = ("poor", "near_poor", "average", "not_poor")
"""Hộ nghèo, hộ cận nghèo, hộ có mức sống trung bình, hộ không nghèo."""

LISTED = ("poor", "near_poor")
"""The classes that stand on a unit's list and count in the multidimensional rate."""

INDICATORS = (
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "school_attendance",
    "housing_quality",
    "housing_area",
    "water_source",
    "toilet",
    "telecom",
    "information_means",
)
"""The twelve deprivation indicators (chỉ số thiếu hụt), in the order of the official forms."""

FLAGS = (
    "female_head",
    "ethnic_minority",
    "meritorious",
    "social_protection",
    "no_labour_capacity",
)
"""Groups of households: yes 1, no 0, not said NA."""

REASONS = (
    "exit_poverty",
    "exit_near_poverty",
    "relapse_poverty",
    "relapse_near_poverty",
    "new",
    "became_poor",
    "moved_in",
    "moved_out",
    "split",
    "merged",
    "died",
    "correction",
)
"""Why a household's place on the list changed: thoát nghèo, thoát cận nghèo, tái nghèo, tái cận
nghèo, phát sinh mới, cận nghèo thành nghèo, chuyển đến, chuyển đi, tách hộ, nhập hộ, chết, đính chính."""

PERSONAL = ("head_name", "personal_id")
"""Columns whose values never reach a message, a log or a published output."""

_TEXT, _INT, _DATE = "string", "Int64", "datetime64[us]"


def _text(*, unique: bool = False, nullable: bool = False) -> pa.Column:
    return pa.Column(_TEXT, nullable=nullable, unique=unique)


def _count(*, nullable: bool = True, least: int = 0) -> pa.Column:
    return pa.Column(_INT, pa.Check.ge(least), nullable=nullable)


def _date(*, nullable: bool = False) -> pa.Column:
    return pa.Column(_DATE, nullable=nullable)


def _one_of(values: tuple[str, ...], *, nullable: bool = False) -> pa.Column:
    return pa.Column(_TEXT, pa.Check.isin(values), nullable=nullable)


def _marks(names: tuple[str, ...]) -> dict[str, pa.Column]:
    return {name: pa.Column(_INT, pa.Check.isin([0, 1]), nullable=True) for name in names}


_SOURCE = {
    "source_file": _text(),
    "source_sheet": _text(),
    "source_row": _count(nullable=False, least=1),
}

_WHO = {
    "household_id": _text(),
    "head_name": _text(nullable=True),
    "unit_code": _text(),
    "village": _text(nullable=True),
}

_SCORES = {"b1": _count(), "b2": _count()}

HOUSEHOLDS = pa.DataFrameSchema(
    {
        **_WHO,
        "unit_name": _text(),
        "area": _one_of(("urban", "rural")),
        "round": _text(),
        "list_date": _date(),
        "list_status": _one_of(("official", "preliminary")),
        "members": _count(nullable=False, least=1),
        "birth_year": _count(nullable=True),
        **_marks(FLAGS),
        **_SCORES,
        "poverty_class_recorded": _one_of(CLASSES),
        **_marks(INDICATORS),
        "causes": _text(nullable=True),
        "entry_reason": _one_of(REASONS, nullable=True),
        "decision_number": _text(nullable=True),
        "decision_date": _date(nullable=True),
        **_SOURCE,
    },
    unique=["round", "unit_code", "household_id"],
    strict=True,
    name="households",
)
"""One row per household on a unit's list in one round. `round` is the round's date as ISO text."""

MOVEMENTS = pa.DataFrameSchema(
    {
        **_WHO,
        "birth_year": _count(),
        "month": _text(),
        "members": _count(nullable=False, least=1),
        "class_before": _one_of((*CLASSES, "none")),
        "class_after": _one_of((*CLASSES, "none")),
        "reason": _one_of(REASONS),
        **_SCORES,
        **_marks(FLAGS),
        **_marks(INDICATORS),
        "decision_number": _text(nullable=True),
        "decision_date": _date(),
        **_SOURCE,
    },
    strict=True,
    name="movements",
)
"""One row per increase or decrease (tăng, giảm) in a unit's monthly return. `month` is YYYY-MM;
`none` means not on the list."""

EXITS = pa.DataFrameSchema(
    {
        **_WHO,
        "members": _count(nullable=False, least=1),
        "class_before": _one_of(LISTED),
        "class_after": _one_of((*CLASSES, "none")),
        "reason": _one_of(REASONS),
        "decision_number": _text(nullable=True),
        "decision_date": _date(nullable=True),
        "list_date": _date(),
        **_SOURCE,
    },
    strict=True,
    name="exits",
)
"""One row per household a full list reports as gone from it, with the recognition decision."""

TOTALS = pa.DataFrameSchema(
    {
        "unit_code": _text(),
        "round": _text(),
        "date": _date(),
        "source": _text(nullable=True),
        "total_households": _count(nullable=False, least=1),
        "total_persons": _count(nullable=False, least=1),
        "ethnic_minority_households": _count(),
        "ethnic_minority_persons": _count(),
        **_SOURCE,
    },
    unique=["unit_code", "round"],
    strict=True,
    name="totals",
)
"""All resident households and persons (tổng số hộ dân cư, nhân khẩu) of a unit: the denominators.
One row per unit and the round it serves; `date` is the day the figure itself stands for."""

COUNTS = pa.DataFrameSchema(
    {
        "unit_code": _text(),
        "round": _text(),
        "measure": _one_of(LISTED),
        "households": _count(nullable=False),
        "persons": _count(),
    },
    unique=["unit_code", "round", "measure"],
    strict=True,
    name="counts",
)
"""Poor and near-poor households of units that sent a summary form (7.1) and no household list."""

SUMMARIES = pa.DataFrameSchema(
    {
        "form": _one_of(("7.1", "7.2", "7.3")),
        "unit_code": _text(),
        "list_date": _date(),
        "account": _one_of(("households", "persons")),
        "item": _text(),
        "value": _count(nullable=False),
        **_SOURCE,
    },
    strict=True,
    name="summaries",
)
"""A unit's own summary forms, one row per form, account and item. Items of 7.1: `total`, `poor`,
`near_poor`, `average`; of 7.2 and 7.3: those of `FLOW_ITEMS`."""

FLOW_ITEMS = {
    "7.2": (
        "opening",
        "to_near_poor",
        "out_of_both",
        "other_decrease",
        "from_near_poor",
        "relapse",
        "new",
        "other_increase",
        "closing",
    ),
    "7.3": (
        "opening",
        "to_poor",
        "out_of_both",
        "other_decrease",
        "from_poor",
        "relapse",
        "new",
        "other_increase",
        "closing",
    ),
}
"""Columns 1 to 9 of forms 7.2 (poor households) and 7.3 (near-poor households)."""

PLAN = pa.DataFrameSchema(
    {
        "project": _text(),
        "source": _text(),
        "kind": _text(),
        "office": _text(),
        "plan": _count(),
        **_SOURCE,
    },
    unique=["project", "source", "kind"],
    strict=True,
    name="plan",
)
"""The approved plan in whole đồng, one row per project, source and kind; NA where no figure is given."""

DISBURSEMENTS = pa.DataFrameSchema(
    {
        "project": _text(),
        "source": _text(),
        "kind": _text(),
        "office": _text(),
        "date": _date(),
        "carried_over": _count(),
        "allocated": _count(),
        "disbursed": _count(),
        "expected_year": _count(),
        **_SOURCE,
    },
    unique=["project", "source", "kind", "office", "date"],
    strict=True,
    name="disbursements",
)
"""Cumulative đồng from 1 January to `date`, one row per report, project, source and kind."""

SUPPORT = pa.DataFrameSchema(
    {
        "household_id": _text(),
        "head_name": _text(nullable=True),
        "unit_code": _text(),
        "project": _text(),
        "support": _text(nullable=True),
        "quantity": _count(),
        "value": _count(),
        "date": _date(),
        "funding_source": _text(nullable=True),
        **_SOURCE,
    },
    strict=True,
    name="support",
)
"""One row per household and support received (hỗ trợ); value in whole đồng."""

FILES = pa.DataFrameSchema(
    {
        "file": _text(),
        "kind": _text(nullable=True),
        "unit": _text(nullable=True),
        "round": _text(nullable=True),
        "rows_read": _count(nullable=False),
        "rows_used": _count(nullable=False),
        "rows_set_aside": _count(nullable=False),
        "rows_not_data": _count(nullable=False),
        "synthetic": pa.Column(bool),
        "sha256": _text(),
    },
    strict=True,
    name="files",
)
"""One row per input file; rows_read = rows_used + rows_set_aside + rows_not_data."""

VERSIONS = pa.DataFrameSchema(
    {
        "kind": _text(),
        "sender": _text(nullable=True),
        "file": _text(),
        "previous": _text(),
        "rows_same": _count(nullable=False),
        "rows_changed": _count(nullable=False),
        "rows_added": _count(nullable=False),
        "rows_removed": _count(nullable=False),
    },
    strict=True,
    name="versions",
)
"""One row per earlier version of a paper: the file that counts, and how many of its lines are the same,
say something else of the same household or project, are new, or are gone."""

COVERAGE = pa.DataFrameSchema(
    {
        "kind": _text(),
        "sender": _text(),
        "due": _date(),
        "received": pa.Column(bool),
        "file": _text(nullable=True),
    },
    strict=True,
    name="coverage",
)
"""One row per paper a unit or office owes by the report's date: has it come, and in which file."""

LIST_BASIS = pa.DataFrameSchema(
    {
        "unit_code": _text(unique=True),
        "basis": _one_of(("full_list", "list_and_movements", "summary_form", "carried_forward", "none")),
        "list_date": _date(nullable=True),
        "list_status": _one_of(("official", "preliminary"), nullable=True),
        "movements_until": _date(nullable=True),
        "movements_applied": _count(nullable=False),
        "reported": pa.Column(bool),
        "baseline": pa.Column(bool),
    },
    strict=True,
    name="list_basis",
)
"""What each unit's current list stands on. `reported` is false where something the period expects
has not come and older figures are carried forward, `baseline` where the first round has neither list
nor form of the unit."""


def conform(schema: pa.DataFrameSchema, rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` with exactly the schema's columns, in its order and types, validated once.

    Columns the rows lack are added as missing. Raises pandera's SchemaErrors with every
    failure at once: a reader that lets one through has a fault of its own.
    """
    frame = rows.reindex(columns=list(schema.columns))
    types = {name: str(column.dtype) for name, column in schema.columns.items()}
    return schema.validate(frame.astype(types), lazy=True).reset_index(drop=True)


def empty(schema: pa.DataFrameSchema) -> pd.DataFrame:
    """The table without rows."""
    return conform(schema, pd.DataFrame(columns=list(schema.columns)))
