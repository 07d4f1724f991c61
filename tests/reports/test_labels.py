"""What codes are called: by the column they stand in, in the reader's language."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from analysis.law import load_standard
from analysis.programme import load_programme
from analysis.reports.labels import Labels
from analysis.tables import INDICATORS
from analysis.wording import load_words

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"


def labels(language="vi"):
    return Labels(load_programme(DATA), load_standard("2023-12-14"), load_words(language))


@pytest.mark.parametrize(
    ("code", "column", "name"),
    [
        ("district", "unit_code", "Toàn huyện"),
        ("district", "source", "Ngân sách huyện đối ứng"),
        ("new", "item", "Tăng: phát sinh mới"),
        ("new", "reason", "Phát sinh mới"),
        ("employment", "indicator", "Việc làm"),
        ("office", "basis", "Theo ước của cơ quan chủ trì"),
        ("25693", "unit_code", "Xã Tiên Thuận"),
        ("25693", "sender", "Xã Tiên Thuận"),
        ("25693", "project", "25693"),
        ("ttyt", "sender", "Trung tâm Y tế"),
        ("ttyt", "office", "Trung tâm Y tế"),
        ("DA2-TDA2", "unit", "Dự án 2 · Tiểu dự án 2: Cải thiện dinh dưỡng"),
        ("recurrent", "kind", "Vốn sự nghiệp"),
        ("household_list", "kind", "Danh sách hộ nghèo, hộ cận nghèo"),
        ("SOURCES-SUM", "identity", "Các nguồn vốn cộng lại bằng vốn của dự án"),
        ("SOURCES-SUM", "code", "SOURCES-SUM"),
    ],
)
def test_a_code_is_called_what_it_means_in_its_column(code, column, name):
    assert labels().value(code, column) == name


@pytest.mark.parametrize(
    ("language", "name"),
    [("vi", "7.2 · Số nhân khẩu · Cuối kỳ"), ("en", "7.2 · Persons · Closing")],
)
def test_an_item_of_a_form_keeps_the_forms_number_and_names_its_parts(language, name):
    assert labels(language).value("7.2.persons.closing", "item") == name


def test_the_number_of_a_form_alone_is_not_taken_apart():
    assert labels().value("7.2", "item") == "7.2"


@pytest.mark.parametrize(("language", "day"), [("vi", "31/12/2022"), ("en", "31 December 2022")])
def test_a_round_is_called_by_its_day(language, day):
    assert labels(language).value("2022-12-31", "round") == day
    assert labels(language).value(dt.date(2022, 12, 31), "round") == day


@pytest.mark.parametrize(("language", "bound"), [("vi", "0,15"), ("en", "0.15")])
def test_a_bound_is_written_as_a_number(language, bound):
    assert labels(language).value(Decimal("0.15"), "bound_points") == bound
    assert labels(language).value(0.15, "bound_points") == bound


def test_text_that_is_no_code_stays_as_it_is():
    assert labels().value("lists/2022-12-31/a.xlsx", "source_file") == "lists/2022-12-31/a.xlsx"


def test_several_units_are_named_one_after_the_other():
    assert labels().values(["25705", "25681"]) == "Xã An Thạnh, Thị trấn Bến Cầu"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_indicator_has_a_name_and_a_dimension_of_its_own(language):
    known = labels(language)
    assert tuple(known.indicators) == tuple(known.dimensions) == INDICATORS
    assert len(set(known.indicators.values())) == len(INDICATORS)
    assert len(set(known.dimensions.values())) == 6


def test_the_headings_of_one_column_differ_by_language():
    assert (labels("vi").column("households"), labels("en").column("households")) == ("Số hộ", "Households")
    with pytest.raises(KeyError, match=r"columns\.no_such"):
        labels().column("no_such")


@pytest.mark.parametrize("text", ["A", "total", "new", "20221231"])
def test_a_sheet_keeps_its_name(text):
    assert labels().value(text, "source_sheet") == text


def test_a_standard_that_is_not_confirmed_is_called_so():
    programme = load_programme(DATA)
    now = [Labels(programme, load_standard(2022), load_words(language)) for language in ("vi", "en")]
    assert [of.standard_name for of in now] == [
        "Chuẩn nghèo đa chiều giai đoạn 2022–2025",
        "Multidimensional poverty standard 2022–2025",
    ]
    draft = [Labels(programme, load_standard(2027), load_words(language)) for language in ("vi", "en")]
    assert "2027–2030 (chưa xác nhận: số nghị định chưa được đối chiếu" in draft[0].standard_name
    assert "2027–2030 (not yet confirmed: the decree's number" in draft[1].standard_name
