"""Money: whole đồng from any stated unit, projects by name, sums that are checked and never counted."""

import datetime as dt

import pytest

from analysis.intake.inputs import read_files, read_inputs
from analysis.intake.projects import SUMS_ITS_PARTS, ProjectLines

from .forms import Form

LABOUR, FARMS = "Phòng LĐ-TB&XH", "Phòng NN&PTNT"


def line(project, central=None, province=None, district=None, office=LABOUR, **values):
    given = {"plan.central": central, "plan.province": province, "plan.district": district}
    total = sum(amount or 0 for amount in given.values() if not isinstance(amount, str)) or None
    return {"project": project, "kind": "Vốn sự nghiệp", "office": office, "total": total, **given, **values}


def plan(*rows, unit="đồng", **options):
    return Form("budget_plan", list(rows), [f"Đơn vị: {unit}"], **options)


def report(*rows, unit="đồng", date="25/08/2023", office=LABOUR, **options):
    above = [office.upper(), f"Tính đến ngày {date}", f"Đơn vị tính: {unit}"]
    return Form("disbursement_report", list(rows), above, **options)


def spent(project, allocated, disbursed, **values):
    return {"project": project, "allocated.central": allocated, "disbursed.central": disbursed, **values}


def codes(findings):
    """Codes of what is found in the budget files; the plan's printed total is not of interest here."""
    return [c for c, f in zip(findings.code, findings.file, strict=True) if isinstance(f, str)]


ONE = "Dự án 1: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo"
FARM = "Tiểu dự án 1: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp"
FOOD = "Tiểu dự án 2: Cải thiện dinh dưỡng"
TWO = "Dự án 2: Hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng"


def test_a_plan_has_one_row_per_project_and_source(folder):
    folder.add("budget/plan.xlsx", plan(line(ONE, 2_517_000_000, 201_000_000, 125_850_000)))
    inputs = read_inputs(folder.path, "official")
    amounts = inputs.plan[inputs.plan.plan.notna()].set_index("source").plan
    assert amounts.to_dict() == {"central": 2_517_000_000, "province": 201_000_000, "district": 125_850_000}
    assert set(inputs.plan.project) == {"DA1"}
    assert set(inputs.plan.office) == {"ldtbxh"}
    assert set(inputs.plan.kind) == {"recurrent"}
    # the funds counted on without a figure are known to have none
    assert inputs.plan[inputs.plan.source == "other"].plan.isna().tolist() == [True]
    assert codes(inputs.findings) == []


@pytest.mark.parametrize(
    ("unit", "cell", "dong"),
    [
        ("đồng", 125_850_000, 125_850_000),
        ("đồng", "125.850.000", 125_850_000),
        ("nghìn đồng", 125_850, 125_850_000),
        ("1.000 đồng", 125_850, 125_850_000),
        ("triệu đồng", 125.85, 125_850_000),
        ("triệu đồng", "125,85", 125_850_000),
        ("triệu đồng", 0.1 + 0.2, 300_000),
        ("tỷ đồng", 2.517, 2_517_000_000),
    ],
)
def test_amounts_become_whole_dong_whatever_the_tables_unit(folder, unit, cell, dong):
    folder.add("r.xlsx", report(spent(ONE, cell, 0), unit=unit))
    amounts = read_inputs(folder.path, "nine-month-estimate").disbursements
    assert amounts.allocated.tolist() == [dong]
    assert amounts.allocated.dtype == "Int64"


@pytest.mark.parametrize("cell", [1.0000005, -5, 1e20, "một trăm"])
def test_an_amount_that_is_not_whole_dong_is_left_out_and_found(folder, cell):
    folder.add("r.xlsx", report(spent(ONE, cell, 0), unit="triệu đồng"))
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert codes(inputs.findings) == ["CELL-MONEY"]
    assert inputs.disbursements.allocated.isna().all()


def test_a_table_of_money_without_its_unit_is_not_used(folder):
    form = report(spent(ONE, 5, 0))
    form.above = form.above[:-1]
    files, findings = read_files([folder.add("r.xlsx", form)], folder.path)
    assert list(findings.code) == ["MONEY-UNIT-MISSING"]
    assert files.rows_used.item() == 0


