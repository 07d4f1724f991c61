"""The outlook, each rule computed by hand."""

import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.exact import half_up
from analysis.measures.outlook import disbursement_outlook, list_outlook, nowcast_outlook, reduction_outlook

A, B, C = "25681", "25684", "25687"
YEAR = {"baseline_date": dt.date(2022, 12, 31), "review_from": dt.date(2023, 9, 1)}
YEAR_END = dt.date(2023, 12, 31)


def counts(**households):
    """Per unit its poor and near-poor households."""
    rows = [
        (unit, measure, number)
        for unit, numbers in households.items()
        for measure, number in zip(("poor", "near_poor"), numbers, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["unit_code", "measure", "households"])
    return frame.assign(unit_code=frame.unit_code.map({"A": A, "B": B, "C": C})).astype(
        {"households": "Int64"}
    )


def basis(returns_until=None, **dates):
    """The units' list dates; what was decided since is known up to `returns_until`."""
    codes = {"A": A, "B": B, "C": C}
    return pd.DataFrame(
        {
            "unit_code": [codes[u] for u in dates],
            "list_date": pd.to_datetime(list(dates.values())),
            "movements_until": pd.to_datetime([returns_until] * len(dates)),
        }
    )


def outlook(was, is_, lists, *, until=YEAR_END, final=False):
    rows = list_outlook(was, is_, lists, until=until, final=final, **YEAR)
    return {(row.unit_code, row.measure): (row.expected_households, row.rule) for row in rows.itertuples()}


def test_before_any_review_the_pace_of_the_days_the_papers_cover_goes_on():
    # The returns end on 31/7, day 212 of the year; 153 days are left.
    # poor 40 -> 31: 9 / 212 x 153 = 6.50 more, 31 - 6.50 = 24.504 -> 25
    # near-poor 60 -> 62: 2 / 212 x 153 = 1.44 more, 63.44 -> 63
    found = outlook(counts(A=(40, 60)), counts(A=(31, 62)), basis("2023-07-31", A="2022-12-31"))
    assert found == {(A, "poor"): (25, "pace"), (A, "near_poor"): (63, "pace")}


def test_the_outlook_may_end_before_the_year_does():
    # 30/9 is 61 days on: 9 / 212 x 61 = 2.59 more, 28.41 -> 28; 2 / 212 x 61 = 0.58, 62.58 -> 63
    found = outlook(
        counts(A=(40, 60)),
        counts(A=(31, 62)),
        basis("2023-07-31", A="2022-12-31"),
        until=dt.date(2023, 9, 30),
    )
    assert found == {(A, "poor"): (28, "pace"), (A, "near_poor"): (63, "pace")}


def test_the_sum_is_rounded_once_and_shared_out():
    # Each unit 10 -> 9 and 1 / 212 x 153 = 0.72 more, 8.28; the three 24.83 -> 25, not 3 x 8
    was, is_ = counts(A=(10, 0), B=(10, 0), C=(10, 0)), counts(A=(9, 0), B=(9, 0), C=(9, 0))
    lists = basis("2023-07-31", A="2022-12-31", B="2022-12-31", C="2022-12-31")
    found = outlook(was, is_, lists)
    assert [found[unit, "poor"][0] for unit in (A, B, C)] == [9, 8, 8]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=3))
def test_units_add_up_to_the_rounded_sum_and_none_is_a_household_off(units):
    names = "ABC"[: len(units)]
    was, is_ = (
        counts(**{name: (pair[which], 0) for name, pair in zip(names, units, strict=True)})
        for which in (0, 1)
    )
    found = outlook(was, is_, basis("2023-07-31", **dict.fromkeys(names, "2022-12-31")))
    exact = [max(Fraction(b) + (b - a) * Fraction(153, 212), Fraction()) for a, b in units]
    numbers = [found[{"A": A, "B": B, "C": C}[name], "poor"][0] for name in names]
    assert sum(numbers) == half_up(sum(exact), 0)
    assert all(abs(number - value) < 1 for number, value in zip(numbers, exact, strict=True))


def test_expected_households_never_fall_below_none():
    # 10 -> 2: 8 / 212 x 153 = 5.8 more than the 2 there are
    found = outlook(counts(A=(10, 0)), counts(A=(2, 0)), basis("2023-07-31", A="2022-12-31"))
    assert found[A, "poor"] == (0, "pace")


