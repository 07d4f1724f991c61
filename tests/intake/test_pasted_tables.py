"""One small table in the many ways people have it: each must give the same lines, and the same checks."""
# ruff: noqa: E501, RUF005  (a paste is seen whole on its line)

import contextlib
import unicodedata

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import check_published, read_published
from analysis.intake.published import PublishedError
from analysis.printed import count, figure

# 10 / 1.638 = 0,6105 %; 30 / 2.079 = 1,4430 %; 40 / 3.717 = 1,0761 %; 1.638 + 2.079 = 3.717; 10 + 30 = 40
LINES = {
    "An Thạnh": (1638, 10, "0.61"),
    "Long Chữ": (2079, 30, "1.44"),
    "Tổng cộng": (3717, 40, "1.08"),
}
HEADINGS = "Đơn vị\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\n"
BODY = "An Thạnh\t1.638\t10\t0,61\nLong Chữ\t2.079\t30\t1,44\nTổng cộng\t3.717\t40\t1,08\n"
TABLE = HEADINGS + BODY

HTML = """<table><caption>Bảng 3</caption>
<tr><th rowspan=2>Đơn vị</th><th rowspan="2">Tổng số hộ</th><th colspan="2">Hộ nghèo</th></tr>
<tr><th>Số hộ</th><th>Tỷ lệ<br>(%)</th></tr>
<tr><td><p>An&nbsp;Thạnh</p></td><td>1.638</td><td>10</td><td>0,61<sup>1</sup></td></tr>
<tr><td>Long Chữ</td><td>2.079</td><td>30</td><td>1,44</td></tr>
<tr><td><b>Tổng cộng</b></td><td><b>3.717</b></td><td>40</td><td>1,08</td></tr></table>"""

