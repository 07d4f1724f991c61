"""A square small enough to add up by eye."""

import pandas as pd
import pytest

from analysis.measures.panel.panel_transitions import panel_transitions
from analysis.measures.panel.transition_matrix import transition_matrix

A, B = "25693", "25699"
R1, R2 = "2022-12-31", "2023-12-14"
HOUSEHOLDS = pd.DataFrame(
    [
        ("stays", R1, A, "poor", 4), ("stays", R2, A, "poor", 5),
        ("eases", R1, A, "poor", 3), ("eases", R2, A, "near_poor", 3),
        ("escapes", R1, A, "near_poor", 2),
        ("dies", R1, A, "poor", 1),
        ("moves", R1, A, "near_poor", 6), ("moves", R2, B, "near_poor", 6),
        ("new", R2, A, "poor", 2),
        ("splits", R2, A, "near_poor", 1),
    ],
    columns=["household_id", "round", "unit_code", "poverty_class", "members"],
)  # fmt: skip
EVENTS = pd.DataFrame(
    [
        ("escapes", "near_poor", "none", "exit_near_poverty"),
        ("dies", "poor", "none", "died"),
        ("new", "none", "poor", "new"),
        ("splits", "none", "near_poor", "split"),
    ],
    columns=["household_id", "class_before", "class_after", "reason"],
).assign(unit_code=A, date=pd.Timestamp("2023-05-05"))
COURSES = panel_transitions(HOUSEHOLDS, events=EVENTS, empty_units=[B])


def totals(*rows):
    return pd.DataFrame(rows, columns=["unit_code", "round", "total_households", "total_persons"])


TOTALS = totals((A, R1, 20, 80), (A, R2, 22, 81), (B, R1, 10, 40), (B, R2, 9, 41))


def cells(matrix, **where):
    for column, value in where.items():
        matrix = matrix[matrix[column] == value]
    filled = matrix[matrix.households.ne(0).fillna(True)]
    return {
        (row.class_before, row.class_after): (row.households, row.persons_before, row.persons_after)
        for row in filled.itertuples()
    }


def test_everybody_of_the_district_stands_in_one_cell():
    # 30 residents, of them 5 listed, 1 of whom died: none = 25, of whom 1 became poor, so 24 stay off
    # or leave. At the end 31 residents, 5 listed: none = 26, of whom 1 escaped: 25. One more: outside.
    # Persons off both lists: 120 - 16 listed - 2 who became poor = 102; 122 - 17 - 2 escaped = 103.
    assert cells(transition_matrix(COURSES, totals=TOTALS)) == {
        ("poor", "poor"): (1, 4, 5),
        ("poor", "near_poor"): (1, 3, 3),
        ("poor", "outside"): (1, 1, 1),
        ("near_poor", "near_poor"): (1, 6, 6),
        ("near_poor", "none"): (1, 2, 2),
        ("none", "poor"): (1, 2, 2),
        ("none", "none"): (24, 102, 102),
        ("outside", "near_poor"): (1, 1, 1),
        ("outside", "none"): (1, 1, 1),
    }


def test_to_a_unit_another_unit_is_outside_and_a_shrinking_one_loses_residents_to_it():
    found = cells(transition_matrix(COURSES, totals=TOTALS, by="unit_code"), unit_code=B)
    # 10 residents, none listed; 9 at the end, of whom 1 came: 8 were there both times, 2 went.
    # 40 persons, 41 - 6 who came = 35 off the list: 5 fewer.
    assert found == {
        ("none", "none"): (8, 35, 35),
        ("none", "outside"): (2, 5, 5),
        ("outside", "near_poor"): (1, 6, 6),
    }


def test_rates_are_over_the_class_left_and_carry_their_totals():
    row = transition_matrix(COURSES, totals=TOTALS).iloc[0]
    assert (row.households, row.households_before, row.households_after) == (1, 3, 2)
    assert row.share == pytest.approx(1 / 3)


@pytest.mark.parametrize("given", [None, TOTALS.head(3)])
def test_without_all_totals_nobody_knows_how_many_are_on_neither_list(given):
    matrix = transition_matrix(COURSES, totals=given)
    unknown = matrix[matrix.households.isna()]
    assert set(zip(unknown.class_before, unknown.class_after, strict=True)) == {
        ("none", "none"),
        ("none", "outside"),
        ("outside", "none"),
    }
    known = matrix[matrix.class_before.isin(["poor", "near_poor"])]
    assert known.households_before.tolist() == [3, 3, 3, 3, 2, 2, 2, 2]
    assert matrix[matrix.class_before == "none"].households_before.isna().all()


def test_more_on_the_lists_than_resident_is_refused_by_unit_and_round():
    few = totals((A, R1, 4, 80), (A, R2, 22, 81), (B, R1, 10, 40), (B, R2, 9, 41))
    with pytest.raises(ValueError, match=f"more households on the lists than resident: {R1} {R2} {A}"):
        transition_matrix(COURSES, totals=few, by="unit_code")


def test_a_total_given_twice_is_refused():
    with pytest.raises(ValueError, match="given twice"):
        transition_matrix(COURSES, totals=pd.concat([TOTALS, TOTALS.head(1)]))


def test_a_unit_with_nobody_on_the_lists_has_its_square():
    more = pd.concat([TOTALS, totals(("25702", R1, 5, 9), ("25702", R2, 5, 9))])
    found = cells(transition_matrix(COURSES, totals=more, by="unit_code"), unit_code="25702")
    assert found == {("none", "none"): (5, 9, 9)}
