import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.nowcast import YearEnd, nowcast

TARGET = ("0.15", "0.20")


def year_end(at_end, *, baseline=380, residents=20_000, total_after=20_000, **columns):
    """Draws of one unit's list, from 400 households now."""
    evidence = pd.DataFrame(
        {
            "unit_code": ["25693"],
            "households_baseline": [baseline],
            "households": [400],
            "total_households_baseline": [residents],
            "total_households": [total_after],
            **columns,
        }
    )
    gone = 400 - np.array(at_end).reshape(-1, 1)
    return YearEnd(evidence, gone, np.zeros_like(gone))


def test_bounds_belong_to_the_target():
    # 380 - 0.15 % of 20 000 = 350, - 0.20 % = 340: 351 not met, 350 to 340 met, 339 exceeded
    row = nowcast(year_end([351, 350, 340, 339]), TARGET).iloc[0]
    assert (row.draws_not_met, row.draws_met, row.draws_exceeded) == (1, 2, 1)
    assert row.probability_met == 0.5


def test_bounds_between_two_households_belong_to_neither():
    # 1.90 % - 0.20 = 1.70 % of 20 333 = 345.661: 346 is met, 345 exceeded; 355.83: 356 is not met
    row = nowcast(year_end([356, 355, 346, 345], total_after=20_333), TARGET).iloc[0]
    assert (row.draws_not_met, row.draws_met, row.draws_exceeded) == (1, 2, 1)


def test_interval_of_a_hundred_draws_leaves_ten_on_either_side():
    row = nowcast(year_end(range(1, 101)), TARGET).iloc[0]
    assert (row.lower_80, row.upper_80) == (10, 90)
    assert (row.lower_95, row.upper_95) == (3, 98)
    assert row.expected_households == 50.5
    assert row.expected_rate == pytest.approx(50.5 / 20_000)
    assert row.expected_points == pytest.approx(100 * (50.5 - 380) / 20_000)


def test_unknown_residents_of_the_baseline_leave_the_chances_unknown():
    row = nowcast(year_end([350], residents=pd.NA), TARGET).iloc[0]
    assert pd.isna(row.draws_met)
    assert pd.isna(row.probability_met)
    assert row.expected_households == 350


def test_units_are_added_draw_by_draw():
    evidence = pd.DataFrame(
        {
            "unit_code": ["A", "B", "C"],
            "area": ["rural", "urban", "rural"],
            "households_baseline": 10,
            "households": 10,
            "total_households_baseline": 500,
            "total_households": 500,
        }
    )
    left = np.array([[1, 0, 5], [5, 0, 1]])
    rows = nowcast(YearEnd(evidence, left, np.zeros_like(left)), TARGET, "area").set_index("area")
    # 20 - 6 in both draws: what one unit has less the other has more
    assert rows.loc["rural", ["lower_95", "upper_95"]].tolist() == [14, 14]
    assert rows.index.tolist() == ["rural", "urban"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_intervals_nest_and_chances_add_up(at_end):
    row = nowcast(year_end(at_end), TARGET).iloc[0]
    assert row.lower_95 <= row.lower_80 <= row.upper_80 <= row.upper_95
    assert row.draws_not_met + row.draws_met + row.draws_exceeded == len(at_end) == row.draws
    inside = sum(row.lower_80 <= n <= row.upper_80 for n in at_end)
    assert inside >= 0.8 * len(at_end)


@settings(deadline=None)
@given(
    st.lists(st.integers(300, 400), min_size=1, max_size=40),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_a_harder_target_is_not_more_likely(at_end, low, more):
    easy, hard = (
        nowcast(year_end(at_end), (f"0.{bound:02d}", "0.90")).draws_not_met.item()
        for bound in (low, low + more)
    )
    assert easy <= hard


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="above the upper"):
        nowcast(year_end([350]), ("0.20", "0.15"))


@pytest.mark.parametrize("level", [0.8, 0, -5, 0.95, 100, 120, float("nan")])
def test_levels_that_are_no_per_cent_are_refused(level):
    with pytest.raises(ValueError, match=r"per cent: choose from 1 to 99\.9"):
        nowcast(year_end([350]), TARGET, levels=(80, level))


def test_the_ends_of_the_levels_belong_to_them():
    # Of 1,000 draws the middle per cent leaves 495 on either side, 99.9 none that is a whole draw.
    row = nowcast(year_end(range(1, 1001)), TARGET, levels=(1, 99.9)).iloc[0]
    assert (row.lower_1, row.upper_1) == (495, 505)
    assert (row["lower_99.9"], row["upper_99.9"]) == (1, 1000)


def test_a_column_that_the_evidence_lacks_is_named():
    with pytest.raises(ValueError, match="no column area in the evidence"):
        nowcast(year_end([350]), TARGET, "area")


def test_equal_bounds_are_a_target_of_one_number():
    # 0.20 % of 20 000 are 40 households: 340 meet it, 341 do not, 339 exceed it
    row = nowcast(year_end([341, 340, 339]), ("0.20", "0.2")).iloc[0]
    assert (row.draws_not_met, row.draws_met, row.draws_exceeded) == (1, 1, 1)
