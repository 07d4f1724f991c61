"""What has come, what is owed, and what each unit's current list stands on; totals and summary forms."""

import pytest

from analysis.intake.inputs import read_inputs

from .forms import Form, household, household_list, movement, movement_return

UNITS = ("XÃ TIÊN THUẬN", "XÃ LONG CHỮ")
TIEN_THUAN, LONG_CHU = "25693", "25684"
REGISTER = "Sổ đăng ký cư trú"


def totals(date, *rows):
    return Form(
        "resident_totals",
        [
            {"unit_name": unit, "total_households": households, "total_persons": persons, "source": source}
            for unit, households, persons, source in rows
        ],
        [f"Thời điểm: {date}"],
        below=[["", "Tổng cộng", None, sum(row[1] for row in rows), sum(row[2] for row in rows)]],
    )


def form_7_1(date, poor, near_poor, unit="XÃ TIÊN THUẬN"):
    row = {"unit_name": unit, "households.total": 4000, "persons.total": 14000}
    row |= {"households.poor": poor, "households.near_poor": near_poor, "persons.poor": 3 * poor}
    return Form("form_7_1", [row], [unit, f"Thời điểm: {date}"])


def basis(inputs, unit=TIEN_THUAN):
    row = inputs.list_basis.set_index("unit_code").loc[unit]
    return row.basis, row.reported


def first_lists(folder):
    for unit in UNITS:
        folder.add(f"lists/{unit}.xlsx", household_list([household(f"{unit[-4:]}1")], unit=unit))


def returns(folder, months, unit="XÃ TIÊN THUẬN"):
    for month in months:
        form = movement_return([], f"{month:02d} năm 2023", unit=unit, below=[["Không phát sinh"]])
        folder.add(f"movements/{month}.xlsx", form)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (range(1, 8), ("list_and_movements", True)),  # due on the 5th of February to August
        ([1, 2, 3, 5, 6, 7], ("carried_forward", False)),
        (range(1, 7), ("carried_forward", False)),
        (range(1, 9), ("list_and_movements", True)),  # August's is due after the report
    ],
)
def test_in_august_a_unit_has_reported_with_its_first_list_and_every_return_due(folder, months, expected):
    first_lists(folder)
    returns(folder, months)
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert basis(inputs) == expected
    assert basis(inputs, LONG_CHU) == ("carried_forward", False)
    owed = inputs.coverage[
        (inputs.coverage.kind == "movement_return") & (inputs.coverage.sender == TIEN_THUAN)
    ]
    assert owed.due.dt.month.tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert set(owed.due.dt.day) == {5}
    assert owed.received.tolist() == [month in months for month in range(1, 8)]


def test_a_return_that_never_came_is_found_and_an_empty_one_is_not(folder):
    first_lists(folder)
    returns(folder, [1, 2, 3, 4, 5, 6])
    found = read_inputs(folder.path, "nine-month-estimate").findings
    missing = [f for f in found[found.code == "MISSING-RETURN"]["values"] if f["sender"] == "Xã Tiên Thuận"]
    assert [str(facts["due"]) for facts in missing] == ["2023-08-05"]


def test_a_unit_that_sent_the_expected_list_stands_on_it(folder):
    first_lists(folder)
    folder.add("lists/oct.xlsx", household_list([household("A7"), household("A8")], date="15/10/2023"))
    inputs = read_inputs(folder.path, "year-estimate")
    assert basis(inputs) == ("full_list", True)
    assert basis(inputs, LONG_CHU) == ("carried_forward", False)
    now = inputs.households[inputs.households["round"] == "2023-10-24"]
    assert now.groupby("unit_code").size().to_dict() == {TIEN_THUAN: 2, LONG_CHU: 1}
    assert inputs.list_basis.set_index("unit_code").list_status[TIEN_THUAN] == "preliminary"


def test_a_preliminary_list_is_carried_forward_where_the_final_one_has_not_come(folder):
    first_lists(folder)
    folder.add("lists/oct.xlsx", household_list([household("A7"), household("A8")], date="15/10/2023"))
    inputs = read_inputs(folder.path, "official")
    assert basis(inputs) == ("carried_forward", False)
    assert inputs.list_basis.set_index("unit_code").list_date[TIEN_THUAN].strftime("%d/%m/%Y") == "15/10/2023"


def test_a_list_none_of_whose_rows_can_be_used_is_not_a_list_without_poor_households(folder):
    first_lists(folder)
    unusable = [household(id, poverty_class_recorded="?") for id in ("A7", "A8")]
    folder.add("lists/oct.xlsx", household_list(unusable, date="15/10/2023"))
    folder.add("lists/oct b.xlsx", household_list([], date="15/10/2023", unit="XÃ LONG CHỮ"))
    inputs = read_inputs(folder.path, "year-estimate")
    assert basis(inputs) == ("carried_forward", False)
    assert basis(inputs, LONG_CHU) == ("full_list", True)
    now = inputs.households[inputs.households["round"] == "2023-10-24"]
    assert now.groupby("unit_code").size().to_dict() == {TIEN_THUAN: 1}
    owed = inputs.coverage[inputs.coverage.due == "2023-10-24"].set_index(["kind", "sender"]).received
    assert not owed["household_list", TIEN_THUAN]
    assert owed["household_list", LONG_CHU]