PASTES = {
    "cells copied from Excel": TABLE,
    "cells copied from Excel on Windows": TABLE.replace("\n", "\r\n"),
    "decomposed letters, as macOS and some PDFs give them": unicodedata.normalize("NFD", TABLE),
    "capital letters": TABLE.upper().replace("AN THẠNH", "An Thạnh").replace("LONG CHỮ", "Long Chữ")
    .replace("TỔNG CỘNG", "Tổng cộng"),
    "English points and commas": TABLE.replace(",", ";").replace(".", ",").replace(";", "."),
    "both ways of writing numbers in one table": TABLE.replace("1.638", "1,638").replace("1,44", "1.44"),
    "thousands parted by no-break blanks": TABLE.replace(".", "\u00a0"),
    "thousands parted by narrow blanks": TABLE.replace(".", "\u202f"),
    "thousands parted by thin blanks": TABLE.replace(".", "\u2009"),
    "thousands parted by apostrophes": TABLE.replace(".", "’"),
    "thousands not parted": TABLE.replace(".", ""),
    "percent signs in the cells": HEADINGS.replace(" (%)", "")
    + BODY.replace("0,61", "0,61%").replace("1,44", "1,44 %").replace("1,08", "1,08%"),
    "percent only in the heading": TABLE.replace("Tỷ lệ (%)", "%"),
    "households said after counts": TABLE.replace("\t10\t", "\t10 hộ\t").replace("\t30\t", "\t30 hộ\t"),
    "marks of footnotes": TABLE.replace("0,61", "0,61*").replace("1,44", "1,44(1)").replace("3.717", "3.717²"),
    "a mark of a footnote on the whole": TABLE.replace("Tổng cộng", "Tổng cộng (*)"),
    "a total on top": HEADINGS + "".join(sorted(BODY.splitlines(keepends=True), key=lambda r: r[0] != "T")),
    "a column STT": "STT\t" + HEADINGS + "".join(
        f"{n}\t{row}" for n, row in zip((1, 2, ""), BODY.splitlines(keepends=True), strict=True)
    ),
    "a total written under STT, merged with the name": "STT\t" + HEADINGS
    + "1\tAn Thạnh\t1.638\t10\t0,61\n2\tLong Chữ\t2.079\t30\t1,44\nTổng cộng\t\t3.717\t40\t1,08\n",
    "codes of units before their names": "TT\tMã xã\t" + HEADINGS
    + "1\t25693\tAn Thạnh\t1.638\t10\t0,61\n2\t25696\tLong Chữ\t2.079\t30\t1,44\n\t\tTổng cộng\t3.717\t40\t1,08\n",
    "numbers before the names": TABLE.replace("An Th", "1. An Th").replace("Long", "2) Long"),
    "numbered columns": HEADINGS + "A\t1\t2\t3=2/1\n" + BODY,
    "titles above and notes under the table": "UBND HUYỆN\nBảng 5. Kết quả rà soát, theo đơn vị\n" + TABLE
    + "Ghi chú: số liệu tạm\nNguồn: Phòng Lao động\n",
    "a letterhead of two cells above the title": "UBND HUYỆN\t\t\tCỘNG HÒA\nPhòng\t\t\tĐộc lập\nBIỂU TỔNG HỢP\n" + TABLE,
    "a name cut by a line break in Word": TABLE.replace("Tổng cộng", "Tổng\ncộng"),
    "a heading cut by line breaks in Word": TABLE.replace("Tỷ lệ (%)", "Tỷ lệ\n(%)").replace("Tổng số hộ", "Tổng số\nhộ"),
    "a heading cut by a line break in Excel": TABLE.replace("Tỷ lệ (%)", '"Tỷ lệ\n(%)"'),
    "headings repeated on the next page": TABLE.replace("Long", HEADINGS + "Long"),
    "blank lines between rows": TABLE.replace("\n", "\n\n"),
    "two levels of headings": "Đơn vị\tTổng số hộ\tHộ nghèo\t\n\t\tSố lượng\tTỷ lệ (%)\n" + BODY,
    "three levels of headings": "Đơn vị\tKết quả\t\t\n\tTổng số hộ\tHộ nghèo\t\n\t\tSố hộ\t%\n" + BODY,
    "a group of headings over all figures": "\tKết quả rà soát\t\t\n" + TABLE,
    "persons beside households": "Đơn vị\tTổng số hộ\tTổng số khẩu\tHộ nghèo\tTỷ lệ (%)\n"
    + "An Thạnh\t1.638\t6.000\t10\t0,61\nLong Chữ\t2.079\t8.000\t30\t1,44\nTổng cộng\t3.717\t14.000\t40\t1,08\n",
    "semicolons": TABLE.replace("\t", ";"),
    "semicolons and quotes": "".join(f'"{row}"\n' for row in TABLE.replace("\t", '";"').splitlines()),
    "commas and quotes": "".join(f'"{row}"\n' for row in TABLE.replace("\t", '","').splitlines()),
    "commas and plain numbers": TABLE.replace(".", "").replace(",", ".").replace("\t", ","),
    "Markdown": "| " + HEADINGS.strip().replace("\t", " | ") + " |\n|:---|---:|---:|---:|\n"
    + "".join(f"| {row} |\n" for row in BODY.replace("\t", " | ").splitlines()),
    "Markdown with a bold total": HEADINGS.replace("\t", "|") + "---|---|---|---\n"
    + BODY.replace("Tổng cộng\t3.717\t40\t1,08", "**Tổng cộng**\t**3.717**\t**40**\t**1,08**").replace("\t", "|"),
    "a table drawn with signs": "+---+---+---+---+\n" + "".join(f"| {r} |\n" for r in TABLE.replace("\t", " | ").splitlines()),
    "HTML with cells over several rows and columns": HTML,
    "HTML on one line": HTML.replace("\n", ""),
    "text of a PDF": TABLE.replace("\t", " "),
    "text of a PDF with wide blanks": TABLE.replace("\t", "    "),
    "text of a PDF with numbers before the names": "STT " + TABLE.replace("\t", " ").replace("An T", "1 An T").replace("Long", "2 Long"),
    "English headings": "Unit\tTotal households\tPoor households\tRate (%)\n" + BODY,
}  # fmt: skip


def lines(table):
    return {
        row.unit: (count(row.total_households), count(row.households), str(figure(row.rate_percent)))
        for row in table[table.measure == "poor"].itertuples()
    }


