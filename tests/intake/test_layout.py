"""Forms found on sheets by text alone, however they are drawn, and each row accounted for."""

import shutil
import unicodedata

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake.documents import READERS
from analysis.intake.inputs import read_files
from analysis.intake.layouts import FOLDER, load_layouts

from .forms import Form, household, household_list, movement_return


def only(files):
    assert len(files) == 1
    return files.iloc[0]


def account(row):
    return row.rows_read, row.rows_used, row.rows_set_aside, row.rows_not_data


@pytest.mark.parametrize("blank_rows", [0, 1, 7])
@pytest.mark.parametrize("blank_columns", [0, 3])
@pytest.mark.parametrize("merged", [True, False])
def test_a_list_is_read_wherever_it_stands(folder, blank_rows, blank_columns, merged):
    form = household_list(
        [household("A1"), household("A2", "Hộ cận nghèo")],
        blank_rows=blank_rows,
        blank_columns=blank_columns,
        merged=merged,
        numbered=True,
    )
    files, findings = read_files([folder.add("a.xlsx", form)], folder.path)
    assert findings.empty
    # blank rows, unit, date, title, two header rows, column numbers; then two households
    assert account(only(files)) == (blank_rows + 8, 2, 0, blank_rows + 6)
    assert only(files).unit == "25693"
    assert only(files)["round"] == "2022-12-31"


def test_three_levels_of_headings_tell_like_columns_apart(folder):
    form = Form(
        "form_7_1",
        [
            {
                "unit_name": "Xã Tiên Thuận",
                "households.total": 4000,
                "persons.total": 14000,
                "households.poor": 6,
                "households.near_poor": 14,
                "persons.poor": 15,
                "persons.near_poor": 40,
            }
        ],
        ["XÃ TIÊN THUẬN", "Thời điểm: 15/10/2023"],
        below=[["", "Tổng cộng", 4000, 14000, 6, "", 14]],
    )
    files, findings = read_files([folder.add("f.xlsx", form)], folder.path)
    assert findings.empty
    # one blank, unit, date, title, three header rows, total
    assert account(only(files)) == (9, 1, 0, 8)


def test_decomposed_letters_and_capitals_make_no_difference(folder):
    file = folder.add("a.xlsx", household_list([household("A1"), household("A2", "Hộ cận nghèo")]))
    book = openpyxl.load_workbook(file)
    for row in book.active:
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = unicodedata.normalize("NFD", cell.value.upper())
    book.save(file)
    files, findings = read_files([file], folder.path)
    assert findings.empty
    assert only(files).rows_used == 2


def test_headings_with_a_remark_in_brackets_are_known(folder):
    file = folder.add("a.xlsx", household_list([household("A1")]))
    book = openpyxl.load_workbook(file)
    for row in book.active:
        for cell in row:
            if cell.value == "Điểm B2":
                cell.value = "Điểm B2 (thiếu hụt)"
    book.save(file)
    files, findings = read_files([file], folder.path)
    assert findings.empty
    assert only(files).rows_used == 1


def test_totals_remarks_signatures_and_a_repeated_header_are_no_data(folder):
    header = [c.value for c in _header_row(folder)]
    form = household_list(
        [household("A1")],
        below=[
            header,
            ["A2", None, "Người A2", *[None] * 12, "Hộ nghèo", None, None, 100, 0, *[None] * 6, 3],
            ["", "", "Tổng cộng", *[None] * 23, 5],
            [],
            ["Ghi chú: danh sách đã niêm yết."],
            ["Tiên Thuận, ngày 05 tháng 01 năm 2023"],
            ["Người lập biểu", "", "TM. ỦY BAN NHÂN DÂN"],
            ["Trần Văn Kiểm", "", "Lê Thị Duyệt"],
        ],
    )
    files, findings = read_files([folder.add("a.xlsx", form)], folder.path)
    assert list(findings.code) == ["CLASS-SCORES"]  # A2 is called poor with no deprivation
    # blank, unit, date, title, two header rows; A1; header, A2, total, blank, remark, place, two signatures
    assert account(only(files)) == (15, 2, 0, 13)


