"""Files that are no readable paper, come twice, or are dated after the report."""

import io
import shutil
import zipfile

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.intake import received
from analysis.intake.cells import read_workbooks
from analysis.intake.inputs import NothingUsable, read_files, read_inputs

from .forms import Form, household, household_list, movement, movement_return


def test_files_nobody_can_read_are_findings_and_never_crash(folder):
    (folder.path / "empty.xlsx").write_bytes(b"")
    (folder.path / "text.xlsx").write_text("Danh sách hộ nghèo", encoding="utf8")
    (folder.path / "page.xls").write_text("<html><table></table></html>", encoding="utf8")
    (folder.path / "torn.xlsx").write_bytes(
        folder.add("good.xlsx", household_list([household("A1")])).read_bytes()[:900]
    )
    files, findings = read_files([folder.path], folder.path)
    found = dict(zip(findings.file, findings.code, strict=True))
    assert found == {
        "empty.xlsx": "FILE-EMPTY",
        "text.xlsx": "FILE-DAMAGED",
        "page.xls": "FILE-WEB-PAGE",
        "torn.xlsx": "FILE-DAMAGED",
    }
    assert set(findings.severity) == {"error"}
    assert files.set_index("file").kind.isna().sum() == 4
    assert files.set_index("file").rows_used["good.xlsx"] == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_anywhere_in_a_file_or_in_one_of_its_parts_never_raises(folder, data):
    file = folder.path / "a.xlsx"
    if not file.exists():
        folder.add("a.xlsx", household_list([household("A1", b2="=30", members="#N/A")]))
    good = file.read_bytes()
    try:
        with zipfile.ZipFile(file) as parts:
            texts = {name: parts.read(name) for name in parts.namelist()}
        part = data.draw(st.sampled_from([None, *sorted(texts)]))
        with io.BytesIO() as rewritten:
            with zipfile.ZipFile(rewritten, "w") as parts:
                for name, text in texts.items():
                    parts.writestr(name, flipped(text, data) if name == part else text)
            file.write_bytes(rewritten.getvalue() if part else flipped(good, data))
        files, findings = read_files([file], folder.path)
        row = files.squeeze()
        assert row.rows_read == row.rows_used + row.rows_set_aside + row.rows_not_data
        assert row.kind is not pd.NA or set(findings.severity) & {"error"}
    finally:
        file.write_bytes(good)


def flipped(text, data):
    """The bytes with some of them changed."""
    changed = bytearray(text)
    for place in data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=4)):
        changed[place] = data.draw(st.integers(0, 255) | st.sampled_from(b'<>"/0123456789-rtesfv '))
    return bytes(changed)


def test_a_sum_below_the_table_that_nobody_calculated_is_no_matter(folder):
    file = folder.add("a.xlsx", household_list([household("A1"), household("A2")]))
    book = openpyxl.load_workbook(file)
    book.active["AB12"] = "=SUM(AB7:AB8)"
    book.save(file)
    files, findings = read_files([file], folder.path)
    assert findings.empty
    assert files.rows_used.item() == 2


def test_a_workbook_without_a_cell_is_empty(folder):
    openpyxl.Workbook().save(folder.path / "a.xlsx")
    _, findings = read_files([folder.path / "a.xlsx"], folder.path)
    assert list(findings.code) == ["FILE-EMPTY"]


@pytest.mark.parametrize("name", ["~$a.xlsx", ".a.xlsx", "a.docx", "a.pdf"])
def test_lock_files_hidden_files_and_other_kinds_are_not_read(folder, name):
    (folder.path / name).write_bytes(b"x")
    files, findings = read_files([folder.path], folder.path)
    assert files.empty
    assert list(findings.code) == ["FILE-SKIPPED"]
    assert list(findings.severity) == ["info"]


def test_a_report_in_the_programmes_folder_is_no_input(folder):
    folder.add("lists/a.xlsx", household_list([household("A1")]))
    report = folder.add("outputs/2023-12-15_official/tables.xlsx", household_list([household("B1")])).parent
    (report / "manifest.json").write_text("{}", encoding="utf8")
    (report / "charts").mkdir()
    shutil.copy(report / "tables.xlsx", report / "charts" / "c.xlsx")
    files, findings = read_files([folder.path], folder.path)
    assert list(zip(findings.file, findings.code, findings.severity, strict=True)) == [
        ("outputs/2023-12-15_official", "FOLDER-REPORT", "info")
    ]
    assert files.file.tolist() == ["lists/a.xlsx"]


def test_a_hidden_folder_such_as_that_of_a_report_being_written_is_passed_over(folder):
    folder.add("outputs/.2023-12-15_official.x/tables.xlsx", household_list([household("B1")]))
    files, findings = read_files([folder.path], folder.path)
    assert files.empty
    assert findings.empty


