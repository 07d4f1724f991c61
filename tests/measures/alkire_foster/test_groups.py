"""Small and empty groups, breakdowns, and how often a record counts."""

from fractions import Fraction

import pandas as pd
import pytest

from analysis.measures.alkire_foster import af_association, af_change, alkire_foster


def test_columns_stand_in_the_agreed_order_and_a_full_count_has_no_error(household):
    result = alkire_foster(household("11"), ["a", "b"], 1)
    assert result.columns.tolist()[:12] == [
        *("by", "group", "cutoff", "measure", "dimension", "indicator"),
        *("estimate", "se", "lower", "upper", "n", "n_poor"),
    ]
    assert result[["se", "lower", "upper"]].isna().all(axis=None)


def test_where_nobody_is_poor_intensity_is_undefined_and_m0_is_zero(figure, household):
    result = alkire_foster(household("100", "010"), list("abc"), 2)
    assert figure(result, "H", 2).estimate == 0
    assert figure(result, "M0", 2).estimate == 0
    assert pd.isna(figure(result, "A", 2).estimate)
    assert figure(result, "actb", 2, indicator="a").estimate == 0
    assert pd.isna(figure(result, "pctb", 2, indicator="a").estimate)
    assert figure(result, "hd", indicator="a").estimate == 0.5  # one of the two, poor or not


def test_one_household_deprived_in_everything_is_one_throughout(figure, household):
    result = alkire_foster(household("111"), list("abc"), 3)
    assert [figure(result, measure, 3).estimate for measure in ("H", "A", "M0")] == [1, 1, 1]
    assert figure(result, "pctb", 3, indicator="b").estimate == pytest.approx(1 / 3)


def test_category_without_members_keeps_its_rows_and_has_no_estimates(household):
    units = pd.Categorical(["x", "x"], categories=["x", "empty"])
    result = alkire_foster(household("11", "00", unit=units), ["a", "b"], 1, by="unit")
    empty = result[result.group == "empty"]
    assert len(empty) == len(result[result.group == "x"])
    assert empty.estimate.isna().all()
    assert (empty.n == 0).all()


def test_table_without_records_has_the_whole_and_no_estimates(household):
    result = alkire_foster(household("11").iloc[:0], ["a", "b"], 1)
    assert result.estimate.isna().all()
    assert (result.n == 0).all()


def test_each_breakdown_stands_on_its_own_and_the_whole_is_there_once(figure, household):
    data = household("11", "10", "00", unit=["x", "x", "y"], area=["urban", "rural", "rural"])
    result = alkire_foster(data, ["a", "b"], 1, by=["unit", "area"])
    heads = result[result.measure == "H"]
    assert list(zip(heads.by, heads.group, heads.estimate, strict=True)) == [
        ("all", "all", 2 / 3),
        ("unit", "x", 1),
        ("unit", "y", 0),
        ("area", "rural", 1 / 2),
        ("area", "urban", 1),
    ]


def test_groups_may_be_numbers(household):
    result = alkire_foster(household("11", "00", year=[2022, 2023]), ["a", "b"], 1, by="year")
    assert result.group.unique().tolist() == ["all", 2022, 2023]


def test_weights_need_not_be_whole(figure, household):
    # 1.5 of 2.0 are poor; their scores are 1 and 1/2: (0.5 × 1 + 1.0 × 1/2) / 2.0
    result = alkire_foster(household("11", "10", "00", w=[0.5, 1.0, 0.5]), ["a", "b"], 1, weight="w")
    assert figure(result, "H", 1).estimate == 0.75
    assert figure(result, "M0", 1).estimate == 0.5


def test_record_of_weight_zero_is_counted_but_moves_nothing(figure, household):
    result = alkire_foster(household("11", "00", w=[0, 3]), ["a", "b"], 1, weight="w")
    row = figure(result, "H", 1)
    assert (row.estimate, row.n, row.n_poor) == (0, 2, 1)


def test_indicator_of_weight_zero_is_reported_but_makes_nobody_poor(figure, household):
    result = alkire_foster(household("10", "01"), {"a": 0, "b": 1}, 1)
    assert figure(result, "H", 1).n_poor == 1
    assert figure(result, "hd", indicator="a").estimate == 0.5
    assert figure(result, "actb", 1, indicator="a").estimate == 0


def test_sixty_four_indicators_keep_their_places(figure):
    # the first and the last are the outermost bits of the packed pattern
    names = [f"i{j}" for j in range(64)]
    data = pd.DataFrame([[1] + [0] * 63, [1] * 64, [0] * 63 + [1], [0] * 64], columns=names)
    result = alkire_foster(data, names, 2)
    shares = [figure(result, "hd", indicator=name).estimate for name in ("i0", "i1", "i62", "i63")]
    assert shares == [0.5, 0.25, 0.25, 0.5]
    assert figure(result, "H", 2).n_poor == 1


def test_keys_are_written_as_each_call_writes_them(household):
    # 1, True and Fraction(1) are equal: a frame kept from an earlier call must not stand in for another's
    data = household("11", "10", unit=[0, 1])
    numbers = alkire_foster(data, ["a", "b"], 1, by="unit")
    flags = alkire_foster(data.assign(unit=data.unit == 1), ["a", "b"], Fraction(1), by="unit")
    assert [type(name) for name in numbers.group[numbers.by == "unit"].unique()] == [int, int]
    assert [type(name) for name in flags.group[flags.by == "unit"].unique()] == [bool, bool]
    assert {type(cutoff) for cutoff in numbers.cutoff.dropna()} == {int}
    assert {type(cutoff) for cutoff in flags.cutoff.dropna()} == {Fraction}


def test_changing_a_result_changes_no_later_one(household):
    data = household("11", "10", unit=["x", "y"])
    first = alkire_foster(data, ["a", "b"], 1, by="unit")
    kept = first.copy(deep=True)
    first["group"] = "z"
    first.loc[:, "measure"] = "other"
    pd.testing.assert_frame_equal(alkire_foster(data, ["a", "b"], 1, by="unit"), kept)


def test_metadata_name_what_was_asked_for(household):
    data = household(
        "11", "10", unit=["x", "y"], year=[1, 2], a_far=[1, 0], b_far=[0, 0], income=[10.0, 20.0]
    )
    told = alkire_foster(
        data,
        ["a", "b"],
        1,
        by="unit",
        destitution={"a": "a_far", "b": "b_far"},
        achievements={"a": ("income", 30)},
    ).attrs["alkire_foster"]
    assert (told["made_by"], told["by"]) == ("alkire_foster", ["unit"])
    assert told["destitution"] == {"a": "a_far", "b": "b_far"}
    assert told["achievements"] == {"a": {"column": "income", "line": 30.0}}
    change = af_change(data, ["a", "b"], 1, time="year").attrs["alkire_foster"]
    assert (change["made_by"], change["time"], change["rounds"]) == ("af_change", "year", ["1", "2"])
    pairs = af_association(data, ["a", "b"]).attrs["alkire_foster"]
    assert not {"poor", "weightings"} & set(pairs)
