from fractions import Fraction
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.alkire_foster import alkire_foster
from analysis.measures.robustness import robustness
from analysis.measures.specifications import rank_ranges, specification_estimates

NAMES = ["a", "b", "c", "d"]


def records(**units):
    """Each unit's records as words of the indicators they are deprived in; "-" for none."""
    rows = [
        {"unit": unit} | {name: int(name in word) for name in NAMES}
        for unit, words in units.items()
        for word in words.split()
    ]
    return pd.DataFrame(rows)


def verdicts(pairs):
    return {(row.unit_a, row.unit_b): row.verdict for row in pairs.itertuples()}


# scores of X: 4, 2; of Y: 2, 2, 0; of Z: 3, 0, 0. At cut-offs 1 to 4, M0 in quarters per record:
# X 6, 6, 4, 4 of 8; Y 4, 4, 0, 0 of 12; Z 3, 3, 3, 0 of 12
THREE = records(X="abcd ab", Y="ab cd -", Z="abc - -")


def test_order_that_turns_with_the_cutoff_is_told_from_one_that_stays():
    pairs = robustness(THREE, NAMES, [1, 2, 3, 4], by="unit")
    assert verdicts(pairs) == {("X", "Y"): "robust", ("X", "Z"): "robust", ("Y", "Z"): "turns"}
    y_z = pairs.set_index(["unit_a", "unit_b"]).loc[("Y", "Z")]
    # Y is above at 1 and 2, by 1/12; below at 3, by 3/12; both are 0 at 4
    assert y_z[["specifications", "above", "tied", "below", "agreement"]].tolist() == [4, 2, 1, 1, 0.5]
    assert (y_z.difference_low, y_z.difference_high) == (-3 / 12, 1 / 12)


def test_ranks_span_what_the_cutoffs_give():
    ranges = rank_ranges(specification_estimates(THREE, NAMES, [1, 2, 3, 4], by="unit")).set_index("unit")
    assert ranges[["rank_low", "rank_high", "rank_given"]].T.to_dict("list") == {
        "X": [1, 1, 1],
        "Y": [2, 3, 2],
        "Z": [2, 3, 3],  # at 4 Y and Z are tied at 0 and share rank 2
    }
    assert ranges.estimate_high["X"] == 6 / 8


def test_weighting_can_turn_an_order_that_no_cutoff_does():
    # X lacks a, Y lacks b; with b weighing most, Y is the poorer
    data = records(X="a a a -", Y="b b - -")
    assert verdicts(robustness(data, NAMES, 1, by="unit")) == {("X", "Y"): "robust"}
    turned = robustness(data, NAMES, 1, by="unit", weightings={"b counts": {"a": 1, "b": 5, "c": 1, "d": 1}})
    # equal: 3/16 against 2/16; b counts: a cut-off of a quarter is 2 of 8, so that only b makes poor
    assert turned[["verdict", "above", "below", "difference_low", "difference_high"]].values.tolist() == [
        ["turns", 1, 1, -10 / 32, 1 / 16]
    ]


def test_tie_in_one_specification_is_never_below_and_not_robust():
    # at 1 one of two against one of two, at 2 one of two against none
    pairs = robustness(records(X="ab -", Y="a -"), NAMES, [1, 2], by="unit", measure="H")
    assert pairs[["unit_a", "above", "tied", "robust", "verdict"]].values.tolist() == [
        ["X", 1, 1, False, "never_below"]
    ]


def test_units_alike_are_equal_whatever_their_size():
    # one of three and three of nine: floats of sums would part them
    pairs = robustness(records(X="abc - -", Y="abc abc abc - - - - - -"), NAMES, "all", by="unit")
    assert (pairs.verdict.item(), pairs.tied.item()) == ("equal", pairs.specifications.item())


def test_all_cutoffs_are_the_scores_that_occur_under_each_weighting():
    data = records(X="a ab", Y="- c")
    found = specification_estimates(
        data, NAMES, "all", by="unit", weightings={"a": {"a": 3, "b": 1, "c": 0, "d": 1}}
    )
    cutoffs = found.drop_duplicates(["weighting", "cutoff"]).groupby("weighting").cutoff.apply(list).to_dict()
    assert cutoffs == {"given": [Fraction(1, 4), Fraction(1, 2)], "a": [Fraction(3, 5), Fraction(4, 5)]}


