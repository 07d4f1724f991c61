from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from analysis.measures.plan_checks import counterpart_check, plan_check
from analysis.programme import Counterpart

RULE = Counterpart(source="district", of="central", percent=Decimal(5), reference="the plan")
SOURCES = ["central", "province", "district"]


@pytest.fixture
def plan_2023():
    printed = pd.read_csv(Path(__file__).parent / "published" / "plan_2023.csv")
    return printed.melt(["project", "kind", "office"], SOURCES, var_name="source", value_name="plan")


def lines(**amounts):
    frame = pd.DataFrame({"project": "DA1", "source": amounts.keys(), "plan": amounts.values()})
    return frame.astype({"plan": "Int64"})


def test_plan_of_2023_gives_exactly_five_percent_of_the_central_amount(plan_2023):
    check = counterpart_check(plan_2023, RULE).set_index("project")
    assert check.holds.tolist() == [True] * 7
    assert check.loc["DA1", ["base", "required", "planned"]].tolist() == [
        2_517_000_000,
        125_850_000,
        125_850_000,
    ]
    assert check.required.sum() == 271_200_000


def test_plan_of_2023_sums_to_the_totals_its_text_prints(plan_2023):
    printed = {
        "central": 5_424_000_000,
        "province": 438_000_000,
        "district": 271_200_000,
        "total": 6_133_200_000,
    }
    assert plan_check(plan_2023, printed).holds.tolist() == [True] * 4


@pytest.mark.parametrize(("planned", "difference", "holds"), [(49, -1, False), (50, 0, True), (51, 1, False)])
def test_counterpart_one_dong_either_side(planned, difference, holds):
    (check,) = counterpart_check(lines(central=1_000, district=planned), RULE).itertuples()
    assert (check.required, check.difference, check.holds) == (50, difference, holds)


@pytest.mark.parametrize(("base", "required"), [(1_009, 50), (1_010, 51), (1_011, 51)])
def test_part_of_a_dong_is_rounded_half_up(base, required):
    # 5 % of 1 009 is 50.45, of 1 010 is 50.5, of 1 011 is 50.55
    assert counterpart_check(lines(central=base, district=1), RULE).required.item() == required


def test_percentage_with_decimals_is_exact():
    # 2.96 % of 10 000 is 296
    rule = RULE.model_copy(update={"percent": Decimal("2.96")})
    assert counterpart_check(lines(central=10_000, district=296), rule).holds.item()


def test_project_without_a_counterpart_line_breaks_the_rule():
    (check,) = counterpart_check(lines(central=1_000), RULE).itertuples()
    assert (check.planned, check.difference, check.holds) == (0, -50, False)


def test_amount_that_is_not_given_can_not_be_judged():
    (check,) = counterpart_check(lines(central=1_000, district=None), RULE).itertuples()
    assert check.required == 50
    assert pd.isna(check.holds)


def test_sum_that_differs_from_the_printed_total_is_named_with_the_difference():
    check = plan_check(lines(central=1_000, district=50), {"central": 1_000, "total": 1_051})
    assert check.to_dict("records") == [
        {"source": "central", "planned": 1_000, "printed": 1_000, "difference": 0, "holds": True},
        {"source": "total", "planned": 1_050, "printed": 1_051, "difference": -1, "holds": False},
    ]


def test_source_without_a_figure_is_left_out_of_the_total():
    assert plan_check(lines(central=1_000, other=None), {"total": 1_000}).holds.item()
