import pandas as pd
import pytest

from analysis.measures.deprivations import deprivation_change, deprivations
from analysis.tables import INDICATORS


def listed(*rows, when="r1"):
    """unit, class, mark of the water source; no other mark is deprived."""
    frame = pd.DataFrame(rows, columns=["unit_code", "poverty_class_recorded", "water_source"])
    return frame.assign(**{i: 0 for i in INDICATORS if i != "water_source"}, round=when)


def water(table, measure="multidimensional"):
    return table[(table.indicator == "water_source") & (table.measure == measure)]


def test_share_is_over_listed_households_with_a_mark():
    # poor: 1, 0, no mark; near-poor: 1 -> poor 1 of 2 marked, all 2 of 3 marked of 4 listed
    table = deprivations(
        listed(("A", "poor", 1), ("A", "poor", 0), ("A", "poor", None), ("A", "near_poor", 1))
    )
    poor, everyone = water(table, "poor"), water(table)
    assert poor[["households", "listed_households", "unknown", "share"]].values.tolist() == [[1, 3, 1, 0.5]]
    assert everyone[["households", "marked_households", "unknown"]].values.tolist() == [[2, 3, 1]]
    assert everyone.share.item() == pytest.approx(2 / 3)


def test_household_off_the_list_is_not_counted():
    table = water(deprivations(listed(("A", "not_poor", 1), ("A", "average", 1), ("A", "poor", 0))))
    assert table[["households", "listed_households"]].values.tolist() == [[0, 1]]


def test_share_is_unknown_not_zero_where_no_household_has_a_mark():
    table = water(deprivations(listed(("A", "poor", None))))
    assert table.households.item() == 0
    assert pd.isna(table.share.item())


def test_every_class_and_all_twelve_indicators_stand_in_the_official_order():
    table = deprivations(listed(("A", "poor", 1), ("B", "not_poor", 0)), by="unit_code")
    assert len(table) == 2 * 3 * 12
    assert table.indicator.tolist()[:12] == list(INDICATORS)
    assert (table[table.unit_code == "B"].listed_households == 0).all()


def test_groups_within_a_unit_are_allowed_and_a_missing_group_is_kept():
    frame = listed(("A", "poor", 1), ("A", "poor", 0)).assign(female_head=pd.array([1, None], dtype="Int64"))
    table = water(deprivations(frame, by="female_head"))
    assert table.listed_households.tolist() == [1, 1]


def test_change_is_in_points_of_the_share():
    # 1 of 2 = 50 %, then 1 of 4 = 25 %
    before = deprivations(listed(("A", "poor", 1), ("A", "poor", 0)))
    after = deprivations(listed(("A", "poor", 1), *[("A", "poor", 0)] * 3, when="r2"))
    change = water(deprivation_change(before, after))
    assert change.change_points.item() == pytest.approx(-25)
    assert change.change_households.item() == 0
    assert change[["round_before", "round_after"]].values.tolist() == [["r1", "r2"]]


def test_change_between_different_groups_is_refused():
    before = deprivations(listed(("A", "poor", 1)), by="unit_code")
    after = deprivations(listed(("B", "poor", 1), when="r2"), by="unit_code")
    with pytest.raises(ValueError, match="in one of the two rounds only"):
        deprivation_change(before, after)


def test_indicators_are_those_asked_for_and_each_must_be_there():
    table = deprivations(listed(("A", "poor", 1)).assign(waste=1), indicators=["water_source", "waste"])
    assert table.households.tolist() == [1, 1, 0, 0, 1, 1]
    with pytest.raises(ValueError, match="no column waste in households; there are: unit_code"):
        deprivations(listed(("A", "poor", 1)), indicators=["waste"])
    with pytest.raises(ValueError, match="1 marks of water_source are neither 0 nor 1"):
        deprivations(listed(("A", "poor", 2)))