def test_weight_and_missing_are_read_as_by_alkire_foster():
    data = records(X="a -", Y="a -").assign(members=[1, 3, 3, 1])
    assert robustness(data, NAMES, 1, by="unit", weight="members").unit_a.tolist() == ["Y"]
    data.loc[2, "a"] = None
    with pytest.raises(ValueError, match="missing values"):
        robustness(data, NAMES, 1, by="unit")
    assert robustness(data, NAMES, 1, by="unit", missing="not_deprived").unit_a.tolist() == ["X"]


def test_totals_are_all_the_members_of_which_the_records_are_the_poor():
    # X lists two of 100, Y one of 20: over the listed X is poorer, over all residents Y
    data = records(X="abcd abc", Y="ab")
    assert robustness(data, NAMES, [1, 2], by="unit").unit_a.tolist() == ["X"]
    over_all = robustness(data, NAMES, [1, 2], by="unit", totals={"X": 100, "Y": 20, "Z": 50})
    assert verdicts(over_all) == {("Y", "X"): "robust", ("X", "Z"): "robust", ("Y", "Z"): "robust"}
    # 2/80 - 7/400 = 3/400
    assert over_all.difference_low.iloc[0] == 3 / 400
    series = robustness(data, NAMES, [1, 2], by="unit", totals=pd.Series({"X": 100, "Y": 20, "Z": 50}))
    pd.testing.assert_frame_equal(series, over_all)


@pytest.mark.parametrize(
    ("totals", "says"),
    [({"X": 100}, "totals lack Y of unit"), ({"X": 1, "Y": 20}, "more records than the total")],
)
def test_totals_that_can_not_be_are_refused(totals, says):
    with pytest.raises(ValueError, match=says):
        robustness(records(X="abcd abc", Y="ab"), NAMES, 1, by="unit", totals=totals)


def test_group_without_members_is_in_no_pair():
    data = THREE.assign(unit=pd.Categorical(THREE.unit, ["X", "W", "Y", "Z"]))
    assert "W" not in set(robustness(data, NAMES, 1, by="unit")[["unit_a", "unit_b"]].values.ravel())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"weightings": {"w": ["a", "b"]}}, "weighting w is of other indicators"),
        ({"weightings": {"given": NAMES}}, "call the other one otherwise"),
        ({"cutoffs": "every"}, "write numbers, or 'all'"),
        ({"cutoffs": 0.1}, "rounded number"),
        ({"measure": "A"}, "choose H or M0"),
        ({"by": "village"}, "no column village in the data; there are: unit, a"),
    ],
)
def test_what_can_not_be_meant_is_refused(options, says):
    with pytest.raises(ValueError, match=says):
        robustness(THREE, NAMES, **{"cutoffs": 1, "by": "unit"} | options)


def test_one_unit_or_nobody_deprived_gives_nothing_to_compare():
    with pytest.raises(ValueError, match="fewer than two groups"):
        robustness(records(X="a b"), NAMES, 1, by="unit")
    with pytest.raises(ValueError, match="no cut-off at which somebody is poor"):
        robustness(records(X="-", Y="-"), NAMES, "all", by="unit")


def test_record_without_a_group_is_refused():
    with pytest.raises(ValueError, match="unit is missing in 1 records"):
        robustness(THREE.assign(unit=[None, *THREE.unit[1:]]), NAMES, 1, by="unit")


marks = st.tuples(*[st.integers(0, 1)] * 4)
lists = st.lists(st.tuples(st.sampled_from("XYZ"), marks), min_size=1, max_size=20).map(
    # every unit has a record, and somebody is deprived
    lambda rows: [*rows, ("X", (1, 0, 0, 1)), ("Y", (0, 1, 0, 0)), ("Z", (0, 0, 0, 0))]
)
weights = st.lists(st.integers(0, 6), min_size=4, max_size=4).filter(any)
enough = settings(deadline=None, max_examples=40)


