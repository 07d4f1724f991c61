from fractions import Fraction

import pytest

from analysis.law import load_standard
from analysis.measures.targeting import assumptions_frame, reachable

STANDARD = load_standard("2023-12-14")
POOR = {"poverty_class": "poor", "employment": 1, "toilet": 1, "nutrition": 1}


def names(types):
    return [[way.projects for way in ways] for ways in types.ways]


def test_projects_add_up_and_none_is_one_too_many(homes, effects, effect):
    # 16 points to cross: A has 10, B 10, C 20; A and B together, or C alone, never A and C
    given = effects(effect("A", 5), effect("B", 7, success="1/3"), effect("C", 20, points=20))
    types = reachable(homes({"b1": 125}), STANDARD, given)
    assert names(types) == [[("C",), ("A", "B")]]
    together = types.ways[0][1]
    assert (together.cost, together.success) == (12, Fraction(1, 6))


@pytest.mark.parametrize(("b1", "found"), [(131, [("A",)]), (130, [])])
def test_points_must_lift_a_household_over_the_line(homes, effects, effect, b1, found):
    # 10 points lift 131 to 141, over the line of 140; 130 comes to stand on it, and that is under it
    assert names(reachable(homes({"b1": b1}), STANDARD, effects(effect("A")))) == [found]


@pytest.mark.parametrize(
    ("home", "found"),
    [
        ({"employment": 1}, [("A",)]),
        ({"employment": 0}, []),
        ({"employment": None}, []),
        ({"employment": 1, "no_labour_capacity": 1}, []),
        ({"employment": 1, "no_labour_capacity": None}, []),
        ({"employment": 1, "b1": None}, []),
    ],
)
def test_support_is_only_for_whom_it_is_for(homes, effects, effect, home, found):
    given = effects(effect("A", needs=["employment"], labour=True))
    assert names(reachable(homes(home), STANDARD, given)) == [found]


def test_lifting_deprivations_ends_poverty_but_leaves_the_household_on_the_list(homes, effects, effect):
    given = effects(effect("A", points=0, lifts=["nutrition"]))
    assert names(reachable(homes(POOR), STANDARD, given)) == [[]]
    assert names(reachable(homes(POOR, {}), STANDARD, given, goal="out_of_poverty")) == [[("A",)]]


def test_an_indicator_two_projects_lift_counts_once(homes, effects, effect):
    four = POOR | {"telecom": 1}  # two must be lifted
    given = effects(
        effect("A", points=0, lifts=["nutrition"]),
        effect("B", points=0, lifts=["nutrition"]),
        effect("C", points=0, lifts=["toilet"]),
    )
    types = reachable(homes(four), STANDARD, given, goal="out_of_poverty")
    assert names(types) == [[("A", "C"), ("B", "C")]]


def test_effects_that_come_too_late_are_left_out(homes, effects, effect):
    given = effects(effect("A", months=3), effect("B", months=4))
    assert names(reachable(homes({}), STANDARD, given, within_months=3)) == [[("A",)]]


def test_every_household_is_counted_once_by_unit_and_class(homes, effects, effect):
    each = [{}, {"b1": 100}, {"unit_code": "25696"}, POOR, POOR]
    types = reachable(homes(*each), STANDARD, effects(effect("A")))
    assert types.households.sum() == 5
    assert set(types.columns) == {"unit_code", "poverty_class", "ways", "households"}


def test_every_value_says_whether_it_is_assumed(effects, effect):
    frame = assumptions_frame(effects(effect("A", 7)))
    row = frame[frame.value_name == "cost"].iloc[0]
    assert (row.project, row.value, row.is_assumption, row.where_from) == ("A", "7", True, "test")
    assert len(frame) == 8
