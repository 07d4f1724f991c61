"""Who is newly escaped: the two borders of the term, and who is back on a list."""

import datetime as dt

import pandas as pd
import pytest

from analysis.measures.newly_escaped import newly_escaped

MONTHS = 36
NOBODY = pd.DataFrame({"household_id": [], "unit_code": []}, dtype="string")


def exits(*rows):
    """(household, unit, members, class before, class after, reason, decided)"""
    columns = ["household_id", "unit_code", "members", "class_before", "class_after", "reason"]
    frame = pd.DataFrame(rows, columns=[*columns, "decision_date"])
    return frame.assign(decision_date=pd.to_datetime(frame.decision_date))


def decided(*days, reason="exit_poverty", after="none"):
    return exits(*((f"h{n}", "25693", 3, "poor", after, reason, day) for n, day in enumerate(days)))


def counted(table):
    return int(table.households.sum())


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2020, 12, 14), 0),  # the day before the recognition
        (dt.date(2020, 12, 15), 1),  # the day of the recognition
        (dt.date(2023, 12, 14), 1),  # the day before 36 months are over
        (dt.date(2023, 12, 15), 1),  # 36 months to the day
        (dt.date(2023, 12, 16), 0),  # the day after
    ],
)
def test_both_ends_of_the_term_belong_to_it(on, expected):
    assert counted(newly_escaped(decided("2020-12-15"), NOBODY, on, MONTHS)) == expected


@pytest.mark.parametrize(("on", "expected"), [(dt.date(2023, 2, 28), 1), (dt.date(2023, 3, 1), 0)])
def test_term_from_29_february_ends_on_28_february(on, expected):
    assert counted(newly_escaped(decided("2020-02-29"), NOBODY, on, MONTHS)) == expected


def test_term_to_a_leap_year_ends_on_the_same_day_of_the_month():
    # 28/02/2021 + 36 months = 28/02/2024, and 29/02/2024 is one day too late
    assert counted(newly_escaped(decided("2021-02-28"), NOBODY, dt.date(2024, 2, 29), MONTHS)) == 0


def test_households_back_on_the_list_are_not_escaped():
    back = pd.DataFrame({"household_id": ["h1"], "unit_code": ["25693"]})
    assert counted(newly_escaped(decided("2023-03-01", "2023-03-01"), back, dt.date(2023, 6, 1), MONTHS)) == 1


def test_poor_household_that_became_near_poor_is_still_on_a_list():
    still_listed = decided("2023-03-01", after="near_poor")
    assert counted(newly_escaped(still_listed, NOBODY, dt.date(2023, 6, 1), MONTHS)) == 0


@pytest.mark.parametrize("reason", ["died", "moved_out", "merged", "correction"])
def test_leaving_the_list_otherwise_is_no_escape(reason):
    assert counted(newly_escaped(decided("2023-03-01", reason=reason), NOBODY, dt.date(2023, 6, 1), 36)) == 0


def test_latest_recognition_of_a_household_counts_once():
    twice = exits(
        ("a", "25693", 5, "poor", "none", "exit_poverty", "2019-12-20"),
        ("a", "25693", 4, "near_poor", "none", "exit_near_poverty", "2022-12-20"),
    )
    # 2019-12-20 + 36 months is over on 2023-06-01; 2022-12-20 + 36 months is not
    result = newly_escaped(twice, NOBODY, dt.date(2023, 6, 1), MONTHS)
    assert result.values.tolist() == [["25693", 1, 4, 0, 0]]


def test_exits_without_decision_date_are_counted_apart():
    undated = exits(
        ("a", "25693", 5, "poor", "none", "exit_poverty", None),
        ("b", "25693", 2, "poor", "none", "exit_poverty", "2023-01-05"),
        ("b", "25693", 2, "poor", "none", "exit_poverty", None),  # the same exit told again
    )
    result = newly_escaped(undated, NOBODY, dt.date(2023, 6, 1), MONTHS)
    assert result.values.tolist() == [["25693", 1, 2, 1, 1]]


def test_unit_without_escapes_shows_zeros():
    elsewhere = pd.DataFrame({"household_id": ["x"], "unit_code": ["25699"]})
    result = newly_escaped(decided("2023-01-05"), elsewhere, dt.date(2023, 6, 1), MONTHS)
    assert result.values.tolist() == [["25693", 1, 3, 1, 0], ["25699", 0, 0, 0, 0]]