def test_disbursement_is_dated_and_names_its_office(folder):
    folder.add("r.xlsx", report(spent(FARM, 400, 300, **{"carried_over.central": 7}), office=FARMS))
    row = read_inputs(folder.path, "nine-month-estimate").disbursements.iloc[0]
    assert (row.project, row.source, row.kind, row.office) == ("DA2-TDA1", "central", "recurrent", "nnptnt")
    assert (row.carried_over, row.allocated, row.disbursed) == (7, 400, 300)
    assert row.date.date() == dt.date(2023, 8, 25)


def test_subtotals_and_totals_are_checked_and_are_no_data(folder):
    form = plan(
        line(ONE, 100, 10, 5),
        line(TWO, 300, 30, 15),
        line(FARM, 200, 20, 10, FARMS),
        line(FOOD, 100, 10, 5, "Trung tâm Y tế"),
        below=[["", "Tổng cộng", "", "", 460, 400, 40, 20]],
    )
    files, findings = read_files([folder.add("plan.xlsx", form)], folder.path)
    assert findings.empty
    # blank, unit of money, title, two header rows, the line of Dự án 2, the total
    assert (files.rows_used.item(), files.rows_set_aside.item(), files.rows_not_data.item()) == (3, 0, 7)


def test_a_subtotal_and_a_total_that_are_not_their_sum_are_found_by_cell(folder):
    form = plan(
        line(TWO, 310, 30, 15),
        line(FARM, 200, 20, 10, FARMS),
        line(FOOD, 100, 10, 5, "Trung tâm Y tế"),
        below=[["", "Tổng cộng", "", "", 345, 301, 30, 15]],
    )
    _, findings = read_files([folder.add("plan.xlsx", form)], folder.path)
    assert set(findings.code) == {"BUDGET-SUBTOTAL"}
    places = dict(zip(findings.cell, findings["values"], strict=True))
    # parts: 200 + 100 = 300 of the central budget, 345 in all; the line's own total is 310 + 30 + 15 = 355
    assert places == {
        "F6": {"value": 310, "sum": 300},
        "E6": {"value": 355, "sum": 345},
        "F9": {"value": 301, "sum": 300},
    }


def test_sources_that_do_not_sum_to_the_total_are_found_and_used(folder):
    form = plan(line(ONE, 100, 10, 5, total=116))
    files, findings = read_files([folder.add("plan.xlsx", form)], folder.path)
    assert list(findings.code) == ["BUDGET-SUM"]
    assert findings["values"][0] == {"value": 116, "sum": 115}
    assert files.rows_used.item() == 1


@pytest.mark.parametrize(
    ("central", "district", "expected"),
    [
        (100, 4, 5),
        (100, 5, None),
        (100, 6, 5),
        (100, None, 5),
        (0, None, None),
        (None, 5, None),
        # 2.517.000.010 * 5 % = 125.850.000,5: half a đồng is rounded up
        (2_517_000_010, 125_850_001, None),
        (2_517_000_010, 125_850_000, 125_850_001),
    ],
)
def test_the_counterpart_is_five_percent_of_the_central_amount_to_the_dong(
    folder, central, district, expected
):
    _, findings = read_files([folder.add("plan.xlsx", plan(line(ONE, central, 10, district)))], folder.path)
    found = findings[findings.code == "BUDGET-COUNTERPART"]["values"].tolist()
    assert found == ([{"value": district or 0, "expected": expected}] if expected else [])


def test_a_plan_that_differs_from_the_printed_totals_is_found(folder):
    folder.add("budget/plan.xlsx", plan(line(ONE, 100, 10, 5)))
    found = read_inputs(folder.path, "official").findings
    found = found[found.code == "BUDGET-PLAN-TOTAL"]
    sums = {facts["source"]: facts["sum"] for facts in found["values"]}
    assert sums == {"central": 100, "province": 10, "district": 5, "total": 115}


