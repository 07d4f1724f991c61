"""A household among the others of the same lists."""

from __future__ import annotations

import pandas as pd

from analysis.intake.rules.book import noticed, rule
from analysis.intake.text import normal
from analysis.programme import Programme

_LIST = ("household_list",)


@rule(
    "HOUSEHOLD-TWICE",
    level="household",
    severity="error",
    source="one row per household",
    of=_LIST,
    at="household_id",
)
def a_household_stands_once_on_a_list(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household code stands once on a unit's list; the first row counts."""
    return _repeated(rows, ["unit_code", "list_date", "household_id"])[["first_file", "first_row"]]


@rule(
    "HOUSEHOLD-TWO-UNITS",
    level="household",
    severity="error",
    source="one list per household",
    of=_LIST,
    at="household_id",
)
def a_household_stands_on_one_units_list(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household, by its code and its head, stands on one unit's list in a round; the first counts.

    The head is asked too because some units number their households alike.
    """
    heads = pd.Series([normal(str(name)) for name in rows.head_name], index=rows.index, dtype="string")
    again = _repeated(rows.assign(head=heads), ["round", "household_id", "head"])
    elsewhere = again.first_unit != rows.unit_code[again.index]
    return again.loc[elsewhere, ["first_file", "first_row"]]


def _repeated(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows whose key stood before, with the place and unit of the first."""
    again = rows[rows.duplicated(key)]
    first = rows.drop_duplicates(key).assign(first_unit=rows.unit_code)
    first = first[[*key, "source_file", "source_row", "first_unit"]]
    places = again[key].merge(first, on=key, how="left", validate="many_to_one").set_axis(again.index)
    named = places.rename(columns={"source_file": "first_file", "source_row": "first_row"})
    return named[["first_file", "first_row", "first_unit"]]


MEMBER_ROW = noticed(
    "HOUSEHOLD-ROW",
    level="household",
    severity="info",
    source="one household, one fate",
    says="The rows of a household's members go with the row of its head.",
)

ORPHAN = noticed(
    "MEMBER-ORPHAN",
    level="household",
    severity="error",
    source="layouts",
    says="A member's row stands below the row of its household.",
)

MEMBER_CELL = noticed(
    "MEMBER-CELL",
    level="household",
    severity="warning",
    source="layouts",
    says="What is said of a household stands on its head's row, not on a member's.",
)

NOT_LISTED = noticed(
    "MOVE-NOT-LISTED",
    level="household",
    severity="warning",
    source="list on a date",
    says="A household that leaves the list or changes class stands on it.",
)

ALREADY_LISTED = noticed(
    "MOVE-ALREADY",
    level="household",
    severity="warning",
    source="list on a date",
    says="A household that comes onto the list does not stand on it yet.",
)

OTHER_CLASS = noticed(
    "MOVE-CLASS",
    level="household",
    severity="warning",
    source="list on a date",
    says="A movement starts from the class the list has.",
)

MOVED = noticed(
    "HOUSEHOLD-MOVED",
    level="household",
    severity="warning",
    source="list on a date",
    says="A household that two units have on a day counts where it was decided last.",
)
