import pandas as pd
import pytest

from analysis.measures.priority_groups import priority_groups


def listed(*rows):
    columns = ["unit_code", "poverty_class_recorded", "members", "ethnic_minority", "female_head"]
    frame = pd.DataFrame(rows, columns=columns).astype({"ethnic_minority": "Int64", "female_head": "Int64"})
    return frame.assign(round="r")


TOTALS = pd.DataFrame(
    {
        "unit_code": ["A", "B"],
        "round": "r",
        "total_households": [100, 50],
        "total_persons": [400, 200],
        "ethnic_minority_households": [10, 5],
        "ethnic_minority_persons": [40, 20],
    }
)
LIST = listed(
    ("A", "poor", 4, 1, 0),
    ("A", "poor", 3, 0, None),
    ("A", "near_poor", 2, 1, 1),
    ("A", "not_poor", 5, 1, 1),
)


def of(table, group, measure="multidimensional"):
    return table[(table.group == group) & (table.measure == measure)]


def test_group_is_a_share_of_all_listed_and_a_rate_of_its_own_residents():
    # 2 of 3 listed are minority; 2 of 10 + 5 minority households, 4 + 2 of 40 + 20 minority persons
    row = of(priority_groups(LIST, TOTALS, ["ethnic_minority"]), "ethnic_minority").iloc[0]
    assert (row.households, row.persons, row.listed_households, row.unknown) == (2, 6, 3, 0)
    assert row.household_share == pytest.approx(2 / 3)
    assert (row.total_households, row.total_persons) == (15, 60)
    assert row.household_rate == pytest.approx(2 / 15)
    assert row.person_rate == pytest.approx(0.1)


def test_group_whose_residents_nobody_counts_has_no_rate():
    row = of(priority_groups(LIST, TOTALS, ["female_head"]), "female_head").iloc[0]
    assert row.households == 1
    assert pd.isna(row.household_rate)


def test_household_for_which_the_group_is_not_said_is_counted_apart():
    table = priority_groups(LIST, TOTALS, ["female_head"])
    assert of(table, "female_head", "poor")[["households", "unknown"]].values.tolist() == [[0, 1]]
    assert of(table, "female_head", "near_poor")[["households", "unknown"]].values.tolist() == [[1, 0]]


def test_unit_without_a_household_of_the_group_has_zero_and_no_share():
    table = of(priority_groups(LIST, TOTALS, ["ethnic_minority"], by="unit_code"), "ethnic_minority")
    empty = table[table.unit_code == "B"].iloc[0]
    assert (empty.households, empty.household_rate) == (0, 0)
    assert pd.isna(empty.household_share)


def test_groups_stand_below_each_other_in_the_order_asked():
    table = priority_groups(LIST, TOTALS, ["female_head", "ethnic_minority"])
    assert table.group.unique().tolist() == ["female_head", "ethnic_minority"]


def test_a_group_with_more_listed_than_resident_households_has_no_rate():
    totals = TOTALS.assign(ethnic_minority_households=[1, 5])
    table = of(priority_groups(LIST, totals, ["ethnic_minority"], by="unit_code"), "ethnic_minority")
    assert table.set_index("unit_code").household_rate.isna().to_dict() == {"A": True, "B": False}
    assert (
        of(priority_groups(LIST, totals, ["ethnic_minority"]), "ethnic_minority").household_rate.isna().all()
    )
