from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.law import load_standard
from analysis.measures.alkire_foster import alkire_foster
from analysis.measures.classify import classify
from analysis.measures.national_rule import national_rule
from analysis.measures.poverty_rates import poverty_rates

STANDARD = load_standard("2023-12-14")
OLD = load_standard("2020-12-14")
NAMES = list(STANDARD.indicator_ids)


def household(b1, deprived, *, area="rural", unit="A", members=4, standard=STANDARD, b2=None):
    """One household, deprived in so many indicators from the first, B2 saying the same."""
    marks = {name: int(n < deprived) for n, name in enumerate(standard.indicator_ids)}
    b2 = 10 * deprived if b2 is None else b2
    return {"unit_code": unit, "round": "r", "area": area, "members": members, "b1": b1, "b2": b2} | marks


def frame(*rows):
    return pd.DataFrame(rows, columns=list(household(0, 0)) if not rows else None)


def residents(**units):
    rows = [
        {"unit_code": u, "round": "r", "total_households": n, "total_persons": 4 * n}
        for u, n in units.items()
    ]
    return pd.DataFrame(rows)


def ratio(rule, measure, poverty_class=None, indicator=None):
    found = rule[rule.measure == measure]
    for column, value in (("poverty_class", poverty_class), ("indicator", indicator)):
        found = found[found[column].isna() if value is None else found[column] == value]
    (row,) = found.itertuples()
    return row.numerator, row.denominator


EIGHT = frame(
    household(140, 3),  # exactly on the rural line with three deprivations: poor
    household(100, 5),  # poor
    household(140, 2),  # near-poor
    household(120, 0),  # near-poor
    household(141, 4),  # over the line: deprived only
    household(150, 0),  # neither
    household(175, 3, area="urban", unit="B"),  # exactly on the urban line: poor
    household(176, 12, area="urban", unit="B"),  # one point over it: deprived only
)


def test_line_and_count_decide_together_and_each_way_of_meeting_them_is_counted():
    rule = national_rule(EIGHT, STANDARD)
    met = {
        state: ratio(rule, state)
        for state in ("both", "income_only", "deprived_only", "neither", "undecided")
    }
    assert met == {
        "both": (3, 8),
        "income_only": (2, 8),
        "deprived_only": (2, 8),
        "neither": (1, 8),
        "undecided": (0, 8),
    }
    assert ratio(rule, "both", "poor") == (3, 3)
    assert ratio(rule, "income_only", "near_poor") == (2, 2)
    assert ratio(rule, "deprived_only", "not_poor") == (2, 3)


def test_intensity_is_the_mean_number_of_deprivations_of_a_class():
    # poor: 3 + 5 + 3 = 11 of three households; near-poor: 2 + 0 of two
    rule = national_rule(EIGHT, STANDARD)
    assert ratio(rule, "mean_deprivations", "poor") == (11, 3)
    assert ratio(rule, "mean_deprivations", "near_poor") == (2, 2)
    assert ratio(rule, "mean_deprivations", "multidimensional") == (13, 5)
    assert ratio(rule, "M0", "poor") == (11, 12 * 8)


def test_headcounts_of_an_indicator_are_censored_by_the_rule():
    # employment: 3 poor, 1 near-poor and both households over the line that are deprived at all
    rule = national_rule(EIGHT, STANDARD)
    assert ratio(rule, "hd", indicator="employment") == (6, 8)
    assert ratio(rule, "hdk", "poor", "employment") == (3, 8)
    assert ratio(rule, "hdk", "multidimensional", "employment") == (4, 8)
    assert rule.dimension[rule.indicator == "employment"].unique().tolist() == ["employment"]


def test_rates_are_over_all_residents_where_their_totals_are_given():
    rule = national_rule(EIGHT, STANDARD, residents(A=100, B=50, C=30), by="unit_code")
    rates = rule[rule.measure == "rate"].set_index(["unit_code", "poverty_class"])
    assert (rates.over == "residents").all()
    assert rates.loc[("A", "multidimensional"), ["numerator", "denominator"]].tolist() == [4, 100]
    assert rates.loc[("B", "poor"), ["numerator", "denominator"]].tolist() == [1, 50]
    assert rates.loc[("C", "poor"), ["numerator", "denominator"]].tolist() == [0, 30]
    # who lives there and was not reviewed is in no share of the reviewed
    assert pd.isna(rule[(rule.unit_code == "C") & (rule.measure == "both")].estimate).all()


