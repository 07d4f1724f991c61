"""The list on a date: the last full list and the movements decided after it."""

import pandas as pd
import pytest

from analysis.intake.inputs import read_inputs

from .forms import household, household_list, movement, movement_return

NONE, POOR, NEAR = "Không có trong danh sách", "Hộ nghèo", "Hộ cận nghèo"
AUGUST = "nine-month-estimate"  # as of 27/08/2023


def current(folder, *movements, month="07 năm 2023", period=AUGUST):
    """The list on the period's date, from A1 poor and A2 near-poor, and what is found of the movements."""
    folder.add("lists/a.xlsx", household_list([household("A1"), household("A2", NEAR)]))
    folder.add("movements/a.xlsx", movement_return(movements, month))
    inputs = read_inputs(folder.path, period)
    rows = inputs.households[inputs.households["round"] == inputs.period.as_of.isoformat()]
    findings = inputs.findings[inputs.findings.file == "movements/a.xlsx"]
    return rows.set_index("household_id"), findings, inputs


def test_without_movements_the_list_stands_on_the_later_date(folder):
    rows, findings, inputs = current(folder)
    assert rows.poverty_class_recorded.to_dict() == {"A1": "poor", "A2": "near_poor"}
    assert set(rows.list_date.dt.date.astype(str)) == {"2022-12-31"}
    assert findings.empty
    assert len(inputs.households) == 4


@pytest.mark.parametrize(
    ("move", "classes"),
    [
        (movement("A1", POOR, "Hộ không nghèo", "Thoát nghèo", "10/07/2023"), {"A2": "near_poor"}),
        (movement("A1", POOR, NEAR, "Thoát nghèo", "10/07/2023"), {"A1": "near_poor", "A2": "near_poor"}),
        (movement("A2", NEAR, "Hộ không nghèo", "Thoát cận nghèo", "10/07/2023"), {"A1": "poor"}),
        (
            movement("A2", NEAR, POOR, "Hộ cận nghèo trở thành hộ nghèo", "10/07/2023"),
            {"A1": "poor", "A2": "poor"},
        ),
        (movement("A1", POOR, NONE, "Chết", "10/07/2023"), {"A2": "near_poor"}),
        (movement("A1", POOR, NONE, "Chuyển đi", "10/07/2023"), {"A2": "near_poor"}),
        (
            movement("A3", NONE, POOR, "Phát sinh mới", "10/07/2023"),
            {"A1": "poor", "A2": "near_poor", "A3": "poor"},
        ),
        (
            movement("A3", POOR, POOR, "Chuyển đến", "10/07/2023"),
            {"A1": "poor", "A2": "near_poor", "A3": "poor"},
        ),
        (movement("A1", POOR, NEAR, "Đính chính", "10/07/2023"), {"A1": "near_poor", "A2": "near_poor"}),
        (
            movement("A3", NONE, NEAR, "Đính chính", "10/07/2023"),
            {"A1": "poor", "A2": "near_poor", "A3": "near_poor"},
        ),
        (movement("A1", POOR, NONE, "Đính chính", "10/07/2023"), {"A2": "near_poor"}),
    ],
)
def test_each_movement_does_what_it_says(folder, move, classes):
    rows, findings, inputs = current(folder, move)
    assert rows.poverty_class_recorded.to_dict() == classes
    assert findings.empty
    basis = inputs.list_basis.set_index("unit_code").loc["25693"]
    assert basis.movements_applied == 1


@pytest.mark.parametrize(
    ("day", "applied"),
    [("31/12/2022", False), ("01/01/2023", True), ("27/08/2023", True), ("28/08/2023", False)],
)
def test_a_movement_counts_from_its_decision_after_the_list_up_to_the_report(folder, day, applied):
    rows, _, inputs = current(folder, movement("A1", POOR, NONE, "Chết", day))
    assert ("A1" not in rows.index) is applied
    assert ("ROWS-LATER" in set(inputs.findings.code)) is (day == "28/08/2023")


def test_movements_apply_in_the_order_of_their_decisions_not_of_their_rows(folder):
    rows, findings, _ = current(
        folder,
        movement("A1", NONE, POOR, "Tái nghèo", "20/07/2023"),
        movement("A1", POOR, "Hộ không nghèo", "Thoát nghèo", "10/03/2023"),
    )
    assert findings.empty
    assert rows.poverty_class_recorded["A1"] == "poor"
    assert rows.entry_reason["A1"] == "relapse_poverty"


def test_a_household_that_comes_in_brings_what_its_movement_says(folder):
    rows, _, _ = current(
        folder,
        movement("A3", NONE, POOR, "Phát sinh mới", "10/07/2023", members=5, b1=90, b2=30, village="Ấp 2",
                 birth_year=1970, female_head="x", employment="x", toilet="x", telecom="x"),
    )  # fmt: skip
    new = rows.loc["A3"]
    assert (new.members, new.b1, new.b2, new.village, new.birth_year, new.female_head) == (
        5,
        90,
        30,
        "Ấp 2",
        1970,
        1,
    )
    assert (new.employment, new.nutrition, new.unit_name, new.area) == (1, 0, "Xã Tiên Thuận", "rural")
    assert (new.source_file, new.source_row) == ("movements/a.xlsx", 7)


