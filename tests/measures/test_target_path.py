import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.nowcast import YearEnd
from analysis.measures.target_path import target_path

TARGET = ("0.15", "0.20")
DAYS = {"baseline_date": dt.date(2022, 12, 31), "until": dt.date(2023, 12, 31)}


def year_end(units, *, enters=0, leaves=0):
    """Units of (listed at the baseline, listed now, residents) after returns up to 31/8."""
    was, now, residents = zip(*units, strict=True)
    evidence = pd.DataFrame(
        {
            "unit_code": [f"U{n}" for n in range(len(units))],
            "stage": "returns",
            "households_baseline": was,
            "households": now,
            "total_households_baseline": residents,
            "total_households": residents,
            "left_in_returns": 6,
            "left_since": pd.array([pd.NA] * len(units), "Int64"),
            "known_until": pd.Timestamp("2023-08-31"),
        }
    )
    whole = np.ones((4, len(units)), int)
    return YearEnd(evidence, whole * leaves, whole * enters)


def test_whoever_enters_must_be_made_up_for():
    # at 0.15: 350, at 0.20: 340 of 20 000; 365 now and 9 more to come: 24 and 34 must leave
    rows = target_path(year_end([(380, 365, 20_000)], enters=9, leaves=20), TARGET, **DAYS)
    assert rows.households_at_bound.tolist() == [350, 340]
    assert rows.must_leave.tolist() == [24, 34]
    assert rows.beyond_expected.tolist() == [4, 14]
    # 31/8 is day 243, 122 are left
    assert rows[["days_covered", "days_left"]].drop_duplicates().values.tolist() == [[243, 122]]
    assert rows.needed_per_day.tolist() == pytest.approx([24 / 122, 34 / 122])
    assert rows.seen_per_day.tolist() == pytest.approx([6 / 243] * 2)


def test_fair_split_is_by_largest_remainder_over_the_listed():
    # Together 380 of 20 000, 370 now, at 0.15 % 350: 20 over 185, 111 and 74 are 10, 6 and 4;
    # at 0.20 % 30 are 15, 9 and 6
    units = [(190, 185, 10_000), (114, 111, 6_000), (76, 74, 4_000)]
    rows = target_path(year_end(units), TARGET, "unit_code", **DAYS)
    assert rows.fair_share[rows.bound_points == "0.15"].tolist() == [10, 6, 4]
    assert rows.fair_share[rows.bound_points == "0.20"].tolist() == [15, 9, 6]


def test_units_whose_figure_stands_have_no_share_and_no_days():
    end = year_end([(190, 185, 10_000), (190, 185, 10_000)])
    end.evidence["stage"] = ["final", "returns"]
    rows = target_path(end, TARGET, "unit_code", **DAYS)
    assert rows.fair_share.tolist() == [0, 0, 20, 30]
    assert rows.days_left.tolist() == [0, 0, 122, 122]
    assert rows.needed_per_day.isna().tolist() == [True, True, False, False]


def test_a_rate_lower_than_the_bound_has_no_path():
    row = target_path(year_end([(20, 20, 20_000)]), TARGET, **DAYS, trust_target=True).iloc[0]
    assert pd.isna(row.must_leave)
    assert pd.isna(row.fair_share)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(40, 90), st.integers(30, 90)), min_size=1, max_size=6),
    st.integers(0, 5),
)
def test_shares_add_up_to_the_district_and_a_harder_bound_needs_no_fewer(pairs, enters):
    end = year_end([(was, now, 2_000) for was, now in pairs], enters=enters)
    district = target_path(end, TARGET, **DAYS).set_index("bound_points")
    units = target_path(end, TARGET, "unit_code", **DAYS)
    assert units.groupby("bound_points").fair_share.sum().to_dict() == district.must_leave.to_dict()
    assert district.must_leave["0.15"] <= district.must_leave["0.20"]


def test_a_year_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="does not lie after"):
        target_path(
            year_end([(1, 1, 10)]), TARGET, baseline_date=dt.date(2023, 1, 1), until=dt.date(2023, 1, 1)
        )


@pytest.mark.parametrize("target", [("0.20", "0.20"), ("0.2", "0.20"), (0.2, "1/5")])
def test_equal_bounds_are_one_bound(target):
    # As above: 30 must leave over 185, 111 and 74 listed, 15, 9 and 6
    units = [(190, 185, 10_000), (114, 111, 6_000), (76, 74, 4_000)]
    rows = target_path(year_end(units), target, "unit_code", **DAYS)
    assert rows.fair_share.tolist() == [15, 9, 6]
    assert target_path(year_end(units), target, **DAYS).must_leave.tolist() == [30]


def test_bounds_in_the_wrong_order_and_columns_that_lack_are_refused():
    with pytest.raises(ValueError, match="above the upper"):
        target_path(year_end([(1, 1, 10)]), ("0.20", "0.15"), **DAYS)
    with pytest.raises(ValueError, match="no column area in the evidence"):
        target_path(year_end([(1, 1, 10)]), TARGET, "area", **DAYS)