def test_town_and_country_have_their_own_line():
    rule = national_rule(EIGHT, STANDARD, by="area")
    poor = rule[(rule.measure == "rate") & (rule.poverty_class == "poor")]
    assert poor[["area", "numerator", "denominator"]].values.tolist() == [["rural", 2, 6], ["urban", 1, 2]]


def test_standard_with_two_lines_finds_poor_who_are_not_deprived():
    # 2016–2020, rural: 120 points and under poor whatever the deprivations, to 150 with three of them
    rows = [household(b1, n, standard=OLD) for b1, n in ((120, 0), (121, 0), (150, 3), (151, 9))]
    rule = national_rule(frame(*rows), OLD)
    assert ratio(rule, "rate", "poor") == (2, 4)
    assert ratio(rule, "income_only", "poor") == (1, 2)
    assert ratio(rule, "both", "poor") == (1, 2)
    assert ratio(rule, "rate", "near_poor") == (1, 4)
    assert rule[rule.measure == "hd"].indicator.nunique() == 10


def test_income_is_held_against_the_line_where_its_points_are_not_published():
    new = load_standard("2027-01-01")
    marks = {name: 1 for name in new.indicator_ids}
    rows = [{"area": "rural", "income": income} | marks for income in (2_200_000, 2_200_001)]
    assert ratio(national_rule(pd.DataFrame(rows), new), "rate", "poor") == (1, 2)
    with pytest.raises(ValueError, match="multidimensional-2027-2030 households need the columns income"):
        national_rule(pd.DataFrame(rows).drop(columns="income").assign(b1=1, b2=30), new)


def test_what_is_missing_is_counted_beside_and_never_taken_for_not_deprived():
    rows = frame(household(100, 3), household(100, 3), household(None, 3), household(100, 2))
    rows.loc[1, "toilet"] = None
    rows.loc[3, "b2"] = None
    rule = national_rule(rows, STANDARD)
    assert ratio(rule, "undecided") == (2, 4)
    assert ratio(rule, "mean_deprivations", "poor") == (3, 1)
    assert ratio(rule, "hd", indicator="toilet") == (0, 3)
    unknown = rule.set_index(["measure", "poverty_class"]).unknown
    # one is poor with a mark missing, two may be poor or not
    assert unknown["mean_deprivations", "poor"].item() == 3


def test_deprivation_points_that_are_not_those_of_the_marks_are_counted():
    rows = frame(household(100, 3), household(100, 2, b2=30), household(100, 3, b2=None))
    rule = national_rule(rows.assign(b2=[30, 30, None]), STANDARD)
    assert ratio(rule, "b2_differs") == (1, 2)
    assert ratio(rule, "rate", "poor") == (2, 3)  # B2 as recorded decides


def test_more_households_than_reside_are_refused():
    with pytest.raises(ValueError, match="more households given than reside: A r"):
        national_rule(EIGHT, STANDARD, residents(A=5, B=50), by="unit_code")


def test_columns_that_lack_are_named():
    with pytest.raises(ValueError, match="need the columns toilet, telecom"):
        national_rule(EIGHT.drop(columns=["toilet", "telecom"]), STANDARD)


def test_households_of_no_known_group_are_a_group_of_their_own():
    rule = national_rule(EIGHT.assign(village=[None, *"vvvvvvv"]), STANDARD, by="village")
    poor = rule[(rule.measure == "rate") & (rule.poverty_class == "poor")]
    assert poor[["numerator", "denominator"]].values.tolist() == [[2, 7], [1, 1]]


