"""A unit's summary forms: in themselves, from one round to the next, and against the unit's list."""

from __future__ import annotations

import pandas as pd

from analysis.intake.rules.book import Rows, compared, noticed, rule
from analysis.intake.rules.unit import superseded
from analysis.programme import Programme
from analysis.tables import FLOW_ITEMS, LISTED

FORMS = ("form_7_1", "form_7_2", "form_7_3")
_FLOWS = {"form_7_2": "7.2", "form_7_3": "7.3"}


@rule(
    "FORM-TWICE",
    level="unit",
    severity="error",
    source="logic: each figure counts once",
    of=FORMS,
    at="unit_name",
)
def one_line_of_a_form_for_a_unit(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """A unit's figures of a day stand in one line of a form, one per account.

    Of several the last counts, as of papers.
    """
    account = ["account"] if "account" in rows else []
    return superseded(rows, ["unit_code", "list_date", *account])


@rule(
    "FORM-STOCK",
    level="unit",
    severity="warning",
    source="forms 7.2, 7.3: column 9 = 1 - (2 + 3 + 4) + (5 + 6 + 7 + 8)",
    of=tuple(_FLOWS),
    at="closing",
)
def a_form_closes_with_what_it_opened_with_and_moved(
    rows: pd.DataFrame, programme: Programme
) -> pd.DataFrame:
    """Households at the end are those at the start less the decreases and with the increases.

    Persons are not asked: births and deaths change them without a column of the form.
    """
    items = FLOW_ITEMS[_FLOWS[str(rows.form.iat[0])]]
    amounts = rows.reindex(columns=list(items)).astype("Int64")[rows.account == "households"]
    known = amounts[amounts.opening.notna() & amounts.closing.notna() & _read(rows, items)[amounts.index]]
    moved = known[list(items[4:8])].sum(axis=1) - known[list(items[1:4])].sum(axis=1)
    expected = (known.opening + moved).astype("Int64")
    differs = known.closing != expected
    return pd.DataFrame({"value": known.closing[differs], "expected": expected[differs]})


def _read(rows: pd.DataFrame, items: tuple[str, ...]) -> pd.Series:
    """Whether no cell of these could not be read: an empty one counts nothing."""
    return pd.Series([fields.isdisjoint(items) for fields in rows.unread], rows.index, dtype=bool)


@rule(
    "FORM-PARTS",
    level="unit",
    severity="warning",
    source="form 7.1: the classes are parts of the residents",
    of=("form_7_1",),
)
def the_classes_are_parts_of_the_residents(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """Poor, near-poor and average households, and their persons, are no more than the residents."""
    found = []
    for account in ("households", "persons"):
        names = [f"{account}.{c}" for c in (*LISTED, "average") if f"{account}.{c}" in rows]
        summed, most = rows[names].sum(axis=1).astype("Int64"), rows[f"{account}.total"]
        broken = (summed > most).fillna(False)
        found.append(pd.DataFrame({"at": f"{account}.total", "value": most[broken], "sum": summed[broken]}))
    both = pd.concat(found)
    return both[~both.index.duplicated()]


@rule(
    "FORM-OPENING",
    level="unit",
    severity="warning",
    source="forms 7.2, 7.3: column 1 is column 9 of the form before",
    of=tuple(_FLOWS),
    at="opening",
)
def a_form_opens_with_what_the_one_before_closed_with(
    rows: pd.DataFrame, programme: Programme
) -> pd.DataFrame:
    """Households at the start are those the unit's form before this one closed with.

    Within a year the start may be that of the year, as in the form before.
    """
    forms = rows[rows.account == "households"].sort_values("list_date", kind="stable")
    before = forms.groupby("unit_code")[["opening", "closing"]].shift()
    differs = (forms.opening != before.closing) & (forms.opening != before.opening)
    differs = differs.fillna(False)
    return pd.DataFrame({"value": forms.opening[differs], "expected": before.closing[differs]})


@compared(
    "FORM-LIST",
    level="unit",
    severity="warning",
    source="form 7.1 counts the list of its day",
    of=("form_7_1",),
)
def a_form_counts_what_its_list_holds(rows: Rows, read: Rows, programme: Programme) -> pd.DataFrame:
    """Poor and near-poor households and persons of a form 7.1 are those on the unit's list of its day."""
    forms, lists = rows["form_7_1"], rows["household_list"]
    key = ["unit_code", "list_date"]
    of_form = pd.MultiIndex.from_frame(forms[key])
    has_list = of_form.isin(pd.MultiIndex.from_frame(lists[key].drop_duplicates()))
    by_class = lists.groupby([*key, "poverty_class_recorded"]).members
    held_by = {"households": by_class.size(), "persons": by_class.sum()}
    found = []
    for class_ in LISTED:
        of_class = pd.MultiIndex.from_arrays([*map(of_form.get_level_values, key), [class_] * len(forms)])
        for account, counts in held_by.items():
            field = f"{account}.{class_}"
            held = pd.Series(counts.reindex(of_class).fillna(0).to_numpy(), forms.index).astype("Int64")
            differs = ((forms[field] != held) & has_list).fillna(False)
            found.append(pd.DataFrame({"at": field, "value": forms[field][differs], "listed": held[differs]}))
    broken = pd.concat(found)
    return broken[~broken.index.duplicated()]


TOTAL_DIFFERS = noticed(
    "TOTAL-DIFFERS",
    level="set",
    severity="warning",
    source="logic: a total is the sum of its parts",
    says="A row of totals is what the rows it adds up sum to.",
)
