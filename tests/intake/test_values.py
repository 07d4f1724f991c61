"""What people write in cells, with the values a person would read there, and what nobody could."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from analysis.intake import text
from analysis.intake.vocabulary import FILE, mark, meaning, meanings

MILLION = 10**6


def refused(read, *arguments):
    """The cell is refused without being repeated: it may be a person's."""
    with pytest.raises(ValueError, match=r"^(not|no) [a-zđồ ]+$"):
        read(*arguments)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0", "0"),
        ("007", "7"),
        ("+5", "5"),
        ("'12", "12"),
        ("１２", "12"),
        ("1.234", "1234"),
        ("12.345.678", "12345678"),
        ("1.234,5", "1234.5"),
        ("1.234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1\u2009234,5", "1234.5"),
        ("1\u202f234.5", "1234.5"),
        ("1'234'567", "1234567"),
        ("1’234", "1234"),
        ("(1.234)", "-1234"),
        ("( 12,5 )", "-12.5"),
        ("-3", "-3"),
        ("- 3", "-3"),
        ("−3", "-3"),
        ("–1.234", "-1234"),
        (1.1, "1.1"),
        (True + 1, "2"),
    ],
)
def test_numbers(cell, value):
    assert text.number(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    [
        "1,234",  # 1234 the English way, 1.234 the Vietnamese
        "12,345",
        "1 234.567",
        "1 234,567",
        "12 5",
        "1 23",
        "1.23.4",
        "1.234.56",
        "1,23,456",
        "1.234.",
        "5,",
        "5²",
        "½",
        "①",
        "1e5",
        "5%",
        "5?",
        "(−5)",
        "(5",
        "--5",
        "năm",
        "٣",
        "1" * 29,
        float("nan"),
        float("inf"),
        False,
        dt.date(2023, 1, 1),
        dt.time(8),
    ],
)
def test_no_numbers_or_more_than_one(cell):
    refused(text.number, cell)


@pytest.mark.parametrize("cell", ["", " ", "\u200b", "-", "–", "—", "--", "…", "...", ". . .", "____"])
def test_what_a_form_has_for_the_pen_is_no_answer(cell):
    assert text.number(cell) is None
    assert text.whole(cell) is None
    assert text.rate(cell) is None
    assert text.money(cell, None) is None
    assert text.date(cell) is None
    assert text.year(cell) is None
    assert text.date_or_year(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("12,345,678", 12345678), ("4,0", 4), (3.0, 3)],
)
def test_a_count_is_whole_and_so_parts_thousands_with_any_sign(cell, value):
    assert text.whole(cell) == value


@pytest.mark.parametrize("cell", ["4,5", "1.5", "1,234.5", 4.5, "0,125", "3 người"])
def test_no_counts(cell):
    refused(text.whole, cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,81%", "1.81"),
        ("1.81 %", "1.81"),
        ("1,81", "1.81"),
        ("100%", "100"),
        ("0", "0"),
        ("1,234%", "1.234"),  # a rate ends at 100
        (1.81, "1.81"),
        (0.0181, "0.0181"),  # what a cell shown as 1,81 % holds; its heading says percent
    ],
)
def test_rates_are_in_percent(cell, value):
    assert text.rate(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["1.234%", "2.040%", "101", "-1", "%", "5%%", "x%", 2040])
def test_no_rates(cell):
    refused(text.rate, cell)


