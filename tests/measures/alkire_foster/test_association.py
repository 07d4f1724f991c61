"""Association and redundancy of two indicators, by hand and at their borders."""

import pandas as pd
import pytest

from analysis.measures.alkire_foster import af_association


def pair(result, indicator="a", other="b", group="all"):
    """The measures of one pair in one group, by name."""
    rows = result[(result.indicator == indicator) & (result.other == other) & (result.group == group)]
    return rows.set_index("measure")


def test_two_by_two_table_by_hand(household):
    # both 3, only a 1, only b 2, neither 4: V = (3×4 - 1×2) / √(4×6×5×5), R0 = 3 / min(4, 5)
    found = pair(af_association(household(*["11"] * 3, "10", *["01"] * 2, *["00"] * 4), ["a", "b"]))
    assert found.estimate["cramers_v"] == pytest.approx(10 / 600**0.5)
    assert found.estimate["redundancy"] == pytest.approx(3 / 4)
    assert found.estimate["both_deprived"] == 0.3
    assert set(found.n) == {10}
    assert found[["se", "lower", "upper", "df"]].isna().all(axis=None)


def test_weight_counts_as_so_many_records(household):
    counted = af_association(household(*["11"] * 3, "10", "00"), ["a", "b"])
    weighted = af_association(household("11", "10", "00", w=[3, 1, 1]), ["a", "b"], weight="w")
    pd.testing.assert_frame_equal(counted.drop(columns="n"), weighted.drop(columns="n"))
    assert set(weighted.n) == {3}


@pytest.mark.parametrize(
    ("patterns", "v", "redundancy"),
    [(["11", "00"], 1, 1), (["10", "01"], -1, 0), (["11", "10", "01", "00"], 0, 0.5), (["11", "10"], None, 1),
     (["00", "01"], None, None)],
)  # fmt: skip
def test_borders(household, patterns, v, redundancy):
    found = pair(af_association(household(*patterns), ["a", "b"])).estimate
    for measure, expected in (("cramers_v", v), ("redundancy", redundancy)):
        if expected is None:
            assert pd.isna(found[measure])
        else:
            assert found[measure] == pytest.approx(expected)


def test_every_pair_in_every_group(household):
    data = household("111", "000", "101", unit=["x", "y", "x"])
    result = af_association(data, ["a", "b", "c"], by="unit")
    assert len(result) == 3 * (1 + 2) * 3
    assert result.groupby("group").n.first().to_dict() == {"all": 3, "x": 2, "y": 1}


def test_bounds_are_refused_for_they_bound_levels_alone(household):
    with pytest.raises(ValueError, match="only alkire_foster takes bounds"):
        af_association(household("11", "10"), ["a", "b"], missing="bounds")


def test_a_single_indicator_has_no_pair(household):
    assert af_association(household("1", "0", w=[1, 2]), ["a"], weight="w").empty


def test_a_subpopulation_is_measured_alone(household):
    data = household("11", "10", "00", "01", kept=[1, 1, 1, 0])
    alone = af_association(data[data.kept == 1], ["a", "b"])
    pd.testing.assert_frame_equal(af_association(data, ["a", "b"], subpopulation="kept"), alone)


def test_where_both_are_equally_frequent_the_error_of_redundancy_is_undefined(household):
    data = household("11", "10", "01", "00", "11", cluster=[1, 1, 2, 2, 3])
    found = pair(af_association(data, ["a", "b"], cluster="cluster"))
    assert pd.isna(found.se["redundancy"])
    assert found.se["cramers_v"] > 0


def test_equal_frequency_is_seen_through_weights_that_round(household):
    # 0.1 + 0.2 is not 0.3 in floats
    data = household("10", "10", "01", "00", w=[0.1, 0.2, 0.3, 0.4], cluster=range(4))
    found = pair(af_association(data, ["a", "b"], weight="w", cluster="cluster"))
    assert pd.isna(found.se["redundancy"])


def test_shares_of_a_pair_show_their_counts(household):
    # both in one of four, the rarer deprivation b in two
    found = pair(af_association(household("11", "10", "10", "01"), ["a", "b"]))
    assert found.loc["both_deprived", ["numerator", "denominator"]].tolist() == [1, 4]
    assert found.loc["redundancy", ["numerator", "denominator"]].tolist() == [1, 2]
    assert found.loc["cramers_v", ["numerator", "denominator"]].isna().all()