def test_a_link_to_a_file_that_is_gone_is_found(folder):
    folder.add("lists/a.xlsx", household_list([household("A1")]))
    (folder.path / "lists" / "b.xlsx").symlink_to(folder.path / "away.xlsx")
    files, findings = read_files([folder.path], folder.path)
    assert list(zip(findings.file, findings.code, strict=True)) == [("lists/b.xlsx", "FILE-GONE")]
    assert files.rows_used.item() == 1


def test_a_file_that_vanishes_while_it_is_read_is_found(folder, monkeypatch):
    file = folder.add("a.xlsx", household_list([household("A1")]))

    def vanished(paths):
        for path in paths:
            path.unlink()
            yield from read_workbooks([path])

    monkeypatch.setattr(received, "read_workbooks", vanished)
    files, findings = read_files([folder.path], folder.path)
    assert files.empty
    assert list(zip(findings.file, findings.code, strict=True)) == [(file.name, "FILE-GONE")]


def test_a_sheet_of_something_else_beside_a_form_is_a_warning(folder):
    file = folder.add("a.xlsx", household_list([household("A1")]))
    book = openpyxl.load_workbook(file)
    book.create_sheet("Nháp").append(["linh tinh"])
    book.save(file)
    files, findings = read_files([file], folder.path)
    assert list(findings.code) == ["SHEET-UNKNOWN"]
    assert list(findings.sheet) == ["Nháp"]
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (1, 1)


def test_the_same_file_under_two_names_counts_once(folder):
    first = folder.add("lists/a.xlsx", household_list([household("A1")]))
    shutil.copy(first, folder.path / "lists" / "b.xlsx")
    files, findings = read_files([folder.path], folder.path)
    assert list(findings.code) == ["FILE-TWICE"]
    assert findings["values"][0] == {"first": "lists/a.xlsx"}
    assert files.set_index("file").rows_used.to_dict() == {"lists/a.xlsx": 1, "lists/b.xlsx": 0}
    assert files.set_index("file").rows_set_aside.to_dict() == {"lists/a.xlsx": 0, "lists/b.xlsx": 1}


def test_of_two_versions_of_a_return_the_one_named_last_counts(folder):
    folder.add("movements/a.xlsx", movement_return([], "02 năm 2023", below=[["Không phát sinh"]]))
    folder.add("movements/a_2.xlsx", movement_return([], "02 năm 2023", below=[["Không  phát sinh"], ["*"]]))
    _, findings = read_files([folder.path], folder.path)
    assert list(findings.code) == ["PAPER-TWICE"]
    assert list(findings.file) == ["movements/a.xlsx"]
    assert findings["values"][0] == {"kept": "movements/a_2.xlsx"}


