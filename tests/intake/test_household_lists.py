"""From a list's rows to households: members, marks, classes, and what keeps a row out."""

import datetime as dt

import pandas as pd
import pytest

from analysis.intake.inputs import read_files, read_inputs
from analysis.tables import INDICATORS

from .forms import household, household_list

PERIOD = "official"


def read(folder, *rows, **options):
    """The households of the first round's list of one unit, with the findings about its file."""
    folder.add("lists/a.xlsx", household_list(rows, **options))
    inputs = read_inputs(folder.path, PERIOD)
    households = inputs.households[inputs.households["round"] == "2022-12-31"]
    return households.set_index("household_id"), inputs.findings[inputs.findings.file.notna()]


def member(**values):
    return {"member_name": "Người nhà", "relation": "Con", **values}


def test_household_cells_hold_for_the_members_below_the_head(folder):
    rows, findings = read(
        folder,
        household("A1", members=4, relation="Chủ hộ", sex="Nữ", birth_date="02/09/1980", village="Ấp 1"),
        member(sex="Nam", birth_date=dt.date(2007, 1, 1)),
        member(sex="Nữ", birth_date="31/12/2006"),
        member(sex="Nam", birth_date="01/01/2007"),
        household("A2", members=1, relation="Chủ hộ", sex="Nam", birth_date=1950),
    )
    assert findings.empty
    assert rows.members.to_dict() == {"A1": 4, "A2": 1}
    assert rows.female_head.to_dict() == {"A1": 1, "A2": 0}
    assert rows.birth_year.to_dict() == {"A1": 1980, "A2": 1950}
    assert rows.village["A1"] == "Ấp 1"
    assert rows.unit_code["A1"] == "25693"
    assert rows.area["A1"] == "rural"


def test_a_list_that_repeats_the_household_on_each_member_counts_it_once(folder):
    head = household("A1", members=2)
    rows, findings = read(
        folder,
        head | {"member_name": "Chủ", "relation": "Chủ hộ"},
        head | {"member_name": "Con", "relation": "Con"},
    )
    assert findings.empty
    assert len(rows) == 1


def test_fewer_persons_listed_than_stated_is_a_warning_and_the_stated_number_counts(folder):
    rows, findings = read(folder, household("A1", members=4), member(), household("A2", members=1))
    assert list(findings.code) == ["MEMBERS"]
    assert findings["values"].iloc[0] == {"value": 4, "listed": 2}
    assert rows.members["A1"] == 4


@pytest.mark.parametrize("mark", ["x", "X", "✓", "v", 1, "1", "có", True])
def test_a_ticked_form_means_no_where_it_is_blank(folder, mark):
    rows, findings = read(folder, household("A1", employment=mark, nutrition=mark, toilet=mark))
    assert findings.empty
    marks = rows.loc["A1", list(INDICATORS)]
    assert {name for name in INDICATORS if marks[name] == 1} == {"employment", "nutrition", "toilet"}
    assert marks.sum() == 3
    assert marks.notna().all()


def test_a_column_that_writes_its_noes_leaves_a_blank_unknown(folder):
    rows, _ = read(folder, household("A1", telecom="không"), household("A2"), household("A3", telecom=0))
    assert rows.telecom["A1"] == 0
    assert pd.isna(rows.telecom["A2"])
    assert (rows.water_source == 0).all()


@pytest.mark.parametrize("flag", ["employment", "ethnic_minority"])
def test_a_mark_nobody_can_read_is_neither_yes_nor_no(folder, flag):
    rows, findings = read(
        folder,
        household("A1", "Hộ cận nghèo", **{flag: "?"}),
        household("A2", "Hộ cận nghèo", b2=0, toilet="?"),
    )
    assert set(findings.code) == {"CELL-MARK"}
    assert pd.isna(rows[flag]["A1"])
    assert (rows.toilet["A1"], rows.telecom["A1"], rows[flag]["A2"]) == (1, 0, 0)
    assert pd.isna(rows.toilet["A2"])


def test_no_mark_at_all_means_none_recorded_unless_b2_is_zero(folder):
    bare = dict.fromkeys(("employment", "nutrition", "toilet"))
    rows, findings = read(folder, household("A1", **bare), household("A2", "Hộ cận nghèo", b2=0, toilet=None))
    assert findings.empty
    assert rows.loc["A1", list(INDICATORS)].isna().all()
    assert (rows.loc["A2", list(INDICATORS)] == 0).all()


