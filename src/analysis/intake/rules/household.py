"""A household among the others of the same lists."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

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
    source="logic: one list per household",
    of=_LIST,
    at="household_id",
    keepable=True,
)
def a_household_stands_on_one_units_list(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A household, by its code and its head, stands on one unit's list in a round; the first counts.

    The head is asked too because some units number their households alike.
    """
    coded = rows[rows.household_id.notna()]
    alike = coded[coded.duplicated(["round", "household_id"], keep=False)]
    again = _repeated(alike.assign(head=_normal(alike.head_name)), ["round", "household_id", "head"])
    elsewhere = again.first_unit != rows.unit_code[again.index]
    return again.loc[elsewhere, ["first_file", "first_row"]]


@rule(
    "PERSON-TWICE",
    level="household",
    severity="warning",
    source="logic: a person belongs to one household",
    of=_LIST,
    at="personal_id",
)
def a_person_is_of_one_household(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """An identity number stands with one household in a round; the number itself is never shown.

    Of the head's row; where the rows bring `personal_ids`, of all their persons.
    """
    if "personal_ids" in rows:
        rows = rows.drop(columns="personal_id").explode("personal_ids")
        rows = rows.rename(columns={"personal_ids": "personal_id"})
    given = rows[rows.personal_id.notna()]
    again = _repeated(given, ["round", "personal_id"])
    return again.loc[~again.index.duplicated(), ["first_file", "first_row"]]


@rule(
    "HOUSEHOLD-ALIKE",
    level="household",
    severity="warning",
    source="logic: one code per household",
    of=_LIST,
    at="household_id",
)
def a_household_has_one_code(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """No two codes of a unit's list have the same head: name, however spelt, year of birth and village.

    Two identity numbers or two whole dates of birth that differ are two persons.
    """
    told = rows[rows.head_name.notna() & rows.birth_year.notna() & rows.village.notna()]
    unnumbered = told.personal_id.isna() | told.personal_id.duplicated(keep=False)
    told = told[told.birth_year.isin(told.birth_year[unnumbered])]  # the others are told apart by number
    rough = {name: _rough(name) for name in told.head_name.unique()}
    told = told.assign(rough=told.head_name.map(rough), at_home=_normal(told.village))
    place = ["unit_code", "list_date", "birth_year", "at_home"]
    alike = told[told.duplicated([*place, "rough"], keep=False)]
    alike = alike.assign(head=_normal(alike.head_name))
    again = _repeated(alike, [*place, "head"])
    same = [
        not (_differ(one.personal_id, other.personal_id) or _differ(_day(one), _day(other)))
        for one, other in zip(
            alike.loc[again.index].itertuples(), rows.loc[again["first"]].itertuples(), strict=True
        )
    ]
    return again.loc[same, ["first_file", "first_row"]]


def _rough(name: str) -> bytes:
    """A cheap form in which all names of one normal form are equal, and some others too."""
    letters = unicodedata.normalize("NFKD", name).casefold().encode("ascii", "ignore")
    return letters.translate(None, _NO_LETTERS).replace(b"y", b"i")


_NO_LETTERS = bytes(c for c in range(128) if not chr(c).isalnum())


def _normal(names: pd.Series) -> pd.Series:
    """Names in normal form, each spelling read once."""
    forms = {name: normal(str(name)) for name in names.unique()}
    return names.map(forms).astype("string")


def _day(row: Any) -> object:
    born = row.birth_date
    return born if isinstance(born, dt.date) else pd.NA


def _differ(one: object, other: object) -> bool:
    """Whether both are known and are not the same."""
    return not pd.isna(one) and not pd.isna(other) and one != other


def _repeated(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows whose key stood before, with the index, place and unit of the first."""
    known = rows.dropna(subset=key)  # a household without a code is known by other things
    among = known[known.duplicated(key, keep=False)]
    again = among[among.duplicated(key)]
    first = among.drop_duplicates(key)
    facts = {
        "first": first.index,
        "first_file": first.source_file,
        "first_row": first.source_row,
        "first_unit": first.unit_code,
    }
    places = again[key].merge(first[key].assign(**facts), on=key, how="left", validate="many_to_one")
    return places.set_axis(again.index)[list(facts)]


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
