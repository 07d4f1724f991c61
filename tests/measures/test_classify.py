import pandas as pd
import pytest

from analysis.law import load_standard
from analysis.measures.classify import class_differences, classify, official_class

STANDARD = load_standard("2023-12-14")


def households(**columns):
    count = len(next(iter(columns.values())))
    place = {
        "unit_code": ["25693"] * count,
        "round": "2023-12-14",
        "household_id": [f"H{n}" for n in range(count)],
        "area": "rural",
        "source_file": "lists/a.xlsx",
        "source_sheet": "Hộ nghèo",
        "source_row": range(10, 10 + count),
    }
    return pd.DataFrame(place | columns)


def test_classify_adds_the_class_and_leaves_the_callers_frame_alone():
    given = households(b1=[140, 140, 141], b2=[30, 20, 0])
    result = classify(given, STANDARD)
    assert result.poverty_class.tolist() == ["poor", "near_poor", "not_poor"]
    assert "poverty_class" not in given


def test_recorded_class_is_official_and_the_recomputed_one_fills_gaps():
    frame = households(poverty_class_recorded=["near_poor", None], poverty_class=["poor", "poor"])
    assert official_class(frame).tolist() == ["near_poor", "poor"]


def test_household_without_any_class_is_refused_with_number_and_unit():
    frame = households(poverty_class_recorded=["poor", None, None])
    with pytest.raises(ValueError, match="2 households without a class in 25693"):
        official_class(frame)


def test_unknown_class_is_refused():
    with pytest.raises(ValueError, match="hộ nghèo"):
        official_class(households(poverty_class_recorded=["hộ nghèo"]))


def test_differences_name_the_row_and_both_classes():
    # 140 and 30 points on the rural lines are poor, recorded near-poor; the second row agrees
    frame = households(b1=[140, 140], b2=[30, 20], poverty_class_recorded=["near_poor", "near_poor"])
    (difference,) = class_differences(frame, STANDARD).to_dict("records")
    assert difference == {
        "unit_code": "25693",
        "round": "2023-12-14",
        "household_id": "H0",
        "recorded": "near_poor",
        "recomputed": "poor",
        "source_file": "lists/a.xlsx",
        "source_sheet": "Hộ nghèo",
        "source_row": 10,
    }


def test_average_living_standard_agrees_with_scores_over_the_line_only():
    # average is recognised on declared income: over the line it agrees, under it it does not
    frame = households(b1=[141, 140], b2=[0, 0], poverty_class_recorded=["average", "average"])
    assert class_differences(frame, STANDARD).household_id.tolist() == ["H1"]


def test_household_whose_scores_do_not_decide_differs_from_nothing():
    frame = households(b1=[None, 140], b2=[30, None], poverty_class_recorded=["poor", "not_poor"])
    assert class_differences(frame, STANDARD).empty
