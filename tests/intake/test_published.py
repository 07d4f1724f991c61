"""Printed tables as people have them, read into the lines that are checked."""

from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import check_published, read_published
from analysis.intake.published import PublishedError

CASES = Path(__file__).parents[1] / "measures" / "check_published" / "cases"

# Báo Bà Rịa – Vũng Tàu, 02/2023, as printed: the review of 2022 by region.
REGIONS = """
Vùng\tHộ nghèo\tTỷ lệ (%)\tHộ cận nghèo\tTỷ lệ (%)\tHộ nghèo đa chiều\tTỷ lệ (%)
Trung du và miền núi phía Bắc\t455.271\t14,23\t246.190\t7,69\t701.461\t21,92
Đồng bằng sông Hồng\t69.239\t1,00\t100.237\t1,45\t169.566\t2,45
Bắc Trung Bộ và duyên hải miền Trung\t284.137\t4,99\t287.114\t5,05\t571.251\t10,04
Tây Nguyên\t129.160\t8,39\t107.487\t6,99\t236.766\t15,39
Đông Nam Bộ\t9.710\t0,21\t6.077\t0,13\t15.787\t0,34
Đồng bằng sông Cửu Long\t109.767\t2,26\t168.169\t3,46\t277.936\t5,73
Cả nước\t1.057.374\t4,03\t915.274\t3,49\t1.972.767\t7,52
"""


def wrong(table):
    checks = check_published(table)
    failing = checks[~checks.holds.fillna(True)]
    return [(row.check, row.unit, str(row.difference)) for row in failing.itertuples()]


def test_a_table_pasted_from_a_newspaper_tells_what_does_not_hold():
    table = read_published(REGIONS, round="2022")
    assert len(table) == 7 * 3
    assert table.attrs["left_out"] == []
    # 69,239 + 100,237 = 169,476; 129,160 + 107,487 = 236,647; 1,057,374 + 915,274 = 1,972,648;
    # the regions' poor add up to 1,057,284
    assert [row[:2] for row in wrong(table)] == [
        ("sum", "Đồng bằng sông Hồng"),
        ("sum", "Tây Nguyên"),
        ("sum", "Cả nước"),
        ("sum", "Cả nước"),
        ("implied_total", "Cả nước"),
    ]


@pytest.mark.parametrize(
    ("case", "lines", "failing"),
    [
        ("national_2022_by_region", 21, 5),
        ("quang_binh_2022_urban_rural", 9, 0),
        # Loại vốn and nguồn together name a line; money counts as anything else does.
        ("quang_nam_disbursement_2021_2023", None, 0),
        ("tay_ninh_and_other_lines_with_totals", None, 0),
    ],
)
def test_files_with_the_headings_of_programs_are_read_too(case, lines, failing):
    path = CASES / case / "data.csv"
    table = read_published(path)
    printed = pd.read_csv(path, dtype=str, keep_default_na=False)
    figures = [name for name in printed if name.startswith(("ho_", "ty_le"))]
    assert lines in (None, len(table))
    counted = table[["households", "rate_percent"]].ne("").to_numpy().sum()
    if figures and "ho_ngheo" in printed:
        assert counted == printed[figures].ne("").to_numpy().sum()
    assert len(wrong(table)) == failing


def test_figures_and_standards_of_every_line_are_the_printed_ones():
    table = read_published(CASES / "tay_ninh_and_other_lines_with_totals" / "data.csv")
    row = table[(table["round"] == "2021") & (table.standard == "GĐ 2022-2025") & (table.measure == "poor")]
    assert row.iloc[0][["unit", "households", "total_households", "rate_percent"]].tolist() == [
        "Tỉnh Tây Ninh", "2064", "320018", "0.64",
    ]  # fmt: skip


