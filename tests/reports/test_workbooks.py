"""tables.xlsx and findings.xlsx as a person opens them: what each cell holds and what it never holds."""

import datetime as dt
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.findings import Finding, findings_frame
from analysis.intake.inputs import read_files
from analysis.law import load_standard
from analysis.programme import load_programme
from analysis.reports.labels import Labels
from analysis.reports.table import payload
from analysis.reports.workbooks import findings_table, write_tables
from analysis.wording import load_words
from tests.intake.forms import Folder, household, household_list, movement, movement_return

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"
VI, EN = load_words("vi"), load_words("en")
FACTS = ["Ước thực hiện năm 2023", "Chương trình", "Số liệu đến ngày 24/10/2023", VI("report.synthetic")]

NAME, OTHER_NAME = "Nguyễn Thị Bí Mật", "Trần Văn Kín Đáo"
PERSONAL_ID, OTHER_ID = "072188001234", "072190005678"


def table_of(name, frame, words=VI):
    labels = Labels(load_programme(DATA), load_standard("2023-12-14"), words)
    return payload(name, f"Bảng {name}", frame, labels)


RATES = pd.DataFrame(
    {
        "unit_code": pd.array(["25681", "25684"], "string"),
        "households": pd.array([12, pd.NA], "Int64"),
        "household_rate": pd.array([0.0181, pd.NA], "Float64"),
        "change_points": [-0.16, float("nan")],
        "bound_points": [0.15, 0.2],
        "as_of": pd.to_datetime(["2023-10-24", None]),
        "reported": [True, False],
    }
)
ZERO = pd.DataFrame({"measure": ["poor"], "households": pd.array([0], "Int64"), "household_rate": [0.0]})


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "bảng.xlsx"
    write_tables(path, [table_of("unit_rates", RATES), table_of("district_change", ZERO)], VI, FACTS)
    return openpyxl.load_workbook(path)


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def head_of(sheet, heading):
    """The one cell with a heading: where the table stands on its sheet is no matter here."""
    (head,) = [cell for cell in cells(sheet) if cell.value == heading]
    return head


def column(sheet, heading):
    """The cells below a heading."""
    head = head_of(sheet, heading)
    return [sheet.cell(row, head.column) for row in range(head.row + 1, sheet.max_row + 1)]


def test_there_is_one_sheet_for_each_table_behind_the_contents(book):
    assert book.sheetnames == ["Mục lục", "01 Bảng unit_rates", "02 Bảng district_change"]


def test_the_contents_lead_to_every_sheet_under_its_title(book):
    links = {cell.hyperlink.location: cell.value for cell in cells(book.worksheets[0]) if cell.hyperlink}
    assert links == {
        "'01 Bảng unit_rates'!A1": "1. Bảng unit_rates",
        "'02 Bảng district_change'!A1": "2. Bảng district_change",
    }


def test_numbers_are_numbers_shown_in_the_form_of_their_kind(book):
    sheet = book["01 Bảng unit_rates"]
    found = {
        heading: (column(sheet, heading)[0].value, column(sheet, heading)[0].number_format)
        for heading in ("Số hộ", "Tỷ lệ hộ", "Mức giảm (điểm phần trăm)")
    }
    assert found == {
        "Số hộ": (12, "#,##0"),
        "Tỷ lệ hộ": (0.0181, "0.00%"),
        "Mức giảm (điểm phần trăm)": (0.15, "0.00"),
    }


def test_a_change_is_shown_with_its_sign_up_or_down_and_without_one_at_zero(book):
    (change, _) = column(book["01 Bảng unit_rates"], "Tăng, giảm (điểm phần trăm)")
    assert change.value == -0.16
    assert re.sub(r"\[.*?\]", "", change.number_format) == "+0.00;−0.00;0.00"


def test_dates_are_dates_and_codes_are_words(book):
    sheet = book["01 Bảng unit_rates"]
    day = column(sheet, "Ngày báo cáo")[0]
    assert (day.value, day.number_format) == (dt.datetime(2023, 10, 24), "dd/mm/yyyy")
    assert [cell.value for cell in column(sheet, "Đơn vị")] == ["Thị trấn Bến Cầu", "Xã Long Chữ"]
    assert [cell.value for cell in column(sheet, "Đã báo cáo đủ")] == ["Có", "Không"]


@pytest.mark.parametrize("heading", ["Số hộ", "Tỷ lệ hộ", "Tăng, giảm (điểm phần trăm)", "Ngày báo cáo"])
def test_what_is_not_known_says_so_and_is_never_a_zero(book, heading):
    assert column(book["01 Bảng unit_rates"], heading)[1].value == "không có số liệu"


def test_a_zero_that_is_known_stays_a_zero(book):
    sheet = book["02 Bảng district_change"]
    assert [column(sheet, heading)[0].value for heading in ("Số hộ", "Tỷ lệ hộ")] == [0, 0]


def test_every_sheet_says_what_it_stands_on_and_that_it_is_synthetic(book):
    for sheet in book:
        text = " ".join(str(cell.value) for cell in cells(sheet))
        assert [fact for fact in FACTS[1:] if fact not in text] == []
        assert "SYNTHETIC" in text


