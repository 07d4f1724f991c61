import pandas as pd
import pytest

from analysis.measures.targeting import support_money


def execution(*lines):
    columns = ["project", "source", "plan", "allocated_in_plan", "disbursed_in_plan"]
    frame = pd.DataFrame(lines, columns=columns)
    return frame.astype(dict.fromkeys(columns[2:], "Int64"))


def test_the_source_with_the_least_left_decides(effects, effect):
    # 900 and 100 planned: a household's 10 are 9 and 1; 600 / 9 = 66, 40 / 1 = 40
    money = support_money(
        execution(("A", "central", 900, 700, 300), ("A", "district", 100, 80, 60)), effects(effect("A", 10))
    )
    assert money.remaining.tolist() == [600, 40]
    assert money.most_households.tolist() == [66, 40]


def test_only_what_is_allocated_may_count(effects, effect):
    money = support_money(
        execution(("A", "central", 900, 700, 300)), effects(effect("A", 10)), of="allocated"
    )
    assert (money.remaining.item(), money.most_households.item()) == (400, 40)


def test_a_part_of_the_money_reaches_households(effects, effect):
    half = effect("A", 10)
    half["for_households"]["value"] = "0.5"
    money = support_money(execution(("A", "central", 101, 0, 0)), effects(half))
    assert (money.usable.item(), money.most_households.item()) == (50, 5)


def test_what_no_report_tells_promises_nothing(effects, effect):
    lines = [("A", "central", 900, 700, None), ("A", "other", None, None, None), ("Z", "central", 5, 5, 0)]
    money = support_money(execution(*lines), effects(effect("A")))
    assert money.project.tolist() == ["A"]
    assert pd.isna(money.most_households.item())


@pytest.mark.parametrize("disbursed", [900, 950])
def test_nothing_left_is_never_less_than_nothing(effects, effect, disbursed):
    money = support_money(execution(("A", "central", 900, 900, disbursed)), effects(effect("A")))
    assert (money.remaining.item(), money.most_households.item()) == (0, 0)
