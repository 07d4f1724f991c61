"""A change taken apart: effects that add up, against R's survey package and by hand."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.alkire_foster import af_change, af_decompose_change

SURVEY = Path(__file__).parent / "survey"
WEIGHTS = {f"d{j}": Fraction(n, 12) for j, n in enumerate((3, 3, 2, 2, 1, 1), start=1)}
THIRD = Fraction(1, 3)
DESIGN = {"weight": "weight", "strata": "stratum", "cluster": "cluster"}


def effects(result, measure="M0", by="all", group="all"):
    rows = result[(result.measure == measure) & (result.by == by) & (result.group == group)]
    return rows.set_index("effect").estimate.to_dict()


@pytest.mark.parametrize(("variant", "panel"), [("panel", None), ("independent", False)])
def test_effects_and_their_errors_are_those_of_r(variant, panel):
    data = pd.read_csv(SURVEY / "sample.csv")
    expected = pd.read_csv(SURVEY / "expected.csv", keep_default_na=False, na_values=["NA", "NaN"])
    before, after = (part for _, part in data.groupby("year"))
    result = af_decompose_change(before, after, WEIGHTS, THIRD, by="area", panel=panel, **DESIGN)
    result = result[(result.by == "all") | result.effect.isin(["population", "within_group"])]
    result["of"] = result.effect.where(result.group != "urban", result.effect + "_urban")
    result = result[result.group.isin(["all", "urban"])]
    theirs = expected[(expected.variant == variant) & expected.of.isin(result.of)]
    both = theirs.merge(result, on=["measure", "of"], suffixes=("_r", ""), validate="one_to_one")
    assert len(both) == 10
    for column in ("estimate", "se"):
        np.testing.assert_allclose(both[column], both[f"{column}_r"], rtol=0, atol=1e-10)


@pytest.mark.parametrize("domain", ["all", "north"])
@pytest.mark.parametrize(("variant", "panel"), [("panel", None), ("independent", False)])
def test_every_effect_of_a_subpopulation_has_the_error_of_r(variant, panel, domain):
    data = pd.read_csv(SURVEY / "sample.csv")
    data["chosen"] = (data.region == domain) | (domain == "all")
    expected = pd.read_csv(SURVEY / "expected.csv", keep_default_na=False, na_values=["NA", "NaN"])
    before, after = (part for _, part in data.groupby("year"))
    result = af_decompose_change(
        before, after, WEIGHTS, THIRD, by="area", panel=panel, subpopulation="chosen", **DESIGN
    )
    result = result[result.effect.isin(["incidence", "intensity"]) == (result.by == "all")]
    result = result[(result.effect != "total") & result.group.isin(["all", "urban"])]
    result["of"] = result.effect.where(result.group != "urban", result.effect + "_urban")
    theirs = expected[
        (expected.variant == f"{variant}+") & (expected.domain == domain) & expected.of.isin(result.of)
    ]
    both = theirs.merge(result, on=["measure", "of"], suffixes=("_r", ""), validate="one_to_one")
    assert len(both) == len(result) == 14
    for column in ("estimate", "se"):
        np.testing.assert_allclose(both[column], both[f"{column}_r"], rtol=0, atol=1e-10)
    together = both[both.group == "all"]  # R counts the units of the whole subpopulation
    np.testing.assert_array_equal(together.df.astype(int), together.df_r.astype(int))


def test_total_is_the_change_of_af_change_with_its_error(figure):
    data = pd.read_csv(SURVEY / "sample.csv")
    before, after = (part for _, part in data.groupby("year"))
    parts = af_decompose_change(before, after, WEIGHTS, THIRD, by="area", **DESIGN)
    change = af_change(data, WEIGHTS, THIRD, time="year", by="area", **DESIGN)
    change = change[change.change == "absolute"]
    for group in ("all", "urban", "rural"):
        for measure in ("H", "M0"):
            row = parts[(parts.effect == "total") & (parts.group == group) & (parts.measure == measure)].iloc[
                0
            ]
            other = figure(change, measure, THIRD, group)
            assert row[["estimate", "se", "lower", "upper", "df"]].tolist() == pytest.approx(
                other[["estimate", "se", "lower", "upper", "df"]].tolist(), abs=1e-12
            )


def test_people_moving_to_the_poorer_group_by_hand(household):
    # x: all poor with score 1, y: none. One of four lives in x before, two after, poverty within unchanged
    before = household("11", "00", "00", "00", unit=["x", "y", "y", "y"])
    after = household("11", "11", "00", "00", unit=["x", "x", "y", "y"])
    result = af_decompose_change(before, after, ["a", "b"], 1, by="unit")
    assert effects(result)["total"] == 0.25
    assert effects(result, by="unit") == {
        "population": 0.25, "within_group": 0, "within_incidence": 0, "within_intensity": 0,
    }  # fmt: skip
    assert effects(result, by="unit", group="x")["population"] == 0.25


def test_poor_who_become_less_poor_are_intensity(household):
    # H stays 1/2; A falls from 1 to 1/2
    result = af_decompose_change(household("11", "00"), household("10", "00"), ["a", "b"], 1)
    assert effects(result) == {"total": -0.25, "incidence": 0, "intensity": -0.25}


def test_where_nobody_was_poor_before_all_is_incidence(household):
    result = af_decompose_change(household("00", "00"), household("10", "00"), ["a", "b"], 1)
    assert effects(result) == {"total": 0.25, "incidence": 0.25, "intensity": 0}


def test_group_that_appears_changes_the_whole_by_its_population_alone(household):
    before, after = household("00", "00", unit=["x", "x"]), household("00", "11", unit=["x", "new"])
    result = af_decompose_change(before, after, ["a", "b"], 1, by="unit")
    assert effects(result, by="unit", group="new")["population"] == 0.5
    assert effects(result, by="unit", group="new")["within_group"] == 0
    assert pd.isna(effects(result, by="unit", group="new")["total"])


def test_without_a_record_in_one_round_there_is_no_change_to_take_apart(household):
    result = af_decompose_change(household("10").iloc[:0], household("10"), ["a", "b"], 1)
    assert result.estimate.isna().all()


records = st.lists(
    st.tuples(st.tuples(*[st.integers(0, 1)] * 3), st.sampled_from("xyz"), st.integers(1, 5)),
    min_size=1, max_size=15,
)  # fmt: skip


@given(records, records, st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_effects_add_up_to_the_change(before, after, cutoff):
    frames = [
        pd.DataFrame([r[0] for r in rows], columns=list("abc")).assign(
            unit=[r[1] for r in rows], members=[r[2] for r in rows]
        )
        for rows in (before, after)
    ]
    result = af_decompose_change(*frames, list("abc"), cutoff, by="unit", weight="members")
    for measure in ("H", "M0"):
        whole, together = effects(result, measure), effects(result, measure, by="unit")
        assert together["population"] + together["within_group"] == pytest.approx(whole["total"], abs=1e-12)
        parts = result[(result.by == "unit") & (result.measure == measure) & (result.group != "all")]
        for effect in ("population", "within_group"):
            assert parts.estimate[parts.effect == effect].sum() == pytest.approx(together[effect], abs=1e-12)
    for group in result.group.unique():
        own = effects(result, by="all" if group == "all" else "unit", group=group)
        in_both = group == "all" or all((frame.unit == group).any() for frame in frames)
        assert pd.notna(own["total"]) == in_both
        assert own["incidence"] + own["intensity"] == pytest.approx(own["total"], abs=1e-12, nan_ok=True)
        inside = own if group != "all" else effects(result, by="unit")
        assert inside["within_incidence"] + inside["within_intensity"] == pytest.approx(
            inside["within_group"], abs=1e-12
        )


def test_subpopulation_is_decomposed_alone(household):
    before = household("110", "000", "111", unit=["x", "y", "y"], mine=[1, 1, 0])
    after = household("100", "000", "000", "110", unit=["x", "y", "x", "y"], mine=[1, 1, 1, 0])
    whole = af_decompose_change(before, after, ["a", "b", "c"], 1, by="unit", subpopulation="mine")
    kept = [data[data.mine == 1] for data in (before, after)]
    pd.testing.assert_frame_equal(whole, af_decompose_change(*kept, ["a", "b", "c"], 1, by="unit"))


def test_group_called_as_the_sum_is_refused(household):
    data = household("11", "00", unit=["x", "all"])
    with pytest.raises(ValueError, match="a group of unit is called 'all', as their sum is"):
        af_decompose_change(data, data, ["a", "b"], 1, by="unit")
