"""The cases of class_cases.yaml, each a household at a boundary of the standard."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.law import class_by_lines, class_by_scores, lines_by_income, load_standard

CASES = yaml.safe_load((Path(__file__).parent / "class_cases.yaml").read_text(encoding="utf8"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['day']} {c['area']} b1={c['b1']} b2={c['b2']}")
def test_household_at_the_boundary_gets_the_class_of_the_decree(case):
    b1, b2 = (pd.Series([case[score]], dtype="Int64") for score in ("b1", "b2"))
    found = class_by_scores(b1, b2, pd.Series([case["area"]]), load_standard(case["day"])).iloc[0]
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


@pytest.mark.parametrize(
    ("on", "area", "income", "deprivations", "expected"),
    [
        ("2019-12-31", "rural", 700_000, 0, "poor"),  # on the lower line
        ("2019-12-31", "rural", 700_001, 2, "near_poor"),
        ("2019-12-31", "rural", 1_000_000, 3, "poor"),  # on the upper line
        ("2019-12-31", "rural", 1_000_001, 9, "not_poor"),
        ("2019-12-31", "urban", 900_001, 0, "near_poor"),
        ("2019-12-31", "urban", 1_300_000, 3, "poor"),
        ("2026-12-31", "rural", 1_500_000, 2, "near_poor"),  # 2026 keeps the standard 2022–2025
        ("2026-12-31", "urban", 2_000_001, 12, "not_poor"),
        ("2027-01-01", "rural", 2_200_000, 3, "poor"),
        ("2027-01-01", "rural", 2_200_000, 2, "near_poor"),
        ("2030-12-31", "urban", 2_800_000, 3, "poor"),
        ("2030-12-31", "urban", 2_800_001, 12, "not_poor"),
        ("2030-12-31", "urban", None, 12, None),
        ("2030-12-31", "urban", 2_800_000, None, None),
    ],
)
def test_income_is_held_against_the_line_of_the_day(on, area, income, deprivations, expected):
    income, count = (pd.Series([n], dtype="Int64") for n in (income, deprivations))
    lines = lines_by_income(income, count, pd.Series([area]), load_standard(on))
    found = class_by_lines(lines).iloc[0]
    assert (None if pd.isna(found) else found) == expected