def table(rows):
    return pd.DataFrame([mark for _, mark in rows], columns=NAMES).assign(unit=[unit for unit, _ in rows])


def weighting(numbers):
    return dict(zip(NAMES, numbers, strict=True))


@given(lists, weights, weights, st.sampled_from(["H", "M0"]))
@enough
def test_every_estimate_is_that_of_alkire_foster(rows, first, second, measure):
    data, named = table(rows), {"given": weighting(first), "other": weighting(second)}
    found = specification_estimates(
        data, named["given"], "all", by="unit", weightings={"other": named["other"]}, measure=measure
    )
    for (name, cutoff), own in found.groupby(["weighting", "cutoff"]):
        shares = {i: Fraction(w, sum(named[name].values())) for i, w in named[name].items()}
        known = alkire_foster(data, shares, cutoff, by="unit").query("by == 'unit' and measure == @measure")
        assert own.set_index("unit").estimate.to_dict() == known.set_index("group").estimate.to_dict()
        assert all(
            r.estimate == float(Fraction(int(r.numerator), int(r.denominator))) for r in own.itertuples()
        )


@given(lists, weights)
@enough
def test_robust_order_is_strict_and_agrees_with_the_ranks(rows, numbers):
    options = {"by": "unit", "weightings": {"w": weighting(numbers)}}
    pairs = robustness(table(rows), NAMES, "all", **options)
    found = specification_estimates(table(rows), NAMES, "all", **options)
    ranges = rank_ranges(found).set_index("unit")
    robust = {(row.unit_a, row.unit_b) for row in pairs.itertuples() if row.robust}
    for a, b, c in permutations("XYZ"):
        assert not ((a, b) in robust and (b, c) in robust and (a, c) not in robust)
    for a, b in robust:
        assert ranges.rank_low[a] < ranges.rank_low[b]
        assert ranges.rank_high[a] < ranges.rank_high[b]
    assert (pairs.above + pairs.tied + pairs.below == pairs.specifications).all()
    assert (pairs.above >= pairs.below).all()
    assert (found.groupby(["weighting", "cutoff"])["rank"].min() == 1).all()


@given(lists, st.integers(2, 3), st.randoms(use_true_random=False))
@enough
def test_order_of_rows_and_replication_change_nothing(rows, times, random):
    pairs = robustness(table(rows), NAMES, [1, 2, 3], by="unit")
    other = robustness(table(random.sample(rows * times, len(rows) * times)), NAMES, [1, 2, 3], by="unit")
    pd.testing.assert_frame_equal(pairs, other)


@given(lists, weights)
@enough
def test_more_specifications_never_make_an_order_robust(rows, numbers):
    few = robustness(table(rows), NAMES, 2, by="unit")
    more = robustness(table(rows), NAMES, [2, 1, 3], by="unit", weightings={"w": weighting(numbers)})
    robust = [
        {frozenset((r.unit_a, r.unit_b)) for r in pairs.itertuples() if r.robust} for pairs in (few, more)
    ]
    assert robust[1] <= robust[0]


@pytest.mark.parametrize(
    ("cutoffs", "once"),
    [
        ([2, Fraction(1, 2)], [2]),  # two of four indicators are half of them
        ([Fraction(1, 4), Fraction(2, 8), 1], [1]),
        ([1, 2, Fraction(3, 4), 3], [1, 2, 3]),
    ],
)
def test_a_cutoff_written_in_two_ways_is_counted_once(cutoffs, once):
    pd.testing.assert_frame_equal(
        robustness(THREE, NAMES, cutoffs, by="unit"), robustness(THREE, NAMES, once, by="unit")
    )
    estimates = specification_estimates(THREE, NAMES, cutoffs, by="unit")
    assert len(estimates) == 3 * len(once)


def test_a_column_given_twice_is_refused():
    with pytest.raises(ValueError, match="a is given twice"):
        robustness(THREE, ["a", "a", "b"], 1, by="unit")
    with pytest.raises(ValueError, match="unit is given twice: an indicator, by and weight"):
        robustness(THREE.assign(unit=[0, 0, 1, 1, 1, 0, 0, 1]), [*NAMES, "unit"], 1, by="unit")
    twice = pd.concat([THREE, THREE[["a"]]], axis=1)
    with pytest.raises(ValueError, match="column a stands twice in the data"):
        robustness(twice, NAMES, 1, by="unit")


