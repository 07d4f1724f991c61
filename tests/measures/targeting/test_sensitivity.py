from fractions import Fraction

import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.measures.targeting import mix_sensitivity, support_money

STANDARD = load_standard("2023-12-14")
MONEY = ["plan", "allocated_in_plan", "disbursed_in_plan"]


def test_one_assumption_moves_at_a_time(homes, effects, effect):
    # 50 households 6 points under the line; 100 each, 4,000 left: 40 supported, half of them leave
    execution = pd.DataFrame([("A", "central", 5_000, 5_000, 1_000)], columns=["project", "source", *MONEY])
    rows = mix_sensitivity(
        homes(*[{"b1": 135}] * 50),
        STANDARD,
        effects(effect("A", 100, points=7)),
        execution.astype(dict.fromkeys(MONEY, "Int64")),
        {"low": 18, "high": 21},
        step=Fraction(1, 4),
    ).set_index(["bound", "moved", "by"])
    low, high = rows.loc["low"], rows.loc["high"]
    assert low.cost["as_assumed", 1.0] == 3_600  # 36 supported
    assert high.status["as_assumed", 1.0] == "not_enough"
    assert high.expected["as_assumed", 1.0] == 20
    assert low.cost["cost", 0.75] == 36 * 75
    assert low.status["cost", 1.25] == "not_enough"  # 4,000 / 125 = 32 supported
    assert low.status["money", 0.75] == "not_enough"  # 3,000: 30 supported
    assert high.status["money", 1.25] == "reached"  # 5,000: 50 supported, 42 needed
    assert low.households["success", 1.25] == 29  # 18 / 0.625 = 28.8
    assert low.expected["income_points", 0.75] == 0  # 5 points are one too few
    assert high.needed.eq(21).all()


def execution(plan=4_000, disbursed=0, projects=("A",)):
    rows = [(project, "central", plan, plan, disbursed) for project in projects]
    return pd.DataFrame(rows, columns=["project", "source", *MONEY]).astype(dict.fromkeys(MONEY, "Int64"))


@pytest.mark.parametrize("step", [0, 1, -1, 2, 1.0])
def test_a_step_that_leaves_nothing_or_moves_nothing_is_refused(homes, effects, effect, step):
    given = homes({}), STANDARD, effects(effect("A")), execution(), {"0.15": 1}
    with pytest.raises(ValueError, match=f"step {step:g} does not lie between 0 and 1"):
        mix_sensitivity(*given, step=step)


def test_a_step_counts_as_it_is_written(homes, effects, effect):
    given = homes({}), STANDARD, effects(effect("A")), execution(), {"0.15": 1}
    pd.testing.assert_frame_equal(mix_sensitivity(*given, step=0.2), mix_sensitivity(*given))


@pytest.mark.parametrize(
    ("projects", "money", "needed", "status"),
    [
        ((), execution(projects=()), 3, "not_enough"),  # no project helps anybody
        (("A",), execution(projects=()), 3, "not_enough"),  # and none has money
        (("A",), execution(disbursed=4_000), 3, "not_enough"),  # or any left
        (("A",), execution(disbursed=pd.NA), 3, "not_enough"),  # or nobody knows
        (("A",), execution(), 0, "nothing_needed"),  # the bound is reached already
    ],
)
def test_where_nothing_can_or_need_be_done_every_case_says_so(
    homes, effects, effect, projects, money, needed, status
):
    rows = mix_sensitivity(homes({}, {}), STANDARD, effects(*map(effect, projects)), money, {"0.15": needed})
    assert rows.status.tolist() == [status] * 9
    assert (rows[["expected", "households", "cost"]] == 0).all(axis=None)


def test_without_households_or_bounds_there_is_nothing(homes, effects, effect):
    given = STANDARD, effects(effect("A")), execution()
    none = mix_sensitivity(homes({}).head(0), *given, {"0.15": 1})
    assert none.status.tolist() == ["not_enough"] * 9
    assert mix_sensitivity(homes({}), *given, {}).columns.tolist() == none.columns.tolist()


def test_a_cost_of_one_dong_is_not_rounded_down_to_nothing(homes, effects, effect):
    rows = mix_sensitivity(
        homes({}), STANDARD, effects(effect("A", 1, success=1)), execution(), {"0.15": 1}
    ).set_index(["moved", "by"])
    assert rows.cost["cost", 0.8] == 1


@pytest.mark.parametrize("needed", [-1, 1.5, None, pd.NA])
def test_what_can_not_be_needed_is_refused(homes, effects, effect, needed):
    with pytest.raises(ValueError, match="households can't be needed; give 0 where"):
        mix_sensitivity(homes({}), STANDARD, effects(effect("A")), execution(), {"0.15": needed})


def test_money_without_a_column_or_of_another_kind_is_refused(effects, effect):
    with pytest.raises(ValueError, match="no column plan in the execution; there are: project, source"):
        support_money(execution().drop(columns="plan"), effects(effect("A")))
    with pytest.raises(ValueError, match="of='spent': write 'plan' or 'allocated'"):
        support_money(execution(), effects(effect("A")), of="spent")
