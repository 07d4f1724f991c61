"""Errors of a sample against R's survey package (survey/README.md), and what a design must never lose."""

import json
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.alkire_foster import af_association, alkire_foster

SURVEY = Path(__file__).parent / "survey"
INDICATORS = [f"d{j}" for j in range(1, 7)]
WEIGHTS = {name: Fraction(n, 12) for name, n in zip(INDICATORS, (3, 3, 2, 2, 1, 1), strict=True)}
DIMENSIONS = dict(zip(INDICATORS, ["health"] * 2 + ["home"] * 4, strict=True))
THIRD = Fraction(1, 3)

DESIGNS = {
    "stratified": {"strata": "stratum", "cluster": "cluster"},
    "fpc": {"strata": "stratum", "cluster": "cluster", "fpc": "clusters_in_stratum"},
    "simple": {"sample": True},
    "records_in_strata": {"strata": "stratum"},
    "clusters_only": {"cluster": "named_cluster"},
    **{
        policy: {"strata": "thin_stratum", "cluster": "cluster", "lonely": policy}
        for policy in ("adjust", "average", "certainty")
    },
}


@pytest.fixture(scope="module")
def first_round():
    data = pd.read_csv(SURVEY / "sample.csv").query("year == 2020")
    return data.assign(named_cluster=100 * data.stratum + data.cluster)


@pytest.fixture(scope="module")
def expected():
    return pd.read_csv(SURVEY / "expected.csv", keep_default_na=False, na_values=["NA", "NaN"])


def measure(data, **options):
    return alkire_foster(data, WEIGHTS, THIRD, weight="weight", **options)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_measure_of_every_domain_is_that_of_r(first_round, expected, design):
    result = measure(
        first_round,
        dimensions=DIMENSIONS,
        by=["region", "area"],
        bands={"vulnerable": (Fraction(1, 6), THIRD)},
        **DESIGNS[design],
    ).rename(columns={"group": "domain"})
    result["of"] = result.indicator.fillna(result.dimension).fillna(result.band).fillna("")
    keys = ["domain", "measure", "of"]
    both = expected[expected.variant == design].merge(
        result[[*keys, "estimate", "se", "df", "lower", "upper"]],
        on=keys, how="left", suffixes=("_r", ""), validate="one_to_one",
    )  # fmt: skip
    assert len(both) > 100
    for column in ("estimate", "se", "df", "lower", "upper"):
        there = both[f"{column}_r"].notna()
        if column in ("lower", "upper"):  # where R divides by zero there are no limits
            there &= both.estimate.between(0, 1, inclusive="neither") & (both.df > 0)
        np.testing.assert_allclose(
            both[column][there].astype(float), both[f"{column}_r"][there], rtol=0, atol=1e-10
        )


@pytest.mark.parametrize("design", ["stratified", "fpc", "simple", "records_in_strata", "clusters_only"])
def test_depth_destitution_and_association_are_those_of_r(first_round, expected, design):
    gap = (first_round.cluster % 5 + 1) / 6
    data = first_round.assign(
        achieved=(1 - gap).where(first_round.d1 == 1, 1.5),
        **{f"e{j}": first_round[f"d{j}"] * (first_round.cluster % 2) for j in range(1, 7)},
    )
    measured = measure(
        data, by="area", achievements={"d1": ("achieved", 1)},
        destitution={f"d{j}": f"e{j}" for j in range(1, 7)}, **DESIGNS[design],
    )  # fmt: skip
    together = af_association(data, INDICATORS, by="area", weight="weight", **DESIGNS[design])
    ours = pd.concat(
        [
            measured.assign(of=measured.indicator.fillna("")),
            together.assign(of=together.indicator + " " + together.other),
        ]
    ).rename(columns={"group": "domain"})
    keys = ["domain", "measure", "of"]
    both = expected[expected.variant == f"{design}+"].merge(
        ours[[*keys, "estimate", "se", "df", "lower", "upper"]],
        on=keys, how="left", suffixes=("_r", ""), validate="one_to_one",
    )  # fmt: skip
    assert len(both) == 75
    for column in ("estimate", "se", "df"):
        np.testing.assert_allclose(both[column].astype(float), both[f"{column}_r"], rtol=0, atol=1e-10)
    limits = both[both.measure == "cramers_v"]
    for column in ("lower", "upper"):
        np.testing.assert_allclose(limits[column], limits[f"{column}_r"], rtol=0, atol=1e-10)