@pytest.mark.parametrize(
    ("cell", "unit", "dong"),
    [
        (5424, MILLION, 5_424_000_000),
        (271.2, MILLION, 271_200_000),
        ("271,2", MILLION, 271_200_000),
        ("271.2", MILLION, 271_200_000),
        ("1.234", MILLION, 1_234_000_000),
        ("1.234,567890", MILLION, 1_234_567_890),
        ("1,234", 1, 1234),  # 1.234 đồng is no amount
        ("5.000.000", 1, 5_000_000),
        ("5,000,000", 1, 5_000_000),
        ("5.000.000đ", MILLION, 5_000_000),
        ("5.000.000 đ.", None, 5_000_000),
        ("5.000.000 đồng", None, 5_000_000),
        ("5.000.000 VNĐ", None, 5_000_000),
        ("5.000.000 VNÐ", None, 5_000_000),  # with the Icelandic letter
        ("5.000.000 vnd", None, 5_000_000),
        ("5.000.000 ₫", None, 5_000_000),
        ("500 nghìn", 1, 500_000),
        ("500 ngàn đồng", 1, 500_000),
        ("5 triệu", 1, 5_000_000),
        ("5 triệu đồng", 1000, 5_000_000),
        ("5tr", 1, 5_000_000),
        ("5,5 tr.đ", 1, 5_500_000),
        ("5,5trđ", 1, 5_500_000),
        ("5,5 tr. đồng", 1, 5_500_000),
        ("2 tỷ", 1, 2_000_000_000),
        ("2,5 tỉ đồng", 1, 2_500_000_000),
        ("0", 1, 0),
    ],
)
def test_amounts(cell, unit, dong):
    assert text.money(cell, unit) == dong


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("5.000.000", None),
        (5, None),
        ("1,234", MILLION),  # 1,234,000 or 1,234,000,000 đồng
        ("1,5", 1),
        (0.5, 1),
        ("-5", 1),
        ("(5)", 1),
        ("5%", 1),
        ("5 con", 1),
        ("5 triệu đồng/hộ", 1),
        ("5 triệu hoặc 6 triệu", 1),
        ("3/2023", 1),
        ("năm triệu", 1),
        (10**16, 1),
        ("1,0000000000000000000000000000001", MILLION),
        (True, 1),
    ],
)
def test_no_amounts(cell, unit):
    refused(text.money, cell, unit)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("05/09/2023", "2023-09-05"),
        ("5/9/2023", "2023-09-05"),
        ("5-9-2023", "2023-09-05"),
        ("05.09.2023", "2023-09-05"),
        ("05 / 09 / 2023", "2023-09-05"),
        ("05–09–2023", "2023-09-05"),
        ("'05/09/2023", "2023-09-05"),
        ("2023-09-05", "2023-09-05"),
        ("2023/09/05", "2023-09-05"),
        ("2023-09-05 00:00:00", "2023-09-05"),
        ("2023-09-05T00:00:00", "2023-09-05"),
        ("05/09/2023 08:30", "2023-09-05"),
        ("ngày 5 tháng 9 năm 2023", "2023-09-05"),
        ("Ngày 05 tháng 09 năm 2023.", "2023-09-05"),
        (unicodedata.normalize("NFD", "Ngày 05 tháng 09 năm 2023"), "2023-09-05"),
        ("ngay 5 thang 9 nam 2023", "2023-09-05"),
        ("05 tháng 9 năm 2023", "2023-09-05"),
        ("ngày 5 tháng 9/2023", "2023-09-05"),
        ("ngày 05/09/2023", "2023-09-05"),
        ("sinh ngày 02/09/1958", "1958-09-02"),
        ("QĐ 12/QĐ-UBND ngày 05/01/2023", "2023-01-05"),
        ("29/02/2024", "2024-02-29"),
        (44926, "2022-12-31"),
        (44926.75, "2022-12-31"),
        ("44926", "2022-12-31"),
        (14611, "1940-01-01"),
        (dt.datetime(2022, 12, 31, 23, 59), "2022-12-31"),
    ],
)
def test_days(cell, day):
    assert text.date(cell) == dt.date.fromisoformat(day)


def test_a_serial_number_counts_from_the_workbooks_own_first_day():
    # 1904-01-01 is day 1462 of the other count: 44926 - 1462
    assert text.date(43464, date1904=True) == text.date(44926) == dt.date(2022, 12, 31)
    assert text.year(43464.0, date1904=True) == 2022


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2023",
        "29/02/2023",
        "12/31/2022",  # never turned round
        "2023-31-12",
        "05/09/23",
        "05/09/58",
        "131/12/2022",
        "31/12/20223",
        "05/09/0203",
        "tháng 9/2023",
        "9/2023",
        "2023",
        "20230905",
        "trước ngày 31/12/2022",
        "từ 01/01/2023 đến 31/01/2023",
        "khoảng 05/09/2023",
        "05/09/2023?",
        "hôm qua",
        1958,
        140,
        15_000_000,
        float("nan"),
        True,
        dt.time(8),
        dt.date(202, 9, 5),
    ],
)
def test_no_days(cell):
    refused(text.date, cell)


@pytest.mark.parametrize(
    ("cell", "year"),
    [(1958, 1958), ("1958", 1958), ("năm 1958", 1958), ("'1958", 1958), ("02/09/1958", 1958), (21430, 1958)],
)
def test_years(cell, year):
    assert text.year(cell) == year


@pytest.mark.parametrize("cell", ["58", "1.958", "195888", "02/09/58", 3000, "khoảng 1958"])
def test_no_years(cell):
    refused(text.year, cell)


def test_where_no_more_is_known_a_year_stands_for_a_date():
    assert text.date_or_year("1958") == 1958
    assert text.date_or_year("02/09/1958") == dt.date(1958, 9, 2)
    refused(text.date_or_year, "31/02/1958")


@pytest.mark.parametrize(
    "cell",
    [*"xXｘх×✓✔☑vV1", "x.", "(x)", 1, 1.0, True, "Có", "CÓ", "co", "đúng", "TRUE", "yes"],
)
def test_marks_of_yes(cell):
    assert mark(cell) == 1


@pytest.mark.parametrize(
    "cell", ["0", 0, 0.0, False, "-", "–", "không", "Không", "khong", "KO", "FALSE", "☐"]
)
def test_marks_of_no(cell):
    assert mark(cell) == 0


@pytest.mark.parametrize("cell", ["", " ", "…", "....", "\u200b"])
def test_no_mark_is_no_answer(cell):
    assert mark(cell) is None


@pytest.mark.parametrize(
    "cell", ["x?", "có/không", "-1", "1%", "-x", 2, -1, "xx", "cỏ", "?", "Nguyễn Văn An"]
)
def test_no_marks(cell):
    refused(mark, cell)