@pytest.mark.parametrize("said", ["Không có", "Không có hộ nghèo, hộ cận nghèo.", "Xã không còn hộ nghèo"])
def test_a_list_that_says_it_is_empty_has_come(folder, said):
    first_lists(folder)
    folder.add("lists/oct.xlsx", household_list([], date="15/10/2023", below=[[said]]))
    inputs = read_inputs(folder.path, "year-estimate")
    assert basis(inputs) == ("full_list", True)
    assert inputs.findings[inputs.findings.file == "lists/oct.xlsx"].empty


def test_a_return_none_of_whose_rows_can_be_used_has_not_come(folder):
    first_lists(folder)
    returns(folder, range(1, 7))
    undated = movement("A7", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", None)
    folder.add("movements/7.xlsx", movement_return([undated], "07 năm 2023"))
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert basis(inputs) == ("carried_forward", False)


def test_a_return_that_only_repeats_movements_known_from_another_has_come(folder):
    first_lists(folder)
    returns(folder, range(1, 6))
    new = movement("A7", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", "10/06/2023")
    for month in (6, 7):
        folder.add(f"movements/{month}.xlsx", movement_return([new], f"{month:02d} năm 2023"))
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert basis(inputs) == ("list_and_movements", True)


def test_a_unit_that_sent_only_form_7_1_is_counted_from_it_and_not_from_its_old_list(folder):
    first_lists(folder)
    folder.add("summaries/a.xlsx", form_7_1("15/10/2023", 6, 14))
    inputs = read_inputs(folder.path, "year-estimate")
    assert basis(inputs) == ("summary_form", True)
    counts = inputs.counts.set_index("measure")
    assert set(counts["round"]) == {"2023-10-24"}
    assert counts.households.to_dict() == {"poor": 6, "near_poor": 14}
    assert counts.persons["poor"] == 18
    assert counts.persons.isna()["near_poor"]
    rounds = inputs.households[inputs.households.unit_code == TIEN_THUAN]["round"].unique()
    assert list(rounds) == ["2022-12-31"]


def test_a_unit_known_only_by_forms_has_counts_for_both_rounds_and_its_movements_are_noted(folder):
    folder.add("lists/b.xlsx", household_list([household("B1")], unit="XÃ LONG CHỮ"))
    folder.add("summaries/a.xlsx", form_7_1("31/12/2022", 6, 14))
    gone = movement("A1", "Hộ nghèo", "Hộ không nghèo", "Thoát nghèo", "10/03/2023")
    folder.add("movements/4.xlsx", movement_return([gone], "04 năm 2023"))
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert basis(inputs) == ("summary_form", False)
    assert inputs.counts.groupby("round").households.sum().to_dict() == {"2022-12-31": 20, "2023-08-27": 20}
    assert "FORM-CARRIED" in set(inputs.findings.code)


def test_a_list_beside_a_form_of_the_same_round_counts(folder):
    folder.add("lists/a.xlsx", household_list([household("A1")]))
    folder.add("summaries/a.xlsx", form_7_1("31/12/2022", 6, 14))
    inputs = read_inputs(folder.path, "nine-month-estimate")
    assert inputs.counts.empty
    assert set(inputs.summaries.item) == {"total", "poor", "near_poor"}


def test_a_unit_that_sent_nothing_is_an_error(folder):
    folder.add("lists/a.xlsx", household_list([household("A1")]))
    inputs = read_inputs(folder.path, "official")
    assert basis(inputs, LONG_CHU) == ("none", False)
    silent = inputs.findings[inputs.findings.code == "UNIT-NO-LIST"]
    assert len(silent) == 8
    assert set(silent.severity) == {"error"}


def test_the_preferred_source_of_residents_counts_and_another_only_where_it_is_missing(folder):
    first_lists(folder)
    folder.add(
        "totals/a.xlsx",
        totals(
            "31/12/2022",
            ("Xã Tiên Thuận", 4100, 14500, "Cơ quan thống kê"),
            ("Xã Tiên Thuận", 4000, 14000, REGISTER),
            ("Xã Long Chữ", 2000, 7000, "Cơ quan thống kê"),
        ),
    )
    inputs = read_inputs(folder.path, "nine-month-estimate")
    first = inputs.totals[inputs.totals["round"] == "2022-12-31"].set_index("unit_code")
    assert first.total_households.to_dict() == {TIEN_THUAN: 4000, LONG_CHU: 2000}
    other = inputs.findings[inputs.findings.code == "TOTALS-OTHER-SOURCE"]
    assert {facts["unit"] for facts in other["values"]} == {"Xã Long Chữ"}
    assert set(other.severity) == {"info"}


@pytest.mark.parametrize(
    ("period", "households"),
    [("nine-month-estimate", 4050), ("year-estimate", 4070), ("official", 4090)],
)
def test_each_report_takes_the_last_residents_known_by_its_date(folder, period, households):
    first_lists(folder)
    for date, number in [
        ("31/12/2022", 4000),
        ("30/06/2023", 4050),
        ("24/10/2023", 4070),
        ("08/12/2023", 4090),
    ]:
        name = f"totals/{date.replace('/', '')}.xlsx"
        folder.add(name, totals(date, ("Xã Tiên Thuận", number, 14000, REGISTER)))
    inputs = read_inputs(folder.path, period)
    figures = inputs.totals.set_index("round").total_households
    assert figures["2022-12-31"] == 4000
    assert figures[inputs.period.as_of.isoformat()] == households


def test_old_residents_carried_forward_are_used_and_owed(folder):
    first_lists(folder)
    folder.add("totals/a.xlsx", totals("31/12/2022", ("Xã Tiên Thuận", 4000, 14000, REGISTER)))
    inputs = read_inputs(folder.path, "official")
    assert inputs.totals.total_households.tolist() == [4000, 4000]
    owed = inputs.coverage[
        (inputs.coverage.kind == "resident_totals") & (inputs.coverage.sender == TIEN_THUAN)
    ]
    assert owed.received.tolist() == [True, False]


def test_no_residents_at_all_is_an_error_for_each_round(folder):
    first_lists(folder)
    found = read_inputs(folder.path, "official").findings
    assert (found.code == "UNIT-NO-TOTALS").sum() == 18
    assert set(found[found.code == "UNIT-NO-TOTALS"].severity) == {"error"}


@pytest.mark.parametrize(
    ("households", "persons", "code", "used"),
    [(4000, 4000, None, 1), (4000, 3999, "TOTALS-PERSONS", 1), (0, 10, "TOTALS-NONE", 0)],
)
def test_residents_that_can_not_be_are_found(folder, households, persons, code, used):
    first_lists(folder)
    folder.add("totals/a.xlsx", totals("31/12/2022", ("Xã Tiên Thuận", households, persons, REGISTER)))
    inputs = read_inputs(folder.path, "official")
    found = inputs.findings[inputs.findings.file == "totals/a.xlsx"].code.tolist()
    assert found == ([code] if code else [])
    assert inputs.files.set_index("file").rows_used["totals/a.xlsx"] == used


@pytest.mark.parametrize(
    ("date", "received"), [("27/08/2023", False), ("28/08/2023", True), ("24/10/2023", True)]
)
def test_an_office_owes_a_report_dated_after_the_period_before(folder, date, received):
    first_lists(folder)
    row = {"project": "Cải thiện dinh dưỡng", "allocated.central": 5, "disbursed.central": 5}
    above = ["TRUNG TÂM Y TẾ HUYỆN", f"Tính đến ngày {date}", "Đơn vị: đồng"]
    folder.add("disbursements/a.xlsx", Form("disbursement_report", [row], above))
    owed = read_inputs(folder.path, "year-estimate").coverage
    owed = owed[owed.kind == "disbursement_report"].set_index("sender").received
    assert owed.to_dict() == {"ldtbxh": False, "nnptnt": False, "ttyt": received}


def test_the_two_lines_of_form_7_2_share_the_name_that_stands_once(folder):
    first_lists(folder)
    lines = [
        {
            "unit_name": "Xã Tiên Thuận",
            "account": "Hộ",
            "opening": 10,
            "to_near_poor": 2,
            "new": 0,
            "closing": 8,
        },
        {"account": "Nhân khẩu", "opening": 30, "to_near_poor": 5, "closing": 25},
    ]
    total = [["", "Tổng cộng", "Hộ", 10], ["", "", "Nhân khẩu", 30]]
    form = Form("form_7_2", lines, ["XÃ TIÊN THUẬN", "Thời điểm: 08/12/2023"], below=total)
    folder.add("summaries/a.xlsx", form)
    summaries = read_inputs(folder.path, "official").summaries
    assert len(summaries) == 7
    told = summaries.set_index(["account", "item"]).value.to_dict()
    # an empty cell is no item; a typed 0 is one
    assert told == {
        ("households", "opening"): 10,
        ("households", "to_near_poor"): 2,
        ("households", "new"): 0,
        ("households", "closing"): 8,
        ("persons", "opening"): 30,
        ("persons", "to_near_poor"): 5,
        ("persons", "closing"): 25,
    }
    assert set(summaries.form) == {"7.2"}
    assert set(summaries.unit_code) == {TIEN_THUAN}


def test_a_units_figures_in_two_forms_of_a_day_count_once(folder):
    first_lists(folder)
    folder.add("summaries/a.xlsx", form_7_1("15/10/2023", 6, 14))
    folder.add("summaries/b.xlsx", form_7_1("15/10/2023", 7, 14))
    inputs = read_inputs(folder.path, "year-estimate")
    assert inputs.counts.set_index("measure").households.to_dict() == {"poor": 7, "near_poor": 14}
    found = inputs.findings[inputs.findings.code == "FORM-TWICE"]
    assert found.file.tolist() == ["summaries/a.xlsx"]
    assert found["values"].tolist() == [{"last_file": "summaries/b.xlsx", "last_row": 8}]
