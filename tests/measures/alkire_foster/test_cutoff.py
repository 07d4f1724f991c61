"""A score equal to the cut-off is poor, at every cut-off and under every way to write it."""

from fractions import Fraction
from itertools import product
from math import comb

import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.measures.alkire_foster import alkire_foster

TWELVE = [f"i{j}" for j in range(12)]
EVERY_PATTERN = pd.DataFrame(list(product([0, 1], repeat=12)), columns=TWELVE)

WAYS_TO_WRITE = {
    "a number of equal indicators": (TWELVE, lambda m: m),
    "a share of equal indicators": (TWELVE, lambda m: Fraction(m, 12)),
    "whole weights": (dict.fromkeys(TWELVE, 1), lambda m: m),
    "twelfths": (dict.fromkeys(TWELVE, Fraction(1, 12)), lambda m: Fraction(m, 12)),
    "weights of ten points": (dict.fromkeys(TWELVE, 10), lambda m: 10 * m),
}


@pytest.mark.parametrize("way", WAYS_TO_WRITE)
@pytest.mark.parametrize("m", range(1, 13))
def test_every_pattern_of_twelve_at_m_twelfths(figure, way, m):
    # each pattern stands once, so comb(12, j) of the 4,096 have j deprivations and score j/12
    indicators, write = WAYS_TO_WRITE[way]
    result = alkire_foster(EVERY_PATTERN, indicators, write(m))
    poor = sum(comb(12, j) for j in range(m, 13))
    points = sum(j * comb(12, j) for j in range(m, 13))
    # deprived in a given indicator and poor: choose the other j - 1 among 11
    censored = sum(comb(11, j - 1) for j in range(m, 13))
    cutoff = write(m)
    assert figure(result, "H", cutoff).n_poor == poor
    assert figure(result, "H", cutoff).estimate == float(Fraction(poor, 4096))
    assert figure(result, "A", cutoff).estimate == float(Fraction(points, 12 * poor))
    assert figure(result, "M0", cutoff).estimate == float(Fraction(points, 12 * 4096))
    for name in TWELVE:
        assert figure(result, "hd", indicator=name).estimate == 0.5
        assert figure(result, "hdk", cutoff, indicator=name).estimate == float(Fraction(censored, 4096))
        assert figure(result, "actb", cutoff, indicator=name).estimate == float(Fraction(censored, 12 * 4096))
        assert figure(result, "pctb", cutoff, indicator=name).estimate == float(Fraction(censored, points))


def test_every_attainable_score_of_unequal_weights_is_poor_at_itself(figure):
    weights = dict(zip(TWELVE, [Fraction(1, 6)] * 4 + [Fraction(1, 24)] * 8, strict=True))
    rows = list(EVERY_PATTERN.itertuples(index=False))
    scores = [
        sum((w for w, mark in zip(weights.values(), row, strict=True) if mark), Fraction()) for row in rows
    ]
    cutoffs = sorted(set(scores) - {0})
    result = alkire_foster(EVERY_PATTERN, weights, cutoffs)
    for k in cutoffs:
        poor = [score for score in scores if score >= k]
        assert figure(result, "H", k).n_poor == len(poor)
        assert figure(result, "M0", k).estimate == float(sum(poor) / 4096)


def test_cutoff_just_under_equal_and_just_over_a_score(figure, household):
    data = household("110", "111", "100")  # scores 2/3, 1 and 1/3
    just = Fraction(1, 10**9)
    third = Fraction(1, 3)
    cutoffs = [2 * third - just, 2 * third, 2 * third + just]
    result = alkire_foster(data, dict.fromkeys("abc", third), cutoffs)
    assert [figure(result, "H", k).n_poor for k in cutoffs] == [2, 2, 1]


def test_several_cutoffs_give_what_each_gives_alone():
    together = alkire_foster(EVERY_PATTERN, TWELVE, [2, 5])
    for k in (2, 5):
        alone = alkire_foster(EVERY_PATTERN, TWELVE, k)
        part = together[together.cutoff.isna() | (together.cutoff == k)].reset_index(drop=True)
        pd.testing.assert_frame_equal(part, alone)


def test_national_standard_is_poor_from_three_deprivations(figure):
    # 1 + 12 + 66 of the 4,096 patterns have none, one or two deprivations
    standard = load_standard("2023-12-14")
    data = EVERY_PATTERN.set_axis(list(standard.indicator_ids), axis=1)
    result = alkire_foster(
        data,
        dict.fromkeys(standard.indicator_ids, 1),
        standard.poor_from_count,
        dimensions={i.id: i.dimension for i in standard.indicators},
    )
    assert figure(result, "H", 3).n_poor == 4096 - 79
    # six dimensions of two indicators each, all alike
    parts = result[result.indicator.isna() & (result.measure == "pctb")]
    assert parts.dimension.tolist() == list(standard.dimensions)
    assert parts.estimate.tolist() == pytest.approx([1 / 6] * 6)
    assert set(result.dimension[result.indicator == "toilet"]) == {"water_sanitation"}


def test_cutoff_column_holds_what_was_written_and_converts_to_float(household):
    data = household("10", "11")
    result = alkire_foster(data, {"a": Fraction(1, 3), "b": Fraction(2, 3)}, [Fraction(1, 3), 0.5, 1])
    written = result[result.measure == "H"].cutoff.tolist()
    assert written == [Fraction(1, 3), Fraction(1, 2), 1]
    assert [type(k) for k in written] == [Fraction, Fraction, int]
    assert result.cutoff.map(float).dropna().unique().tolist() == [1 / 3, 0.5, 1.0]
