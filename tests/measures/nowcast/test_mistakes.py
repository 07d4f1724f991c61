"""Typical wrong calls of the nowcast and the path: each is refused in one sentence."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from analysis.measures.nowcast import YearEnd, expected_by_unit, nowcast, year_end_draws
from analysis.measures.target_path import target_path

BASELINE, YEAR_ENDS = dt.date(2022, 12, 31), dt.date(2023, 12, 31)
MEASURES = {
    "nowcast": nowcast,
    "target_path": lambda *given, **more: target_path(
        *given, baseline_date=BASELINE, until=YEAR_ENDS, **more
    ),
}
of_both = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


@pytest.fixture
def year_end(evidence):
    """Two units of 50 listed of 2,000 residents: 2.5 %; in every draw 4 leave and nobody comes."""
    rows = evidence({}, {})
    return YearEnd(rows, np.full((10, 2), 2), np.zeros((10, 2), int))


@of_both
@pytest.mark.parametrize("bounds", [(15, 20), (Decimal("2.51"), 3), (1, 20)])
def test_a_target_above_the_whole_rate_is_on_another_scale(measure, year_end, bounds):
    # 100 / 4,000 = 2.5 %: no bound above 2.5 points can be reached
    with pytest.raises(
        ValueError, match=r"is more than the rate, 2\.50 % at the baseline: bounds are percen"
    ):
        measure(year_end, bounds)
    assert len(measure(year_end, bounds, trust_target=True))


@of_both
@pytest.mark.parametrize("bounds", [(0.0015, 0.002), (0, 0.0099)])
def test_a_target_under_a_hundredth_of_a_point_is_on_another_scale(measure, year_end, bounds):
    with pytest.raises(ValueError, match="is under a hundredth of a point: bounds are percentage points"):
        measure(year_end, bounds)
    assert len(measure(year_end, bounds, trust_target=True))


@of_both
@pytest.mark.parametrize("bounds", [(2.5, 2.5), (0.01, 0.01), (0, 0), (0, 0.2)])
def test_targets_at_the_edge_of_what_can_be_are_taken(measure, year_end, bounds):
    assert len(measure(year_end, bounds))


def test_a_unit_below_the_target_is_no_fault_of_the_target(evidence):
    # 2 of 2,000 are 0.1 %, both units together 52 / 4,000 = 1.3 %
    rows = evidence({}, {"households_baseline": 2, "households": 2})
    end = YearEnd(rows, np.zeros((10, 2), int), np.zeros((10, 2), int))
    assert nowcast(end, (0.15, 0.2), "unit_code").probability_not_met.tolist() == [1, 1]


@of_both
@pytest.mark.parametrize("bounds", [0.15, "0.15", (0.2, 0.15), (0.15, "x")])
def test_a_target_that_is_no_two_bounds_is_refused(measure, year_end, bounds):
    with pytest.raises(ValueError, match=r"give two numbers, the lower and|the lower bound of the target is"):
        measure(year_end, bounds)


@pytest.mark.parametrize("measure", [*MEASURES.values(), lambda given, _: expected_by_unit(given)])
def test_the_evidence_is_no_draws(measure, year_end):
    with pytest.raises(ValueError, match=r"a DataFrame holds no draws: give what year_end_draws"):
        measure(year_end.evidence, (0.15, 0.2))


@pytest.mark.parametrize("assumed", [None, "data/ben-cau-2023"])
def test_draws_without_assumptions_are_refused(evidence, assumed):
    with pytest.raises(
        ValueError, match=r"no assumptions are given, but .*: load_year_flows\(folder\) reads"
    ):
        year_end_draws(evidence({}), assumed, seed=0)


@of_both
def test_a_misspelled_group_is_named(measure, year_end):
    with pytest.raises(ValueError, match="no column aera in the evidence; there are: unit_code"):
        measure(year_end, (0.15, 0.2), "aera")


def test_days_may_be_texts(year_end):
    days = {"baseline_date": "2022-12-31", "until": YEAR_ENDS}
    pd.testing.assert_frame_equal(
        target_path(year_end, (0.15, 0.2), **days), MEASURES["target_path"](year_end, (0.15, 0.2))
    )


def test_draws_are_shown_in_a_line(year_end):
    assert repr(year_end) == "<YearEnd: 10 draws of 2 units (2 at the stage returns)>"
