"""Rules about one value or one row: each on both sides of its boundary."""

import datetime as dt

import pytest

from analysis.intake.inputs import read_files, read_inputs

from ..forms import Form, household, household_list, movement, movement_return
from .found import found

DAY = dt.date(2022, 12, 31)


def codes(findings):
    return sorted(findings.code[findings.severity != "info"])


@pytest.mark.parametrize(
    ("born", "value"),
    [(2022, None), (2023, "2023"), ("01/01/1900", None), ("15/06/2023", "2023")],
)
def test_a_head_is_born_by_the_year_of_the_list(folder, born, value):
    folder.add("lists/a.xlsx", household_list([household("A1", birth_date=born)]))
    expected = [("lists/a.xlsx F7", {"value": value, "day": DAY})] if value else []
    assert found(folder, "BIRTH-YEAR") == expected
    households = read_inputs(folder.path, "official").households
    # the year alone is left out, the household stays in both rounds
    assert len(households) == 2
    assert households.birth_year.isna().all() == bool(value)


@pytest.mark.parametrize("born", ["31/12/1899", 1899])
def test_a_date_before_1900_is_no_date(folder, born):
    _, findings = read_files(
        [folder.add("a.xlsx", household_list([household("A1", birth_date=born)]))], folder.path
    )
    assert codes(findings) == ["CELL-DATE"]


def test_a_year_of_birth_in_a_return_is_judged_by_the_decisions_day(folder):
    new = ("Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", "10/03/2023")
    rows = [movement("A1", *new, birth_year=2023), movement("A2", *new, birth_year=2024)]
    folder.add("m.xlsx", movement_return(rows, "03 năm 2023"))
    assert found(folder, "BIRTH-YEAR") == [("m.xlsx D8", {"value": "2024", "day": dt.date(2023, 3, 10)})]


@pytest.mark.parametrize(("members", "found_"), [(20, False), (21, True)])
def test_unusually_many_members_are_a_warning(folder, members, found_):
    folder.add("a.xlsx", household_list([household("A1", members=members)]))
    assert [facts for _, facts in found(folder, "MEMBERS-MANY")] == ([{"value": 21}] if found_ else [])
    files, _ = read_files([folder.path], folder.path)
    assert files.rows_used.tolist() == [1]


@pytest.mark.parametrize(
    ("values", "cls", "expected"),
    [
        ({}, "Hộ nghèo", []),
        ({"b2": None}, "Hộ nghèo", ["SCORES-MISSING"]),
        ({"b1": None}, "Hộ cận nghèo", ["SCORES-MISSING"]),
        ({"b1": None}, "Hộ có mức sống trung bình", []),
        ({"b2": "ba mươi"}, "Hộ nghèo", ["CELL-NUMBER"]),
        ({"b2": 25}, "Hộ nghèo", ["B2-STEP"]),  # what is said and not used is not missing
    ],
)
def test_a_listed_household_without_its_scores_is_found(folder, values, cls, expected):
    _, findings = read_files(
        [folder.add("a.xlsx", household_list([household("A1", cls, **values)]))], folder.path
    )
    assert codes(findings) == expected


@pytest.mark.parametrize(
    ("b1", "b2", "expected"),
    [(140, 30, None), (141, 30, "not_poor"), (140, 20, "near_poor"), (None, 30, None)],
)
def test_the_class_a_movement_leads_to_is_that_of_its_scores(folder, b1, b2, expected):
    row = movement("A1", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", "10/03/2023", b1=b1, b2=b2)
    folder.add("m.xlsx", movement_return([row], "03 năm 2023"))
    said = [facts["expected"] for _, facts in found(folder, "MOVE-SCORES")]
    assert said == ([expected] if expected else [])


@pytest.mark.parametrize(("day", "late"), [("31/12/2022", False), ("01/01/2023", True)])
def test_a_list_knows_no_later_decision(folder, day, late):
    folder.add("a.xlsx", household_list([household("A1", decision_date=day)]))
    expected = [("a.xlsx R7", {"value": dt.date(2023, 1, 1), "last": DAY})] if late else []
    assert found(folder, "DECISION-LATE") == expected


@pytest.mark.parametrize(
    ("day", "late"), [("31/03/2023", False), ("01/04/2023", True), ("10/01/2023", False)]
)
def test_a_return_knows_no_decision_after_its_month(folder, day, late):
    row = movement("A1", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", day)
    folder.add("m.xlsx", movement_return([row], "03 năm 2023"))
    last = [facts["last"] for _, facts in found(folder, "DECISION-LATE")]
    assert last == ([dt.date(2023, 3, 31)] if late else [])


@pytest.mark.parametrize(
    ("day", "early"), [("01/09/2021", False), ("31/08/2021", True), ("17/12/1922", True)]
)
def test_a_decision_before_the_rules_of_review_is_found(folder, day, early):
    # Quyết định 24/2021/QĐ-TTg is in force from 01/09/2021
    folder.add("a.xlsx", household_list([household("A1", decision_date=day)]))
    assert len(found(folder, "DECISION-EARLY")) == early


@pytest.mark.parametrize(
    ("age", "found_"), [(41, True), (42, False), (43, False), (44, False), (45, True), (None, False)]
)
def test_an_age_is_full_begun_or_counted_from_one(folder, age, found_):
    # born in 1979, on the list of 2022: 43 years, 42 before the birthday, 44 as is the custom
    folder.add("a.xlsx", household_list([household("A1", birth_date=1979, age=age)]))
    assert [facts for _, facts in found(folder, "AGE")] == ([{}] if found_ else [])


def test_an_impossible_year_of_birth_is_said_once(folder):
    folder.add("a.xlsx", household_list([household("A1", birth_date=2030, age=30)]))
    assert (len(found(folder, "BIRTH-YEAR")), found(folder, "AGE")) == (1, [])


@pytest.mark.parametrize(("day", "other"), [("01/01/2023", 0), ("31/12/2022", 1), ("01/01/2024", 1)])
def test_support_of_another_year_is_found(folder, day, other):
    row = {"household_id": "A1", "unit_name": "Xã Tiên Thuận", "project": "Dự án 1", "date": day}
    folder.add("s.xlsx", Form("support_records", [row], ["Đơn vị: đồng"]))
    assert len(found(folder, "SUPPORT-YEAR")) == other
