"""Association and redundancy of two indicators, by hand and at their borders."""

import pandas as pd
import pytest

from analysis.measures.alkire_foster import af_association


def test_two_by_two_table_by_hand(household):
    # both 3, only a 1, only b 2, neither 4: V = (3×4 - 1×2) / √(4×6×5×5), R0 = 3 / min(4, 5)
    data = household(*["11"] * 3, "10", *["01"] * 2, *["00"] * 4)
    row = af_association(data, ["a", "b"]).iloc[0]
    assert (row.indicator, row.other, row.n) == ("a", "b", 10)
    assert row.cramers_v == pytest.approx(10 / 600**0.5)
    assert row.redundancy == pytest.approx(3 / 4)
    assert (row.deprived, row.other_deprived, row.both_deprived) == (0.4, 0.5, 0.3)


def test_weight_counts_as_so_many_records(household):
    counted = af_association(household(*["11"] * 3, "10", "00"), ["a", "b"])
    weighted = af_association(household("11", "10", "00", w=[3, 1, 1]), ["a", "b"], weight="w")
    pd.testing.assert_frame_equal(counted.drop(columns="n"), weighted.drop(columns="n"))


@pytest.mark.parametrize(
    ("patterns", "v", "redundancy"),
    [(["11", "00"], 1, 1), (["10", "01"], -1, 0), (["11", "10", "01", "00"], 0, 0.5), (["11", "10"], None, 1),
     (["00", "01"], None, None)],
)  # fmt: skip
def test_borders(household, patterns, v, redundancy):
    row = af_association(household(*patterns), ["a", "b"]).iloc[0]
    for found, expected in ((row.cramers_v, v), (row.redundancy, redundancy)):
        assert pd.isna(found) if expected is None else found == pytest.approx(expected)


def test_every_pair_in_every_group(household):
    data = household("111", "000", "101", unit=["x", "y", "x"])
    result = af_association(data, ["a", "b", "c"], by="unit")
    assert len(result) == 3 * (1 + 2)
    assert result.groupby("group").n.first().to_dict() == {"all": 3, "x": 2, "y": 1}