def test_a_unit_whose_papers_cover_no_day_stays_as_it_is():
    found = outlook(counts(A=(10, 0)), counts(A=(10, 0)), basis(A="2022-12-31"))
    assert found[A, "poor"] == (10, "pace")


def test_half_a_household_is_rounded_up():
    # reviewed A: 4 -> 3; B: 10 x 3 / 4 = 7.5; together 10.5 -> 11, of which B has 8
    found = outlook(
        counts(A=(4, 0), B=(10, 0)), counts(A=(3, 0), B=(10, 0)), basis(A="2023-10-15", B="2022-12-31")
    )
    assert found[B, "poor"] == (8, "reviewed_units")


def test_units_not_reviewed_follow_the_sum_of_the_reviewed_ones():
    # reviewed A and B: poor 20 + 10 = 30 -> 17 + 10 = 27; C: 20 x 27 / 30 = 18
    # near-poor 40 + 40 = 80 -> 38 + 40 = 78; C: 30 x 78 / 80 = 29.25 -> 29
    found = outlook(
        counts(A=(20, 40), B=(10, 40), C=(20, 30)),
        counts(A=(17, 38), B=(10, 40), C=(19, 30)),
        basis(A="2023-10-15", B="2023-09-01", C="2022-12-31"),
    )
    assert found[A, "poor"] == (17, "final")
    assert found[B, "near_poor"] == (40, "final")
    assert found[C, "poor"] == (18, "reviewed_units")
    assert found[C, "near_poor"] == (29, "reviewed_units")


@pytest.mark.parametrize(("day", "rule"), [("2023-08-31", "pace"), ("2023-09-01", "final")])
def test_list_belongs_to_the_review_from_its_first_day(day, rule):
    found = outlook(counts(A=(10, 0)), counts(A=(9, 0)), basis(A=day))
    assert found[A, "poor"][1] == rule


def test_reviewed_units_that_had_nobody_at_the_baseline_give_no_ratio():
    # B's returns end on 31/8, day 243, 122 are left: 20 -> 17, 3 / 243 x 122 = 1.51 more, 15.49;
    # with the 1 of A 16.49 -> 16, of which B has 15
    found = outlook(
        counts(A=(0, 5), B=(20, 5)),
        counts(A=(1, 5), B=(17, 5)),
        basis("2023-08-31", A="2023-10-15", B="2022-12-31"),
    )
    assert found[B, "poor"] == (15, "pace")


def test_official_figures_stand_also_where_a_unit_is_carried_forward():
    found = outlook(counts(A=(40, 60)), counts(A=(31, 62)), basis("2023-08-31", A="2022-12-31"), final=True)
    assert found == {(A, "poor"): (31, "final"), (A, "near_poor"): (62, "final")}


def test_unit_without_baseline_has_no_outlook_unless_its_figure_stands():
    rows = list_outlook(
        counts(A=(1, 1)),
        counts(A=(1, 1), B=(5, 7), C=(3, 3)),
        basis("2023-08-31", A="2022-12-31", B="2022-12-31", C="2023-10-15"),
        until=YEAR_END,
        final=False,
        **YEAR,
    ).set_index(["unit_code", "measure"])
    assert rows.loc[(B, "poor"), ["expected_households", "expected_change", "rule"]].isna().all()
    assert rows.loc[(C, "poor"), "expected_households"] == 3


def test_a_day_that_does_not_lie_after_the_baseline_is_refused():
    with pytest.raises(ValueError, match="does not lie after"):
        outlook(counts(A=(1, 1)), counts(A=(1, 1)), basis(A="2022-12-31"), until=dt.date(2022, 12, 31))


def test_poor_households_come_before_near_poor_ones():
    rows = list_outlook(
        counts(B=(1, 2), A=(3, 4)),
        counts(A=(3, 4), B=(1, 2)),
        basis(A="2022-12-31", B="2022-12-31"),
        until=YEAR_END,
        final=False,
        **YEAR,
    )
    assert rows[["unit_code", "measure"]].values.tolist() == [
        [A, "poor"],
        [A, "near_poor"],
        [B, "poor"],
        [B, "near_poor"],
    ]


