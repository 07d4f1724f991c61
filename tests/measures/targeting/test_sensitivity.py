from fractions import Fraction

import pandas as pd

from analysis.law import load_standard
from analysis.measures.targeting import mix_sensitivity

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
