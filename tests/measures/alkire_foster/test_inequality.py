"""Inequality among the poor within and between groups: against R's survey package, and its sum."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.alkire_foster import af_inequality, alkire_foster

SURVEY = Path(__file__).parent / "survey"
WEIGHTS = {f"d{j}": Fraction(n, 12) for j, n in enumerate((3, 3, 2, 2, 1, 1), start=1)}
DESIGN = {"weight": "weight", "strata": "stratum", "cluster": "cluster"}


@pytest.mark.parametrize("domain", ["all", "north"])
def test_parts_and_their_errors_are_those_of_r(figure, domain):
    data = pd.read_csv(SURVEY / "sample.csv").query("year == 2020")
    data["chosen"] = (data.region == domain) | (domain == "all")
    expected = pd.read_csv(SURVEY / "expected.csv").query("variant == 'inequality' and domain == @domain")
    expected = expected.set_index("of")
    design = {"subpopulation": "chosen", **DESIGN}
    result = af_inequality(data, WEIGHTS, Fraction(1, 3), by="area", **design).set_index("part")
    for part in ("within", "between"):
        assert result.estimate[part] == pytest.approx(expected.estimate[part], abs=1e-12)
        assert result.se[part] == pytest.approx(expected.se[part], abs=1e-10)
        assert result.df[part] == expected.df[part]
    whole = figure(alkire_foster(data, WEIGHTS, Fraction(1, 3), **design), "variance", Fraction(1, 3))
    assert (result.estimate["total"], result.se["total"]) == (whole.estimate, whole.se)


def test_where_nobody_is_poor_there_is_no_inequality_to_speak_of(household):
    result = af_inequality(household("00", "00", unit=["x", "y"]), ["a", "b"], 1, by="unit")
    assert result.estimate.isna().all()


records = st.lists(
    st.tuples(st.tuples(*[st.integers(0, 1)] * 4), st.sampled_from("xyz")), min_size=1, max_size=20
)


@given(records, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_within_and_between_are_the_whole_and_never_negative(rows, cutoff):
    data = pd.DataFrame([row[0] for row in rows], columns=list("abcd")).assign(unit=[row[1] for row in rows])
    found = af_inequality(data, list("abcd"), cutoff, by="unit").set_index("part").estimate
    poor = [Fraction(sum(row[0]), 4) for row in rows if sum(row[0]) >= cutoff]
    if not poor:
        assert found.isna().all()
        return
    mean = sum(poor) / len(poor)
    assert found["total"] == pytest.approx(float(sum((c - mean) ** 2 for c in poor) / len(poor)), abs=1e-12)
    assert found["within"] + found["between"] == pytest.approx(found["total"], abs=1e-12)
    assert found.min() >= -1e-15


def test_subpopulation_is_split_alone(household):
    data = household("110", "100", "111", "100", unit=["x", "y", "y", "x"], mine=[1, 1, 0, 1])
    whole = af_inequality(data, ["a", "b", "c"], 1, by="unit", subpopulation="mine")
    alone = af_inequality(data[data.mine == 1], ["a", "b", "c"], 1, by="unit")
    pd.testing.assert_frame_equal(whole, alone)
