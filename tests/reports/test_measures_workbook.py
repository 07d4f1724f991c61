"""The workbook of the measures as a person opens it: how they were computed, and every number."""

import re
import zipfile
from fractions import Fraction

import openpyxl
import pandas as pd
import pytest

from analysis.measures.alkire_foster import (
    af_association,
    af_change,
    af_decompose_change,
    af_inequality,
    alkire_foster,
    wide,
)
from analysis.reports import measures_workbook
from analysis.reports.measures_workbook import to_excel
from analysis.wording import load_words

DATA = pd.DataFrame(
    {
        "unit": ["=1+1", "=1+1", "Xã B", "Xã B"],
        "stratum": [1, 1, 2, 2],
        "housing": [1, 0, 1, 0],
        "water": [1, 1, 0, 0],
        "toilet": [1, 0, 0, 0],
    }
)
INDICATORS = {"housing": 2, "water": 1, "toilet": 1}
DIMENSIONS = {"housing": "housing", "water": "sanitation", "toilet": "sanitation"}
"""An indicator and a dimension of one name, as the national standard has."""


def census(**given):
    return alkire_foster(DATA, INDICATORS, [1, 2], dimensions=DIMENSIONS, by="unit", **given)


def sample():
    return alkire_foster(DATA, INDICATORS, 2, strata="stratum")


def written(path, result, **given):
    to_excel(result, path, **given)
    return openpyxl.load_workbook(path)


def facts(book):
    """Label to value, as the first sheet has them above its table."""
    rows = ([cell.value for cell in row[:2]] for row in book.worksheets[0].iter_rows(min_row=3))
    found = {}
    for label, value in rows:
        if label is None:
            return found
        found[label] = value
    return found


def table(sheet):
    """A sheet's table under its row of names in code."""
    _, names, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return pd.DataFrame(rows, columns=names)


def test_long_table_holds_every_row_and_number_of_the_result(tmp_path):
    result = census()
    found = table(written(tmp_path / "a.xlsx", result)["Bảng dài"])
    assert list(found) == list(result)
    assert len(found) == len(result)
    assert found["estimate"].astype(float).tolist() == pytest.approx(result["estimate"].tolist(), nan_ok=True)
    assert found["measure"].tolist() == result["measure"].tolist()
    assert found["n"].tolist() == result["n"].tolist()


def test_what_is_not_defined_is_an_empty_cell_and_never_a_zero(tmp_path):
    # Nobody reaches a score of 4 in Xã B: A is not defined there; a full count has no error.
    result = alkire_foster(DATA, INDICATORS, 4, by="unit")
    found = table(written(tmp_path / "a.xlsx", result)["Bảng dài"])
    (intensity,) = found.loc[(found["measure"] == "A") & (found["group"] == "Xã B"), "estimate"]
    (heads,) = found.loc[(found["measure"] == "H") & (found["group"] == "Xã B"), "estimate"]
    assert pd.isna(intensity)
    assert heads == 0
    assert found["se"].isna().all()


def test_wide_table_is_the_wide_view(tmp_path):
    result = alkire_foster(DATA, INDICATORS, [1, 2], by="unit")
    found = table(written(tmp_path / "a.xlsx", result)["Bảng rộng"])
    expected = wide(result)
    assert list(found) == list(expected)
    for name in ("H", "M0", "hd_water", "pctb_toilet"):
        assert found[name].astype(float).tolist() == pytest.approx(expected[name].tolist(), nan_ok=True)


def test_dimension_and_indicator_of_one_name_keep_a_column_each(tmp_path):
    found = table(written(tmp_path / "a.xlsx", census())["Bảng rộng"])
    whole = found[(found["group"] == "all") & (found["cutoff"] == 2)].iloc[0]
    # Poor from 2: the scores 4, 2 of the first and third household; housing gives 4 of their 6 points.
    assert whole["pctb_housing"] == pytest.approx(4 / 6)
    assert whole["pctb_dimension_housing"] == pytest.approx(4 / 6)
    assert whole["pctb_sanitation"] == pytest.approx(2 / 6)


def test_headings_are_in_words_over_the_names_in_code(tmp_path):
    names = {"toilet": "Nhà tiêu", "housing": "Nhà ở"}
    sheet = written(tmp_path / "a.xlsx", census(), names=names)["Bảng rộng"]
    heads = {sheet.cell(4, c).value: sheet.cell(3, c).value for c in range(1, sheet.max_column + 1)}
    assert heads["hd_toilet"] == "Tỷ lệ thiếu hụt thô: Nhà tiêu"
    assert heads["pctb_dimension_housing"] == "Đóng góp tương đối: chiều Nhà ở"
    assert heads["M0_share"] == "Tỷ trọng trong M0"
    assert heads["group"] == "Nhóm"


