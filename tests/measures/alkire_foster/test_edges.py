"""Subpopulations, rounds and groups where something is nothing, and what must not be made of it."""

import json
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.measures.alkire_foster import (
    af_association,
    af_change,
    af_decompose_change,
    af_inequality,
    alkire_foster,
    wide,
)

AB = ["a", "b"]


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_wide_view_keeps_what_depends_on_no_cutoff(household):
    result = alkire_foster(household("11", "10", unit=["x", "y"]), AB, [1, 2], by="unit")
    shown = wide(result[result.measure == "hd"])
    assert shown.group.tolist() == ["all", "x", "y"]
    assert shown.hd_b.tolist() == [0.5, 1, 0]
    some = wide(result[(result.measure == "hd") | ((result.measure == "H") & (result.group == "x"))])
    assert some.groupby("group", sort=False).size().to_dict() == {"all": 1, "x": 2, "y": 1}


def test_round_without_anybody_changes_nothing(household):
    data = household("11", "00", unit=["x", "y"])
    effects = af_decompose_change(data, data[:0], AB, 1, by="unit")
    assert effects.estimate.isna().all()


def test_groups_written_as_numbers_before_and_texts_after_are_refused(household):
    before = household("11", "00", unit=[1, 2])
    with pytest.raises(ValueError, match="unit is integer before and string after: write its groups alike"):
        af_decompose_change(before, before.astype({"unit": str}), AB, 1, by="unit")


def test_what_fell_to_nothing_has_no_error_of_its_relative_change(household):
    data = household("11", "10", "00", "11", "00", "00", "00", "00", year=[1, 1, 1, 1, 3, 3, 3, 3])
    result = af_change(data, AB, 1, time="year", sample=True).query("measure == 'H'").set_index("change")
    assert result.estimate[["relative", "annual_relative"]].tolist() == [-1, -1]
    assert result.loc[["relative", "annual_relative"], ["se", "lower", "upper"]].isna().all(axis=None)
    assert result.se["absolute"] > 0


def test_inequality_of_nobody_has_no_error_and_needs_groups(household):
    data = household("11", "10", unit=["x", "y"], none=[0, 0])
    found = af_inequality(data, AB, 1, by="unit", sample=True, subpopulation="none")
    assert found[["estimate", "se"]].isna().all(axis=None)
    with pytest.raises(ValueError, match="name their column in by"):
        af_inequality(data, AB, 1, by=[])


def test_indicator_that_deprives_nobody_and_nobody_poor_give_no_warning(household):
    data = household("10", "00", "10", "00", unit=list("xxyy"))
    pair = af_association(data, AB, sample=True).set_index("measure")
    assert pair.estimate.isna()[["cramers_v", "redundancy"]].all()
    assert af_inequality(data, AB, 2, by="unit", sample=True).estimate.isna().all()


def test_empty_subpopulation_has_no_change_and_no_crash(household):
    data = household("11", "10", "11", "00", unit=list("xyxy"), year=[1, 1, 2, 2], none=0)
    found = af_change(data, AB, 1, by="unit", time="year", sample=True, subpopulation="none")
    assert found.estimate.isna().all()


def test_rounds_may_be_numbers_in_a_column_of_objects_and_clusters_their_own_strata(household):
    data = household("11", "10", "11", "00", year=[1, 1, 3, 3], psu=[1, 2, 1, 2])
    plain = af_change(data, AB, 1, time="year")
    pd.testing.assert_frame_equal(af_change(data.astype({"year": object}), AB, 1, time="year"), plain)
    told = af_change(data, AB, 1, time="year", strata="psu", cluster="psu", lonely="certainty")
    assert told.attrs["alkire_foster"]["clusters_in_several_rounds"] == 2


def test_who_is_not_measured_may_lack_marks_and_group(household):
    data = household("11", "10", "00", unit=["x", "y", None], here=[1, 1, 0]).astype({"a": "Int64"})
    data.loc[2, "a"] = pd.NA
    found = alkire_foster(data, AB, 1, by="unit", subpopulation="here")
    measured = alkire_foster(data[:2], AB, 1, by="unit")
    pd.testing.assert_frame_equal(found, measured, check_dtype=False)
    with pytest.raises(ValueError, match="unit is missing in 1 records"):
        alkire_foster(data, AB, 1, by="unit", missing="drop")


def test_who_is_not_deprived_is_not_destitute_though_nobody_wrote_it(household):
    data = household("11", "01", far_a=[None, None], far_b=[0, 0]).astype({"far_a": "Int64"})
    extreme = {"a": "far_a", "b": "far_b"}
    low, high = (
        alkire_foster(data, AB, 1, destitution=extreme, missing=policy).set_index("measure")
        for policy in ("not_deprived", "deprived")
    )
    # the first is deprived in a and may be destitute; the second is not deprived there, so is not
    assert (low.estimate["H_destitute"], high.estimate["H_destitute"]) == (0, 0.5)
    assert high.n_missing["H"] == 1


def test_names_that_are_numbers_are_texts_in_the_metadata():
    data = pd.DataFrame({np.int64(1): [1, 0], np.int64(2): [1, 1]})
    told = alkire_foster(data, [np.int64(1), np.int64(2)], 1).attrs["alkire_foster"]
    assert json.loads(json.dumps(told))["indicators"] == ["1", "2"]


def test_series_and_fractions_are_taken_wherever_they_make_sense(household):
    data = household("11", "10", unit=["x", "y"])
    dimensions = pd.Series({"a": "health", "b": "school"})
    several = {"one": pd.Series({"a": 1, "b": 1}), "two": pd.Series({"a": 2, "b": 1})}
    found = alkire_foster(data, several, 1, dimensions=dimensions, sample=True, confidence=Fraction(19, 20))
    plain = alkire_foster(
        data,
        {name: weights.to_dict() for name, weights in several.items()},
        1,
        dimensions=dimensions.to_dict(),
        sample=True,
        confidence=0.95,
    )
    pd.testing.assert_frame_equal(found, plain)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weight": "huge"}, "weights of huge go up to 1e.308: give them another unit"),
        ({"weight": "tiny"}, "weights of tiny go up to 1e-170: give them another unit"),
        ({"weight": "complex"}, "weight complex is not a column of numbers"),
        ({"sample": "no"}, "sample='no': write True, False, or leave it out"),
        ({"sample": True, "fpc": "day"}, "day holds no numbers"),
        ({"bands": {"x": 1}}, r"band x: write \(from, to\)"),
        ({"achievements": {"a": ("income", float("inf"))}}, "the line of a is not positive"),
        ({"achievements": {"a": ("text", 3)}}, "the achievement text of a is not a column of numbers"),
        ({"cutoff": Decimal("nan")}, "is not a number"),
        ({"by": 5}, "no column 5 in data"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(options, said, household):
    data = household("11", "10").assign(
        huge=1e308, tiny=1e-170, complex=1j, day=pd.Timestamp("2023-01-01"), income=1.0, text="1"
    )
    with pytest.raises(ValueError, match=said):
        alkire_foster(data, AB, **({"cutoff": 1} | options))


def test_columns_in_several_levels_are_refused(household):
    data = household("11")
    data.columns = pd.MultiIndex.from_product([["marks"], data.columns])
    with pytest.raises(ValueError, match="several levels of columns: give a plain table"):
        alkire_foster(data, AB, 1)
