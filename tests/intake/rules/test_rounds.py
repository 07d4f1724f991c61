"""From one full list of a unit to the next nobody comes or goes without a paper."""

import datetime as dt

import pytest

from ..forms import Form, household, household_list, movement, movement_return
from .found import found

FIRST, SECOND = "31/12/2022", "15/10/2023"
BETWEEN = {"since": dt.date(2022, 12, 31), "until": dt.date(2023, 10, 15)}


def lists(folder, before, after, **options):
    folder.add("lists/1.xlsx", household_list(before, date=FIRST))
    folder.add("lists/2.xlsx", household_list(after, date=SECOND, **options))


def exits(*ids, date=SECOND):
    row = {"members": 2, "class_before": "Hộ nghèo", "class_after": "Hộ không nghèo", "reason": "Thoát nghèo"}
    rows = [{"household_id": id_, "head_name": f"Người {id_}", **row} for id_ in ids]
    return Form("household_exits", rows, ["XÃ TIÊN THUẬN", f"Thời điểm: {date}"])


def left(id_, day, unit="XÃ TIÊN THUẬN", reason="Thoát nghèo", after="Hộ không nghèo"):
    rows = [movement(id_, "Hộ nghèo", after, reason, day)]
    return movement_return(rows, f"{day[3:5]} năm {day[6:]}", unit)


def test_who_goes_and_who_comes_without_a_word_is_found_where_it_stands(folder):
    lists(folder, [household("A1"), household("A2")], [household("A1"), household("A3")])
    assert found(folder, "HOUSEHOLD-GONE") == [("lists/1.xlsx A8", BETWEEN)]
    assert found(folder, "HOUSEHOLD-CAME") == [("lists/2.xlsx A8", BETWEEN)]


@pytest.mark.parametrize(
    ("paper", "gone"),
    [
        (left("A2", "10/03/2023"), 0),
        (left("A2", "31/12/2022"), 1),  # decided before the list that still has it
        (left("A2", "10/03/2023", unit="XÃ LONG CHỮ"), 1),
        (left("A2", "10/03/2023", reason="Đính chính", after="Hộ cận nghèo"), 1),
        (exits("A2"), 0),
        (exits("A2", date="20/12/2023"), 1),
        (exits("A9"), 1),
    ],
)
def test_a_return_or_a_sheet_of_exits_between_the_lists_is_a_word(folder, paper, gone):
    lists(folder, [household("A1"), household("A2")], [household("A1")])
    folder.add("m.xlsx", paper)
    assert len(found(folder, "HOUSEHOLD-GONE")) == gone


@pytest.mark.parametrize(
    ("values", "day", "came"),
    [
        ({}, None, 1),
        ({"entry_reason": "Phát sinh mới"}, None, 0),
        ({}, "10/03/2023", 0),
        ({}, "20/12/2022", 1),
        ({}, "16/10/2023", 1),
    ],
)
def test_a_return_or_the_list_itself_says_why_a_household_came(folder, values, day, came):
    lists(folder, [household("A1")], [household("A1"), household("A2", **values)])
    if day:
        rows = [movement("A2", "Không có trong danh sách", "Hộ nghèo", "Phát sinh mới", day)]
        folder.add("m.xlsx", movement_return(rows, f"{day[3:5]} năm {day[6:]}"))
    assert len(found(folder, "HOUSEHOLD-CAME")) == came


def test_a_row_that_is_set_aside_is_on_its_list_all_the_same(folder):
    broken = household("A2", members=None)
    lists(folder, [household("A1"), household("A2")], [household("A1"), broken])
    assert found(folder, "HOUSEHOLD-GONE") == []
    lists(folder, [household("A1"), broken], [household("A1"), household("A2")])
    assert found(folder, "HOUSEHOLD-CAME") == []


def test_of_two_lists_of_a_round_the_last_is_compared(folder):
    lists(folder, [household("A1"), household("A2")], [household("A1")])
    folder.add("lists/0.xlsx", household_list([household("A1"), household("A3")], date="20/12/2022"))
    assert found(folder, "HOUSEHOLD-GONE") == [("lists/1.xlsx A8", BETWEEN)]
    assert found(folder, "HOUSEHOLD-CAME") == []


@pytest.mark.parametrize(("kept", "anew"), [(10, True), (11, False), (12, False)])
def test_a_unit_that_numbered_anew_is_said_once(folder, kept, anew):
    # of 22 households 12, 11 or 10 are met no more: more than half, half, fewer
    before = [household(f"A{n}") for n in range(22)]
    lists(folder, before, before[:kept] + [household(f"B{n}") for n in range(22 - kept)])
    assert found(folder, "LIST-CODES") == ([("lists/2.xlsx", BETWEEN)] if anew else [])
    assert len(found(folder, "HOUSEHOLD-GONE")) == (0 if anew else 22 - kept)
    assert len(found(folder, "HOUSEHOLD-CAME")) == (0 if anew else 22 - kept)


def test_a_list_that_has_become_empty_is_compared_by_nobody(folder):
    lists(folder, [household("A1")], [], below=[["Không phát sinh"]])
    assert found(folder, "HOUSEHOLD-GONE") == []
