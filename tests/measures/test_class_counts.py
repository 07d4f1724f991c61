import pandas as pd
import pytest

from analysis.measures.class_counts import class_counts


def listed(*rows):
    return pd.DataFrame(rows, columns=["unit_code", "round", "members", "poverty_class_recorded"])


def as_rows(counts):
    return [tuple(row) for row in counts.itertuples(index=False)]


def test_households_and_their_members_are_counted_by_unit_round_and_class():
    counts = class_counts(listed(("A", "r", 3, "poor"), ("A", "r", 4, "poor"), ("B", "r", 2, "near_poor")))
    assert as_rows(counts) == [
        ("A", "r", "poor", 2, 7),
        ("A", "r", "near_poor", 0, 0),
        ("B", "r", "poor", 0, 0),
        ("B", "r", "near_poor", 1, 2),
    ]


def test_average_and_not_poor_households_count_in_neither_class():
    counts = class_counts(listed(("A", "r", 3, "average"), ("A", "r", 4, "not_poor")))
    assert counts.households.tolist() == [0, 0]


def test_unit_that_sent_a_list_with_nobody_on_it_has_zeros_in_every_round():
    frame = listed(("A", "r1", 3, "poor"), ("A", "r2", 3, "poor"))
    counts = class_counts(frame, units=["A", "B"])
    empty = counts[counts.unit_code == "B"]
    assert empty["round"].tolist() == ["r1", "r1", "r2", "r2"]
    assert empty.households.tolist() == [0, 0, 0, 0]


def test_unit_beyond_those_named_is_not_lost():
    counts = class_counts(listed(("A", "r", 3, "poor")), units=["B"])
    assert counts.unit_code.unique().tolist() == ["A", "B"]


def test_persons_of_a_class_are_unknown_where_a_household_gives_no_members():
    counts = class_counts(listed(("A", "r", 3, "poor"), ("A", "r", None, "poor"), ("A", "r", 2, "near_poor")))
    assert counts.households.tolist() == [2, 1]
    assert counts.persons.isna().tolist() == [True, False]


def test_household_without_a_class_is_not_dropped_in_silence():
    with pytest.raises(ValueError, match="1 households without a class in B"):
        class_counts(listed(("A", "r", 3, "poor"), ("B", "r", 2, None)))
