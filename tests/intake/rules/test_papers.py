"""Papers as a whole: of which year, and which of two versions counts."""

import datetime as dt

import pandas as pd
import pytest

from analysis.intake.rules.book import BOOK
from analysis.intake.rules.unit import PAPER_COLUMNS

from ..forms import Form, household, household_list, movement_return
from .found import found


@pytest.mark.parametrize(
    ("day", "outside"),
    [
        ("30/11/2022", True),
        ("01/12/2022", False),  # the first round's window begins
        ("31/12/2023", False),
        ("01/01/2024", True),
    ],
)
def test_a_paper_is_of_the_programmes_year_or_a_round(folder, day, outside):
    row = {"unit_name": "Xã Tiên Thuận", "total_households": 4000, "total_persons": 14000}
    folder.add("t.xlsx", Form("resident_totals", [row], [f"Thời điểm: {day}"]))
    said = [facts["day"] for _, facts in found(folder, "SET-PERIOD")]
    assert said == ([dt.datetime.strptime(day, "%d/%m/%Y").date()] if outside else [])


@pytest.mark.parametrize(("month", "outside"), [("11 năm 2022", 1), ("12 năm 2022", 0), ("01 năm 2024", 1)])
def test_a_return_is_of_the_month_it_names_not_of_the_day_it_is_due(folder, month, outside):
    folder.add("m.xlsx", movement_return([], month, below=[["Không phát sinh"]]))
    assert len(found(folder, "SET-PERIOD")) == outside


def test_of_a_list_only_its_round_is_asked(folder):
    folder.add("a.xlsx", household_list([household("A1")], date="30/11/2022"))
    assert (len(found(folder, "SET-PERIOD")), len(found(folder, "LIST-ROUND"))) == (0, 1)


def papers(*saved, unit="25693", sheets=1):
    facts = [
        {"kind": "household_list", "unit": unit, "date": dt.date(2022, 12, 31), "lines": frozenset()}
        | {"modified": time, "source_file": name, "source_sheet": str(sheet)}
        for name, time in saved
        for sheet in range(sheets)
    ]
    return pd.DataFrame(facts, columns=PAPER_COLUMNS, dtype=object)


NOON = dt.datetime(2023, 1, 5, 12)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("saved", "newer"),
    [
        ([("a.xlsx", NOON), ("b.xlsx", NOON)], []),
        ([("a.xlsx", NOON + MINUTE), ("b.xlsx", NOON)], ["a.xlsx"]),
        ([("a.xlsx", NOON), ("b.xlsx", NOON + MINUTE)], []),
        ([("a.xlsx", NOON + MINUTE), ("b.xlsx", None)], []),
        ([("a.xlsx", None), ("b.xlsx", NOON)], []),
        ([("a.xlsx", NOON + MINUTE), ("b.xlsx", NOON + 2 * MINUTE), ("c.xlsx", NOON)], ["b.xlsx"]),
        ([("a.xlsx", NOON)], []),
    ],
)
@pytest.mark.parametrize("sheets", [1, 2])
def test_a_version_that_counts_by_its_name_and_was_saved_first_is_asked_about(folder, saved, newer, sheets):
    broken = BOOK["VERSION-OLDER"].check(papers(*saved, sheets=sheets), folder.programme)
    assert broken.newer.tolist() == newer
    assert len(broken) == len(newer)


def test_without_the_times_of_saving_nothing_is_said(folder):
    for name in ("a.xlsx", "b.xlsx"):
        folder.add(name, household_list([household("A1"), household(name)]))
    assert len(found(folder, "PAPER-TWICE")) == 1
