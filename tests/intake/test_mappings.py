"""Which column is what: spellings, decisions of the programme, near misses and columns of one meaning."""

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.decisions import ColumnMapping, Decisions, UnitAlias
from analysis.intake.cells import read_workbook
from analysis.intake.heading_findings import heading_findings
from analysis.intake.heading_names import nearest_headings
from analysis.intake.headings import find_header, missing_headings
from analysis.intake.layouts import Layout, load_layout, load_layouts
from analysis.intake.settled import check_names_settled
from analysis.intake.spelling import normal, toneless
from analysis.programme import ProgrammeError, load_programme

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"
DECIDED = {"who": "Văn phòng", "when": dt.date(2023, 10, 20), "why": "hỏi qua điện thoại"}
BASE = ["Mã hộ", "Họ tên chủ hộ", "Phân loại hộ", "Điểm B1", "Điểm B2"]
COLUMNS = [(kind, column) for kind, layout in load_layouts().items() for column in layout.columns]


def mapping(heading, field, kind="household_list"):
    return ColumnMapping(kind=kind, heading=heading, field=field, **DECIDED)


@pytest.fixture
def sheet(tmp_path):
    """Makes a sheet of rows, with merged ranges."""

    def made(*rows, merged=()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        for area in merged:
            book.active.merge_cells(area)
        book.save(tmp_path / "a.xlsx")
        return read_workbook(tmp_path / "a.xlsx").sheets[0]

    return made


def fields(header):
    return {field: heading.column for field, heading in header.headings.items()}


def found(sheet, mappings=(), kind="household_list"):
    layout = load_layout(kind)
    header = find_header(sheet, layout, mappings)
    return header, heading_findings(header, layout, "a.xlsx", "Trang 1")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("SỐ NHÂN KHẨU", "members"),
        ("Số\nnhân\nkhẩu", "members"),
        ("Số NK", "members"),
        ("Nhân khẩu", "members"),
        ("Số thành viên", "members"),
        ("Số nhân khẩu (người)", "members"),
        ("Ấp/Khu phố", "village"),
        ("Kết luận rà soát", None),  # that column stands there already
        ("KCKNLĐ", "no_labour_capacity"),
        ("Hộ có NCC", "meritorious"),
        ("BHYT", "health_insurance"),
        ("Số CCCD", "personal_id"),
    ],
)
def test_spellings_offices_use(sheet, text, field):
    header, _ = found(sheet([*BASE, text], ["A1", "B", "Hộ nghèo", 1, 2, 3]))
    taken = {heading.column for heading in header.headings.values()}
    assert (5 in taken) == (field is not None)
    if field:
        assert fields(header)[field] == 5


def test_a_remark_that_narrows_a_heading_makes_it_another(sheet):
    header, findings = found(sheet([*BASE, "Số nhân khẩu (nữ)"], ["A1", "B", "Hộ nghèo", 1, 2, 3]))
    assert "members" not in header.headings
    assert [finding.code for finding in findings] == ["HEADING-NEAR"]


def test_what_is_decided_of_a_heading_holds(sheet):
    page = sheet([*BASE, "Người trong nhà", "Cột riêng"], ["A1", "B", "Hộ nghèo", 1, 2, 3, 4])
    header, findings = found(page)
    assert "members" not in header.headings
    assert [f.column for f in findings] == ["Người trong nhà", "Cột riêng"]
    decided = (mapping("NGƯỜI trong nhà", "members"), mapping("Cột riêng", None))
    header, findings = found(page, decided)
    assert fields(header)["members"] == 5
    assert header.unknown == {}
    assert findings == []
    assert missing_headings(header, load_layout("household_list"), ()) == []


def test_a_decision_may_name_the_column_by_the_forms_heading(sheet):
    page = sheet([*BASE, "Người trong nhà"], ["A1", "B", "Hộ nghèo", 1, 2, 3])
    header, _ = found(page, (mapping("Người trong nhà", "số nhân khẩu"),))
    assert fields(header)["members"] == 5


def test_a_decision_about_another_kind_of_table_does_not_hold_here(sheet):
    page = sheet([*BASE, "Người trong nhà"], ["A1", "B", "Hộ nghèo", 1, 2, 3])
    header, _ = found(page, (mapping("Người trong nhà", "members", kind="movement_return"),))
    assert "members" not in header.headings


def test_a_decision_against_a_known_heading_holds(sheet):
    page = sheet([*BASE, "Số khẩu", "Số người"], ["A1", "B", "Hộ nghèo", 1, 2, 3, 4])
    header, findings = found(page, (mapping("Số khẩu", None), mapping("Số người", "members")))
    assert fields(header)["members"] == 6
    assert findings == []