def checks_of(table):
    return [(row.check, row.unit, row.measure, row.verdict) for row in check_published(table).itertuples()]


ALL = [("rate", unit, "poor", "holds") for unit in LINES]
SUMS = [("sum", "Tổng cộng", measure, "holds") for measure in ("poor", "total_households")]


@pytest.mark.parametrize("name", PASTES)
def test_the_table_is_the_same_however_it_was_pasted(name):
    table = read_published(PASTES[name])
    assert lines(table) == LINES
    assert sorted(checks_of(table)) == sorted(ALL + SUMS)


def test_hamlets_called_by_numbers_in_the_text_of_a_pdf():
    pasted = "Đơn vị Tổng số hộ Hộ nghèo Tỷ lệ (%)\nẤp 1 1.638 10 0,61\nẤp 2 2.079 30 1,44\nTổng cộng 3.717 40 1,08\n"
    table = read_published(pasted)
    assert lines(table) == dict(zip(["Ấp 1", "Ấp 2", "Tổng cộng"], LINES.values(), strict=True))


def test_units_called_by_numbers_alone():
    pasted = "Ấp\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\n1\t1.638\t10\t0,61\n2\t2.079\t30\t1,44\nTổng cộng\t3.717\t40\t1,08\n"
    assert lines(read_published(pasted)) == dict(zip(["1", "2", "Tổng cộng"], LINES.values(), strict=True))


def test_a_row_of_a_pdf_with_a_cell_missing_is_left_out_whole():
    pasted = TABLE.replace("\t", " ").replace("Long Chữ 2.079 30", "Long Chữ 2.079")
    table = read_published(pasted)
    assert table.attrs["left_out"] == [(3, 1, "Long Chữ 2.079 1,44", "unparted")]


def test_a_table_without_a_total_line_has_its_rates_checked():
    table = read_published(HEADINGS + "".join(BODY.splitlines(keepends=True)[:2]))
    assert checks_of(table) == ALL[:2]


# one cell that can't be read


@pytest.mark.parametrize("text", ["mười", "1.0.", "10 (5)", "??", "xem ghi chú"])
def test_one_cell_that_can_not_be_read_is_named_and_the_rest_is_checked(text):
    table = read_published(TABLE.replace("\t10\t", f"\t{text}\t"))
    assert table.attrs["left_out"] == [(2, 3, text, "not_a_number")]
    # the other part may be at most the whole: 30 of 40 leave 10 for An Thạnh
    assert checks_of(table) == [*ALL[1:], ("sum", "Tổng cộng", "poor", "gaps"), SUMS[1]]


@pytest.mark.parametrize("mark", ["-", "–", "—", "…", "...", '"', "x", "n/a", ""])
def test_a_mark_of_nothing_is_no_figure_and_no_fault(mark):
    # Long Chữ has nobody poor: 10 of 3.717 are 0,2690 %
    pasted = TABLE.replace("\t30\t1,44", f"\t{mark}\t{mark}").replace("40\t1,08", "10\t0,27")
    table = read_published(pasted)
    assert table.attrs["left_out"] in ([], [(3, 1, "Long Chữ", "no_figures")])
    assert ("sum", "Tổng cộng", "poor", "holds") in checks_of(table)


def test_a_line_that_stands_twice_is_set_aside_and_the_rest_is_checked():
    table = read_published(TABLE + "Long Chữ\t2.079\t31\t1,49\n")
    assert [(row, why) for row, _, _, why in table.attrs["left_out"]] == [(3, "twice"), (5, "twice")]
    assert [check[:2] for check in checks_of(table)][:2] == [("rate", "An Thạnh"), ("rate", "Tổng cộng")]


# rounds, standards and changes


def test_two_years_side_by_side_with_the_change():
    # 25 / 3.740 = 0,6684 %; 0,67 - 1,08 = -0,41; exact 0,6684 - 1,0761 = -0,4077
    pasted = (
        "Đơn vị\tNăm 2022\t\t\tNăm 2023\t\t\tGiảm so với năm 2022 (điểm %)\n"
        "\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\t\n"
        "Huyện X\t3.717\t40\t1,08\t3.740\t25\t0,67\t0,41\n"
    )
    table = read_published(pasted)
    assert checks_of(table) == [
        ("rate", "Huyện X", "poor", "holds"),
        ("rate", "Huyện X", "poor", "holds"),
        ("change", "Huyện X", "poor", "both"),
    ]
    # the newer year on the left is the newer year
    swapped = pasted.replace("2022", "20xx").replace("2023", "2022").replace("20xx", "2023")
    assert sorted(read_published(swapped)["round"]) == ["2022", "2023"]


