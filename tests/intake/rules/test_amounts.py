"""Amounts of disbursement reports beside the approved plan and the report before."""

import pytest

from analysis.intake.inputs import read_files, read_inputs

from ..forms import Form
from .found import found

CENTRAL, PROVINCE, DISTRICT = 2_517_000_000, 201_000_000, 125_850_000
PROJECT = "Dự án 1"


def plan(scale=1):
    line = {"project": PROJECT, "kind": "Vốn sự nghiệp", "office": "Phòng LĐ-TB&XH"}
    line |= {"plan.central": CENTRAL, "plan.province": PROVINCE, "plan.district": DISTRICT}
    line |= {"total": CENTRAL + PROVINCE + DISTRICT}
    line = {name: value // scale if isinstance(value, int) else value for name, value in line.items()}
    return Form("budget_plan", [line], ["Đơn vị: đồng"])


def report(date="25/08/2023", unit="đồng", **amounts):
    above = ["PHÒNG LĐ-TB&XH", f"Tính đến ngày {date}", f"Đơn vị tính: {unit}"]
    return Form("disbursement_report", [{"project": PROJECT, **amounts}], above)


@pytest.mark.parametrize(
    ("amounts", "unit", "wrong"),
    [
        ({"plan.central": CENTRAL, "allocated.central": CENTRAL // 2}, "đồng", None),
        ({"plan.central": 2517}, "đồng", "plan.central"),
        ({"plan.central": 2_517_000}, "đồng", "plan.central"),
        ({"plan.central": CENTRAL}, "nghìn đồng", "plan.central"),
        ({"plan.central": CENTRAL}, "triệu đồng", "plan.central"),
        ({"plan.province": PROVINCE // 1000}, "đồng", "plan.province"),
        # half of a thousandth, and just less: an amount that small may be meant
        ({"allocated.central": 1_258_500}, "đồng", "allocated.central"),
        ({"allocated.central": 1_258_499}, "đồng", None),
        ({"disbursed.central": 100 * CENTRAL}, "đồng", "disbursed.central"),
        ({"disbursed.central": 100 * CENTRAL - 1}, "đồng", None),
        ({"disbursed.central": 7}, "đồng", None),
    ],
)
def test_an_amount_in_another_unit_of_money_keeps_its_line_out(folder, amounts, unit, wrong):
    folder.add("budget/plan.xlsx", plan())
    folder.add("r.xlsx", report(unit=unit, **amounts))
    places = found(folder, "BUDGET-SCALE")
    assert len(places) == bool(wrong)
    if wrong:
        planned = {"central": CENTRAL, "province": PROVINCE}[wrong.partition(".")[2]]
        assert places[0][1]["plan"] == planned
    files, _ = read_files([folder.path], folder.path)
    row = files.set_index("file").loc["r.xlsx"]
    assert (row.rows_used, row.rows_set_aside) == ((0, 1) if wrong else (1, 0))


def test_a_plan_in_another_unit_than_its_text_is_no_measure_of_the_reports(folder):
    folder.add("budget/plan.xlsx", plan(scale=1000))
    folder.add("r.xlsx", report(**{"plan.central": CENTRAL}))
    assert found(folder, "BUDGET-SCALE") == []
    found_ = read_inputs(folder.path, "official").findings
    assert "BUDGET-PLAN-TOTAL" in set(found_.code)


@pytest.mark.parametrize(
    ("amount", "differs"), [(CENTRAL, False), (CENTRAL + 1, True), (CENTRAL - 1, True), (None, False)]
)
def test_the_plan_a_report_repeats_is_the_approved_one(folder, amount, differs):
    folder.add("budget/plan.xlsx", plan())
    folder.add("r.xlsx", report(**{"plan.central": amount, "disbursed.central": 5}))
    facts = [("r.xlsx D8", {"value": amount, "plan": CENTRAL})] if differs else []
    assert found(folder, "BUDGET-PLAN-DIFFERS") == facts


@pytest.mark.parametrize(
    ("before", "date", "falls"),
    [
        (500, "30/06/2023", True),
        (499, "30/06/2023", False),
        (500, "31/12/2022", False),
        (None, "30/06/2023", False),
    ],
)
def test_what_is_disbursed_to_date_does_not_fall(folder, before, date, falls):
    folder.add("b.xlsx", report(date, **{"disbursed.central": before, "allocated.central": 900}))
    folder.add("a.xlsx", report(**{"disbursed.central": 499, "allocated.central": 900}))
    said = [facts for _, facts in found(folder, "BUDGET-FALLS")]
    assert said == ([{"value": 499, "before": 500}] if falls else [])
