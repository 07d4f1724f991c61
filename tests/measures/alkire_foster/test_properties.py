"""What must hold for any data: the definition itself, and the properties the method is chosen for."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.alkire_foster import alkire_foster

NAMES = ["a", "b", "c", "d"]
CUTOFFS = [Fraction(n, 60) for n in (1, 15, 20, 30, 45, 60)]

marks = st.tuples(*[st.integers(0, 1)] * 4)
records = st.lists(st.tuples(marks, st.sampled_from("xyz"), st.integers(1, 9)), min_size=1, max_size=25)
weightings = st.lists(st.integers(0, 12), min_size=4, max_size=4).filter(any)
cutoffs = st.sampled_from(CUTOFFS)
enough = settings(deadline=None, max_examples=50)


def table(rows):
    frame = pd.DataFrame([row[0] for row in rows], columns=NAMES)
    return frame.assign(unit=[row[1] for row in rows], members=[row[2] for row in rows])


def shares(weighting):
    return {name: Fraction(w, sum(weighting)) for name, w in zip(NAMES, weighting, strict=True)}


def estimates(result, measure, group="all"):
    return result.estimate[(result.measure == measure) & (result.group == group)].tolist()


def by_definition(rows, weights, k):
    """H, A and M0 person by person, as the book defines them."""
    scores = [(sum(w * g for w, g in zip(weights.values(), row[0], strict=True)), row[2]) for row in rows]
    persons = sum(members for _, members in scores)
    poor = sum(members for score, members in scores if score >= k)
    points = sum(score * members for score, members in scores if score >= k)
    return Fraction(poor, persons), points / poor if poor else None, points / persons


@given(records, weightings, cutoffs)
@enough
def test_measures_are_those_of_the_definition(rows, weighting, k):
    weights = shares(weighting)
    result = alkire_foster(table(rows), weights, k, weight="members")
    for measure, value in zip(("H", "A", "M0"), by_definition(rows, weights, k), strict=True):
        (estimate,) = estimates(result, measure)
        assert pd.isna(estimate) if value is None else estimate == float(value)


@given(records, weightings, cutoffs)
@enough
def test_every_measure_is_that_of_a_plain_computation_record_by_record(rows, weighting, k):
    # exact fractions, one record after the other, no patterns
    weights = shares(weighting)
    scored = [(sum(w * g for w, g in zip(weights.values(), m, strict=True)), m, n) for m, _, n in rows]
    persons = sum(n for *_, n in scored)
    poor = [(score, m, n) for score, m, n in scored if score >= k]
    heads, points = sum(n for *_, n in poor), sum(score * n for score, _, n in poor)
    result = alkire_foster(
        table(rows), weights, k, weight="members", bands={"low": (0, k), "poor": (k, None)}
    )
    for j, (name, weight) in enumerate(weights.items()):
        deprived = sum(n for _, m, n in scored if m[j])
        censored = sum(n for _, m, n in poor if m[j])
        expected = {
            "hd": Fraction(deprived, persons),
            "hdk": Fraction(censored, persons),
            "actb": weight * censored / persons,
            "pctb": weight * censored / points if points else None,
        }
        for measure, value in expected.items():
            (found,) = result.estimate[(result.measure == measure) & (result.indicator == name)]
            assert pd.isna(found) if value is None else found == float(value)
    mean = points / heads if heads else None
    (found,) = estimates(result, "variance")
    variance = sum((score - mean) ** 2 * n for score, _, n in poor) / heads if heads else None
    assert pd.isna(found) if variance is None else found == pytest.approx(float(variance), abs=1e-15)
    assert estimates(result, "band") == [float(1 - Fraction(heads, persons)), float(Fraction(heads, persons))]


@given(records, weightings, cutoffs)
@enough
def test_shares_of_the_groups_add_up(rows, weighting, k):
    result = alkire_foster(table(rows), shares(weighting), k, by="unit", weight="members")
    for measure in ("population_share", "poor_share", "M0_share"):
        parts = result[result.measure == measure].estimate
        assert parts.isna().all() or parts.sum() == pytest.approx(1)


@given(records, cutoffs, st.integers(0, 24))
@enough
def test_worse_off_group_makes_the_whole_worse_off(rows, k, record):
    # subgroup consistency: one group's M0 rises, the others stay, so the whole's rises
    data = table(rows)
    worse = data.copy()
    worse.loc[record % len(rows), NAMES] = 1
    before, after = (alkire_foster(frame, NAMES, k, by="unit") for frame in (data, worse))
    group = data.unit[record % len(rows)]
    own, whole = (estimates(after, "M0", of)[0] - estimates(before, "M0", of)[0] for of in (group, "all"))
    assert (own > 0) == (whole > 0)


@given(records, cutoffs)
@enough
def test_sample_of_equal_weights_estimates_what_a_full_count_does(rows, k):
    census = alkire_foster(table(rows), NAMES, k, by="unit")
    sample = alkire_foster(table(rows), NAMES, k, by="unit", cluster="members", lonely="certainty")
    pd.testing.assert_series_equal(census.estimate, sample.estimate, check_exact=True)
    assert (sample.se.dropna() >= 0).all()
    assert sample.se.notna().equals(sample.estimate.notna())


@given(records, weightings, cutoffs)
@enough
def test_m0_is_incidence_times_intensity_and_the_sum_of_its_contributions(rows, weighting, k):
    result = alkire_foster(table(rows), shares(weighting), k, by="unit")
    for group in {"all"} | {row[1] for row in rows}:
        (h,), (a,), (m0,) = (estimates(result, measure, group) for measure in ("H", "A", "M0"))
        assert sum(estimates(result, "actb", group)) == pytest.approx(m0, abs=1e-12)
        if h:
            assert m0 == pytest.approx(h * a, abs=1e-12)
            assert sum(estimates(result, "pctb", group)) == pytest.approx(1)
        else:
            assert (m0, pd.isna(a)) == (0, True)


@given(records, weightings, cutoffs)
@enough
def test_whole_is_the_mean_of_its_groups_by_their_members(rows, weighting, k):
    result = alkire_foster(table(rows), shares(weighting), k, by="unit", weight="members")
    members = table(rows).groupby("unit").members.sum()
    for measure in ("H", "M0"):
        parts = sum(n * estimates(result, measure, group)[0] for group, n in members.items())
        assert estimates(result, measure)[0] == pytest.approx(parts / members.sum(), abs=1e-12)


@given(records, cutoffs, st.integers(2, 4))
@enough
def test_replicating_everybody_changes_no_estimate(rows, k, times):
    once = alkire_foster(table(rows), NAMES, k, by="unit", weight="members")
    more = alkire_foster(table(rows * times), NAMES, k, by="unit", weight="members")
    pd.testing.assert_series_equal(once.estimate, more.estimate, check_exact=True)
    assert (more.n == once.n * times).all()


@given(st.data(), records, cutoffs)
@enough
def test_order_of_rows_changes_nothing(data, rows, k):
    shuffled = data.draw(st.permutations(rows))
    one, other = (alkire_foster(table(order), NAMES, k, by="unit") for order in (rows, shuffled))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


@given(records, cutoffs)
@enough
def test_weight_of_household_size_is_one_record_per_member(rows, k):
    persons = [(*row[:2], 1) for row in rows for _ in range(row[2])]
    weighted = alkire_foster(table(rows), NAMES, k, by="unit", weight="members")
    counted = alkire_foster(table(persons), NAMES, k, by="unit")
    pd.testing.assert_series_equal(weighted.estimate, counted.estimate, check_exact=True)


@given(records, weightings, cutoffs, st.integers(0, 24), st.integers(0, 3))
@enough
def test_one_more_deprivation_never_lowers_m0(rows, weighting, k, record, indicator):
    data = table(rows)
    worse = data.copy()
    worse.loc[record % len(rows), NAMES[indicator]] = 1
    before, after = (alkire_foster(frame, shares(weighting), k) for frame in (data, worse))
    assert estimates(after, "M0")[0] >= estimates(before, "M0")[0]


@given(records)
@enough
def test_higher_cutoff_never_finds_more_poor(rows):
    result = alkire_foster(table(rows), NAMES, CUTOFFS)
    for measure in ("H", "M0"):
        found = estimates(result, measure)
        assert found == sorted(found, reverse=True)


@given(records, weightings, cutoffs)
@enough
def test_every_estimate_is_its_numerator_over_its_denominator_and_groups_add_up(rows, weighting, k):
    result = alkire_foster(table(rows), shares(weighting), k, by="unit", weight="members")
    ratios = result[result.measure != "variance"]
    assert (ratios.numerator % 1 == 0).all()  # whole records, whole points
    expected = ratios.numerator / ratios.denominator.where(ratios.denominator > 0)
    assert ratios.estimate.equals(expected)
    assert result[result.measure == "variance"][["numerator", "denominator"]].isna().all(axis=None)
    keys = ["measure", "dimension", "indicator"]
    added = ratios.groupby(["by", *keys], dropna=False, sort=False).numerator.sum()
    pd.testing.assert_series_equal(added["unit"][added["all"].index], added["all"])


def test_headcount_and_m0_show_the_records_and_the_points_they_are_made_of():
    # weights 1/2, 1/3, 1/6, cut-off 1/2: sixths; scores 6, 3, 2, of which two are poor with 9 points of 18
    data = pd.DataFrame({"a": [1, 1, 0], "b": [1, 0, 1], "c": [1, 0, 0]})
    weights = {"a": Fraction(1, 2), "b": Fraction(1, 3), "c": Fraction(1, 6)}
    shown = alkire_foster(data, weights, Fraction(1, 2)).set_index("measure")[["numerator", "denominator"]]
    assert shown.loc[["H", "A", "M0"]].values.tolist() == [[2, 3], [9, 12], [9, 18]]


@given(
    st.lists(st.tuples(marks, st.sampled_from([1, 2, 3, 7])), min_size=1, max_size=12),
    st.sampled_from([Fraction(1, 2), Fraction(1, 4), 1, 2**20, 2**27, 2**45]),
)
@enough
def test_variance_is_exact_for_weights_that_doubles_hold_and_for_sums_they_do_not(rows, times):
    data = pd.DataFrame([row[0] for row in rows], columns=NAMES)
    result = alkire_foster(data.assign(w=[float(n * times) for _, n in rows]), NAMES, 1, weight="w")
    poor = [(sum(m), n) for m, n in rows if any(m)]
    heads = sum(n for _, n in poor)
    (found,) = estimates(result, "variance")
    if not heads:
        assert pd.isna(found)
        return
    mean = Fraction(sum(s * n for s, n in poor), heads)
    assert found == float(sum((s - mean) ** 2 * n for s, n in poor) / heads / 16)
