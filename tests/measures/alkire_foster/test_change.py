"""Change between rounds against R's survey package, by hand, and how a panel is told."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.alkire_foster import af_change, alkire_foster, wide
from analysis.measures.alkire_foster.change import CHANGES
from analysis.measures.alkire_foster.years import years_of

SURVEY = Path(__file__).parent / "survey"
WEIGHTS = {f"d{j}": Fraction(n, 12) for j, n in enumerate((3, 3, 2, 2, 1, 1), start=1)}
THIRD = Fraction(1, 3)
DESIGN = {"weight": "weight", "strata": "stratum", "cluster": "cluster"}


@pytest.fixture(scope="module")
def rounds():
    return pd.read_csv(SURVEY / "sample.csv")


@pytest.fixture(scope="module")
def expected():
    return pd.read_csv(SURVEY / "expected.csv", keep_default_na=False, na_values=["NA", "NaN"])


@pytest.mark.parametrize(("variant", "panel"), [("panel", None), ("panel", True), ("independent", False)])
def test_every_way_to_tell_a_change_has_the_error_of_r(rounds, expected, variant, panel):
    result = af_change(rounds, WEIGHTS, THIRD, time="year", by="area", panel=panel, **DESIGN)
    result = result[result.indicator.isna() | (result.indicator == "d3")]
    result = result.rename(columns={"group": "domain", "change": "of"})
    keys = ["domain", "measure", "of"]
    theirs = expected[(expected.variant == variant) & expected.of.isin(result.of)]
    both = theirs.merge(result, on=keys, how="left", suffixes=("_r", ""), validate="one_to_one")
    assert len(both) == 48
    for column in ("estimate", "se", "df"):
        np.testing.assert_allclose(both[column].astype(float), both[f"{column}_r"], rtol=0, atol=1e-10)


@pytest.mark.parametrize(("variant", "panel"), [("panel", None), ("independent", False)])
def test_changes_of_depth_bands_and_shares_have_the_errors_of_r(rounds, expected, variant, panel):
    gap = (rounds.cluster % 5 + 1) / 6
    data = rounds.assign(
        achieved=(1 - gap).where(rounds.d1 == 1, 1.5),
        northern=rounds.region == "north",
        **{f"e{j}": rounds[f"d{j}"] * (rounds.cluster % 2) for j in range(1, 7)},
    )
    options = {
        "time": "year", "panel": panel, "achievements": {"d1": ("achieved", 1)},
        "destitution": {f"d{j}": f"e{j}" for j in range(1, 7)},
        "bands": {"vulnerable": (Fraction(1, 6), THIRD)}, **DESIGN,
    }  # fmt: skip
    whole = af_change(data, WEIGHTS, THIRD, by="area", **options)
    north = af_change(data, WEIGHTS, THIRD, subpopulation="northern", **options).assign(group="north")
    result = pd.concat([whole, north])
    result = result[result.indicator.isna()].rename(columns={"group": "domain", "change": "of"})
    theirs = expected[(expected.variant == f"{variant}+") & expected.of.isin(result.of)]
    both = theirs.merge(
        result, on=["domain", "measure", "of"], how="left", suffixes=("_r", ""), validate="one_to_one"
    )
    assert len(both) == 156  # eleven measures in three domains, shares of two groups, four ways each
    for column in ("estimate", "se", "df"):
        np.testing.assert_allclose(both[column].astype(float), both[f"{column}_r"], rtol=0, atol=1e-10)


def test_error_of_independent_rounds_adds_their_variances(figure, rounds):
    apart = [alkire_foster(part, WEIGHTS, THIRD, **DESIGN) for _, part in rounds.groupby("year")]
    errors = [figure(result, "M0", THIRD).se for result in apart]
    change = af_change(rounds, WEIGHTS, THIRD, time="year", panel=False, **DESIGN)
    assert figure(change[change.change == "absolute"], "M0", THIRD).se == pytest.approx(np.hypot(*errors))


def test_same_sample_measured_twice_without_change_has_no_error(figure, rounds):
    first = rounds[rounds.year == 2020]
    twice = pd.concat([first, first.assign(year=2021)])
    result = af_change(twice, WEIGHTS, THIRD, time="year", by="area", **DESIGN)
    shown = result[result.change.isin(["absolute", "relative"]) & result.estimate.notna()]
    assert shown.se.max() == pytest.approx(0, abs=1e-15)
    assert result.attrs["alkire_foster"]["clusters_in_several_rounds"] > 20


def test_rounds_without_a_common_cluster_are_independent_by_themselves(rounds):
    renamed = rounds.assign(cluster=rounds.cluster + 1000 * (rounds.year > 2020))
    by_name = af_change(renamed, WEIGHTS, THIRD, time="year", **DESIGN)
    by_word = af_change(rounds, WEIGHTS, THIRD, time="year", panel=False, **DESIGN)
    pd.testing.assert_frame_equal(by_name, by_word)
    with pytest.raises(ValueError, match="no cluster of a stratum is in two rounds"):
        af_change(renamed, WEIGHTS, THIRD, time="year", panel=True, **DESIGN)


def test_share_of_a_group_changes_with_the_error_of_its_difference(figure, rounds):
    # by hand: each round's share of urban records as an indicator of one's own, on the stacked design
    urban = rounds.assign(urban=(rounds.area == "urban").astype(int))
    own = af_change(urban, {"urban": 1}, 1, time="year", **DESIGN)
    result = af_change(rounds, WEIGHTS, THIRD, time="year", by="area", **DESIGN)
    pairs = [
        figure(own[own.change == "absolute"], "H", 1),
        figure(result[result.change == "absolute"], "population_share", group="urban"),
    ]
    assert pairs[1].estimate == pytest.approx(pairs[0].estimate, abs=1e-12)
    assert pairs[1].se == pytest.approx(pairs[0].se, abs=1e-12)


def test_three_rounds_are_compared_in_a_row_and_last_with_first(household):
    # M0 at cut-off 1 of two indicators: 1, then 1/2, then 1/4
    data = pd.concat(
        [
            household("11", "11", year=[2020] * 2),
            household("11", "00", year=[2021] * 2),
            household("10", "00", year=[2023] * 2),
        ]
    )
    result = af_change(data, ["a", "b"], 1, time="year").query("measure == 'M0'")
    assert list(zip(result["from"], result["to"], result.change, result.estimate, strict=True)) == [
        (2020, 2021, "absolute", -0.5),
        (2020, 2021, "relative", -0.5),
        (2020, 2021, "annual_absolute", -0.5),
        (2020, 2021, "annual_relative", -0.5),
        (2021, 2023, "absolute", -0.25),
        (2021, 2023, "relative", -0.5),
        (2021, 2023, "annual_absolute", -0.125),
        (2021, 2023, "annual_relative", pytest.approx(0.5**0.5 - 1)),
        (2020, 2023, "absolute", -0.75),
        (2020, 2023, "relative", -0.75),
        (2020, 2023, "annual_absolute", -0.25),
        (2020, 2023, "annual_relative", pytest.approx(0.25 ** (1 / 3) - 1)),
    ]
    assert result[["se", "lower", "upper", "df"]].isna().all(axis=None)
    assert (result.n_from == 2).all()


def test_change_from_nobody_poor_is_absolute_only(figure, household):
    data = pd.concat([household("10", year=[2020]), household("11", year=[2021])])
    result = af_change(data, ["a", "b"], 2, time="year")
    by_way = {way: figure(part, "H", 2) for way, part in result.groupby("change")}
    assert by_way["absolute"].estimate == 1
    assert pd.isna(by_way["relative"].estimate)
    assert pd.isna(by_way["annual_relative"].estimate)
    assert figure(result[result.change == "absolute"], "A", 2).isna()["estimate"]


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        (["2022-12-15", "2023-12-15"], [0, 1]),
        (["2020-02-29", "2021-03-01"], [0, 1]),
        (["2023-12-15", "2024-12-15", "2025-06-16"], [0, 1, 1 + 183 / 365]),
        ([dt.date(2022, 12, 15), dt.date(2023, 3, 15)], [0, 90 / 365]),
    ],
)
def test_years_between_dates(dates, years):
    index = pd.to_datetime(dates) if isinstance(dates[0], str) else pd.Index(dates, dtype=object)
    assert years_of(index) == pytest.approx(years)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time": "once"}, "at least two rounds"),
        ({"time": "text"}, "neither numbers"),
        ({"time": "absent"}, "no column absent in data"),
        ({"time": "hour"}, r"two rounds of one day apart \(2022-12-15\): leave out the time"),
        ({"time": "endless"}, "a number without end"),
        ({"time": "year", "panel": True}, "a full count has no panel"),
        ({"time": "year", "missing": "bounds"}, "bounds a level bounds neither its change"),
    ],
)
def test_rounds_that_are_none_are_refused(options, message, household):
    data = household("11", "10", once=[1, 1], text=["2020", "2021"], year=[2020, 2021])
    data["hour"] = pd.to_datetime(["2022-12-15 08:00", "2022-12-15 17:00"])
    data["endless"] = [2020, float("inf")]
    with pytest.raises(ValueError, match=message):
        af_change(data, ["a", "b"], 1, **options)


def test_rounds_stand_in_the_order_of_their_times_whatever_a_category_says(figure, household):
    data = household("11", "10", "00", year=[2020, 2021, 2022])
    plain = af_change(data, ["a", "b"], 1, time="year")
    backwards = pd.Categorical(data.year, categories=[2022, 2023, 2021, 2020], ordered=True)
    pd.testing.assert_frame_equal(af_change(data.assign(year=backwards), ["a", "b"], 1, time="year"), plain)


def test_inequality_that_only_rounding_makes_has_no_relative_change(household):
    # all poor have the score 1/2 in both rounds; 0.1 + 0.2 + 0.3 is no sum of doubles
    data = household(*["10", "10", "01"] * 2, year=[1, 1, 1, 2, 2, 2], w=[0.1, 0.2, 0.3, 0.7, 0.1, 0.3])
    result = af_change(data, ["a", "b"], 1, time="year", weight="w").query("measure == 'variance'")
    by_change = result.set_index("change").estimate
    assert by_change["absolute"] == 0
    assert pd.isna(by_change["relative"])


def test_wide_view_of_a_change_has_a_row_per_pair_of_rounds_and_way_to_tell_it(household):
    data = household("11", "10", "00", "00", year=[1, 1, 2, 2])
    shown = wide(af_change(data, ["a", "b"], 2, time="year"))
    keys = ["by", "group", "weighting", "missing_policy", "from", "to", "change", "cutoff"]
    assert list(shown)[: len(keys)] == keys
    assert shown.change.tolist() == list(CHANGES)
    # poor from two deprivations: one of two, then nobody; deprived in a: both, then nobody
    assert shown[["H", "hd_a"]].iloc[0].tolist() == [-0.5, -1.0]


def test_wide_view_of_what_is_no_result_is_refused():
    with pytest.raises(ValueError, match="not a result of alkire_foster"):
        wide(pd.DataFrame({"estimate": [1.0]}))


def test_both_rounds_of_a_change_show_what_they_are_made_of(household):
    # two of two are poor with three of four deprivations, then one of three with one of six
    data = household("11", "10", "10", "00", "00", year=[1, 1, 2, 2, 2])
    row = af_change(data, ["a", "b"], 1, time="year").query("change == 'absolute'").set_index("measure")
    columns = ["numerator_from", "denominator_from", "numerator_to", "denominator_to"]
    assert row.loc[["H", "M0"], columns].values.tolist() == [[2, 2, 1, 3], [3, 4, 1, 6]]