@pytest.mark.parametrize(
    "printed",
    ["-0,41", "−0,41", "–0,41", "—0,41", "(0,41)", "giảm 0,41", "giảm 0,41 điểm phần trăm", "-0,41 điểm %", "-0,41 đ.%"]
    + ["down 0.41", "a decrease of 0.41 pp", "fell by 0.41 percentage points", "▼0,41", "-0,41%"],
)  # fmt: skip
def test_a_change_in_every_way_it_is_printed(printed):
    pasted = "Đơn vị\tNăm\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\tTăng, giảm (điểm %)\n"
    pasted += f"Huyện X\t2022\t3.717\t40\t1,08\t\n\t2023\t3.740\t25\t0,67\t{printed}\n"
    table = read_published(pasted)
    assert table.attrs["left_out"] == []
    assert checks_of(table)[2:] == [("change", "Huyện X", "poor", "both")]


def test_rises_and_falls_in_columns_of_their_own():
    pasted = "Xã\tNăm\tHộ nghèo\tTỷ lệ (%)\tTăng (điểm %)\tGiảm (điểm %)\n"
    pasted += (
        "A\t2022\t10\t1,00\t\t\nA\t2023\t8\t0,80\t\t0,20\nB\t2022\t10\t1,00\t\t\nB\t2023\t12\t1,20\t0,20\t\n"
    )
    table = read_published(pasted)
    assert [text for text in table.change_points if text] == ["-0,20", "0,20"]
    assert [check[3] for check in checks_of(table) if check[0] == "change"] == ["rounded", "rounded"]


def test_changes_in_households_are_left_out_and_not_taken_for_points():
    pasted = "Xã\tHộ nghèo 2022\tHộ nghèo 2023\tSố hộ nghèo giảm\tTỷ lệ (%)\nA\t10\t8\t2\t0,80\nB\t10\t12\t-2\t1,20\n"
    table = read_published(pasted)
    assert table.attrs["left_out"] == [(0, 4, "Số hộ nghèo giảm", "count_change")]
    assert set(table.change_points) == {""}


def test_two_standards_side_by_side_are_two_lines():
    # Tây Ninh 2021: 0 and 2.064 of 320.018 (0,6450 %)
    pasted = (
        "Tỉnh\tTổng số hộ\tChuẩn nghèo 2016-2020\t\tChuẩn nghèo 2022-2025\t\n"
        "\t\tHộ nghèo\tTỷ lệ (%)\tHộ nghèo\tTỷ lệ (%)\n"
        "Tây Ninh\t320.018\t0\t0,00\t2.064\t0,64\n"
    )
    table = read_published(pasted, round="2021")
    assert table[["standard", "households", "total_households", "rate_percent"]].values.tolist() == [
        ["2016-2020", "0", "320.018", "0,00"],
        ["2022-2025", "2.064", "320.018", "0,64"],
    ]
    assert check_published(table).holds.all()


def test_the_beginning_and_the_end_of_a_year_are_two_rounds():
    pasted = (
        "Xã\tĐầu năm 2023\t\tCuối năm 2023\t\tGiảm (điểm %)\n\tHộ nghèo\tTỷ lệ (%)\tHộ nghèo\tTỷ lệ (%)\t\n"
        "A\t10\t1,00\t8\t0,80\t0,20\n"
    )
    table = read_published(pasted)
    assert table["round"].tolist() == ["đầu năm 2023", "cuối năm 2023"]
    (change,) = check_published(table).query("check == 'change'").itertuples()
    assert (change.verdict, change.compared_with) == ("rounded", "đầu năm 2023")