@pytest.mark.parametrize("design", ["stratified", "fpc"])
def test_both_extremes_of_missing_marks_and_records_dropped_have_the_errors_of_r(
    first_round, expected, design
):
    data = first_round.copy()
    number = data.index.to_numpy()
    for indicator, gone in (("d2", number % 7 == 0), ("d5", number % 11 == 3)):
        data[indicator] = data[indicator].astype("Int8").mask(gone)
    options = {
        "dimensions": DIMENSIONS, "by": "area", "bands": {"vulnerable": (Fraction(1, 6), THIRD)},
        **DESIGNS[design],
    }  # fmt: skip
    ours = pd.concat([measure(data, missing=policy, **options) for policy in ("bounds", "drop")])
    ours["of"] = ours.indicator.fillna(ours.dimension).fillna(ours.band).fillna("")
    ours["variant"] = f"{design} " + ours.missing_policy
    ours = ours.rename(columns={"group": "domain"})
    keys = ["variant", "domain", "measure", "of"]
    both = expected[expected.variant.isin(ours.variant)].merge(
        ours[[*keys, "estimate", "se", "df", "lower", "upper"]],
        on=keys, how="left", suffixes=("_r", ""), validate="one_to_one",
    )  # fmt: skip
    assert both.groupby("variant").size().tolist() == [105] * 3
    for column in ("estimate", "se", "df", "lower", "upper"):
        there = both[f"{column}_r"].notna()
        assert there.sum() > 280
        np.testing.assert_allclose(
            both[column][there].astype(float), both[f"{column}_r"][there], rtol=0, atol=1e-10
        )


def test_limits_of_a_share_are_those_of_svyciprop(figure, first_round, expected):
    row = figure(measure(first_round, **DESIGNS["stratified"]), "H", THIRD)
    theirs = expected[expected.variant == "svyciprop"].iloc[0]
    assert (row.lower, row.upper) == pytest.approx((theirs.lower, theirs.upper), abs=1e-10)


def test_error_of_m0_holds_the_covariance_of_incidence_and_intensity(figure, first_round):
    # var(H·A) = A² var(H) + H² var(A) + 2 H A cov(H, A); each unit's part of M0 is A h + H a
    result = measure(first_round, **DESIGNS["stratified"])
    h, a, m0 = (figure(result, name, THIRD) for name in ("H", "A", "M0"))
    without = np.hypot(a.estimate * h.se, h.estimate * a.se)
    covariance = (m0.se**2 - without**2) / (2 * h.estimate * a.estimate)
    assert 0 < covariance < h.se * a.se
    assert m0.se > 1.12 * without  # one ninth too small without it


def test_where_nobody_is_poor_the_error_of_intensity_is_undefined_and_there_are_no_limits(
    figure, first_round
):
    result = measure(first_round, by="region", **DESIGNS["stratified"])
    h, a, m0 = (figure(result, name, THIRD, "island") for name in ("H", "A", "M0"))
    assert (h.estimate, m0.estimate, h.se, m0.se) == (0, 0, 0, 0)
    assert pd.isna([a.estimate, a.se, h.lower, h.upper, m0.lower, m0.upper]).all()


def test_where_all_are_deprived_in_everything_the_error_is_zero(figure, first_round):
    result = measure(first_round.assign(**dict.fromkeys(INDICATORS, 1)), **DESIGNS["stratified"])
    for name in ("H", "A", "M0", "variance"):
        assert figure(result, name, THIRD).se == pytest.approx(0, abs=1e-15)


def test_subpopulation_keeps_the_clusters_that_leaving_records_out_would_lose(figure, first_round):
    design = DESIGNS["stratified"]
    data = first_round.assign(urban=first_round.area == "urban")
    within = figure(measure(data, subpopulation="urban", **design), "M0", THIRD)
    domain = figure(measure(data, by="area", **design), "M0", THIRD, "urban")
    cut = figure(measure(data[data.urban], **design), "M0", THIRD)
    assert within[["estimate", "se", "n", "df"]].equals(domain[["estimate", "se", "n", "df"]])
    assert cut.estimate == within.estimate
    assert cut.se != pytest.approx(within.se, abs=1e-6)


def test_dropped_records_leave_the_design_whole(figure, first_round):
    data = first_round.copy()
    data.loc[data.area == "rural", "d1"] = np.nan
    dropped = figure(measure(data, missing="drop", **DESIGNS["stratified"]), "H", THIRD)
    domain = figure(measure(first_round, by="area", **DESIGNS["stratified"]), "H", THIRD, "urban")
    assert (dropped.estimate, dropped.se) == (domain.estimate, domain.se)


def test_drawing_every_cluster_leaves_no_error(figure, first_round):
    clusters = first_round.groupby("stratum").cluster.transform("nunique")
    result = measure(first_round.assign(all=clusters), fpc="all", **DESIGNS["stratified"])
    assert figure(result, "M0", THIRD).se == 0


