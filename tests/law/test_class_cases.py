"""The cases of class_cases.yaml, each a household at a boundary of the standard."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.law import class_by_scores, load_standard

CASES = yaml.safe_load((Path(__file__).parent / "class_cases.yaml").read_text(encoding="utf8"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['area']} b1={c['b1']} b2={c['b2']}")
def test_household_at_the_boundary_gets_the_class_of_the_decree(case):
    b1, b2 = (pd.Series([case[score]], dtype="Int64") for score in ("b1", "b2"))
    found = class_by_scores(b1, b2, pd.Series([case["area"]]), load_standard("2023-12-14")).iloc[0]
    assert (None if pd.isna(found) else found) == case["expected"], case["why"]


def test_scores_read_as_floats_with_gaps_decide_like_whole_numbers():
    b1, b2 = pd.Series([140.0, None]), pd.Series([30.0, 30.0])
    found = class_by_scores(b1, b2, pd.Series(["rural", "rural"]), load_standard("2023-12-14"))
    assert found.iloc[0] == "poor"
    assert pd.isna(found.iloc[1])


def test_household_of_an_unknown_area_has_no_class():
    found = class_by_scores(
        pd.Series([100]), pd.Series([30]), pd.Series([None], dtype="string"), load_standard("2023-12-14")
    )
    assert pd.isna(found.iloc[0])


def test_three_deprivations_make_poor():
    assert load_standard("2023-12-14").poor_from_count == 3
