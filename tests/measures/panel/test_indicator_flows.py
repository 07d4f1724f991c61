"""Where the deprivations of the lists came from and went to, by hand."""

import pandas as pd
import pytest

from analysis.measures.panel.indicator_flows import exit_deprivations, indicator_flows
from analysis.measures.panel.panel_transitions import panel_transitions
from analysis.tables import INDICATORS

R1, R2 = "2022-12-31", "2023-12-14"


def panel(*rows):
    """(household, class at R1, mark, class at R2, mark); the mark stands for the toilet, others are 0."""
    table = [
        (who, name, class_, mark)
        for who, *both in rows
        for name, class_, mark in ((R1, *both[:2]), (R2, *both[2:]))
        if class_ is not None
    ]
    frame = pd.DataFrame(table, columns=["household_id", "round", "poverty_class", "toilet"])
    frame = frame.astype({"toilet": "Int64"}).assign(unit_code="25693", members=2)
    return frame.assign(**{name: 0 for name in INDICATORS if name != "toilet"})


HOUSEHOLDS = panel(
    ("keeps", "poor", 1, "poor", 1),
    ("overcomes", "poor", 1, "near_poor", 0),
    ("has-still", "poor", 1, "near_poor", 1),
    ("gains", "near_poor", 0, "poor", 1),
    ("unsaid", "near_poor", 1, "near_poor", None),
    ("said", "near_poor", None, "near_poor", 1),
    ("never", "poor", 0, "poor", 0),
    ("leaves", "poor", 1, None, None),
    ("reviewed", "poor", 1, "not_poor", 0),
    ("enters", None, None, "poor", 1),
)


def flows(measure):
    table = indicator_flows(HOUSEHOLDS)
    row = table[(table.measure == measure) & (table.indicator == "toilet")].iloc[0]
    return {name: int(n) for name, n in row.iloc[4:].items() if n}


def test_flows_of_everybody_listed():
    assert flows("multidimensional") == {
        "opening": 6,
        "kept": 2,  # keeps, has-still
        "lost": 1,  # overcomes
        "became_unknown": 1,
        "left": 2,  # leaves, and reviewed as not poor
        "gained": 1,
        "became_known": 1,
        "entered": 1,
        "closing": 5,  # keeps, has-still, gains, said, enters
        "never": 1,
    }


def test_a_change_of_class_leaves_one_class_and_enters_the_other():
    assert flows("poor") == {"opening": 5, "kept": 1, "left": 4, "entered": 2, "closing": 3, "never": 1}


def test_what_is_not_known_after_an_exit_is_never_counted_as_overcome():
    found = exit_deprivations(HOUSEHOLDS, panel_transitions(HOUSEHOLDS))
    toilet = found[found.indicator == "toilet"].set_index("class_after")
    counted = ["households", "deprived_before", "overcome", "still_deprived", "not_known_after"]
    assert toilet.loc["near_poor", counted].tolist() == [2, 2, 1, 1, 0]
    # One was reviewed as not poor, with its marks; of the other nobody knows.
    assert toilet.loc["none", counted].tolist() == [2, 2, 1, 0, 1]
    assert (found[found.indicator == "telecom"].deprived_before == 0).all()


def test_marks_other_than_yes_and_no_are_refused_by_number():
    with pytest.raises(ValueError, match="1 marks of toilet are neither 0 nor 1"):
        indicator_flows(HOUSEHOLDS.assign(toilet=[2] + [0] * (len(HOUSEHOLDS) - 1)))