OF_UNITS = {"X": 100, "Y": 20, "Z": 50}


@pytest.mark.parametrize("measure", [robustness, specification_estimates])
def test_the_result_says_whether_residents_or_records_are_divided_by(measure):
    assert measure(THREE, NAMES, 1, by="unit").attrs["base"] == "records"
    assert measure(THREE, NAMES, 1, by="unit", totals=OF_UNITS).attrs["base"] == "residents"


@pytest.mark.parametrize("measure", [robustness, specification_estimates])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "ünit"}, "no column ünit in the data; there are: unit, a, b, c, d"),
        ({"by": ["unit"]}, r"by=\['unit'\]: name the one column"),
        ({"by": None}, "by=None: name the one column"),
        ({"totals": OF_UNITS | {"Y": 20.5}}, "totals of Y are no whole numbers from 0 on"),
        ({"totals": OF_UNITS | {"Y": float("nan"), "Z": pd.NA}}, "totals of Y, Z are no whole numbers"),
        ({"totals": OF_UNITS | {"Y": -20}}, "totals of Y are no whole numbers"),
        ({"totals": OF_UNITS | {"Y": "20"}}, "totals of Y are no whole numbers"),
        ({"totals": {"X": 100, "Y": 20}}, "totals lack Z of unit"),
        ({"totals": pd.DataFrame({"unit": ["X"]})}, "totals are a mapping of each group to all its members"),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence(measure, options, said):
    with pytest.raises(ValueError, match=said):
        measure(THREE, NAMES, 1, **{"by": "unit"} | options)


def test_totals_stored_as_doubles_count_alike():
    whole = robustness(THREE, NAMES, [1, 2], by="unit", totals=OF_UNITS)
    doubles = robustness(THREE, NAMES, [1, 2], by="unit", totals=pd.Series(OF_UNITS, dtype=float))
    pd.testing.assert_frame_equal(doubles, whole)


def test_ranks_of_another_table_or_of_one_given_twice_are_refused():
    estimates = specification_estimates(THREE, NAMES, [1, 2, 3, 4], by="unit")
    with pytest.raises(ValueError, match="12 estimates of a unit stand twice: give one result"):
        rank_ranges(pd.concat([estimates, estimates]))
    for other in (THREE, robustness(THREE, NAMES, 1, by="unit")):
        with pytest.raises(ValueError, match=r"no column weighting, .* in the estimates; there are: unit"):
            rank_ranges(other)


def test_rank_as_given_is_that_at_the_first_cutoff_in_any_order_of_rows():
    # at both of two indicators y alone has anybody poor; at one of them both units have two deprivations
    data = pd.DataFrame({"g": list("xxyy"), "a": [1, 1, 1, 0], "b": [0, 0, 1, 0]})
    for cutoffs, given_ranks in (([2, 1], {"x": 2, "y": 1}), ([1, 2], {"x": 1, "y": 1})):
        estimates = specification_estimates(data, ["a", "b"], cutoffs, by="g")
        for table in (estimates, estimates[::-1], estimates.sort_values("estimate")):
            assert rank_ranges(table).set_index("unit").rank_given.to_dict() == given_ranks
        others = estimates[estimates.cutoff != estimates.cutoff.iloc[0]]
        assert rank_ranges(others).rank_given.isna().all()


def test_dropped_records_and_totals_exclude_each_other():
    data = THREE.astype({"a": "Int64"})
    data.loc[0, "a"] = pd.NA
    with pytest.raises(ValueError, match="would count as not poor beside totals"):
        robustness(data, NAMES, 1, by="unit", totals=OF_UNITS, missing="drop")


def test_a_unit_of_huge_weight_is_still_there():
    data = THREE.assign(w=[1e19 if unit == "X" else 1.0 for unit in THREE.unit])
    assert set(specification_estimates(data, NAMES, 1, by="unit", weight="w").unit) == set(THREE.unit)