NEW = movement("A8", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", "10/01/2023")
GONE = movement("A9", "Hộ nghèo", "Không có trong danh sách", "Chết", "11/01/2023")


def test_a_return_in_two_sheets_is_one_return(folder):
    sheets = [movement_return([row], "01 năm 2023") for row in (NEW, GONE)]
    files, findings = read_files([folder.add("a.xlsx", *sheets)], folder.path)
    assert findings.empty
    assert files.rows_used.item() == 2


def test_of_two_sheets_that_repeat_a_row_the_last_counts(folder):
    sheets = [movement_return(rows, "01 năm 2023") for rows in ([NEW], [NEW, GONE])]
    files, findings = read_files([folder.add("a.xlsx", *sheets)], folder.path)
    assert list(zip(findings.sheet, findings.code, strict=True)) == [("Trang 1", "PAPER-TWICE")]
    assert findings["values"][0] == {"kept": "a.xlsx, Trang 2"}
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (2, 1)


def test_a_later_file_replaces_both_sheets_of_an_earlier_one(folder):
    folder.add("a.xlsx", *(movement_return([row], "01 năm 2023") for row in (NEW, GONE)))
    folder.add("b.xlsx", movement_return([NEW], "01 năm 2023"))
    files, findings = read_files([folder.path], folder.path)
    assert list(findings.code) == ["PAPER-TWICE", "PAPER-TWICE"]
    assert files.set_index("file").rows_used.to_dict() == {"a.xlsx": 0, "b.xlsx": 1}


def test_a_file_dated_after_the_report_is_noted_and_not_used(folder):
    folder.add("lists/a.xlsx", household_list([household("A1")]))
    folder.add("lists/b.xlsx", household_list([household("A2")], date="15/10/2023"))
    august = read_inputs(folder.path, "nine-month-estimate")
    assert set(august.households.household_id) == {"A1"}
    assert august.files.file.tolist() == ["lists/a.xlsx"]
    later = august.findings[august.findings.code == "FILE-LATER"]
    assert later.file.tolist() == ["lists/b.xlsx"]
    assert later.severity.tolist() == ["info"]
    assert len(read_inputs(folder.path, "year-estimate").files) == 2


@pytest.mark.parametrize(("date", "used"), [("27/08/2023", True), ("28/08/2023", False)])
def test_the_last_good_day_is_the_day_before_the_deadline(folder, date, used):
    # "before 28/8": the 27th is the last day that counts
    folder.add("lists/a.xlsx", household_list([household("A1")], date=date))
    folder.add("lists/b.xlsx", household_list([household("B1")], unit="XÃ LONG CHỮ"))
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert ("A1" in set(inputs.households.household_id)) is used


@pytest.mark.parametrize(
    ("above", "code"),
    [
        (["XÃ KHÔNG CÓ", "Thời điểm: 31/12/2022"], "UNIT-MISSING"),
        (["XÃ TIÊN THUẬN"], "DATE-MISSING"),
        (["XÃ TIÊN THUẬN", "Thời điểm: 31/02/2022"], "DATE-MISSING"),
        (["XÃ TIÊN THUẬN", "1/1/2023", "2/1/2023"], "DATE-MISSING"),
    ],
)
def test_a_list_whose_title_does_not_say_whose_or_when_is_not_used(folder, above, code):
    form = household_list([household("A1")])
    form.above = above
    files, findings = read_files([folder.add("a.xlsx", form)], folder.path)
    assert list(findings.code) == [code]
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (0, 1)


def test_the_announced_day_counts_and_not_the_day_of_signing(folder):
    form = household_list([household("A1")])
    form.above = ["XÃ TIÊN THUẬN", "Tiên Thuận, ngày 05 tháng 01 năm 2023", "Thời điểm: 31/12/2022"]
    files, _ = read_files([folder.add("a.xlsx", form)], folder.path)
    assert files["round"].item() == "2022-12-31"


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("ỦY BAN NHÂN DÂN XÃ TIÊN THUẬN", "25693"),
        ("TT. BẾN CẦU, HUYỆN BẾN CẦU", "25681"),
        ("Huyện Bến Cầu - Thị trấn Bến Cầu", "25681"),
        ("xã Lợi Thuận", "25699"),
        ("xã Long Thuận", "25702"),
    ],
)
def test_units_are_told_apart_by_their_whole_names(folder, title, code):
    files, _ = read_files([folder.add("a.xlsx", household_list([household("A1")], unit=title))], folder.path)
    assert files.unit.item() == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ngày 05 tháng 02 năm 2023", "MONTH-MISSING"),
        ("Tháng 13 năm 2023", "MONTH-MISSING"),
        ("Tháng 02 năm 0000", "MONTH-MISSING"),
        ("Tháng 12 năm 9999", "MONTH-MISSING"),
        ("Tháng 02 năm 2013", "MONTH-LAW"),  # before the decision that asks for monthly returns
    ],
)
def test_a_return_without_a_month_that_can_be_is_not_used(folder, line, code):
    form = Form("movement_return", [GONE], ["XÃ TIÊN THUẬN", line])
    files, findings = read_files([folder.add("a.xlsx", form)], folder.path)
    assert list(findings.code) == [code]
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (0, 1)


def test_a_list_of_no_round_is_used_with_a_warning_and_one_of_no_standard_is_not(folder):
    folder.add("a.xlsx", household_list([household("A1")], date="30/06/2023"))
    folder.add("b.xlsx", household_list([household("B1")], date="30/06/2032"))
    files, findings = read_files([folder.path], folder.path)
    assert findings.groupby("file").code.agg(list).to_dict() == {
        "a.xlsx": ["LIST-ROUND"],
        "b.xlsx": ["DATE-STANDARD", "LIST-ROUND"],
    }
    assert files.set_index("file").rows_used.to_dict() == {"a.xlsx": 1, "b.xlsx": 0}


def test_a_folder_without_a_row_to_use_is_refused(folder):
    (folder.path / "empty.xlsx").write_bytes(b"")
    with pytest.raises(NothingUsable):
        read_inputs(folder.path, "official")


def test_a_file_that_says_it_is_synthetic_marks_the_inputs(folder):
    folder.add("a.xlsx", household_list([household("A1")]))
    assert not read_inputs(folder.path, "official").synthetic
    form = household_list([household("B1")], unit="XÃ LONG CHỮ")
    form.above = [*form.above, "SỐ LIỆU GIẢ LẬP (SYNTHETIC)"]
    folder.add("b.xlsx", form)
    assert read_inputs(folder.path, "official").synthetic