def test_the_same_tables_give_the_same_bytes(tmp_path):
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (one, two):
        write_tables(path, [table_of("unit_rates", RATES)], VI, FACTS)
    assert one.read_bytes() == two.read_bytes()
    # Nor would another day change them: no time of writing is within.
    with zipfile.ZipFile(one) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        times = re.findall(r">(\d{4})-\d\d-\d\dT", parts.read("docProps/core.xml").decode("utf8"))
    assert times == ["2000", "2000"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK('http://example.org')", "http://example.org", "007"]
)
def test_text_of_any_look_stays_text(tmp_path, text):
    frame = pd.DataFrame({"file": pd.array([text], "string")})
    write_tables(tmp_path / "a.xlsx", [table_of("files_by_kind", frame)], VI, FACTS)
    (cell,) = column(openpyxl.load_workbook(tmp_path / "a.xlsx")["01 Bảng files_by_kind"], "Tệp")
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_names_of_sheets_are_short_and_differ_however_long_the_tables_names_are(tmp_path):
    long = "a" * 40
    tables = [{**table_of("unit_rates", ZERO), "name": long} for _ in range(101)]
    write_tables(tmp_path / "a.xlsx", tables, VI, FACTS)
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert len({name.casefold() for name in names}) == 102
    assert max(map(len, names)) <= 31


def test_a_table_without_rows_keeps_its_headings(tmp_path):
    write_tables(tmp_path / "a.xlsx", [table_of("unit_rates", RATES.head(0))], VI, FACTS)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1]
    head = head_of(sheet, "Đơn vị")
    assert [cell.value for cell in sheet[head.row]][:2] == ["Đơn vị", "Số hộ"]
    assert sheet.max_row == head.row


def test_a_workbook_that_fails_half_way_leaves_the_one_that_stood_there(tmp_path):
    book = tmp_path / "a.xlsx"
    write_tables(book, [table_of("unit_rates", RATES)], VI, FACTS)
    before = book.read_bytes()
    broken = {**table_of("unit_rates", RATES), "rows": [[object()] * RATES.shape[1]]}
    with pytest.raises(TypeError):
        write_tables(book, [table_of("district_change", ZERO), broken], VI, FACTS)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.xlsx", before)]


def findings_sheet(path, frame, words):
    write_tables(path, [findings_table(frame, words)], words, ["a", words("report.synthetic")])
    sheet = openpyxl.load_workbook(path).worksheets[1]
    top = head_of(sheet, words("columns.message")).row
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top)]
    return [dict(zip(head, row, strict=True)) for row in rows]


FINDING = Finding(
    "B2-STEP", "error", "lists/a.xlsx", "Trang 1", "T17", 17, "Điểm B2", {"value": 25, "step": 10}
)


def test_a_finding_says_where_what_and_what_to_do_in_vietnamese(tmp_path):
    assert findings_sheet(tmp_path / "a.xlsx", findings_frame([FINDING]), VI) == [
        {
            "Mức độ": "lỗi",
            "Tệp": "lists/a.xlsx",
            "Trang tính": "Trang 1",
            "Ô": "T17",
            "Cột": "Điểm B2",
            "Vấn đề": "Điểm B2 là 25, không phải bội số của 10. Giá trị không được dùng.",
            "Cách xử lý": "Kiểm tra lại phiếu B2 của hộ này rồi gửi lại tệp.",
            "Mã": "B2-STEP",
        }
    ]


def test_a_finding_says_the_same_in_english(tmp_path):
    (row,) = findings_sheet(tmp_path / "a.xlsx", findings_frame([FINDING]), EN)
    assert list(row) == ["Severity", "File", "Sheet", "Cell", "Column", "What is wrong", "What to do", "Code"]
    assert (row["Severity"], row["File"], row["Cell"], row["Code"]) == (
        "error",
        "lists/a.xlsx",
        "T17",
        "B2-STEP",
    )


def misplaced(value):
    """Rows of a list with a personal value in one column each where it has no place."""
    fields = [
        "poverty_class_recorded", "b1", "b2", "members", "ethnic_minority", "employment", "unit_code",
        "unit_name", "village", "decision_number", "decision_date", "birth_date", "sex", "age",
        "entry_reason", "causes", "note",
    ]  # fmt: skip
    return [
        household(f"A{number}", head_name=NAME, personal_id=PERSONAL_ID) | {field: value}
        for number, field in enumerate(fields, 1)
    ]


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_no_name_and_no_personal_number_is_in_the_findings(tmp_path, words):
    shutil.copy(DATA / "programme.yaml", tmp_path)
    folder = Folder(tmp_path)
    again = household("A6", head_name=OTHER_NAME, personal_id=OTHER_ID)
    member = {"member_name": OTHER_NAME, "relation": NAME, "personal_id": OTHER_ID, "birth_date": OTHER_NAME}
    signature = [[None, "Người lập biểu", OTHER_NAME], [NAME], [PERSONAL_ID]]
    folder.add(
        "a.xlsx",
        household_list([member, *misplaced(NAME), again, member], below=signature),
        household_list(misplaced(PERSONAL_ID), unit="XÃ AN THẠNH"),
    )
    folder.add("b.xlsx", household_list([household("A1", head_name=NAME)], unit="XÃ LONG CHỮ"))
    folder.add("c.xlsx", household_list([again], unit=f"XÃ {NAME.upper()}", date=OTHER_ID))
    moved = movement("A1", NAME, PERSONAL_ID, OTHER_NAME, OTHER_ID, head_name=NAME)
    folder.add("d.xlsx", movement_return([moved], "02/2023"))
    files, findings = read_files([folder.path], folder.programme)
    assert {"CELL-WORD", "CELL-NUMBER", "CELL-DATE", "CELL-MARK", "CELL-NAME"} <= set(findings.code)
    assert {"MEMBER-ORPHAN", "HOUSEHOLD-TWICE", "HOUSEHOLD-TWO-UNITS", "UNIT-MISSING"} <= set(findings.code)

    rows = findings_sheet(tmp_path / "findings.xlsx", findings, words)
    assert len(rows) == len(findings)
    text = " ".join(str(value) for row in rows for value in row.values()) + files.to_csv()
    personal = (NAME, OTHER_NAME, PERSONAL_ID, OTHER_ID)
    assert [value for value in personal if value.casefold() in text.casefold()] == []
