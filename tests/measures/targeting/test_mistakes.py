"""Typical wrong calls: each is refused in one sentence, none gives another plan in silence."""

from fractions import Fraction

import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.measures.targeting import cheapest_mix, mix_sensitivity, near_lines, reachable, support_money

STANDARD = load_standard("2023-12-14")
EXECUTION = pd.DataFrame(
    {"project": ["A"], "source": "central", "plan": 100, "allocated_in_plan": 100, "disbursed_in_plan": 0}
).astype(dict.fromkeys(["plan", "allocated_in_plan", "disbursed_in_plan"], "Int64"))
NEEDED = {"0.15": 1}

WRONG = [
    (lambda h, e: reachable(h, STANDARD, e, goal="off"), "goal='off': choose off_list or out_of_poverty"),
    (lambda h, e: reachable(h, STANDARD, None), "no assumptions are given, but NoneType: load_effects"),
    (lambda h, e: reachable(h, STANDARD, "data"), "no assumptions are given, but str: load_effects"),
    (lambda h, e: reachable(h, "2023-12-14", e), "'2023-12-14' is no standard: load_standard"),
    (lambda h, e: near_lines(h, "2023-12-14"), "'2023-12-14' is no standard: load_standard"),
    (lambda h, e: near_lines(STANDARD, h), "a DataFrame is no standard: load_standard"),
    (lambda h, e: near_lines(h, STANDARD, bands=5), "bands 5 do not rise"),
    (
        lambda h, e: near_lines(pd.concat([h.assign(round=r) for r in ("2022", "2023")]), STANDARD),
        "households of 2 rounds would be counted together: give one round",
    ),
    (lambda h, e: support_money(EXECUTION, None), "no assumptions are given, but NoneType: load_effects"),
    (lambda h, e: support_money(EXECUTION, e, of="alocated"), "of='alocated': write 'plan' or 'allocated'"),
    (lambda h, e: mix_sensitivity(h, STANDARD, e, EXECUTION, NEEDED, of="alocated"), "of='alocated': write"),
    (lambda h, e: mix_sensitivity(h, STANDARD, e, EXECUTION, NEEDED, goal="off"), "goal='off': choose"),
    (lambda h, e: mix_sensitivity(h, STANDARD, None, EXECUTION, NEEDED), "no assumptions are given"),
    (lambda h, e: mix_sensitivity(h, STANDARD, e, EXECUTION, 5), "needed=5: give households by the name"),
    (
        lambda h, e: mix_sensitivity(h, STANDARD, e, EXECUTION, {"0.15": 3.5}),
        "3.5 households can't be needed",
    ),
    (
        lambda h, e: mix_sensitivity(h, STANDARD, e, EXECUTION, NEEDED, step="x"),
        "step x does not lie between",
    ),
    (lambda h, e: mix_sensitivity(h, STANDARD, e, EXECUTION, NEEDED, step=None), "step None does not lie"),
    (lambda h, e: cheapest_mix(h, EXECUTION, 1), "no column ways, households in the types"),
]


@pytest.mark.parametrize(("call", "sentence"), WRONG)
def test_a_wrong_call_is_refused_in_a_sentence(homes, effects, effect, call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(homes({}), effects(effect("A")))


def test_a_step_is_read_as_it_is_written(homes, effects, effect):
    given = homes({}), STANDARD, effects(effect("A")), EXECUTION, NEEDED
    pd.testing.assert_frame_equal(
        mix_sensitivity(*given, step=0.1), mix_sensitivity(*given, step=Fraction(1, 10))
    )


def test_effects_and_a_mix_are_shown_in_a_line(homes, effects, effect):
    # one near-poor household one point over; its support costs 10 and works in one of two cases
    given = effects(effect("A"))
    assert repr(given) == "<Effects: of A; 0 projects without effect>"
    mix = cheapest_mix(reachable(homes({}), STANDARD, given), support_money(EXECUTION, given), 1)
    assert repr(mix) == "<Mix not_enough: 0.5 of 1 households needed, by 1 supported for 10 đồng>"
