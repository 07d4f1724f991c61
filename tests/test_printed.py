"""Figures and names as people print, type and paste them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.printed import count, figure, is_whole, unprinted
from analysis.wording.words import MINUS

BLANKS = [" ", "\u00a0", "\u202f", "\u2009", "\u2007", "\u3000"]
MINUSES = ["-", "\u2212", "\u2014", "\u2013", "\uff0d", "\ufe63", "\u2010", "\u2011", "\u2012", MINUS]
THOUSANDS = [".", ",", "'", "’", *BLANKS]


@given(
    st.integers(0, 10**12),
    st.sampled_from(THOUSANDS),
    st.sampled_from(["", "*", " hộ", "(1)", "¹", "\u200b"]),
)
def test_a_count_is_itself_however_its_thousands_are_parted(number, sign, after):
    assert count(f"{number:,}".replace(",", sign) + after) == number


@pytest.mark.parametrize(
    "text",
    [
        "0.123",
        "0,123",
        "0 123",
        "00.123",
        "012.345",
        "1.23",
        "12,5",
        "1.234,5",
        "1.2.3",
        "1.234,567",
        "-5",
        "5%",
        "½",
        "12²3",
        "mười",
        "10 (5)",
        "1 234 56",
        "khoảng 30",
        "1.0e3",
    ],
)
def test_what_is_no_whole_number_is_no_count(text):
    with pytest.raises(ValueError, match=r"whole|zero|number"):
        count(text)


@pytest.mark.parametrize(
    ("text", "value"), [("05", 5), ("0", 0), ("0,00", 0), ("1.638,0", 1638), ("'12", 12)]
)
def test_counts_with_noughts_around_them(text, value):
    assert count(text) == value


@pytest.mark.parametrize("minus", MINUSES)
@pytest.mark.parametrize(
    "unit", ["", "%", " %", " điểm phần trăm", " điểm %", " đ.%", " pp", " percentage points"]
)
def test_a_change_with_any_minus_and_any_unit(minus, unit):
    assert str(figure(f"{minus}0,30{unit}")) == "-0.30"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("giảm 0,29", "-0.29"),
        ("GIẢM 0,29 điểm %", "-0.29"),
        (unicodedata.normalize("NFD", "giảm 0,29 điểm phần trăm"), "-0.29"),
        ("Giảm: 0,29", "-0.29"),
        ("(giảm 0,29%)", "-0.29"),
        ("giảm -0,29", "-0.29"),  # a fall is a fall once
        ("tăng 0,1", "0.1"),
        ("down 0.20", "-0.20"),
        ("up 0.1", "0.1"),
        ("a decrease of 0.3 percentage points", "-0.3"),
        ("fell by 0.3 pp", "-0.3"),
        ("▼0,3", "-0.3"),
        ("↑ 0,3", "0.3"),
        ("(0,30)", "-0.30"),
        ("(-0,30)", "-0.30"),  # a bracket around a sign is only a bracket
        ("(+0,30)", "0.30"),
        ("12,5*", "12.5"),
        ("12,5(1)", "12.5"),
        ("12,5%(*)", "12.5"),
        ("12,5²", "12.5"),
        ("12,5[a]", "12.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1.234", "1.234"),  # a rate has decimals before it has thousands
        ("0.123", "0.123"),
        (",5", "0.5"),
    ],
)
def test_figures_with_words_brackets_and_marks(text, value):
    assert str(figure(text)) == value


@pytest.mark.parametrize(
    "text", ["tăng -0,2", "1,2,3", "12–15", "khoảng 3", "<0,01", "5‰", "0,29 so với 2020", "downtown", ""]
)
def test_what_is_no_figure(text):
    with pytest.raises(ValueError, match="not a number"):
        figure(text)


@given(st.decimals(-1000, 1000, places=2), st.sampled_from(MINUSES))
def test_a_rate_keeps_its_decimals(value, minus):
    assert figure(str(value).replace(".", ",").replace("-", minus)) == value
    assert figure(str(value)).as_tuple().exponent == -2


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "–",
        "—",
        "--",
        "- -",
        "…",
        "...",
        '"',
        '"..."',
        "”",
        "x",
        "X",
        "n/a",
        "N/A",
        "\u00a0",
        "không có",
    ],
)
def test_marks_of_nothing_printed(text):
    assert unprinted(text)


@pytest.mark.parametrize("text", ["9" * 29, "0," + "1" * 5000, "1" + "*" * 60 + "a"])
def test_what_has_more_digits_than_any_figure_is_none(text):
    for reading in (count, figure):
        with pytest.raises(ValueError, match="number"):
            reading(text)


@pytest.mark.parametrize("text", ["0", "0,00", "xã", "-1"])
def test_a_nought_is_printed(text):
    assert not unprinted(text)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(
    "name", ["Tổng cộng", "TỔNG CỘNG:", "Cả nước", "Toàn huyện X", "Cộng", "Tổng cộng (I+II)", "Total"]
)
def test_a_whole_is_known_in_composed_and_decomposed_letters(name, form):
    assert is_whole(unicodedata.normalize(form, name))


@pytest.mark.parametrize("name", ["Xã Cộng Hòa", "Cộng Hòa", "Chung Chải", "Totalville", ""])
def test_a_unit_is_no_whole(name):
    assert not is_whole(name)
