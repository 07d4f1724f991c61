"""Funding sources: the programme says which there are, the money forms have a column for each."""

import pytest
import yaml

from analysis.intake.inputs import read_files, read_inputs
from analysis.programme import FILE, ProgrammeError

from .forms import Form

ONE = "Dự án 1: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo"
PLAN = {"project": ONE, "kind": "Vốn sự nghiệp", "office": "Phòng LĐ-TB&XH", "total": 105}
REPORT = {"project": ONE, "allocated.central": 50, "disbursed.central": 40, "disbursed.province": 2}


def programme(folder, sources, gives, unplanned=()):
    """The programme's file with these funding sources, of which `gives` is the counterpart's."""
    file = folder.path / FILE
    text = yaml.safe_load(file.read_text(encoding="utf8"))
    name = {"vi": "Nguồn", "en": "Source"}
    text["sources"] = [{"id": s, "name": name, "amount_planned": s not in unplanned} for s in sources]
    text["counterpart"]["source"] = gives
    text["plan_totals"] = {"total": 105}
    file.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf8")


def test_columns_of_sources_the_programme_has_not_may_lack(folder):
    programme(folder, ["central", "province"], "province")
    plan = Form(
        "budget_plan",
        [PLAN | {"plan.central": 100, "plan.province": 5}],
        ["Đơn vị: đồng"],
        without=("plan.district", "plan.other"),
    )
    without = ("plan", "carried_over", "allocated", "disbursed", "expected_year")
    report = Form(
        "disbursement_report",
        [REPORT],
        ["PHÒNG LĐ-TB&XH", "Tính đến ngày 25/08/2023", "Đơn vị: đồng"],
        without=tuple(f"{amount}.district" for amount in without),
    )
    folder.add("plan.xlsx", plan)
    folder.add("report.xlsx", report)
    inputs = read_inputs(folder.path, "official")
    assert inputs.findings[inputs.findings.file.notna()].empty
    assert inputs.plan.set_index("source").plan.to_dict() == {"central": 100, "province": 5}
    assert inputs.disbursements.set_index("source").disbursed.to_dict() == {"central": 40, "province": 2}


def test_a_column_of_a_source_the_programme_has_is_still_needed(folder):
    form = Form("budget_plan", [PLAN | {"plan.central": 100}], ["Đơn vị: đồng"], without=("plan.district",))
    _, findings = read_files([folder.add("plan.xlsx", form)], folder.path)
    assert list(findings.code) == ["HEADING-MISSING"]
    assert findings["values"][0] == {"missing": "Ngân sách huyện đối ứng"}


@pytest.mark.parametrize(
    ("gives", "unplanned", "unknown"),
    [
        ("huyen", (), "huyen, von-dan"),
        ("huyen", ("huyen", "von-dan"), "huyen"),
        ("central", ("huyen",), "von-dan"),
    ],
)
def test_a_source_the_forms_have_no_column_for_is_a_fault_of_the_programme(folder, gives, unplanned, unknown):
    programme(folder, ["central", "huyen", "von-dan"], gives, unplanned)
    folder.add("plan.xlsx", Form("budget_plan", [PLAN], ["Đơn vị: đồng"]))
    for read in (
        lambda: read_files([folder.path], folder.path),
        lambda: read_inputs(folder.path, "official"),
    ):
        with pytest.raises(ProgrammeError) as raised:
            read()
        assert raised.value.file == folder.path / FILE
        assert raised.value.problems == [("sources", "source_without_column", unknown)]


def test_a_source_without_planned_amounts_needs_no_column(folder):
    programme(folder, ["central", "province", "von-dan"], "province", ["von-dan"])
    row = PLAN | {"plan.central": 100, "plan.province": 5}
    folder.add("plan.xlsx", Form("budget_plan", [row], ["Đơn vị: đồng"]))
    plan = read_inputs(folder.path, "official").plan.set_index("source").plan
    assert plan.dropna().to_dict() == {"central": 100, "province": 5}
    assert plan.index[plan.isna()].tolist() == ["von-dan"]
