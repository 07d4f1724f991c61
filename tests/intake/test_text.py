import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake import text
from analysis.intake.vocabulary import meaning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hộ nghèo", unicodedata.normalize("NFD", "HỘ  NGHÈO ")),
        ("Hoà", "Hòa"),
        ("Thuỷ", "Thủy"),
        ("Tỷ lệ (%)", "tỉ lệ"),
        ("Lý do tăng/giảm", "Lí do tăng, giảm"),
        ("Ấp/khu phố", "ẤP / KHU\nPHỐ"),
        ("Số\u00a0hộ", "số hộ"),
        ("Số\u200b hộ", "số hộ"),
    ],
)
def test_spellings_of_the_same_words_are_equal(one, other):
    assert text.normal(one) == text.normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hộ nghèo", "Hộ cận nghèo"), ("Xã Lợi Thuận", "Xã Long Thuận"), ("má", "mà"), ("đa", "da")],
)
def test_different_words_stay_different(one, other):
    assert text.normal(one) != text.normal(other)


@given(st.text(st.sampled_from("hộ nghèoậấẫaăâđdy uyỷ \u0300\u0309/().1A"), max_size=30))
def test_the_normal_form_of_a_normal_form_is_itself(raw):
    assert text.normal(text.normal(raw)) == text.normal(raw)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("125,85", "125.85"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.5", "1.5"),
        (" 2\u00a0517 ", "2517"),
        (0.1 + 0.2, "0.3"),  # what a formula leaves; a spreadsheet shows 15 digits of it
        (-3, "-3"),
        ("−3", "-3"),
    ],
)
def test_numbers_are_read_the_vietnamese_way_unless_they_can_only_be_english(cell, value):
    assert text.number(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["ba", "1.23.4", "12a", True, dt.datetime(2023, 1, 1)])
def test_what_is_no_number_is_refused_and_not_repeated_in_the_error(cell):
    with pytest.raises(ValueError, match=r"^not a number$"):
        text.number(cell)


def test_a_count_parts_thousands_with_a_comma_and_has_no_fraction():
    assert text.whole("1,234") == 1234
    assert text.whole(4.0) == 4
    with pytest.raises(ValueError, match="whole"):
        text.whole("4,5")


@pytest.mark.parametrize("cell", ["", "  ", "\u00a0", "\u200b"])
def test_blank_cells_hold_no_number_and_no_date(cell):
    assert text.number(cell) is None
    assert text.whole(cell) is None
    assert text.date(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "31/12/2022",
        "31-12-2022",
        "31.12.2022",
        "2022-12-31",
        "Ngày 31 tháng 12 năm 2022",
        unicodedata.normalize("NFD", "ngày 31 tháng 12 năm 2022"),
        dt.datetime(2022, 12, 31, 8),
        dt.date(2022, 12, 31),
        44926.0,  # days since 1899-12-30
    ],
)
def test_dates_in_every_common_style(cell):
    assert text.date(cell) == dt.date(2022, 12, 31)


@pytest.mark.parametrize("cell", ["31/02/2023", "2/2023", "hôm qua", 12, "1/1/2023 hoặc 2/1/2023"])
def test_what_is_no_single_date_is_refused(cell):
    with pytest.raises(ValueError, match="date"):
        text.date(cell)


@pytest.mark.parametrize(
    ("cell", "year"), [(1958, 1958), ("1958", 1958), ("02/09/1958", 1958), (21430.0, 1958)]
)
def test_a_year_may_stand_in_place_of_a_date(cell, year):
    # serial 21430 is 1958-09-02
    assert text.year(cell) == year


@pytest.mark.parametrize("mark", ["x", "X", "✓", "v", "1", "có", "CÓ", unicodedata.normalize("NFD", "Có")])
def test_marks_that_mean_yes(mark):
    assert meaning("marks", mark) == "yes"


@pytest.mark.parametrize("mark", ["0", "không", "Không", "-"])
def test_marks_that_mean_no(mark):
    assert meaning("marks", mark) == "no"


def test_classes_are_matched_as_whole_phrases():
    assert meaning("classes", "HỘ CẬN NGHÈO") == "near_poor"
    assert meaning("classes", "Hộ nghèo") == "poor"
    with pytest.raises(ValueError, match="no word of classes"):
        meaning("classes", "hộ nghèo hoặc cận nghèo")