def test_reduction_is_observed_on_todays_households_and_expected_on_those_of_the_outlook():
    rows = list_outlook(
        counts(A=(40, 60)),
        counts(A=(31, 62)),
        basis("2023-07-31", A="2022-12-31"),
        until=YEAR_END,
        final=False,
        **YEAR,
    )
    totals = pd.DataFrame(
        {
            "unit_code": A,
            "round": ["2022-12-31", "2023-08-27"],
            "total_households": [5000, 5000],
            "total_persons": [17000, 17000],
        }
    )
    change = reduction_outlook(
        rows, totals, baseline="2022-12-31", current="2023-08-27", target=("0.15", "0.20")
    )
    district = change[change.measure == "multidimensional"].set_index("basis")
    # 100 -> 93 of 5,000: 0.14 points; 25 + 63 = 88 expected: 0.24 points
    assert district.households_after.to_dict() == {"observed": 93, "expected": 88}
    assert district.change_points.tolist() == pytest.approx([-0.14, -0.24])
    assert district.verdict.to_dict() == {"observed": "not_met", "expected": "exceeded"}


def expected_of(now, expected):
    """The year's end as a model expects it, from a list whose units stand as `now`."""
    plain = list_outlook(now, now, basis("2023-07-31", A="2022-12-31"), until=YEAR_END, final=False, **YEAR)
    rows = nowcast_outlook(plain, {A: expected})
    assert (rows.expected_change == rows.expected_households - rows.observed).all()
    return dict(zip(rows.measure, rows.expected_households, strict=True)), set(rows.rule)


@pytest.mark.parametrize(
    ("now", "expected", "shared"),
    [
        # 31 of 93 are poor: 30 x 31 / 93 = 10
        ((31, 62), 30, (10, 20)),
        # 7 x 1 / 3 = 2.33, 7 x 2 / 3 = 4.67
        ((1, 2), 7, (2, 5)),
        ((5, 0), 3, (3, 0)),
        # nobody is listed now
        ((0, 0), 2, (0, 2)),
        ((4, 4), 0, (0, 0)),
    ],
)
def test_the_classes_share_the_nowcast_as_they_share_the_list(now, expected, shared):
    found, rule = expected_of(counts(A=now), expected)
    assert (found["poor"], found["near_poor"]) == shared
    assert rule == {"nowcast"}


def test_a_unit_without_a_nowcast_keeps_the_plain_rule():
    now = counts(A=(31, 62), B=(1, 2))
    lists = basis("2023-07-31", A="2022-12-31", B="2022-12-31")
    plain = list_outlook(now, now, lists, until=YEAR_END, final=False, **YEAR)
    found = nowcast_outlook(plain, {B: 2})
    of_a = found.unit_code == A
    pd.testing.assert_frame_equal(found[of_a], plain[of_a])
    assert found[~of_a].expected_households.sum() == 2


def line(**values):
    known = {
        "plan": 1000,
        "allocated": 900,
        "disbursed": 100,
        "expected_year": pd.NA,
        "as_of": pd.Timestamp("2023-06-30"),
    }
    money = dict.fromkeys(["plan", "allocated", "disbursed", "expected_year"], "Int64")
    return pd.DataFrame([{**known, **values}]).astype(money)


@pytest.mark.parametrize(
    ("values", "expected", "rule"),
    [
        ({"expected_year": 850}, 850, "office"),
        ({"expected_year": 0}, 0, "office"),
        # 30/6 is day 181 of 365: 100 x 365 / 181 = 201.66
        ({}, 202, "pace"),
        # 450 x 365 / 181 = 907.5, more than the 900 allocated
        ({"disbursed": 450}, 900, "pace"),
        # 500 x 365 / 181 = 1008.3, more than the plan of 1000
        ({"disbursed": 500, "allocated": pd.NA}, 1000, "pace"),
        # 100 x 365 / 181, without any bound known
        ({"allocated": pd.NA, "plan": pd.NA}, 202, "pace"),
        # more spent than allocated: the money is out already
        ({"disbursed": 950}, 950, "pace"),
        # leap year: 30/6 is day 182 of 366, 100 x 366 / 182 = 201.1
        ({"as_of": pd.Timestamp("2024-06-30")}, 201, "pace"),
    ],
)
def test_money_expected_by_the_years_end(values, expected, rule):
    result = disbursement_outlook(line(**values))
    assert (result.expected.item(), result.rule.item()) == (expected, rule)


def test_line_without_report_has_no_outlook():
    result = disbursement_outlook(line(allocated=pd.NA, disbursed=pd.NA, as_of=pd.NaT))
    assert result[["expected", "rule"]].isna().all(axis=None)