def test_an_error_value_and_a_formula_nobody_calculated_are_told_from_a_blank(folder):
    file = folder.add("a.xlsx", household_list([household("A1"), household("A2")]))
    book = openpyxl.load_workbook(file)
    sheet = book.active
    sheet["S7"], sheet["T8"], sheet["N7"] = "#N/A", "=30", None  # openpyxl writes formulas without values
    book.save(file)
    files, findings = read_files([file], folder.path)
    lost = findings[findings.code == "CELL-LOST"]
    assert lost.cell.tolist() == ["S7", "T8"]
    assert set(lost.severity) == {"error"}
    assert files.rows_used.item() == 2


def test_a_formula_that_comes_out_as_no_text_is_a_blank(folder):
    file = folder.add("a.xlsx", household_list([household("A1", note='=IF(1,"","x")')]))
    with zipfile.ZipFile(file) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    # as a spreadsheet program saves it once it is calculated
    texts[sheet] = texts[sheet].replace(b"><f>", b' t="str"><f>')
    with zipfile.ZipFile(file, "w") as parts:
        for name, text in texts.items():
            parts.writestr(name, text)
    _, findings = read_files([file], folder.path)
    assert findings.empty


def test_a_mark_that_was_not_calculated_is_not_a_no(folder):
    file = folder.add("a.xlsx", household_list([household("A1"), household("A2")]))
    book = openpyxl.load_workbook(file)
    sheet = book.active
    telecom = next(cell.column for cell in sheet[6] if cell.value == "Sử dụng dịch vụ viễn thông")
    sheet.cell(7, telecom).value = '=IF(1,"x","")'
    book.save(file)
    households = read_inputs(folder.path, "official").households.drop_duplicates("household_id")
    telecom_of = households.set_index("household_id").telecom
    assert telecom_of.isna().to_dict() == {"A1": True, "A2": False}


def test_a_formula_with_its_value_is_read(folder):
    file = folder.path / "t.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, texts in enumerate([["TỔNG SỐ HỘ DÂN CƯ, NHÂN KHẨU"], ["Thời điểm: 31/12/2022"]]):
            sheet.write_row(row, 0, texts)
        sheet.write_row(2, 0, ["Xã, thị trấn", "Số hộ", "Số nhân khẩu", "Nguồn số liệu"])
        sheet.write_row(3, 0, ["Xã Tiên Thuận", None, 14000, "Sổ đăng ký cư trú"])
        sheet.write_formula(3, 1, "=2000*2", None, 4000)
    files, findings = read_files([file], folder.path)
    assert "CELL-LOST" not in set(findings.code)
    assert files.rows_used.item() == 1
    assert files.kind.item() == "resident_totals"


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        ([], "25693"),
        (["HUYỆN BẾN CẦU", "Đơn vị tính: hộ"], "25693"),
        (["ỦY BAN NHÂN DÂN XÃ"], "25693"),
        (["DANH SÁCH HỘ NGHÈO TRÊN ĐỊA BÀN XÃ NĂM 2022"], "25693"),
        (["UBND XÃ LONG CHỮ"], "25684"),
        (["XÃ AN LẠC"], None),
        (["ỦY BAN NHÂN DÂN XÃ AN LẠC"], None),
        (["Huyện Châu Thành - Thị trấn Châu Thành"], None),
        (["Đơn vị: Phường 3"], None),
    ],
)
def test_a_further_sheet_is_of_the_first_ones_unit_only_where_it_names_none(folder, lines, unit):
    further = household_list([household("B1")], extra=("Xã đặc biệt khó khăn",))
    further.above = lines
    file = folder.add("a.xlsx", household_list([household("A1")]), further)
    inputs = read_inputs(folder.path, "official")
    units = inputs.households[inputs.households["round"] == "2022-12-31"].set_index("household_id").unit_code
    assert units.to_dict() == {"A1": "25693"} | ({"B1": unit} if unit else {})
    found = inputs.findings[(inputs.findings.file == file.name) & (inputs.findings.code != "HEADING-UNKNOWN")]
    expected = [] if unit else [("Trang 2", "UNIT-MISSING")]
    assert list(zip(found.sheet, found.code, strict=True)) == expected


def test_the_second_sheet_of_a_return_need_not_repeat_whose_it_is_and_for_when(folder):
    further = movement_return([GONE], "")
    further.above = ["GIẢM"]
    files, findings = read_files(
        [folder.add("a.xlsx", movement_return([NEW], "01 năm 2023"), further)], folder.path
    )
    assert findings.empty
    assert files.rows_used.item() == 2
