from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from analysis.sample.apportion import apportion


def test_shares_that_come_out_whole_are_met_exactly():
    assert apportion(20, [1, 3, 6]).tolist() == [2, 6, 12]


def test_the_largest_remainders_are_rounded_up():
    # 10 shared 1 : 2 : 4 is 1.43, 2.86, 5.71: two are left over, for .86 and .71
    assert apportion(10, [1, 2, 4]).tolist() == [1, 3, 6]


@given(st.integers(0, 10**7), st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_the_parts_add_up_and_lie_within_one_of_their_share(total, weights):
    parts = apportion(total, weights).tolist()
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < Fraction(1001, 1000)