@pytest.mark.parametrize(("b2", "codes"), [(20, ["B2-MARKS"]), (30, []), (40, ["B2-MARKS"])])
def test_b2_is_ten_points_per_mark(folder, b2, codes):
    # three marks are 30 points; 20 would also make a poor household near-poor
    _, findings = read(folder, household("A1", b2=b2))
    assert [code for code in findings.code if code != "CLASS-SCORES"] == codes


@pytest.mark.parametrize(
    ("b2", "code", "facts"),
    [
        (25, "B2-STEP", {"value": 25, "step": 10}),
        (130, "B2-RANGE", {"value": 130, "most": 120}),
    ],
)
def test_an_impossible_b2_is_left_out_and_the_household_stays(folder, b2, code, facts):
    rows, findings = read(folder, household("A1", b2=b2))
    assert list(findings.code) == [code]
    assert findings["values"].iloc[0] == facts
    assert findings.severity.iloc[0] == "error"
    assert findings.cell.iloc[0] == "T7"  # below the blank row, three title rows and two header rows
    assert findings.column.iloc[0] == "Điểm B2"
    assert pd.isna(rows.b2["A1"])
    assert rows.poverty_class_recorded["A1"] == "poor"


@pytest.mark.parametrize(
    ("unit", "b1", "b2", "recorded", "expected"),
    [
        # a commune's line is 140 points, the town's 175; poor from 30 points of B2
        ("XÃ TIÊN THUẬN", 140, 30, "Hộ nghèo", None),
        ("XÃ TIÊN THUẬN", 141, 30, "Hộ nghèo", "not_poor"),
        ("XÃ TIÊN THUẬN", 140, 20, "Hộ nghèo", "near_poor"),
        ("XÃ TIÊN THUẬN", 140, 30, "Hộ cận nghèo", "poor"),
        ("XÃ TIÊN THUẬN", 141, 30, "Hộ có mức sống trung bình", None),
        ("XÃ TIÊN THUẬN", 140, 30, "Hộ có mức sống trung bình", "poor"),
        ("THỊ TRẤN BẾN CẦU", 175, 30, "Hộ nghèo", None),
        ("THỊ TRẤN BẾN CẦU", 176, 30, "Hộ nghèo", "not_poor"),
    ],
)
def test_a_class_other_than_the_scores_give_is_a_warning_and_stays_official(
    folder, unit, b1, b2, recorded, expected
):
    rows, findings = read(folder, household("A1", b1=b1, b2=b2, poverty_class_recorded=recorded), unit=unit)
    found = findings[findings.code == "CLASS-SCORES"]
    assert [facts["expected"] for facts in found["values"]] == ([expected] if expected else [])
    assert set(found.severity) <= {"warning"}
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("field", "missing"),
    [
        ("head_name", "Họ tên chủ hộ"),
        ("poverty_class_recorded", "Phân loại hộ"),
        ("members", "Số nhân khẩu"),
    ],
)
def test_a_row_without_what_it_needs_is_set_aside_and_says_what(folder, field, missing):
    rows, findings = read(folder, household("A1", **{field: None}), household("A2"))
    assert list(rows.index) == ["A2"]
    assert list(findings.code) == ["ROW-MISSING"]
    assert findings["values"].iloc[0] == {"missing": missing}
    assert findings.row.iloc[0] == 7


@pytest.mark.parametrize("code", [0, "999", "chưa có", "-", None])
def test_a_household_without_a_code_counts_and_a_placeholder_is_no_code(folder, code):
    strangers = [household("A1", household_id=code), household("A2", household_id=code)]
    rows, findings = read(folder, *strangers, household("A3"))
    assert rows.head_name.tolist() == ["Người A1", "Người A2", "Người A3"]
    assert (rows.index.nunique(), rows.index[2]) == (3, "A3")
    assert set(findings.severity) == {"info"}
    placeholders = findings[findings.code == "CODE-NONE"]
    assert list(placeholders.cell) == ([] if code is None else ["A7", "A8"])
    (new,) = findings["values"][findings.code == "IDENTITY-NEW"]
    assert new == {"unit": "Xã Tiên Thuận", "count": 2}