def test_a_change_of_class_keeps_what_the_movement_does_not_say(folder):
    rows, _, _ = current(folder, movement("A1", POOR, NEAR, "Thoát nghèo", "10/07/2023", members=3, b2=20))
    assert (rows.members["A1"], rows.b1["A1"], rows.b2["A1"], rows.toilet["A1"]) == (3, 100, 20, 1)


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (movement("A9", POOR, NONE, "Chết", "10/07/2023"), "MOVE-NOT-LISTED"),
        (movement("A9", NEAR, POOR, "Hộ cận nghèo trở thành hộ nghèo", "10/07/2023"), "MOVE-NOT-LISTED"),
        (movement("A1", NONE, POOR, "Phát sinh mới", "10/07/2023"), "MOVE-ALREADY"),
    ],
)
def test_a_movement_that_does_not_fit_the_list_is_found_and_not_applied(folder, move, code):
    rows, findings, inputs = current(folder, move)
    assert rows.poverty_class_recorded.to_dict() == {"A1": "poor", "A2": "near_poor"}
    assert list(findings.code) == [code]
    assert findings.row.iloc[0] == 7
    assert inputs.list_basis.movements_applied.sum() == 0


def test_a_movement_from_another_class_than_the_lists_is_applied_and_found(folder):
    rows, findings, _ = current(folder, movement("A2", POOR, NONE, "Chuyển đi", "10/07/2023"))
    assert list(rows.index) == ["A1"]
    assert list(findings.code) == ["MOVE-CLASS"]


def test_the_same_movement_in_two_rows_counts_once(folder):
    move = movement("A3", NONE, POOR, "Phát sinh mới", "10/07/2023")
    rows, findings, _ = current(folder, move, move)
    assert "A3" in rows.index
    assert list(findings.code) == ["MOVE-TWICE"]


def test_a_reason_that_does_not_fit_its_classes_is_a_warning(folder):
    _, findings, _ = current(folder, movement("A1", POOR, NEAR, "Thoát cận nghèo", "10/07/2023"))
    assert list(findings.code) == ["MOVE-REASON"]


def test_a_household_that_two_units_have_counts_where_it_was_decided_last(folder):
    # A1 moved to Long Chữ in May; its old commune has not reported it gone
    folder.add("lists/b.xlsx", household_list([household("B1")], unit="XÃ LONG CHỮ"))
    arrival = movement("A1", POOR, POOR, "Chuyển đến", "15/05/2023")
    folder.add("movements/b.xlsx", movement_return([arrival], "06 năm 2023", unit="XÃ LONG CHỮ"))
    rows, _, inputs = current(folder)
    assert rows.unit_code["A1"] == "25684"
    moved = inputs.findings[inputs.findings.code == "HOUSEHOLD-MOVED"]
    assert moved["values"].tolist() == [{"unit": "Xã Tiên Thuận", "counted": "Xã Long Chữ"}]
    assert moved.file.tolist() == ["lists/a.xlsx"]


def test_a_later_full_list_replaces_the_movements_before_it(folder):
    folder.add("lists/c.xlsx", household_list([household("A7")], date="15/10/2023"))
    rows, findings, _ = current(
        folder, movement("A1", POOR, NONE, "Chết", "10/07/2023"), period="year-estimate"
    )
    assert list(rows.index) == ["A7"]
    assert findings.empty


def test_a_movement_without_a_date_is_set_aside(folder):
    rows, findings, _ = current(folder, movement("A1", POOR, NONE, "Chết", None))
    assert "A1" in rows.index
    assert list(findings.code) == ["ROW-MISSING"]
    assert findings["values"].iloc[0] == {"missing": "Ngày quyết định"}


def test_the_first_rounds_list_never_changes(folder):
    _, _, inputs = current(folder, movement("A1", POOR, NONE, "Chết", "10/07/2023"))
    first = inputs.households[inputs.households["round"] == "2022-12-31"]
    assert sorted(first.household_id) == ["A1", "A2"]
    assert pd.isna(first.entry_reason).all()


@pytest.mark.parametrize(("line", "status"), [((), "official"), (("Kết quả sơ bộ",), "preliminary")])
def test_a_household_comes_onto_an_empty_list(folder, line, status):
    form = household_list([])
    form.above = [*form.above, *line]
    folder.add("lists/a.xlsx", form)
    new = movement("A3", NONE, POOR, "Phát sinh mới", "10/07/2023", b1=90, b2=30)
    folder.add("movements/a.xlsx", movement_return([new], "07 năm 2023"))
    rows = read_inputs(folder.path, AUGUST).households
    assert rows.household_id.tolist() == ["A3"]
    assert rows.list_date.dt.date.astype(str).tolist() == ["2022-12-31"]
    assert rows.list_status.tolist() == [status]
