"""The draws against distributions known in closed form."""

import numpy as np
import pytest
from scipy import stats

from analysis.measures.nowcast import year_end_draws

FIXED = {"season_worth": "1000000", "flows_worth": "1000000", "unit_spread": "0.001"}
"""A season known for certain and units alike: what is left are a gamma rate and its events."""


def test_entrants_of_one_unit_are_negative_binomial(evidence, assumed):
    # Rate ~ Gamma(2 + 6, 2 / 0.002 + 2000 x 0.4); to come: Poisson(rate x 2000 x 0.6)
    end = year_end_draws(evidence({"entered_in_returns": 6}), assumed(**FIXED), seed=1, draws=100_000)
    shape, rate, still = 8, 1000 + 800, 1200
    known = stats.nbinom(shape, rate / (rate + still))
    counts = np.bincount(end.entered[:, 0], minlength=30)[:30] / 100_000
    assert counts == pytest.approx(known.pmf(np.arange(30)), abs=0.008)
    assert end.entered.mean() == pytest.approx(known.mean(), rel=0.02)  # 8 x 1200 / 1800 = 5.33
    assert end.entered.var() == pytest.approx(known.var(), rel=0.04)


def test_a_single_household_stays_with_the_chance_of_the_gamma_rate(evidence, assumed):
    # Rate ~ Gamma(2 + 0, 2 / 0.2 + 1 x 0.4): E exp(-0.6 rate) = (10.4 / 11)^2
    alone = {"households_baseline": 1, "households": 1}
    end = year_end_draws(evidence(alone), assumed(**FIXED), seed=2, draws=100_000)
    assert 1 - end.left.mean() == pytest.approx((10.4 / 11) ** 2, abs=0.004)


def test_units_lie_between_the_district_and_their_own_counts(evidence, assumed):
    # Nobody left the first unit, 20 of 50 the second; so far 0.4 of the year
    units = evidence({"left_in_returns": 0}, {"left_in_returns": 20, "households": 30})
    far, near = (
        year_end_draws(units, assumed(unit_spread=spread), seed=3).left.mean(axis=0)
        for spread in ("0.8", "0.001")
    )
    alike = 20 / 100 / 0.4  # the district's yearly rate, a little lower by what is assumed
    assert near[0] / 50 == pytest.approx(near[1] / 30, rel=0.02)
    assert near[0] / 50 < 1 - np.exp(-alike * 0.6)
    assert far[0] / 50 < near[0] / 50 < near[1] / 30 < far[1] / 30


def test_reviewed_units_teach_the_season_to_the_others(evidence, assumed):
    other = {"left_in_returns": 4}
    listed = {"stage": "preliminary", "entered_since": 0}

    def leave_the_other(in_returns, since):
        units = evidence({**listed, "left_in_returns": in_returns, "left_since": since}, other)
        return year_end_draws(units, assumed(), seed=4).left[:, 1].mean()

    late, early = leave_the_other(2, 18), leave_the_other(18, 2)
    assert late > 1.5 * early


def test_preliminary_lists_taken_as_final_leave_nothing_to_come(evidence, assumed):
    listed = {"stage": "preliminary", "left_in_returns": 3, "left_since": 5, "entered_since": 2}
    end = year_end_draws(evidence(listed), assumed(season=("0.4", "0.6", "0")), seed=5)
    assert not end.left.any()
    assert not end.entered.any()


def test_at_final_every_draw_is_the_figure_that_stands(evidence, assumed):
    end = year_end_draws(evidence({"stage": "final", "households": 41}), assumed(), seed=6)
    assert (end.households == 41).all()


def test_draws_are_the_same_for_a_seed_in_any_order_of_rows(evidence, assumed):
    rows = evidence({"left_in_returns": 1}, {"entered_in_returns": 7}, {"stage": "final"})
    end = year_end_draws(rows, assumed(), seed=7, draws=500)
    turned = year_end_draws(rows.iloc[::-1].set_axis([9, 9, 9]), assumed(), seed=7, draws=500)
    assert (turned.households[:, ::-1] == end.households).all()
    assert (year_end_draws(rows, assumed(), seed=8, draws=500).households != end.households).any()


def test_before_any_paper_the_year_is_as_assumed(evidence, assumed):
    nothing_yet = {"days_in_returns": 0}
    end = year_end_draws(evidence(nothing_yet), assumed(worth="1000", **FIXED), seed=9)
    # 50 x (1 - exp(-0.2)) = 9.06 leave, 2000 x 0.002 = 4 enter
    assert end.left.mean() == pytest.approx(9.06, rel=0.02)
    assert end.entered.mean() == pytest.approx(4, rel=0.02)


def test_a_unit_without_residents_is_named(evidence, assumed):
    with pytest.raises(ValueError, match="U1"):
        year_end_draws(evidence({}, {"total_households": None}), assumed(), seed=1)


