import pandas as pd
import pytest

from analysis.measures.rate_change import rate_change
from analysis.measures.target_bounds import target_bounds

TARGET = ("0.15", "0.20")


def change(before, total_before, after, total_after, **keys):
    return rate_change(
        pd.DataFrame({**keys, "households": [before], "total_households": [total_before]}),
        pd.DataFrame({**keys, "households": [after], "total_households": [total_after]}),
    )


def figures(bounds):
    return bounds[
        ["households_at_bound", "reduction_households", "households_to_leave", "reached"]
    ].values.tolist()


def test_twenty_thousand_households_and_the_2023_target():
    # 1.90 % - 0.15 = 1.75 % of 20 000 = 350; 1.90 % - 0.20 = 1.70 % = 340; 360 are listed
    bounds = target_bounds(change(380, 20_000, 360, 20_000), TARGET)
    assert bounds.bound_points.tolist() == ["0.15", "0.20"]
    assert figures(bounds) == [[350, 30, 10, False], [340, 40, 20, False]]


@pytest.mark.parametrize(("after", "to_leave", "reached"), [(351, 1, False), (350, 0, True), (349, 0, True)])
def test_bound_is_reached_with_exactly_its_households(after, to_leave, reached):
    lower = target_bounds(change(380, 20_000, after, 20_000), TARGET).iloc[0]
    assert (lower.households_to_leave, lower.reached) == (to_leave, reached)


def test_bound_is_over_the_residents_of_the_day_and_rounded_down():
    # 1.90 % - 0.15 = 1.75 % of 20 333 = 355.8…: 356 would be too many
    assert target_bounds(change(380, 20_000, 360, 20_333), TARGET).households_at_bound.iloc[0] == 355


def test_rate_lower_than_the_bound_can_not_reach_it():
    # 20 of 20 000 = 0.10 %: it can't fall by 0.15
    bounds = target_bounds(change(20, 20_000, 0, 20_000), TARGET)
    assert bounds.households_at_bound.isna().all()
    assert bounds.reached.tolist() == [False, False]


def test_rate_equal_to_the_bound_reaches_it_with_nobody_listed():
    # 30 of 20 000 = 0.15 %
    assert figures(target_bounds(change(30, 20_000, 1, 20_000), TARGET))[0] == [0, 30, 1, False]


def test_bound_without_residents_is_unknown():
    bounds = target_bounds(change(380, 20_000, 360, None), TARGET)
    assert bounds.drop(columns="bound_points").isna().all(axis=None)


def test_only_the_multidimensional_measure_has_bounds_and_groups_are_kept():
    rows = [
        change(380, 20_000, 360, 20_000, unit_code="A", measure=measure)
        for measure in ("poor", "multidimensional")
    ]
    bounds = target_bounds(pd.concat(rows), TARGET)
    assert bounds.unit_code.tolist() == ["A", "A"]
    assert "measure" not in bounds


def test_equal_bounds_are_one_row():
    bounds = target_bounds(change(380, 20_000, 360, 20_000), ("0.20", "0.2"))
    assert figures(bounds) == [[340, 40, 20, False]]


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="above the upper"):
        target_bounds(change(380, 20_000, 360, 20_000), ("0.20", "0.15"))