def test_the_one_year_of_the_title_is_the_round():
    assert set(read_published("Kết quả rà soát năm 2022 (ban hành 12/01/2023)\n" + TABLE)["round"]) == {
        "2022"
    }
    decision = "Kết quả năm 2022 theo chuẩn 2022-2025\nKèm theo Quyết định ngày 19 tháng 01 năm 2023\n"
    assert set(read_published(decision + TABLE)["round"]) == {"2022"}
    assert set(read_published("So sánh năm 2021 và 2022\n" + TABLE)["round"]) == {""}
    assert set(read_published("Kết quả năm 2022\n" + TABLE, round="cuối 2022")["round"]) == {"cuối 2022"}


def test_years_down_the_table_are_its_rounds():
    pasted = "Năm\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\n2022\t3.717\t40\t1,08\n2023\t3.740\t25\t0,67\n"
    table = read_published(pasted)
    assert table["round"].tolist() == ["2022", "2023"]
    assert set(read_published("Hộ nghèo huyện X\n" + pasted).unit) == {"Hộ nghèo huyện X"}
    assert [check[0::3] for check in checks_of(table)] == [("rate", "holds")] * 2


def test_a_name_merged_over_its_rows_stands_in_each():
    pasted = "Xã\tNăm\tHộ nghèo\tTỷ lệ (%)\nA\t2022\t10\t1,00\n\t2023\t8\t0,80\nB\t2022\t5\t0,50\n\t2023\t4\t0,40\n"
    assert read_published(pasted).unit.tolist() == ["A", "A", "B", "B"]


# groups


GROUPS = """STT\tĐơn vị\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)
I\tThành thị\t1.638\t10\t0,61
1\tThị trấn A\t1.000\t4\t0,40
2\tThị trấn B\t638\t6\t0,94
II\tNông thôn\t2.079\t30\t1,44
1\tXã C\t1.079\t10\t0,93
2\tXã D\t1.000\t20\t2,00
\tTổng cộng\t3.717\t40\t1,08
"""


@pytest.mark.parametrize(
    "pasted",
    [
        GROUPS,
        GROUPS.replace("I\tThành thị", "A\tThành thị").replace("II\tNông thôn", "B\tNông thôn"),
        GROUPS.replace("STT\t", "").replace("II\t", "II. ").replace("I\t", "I. ").replace("\n1\t", "\n1. ")
        .replace("\n2\t", "\n2. ").replace("\n\tT", "\nT"),
        GROUPS.replace("\n1\t", "\n\t").replace("\n2\t", "\n\t"),
    ],
)  # fmt: skip
def test_groups_are_the_sums_of_their_rows_and_the_parts_of_the_whole(pasted):
    # 4 + 6 = 10, 10 + 20 = 30, 10 + 30 = 40; the totals likewise
    table = read_published(pasted)
    sums = [row for row in check_published(table).itertuples() if row.check == "sum"]
    assert sorted((row.unit, row.compared_with) for row in sums if row.measure == "poor") == [
        ("Nông thôn", "Xã C + Xã D"),
        ("Thành thị", "Thị trấn A + Thị trấn B"),
        ("Tổng cộng", "Thành thị + Nông thôn"),
    ]
    assert all(row.holds for row in sums)


def test_headings_of_sections_without_figures_are_no_parts():
    pasted = GROUPS.replace("\t1.638\t10\t0,61", "").replace("\t2.079\t30\t1,44", "")
    sums = check_published(read_published(pasted)).query("check == 'sum' and measure == 'poor'")
    assert sums.compared_with.tolist() == ["Thị trấn A + Thị trấn B + Xã C + Xã D"]
    assert sums.holds.all()


def test_units_of_one_name_are_told_apart_by_their_group():
    pasted = "Đơn vị\tHộ nghèo\tTỷ lệ (%)\nHuyện A\nTân Lập\t10\t1,00\nHuyện B\nTân Lập\t20\t2,00\n"
    assert read_published(pasted).unit.tolist() == ["Tân Lập (Huyện A)", "Tân Lập (Huyện B)"]
    pasted = GROUPS.replace("Xã C", "Thị trấn A")
    assert "Thị trấn A (Nông thôn)" in set(read_published(pasted).unit)
    assert check_published(read_published(pasted)).holds.all()


