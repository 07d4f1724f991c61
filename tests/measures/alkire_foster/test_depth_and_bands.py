"""Bands, shares, several weightings, both extremes of missing marks, depth, destitution, inequality."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.alkire_foster import alkire_foster, wide

from .known_cases import assert_equal, load

HALF, THIRD, FIFTH = Fraction(1, 2), Fraction(1, 3), Fraction(1, 5)


def test_bands_of_the_undp_technical_note(figure):
    data, spec, expected = load("hdr_technical_note_4hh")
    weights = {i["name"]: Fraction(i["weight"]) for i in spec["indicators"]}
    bands = {"vulnerable": (FIFTH, THIRD), "poor": (THIRD, HALF), "severe": (HALF, None), "rest": (0, FIFTH)}
    result = alkire_foster(data, weights, THIRD, weight="size", bands=bands).query("measure == 'band'")
    shares = dict(zip(result.band, result.estimate, strict=True))
    assert_equal(shares["vulnerable"], expected["vulnerable_headcount"])
    assert_equal(shares["severe"], expected["severe_headcount"])
    assert sum(shares.values()) == pytest.approx(1, abs=1e-15)
    assert result.n_poor.tolist() == [1, 1, 2, 0]  # the records in each band


@pytest.mark.parametrize("m", range(1, 12))
def test_band_limit_on_a_score_takes_it_in_below_and_leaves_it_out_above(figure, m):
    data = pd.DataFrame([[1] * j + [0] * (12 - j) for j in range(13)], columns=[f"i{j}" for j in range(12)])
    weights = dict.fromkeys(data.columns, Fraction(1, 12))
    bands = {"below": (0, Fraction(m, 12)), "from": (Fraction(m, 12), None)}
    result = alkire_foster(data, weights, 1, bands=bands).query("measure == 'band'")
    assert result.n_poor.tolist() == [m, 13 - m]


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ({"odd": (HALF, THIRD)}, "band odd ends before it begins"),
        ({"odd": (1 / 3, None)}, r"limit of band odd .*write Fraction\(1, 3\)"),
        ({"odd": (2, None)}, "outside the scores"),
    ],
)
def test_band_that_is_none_is_refused(bands, message, household):
    with pytest.raises(ValueError, match=message):
        alkire_foster(household("11"), {"a": HALF, "b": HALF}, HALF, bands=bands)


def test_shares_of_population_poor_and_m0(figure, household):
    # x: three households, one poor (score 1); y: one household, poor (score 1/2)
    data = household("11", "00", "00", "10", unit=["x", "x", "x", "y"])
    result = alkire_foster(data, ["a", "b"], 1, by="unit")
    found = {m: figure(result, m, c, "x").estimate for m, c in
             (("population_share", None), ("poor_share", 1), ("M0_share", 1))}  # fmt: skip
    assert found == {"population_share": 0.75, "poor_share": 0.5, "M0_share": 2 / 3}
    assert result[result.by == "all"].measure.str.endswith("_share").sum() == 0


def test_shares_where_nobody_is_poor_anywhere_are_undefined(figure, household):
    result = alkire_foster(household("00", "00", unit=["x", "y"]), ["a", "b"], 1, by="unit")
    assert pd.isna(figure(result, "poor_share", 1, "x").estimate)
    assert figure(result, "population_share", group="x").estimate == 0.5


def test_several_weightings_give_what_each_gives_alone():
    data, spec, _ = load("ophi_book_4persons")
    weightings = {
        name: dict(zip(data.columns[1:], map(Fraction, weights), strict=True))
        for name, weights in spec["weights"].items()
    }
    cutoffs = [Fraction(k) for k in spec["k"]]
    together = alkire_foster(data, weightings, cutoffs)
    for name, weights in weightings.items():
        alone = alkire_foster(data, weights, cutoffs)
        part = together[together.weighting == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(
            part.drop(columns="weighting"), alone.drop(columns="weighting"), check_exact=True
        )


def test_weighting_may_leave_an_indicator_out(figure, household):
    result = alkire_foster(household("10", "01"), {"both": {"a": 1, "b": 1}, "one": {"b": 2}}, 2)
    assert figure(result[result.weighting == "both"], "H", 2).estimate == 0
    assert figure(result[result.weighting == "one"], "H", 2).estimate == 0.5


def test_bounds_are_the_two_extremes_one_below_the_other():
    data = pd.DataFrame({"a": [1, np.nan, 0], "b": [1, 1, np.nan]})
    result = alkire_foster(data, ["a", "b"], 2, missing="bounds")
    for policy in ("not_deprived", "deprived"):
        part = result[result.missing_policy == policy].reset_index(drop=True)
        pd.testing.assert_frame_equal(part, alkire_foster(data, ["a", "b"], 2, missing=policy))
    assert result.attrs["alkire_foster"]["missing_policy"] == "bounds"
    assert (result.n_missing == 2).all()


marks = st.lists(st.lists(st.sampled_from([0, 1, None]), min_size=3, max_size=3), min_size=1, max_size=12)


@given(marks, st.integers(1, 3), st.data())
@settings(deadline=None, max_examples=50)
def test_whatever_the_gaps_hide_lies_within_the_bounds(rows, cutoff, data):
    frame = pd.DataFrame(rows, columns=list("abc"), dtype="Int8")
    truth = [[data.draw(st.integers(0, 1)) if m is None else m for m in row] for row in rows]
    low, high = (part for _, part in alkire_foster(frame, list("abc"), cutoff, missing="bounds").groupby(
        "missing_policy", sort=False))  # fmt: skip
    true = alkire_foster(pd.DataFrame(truth, columns=list("abc")), list("abc"), cutoff)
    held = true.measure.isin(["H", "M0", "hd", "hdk", "actb"]).to_numpy()
    assert (low.estimate.to_numpy()[held] <= true.estimate[held]).all()
    assert (true.estimate[held] <= high.estimate.to_numpy()[held]).all()


@pytest.mark.parametrize("weighting", ["equal", "unequal"])
def test_depth_of_the_four_persons(figure, weighting):
    deprived, spec, expected = load("ophi_book_4persons")
    data = deprived.assign(income_reached=[700, 300, 400, 800], years_of_school=[14, 13, 3, 1])
    weights = dict(zip(deprived.columns[1:], map(Fraction, spec["weights"][weighting]), strict=True))
    achievements = {"income": ("income_reached", 500), "schooling": ("years_of_school", 5)}
    result = alkire_foster(data, weights, [Fraction(k) for k in spec["k"]], achievements=achievements)
    for k in spec["k"]:
        block = expected["results"][f"{weighting} k={k}"]
        for measure, name in (
            ("M1", "M1"),
            ("M2", "M2"),
            ("G", "G_average_gap"),
            ("S", "S_average_severity"),
        ):
            assert_equal(figure(result, measure, Fraction(k)).estimate, block[name])


def test_contributions_to_depth_add_up_to_it():
    deprived, spec, _ = load("ophi_book_4persons")
    data = deprived.assign(income_reached=[700, 300, 400, 800], years_of_school=[14, 13, 3, 1])
    weights = dict(zip(deprived.columns[1:], map(Fraction, spec["weights"]["unequal"]), strict=True))
    result = alkire_foster(
        data, weights, Fraction(1, 4),
        achievements={"income": ("income_reached", 500), "schooling": ("years_of_school", 5)},
        dimensions={name: "money" if name == "income" else "rest" for name in weights},
    )  # fmt: skip
    for depth in ("M1", "M2"):
        whole = result.estimate[result.measure == depth].item()
        for level in (result.indicator.notna(), result.indicator.isna()):
            parts = result[level & result.dimension.notna()].groupby("measure").estimate.sum()
            assert parts[f"actb_{depth}"] == pytest.approx(whole)
            assert parts[f"pctb_{depth}"] == pytest.approx(1)
    money = result[(result.indicator == "income") & (result.measure == "actb_M1")].estimate.item()
    # incomes of 300 and 400 lack 200/500 and 100/500
    poor_gaps = Fraction(200, 500) + Fraction(100, 500)
    assert money == pytest.approx(float(weights["income"] / sum(weights.values()) * poor_gaps / 4))


@pytest.mark.parametrize(
    ("achieved", "line", "message"),
    [
        ([600, 300], 500, r"contradict achievement and line .*income \(1 records\)"),
        ([500, 300], 500, r"contradict achievement and line .*income \(1 records\)"),
        ([np.nan, 300], 500, r"missing achievements .*money \(1 records\)"),
        ([-1, 300], 500, r"negative achievements: money \(1 records\)"),
        ([400, 300], 0, "line of income is not positive"),
    ],
)
def test_achievement_that_does_not_fit_is_refused(achieved, line, message):
    data = pd.DataFrame({"income": [1, 1], "b": [1, 0], "money": achieved})
    with pytest.raises(ValueError, match=message):
        alkire_foster(data, ["income", "b"], 1, achievements={"income": ("money", line)})


def test_depth_in_a_sample_has_the_error_of_the_mean_of_its_own(figure):
    # with every deprived record poor and the only indicator cardinal, M1 is the mean of the gaps:
    # simple random sample of four gaps 0.4, 0, 0, 0.8: s²/n = (0.16 + 0.64 - 4 × 0.09) / 3 / 4
    data = pd.DataFrame({"income": [1, 0, 0, 1], "money": [300, 500, 900, 100]})
    result = alkire_foster(data, {"income": 1}, 1, achievements={"income": ("money", 500)}, sample=True)
    row = figure(result, "M1", 1)
    assert (row.estimate, row.se) == (pytest.approx(0.3), pytest.approx(((0.8 - 0.36) / 12) ** 0.5))


def test_destitution_is_poverty_by_the_more_extreme_marks(figure):
    # scores 2, 2, 1, 0 of 2; extreme 2, 1, 0, 0: at cut-off 2 two are poor, one of them destitute
    data = pd.DataFrame(
        {"a": [1, 1, 1, 0], "b": [1, 1, 0, 0], "a_extreme": [1, 1, 0, 0], "b_extreme": [1, 0, 0, 0]}
    )
    result = alkire_foster(data, ["a", "b"], [1, 2], destitution={"a": "a_extreme", "b": "b_extreme"})
    found = {m: figure(result, m, 2).estimate for m in ("H", "H_destitute", "destitute_share")}
    assert found == {"H": 0.5, "H_destitute": 0.25, "destitute_share": 0.5}
    assert figure(result, "A_destitute", 1).estimate == 0.75  # scores 1 and 1/2
    assert figure(result, "M0_destitute", 1).estimate == 0.375
    assert figure(result, "H_destitute", 1).n_poor == 2
    with pytest.raises(ValueError, match=r"destitute but not deprived: a \(1 records\)"):
        alkire_foster(
            data.assign(a=[0, 1, 1, 0]), ["a", "b"], 1, destitution={"a": "a_extreme", "b": "b_extreme"}
        )
    with pytest.raises(ValueError, match="destitution leaves out b"):
        alkire_foster(data, ["a", "b"], 1, destitution={"a": "a_extreme"})


def test_a_record_dropped_contradicts_nothing(figure):
    data = pd.DataFrame({"a": [1, np.nan, 0], "b": [1, 1, 0], "a_extreme": [1, 1, 0], "b_extreme": [0, 0, 0]})
    extreme = {"a": "a_extreme", "b": "b_extreme"}
    result = alkire_foster(data, ["a", "b"], 1, missing="drop", destitution=extreme)
    row = figure(result, "H_destitute", 1)
    assert (row.estimate, row.n, row.n_missing) == (0.5, 2, 1)
    with pytest.raises(ValueError, match=r"destitute but not deprived: a \(1 records\)"):
        alkire_foster(data, ["a", "b"], 1, missing="not_deprived", destitution=extreme)


def test_variance_of_the_scores_of_the_poor(figure, household):
    # scores of the poor 1, 1 and 1/2: mean 5/6, mean square 3/4, variance 3/4 - 25/36 = 1/18
    result = alkire_foster(household("11", "11", "10", "00"), ["a", "b"], 1)
    assert figure(result, "variance", 1).estimate == pytest.approx(1 / 18, abs=1e-15)


def test_alike_poor_have_no_variance_and_no_poor_have_none(figure, household):
    result = alkire_foster(household("11111", "11111", "00000"), dict.fromkeys("abcde", FIFTH), THIRD)
    assert figure(result, "variance", THIRD).estimate == 0
    result = alkire_foster(household("00000"), dict.fromkeys("abcde", FIFTH), THIRD)
    assert pd.isna(figure(result, "variance", THIRD).estimate)


def test_wide_view_tells_a_dimension_from_an_indicator_of_the_same_name(household):
    table = wide(alkire_foster(household("11", "10"), ["a", "b"], 1, dimensions={"a": "a", "b": "home"}))
    # three deprivations in all, two of them in a
    assert table.loc[0, ["pctb_a", "pctb_dimension_a", "pctb_home"]].tolist() == [2 / 3, 2 / 3, 1 / 3]


def test_wide_view_has_one_row_per_group_and_cutoff_and_keeps_every_figure(household):
    data = household("11", "10", "00", unit=["x", "x", "y"])
    dimensions = {"a": "health", "b": "home"}
    result = alkire_foster(data, ["a", "b"], [1, 2], by="unit", dimensions=dimensions)
    table = wide(result)
    assert table[["group", "cutoff"]].values.tolist() == [
        [g, k] for g in ("all", "x", "y") for k in (1, 2)
    ]  # fmt: skip
    assert {"H", "A", "M0", "hd_a", "hdk_b", "actb_health", "poor_share"} <= set(table.columns)
    for row in result.itertuples():
        of = next((o for o in (row.indicator, row.dimension, row.band) if pd.notna(o)), None)
        cell = table[(table.group == row.group) & ((table.cutoff == row.cutoff) | pd.isna(row.cutoff))]
        shown = cell[row.measure if of is None else f"{row.measure}_{of}"]
        assert shown.isna().all() if pd.isna(row.estimate) else (shown == row.estimate).all()


@pytest.mark.parametrize("line", [3, 3.0, Fraction(3), Decimal(3)])
def test_line_of_an_achievement_may_be_any_number(line):
    # one of two lies two thirds below it
    data = pd.DataFrame({"a": [1, 0], "litres": [1.0, 5.0]})
    found = alkire_foster(data, ["a"], 1, achievements={"a": ("litres", line)}).set_index("measure").estimate
    assert found["M1"] == pytest.approx(1 / 3)
    assert found["M2"] == pytest.approx(2 / 9)