def test_first_sheet_says_how_a_full_count_was_measured(tmp_path):
    book = written(tmp_path / "a.xlsx", census(missing="drop"))
    assert book.sheetnames == ["Cách tính", "Bảng dài", "Bảng rộng"]
    found = facts(book)
    assert found["Nguồn số liệu"] == "Rà soát toàn bộ"
    assert "không có sai số chọn mẫu" in found["Sai số"]
    assert found["Ngưỡng"].split("\n") == ["1 (từ 1 trên 4)", "2 (từ 2 trên 4)"]
    assert found["Chỉ số không có trả lời"] == "Bỏ hộ thiếu trả lời"
    assert "Số tầng" not in found
    rows = [tuple(cell.value for cell in row[:4]) for row in book.worksheets[0].iter_rows()]
    assert ("housing", "", "housing", 2) in [(a, b or "", c, d) for a, b, c, d in rows]


def test_first_sheet_says_the_design_of_a_sample(tmp_path):
    found = facts(written(tmp_path / "a.xlsx", sample(), language="en"))
    assert found["Source of the data"] == "Sample"
    assert found["Column of the strata"] == "stratum"
    assert (found["Strata"], found["Clusters"], found["Level of confidence"]) == ("2", "4", "95%")
    assert found["Stratum with a single cluster"] == "Not allowed"


def test_every_weighting_has_its_column_and_its_cutoffs(tmp_path):
    several = {"equal": dict.fromkeys(INDICATORS, 1), "housing first": INDICATORS}
    book = written(tmp_path / "a.xlsx", alkire_foster(DATA, several, Fraction(1, 1)), language="en")
    found = facts(book)
    assert {"Cut-offs (equal)", "Cut-offs (housing first)"} <= set(found)
    heads = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert {"Weight: equal", "Weight: housing first"} <= set(heads)


def test_cutoff_that_is_a_fraction_stays_exact(tmp_path):
    thirds = dict.fromkeys(INDICATORS, Fraction(1, 3))
    result = alkire_foster(DATA, thirds, Fraction(1, 3))
    found = table(written(tmp_path / "a.xlsx", result)["Bảng dài"])
    assert set(found["cutoff"].dropna()) == {"1/3"}


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    sheet = written(tmp_path / "a.xlsx", census())["Bảng dài"]
    found = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"}
    assert found == {"s"}


def test_the_same_result_gives_the_same_bytes_without_a_time(tmp_path):
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for path in (one, two):
        to_excel(census(), path)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as parts:
        times = re.findall(r">(\d{4})-\d\d-\d\dT", parts.read("docProps/core.xml").decode("utf8"))
    assert times == ["2000", "2000"]


def test_a_workbook_that_fails_half_way_leaves_the_one_that_stood_there(tmp_path, monkeypatch):
    book = tmp_path / "a.xlsx"
    to_excel(census(), book)
    before = book.read_bytes()

    def breaks(*_):
        raise RuntimeError

    monkeypatch.setattr(measures_workbook, "_table", breaks)
    with pytest.raises(RuntimeError):
        to_excel(sample(), book)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.xlsx", before)]


