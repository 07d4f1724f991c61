"""The intervals on years whose end is known, from a process that is not the model; see docs/method.md."""

from pathlib import Path

import numpy as np
import pytest

from analysis.assumptions import load_year_flows
from analysis.measures.nowcast import nowcast, year_end_draws
from tests.measures.nowcast.synthetic_years import Process, synthetic_year

PROGRAMME = Path(__file__).parents[3] / "data" / "ben-cau-2023"
YEARS = 250


@pytest.mark.parametrize("report", ["august", "october"])
def test_intervals_hold_about_as_often_as_they_say(report):
    assumed, held = load_year_flows(PROGRAMME), {80: 0, 95: 0}
    for rng in np.random.default_rng(20).spawn(YEARS):
        evidence, truth = synthetic_year(Process(), report, rng)
        row = nowcast(year_end_draws(evidence, assumed, seed=1, draws=2_000), ("0.15", "0.20")).iloc[0]
        for level in held:
            held[level] += row[f"lower_{level}"] <= truth.sum() <= row[f"upper_{level}"]
    # Two standard errors of a share of 250 years: 5 points at 80 %, 3 at 95 %
    assert held[80] / YEARS == pytest.approx(0.80, abs=0.05)
    assert held[95] / YEARS == pytest.approx(0.95, abs=0.03)