def test_a_decision_may_name_a_heading_with_its_group(sheet):
    page = sheet(
        ["Địa bàn", "Dân số", None, "Cả xã", None],
        [None, "Hộ", "Khẩu", "Hộ", "Khẩu"],
        ["Xã Tiên Thuận", 1, 2, 3, 4],
        merged=("A1:A2", "B1:C1", "D1:E1"),
    )
    decided = (
        mapping("Cả xã / Hộ", "total_households", kind="resident_totals"),
        mapping("Cả xã / Khẩu", "total_persons", kind="resident_totals"),
    )
    header, _ = found(page, decided, "resident_totals")
    assert fields(header) == {"unit_name": 0, "total_households": 3, "total_persons": 4}


def test_a_sheet_known_only_by_decisions_is_known(sheet):
    page = sheet(["Tên đơn vị hành chính", "Hộ", "Khẩu"], ["Xã Tiên Thuận", 1, 2])
    decided = tuple(
        mapping(heading, field, kind="resident_totals")
        for heading, field in (
            ("Tên đơn vị hành chính", "unit_name"),
            ("Hộ", "total_households"),
            ("Khẩu", "total_persons"),
        )
    )
    assert find_header(page, load_layout("resident_totals")) is None
    assert fields(find_header(page, load_layout("resident_totals"), decided)) == {
        "unit_name": 0,
        "total_households": 1,
        "total_persons": 2,
    }


@pytest.mark.parametrize(
    ("group", "field"),
    [("Giảm", "other_decrease"), ("Giảm trong kỳ", "other_decrease"), ("Tăng", "other_increase")],
)
def test_a_groups_other_spellings_tell_its_columns_apart(sheet, group, field):
    page = sheet(
        ["Địa bàn", "Phân tổ", "Đầu kỳ", group, "Cuối kỳ"],
        [None, None, None, "Khác", None],
        ["Xã Tiên Thuận", "Hộ", 1, 2, 3],
    )
    header, _ = found(page, kind="form_7_2")
    assert fields(header)[field] == 3


def test_of_two_columns_of_one_meaning_the_surer_is_used_and_the_other_told(sheet):
    page = sheet([*BASE, "Nhân khẩu", "Số nhân khẩu"], ["A1", "B", "Hộ nghèo", 1, 2, 3, 4])
    header, findings = found(page)
    assert fields(header)["members"] == 6
    assert [(f.code, f.cell, f.values) for f in findings] == [
        ("HEADING-TWICE", "F1", {"heading": "Số nhân khẩu", "used": "G"})
    ]


def test_of_two_columns_with_the_same_heading_none_is_used(sheet):
    page = sheet([*BASE, "Số nhân khẩu", "Số nhân khẩu"], ["A1", "B", "Hộ nghèo", 1, 2, 3, 4])
    header, findings = found(page)
    assert "members" not in header.headings
    assert missing_headings(header, load_layout("household_list"), ()) == ["Số nhân khẩu"]
    assert [(f.code, f.cell, f.values) for f in findings] == [
        ("HEADING-UNCLEAR", "F1", {"heading": "Số nhân khẩu", "columns": "F, G"})
    ]


def test_a_heading_merged_over_an_empty_column_is_the_filled_one(sheet):
    page = sheet(
        [*BASE, "Số nhân khẩu", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["A1", "B", "Hộ nghèo", 1, 2, None, 4],
        merged=("F1:G1",),
    )
    header, findings = found(page)
    assert fields(header)["members"] == 6
    assert findings == []


def test_a_name_in_two_columns_under_one_heading_is_not_half_read(sheet):
    page = sheet([*BASE[:2], None, *BASE[2:]], ["A1", "Nguyễn", "An", "Hộ nghèo", 1, 2], merged=("B1:C1",))
    header, findings = found(page)
    assert "head_name" not in header.headings
    assert findings[0].values["columns"] == "B, C"


def test_an_unknown_heading_comes_with_the_nearest_not_yet_on_the_sheet(sheet):
    page = sheet(
        [*BASE, "Tổng điểm của B2", "So nhan khau", "Số điện thoại"], ["A1", "B", "Hộ nghèo", 1, 2, 3, 4, 5]
    )
    _, findings = found(page)
    assert [(f.code, f.severity, f.cell) for f in findings] == [
        ("HEADING-UNKNOWN", "info", "F1"),
        ("HEADING-NEAR", "warning", "G1"),
        ("HEADING-UNKNOWN", "info", "H1"),
    ]
    assert findings[1].values == {"nearest": "Số nhân khẩu"}


def test_columns_offices_add_and_nobody_needs_are_no_news(sheet):
    _, findings = found(sheet(["STT", *BASE], [1, "A1", "B", "Hộ nghèo", 1, 2]))
    assert findings == []


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("NK", "Số nhân khẩu"),
        ("Nhân khẩu của hộ", "Số nhân khẩu"),
        ("Ma ho", "Mã hộ"),
        ("Tổng điểm (B2)", "Điểm B2"),
        ("Ho ten chu ho", "Họ tên chủ hộ"),
        ("Phân loại nghèo", "Phân loại hộ"),
        ("Chất luợng nhà ở", "Chất lượng nhà ở"),
    ],
)
def test_nearest_headings(text, nearest):
    assert nearest_headings(text, load_layout("household_list"))[0] == nearest


