from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.rate_change import rate_change

TARGET = ("0.15", "0.20")


def rate(households, total, when="r", **keys):
    """One row as `poverty_rates` gives it, without persons."""
    return pd.DataFrame(
        {
            **{name: [value] for name, value in keys.items()},
            "round": [when],
            "households": [households],
            "total_households": [total],
            "household_rate": [households / total if total else None],
        }
    )


def test_rate_change_of_the_2023_plan_text():
    # 380 / 20 000 = 1.90 %, 348 / 20 000 = 1.74 %: 0.16 points down, within 0.15 to 0.20
    result = rate_change(rate(380, 20_000), rate(348, 20_000), target=(0.15, 0.20))
    assert result.change_points.item() == pytest.approx(-0.16)
    assert result.change_households.item() == -32
    assert result.relative_change.item() == pytest.approx(-32 / 380)
    assert result.verdict.item() == "met"


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (351, "not_met"),  # 29 of 20 000 = 0.145 points
        (350, "met"),  # 30 of 20 000 = 0.15 exactly
        (349, "met"),
        (341, "met"),
        (340, "met"),  # 40 of 20 000 = 0.20 exactly
        (339, "exceeded"),  # 41 of 20 000 = 0.205
        (380, "not_met"),  # no change
        (381, "not_met"),  # a rise
        (0, "exceeded"),
    ],
)
def test_verdict_one_household_either_side_of_the_bounds(after, verdict):
    assert rate_change(rate(380, 20_000), rate(after, 20_000), TARGET).verdict.item() == verdict


@pytest.mark.parametrize(
    "target",
    [(0.15, 0.20), ("0.15", "0.20"), (Decimal("0.15"), Decimal("0.20")), (Fraction(3, 20), Fraction(1, 5))],
)
def test_bounds_mean_the_number_written_whatever_their_type(target):
    # in binary floats 1.9 - 1.75 is 0.1499999…, and 1.9 - 1.7 is 0.1999999…
    assert rate_change(rate(380, 20_000), rate(350, 20_000), target).verdict.item() == "met"
    assert rate_change(rate(380, 20_000), rate(340, 20_000), target).verdict.item() == "met"


def test_total_that_grew_alone_lowers_the_rate_and_is_named_as_its_cause():
    # 100 / 1 000 = 10 %, 100 / 1 250 = 8 %
    result = rate_change(rate(100, 1_000), rate(100, 1_250))
    assert result.change_points.item() == pytest.approx(-2)
    assert result.count_effect_points.item() == 0
    assert result.total_effect_points.item() == pytest.approx(-2)


def test_effects_average_the_two_orders_of_the_moves():
    # 100/1000 -> 80/1250. Count: (-20/1000 - 20/1250)/2 = -1.8 points;
    # total: (100+80)/2 x (1/1250 - 1/1000) = -1.8 points; together 6.4 % - 10 % = -3.6
    result = rate_change(rate(100, 1_000), rate(80, 1_250))
    assert result.count_effect_points.item() == pytest.approx(-1.8)
    assert result.total_effect_points.item() == pytest.approx(-1.8)
    assert result.change_points.item() == pytest.approx(-3.6)


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(500, 5_000), st.integers(0, 500), st.integers(500, 5_000))
def test_effects_always_sum_to_the_change(before, total_before, after, total_after):
    result = rate_change(rate(before, total_before), rate(after, total_after))
    both = result.count_effect_points.item() + result.total_effect_points.item()
    assert both == pytest.approx(result.change_points.item(), abs=1e-9)


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(1_000, 30_000), st.integers(0, 400), st.integers(1_000, 30_000))
def test_verdict_agrees_with_whole_numbers(before, total_before, after, total_after):
    # reduction >= 0.15 points <=> (b/B - a/A) * 10 000 >= 15, cross-multiplied
    reduction = 10_000 * (before * total_after - after * total_before)
    scale = total_before * total_after
    expected = "not_met" if reduction < 15 * scale else "met" if reduction <= 20 * scale else "exceeded"
    result = rate_change(rate(before, total_before), rate(after, total_after), TARGET)
    assert result.verdict.item() == expected