def test_group_without_a_total_keeps_its_counts_and_has_no_rate():
    rule = national_rule(EIGHT, STANDARD, residents(A=100), by="unit_code")
    poor = rule[(rule.measure == "rate") & (rule.poverty_class == "poor")].set_index("unit_code")
    assert poor.numerator.tolist() == [2, 1]
    assert pd.isna(poor.estimate["B"])


def test_nobody_reviewed_has_no_rate():
    rule = national_rule(EIGHT.iloc[:0], STANDARD, residents(A=5))
    assert ratio(rule, "rate", "poor") == (0, 5)
    assert pd.isna(rule[rule.measure == "both"].estimate).all()


scores = st.tuples(
    st.integers(100, 190),
    st.lists(st.integers(0, 1), min_size=12, max_size=12),
    st.sampled_from("AB"),
    st.integers(1, 8),
)
lists = st.lists(scores, min_size=1, max_size=20)


def reviewed(rows):
    return pd.DataFrame(
        [
            {"unit_code": unit, "round": "r", "area": {"A": "rural", "B": "urban"}[unit], "members": size}
            | {"b1": b1, "b2": 10 * sum(marks)}
            | dict(zip(NAMES, marks, strict=True))
            for b1, marks, unit, size in rows
        ]
    )


@given(lists)
@settings(deadline=None, max_examples=30)
def test_rule_agrees_with_class_rates_and_the_counts_of_alkire_and_foster(rows):
    data = reviewed(rows)
    rule = national_rule(data, STANDARD, residents(A=100, B=100))
    rates = poverty_rates(classify(data, STANDARD), residents(A=100, B=100)).set_index("measure")
    for measure in ("poor", "near_poor", "multidimensional"):
        assert ratio(rule, "rate", measure) == (rates.households[measure], 200)
    # among those under the line, poor by the rule is poor by the count
    lines = data.area.map({area: STANDARD.income_points.of(area) for area in ("rural", "urban")})
    under = data[data.b1 <= lines]
    if len(under):
        found = alkire_foster(under, dict.fromkeys(NAMES, 1), STANDARD.poor_from_count)
        h, m0 = (found.estimate[found.measure == name].item() for name in ("H", "M0"))
        assert float(Fraction(ratio(rule, "rate", "poor")[0], len(under))) == h
        assert float(Fraction(ratio(rule, "M0", "poor")[0], 12 * len(under))) == m0


@given(lists)
@settings(deadline=None, max_examples=30)
def test_ways_of_meeting_the_rule_add_up_to_everybody_in_every_class_and_unit(rows):
    data = reviewed(rows)
    states = ["both", "income_only", "deprived_only", "neither", "undecided"]
    for by in (None, "unit_code"):
        rule = national_rule(data, STANDARD, by=by)
        shares = rule[rule.measure.isin(states)]
        keys = [*([by] if by else []), "poverty_class"]
        added = shares.groupby(keys, dropna=False).agg(
            numerator=("numerator", "sum"), denominator=("denominator", "first")
        )
        assert (added.numerator == added.denominator).all()
    cells = ["measure", "poverty_class", "indicator"]
    units = national_rule(data, STANDARD, by="unit_code").groupby(cells, dropna=False, sort=False)
    assert units.numerator.sum().tolist() == national_rule(data, STANDARD).numerator.tolist()