def test_single_cluster_with_all_clusters_drawn_is_not_lonely(figure, first_round):
    clusters = first_round.groupby("thin_stratum").cluster.transform("nunique")
    data = first_round.assign(drawn=clusters.where(clusters == 1, 30))
    result = measure(data, strata="thin_stratum", cluster="cluster", fpc="drawn")
    assert figure(result, "H", THIRD).se > 0


def test_order_of_rows_changes_no_error(first_round):
    one, other = (
        measure(data, by="area", **DESIGNS["stratified"])
        for data in (first_round, first_round.sample(frac=1, random_state=1))
    )
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-12)


def test_sparse_and_dense_tables_give_the_same(first_round, monkeypatch):
    from analysis.measures.alkire_foster import records, sums

    dense = measure(first_round, by="area", **DESIGNS["stratified"])
    monkeypatch.setattr(sums, "_TABLE", 0)
    monkeypatch.setattr(records, "_PAIRS", 0)
    sparse = measure(first_round, by="area", **DESIGNS["stratified"])
    pd.testing.assert_frame_equal(dense, sparse, check_exact=False, rtol=1e-12)


def test_small_blocks_give_the_same_errors(first_round, monkeypatch):
    from analysis.measures.alkire_foster import ratios, variance

    whole = measure(first_round, by="area", **DESIGNS["fpc"])
    for module in (variance, ratios):
        monkeypatch.setattr(module, "_BLOCK", 1)
    pd.testing.assert_frame_equal(whole, measure(first_round, by="area", **DESIGNS["fpc"]))


def test_result_tells_its_design(first_round):
    told = measure(first_round, **DESIGNS["fpc"]).attrs["alkire_foster"]
    assert (told["source"], told["error_code"]) == ("sample", "taylor_linearised")
    assert told["design"]["n_strata"] == 8
    assert told["design"]["fpc"] == "clusters_in_stratum"
    census = measure(first_round).attrs["alkire_foster"]
    assert json.loads(json.dumps(told)) == told
    assert (told["made_by"], told["by"]) == ("alkire_foster", [])
    assert (census["source"], census["error_code"]) == ("census", "full_count_has_no_sampling_error")


def test_group_in_lonely_strata_alone_has_no_error_under_average(first_round):
    # strata 1 and 2 have one cluster each, of the east; the west has two in stratum 3
    data = pd.DataFrame(
        {"a": [1, 0, 1, 0], "b": [1, 1, 0, 0], "side": list("eeww"), "stratum": [1, 2, 3, 3], "psu": range(4)}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = alkire_foster(
            data, ["a", "b"], 1, by="side", strata="stratum", cluster="psu", lonely="average"
        )
    h = result[(result.measure == "H") & (result.by == "side")].set_index("group")
    assert pd.isna(h.se["e"])
    assert h.se["w"] > 0


def test_share_of_everybody_and_of_nobody_has_no_error(first_round):
    data = first_round.assign(everybody="x", weight=np.linspace(0.1, 3.7, len(first_round)))
    found = measure(data, by="everybody", **DESIGNS["stratified"])
    shares = found[found.measure.isin(["population_share", "poor_share", "M0_share"])]
    assert shares.estimate.eq(1).all()
    assert shares.se.eq(0).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"strata": "thin_stratum", "cluster": "cluster"}, r"2 of 10 strata.*\(\d+, \d+\).*lonely='adjust'"),
        ({"strata": "stratum", "lonely": "centred"}, "choose one of error, adjust, average, certainty"),
        ({"strata": "each", "lonely": "average"}, "all 202 strata have a single cluster"),
        ({"sample": False, "strata": "stratum"}, "a full count has no design"),
        ({"fpc": "clusters_in_stratum"}, "a full count has no design"),
        ({"lonely": "adjust"}, "a full count has no design"),
        ({"strata": "stratum", "fpc": "share"}, "share holds shares: write how many clusters"),
        ({"strata": "stratum", "fpc": "year_of_birth"}, "does not hold one number per stratum"),
        ({"strata": "stratum", "cluster": "cluster", "fpc": "two"}, "two is below the clusters drawn"),
        ({"strata": "gap"}, "gap is missing in 1 records"),
        ({"sample": True, "cluster": "psu"}, "no column psu in data"),
        ({"sample": True, "subpopulation": "area"}, r"neither true nor false: area \(\d+ records\)"),
    ],
)  # fmt: skip
def test_design_that_is_none_is_refused(options, message, first_round):
    data = first_round.assign(
        share=0.5,
        two=2,
        each=range(len(first_round)),
        year_of_birth=range(len(first_round)),
        gap=[None, *["x"] * (len(first_round) - 1)],
    )
    with pytest.raises(ValueError, match=message):
        measure(data, **options)