def test_of_two_versions_of_the_plan_the_one_named_last_counts(folder):
    folder.add("budget/plan.xlsx", plan(line(ONE, 100, 10, 5), line(FOOD, 100, 10, 5)))
    folder.add("budget/plan_2.xlsx", plan(line(ONE, 200, 20, 10)))
    inputs = read_inputs(folder.path, "official")
    found = inputs.findings[inputs.findings.file.notna()]
    assert list(zip(found.file, found.code, strict=True)) == [("budget/plan.xlsx", "PAPER-TWICE")]
    assert found["values"].tolist() == [{"kept": "budget/plan_2.xlsx"}]
    assert inputs.plan.groupby("project").plan.sum().to_dict() == {"DA1": 230}


def test_a_plan_in_two_sheets_is_one_plan(folder):
    folder.add("budget/plan.xlsx", plan(line(ONE, 100, 10, 5)), plan(line(FOOD, 200, 20, 10)))
    inputs = read_inputs(folder.path, "official")
    assert codes(inputs.findings) == []
    assert inputs.plan.groupby("project").plan.sum().to_dict() == {"DA1": 115, "DA2-TDA2": 230}


def test_an_unknown_project_is_set_aside(folder):
    files, findings = read_files([folder.add("r.xlsx", report(spent("Dự án 9: Đường", 5, 0)))], folder.path)
    assert list(findings.code) == ["BUDGET-PROJECT"]
    assert (files.rows_used.item(), files.rows_set_aside.item()) == (0, 1)


@pytest.mark.parametrize(
    ("allocated", "disbursed", "plan_", "carried", "found"),
    [
        (10, 10, 10, None, []),
        (10, 11, 10, None, ["BUDGET-SPENT"]),
        (12, 5, 10, 2, []),
        (13, 5, 10, 2, ["BUDGET-ALLOCATED"]),
        (13, 5, None, None, []),  # no limit is stated
    ],
)
def test_no_more_is_spent_than_allocated_nor_allocated_than_given(
    folder, allocated, disbursed, plan_, carried, found
):
    row = spent(ONE, allocated, disbursed, **{"plan.central": plan_, "carried_over.central": carried})
    _, findings = read_files([folder.add("r.xlsx", report(row))], folder.path)
    assert list(findings.code) == found


def test_a_project_twice_in_a_report_counts_once(folder):
    form = report(spent(ONE, 10, 5), spent(ONE, 10, 5))
    files, findings = read_files([folder.add("r.xlsx", form)], folder.path)
    assert list(findings.code) == ["BUDGET-TWICE"]
    assert files.rows_used.item() == 1


@pytest.mark.parametrize(
    ("lines", "projects"),
    [
        ([ONE], ["DA1"]),
        (["1. " + ONE.upper()], ["DA1"]),
        (["Dự án 1"], ["DA1"]),
        # the name of Dự án 2 holds the name of its second part
        ([TWO, FARM, FOOD], [SUMS_ITS_PARTS, "DA2-TDA1", "DA2-TDA2"]),
        (["Dự án 2", "Tiểu dự án 2"], [SUMS_ITS_PARTS, "DA2-TDA2"]),
        (["Dự án 2 - " + FOOD], ["DA2-TDA2"]),
        (["Cải thiện dinh dưỡng thuộc Dự án 2"], ["DA2-TDA2"]),
        (["Dự án 5", "Tiểu dự án 2"], [SUMS_ITS_PARTS, "DA5-TDA2"]),
        (["Tiểu dự án 1", "Dự án 3", "Tiểu dự án 1"], [None, SUMS_ITS_PARTS, "DA3-TDA1"]),
        (["Tiểu dự án 2"], [None]),  # of which project?
        (["Dự án 4", "Mua sắm", ""], [None, None, None]),
    ],
)
def test_lines_name_their_project_by_name_or_number(folder, lines, projects):
    named = ProjectLines(folder.programme)
    assert [named.project(text) for text in lines] == projects


def test_two_offices_can_not_both_plan_a_project(folder):
    folder.add("plan.xlsx", plan(line(ONE, 100, 10, 5), line(ONE, 100, 10, 5, FARMS)))
    inputs = read_inputs(folder.path, "official")
    assert codes(inputs.findings) == ["BUDGET-TWICE"]
    assert inputs.plan.plan.sum() == 115