@given(lists, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_order_of_rows_changes_nothing_and_the_callers_frame_stays(rows, random):
    data = reviewed(rows)
    copy = data.copy()
    shuffled = data.sample(frac=1, random_state=random.randint(0, 999))
    left, right = (
        national_rule(d, STANDARD, residents(A=99, B=99), by="unit_code") for d in (data, shuffled)
    )
    pd.testing.assert_frame_equal(left, right)
    pd.testing.assert_frame_equal(data, copy)


def test_households_that_nothing_decides_are_unknown_in_every_measure_and_never_not_poor():
    rows = frame(
        household(100, 3),  # poor
        household(None, 3),  # income not known: poor or not poor, and never near-poor
        household(100, 3, b2=0).copy(),  # under the line, deprivations not known: poor or near-poor, surely
        household(150, 3, b2=0),  # over the line whatever its deprivations: not poor
    ).astype({"b2": "Int64"})
    rows.loc[[2, 3], "b2"] = pd.NA
    rule = national_rule(rows, STANDARD).set_index(["measure", "poverty_class", "indicator"])
    rates = rule.loc["rate"][["numerator", "denominator", "unknown"]]
    assert rates.values.tolist() == [[1, 4, 2], [0, 4, 1], [2, 4, 1]]  # poor, near-poor, both together
    # the multidimensional M0 has the 3 + 3 deprivations of the two under the line, and one unknown
    m0 = rule.loc["M0"][["numerator", "denominator", "unknown"]]
    assert m0.values.tolist() == [[3, 48, 2], [0, 48, 1], [6, 48, 1]]
    # deprived in employment and poor: one surely, two perhaps; in telecom nobody is deprived, so nobody
    hdk = rule.loc["hdk"].loc["poor"][["numerator", "unknown"]]
    assert hdk.loc["employment"].tolist() == [1, 2]
    assert hdk.loc["telecom"].tolist() == [0, 0]


@pytest.mark.parametrize("mark", [2, -1, 0.5])
def test_marks_that_are_neither_deprived_nor_not_are_refused_by_name(mark):
    rows = frame(household(100, 3)).astype({"toilet": object})
    rows.loc[0, "toilet"] = mark
    with pytest.raises(ValueError, match=r"marks other than 0, 1 \(deprived\) and missing in toilet"):
        national_rule(rows, STANDARD)


def test_area_that_no_line_is_set_for_is_refused():
    with pytest.raises(ValueError, match="area is `rural` or `urban`, not nông thôn"):
        national_rule(frame(household(100, 3, area="nông thôn")), STANDARD)


def test_the_result_tells_its_standard_and_whether_it_is_confirmed():
    for year, confirmed in ((2022, True), (2027, False)):
        standard = load_standard(year)
        home = pd.DataFrame([{"area": "rural", "b1": 140, "b2": 0, "income": 0}])
        home = home.assign(**dict.fromkeys(standard.indicator_ids, 0))
        told = national_rule(home, standard).attrs["standard"]
        assert told == {"id": standard.id, "reference": standard.reference, "confirmed": confirmed}


def test_a_wrong_call_is_refused_in_a_sentence():
    standard = load_standard("2023-12-14")
    home = pd.DataFrame([{"area": "rural", "b1": 140, "b2": 0}]).assign(
        **dict.fromkeys(standard.indicator_ids, 0)
    )
    with pytest.raises(ValueError, match="'2023-12-14' is no standard: load_standard"):
        national_rule(home, "2023-12-14")
    with pytest.raises(ValueError, match="no column aera in households; there are: area, b1"):
        national_rule(home, standard, by="aera")
    with pytest.raises(ValueError, match=r"not whole numbers .* income"):
        national_rule(home.assign(income=1.2).drop(columns="b1"), standard)
    with pytest.raises(ValueError, match="half of these are 1200 or less: write 1200000"):
        national_rule(home.assign(income=1_200).drop(columns="b1"), standard)
    pd.testing.assert_frame_equal(
        national_rule(home.astype({"b1": str, "b2": str}), standard), national_rule(home, standard)
    )


@pytest.mark.parametrize("name", ["measure", "estimate", "whole", "unknown"])
def test_group_column_called_as_one_of_the_result_is_refused(name):
    with pytest.raises(ValueError, match=f"by={name} is a column of the result: rename it"):
        national_rule(frame(household(100, 3)).assign(**{name: "x"}), STANDARD, by=name)


@pytest.mark.parametrize("name", ["b1", "b2"])
def test_points_below_nothing_are_refused(name):
    with pytest.raises(ValueError, match=f"figures below 0 in {name}"):
        national_rule(frame(household(100, 3)).assign(**{name: -10}), STANDARD)


def test_totals_whose_keys_are_of_another_type_are_refused():
    totals = residents(A=100, B=50).assign(round=2023)
    with pytest.raises(ValueError, match="round is string in households, integer in totals: write it alike"):
        national_rule(EIGHT, STANDARD, totals)
