"""A folder at the beginning of the year: nothing has come yet, or papers of one kind alone."""

import pytest

from analysis import tables
from analysis.intake.inputs import NothingUsable, read_coverage, read_inputs

from .forms import Form, household, household_list, movement, movement_return

PERIODS = ("nine-month-estimate", "year-estimate", "official")
TABLES = (
    *("households", "movements", "totals", "plan", "disbursements", "support", "exits", "summaries"),
    *("counts", "files", "coverage", "list_basis"),
)
UNIT = ["XÃ TIÊN THUẬN", "Thời điểm: 31/12/2022"]
OFFICE = ["PHÒNG LĐ-TB&XH", "Tính đến ngày 25/08/2023", "Đơn vị: đồng"]
NEW = movement("A1", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", "10/03/2023")
LEFT = {"household_id": "A1", "head_name": "Người A1", "members": 2, "class_before": "Hộ nghèo"}
LEFT |= {"class_after": "Hộ không nghèo", "reason": "Thoát nghèo"}
GIVEN = {"household_id": "A1", "unit_name": "Xã Tiên Thuận", "project": "Dự án 1", "date": "10/03/2023"}
RESIDENTS = {"unit_name": "Xã Tiên Thuận", "total_households": 4000, "total_persons": 14000}
MONEY = {"project": "Dự án 1", "kind": "Vốn sự nghiệp", "office": "Phòng LĐ-TB&XH", "plan.central": 5}
COUNTED = {"unit_name": "Xã Tiên Thuận", "households.total": 4000, "persons.total": 14000}
COUNTED |= {"households.poor": 6, "households.near_poor": 14}

PAPERS = {
    "households": household_list([household("A1")]),
    "movements": movement_return([NEW], "03 năm 2023"),
    "totals": Form("resident_totals", [RESIDENTS], UNIT[1:]),
    "plan": Form("budget_plan", [MONEY], OFFICE[2:]),
    "disbursements": Form("disbursement_report", [{"project": "Dự án 1", "disbursed.central": 5}], OFFICE),
    "support": Form("support_records", [GIVEN], OFFICE),
    "exits": Form("household_exits", [LEFT], UNIT),
    "counts": Form("form_7_1", [COUNTED], UNIT),
}


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("given", PAPERS)
def test_papers_of_one_kind_leave_the_other_tables_empty_and_whole(folder, given, period):
    folder.add("a.xlsx", PAPERS[given])
    inputs = read_inputs(folder.path, period)
    always = {"files", "coverage", "list_basis"} | ({"summaries"} if given == "counts" else set())
    for name in TABLES:
        table = getattr(inputs, name)
        assert list(table.columns) == list(getattr(tables, name.upper()).columns)
        assert table.empty == (name not in {given, *always}), name


@pytest.mark.parametrize("period", PERIODS)
def test_what_is_owed_is_known_before_anything_has_come(folder, period):
    owed = read_coverage(folder.path, period)
    assert set(owed.sender) == {*folder.programme.unit_codes, "ldtbxh", "nnptnt", "ttyt"}
    assert not owed.received.any()
    with pytest.raises(NothingUsable):
        read_inputs(folder.path, period)


def test_what_has_come_is_told_as_in_the_inputs_of_a_report(folder):
    folder.add("a.xlsx", PAPERS["households"])
    assert read_coverage(folder.path, "official").equals(read_inputs(folder.path, "official").coverage)