@pytest.fixture
def report(tmp_path):
    """A sheet as an office makes it: title, headings of two levels, years side by side, signature."""
    sheet = openpyxl.Workbook()
    page = sheet.active
    rows = [
        ["BIỂU TỔNG HỢP HỘ NGHÈO"],
        [
            "STT",
            "Đơn vị",
            "Năm 2022",
            None,
            None,
            "Năm 2023",
            None,
            None,
            "Hộ nghèo giảm (điểm %)",
            "Ghi chú",
        ],
        [None, None, "Tổng số hộ", "Hộ nghèo", "Tỷ lệ (%)", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ (%)"],
        ["A", "B", 1, 2, 3, 4, 5, 6, 7, 8],
        [1, "Xã An Thạnh", 1638, 20, "1,22", 1651, 15, "0,91", "0,31", None],
        [2, "Xã Long Chữ", 2079, 30, "1,44", 2089, 10, "0,58", "0,96", "số tạm"],
        [None, "Tổng cộng", 3717, 50, "1,35", 3740, 25, "0,67", "0,68", None],
        [None, None, "NGƯỜI LẬP BIỂU"],
    ]
    for row in rows:
        page.append(row)
    for area in ("A2:A3", "B2:B3", "C2:E2", "F2:H2", "I2:I3", "J2:J3"):
        page.merge_cells(area)
    path = tmp_path / "biểu.xlsx"
    sheet.save(path)
    return path


def test_an_office_sheet_with_two_levels_of_headings_and_two_years(report):
    table = read_published(report)
    kept = table[table.unit == "Xã An Thạnh"].set_index("round")
    assert kept.loc["2022", ["total_households", "households", "rate_percent"]].tolist() == [
        "1638", "20", "1,22",
    ]  # fmt: skip
    assert kept.loc["2023", ["total_households", "households", "rate_percent"]].tolist() == [
        "1651", "15", "0,91",
    ]  # fmt: skip
    # 10 / 2,089 = 0.4787 %, and so the fall printed from 1.44 to it is not 0.96 but of the printed 0.58
    assert ("rate", "Xã Long Chữ", "-0.10") in wrong(table)


def test_what_is_in_no_line_is_listed_with_its_place(report):
    left = read_published(report).attrs["left_out"]
    assert (8, 1, "NGƯỜI LẬP BIỂU", "no_figures") in left
    pasted = "Xã\tHộ nghèo\tTỷ lệ (%)\tSố khẩu\tCông trình\nA\t10\t1,00\t40\t3\nB\tmười\t2,00\t50\t4\n"
    left = read_published(pasted).attrs["left_out"]
    assert left == [
        (0, 4, "Số khẩu", "persons"),
        (0, 5, "Công trình", "unknown_heading"),
        (3, 2, "mười", "not_a_number"),
    ]


def test_a_fall_printed_without_a_sign_is_a_fall():
    pasted = "Xã\tHộ nghèo 2023\tTỷ lệ (%)\tGiảm tỷ lệ (%)\tTăng (+), giảm (-)\nA\t10\t1,00\t0,20\t\n"
    assert read_published(pasted).change_points.item() == "-0,20"
    signed = pasted.replace("0,20\t", "\t+0,20")
    assert read_published(signed).change_points.item() == "+0,20"


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("A\t10\t1,00\nB\t20\t2,00\n", "no_header"),
        ("Xã\tHộ nghèo\nA\t-\n", "no_figures"),
        ("", "no_figures"),
        ("Hộ nghèo\tTỷ lệ (%)\tXã\n10\t1,00\tA\n", "no_units"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(pasted, code):
    with pytest.raises(PublishedError) as refused:
        read_published(pasted + "\n")
    assert refused.value.code == code


CLASSES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "multidimensional": "Nghèo đa chiều"}


@given(
    units=st.lists(
        st.sampled_from(["An Thạnh", "Long Chữ", "Bến Cầu", "Tiên Thuận"]), min_size=1, unique=True
    ),
    classes=st.permutations(list(CLASSES)),
    separator=st.sampled_from(["\t", " | ", ";"]),
    data=st.data(),
)
def test_any_order_of_columns_and_any_separator_gives_the_same_lines(units, classes, separator, data):
    total = 20_000
    counts = {
        (unit, name): data.draw(st.integers(0, total), label=f"{unit} {name}")
        for unit in units
        for name in classes
    }

    def printed(number):
        return f"{number:,}".replace(",", ".")

    def rate(number):
        return f"{float(Fraction(number * 100, total)):.2f}".replace(".", ",")

    heading = ["Đơn vị", "Tổng số hộ"]
    for name in classes:
        heading += [CLASSES[name], "Tỷ lệ (%)"]
    rows = [heading]
    for unit in units:
        cells = [unit, printed(total)]
        for name in classes:
            cells += [printed(counts[unit, name]), rate(counts[unit, name])]
        rows.append(cells)
    table = read_published("\n".join(separator.join(row) for row in rows) + "\n")
    found = {(row.unit, row.measure): (row.households, row.rate_percent) for row in table.itertuples()}
    assert found == {key: (printed(n), rate(n)) for key, n in counts.items()}
    assert set(table.total_households) == {"20.000"}