def _header_row(folder):
    book = openpyxl.load_workbook(folder.add("header.xlsx", household_list([])))
    (folder.path / "header.xlsx").unlink()
    return next(book.active.iter_rows(min_row=5, max_row=5))


def test_an_empty_return_says_so_and_is_no_error(folder):
    form = movement_return([], "02 năm 2023", below=[["Không phát sinh"]])
    files, findings = read_files([folder.add("m.xlsx", form)], folder.path)
    assert findings.empty
    assert only(files).kind == "movement_return"
    assert only(files)["round"] == "2023-02"
    assert only(files).rows_used == 0


def test_a_form_without_its_title_is_known_by_its_headings(folder):
    file = folder.add("a.xlsx", household_list([household("A1")]))
    book = openpyxl.load_workbook(file)
    book.active["A4"] = None
    book.save(file)
    files, findings = read_files([file], folder.path)
    assert findings.empty
    assert only(files).kind == "household_list"


def test_a_missing_heading_is_named_and_the_sheet_set_aside(folder):
    form = household_list([household("A1")], without=("members",))
    form.rows = [{k: v for k, v in form.rows[0].items() if k != "members"}]
    files, findings = read_files([folder.add("a.xlsx", form)], folder.path)
    assert list(findings.code) == ["HEADING-MISSING"]
    assert findings["values"][0] == {"missing": "Số nhân khẩu"}
    assert only(files).rows_used == 0
    assert only(files).rows_set_aside > 0


def test_a_column_the_form_has_not_is_named(folder):
    form = household_list([household("A1")], extra=("Số điện thoại",))
    _, findings = read_files([folder.add("a.xlsx", form)], folder.path)
    assert list(findings.code) == ["HEADING-UNKNOWN"]
    assert findings.column[0] == "Số điện thoại"
    assert findings.severity[0] == "info"


def test_a_workbook_of_something_else_is_unknown(folder):
    book = openpyxl.Workbook()
    book.active.append(["Lịch trực", "Thứ hai"])
    book.save(folder.path / "b.xlsx")
    files, findings = read_files([folder.path / "b.xlsx"], folder.path)
    assert list(findings.code) == ["FILE-UNKNOWN"]
    assert account(only(files)) == (1, 0, 1, 0)


def test_each_kind_of_table_has_one_layout_and_a_reader():
    assert set(load_layouts()) == set(READERS)


def test_a_second_layout_of_a_kind_is_refused(tmp_path):
    for name in ("budget_plan.yaml", "plan_of_another_office.yaml"):
        shutil.copy(FOLDER / "budget_plan.yaml", tmp_path / name)
    with pytest.raises(ValueError, match=r"budget_plan: budget_plan\.yaml, plan_of_another_office\.yaml"):
        load_layouts(tmp_path)


ROWS = st.lists(
    st.sampled_from(["good", "member", "no class", "bad members", "total", "blank", "note", "same code"]),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, st.booleans(), st.integers(0, 3))
def test_every_row_is_used_set_aside_or_no_data_and_none_aside_in_silence(
    folder, kinds, numbered, blank_rows
):
    rows, data = [], 0
    for number, kind in enumerate(kinds):
        rows.append(
            {
                "good": household(f"A{number}"),
                "member": {"member_name": "Người nhà", "relation": "Con", "sex": "Nữ"},
                "no class": household(f"A{number}", poverty_class_recorded=None),
                "bad members": household(f"A{number}", members="hai"),
                "same code": household("A-same"),
                "total": {"head_name": "Tổng cộng", "members": 9},
                "blank": {},
                "note": {"household_id": "Ghi chú: đã rà soát"},
            }[kind]
        )
        data += kind not in ("total", "blank", "note")
    form = household_list(rows, numbered=numbered, blank_rows=blank_rows)
    file = folder.add("a.xlsx", form)
    files, findings = read_files([file], folder.path)
    row = only(files)
    assert row.rows_read == row.rows_used + row.rows_set_aside + row.rows_not_data
    assert row.rows_used + row.rows_set_aside == data
    explained = findings[findings.severity.isin(["error"]) | (findings.code == "HOUSEHOLD-ROW")].row.nunique()
    assert explained == row.rows_set_aside
