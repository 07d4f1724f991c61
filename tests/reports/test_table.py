"""How a table of figures is written: by kind of column, in both languages, the unknown never a zero."""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.programme import load_programme
from analysis.reports.labels import Labels
from analysis.reports.table import form_of, formatted, payload, styled
from analysis.wording import load_words

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"

FRAME = pd.DataFrame(
    {
        "unit_code": pd.array(["25681", "district", pd.NA], "string"),
        "households": pd.array([1234, 0, pd.NA], "Int64"),
        "household_rate": pd.array([0.018149, 0.0, pd.NA], "Float64"),
        "change_points": [-0.155, 0.125, float("nan")],
        "bound_points": [0.15, 0.0, float("nan")],
        "reached": [True, False, False],
        "as_of": pd.to_datetime(["2023-12-09", "2023-01-02", None]),
    }
)

VIETNAMESE = {
    "Đơn vị": ["Thị trấn Bến Cầu", "Toàn huyện", "không có số liệu"],
    "Số hộ": ["1.234", "0", "không có số liệu"],
    "Tỷ lệ hộ": ["1,81%", "0,00%", "không có số liệu"],
    "Tăng, giảm (điểm phần trăm)": ["−0,16", "+0,13", "không có số liệu"],
    "Mức giảm (điểm phần trăm)": ["0,15", "0,00", "không có số liệu"],
    "Đã đạt": ["Có", "Không", "Không"],
    "Ngày báo cáo": ["09/12/2023", "02/01/2023", "không có số liệu"],
}

ENGLISH = {
    "Unit": ["Thị trấn Bến Cầu", "District", "no data"],
    "Households": ["1,234", "0", "no data"],
    "Household rate": ["1.81%", "0.00%", "no data"],
    "Change (percentage points)": ["−0.16", "+0.13", "no data"],
    "Fall (percentage points)": ["0.15", "0.00", "no data"],
    "Reached": ["Yes", "No", "No"],
    "Report date": ["9 December 2023", "2 January 2023", "no data"],
}


def labels(language="vi"):
    return Labels(load_programme(DATA), load_standard("2023-12-14"), load_words(language))


@pytest.mark.parametrize(("language", "written"), [("vi", VIETNAMESE), ("en", ENGLISH)])
def test_a_table_is_written_in_words_and_numbers_of_its_language(language, written):
    assert formatted(FRAME, labels(language)).to_dict("list") == written


@pytest.mark.parametrize(
    ("name", "values", "form"),
    [
        ("change_points", pd.Series([1.0]), "change"),
        ("count_effect_points", pd.array([1.0], "Float64"), "change"),
        ("bound_points", pd.Series([1.0]), "points"),
        ("household_rate", pd.array([0.1], "Float64"), "ratio"),
        ("households", pd.array([1], "Int64"), "number"),
        ("change_households", pd.Series([-1]), "number"),
        ("reported", pd.array([True], "boolean"), "flag"),
        ("due", pd.to_datetime(pd.Series(["2023-12-14"])), "date"),
        ("unit_code", pd.array(["25681"], "string"), "text"),
    ],
)
def test_a_column_is_written_by_its_type_and_points_by_their_name(name, values, form):
    assert form_of(name, pd.Series(values)) == form


def test_a_change_that_rounds_to_nothing_has_no_sign():
    frame = pd.DataFrame({"change_points": [0.004, -0.004, 0.0]})
    assert formatted(frame, labels()).iloc[:, 0].tolist() == ["0,00", "0,00", "0,00"]


def test_a_half_is_rounded_away_from_zero_and_once():
    # 1,005 % and 2.675 points: as binary fractions both lie just under the half.
    frame = pd.DataFrame({"household_rate": [0.01005], "change_points": [-2.675]})
    assert formatted(frame, labels()).iloc[0].tolist() == ["1,01%", "−2,68"]


def test_money_is_whole_however_large():
    frame = pd.DataFrame({"plan": pd.array([6_133_200_000_000_000_001], "Int64")})
    assert formatted(frame, labels()).iloc[0, 0] == "6.133.200.000.000.000.001"


def html(frame, language="vi"):
    return styled(formatted(frame, labels(language)), frame, "Bảng").to_html()


def test_numbers_stand_right_and_what_is_not_known_is_marked():
    found = re.findall(r'<td class="data row(\d) col(\d) ?(\w*)"', html(FRAME))
    classes = {(int(row), int(column)): name for row, column, name in found}
    assert [classes[0, column] for column in range(7)] == ["", "n", "n", "n", "n", "", ""]
    assert [classes[2, column] for column in range(7)] == ["u", "u", "u", "u", "u", "", "u"]


def test_a_table_has_its_caption_and_no_row_numbers():
    assert "<caption>Bảng</caption>" in html(FRAME)
    assert "row_heading" not in html(FRAME)


def test_text_from_a_file_is_text_and_not_markup():
    frame = pd.DataFrame({"file": pd.array(["<b>A & B</b>.xlsx"], "string")})
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;.xlsx" in html(frame)


def test_the_workbook_gets_plain_values_with_their_forms():
    table = payload("unit_rates", "Bảng", FRAME, labels())
    assert [column["heading"] for column in table["columns"]] == list(VIETNAMESE)
    assert [c["form"] for c in table["columns"]] == [
        "text", "number", "ratio", "change", "points", "flag", "date",
    ]  # fmt: skip
    assert table["rows"] == [
        ["Thị trấn Bến Cầu", 1234, 0.018149, -0.155, 0.15, "Có", "2023-12-09"],
        ["Toàn huyện", 0, 0.0, 0.125, 0.0, "Không", "2023-01-02"],
        [None, None, None, None, None, "Không", None],
    ]
    assert [type(value) for value in table["rows"][0]] == [str, int, float, float, float, str, str]