def test_a_household_without_a_code_is_known_again_in_the_next_round(folder):
    def named(name, **values):
        return household("", head_name=name, village="Ấp 1", birth_date="05/03/1961", members=4, **values)

    folder.add("lists/22.xlsx", household_list([named("Nguyễn Thị Lành"), named("Trần Văn Mạnh")]))
    folder.add("lists/23.xlsx", household_list([named("Nguyễn Thị  Lanh")], date="08/12/2023"))
    inputs = read_inputs(folder.path, "official")
    before, after = (set(part.household_id) for _, part in inputs.households.groupby("round"))
    assert len(before) == 2
    assert after < before
    assert "IDENTITY-MATCHED" in set(inputs.findings.code)


def test_a_household_without_scores_counts_by_its_recorded_class(folder):
    rows, findings = read(folder, household("A1", b1=None, b2=None))
    assert list(findings.code) == ["SCORES-MISSING"]
    assert rows.poverty_class_recorded["A1"] == "poor"


def test_a_household_with_no_members_is_set_aside(folder):
    rows, findings = read(folder, household("A1", members=0), household("A2", members=1))
    assert list(rows.index) == ["A2"]
    assert list(findings.code) == ["MEMBERS-NONE"]


def test_the_same_household_twice_counts_once_and_its_members_go_with_it(folder):
    rows, findings = read(folder, household("A1"), member(), household("A1", members=3), member(), member())
    assert rows.members.to_dict() == {"A1": 2}
    assert list(findings.code) == ["HOUSEHOLD-TWICE", "HOUSEHOLD-ROW", "HOUSEHOLD-ROW"]
    assert findings["values"].iloc[0] == {"first_file": "lists/a.xlsx", "first_row": 7}
    files, _ = read_files([folder.path / "lists"], folder.path)
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (2, 3)


def test_a_household_listed_in_two_units_is_set_aside_once(folder):
    folder.add("lists/b.xlsx", household_list([household("A1")], unit="XÃ LONG CHỮ"))
    rows, findings = read(folder, household("A1"))
    assert list(rows.unit_code) == ["25693"]
    assert list(findings.code) == ["HOUSEHOLD-TWO-UNITS"]
    assert findings.file.iloc[0] == "lists/b.xlsx"


def test_two_units_that_number_their_households_alike_keep_both(folder):
    folder.add("lists/b.xlsx", household_list([household("1", head_name="Người khác")], unit="XÃ LONG CHỮ"))
    rows, findings = read(folder, household("1"))
    assert sorted(rows.unit_code) == ["25684", "25693"]
    assert findings.empty


def test_a_row_of_another_unit_is_set_aside(folder):
    rows, findings = read(
        folder,
        household("A1", unit_code="25693"),
        household("A2", unit_code=25684),
        household("A3", unit_name="Xã Long Chữ"),
    )
    assert list(rows.index) == ["A1"]
    assert list(findings.code) == ["UNIT-ROW", "UNIT-ROW"]
    assert findings["values"].iloc[0] == {"value": "Xã Long Chữ", "unit": "Xã Tiên Thuận"}


def test_a_member_without_a_household_above_is_set_aside(folder):
    rows, findings = read(folder, member(sex="Nam"), household("A1", members=1))
    assert list(rows.index) == ["A1"]
    assert list(findings.code) == ["MEMBER-ORPHAN"]


def test_no_finding_holds_a_name_or_an_identity_number(folder):
    slipped = household("A1", head_name="Nguyễn Thị Mật", members="Nguyễn Thị Mật", b2="000123456789")
    slipped |= {"poverty_class_recorded": "Nguyễn Thị Mật", "decision_date": "000123456789"}
    _, findings = read(folder, slipped, household("A2", b1=123456789012))
    said = findings.drop(columns="file").to_string() + str(findings["values"].tolist())
    assert len(findings) >= 5
    assert "Mật" not in said
    assert "123456789" not in said


def test_a_title_without_a_unit_is_helped_by_rows_that_all_name_one(folder):
    rows, findings = read(
        folder, household("A1", unit_code=25684), household("A2", unit_code="25684"), unit="DANH SÁCH"
    )
    assert rows.unit_code.tolist() == ["25684", "25684"]
    assert findings.empty


def test_of_two_lists_of_a_unit_in_one_round_the_later_counts_and_no_household_is_a_strangers(folder):
    folder.add("lists/b.xlsx", household_list([household("A1")], date="20/12/2022"))
    rows, findings = read(folder, household("A1"), household("A2"))
    assert sorted(rows.index) == ["A1", "A2"]
    assert findings.empty
