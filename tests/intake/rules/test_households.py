"""A household among the others of its list: one code, and every person in one household."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.inputs import read_files
from analysis.intake.rules.book import BOOK
from analysis.intake.rules.household import _rough
from analysis.intake.text import normal
from analysis.wording import load_words

from ..forms import household, household_list
from .found import found

HEAD = {"head_name": "Nguyễn Văn Hòa", "village": "Ấp Bến", "birth_date": 1960}


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({}, True),
        ({"head_name": "NGUYỄN  VĂN HOÀ"}, True),
        ({"head_name": unicodedata.normalize("NFD", "Nguyễn Văn Hòa")}, True),
        ({"head_name": "Nguyễn Văn Hoá"}, False),
        ({"village": "ấp BẾN"}, True),
        ({"village": "Ấp Chánh"}, False),
        ({"village": None}, False),
        ({"birth_date": 1961}, False),
        ({"birth_date": "05/03/1960"}, True),
    ],
)
def test_one_head_under_two_codes_is_a_warning(folder, other, alike):
    rows = [household("A1", **HEAD), household("A2", **{**HEAD, **other})]
    folder.add("a.xlsx", household_list(rows))
    first = {"first_file": "a.xlsx", "first_row": 7}
    assert found(folder, "HOUSEHOLD-ALIKE") == ([("a.xlsx A8", first)] if alike else [])
    files, _ = read_files([folder.path], folder.path)
    assert files.rows_used.tolist() == [2]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"personal_id": "072060000001"}, {"personal_id": "072060000002"}, 0),
        ({"personal_id": "072060000001"}, {}, 1),
        ({"birth_date": "05/03/1960"}, {"birth_date": "06/03/1960"}, 0),
        ({"birth_date": "05/03/1960"}, {"birth_date": "05/03/1960"}, 1),
    ],
)
def test_two_numbers_or_two_days_of_birth_are_two_persons(folder, one, other, alike):
    rows = [household("A1", **{**HEAD, **one}), household("A2", **{**HEAD, **other})]
    folder.add("a.xlsx", household_list(rows))
    assert len(found(folder, "HOUSEHOLD-ALIKE")) == alike


def test_heads_of_two_units_are_not_compared(folder):
    folder.add("a.xlsx", household_list([household("A1", **HEAD)]))
    folder.add("b.xlsx", household_list([household("A2", **HEAD)], unit="XÃ LONG CHỮ"))
    assert found(folder, "HOUSEHOLD-ALIKE") == []


@given(
    st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from([" ", "-", "  ", "\u00a0"])
)
def test_names_of_one_normal_form_have_one_rough_form(name, form, space):
    other = unicodedata.normalize(form, name.upper()).replace(" ", space)
    if normal(name) == normal(other):
        assert _rough(name) == _rough(other)


@pytest.mark.parametrize(
    ("number", "unit", "twice"),
    [
        ("072060000001", "XÃ TIÊN THUẬN", True),
        ("072060000001", "XÃ LONG CHỮ", True),
        ("072060000002", "XÃ LONG CHỮ", False),
        (None, "XÃ LONG CHỮ", False),
    ],
)
def test_a_person_in_two_households_is_found_and_the_number_not_shown(folder, number, unit, twice):
    folder.add("a.xlsx", household_list([household("A1", personal_id="072060000001")]))
    rows = [household("B0"), household("B1", personal_id=number)]
    folder.add("b.xlsx", household_list(rows, unit=unit, date="30/12/2022"))
    first = {"first_file": "a.xlsx", "first_row": 7}
    assert found(folder, "PERSON-TWICE") == ([("b.xlsx H8", first)] if twice else [])


def test_no_words_of_the_rule_could_show_a_number():
    for language in ("vi", "en"):
        assert "{value}" not in load_words(language)(
            "findings.PERSON-TWICE.message", first_file="", first_row=1
        )


def test_all_persons_of_a_household_are_asked_where_the_rows_bring_them():
    rows = pd.DataFrame(
        {
            "round": "2022-12-31",
            "unit_code": "1",
            "personal_id": ["n1", "n2", "n3"],
            "personal_ids": [("n1", "n4"), ("n2",), ("n4", "n1")],
            "source_file": "a.xlsx",
            "source_row": [5, 8, 9],
        }
    )
    broken = BOOK["PERSON-TWICE"].check(rows, None)
    assert broken.to_dict("index") == {2: {"first_file": "a.xlsx", "first_row": 5}}


def test_a_code_of_two_units_is_one_household_only_under_one_head(folder):
    folder.add("a.xlsx", household_list([household("A1", head_name="Lê Thị Hòa"), household("A2")]))
    rows = [household("A1", head_name="LÊ THỊ HOÀ"), household("A2", head_name="Trần Văn Ba")]
    folder.add("b.xlsx", household_list(rows, unit="XÃ LONG CHỮ"))
    assert [place for place, _ in found(folder, "HOUSEHOLD-TWO-UNITS")] == ["b.xlsx A7"]