@pytest.mark.parametrize(
    ("topic", "said", "meant"),
    [
        ("classes", "HỘ NGHÈO", "poor"),
        ("classes", "H.nghèo", "poor"),
        ("classes", "HN", "poor"),
        ("classes", "hộ  cận\nnghèo", "near_poor"),
        ("classes", "HCN", "near_poor"),
        ("classes", "H. cận nghèo", "near_poor"),
        ("classes", "ho can ngheo", "near_poor"),
        ("classes", "Hộ MSTB", "average"),
        ("reasons", "THOÁT NGHÈO", "exit_poverty"),
        ("reasons", "thoat can ngheo", "exit_near_poverty"),
        ("reasons", "Tái nghèo", "relapse_poverty"),
        ("reasons", "Hộ phát sinh mới", "new"),
        ("reasons", "Chuyển đi nơi khác", "moved_out"),
        ("reasons", "đã chết", "died"),
        ("sexes", "NU", "female"),
    ],
)
def test_words(topic, said, meant):
    assert meaning(topic, said) == meant
    assert meaning(topic, unicodedata.normalize("NFD", said)) == meant


@pytest.mark.parametrize(
    "said", ["Hộ cân nghèo", "Hộ nghèo?", "nghèo hoặc cận nghèo", "không phải hộ nghèo", "1", "N", "hộ nghẻo"]
)
def test_no_words_of_a_class(said):
    refused(meaning, "classes", said)


@pytest.mark.parametrize("topic", ["marks", "sexes", "classes", "reasons", "accounts", "statuses"])
def test_a_phrase_means_one_thing(topic):
    said = yaml.safe_load(FILE.read_text(encoding="utf8"))[topic]
    assert all(meaning(topic, phrase) == name for name, phrases in said.items() for phrase in phrases)
    assert set(meanings(topic).values()) == set(said)


FIGURES = st.decimals(0, 10**12, places=2)
GROUPS = {"vietnamese": (".", ","), "english": (",", "."), "spaces": (" ", ","), "no-break": ("\u00a0", ",")}


@given(FIGURES, st.sampled_from(sorted(GROUPS)), st.sampled_from(["{}", "-{}", "({})", "−{}", " {} "]))
def test_a_number_written_in_any_style_is_read_back(value, style, frame):
    thousands, decimals = GROUPS[style]
    written = f"{value:,.2f}".replace(",", "\0").replace(".", decimals).replace("\0", thousands)
    negative = frame not in ("{}", " {} ")
    assert text.number(frame.format(written)) == (-value if negative else value)


@given(st.integers(0, 10**9), st.sampled_from([".", ",", " ", "\u202f", "'", ""]))
def test_a_count_written_in_any_style_is_read_back(value, thousands):
    assert text.whole(f"{value:,}".replace(",", thousands)) == value


@given(
    st.integers(0, 10**9),
    st.sampled_from([("đ", 1), (" đồng", 1), (" tr.đ", MILLION), (" triệu", MILLION), (" nghìn đồng", 1000)]),
    st.sampled_from([None, 1, 1000, MILLION]),
)
def test_an_amount_is_exact_and_its_own_unit_counts(dong, unit, of_table):
    word, one = unit
    whole, part = divmod(dong, one)
    decimals = f",{part:0{len(str(one)) - 1}d}".rstrip("0").rstrip(",") if one > 1 else ""
    written = f"{whole:,}".replace(",", ".") + decimals
    assume(len(decimals) != 4)  # three decimals may be thousands: refused
    assert text.money(written + word, of_table) == dong


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    st.sampled_from(
        [
            "{0:%d/%m/%Y}",
            "{0.day}/{0.month}/{0.year}",
            "{0:%d-%m-%Y}",
            "{0:%d.%m.%Y}",
            "{0:%Y-%m-%d}",
            "ngày {0.day} tháng {0.month} năm {0.year}",
            "{0:%d} tháng {0:%m} năm {0.year}",
        ]
    ),
)
def test_a_day_written_in_any_style_is_read_back(day, style):
    assert text.date(style.format(day)) == day
    assert [found for _, found in text.dates_in(f"Số liệu: {style.format(day)}, của xã")] == [day]


@given(st.dates(dt.date(1920, 1, 1), dt.date(2099, 12, 31)), st.booleans())
def test_a_serial_number_is_read_back(day, date1904):
    epoch = dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)
    assert text.date((day - epoch).days, date1904) == day


@given(st.text(max_size=25), st.sampled_from(["number", "whole", "rate", "date", "year"]))
def test_a_reader_of_any_text_has_a_value_or_refuses_it_unrepeated(cell, reader):
    read = getattr(text, reader)
    try:
        value = read(cell)
    except ValueError:
        refused(read, cell)
    else:
        assert value is None or type(value) in (Decimal, int, dt.date)


@example("Bÿ")
@given(st.text(max_size=25))
def test_normal_forms_are_their_own(raw):
    assume(raw.strip())
    assert text.normal(text.normal(raw)) == text.normal(raw)
    assert text.toneless(text.toneless(raw)) == text.toneless(raw)