def test_districts_with_their_communes_under_them_are_groups_by_their_names():
    pasted = "Đơn vị\tHộ nghèo\nHuyện A\t10\nXã B\t4\nXã C\t6\nHuyện D\t30\nXã E\t10\nXã F\t21\nTỉnh G\t40\n"
    sums = check_published(read_published(pasted)).query("check == 'sum'")
    assert sorted(sums[["unit", "compared_with", "difference"]].values.tolist()) == [
        ["Huyện A", "Xã B + Xã C", 0],
        ["Huyện D", "Xã E + Xã F", 1],
        ["Tỉnh G", "Huyện A + Huyện D", 0],
    ]


def test_subtotals_under_their_rows_are_the_sums_of_these():
    pasted = "STT\tĐơn vị\tHộ nghèo\n1\tXã A\t10\n2\tXã B\t20\nCộng I\t\t30\n1\tXã C\t5\n2\tXã D\t7\nCộng II\t\t11\nTổng cộng (I+II)\t\t41\n"
    sums = check_published(read_published(pasted)).query("check == 'sum'")
    assert sorted(sums[["unit", "compared_with", "difference"]].values.tolist()) == [
        ["Cộng I", "Xã A + Xã B", 0],
        ["Cộng II", "Xã C + Xã D", 1],
        ["Tổng cộng (I+II)", "Cộng I + Cộng II", 0],
    ]


@pytest.mark.parametrize("numbers", [("STT\t", "1\t", "2\t", "\t"), ("", "", "", "")])
def test_what_stands_behind_dashes_is_a_part_of_no_sum(numbers):
    head, one, two, none = numbers
    pasted = f"{head}Đơn vị\tHộ nghèo\n{one}Xã A\t10\n{none}- Ấp 1\t4\n{none}- Ấp 2\t5\n{two}Xã B\t20\n{none}Tổng\t30\n"
    sums = check_published(read_published(pasted)).query("check == 'sum'")
    assert sums[["unit", "compared_with", "holds"]].values.tolist() == [["Tổng", "Xã A + Xã B", True]]


def test_a_number_left_out_leaves_no_unit_out_of_its_sum():
    for gap in ("1\tXã C", "2\tXã D"):
        table = read_published(GROUPS.replace(gap, gap.replace(gap[0], "", 1)))
        assert check_published(table).holds.all()
        assert sum(check_published(table).check == "sum") == 6


def test_some_of_a_unit_is_no_part_of_the_whole():
    pasted = GROUPS.replace("2\tXã D", "\tTrong đó: Ấp 1\t500\t4\t0,80\n2\tXã D")
    assert check_published(read_published(pasted)).holds.all()


# tables that lie


@pytest.mark.parametrize(
    "pasted",
    [
        "Chỉ tiêu\tNăm 2022\tNăm 2023\tTăng, giảm\nTổng số hộ\t3.717\t3.740\t23\nHộ nghèo\t40\t25\t-15\nTỷ lệ hộ nghèo (%)\t1,08\t0,67\t-0,41\n",
        "TT\tChỉ tiêu\tĐVT\t2022\t2023\tGiảm\n1\tTổng số hộ\thộ\t3.717\t3.740\t\n2\tHộ nghèo\t\t\t\t\n-\t- Số hộ\thộ\t40\t25\t15\n-\t- Tỷ lệ\t%\t1,08\t0,67\t0,41\n",
    ],
)
def test_a_table_with_classes_down_and_years_across_is_stood_up(pasted):
    # 0,67 - 1,08 = -0,41; exact -0,4077
    table = read_published(pasted)
    assert table[["round", "measure", "households", "total_households", "rate_percent"]].values.tolist() == [
        ["2022", "poor", "40", "3.717", "1,08"],
        ["2023", "poor", "25", "3.740", "0,67"],
    ]
    assert table.change_points.tolist() == ["", "-0,41"]
    assert [check[3] for check in checks_of(table)] == ["holds", "holds", "both"]


