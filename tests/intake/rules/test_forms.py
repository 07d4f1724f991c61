"""Summary forms in themselves, from round to round, against the list of their day; rows of totals."""

import pytest

from analysis.intake.inputs import read_files

from ..forms import Form, household, household_list
from .found import found

UNIT, OTHER = "Xã Tiên Thuận", "Xã Long Chữ"
DAY = "31/12/2022"


def form_7_1(*rows, date=DAY, **options):
    lines = [
        {
            "unit_name": unit,
            "households.total": 4000,
            "persons.total": 14000,
            "households.poor": poor,
            "households.near_poor": near_poor,
            **more,
        }
        for unit, poor, near_poor, more in rows
    ]
    return Form("form_7_1", lines, [f"Thời điểm: {date}"], **options)


def form_7_2(date=DAY, account="Hộ", **items):
    row = {"unit_name": UNIT, "account": account, "opening": 10, "closing": 10} | items
    return Form("form_7_2", [row], [UNIT.upper(), f"Thời điểm: {date}"])


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ({"to_near_poor": 2, "new": 1, "closing": 9}, None),
        ({"to_near_poor": 2, "new": 1, "closing": 10}, 9),
        # 10 - 1 - 2 - 3 + 4 + 5 + 6 + 7 = 26
        (
            {"to_near_poor": 1, "out_of_both": 2, "other_decrease": 3, "from_near_poor": 4, "relapse": 5}
            | {"new": 6, "other_increase": 7, "closing": 25},
            26,
        ),
        ({"new": "nhiều", "closing": 12}, None),  # what could not be read is not nothing
    ],
)
def test_a_form_closes_with_what_it_opened_with_and_moved(folder, items, expected):
    folder.add("f.xlsx", form_7_2(**items))
    said = [(place, facts["expected"]) for place, facts in found(folder, "FORM-STOCK")]
    assert said == ([("f.xlsx L7", expected)] if expected else [])


def test_persons_of_a_form_may_be_born(folder):
    folder.add("f.xlsx", form_7_2(account="Nhân khẩu", closing=11))
    assert found(folder, "FORM-STOCK") == []


@pytest.mark.parametrize(("opening", "expected"), [(8, None), (10, None), (9, 8)])
def test_a_form_opens_with_the_end_or_the_start_of_the_one_before(folder, opening, expected):
    folder.add("f2.xlsx", form_7_2("15/10/2023", opening=opening, closing=opening))
    folder.add("f1.xlsx", form_7_2(DAY, other_decrease=2, closing=8))
    facts = [("f2.xlsx D7", {"value": opening, "expected": expected})] if expected else []
    assert found(folder, "FORM-OPENING") == facts


@pytest.mark.parametrize(("average", "sum_"), [(3980, None), (3981, 4001)])
def test_the_classes_of_a_form_are_parts_of_the_residents(folder, average, sum_):
    folder.add("f.xlsx", form_7_1((UNIT, 6, 14, {"households.average": average})))
    facts = [("f.xlsx C7", {"value": 4000, "sum": sum_})] if sum_ else []
    assert found(folder, "FORM-PARTS") == facts


@pytest.mark.parametrize(
    ("poor", "persons", "date", "expected"),
    [
        (1, 2, DAY, []),
        (2, 2, DAY, [("f.xlsx E7", {"value": 2, "listed": 1})]),
        (1, 3, DAY, [("f.xlsx K7", {"value": 3, "listed": 2})]),
        (1, None, DAY, []),
        (2, 2, "30/12/2022", []),  # no list of that day
    ],
)
def test_a_form_counts_the_list_of_its_day(folder, poor, persons, date, expected):
    folder.add("a.xlsx", household_list([household("A1"), household("A2", "Hộ cận nghèo")]))
    folder.add("f.xlsx", form_7_1((UNIT, poor, 1, {"persons.poor": persons}), date=date))
    assert found(folder, "FORM-LIST") == expected


def test_of_a_line_in_two_files_the_last_counts(folder):
    folder.add("f1.xlsx", form_7_1((UNIT, 6, 14, {}), (OTHER, 3, 4, {})))
    folder.add("f2.xlsx", form_7_1((UNIT, 7, 14, {})))
    places = [place for place, _ in found(folder, "FORM-TWICE")]
    assert len(places) == 1
    assert places[0].startswith("f1.xlsx B")
    files, _ = read_files([folder.path], folder.path)
    assert files.set_index("file").rows_used.to_dict() == {"f1.xlsx": 1, "f2.xlsx": 1}


def test_of_residents_given_twice_the_last_count(folder):
    row = {"unit_name": UNIT, "total_persons": 14000, "source": "Sổ đăng ký cư trú"}
    for name, count in (("t1.xlsx", 4000), ("t2.xlsx", 4100)):
        rows = [{**row, "total_households": count}]
        folder.add(name, Form("resident_totals", rows, [f"Thời điểm: {DAY}"]))
    ((place, facts),) = found(folder, "TOTALS-TWICE")
    assert place.startswith("t1.xlsx B")
    assert facts["last_file"] == "t2.xlsx"


def residents(*counts, below=()):
    rows = [
        {"unit_name": name, "total_households": count, "total_persons": 3 * count}
        for name, count in zip((UNIT, OTHER, "Xã An Thạnh"), counts, strict=False)
    ]
    lines = [["", name, None, total, persons] for name, total, persons in below]
    return Form("resident_totals", rows, [f"Thời điểm: {DAY}"], below=lines)


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ([("Tổng cộng", 300, 900)], []),
        ([("Tổng cộng", 301, 900)], [{"value": 301, "sum": 300}]),
        ([("Cộng", 300, 899)], [{"value": 899, "sum": 900}]),
        ([("Cộng", 300, 900), ("Tổng cộng", 300, 900)], []),
        ([("Tổng cộng", None, None)], []),
    ],
)
def test_a_row_of_totals_is_the_sum_of_its_rows(folder, below, expected):
    folder.add("t.xlsx", residents(100, 200, below=below))
    assert [facts for _, facts in found(folder, "TOTAL-DIFFERS")] == expected


def test_a_total_of_the_district_may_stand_above_its_units(folder):
    form = residents(100, 200)
    form.rows.insert(0, {"unit_name": "Huyện Bến Cầu", "total_households": 300, "total_persons": 901})
    folder.add("t.xlsx", form)
    assert [facts for _, facts in found(folder, "TOTAL-DIFFERS")] == [{"value": 901, "sum": 900}]


def test_a_total_over_a_cell_that_could_not_be_read_is_not_asked(folder):
    form = residents(100, 200, below=[("Tổng cộng", 350, 900)])
    form.rows[0]["total_households"] = "khoảng 150"
    folder.add("t.xlsx", form)
    assert found(folder, "TOTAL-DIFFERS") == []


def test_households_and_persons_are_added_up_each_for_itself(folder):
    rows = [
        {"unit_name": UNIT, "account": "Hộ", "opening": 10, "closing": 10},
        {"account": "Nhân khẩu", "opening": 30, "closing": 30},
        {"unit_name": "Tổng cộng", "account": "Hộ", "opening": 10, "closing": 11},
        {"account": "Nhân khẩu", "opening": 30, "closing": 30},
    ]
    folder.add("f.xlsx", Form("form_7_2", rows, [UNIT.upper(), f"Thời điểm: {DAY}"]))
    assert [facts for _, facts in found(folder, "TOTAL-DIFFERS")] == [{"value": 11, "sum": 10}]
