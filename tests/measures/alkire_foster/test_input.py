"""What is refused, with the column and the count; and what missing marks are taken for."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.measures.alkire_foster import af_association, alkire_foster, wide
from analysis.measures.alkire_foster.scale import common_scale

AB = ["a", "b"]


@pytest.fixture
def gaps():
    """Three households, two of them with a missing mark."""
    return pd.DataFrame({"a": [1, pd.NA, 0], "b": [1, 1, pd.NA], "unit": ["x", "x", "y"]}).astype(
        {"a": "Int64", "b": "Int64"}
    )


def test_a_column_that_stands_twice_is_refused(household):
    data = household("10", "01")
    with pytest.raises(ValueError, match=r"column a stands twice in data: keep one of them$"):
        alkire_foster(pd.concat([data[["a"]], data], axis=1), ["a", "b"], 1)


def test_missing_mark_is_an_error_that_names_indicator_and_count(gaps):
    with pytest.raises(ValueError, match=r"missing values.*a \(1 records\), b \(1 records\)"):
        alkire_foster(gaps, AB, 1)


# cut-off 2: the complete household is poor; the second is where its gap means deprived
@pytest.mark.parametrize(
    ("missing", "n", "n_poor", "deprived_in_a"),
    [("drop", 1, 1, 1), ("not_deprived", 3, 1, 1 / 3), ("deprived", 3, 2, 2 / 3)],
)
def test_missing_mark_is_what_the_caller_says(figure, gaps, missing, n, n_poor, deprived_in_a):
    result = alkire_foster(gaps, AB, 2, by="unit", missing=missing)
    row = figure(result, "H", 2)
    assert (row.n, row.n_poor, row.n_missing) == (n, n_poor, 2)
    assert figure(result, "hd", indicator="a").estimate == deprived_in_a
    assert [figure(result, "H", 2, group).n_missing for group in ("x", "y")] == [1, 1]


def test_group_whose_records_are_all_dropped_stays_with_none(figure, gaps):
    row = figure(alkire_foster(gaps, AB, 2, by="unit", missing="drop"), "H", 2, "y")
    assert (row.n, row.n_poor, row.n_missing) == (0, 0, 1)
    assert pd.isna(row.estimate)


@pytest.mark.parametrize(
    "dtype",
    ["int8", "int64", "uint8", "float64", "bool", "Int64", "Float64", "boolean", "object", "category"],
)
def test_marks_of_any_type_are_read_by_value(dtype, household):
    expected = alkire_foster(household("11", "10", "00"), AB, 2)
    data = household("11", "10", "00").astype(dtype)
    pd.testing.assert_frame_equal(alkire_foster(data, AB, 2), expected)


@pytest.mark.parametrize("gap", [np.nan, None, pd.NA])
def test_every_kind_of_missing_is_missing(gap):
    data = pd.DataFrame({"a": pd.Series([1, gap], dtype=object), "b": [1, 1]})
    assert alkire_foster(data, AB, 2, missing="drop").n.eq(1).all()


def test_texts_are_told_from_wrong_numbers():
    data = pd.DataFrame({"a": ["1", "0"], "b": [1, 2]})
    with pytest.raises(ValueError, match=r"'0' and '1' are texts: pd.to_numeric .*: a \(2 records\), b"):
        alkire_foster(data, AB, 1)


@pytest.mark.parametrize("value", [2, -1, 0.5, "yes", float("inf")])
def test_value_other_than_zero_or_one_is_refused_without_showing_it(value):
    data = pd.DataFrame({"a": pd.Series([1, value], dtype=object), "b": [1, 1]})
    with pytest.raises(ValueError, match=r"^values other than 0, 1 or missing: a \(1 records\)$"):
        alkire_foster(data, AB, 1, missing="drop")


def test_caller_keeps_the_table_as_it_was(gaps):
    before = gaps.copy(deep=True)
    alkire_foster(gaps, AB, 1, by="unit", missing="deprived")
    pd.testing.assert_frame_equal(gaps, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "village"}, "no column village in data"),
        ({"weight": "members"}, "no column members in data"),
        ({"by": "unit_with_gap"}, "unit_with_gap is missing in 1 records"),
        ({"by": "all"}, "rename the column"),
        ({"weight": "unit"}, "weight unit is not a column of numbers"),
        ({"weight": "negative"}, r"negative weights: negative \(1 records\)"),
        ({"weight": "weight_with_gap"}, r"missing, infinite.*weight_with_gap \(1 records\)"),
        ({"missing": "ignore"}, "choose one of error, drop, not_deprived, deprived"),
        ({"confidence": 95}, "does not lie between 0 and 1: write 0.95"),
        ({"by": "unti"}, r"no column unti in data; .*; did you mean unit\?$"),
        ({"weight": [1, 2]}, "^weight holds values: put them into the table"),
        ({"achievements": {"a": "income"}}, r"^achievements of a: write the column and its line"),
        ({"achievements": {"a": {"income": 1}}}, r"^achievements of a: write the column and its line"),
        ({"dimensions": {"a": "health"}}, "do not name the same: b"),
        ({"dimensions": {"a": "health", "b": "health", "z": "health"}}, "do not name the same: z"),
    ],
)
def test_unusable_option_is_refused_and_named(options, message, household):
    data = household(
        *("11", "00"),
        unit=["x", "y"],
        all=["x", "y"],
        unit_with_gap=["x", None],
        negative=[1, -1],
        weight_with_gap=[1, None],
    )
    with pytest.raises(ValueError, match=message):
        alkire_foster(data, AB, 1, **options)


@pytest.mark.parametrize(
    ("indicators", "cutoff", "message"),
    [
        (["a", "z"], 1, "no column z in data; there are: a, b$"),
        (["a", "a"], 1, "an indicator stands twice"),
        ("ab", 1, "indicators is one text"),
        ([], 1, "no indicator has a weight"),
        ({"a": 0, "b": 0}, 1, "no indicator has a weight"),
        ({"a": -1, "b": 2}, 1, "negative weight of a"),
        ({"a": 1 / 3, "b": 2 / 3}, 1, r"weight of a .*write Fraction\(1, 3\)"),
        ({"a": 0.1, "b": 0.9}, 1, r"weight of a .*write Fraction\(1, 10\)"),
        (AB, 1 / 3, r"cut-off .*write Fraction\(1, 3\)"),
        (AB, float("nan"), "not a number"),
        (AB, "1/3", "not a number"),
        (AB, "all", "cut-off 'all' is not a number"),
        (AB, [], "no cut-off"),
        (AB, 0, "outside the scores, which go up to 2"),
        (AB, 3, "outside the scores, which go up to 2"),
        (AB, Fraction(-1, 2), "outside the scores"),
        (AB, [1, Fraction(1)], "as a number and as a share"),
        ({"a": Fraction(1, 2), "b": Fraction(1, 2)}, 2, "outside the scores, which go up to 1"),
        ({"a": 2, "b": 2}, Fraction(1, 2), "write 2 of 4"),
        ({"a": 50, "b": 50}, 0.33, "cut-off 0.33 lies below every weight: write 33 of 100"),
        ({"a": 1 / 6, "b": 5 / 6}, 1, r"weight of a .*write Fraction\(1, 6\)"),
    ],
)
def test_unusable_weight_or_cutoff_is_refused_with_what_to_write(indicators, cutoff, message, household):
    with pytest.raises(ValueError, match=message):
        alkire_foster(household("11", "00"), indicators, cutoff)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (0.333333333, "write Fraction(1, 3), or Fraction(333333333, 1000000000) where exactly that is meant"),
        (0.0417, "write Fraction(1, 24), or Fraction(417, 10000) where exactly that is meant"),
        (0.083, "write Fraction(1, 12), or Fraction(83, 1000) where exactly that is meant"),
        # so few digits would fit many a fraction: taken as they stand
        (0.15, "write Fraction(3, 20)"),
        (0.7, "write Fraction(7, 10)"),
        (0.1234, "write Fraction(617, 5000)"),
        (0.0001, "write Fraction(1, 10000)"),
        (1e-7, "write Fraction(1, 10000000)"),
        (33.3, "write Fraction(333, 10)"),
    ],
)
def test_rounded_number_is_refused_with_the_fraction_it_stands_for(written, said):
    with pytest.raises(ValueError, match="rounded number") as refusal:
        common_scale({"a": written, "b": 1}, 1)
    assert str(refusal.value).endswith(": " + said)


@pytest.mark.parametrize("half", [0.5, Fraction(1, 2), np.float32(0.5)])
def test_number_stored_as_it_is_written_is_taken(half, figure, household):
    result = alkire_foster(household("11", "10", "00"), {"a": half, "b": half}, half)
    assert figure(result, "H", Fraction(1, 2)).n_poor == 2


def test_cutoff_in_an_array_of_numpy_and_weights_in_a_series_are_read_as_what_they_hold(figure, household):
    data = household("11", "10")
    assert figure(alkire_foster(data, AB, np.array(2)), "H", 2).n_poor == 1
    weights = pd.Series({"a": 3, "b": 1})
    pd.testing.assert_frame_equal(alkire_foster(data, weights, 3), alkire_foster(data, dict(weights), 3))


def test_breakdown_named_twice_stands_once(household):
    data = household("11", "10", unit=["x", "y"])
    pd.testing.assert_frame_equal(
        alkire_foster(data, AB, 1, by=["unit", "unit"]), alkire_foster(data, AB, 1, by="unit")
    )


@pytest.mark.parametrize("option", ["by", "weight", "strata", "cluster", "subpopulation"])
def test_column_where_its_name_belongs_is_refused(option, household):
    data = household("11", "10", unit=[1, 1])
    with pytest.raises(ValueError, match=f"^{option} holds values: put them into the table as a column"):
        alkire_foster(data, AB, 1, **{option: data["unit"]})


def test_destitution_of_what_is_no_indicator_and_weights_of_an_association_are_not_ignored(household):
    data = household("11", "10")
    with pytest.raises(ValueError, match="destitution of what is no indicator: toilet"):
        alkire_foster(data, AB, 1, destitution={"a": "a", "b": "b", "toilet": "a"})
    with pytest.raises(ValueError, match="an association has no weights"):
        af_association(data, {"a": 2, "b": 1})


def test_whole_numbers_of_numpy_are_whole_numbers(figure, household):
    result = alkire_foster(household("11", "10"), {"a": np.int64(1), "b": np.int8(1)}, np.array([1, 2]))
    assert [figure(result, "H", k).n_poor for k in (1, 2)] == [2, 1]


def test_column_given_for_a_table_is_told(household):
    with pytest.raises(ValueError, match="data is a Series: give a plain table"):
        alkire_foster(household("11")["a"], ["a"], 1)


def test_results_put_together_are_not_spread_as_one(household):
    result = alkire_foster(household("11"), AB, 1)
    with pytest.raises(ValueError, match=r"two figures of a row .*: give one result at a time"):
        wide(pd.concat([result, result]))