def test_frame_that_does_not_say_how_it_was_made_is_refused(tmp_path):
    bare = pd.DataFrame(census().to_dict("list"))
    with pytest.raises(ValueError, match="attrs"):
        to_excel(bare, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_takes_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(measures_workbook, "MOST_ROWS", 20)
    with pytest.raises(ValueError, match="more than a sheet takes"):
        to_excel(census(), tmp_path / "a.xlsx")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_heading_and_policy_has_its_words(tmp_path, language):
    words = load_words(language)
    result = alkire_foster(
        DATA.assign(litres=[1.0, 1.0, 3.0, 3.0]),
        INDICATORS,
        2,
        by="unit",
        dimensions=DIMENSIONS,
        missing="bounds",
        bands={"severe": (3, None), "mild": (1, 3)},
        destitution={name: name for name in INDICATORS},
        achievements={"water": ("litres", 2)},
    )
    book = written(tmp_path / "a.xlsx", result, language=language)
    for sheet in book.worksheets[1:]:
        heads = [sheet.cell(3, c).value for c in range(1, sheet.max_column + 1)]
        codes = [sheet.cell(4, c).value for c in range(1, sheet.max_column + 1)]
        assert [code for head, code in zip(heads, codes, strict=True) if head == code] == []
    assert words("measures.missing_bounds") in facts(book).values()
    assert facts(book)[words("measures.band", name="mild")] == "1–2"


ROUNDS = DATA.assign(year=[2022, 2022, 2023, 2023], litres=[1.0, 1.0, 3.0, 3.0])
SIBLINGS = {
    "af_change": lambda: af_change(ROUNDS, INDICATORS, [1, 2], time="year", by="unit", strata="stratum"),
    "af_decompose_change": lambda: af_decompose_change(DATA, DATA[:3], INDICATORS, [1, 2], by="unit"),
    "af_inequality": lambda: af_inequality(DATA, INDICATORS, 2, by="unit"),
    "af_association": lambda: af_association(DATA, list(INDICATORS), by="unit"),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("made_by", SIBLINGS)
def test_results_of_the_siblings_are_written_with_words_over_every_column(tmp_path, made_by, language):
    result, words = SIBLINGS[made_by](), load_words(language)
    book = written(tmp_path / "a.xlsx", result, language=language)
    found = facts(book)
    assert found[words("measures.made_by")].endswith(f"({made_by})")
    assert found[words("measures.by")] == ("unit" if "group" in result or made_by == "af_inequality" else "")
    for sheet, frame in zip(book.worksheets[1:], (result, wide(result)), strict=True):
        heads = {sheet.cell(4, c).value: sheet.cell(3, c).value for c in range(1, sheet.max_column + 1)}
        assert list(heads) == list(frame)
        assert [code for code, head in heads.items() if head == code] == []
        assert len(table(sheet)) == len(frame)


def test_change_says_its_rounds_and_an_association_no_cutoff(tmp_path):
    change = facts(written(tmp_path / "a.xlsx", SIBLINGS["af_change"](), language="en"))
    assert change["Rounds (column)"] == "2022, 2023 (year)"
    assert change["Clusters in several rounds"] == "0"
    pairs = facts(written(tmp_path / "b.xlsx", SIBLINGS["af_association"](), language="en"))
    assert not {"Poor", "Cut-offs"} & set(pairs)


def test_line_of_an_achievement_is_written_as_the_reader_writes_numbers(tmp_path):
    result = alkire_foster(ROUNDS, INDICATORS, 2, achievements={"water": ("litres", 2.5)})
    assert facts(written(tmp_path / "a.xlsx", result))["Mức đạt được (cột và chuẩn)"] == (
        "water: litres, thiếu hụt khi dưới 2,5"
    )


def test_numerators_are_whole_numbers_where_weights_are(tmp_path):
    sheet = written(tmp_path / "a.xlsx", census())["Bảng dài"]
    heads = [cell.value for cell in sheet[4]]
    (cell,) = {sheet.cell(5, heads.index("numerator") + 1).number_format}
    assert cell == "#,##0"


def test_keys_a_table_begins_with_are_printed_on_every_page(tmp_path):
    book = written(tmp_path / "a.xlsx", census())
    assert book["Bảng dài"].print_title_cols == "$A:$C"  # by, group, cutoff
    assert book["Bảng rộng"].print_title_cols == "$A:$E"  # by, group, weighting, missing_policy, cutoff


@pytest.mark.parametrize(("level", "written_as"), [(0.95, "95%"), (0.975, "97,5%"), (0.999, "99,9%")])
def test_level_of_confidence_is_not_rounded(tmp_path, level, written_as):
    result = alkire_foster(DATA, INDICATORS, 2, sample=True, confidence=level)
    assert facts(written(tmp_path / "a.xlsx", result))["Mức tin cậy"] == written_as


def test_first_sheet_tells_what_every_code_means(tmp_path):
    groups = {"Xã B": "Xã Bình", "sanitation": "Nước và vệ sinh"}
    sheet = written(tmp_path / "a.xlsx", census(), names=groups).worksheets[0]
    rows = [tuple(cell.value for cell in row[:3]) for row in sheet.iter_rows()]
    told = rows[rows.index(("Mã", "Nghĩa", "Ở cột")) + 1 :]
    assert {code for code, *_ in told} >= {*census().measure, "error", "all", "Xã B", "sanitation"}
    assert ("Xã B", "Xã Bình", "Nhóm") in told
    assert sheet.print_area.endswith("$D$" + str(sheet.max_row))  # the weights are printed, too
    change = written(tmp_path / "b.xlsx", SIBLINGS["af_change"](), language="en").worksheets[0]
    assert any(row[0].value == "annual_relative" for row in change.iter_rows())


def test_wide_view_another_ending_and_other_tables_are_refused_with_what_to_give(tmp_path):
    with pytest.raises(ValueError, match="is a wide view: give the long result"):
        to_excel(wide(census()), tmp_path / "a.xlsx")
    with pytest.raises(ValueError, match=r"a.csv is to end in .xlsx"):
        to_excel(census(), tmp_path / "a.csv")
    with pytest.raises(ValueError, match="give a result of alkire_foster, af_change"):
        to_excel(pd.DataFrame({"a": [1]}), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