def test_verdict_of_printed_rates_can_differ_and_stands_beside_the_exact_one():
    # 106/7 000 = 1.51429 % prints 1.51; 93/7 100 = 1.30986 % prints 1.31: 0.20 printed, 0.20443 exact
    result = rate_change(rate(106, 7_000), rate(93, 7_100), TARGET)
    assert result.verdict.item() == "exceeded"
    assert result.verdict_rounded.item() == "met"


def test_verdict_of_printed_rates_rounds_each_rate_half_up():
    # 1/800 = 0.125 % prints 0.13, nobody prints 0.00: 0.13 points printed, 0.125 exact
    result = rate_change(rate(1, 800), rate(0, 800), ("0.13", "0.14"))
    assert result[["verdict", "verdict_rounded"]].values.tolist() == [["not_met", "met"]]


def test_only_the_multidimensional_measure_has_a_verdict():
    before = pd.concat([rate(10, 1_000, measure=m) for m in ("poor", "near_poor", "multidimensional")])
    after = pd.concat([rate(0, 1_000, measure=m) for m in ("multidimensional", "poor", "near_poor")])
    result = rate_change(before, after, TARGET)
    assert result.measure.tolist() == ["poor", "near_poor", "multidimensional"]
    assert result.verdict.isna().tolist() == [True, True, False]
    assert result.verdict_rounded.isna().tolist() == [True, True, False]


@pytest.mark.parametrize(("before", "after"), [((1, None), (1, 10)), ((1, 10), (1, None)), ((0, 0), (0, 10))])
def test_unknown_rate_has_no_change_and_no_verdict(before, after):
    result = rate_change(rate(*before), rate(*after), TARGET)
    for column in (
        "change_points",
        "relative_change",
        "count_effect_points",
        "total_effect_points",
        "verdict",
    ):
        assert pd.isna(result[column].item()), column
    assert result.change_households.item() == after[0] - before[0]


def test_change_from_nobody_has_no_relative_change():
    result = rate_change(rate(0, 1_000), rate(5, 1_000))
    assert result.change_points.item() == pytest.approx(0.5)
    assert pd.isna(result.relative_change.item())


def test_persons_change_beside_the_households():
    # 40 / 4 000 = 1.0 %, 30 / 4 000 = 0.75 %
    before = rate(10, 1_000).assign(persons=40, total_persons=4_000, person_rate=0.01)
    after = rate(10, 1_000).assign(persons=30, total_persons=4_000, person_rate=0.0075)
    result = rate_change(before, after)
    assert result.person_change_points.item() == pytest.approx(-0.25)
    assert result[["persons_before", "persons_after"]].values.tolist() == [[40, 30]]


def test_rounds_are_named_and_groups_kept_in_their_order():
    before = pd.concat([rate(1, 10, "2022", unit_code=u) for u in ("B", "A")])
    after = pd.concat([rate(2, 10, "2023", unit_code=u) for u in ("A", "B")])
    result = rate_change(before, after)
    assert result[["unit_code", "round_before", "round_after"]].values.tolist() == [
        ["B", "2022", "2023"],
        ["A", "2022", "2023"],
    ]


def test_unit_in_one_of_the_rounds_only_is_refused_by_name():
    before = pd.concat([rate(1, 10, unit_code="A"), rate(1, 10, unit_code="B")])
    with pytest.raises(ValueError, match=r"in one of the two rounds only: \('B',\)"):
        rate_change(before, rate(1, 10, unit_code="A"))


def test_results_grouped_differently_are_refused():
    with pytest.raises(ValueError, match="grouped differently"):
        rate_change(rate(1, 10, unit_code="A"), rate(1, 10, area="rural"))


def test_frame_with_several_rounds_is_refused():
    two = pd.concat([rate(1, 10, "2022", unit_code="A"), rate(1, 10, "2023", unit_code="A")])
    with pytest.raises(ValueError, match="several rows for the same unit_code"):
        rate_change(two, two)


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="lower bound"):
        rate_change(rate(1, 10), rate(1, 10), (0.20, 0.15))