def test_where_the_counts_tell_more_than_proposals_can_follow_intervals_grow_wider(evidence, assumed):
    # Ten reviewed units whose season lies far from the assumed one: 20 before, 180 after
    listed = {"stage": "preliminary", "households_baseline": 900, "households": 700, "left_in_returns": 20}
    units = evidence(*[{**listed, "left_since": 180, "entered_since": 0}] * 10)
    end = year_end_draws(units, assumed(), seed=10, draws=4_000)
    assert 0 < end.heard < 1
    assert len(np.unique(end.left.sum(axis=1))) > 100
    few = evidence({"left_in_returns": 3}, {"left_in_returns": 1})
    assert year_end_draws(few, assumed(), seed=10, draws=4_000).heard == 1


LISTED = {"stage": "preliminary", "left_since": 0, "entered_since": 0}
NO_RETURNS, NO_PRELIMINARY = ("0", "0.75", "0.25"), ("0.75", "0", "0.25")


@pytest.mark.parametrize(
    ("season", "unit", "sentence"),
    [
        (NO_RETURNS, {"left_in_returns": 3}, "the monthly returns of U0 tell of .* season.returns is 0"),
        (NO_RETURNS, {"entered_in_returns": 1}, "the monthly returns of U0 tell of .* season.returns is 0"),
        (
            NO_PRELIMINARY,
            LISTED | {"left_since": 2},
            "the preliminary list of U0 tells .* season.preliminary is 0",
        ),
        (
            ("1", "0", "0"),
            LISTED | {"stage": "final", "entered_since": 1},
            "the final list of U0 tells .* season.preliminary and season.final are 0",
        ),
        # 1 - 0.9 - 0.1 is 1e-17 and more in doubles: a share in which two households would have come
        (("0.9", "0", "0.1"), LISTED | {"entered_since": 2}, "season.preliminary is 0"),
        (NO_RETURNS, {"left_in_returns": 1, "left_since": 1}, "whose stage is returns"),
        (("0.4", "0.35", "0.25"), {"days_in_returns": 0, "left_in_returns": 1}, "returns of U0 cover no day"),
    ],
)
def test_households_told_by_a_paper_that_is_assumed_to_tell_of_none_are_refused(
    evidence, assumed, season, unit, sentence
):
    with pytest.raises(ValueError, match=sentence):
        year_end_draws(evidence(unit, {}), assumed(season=season), seed=1, draws=50)


@pytest.mark.parametrize(
    ("season", "unit"),
    [
        (NO_RETURNS, {}),
        (NO_RETURNS, LISTED | {"left_since": 4}),
        (NO_PRELIMINARY, LISTED | {"left_in_returns": 4}),
        # half the returns are not in yet, so that the list may well tell of who left in the other half
        (NO_PRELIMINARY, LISTED | {"left_since": 4, "days_in_returns": 100}),
        (("1", "0", "0"), {"left_in_returns": 4}),
    ],
)
def test_a_paper_that_is_assumed_to_tell_of_none_and_does_is_heard(evidence, assumed, season, unit):
    end = year_end_draws(evidence(unit, {}), assumed(season=season), seed=1, draws=400)
    assert end.heard == 1
    assert np.isfinite(end.households).all()


def test_where_all_the_year_is_in_the_returns_nothing_is_to_come_after_them(evidence, assumed):
    end = year_end_draws(evidence({"left_in_returns": 4}), assumed(season=("1", "0", "0")), seed=1, draws=400)
    assert (end.households == 50).all()


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ({"days_before_review": 0, "days_in_returns": 0}, "days of U1 are no part of a span of returns"),
        ({"days_in_returns": 244}, "days of U1 are no part of a span of returns"),
        ({"days_in_returns": None}, "days of U1 are no part of a span of returns"),
        ({"households": None}, "households of U1 is not known"),
        ({"stage": "done"}, "the stage of U1 is none of returns, preliminary, final"),
        ({"unit_code": "U0"}, "U0 stands twice"),
    ],
)
def test_evidence_that_is_none_is_refused_by_unit(evidence, assumed, unit, sentence):
    with pytest.raises(ValueError, match=sentence):
        year_end_draws(evidence({}, unit), assumed(), seed=1, draws=50)


def test_what_cannot_be_drawn_is_said(evidence, assumed):
    with pytest.raises(ValueError, match="no column stage in the evidence"):
        year_end_draws(evidence({}).drop(columns="stage"), assumed(), seed=1)
    with pytest.raises(ValueError, match="0 draws tell nothing"):
        year_end_draws(evidence({}), assumed(), seed=1, draws=0)


def test_few_draws_hear_all_that_the_counts_tell(evidence, assumed):
    # Of 20 draws at most 20 proposals could count, fewer than any interval needs: more are proposed.
    end = year_end_draws(evidence({"left_in_returns": 3}), assumed(), seed=1, draws=20)
    assert (end.heard, len(end.households)) == (1, 20)


def test_without_units_there_is_nothing_to_come(evidence, assumed):
    none = evidence({}).head(0)
    assert year_end_draws(none, assumed(), seed=1, draws=20).households.shape == (20, 0)
