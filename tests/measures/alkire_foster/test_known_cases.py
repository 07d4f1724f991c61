"""Worked examples from outside; each case's README names its source."""

from fractions import Fraction

import pytest

from analysis.measures.alkire_foster import alkire_foster

from .known_cases import assert_equal, load

THIRD = Fraction(1, 3)


def assert_figures(figure, result, cutoff, expected, group="all"):
    """Every figure of an expected block, to 1e-12; null stands for undefined."""
    for measure in ("H", "A", "M0"):
        assert_equal(figure(result, measure, cutoff, group).estimate, expected[measure])
    for name, measure in (("hd", "hd"), ("hdk", "hdk"), ("contribution", "pctb")):
        for indicator, value in expected[name].items():
            row = figure(result, measure, None if measure == "hd" else cutoff, group, indicator)
            assert_equal(row.estimate, value)


@pytest.mark.parametrize("weighting", ["equal", "unequal"])
def test_four_persons_at_five_cutoffs(figure, weighting):
    data, spec, expected = load("ophi_book_4persons")
    indicators = dict(zip(data.columns[1:], map(Fraction, spec["weights"][weighting]), strict=True))
    result = alkire_foster(data, indicators, [Fraction(k) for k in spec["k"]])
    for k in spec["k"]:
        block = expected["results"][f"{weighting} k={k}"]
        assert_figures(figure, result, Fraction(k), block)
        assert figure(result, "H", Fraction(k)).n_poor == sum(block["poor"])


def test_undp_hdr_technical_note_counts_people(figure):
    data, spec, expected = load("hdr_technical_note_4hh")
    indicators = {i["name"]: Fraction(i["weight"]) for i in spec["indicators"]}
    dimensions = {i["name"]: i["dimension"] for i in spec["indicators"]}
    result = alkire_foster(
        data,
        indicators,
        [Fraction(k) for k in spec["k"]],
        dimensions=dimensions,
        weight=spec["weight_column"],
    )
    third, half, fifth = Fraction(1, 3), Fraction(1, 2), Fraction(1, 5)
    assert_figures(figure, result, third, expected["k=1/3"])
    assert_figures(figure, result, half, expected["k=1/2"])
    for dimension, share in expected["dimension_contribution"].items():
        assert_equal(figure(result, "pctb", third, dimension=dimension).estimate, share)
    assert_equal(figure(result, "H", half).estimate, expected["severe_headcount"])
    vulnerable = figure(result, "H", fifth).estimate - figure(result, "H", third).estimate
    assert_equal(vulnerable, expected["vulnerable_headcount"])
    # three of the four households are poor, and 16 of the 20 people in them
    assert (figure(result, "H", third).n, figure(result, "H", third).n_poor) == (4, 3)
    assert figure(result, "H", third).estimate * 20 == expected["number_poor_people"]


@pytest.mark.parametrize("k", ["3", "5"])
def test_thirty_persons_in_regions_of_one_and_two(figure, k):
    data, spec, expected = load("MPI_examplePovertydf")
    indicators = {i["name"]: Fraction(i["weight"]) for i in spec["indicators"]}
    cutoff = Fraction(int(k), 11)
    result = alkire_foster(data, indicators, cutoff, by="Region")
    for group, block in expected["results"][f"k={k}"].items():
        name = "all" if group == "nat" else group
        assert_figures(figure, result, cutoff, block, name)
        row = figure(result, "H", cutoff, name)
        assert (row.n, row.n_poor) == (block["n"], block["poor"])


def test_198_households_as_mpindex_prints_them(figure):
    data, spec, expected = load("mpindex_198hh")
    weights = {i["name"]: Fraction(i["weight"]) for i in spec["indicators"]}
    dimensions = {i["name"]: i["dimension"] for i in spec["indicators"]}
    result = alkire_foster(data, weights, THIRD, dimensions=dimensions)
    printed = expected["unweighted"]
    for measure in ("H", "A", "M0"):
        assert figure(result, measure, THIRD).estimate == pytest.approx(printed[measure], abs=0.0005)
    for measure in ("hd", "hdk", "pctb"):
        for indicator, value in printed[measure].items():
            row = figure(result, measure, None if measure == "hd" else THIRD, indicator=indicator)
            assert row.estimate == pytest.approx(value, abs=0.0005)
    row = figure(result, "H", THIRD)
    assert (row.n, row.n_poor) == (printed["n"], 75)


def test_errors_of_the_198_households_as_mpindex_prints_them(figure):
    data, spec, expected = load("mpindex_198hh")
    weights = {i["name"]: Fraction(i["weight"]) for i in spec["indicators"]}
    designs = {
        "records": {"sample": True},
        "clusters": {"strata": spec["strata_column"], "cluster": spec["cluster_column"]},
    }
    for design, errors in expected["se"].items():
        result = alkire_foster(
            data, weights, THIRD, by="class", weight=spec["weight_column"], **designs[design]
        )
        for group, block in expected["weighted"].items():
            for measure in ("H", "A", "M0"):
                row = figure(result, measure, THIRD, group)
                assert row.estimate == pytest.approx(block[measure], abs=0.0005)
                assert row.n == block["n"]
        for group, block in errors.items():
            for measure, error in block.items():
                assert figure(result, measure, THIRD, group).se == pytest.approx(error, abs=0.00005)