def test_a_table_with_units_across_is_stood_up():
    pasted = "Chỉ tiêu\tAn Thạnh\tLong Chữ\tTổng cộng\nTổng số hộ\t1.638\t2.079\t3.717\nHộ nghèo\t10\t30\t40\nTỷ lệ hộ nghèo (%)\t0,61\t1,44\tmột\n"
    table = read_published(pasted)
    assert sorted(checks_of(table)) == sorted([*ALL[:2], *SUMS])
    assert table.attrs["left_out"] == [(4, 4, "một", "not_a_number")]


# headings that are no class


def test_those_who_left_and_parts_of_a_class_are_not_taken_for_the_class():
    pasted = (
        "Xã\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\tHộ thoát nghèo\tTỷ lệ (%)\tHộ nghèo DTTS\n"
        "A\t1.000\t10\t1,00\t5\t33,33\t2\n"
    )
    table = read_published(pasted)
    assert table[["measure", "households", "rate_percent"]].values.tolist() == [["poor", "10", "1,00"]]
    assert [(heading, why) for _, _, heading, why in table.attrs["left_out"]] == [
        ("Hộ thoát nghèo", "subgroup"),
        ("Tỷ lệ (%)", "unknown_heading"),
        ("Hộ nghèo DTTS", "subgroup"),
    ]


def test_a_count_with_its_rate_in_one_cell():
    pasted = "Đơn vị\tTổng số hộ\tHộ nghèo (số hộ, tỷ lệ)\nAn Thạnh\t1.638\t10 hộ (0,61%)\nLong Chữ\t2.079\t30 (1,44%)\nTổng cộng\t3.717\t40 (1,08%)\n"
    assert sorted(checks_of(read_published(pasted))) == sorted(ALL + SUMS)


def test_a_count_with_decimals_is_no_count_of_thousands():
    assert (2, 3, "0.123", "not_whole") in read_published(TABLE.replace("\t10\t", "\t0.123\t")).attrs[
        "left_out"
    ]


def test_money_paid_up_to_a_day_is_held_against_the_plan_of_its_year():
    # 2.500.000.000 / 2.843.850.000 = 87,909 %
    pasted = "Dự án\tKế hoạch năm 2023\tGiải ngân đến 15/12/2023\tTỷ lệ (%)\nDự án 1\t2.843.850.000\t2.500.000.000\t87,91\n"
    (rate,) = check_published(read_published(pasted)).itertuples()
    assert (rate.round, rate.denominator, rate.holds) == ("15/12/2023", 2_843_850_000, True)


def test_an_amount_with_decimals_is_said_to_be_no_whole_number():
    pasted = "Dự án\tKế hoạch (triệu đồng)\tGiải ngân\tTỷ lệ (%)\nA\t1.234,5\t617\t50\nB\t1.000\t500\t50,0\n"
    table = read_published(pasted)
    assert table.attrs["left_out"] == [(2, 2, "1.234,5", "not_whole")]
    assert ("rate", "B", "Giải ngân", "holds") in checks_of(table)


def test_shares_under_a_heading_of_per_cent_are_told_from_wrong_rates():
    # 0,0061 is 10 / 1.638 = 0,61 %; 0,0145 is not 1,4430 %
    table = read_published("Xã,Tổng số hộ,Hộ nghèo,Tỷ lệ (%)\nA,1638,10,0.0061\nB,2079,30,0.0145\n")
    assert [check[3] for check in checks_of(table)] == ["share", "differs"]


# sheets