@pytest.mark.parametrize("text", ["Số điện thoại", "Cán bộ rà soát", "Zalo", ""])
def test_far_headings_have_no_nearest(text):
    assert nearest_headings(text, load_layout("household_list")) == []


@given(st.sampled_from(COLUMNS), st.sampled_from([str, str.upper, toneless]))
def test_every_heading_of_every_form_is_its_own_nearest(entry, written):
    kind, column = entry
    layout = load_layout(kind)
    assert nearest_headings(written(" ".join(column.headings)), layout)[0] == layout.title_of(column)


@pytest.mark.parametrize("kind", sorted(load_layouts()))
def test_a_spelling_under_the_same_groups_means_one_column(kind):
    seen = {}
    for column in load_layout(kind).columns:
        spellings = [normal(text) for text in (column.heading, *column.also)]
        assert len(set(spellings)) == len(spellings), column.field
        for spelling in spellings:
            assert seen.setdefault((column.headings[:-1], spelling), column.field) == column.field


@pytest.mark.parametrize("kind", sorted(load_layouts()))
def test_a_groups_spelling_means_one_group_of_the_form(kind):
    layout = load_layout(kind)
    groups = {part for column in layout.columns for part in column.headings[:-1]}
    assert set(layout.also_groups) <= groups
    spellings = [normal(text) for group in groups for text in (group, *layout.also_groups.get(group, ()))]
    assert len(set(spellings)) == len(spellings)
    assert not {normal(text) for text in layout.unused} & {
        normal(text) for column in layout.columns for text in (column.heading, *column.also)
    }


def test_the_layout_and_the_decisions_shown_to_contributors_are_good_ones():
    text = (DATA.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf8")
    of_layouts = text.partition("## Add a layout")[2].partition("\n## ")[0]
    decided, layout = map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", of_layouts, re.DOTALL))
    decisions = Decisions.model_validate({"column_mappings": decided})
    check_names_settled(load_programme(DATA).model_copy(update={"decisions": decisions}))
    assert Layout.model_validate(layout).kind not in load_layouts()


def alias(text, unit):
    return UnitAlias(text=text, unit=unit, **DECIDED)


@pytest.mark.parametrize(
    ("decisions", "problem"),
    [
        (
            {"column_mappings": (mapping("Hộ", "b1", kind="list"),)},
            ("column_mappings.0.kind", "unknown_table", "list"),
        ),
        ({"column_mappings": (mapping("Hộ", "b3"),)}, ("column_mappings.0.field", "unknown_column", "b3")),
        (
            {"column_mappings": (mapping("Điểm", "b1"), mapping("ĐIỂM", "b2"))},
            ("column_mappings.1.heading", "settled_twice", "ĐIỂM"),
        ),
        ({"unit_aliases": (alias("TT BC", "25000"),)}, ("unit_aliases.0.unit", "unknown_unit", "25000")),
        (
            {"unit_aliases": (alias("xã Long Thuận", "25699"),)},
            ("unit_aliases.0.text", "name_of_another", "xã Long Thuận"),
        ),
        (
            {"unit_aliases": (alias("LT", "25699"), alias("L.T", "25702"), alias("LT.", "25702"))},
            ("unit_aliases.2.text", "settled_twice", "LT."),
        ),
    ],
)
def test_a_decision_that_would_have_no_effect_is_refused(decisions, problem):
    programme = load_programme(DATA).model_copy(update={"decisions": Decisions(**decisions)})
    with pytest.raises(ProgrammeError) as refused:
        check_names_settled(programme)
    assert refused.value.problems == [problem]


def test_decisions_about_what_there_is_are_taken():
    decisions = Decisions(
        column_mappings=(mapping("Hộ", None), mapping("Điểm 1", "Điểm B1"), mapping("Điểm 1", "b1")),
        unit_aliases=(alias("TT BC", "25681"), alias("TT BC", "25681")),
    )
    check_names_settled(load_programme(DATA).model_copy(update={"decisions": decisions}))