def workbook(tmp_path, rows, formats, name="bảng.xlsx", hidden=None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for column, format_ in formats.items():
        for cell in sheet[column]:
            cell.number_format = format_
    if hidden:
        first = book.create_sheet("ẩn", 0)
        first.append(["x", "y"])
        first.sheet_state = "hidden"
    book.save(tmp_path / name)
    return tmp_path / name


SHEET = [
    HEADINGS.strip().split("\t"),
    ["An Thạnh", 1638, 10],
    ["Long Chữ", 2079, 30],
    ["Tổng cộng", 3717, 40],
]


def test_rates_stored_as_shares_are_read_as_they_are_shown(tmp_path):
    rows = [SHEET[0], *([*row, row[2] / row[1]] for row in SHEET[1:])]
    table = read_published(workbook(tmp_path, rows, {"D": "0.00%", "B": "#,##0"}, hidden=True))
    assert table.rate_percent.tolist() == ["0.61%", "1.44%", "1.08%"]
    assert sorted(checks_of(table)) == sorted(ALL + SUMS)


def test_rates_with_more_decimals_than_are_shown_are_those_shown(tmp_path):
    rows = [SHEET[0], *([*row, 100 * row[2] / row[1]] for row in SHEET[1:])]
    table = read_published(workbook(tmp_path, rows, {"D": "0.00"}))
    assert lines(table) == LINES
    unformatted = read_published(workbook(tmp_path, rows, {}))
    assert sorted(checks_of(unformatted)) == sorted(ALL + SUMS)


@pytest.mark.parametrize("written", ["{}", '"{}"', "\n{}\n"])
def test_a_path_may_stand_in_quotes_or_on_a_line_of_its_own(tmp_path, written):
    rows = [SHEET[0], *([*row, rate] for row, rate in zip(SHEET[1:], (0.61, 1.44, 1.08), strict=True))]
    assert lines(read_published(written.format(workbook(tmp_path, rows, {})))) == LINES


def test_noughts_at_the_end_are_shown(tmp_path):
    rows = [SHEET[0], ["A", 200, 10, 5], ["B", 200, 10, 5.5]]
    table = read_published(workbook(tmp_path, rows, {"D": "0.00"}))
    assert table.rate_percent.tolist() == ["5.00", "5.50"]


def test_rows_of_a_sheet_keep_their_numbers(tmp_path):
    rows = [["BIỂU TỔNG HỢP"], [], SHEET[0], [], *([*row, "mười"] for row in SHEET[1:3])]
    table = read_published(workbook(tmp_path, rows, {}))
    assert table["row"].tolist() == [5, 6]
    assert table.attrs["left_out"] == [(5, 4, "mười", "not_a_number"), (6, 4, "mười", "not_a_number")]


# whatever is pasted

CELLS = ["", "-", "A", "Xã B", "Ấp 1", "Tổng", "I", "II. X", "1", "1.1", "2022", "10", "1.638", "0,61", "1,5%", "−0,3", '"', ";", "x;y",
         "Hộ nghèo", "Hộ cận nghèo", "Hộ nghèo đa chiều", "Tỷ lệ (%)", "Tổng số hộ", "Năm", "STT", "Giảm (điểm %)", "Chuẩn nghèo 2016-2020",
         "Năm 2023", "Đầu năm 2023", "<b>", "**1**", "mười", "²", "(1)", "Huyện C", "Tỉnh D"]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6), min_size=1, max_size=8),
    st.sampled_from(["\t", " | ", ";", ",", " ", "   "]),
)
@settings(deadline=None, max_examples=400)
def test_whatever_is_pasted_is_checked_or_refused_with_a_reason(rows, separator):
    with contextlib.suppress(PublishedError):
        table = read_published("\n".join(separator.join(row) for row in rows) + "\n")
        check_published(table)


@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=3, max_size=5), min_size=1, max_size=8))
@settings(deadline=None, max_examples=400)
def test_every_table_under_headings_is_checked(rows):
    pasted = "Đơn vị\tTổng số hộ\tHộ nghèo\tTỷ lệ (%)\tGiảm (điểm %)\nHuyện Y\t100\t1\t1,00\t0,10\n"
    table = read_published(pasted + "\n".join("\t".join(row) for row in rows))
    check_published(table)
    assert set(table.attrs) == {"left_out"}


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=300)
def test_any_text_is_no_fault_of_the_program(text):
    with contextlib.suppress(PublishedError):
        check_published(read_published("\n" + text))


def test_a_sentence_is_no_missing_file():
    with pytest.raises(PublishedError):
        read_published("Tỉnh có 1.200 hộ nghèo")
    with pytest.raises(PublishedError):
        read_published("Tỉnh có 1.200 hộ nghèo, huyện có 30 hộ. " * 20)
    with pytest.raises(OSError, match=r"báo cáo\.xlsx"):
        read_published("báo cáo.xlsx")
