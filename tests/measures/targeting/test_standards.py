"""Targeting under every standard of the law, whatever its indicators and lines are."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis import law
from analysis.law import LawError, load_standard
from analysis.measures.panel import exit_deprivations, indicator_flows, panel_transitions
from analysis.measures.targeting import near_lines, reachable

TEXTS = [yaml.safe_load(f.read_text("utf8")) for f in sorted(Path(law.__file__).parent.glob("*.yaml"))]
STANDARDS = [load_standard(text["id"]) for text in TEXTS if text["kind"] == "poverty_standard"]
SCORED = [standard for standard in STANDARDS if standard.b1_points is not None]
every = pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.id)
scored = pytest.mark.parametrize("standard", SCORED, ids=lambda standard: standard.id)


def homes(standard, *each):
    """Poor rural households deprived in the standard's first three indicators, 4 points under its line."""
    marks = {name: int(place < 3) for place, name in enumerate(standard.indicator_ids)}
    line = 0 if standard.b1_points is None else standard.income_points.of("rural")
    usual = {"unit_code": "25693", "area": "rural", "b1": line - 4, "no_labour_capacity": 0}
    return pd.DataFrame([usual | {"poverty_class": "poor"} | marks | home for home in each])


def test_there_is_every_standard():
    assert [len(standard.indicator_ids) for standard in STANDARDS] == [10, 12, 12]
    assert len(SCORED) == 2


@scored
def test_distances_count_the_indicators_of_the_standard(standard):
    # Deprived in three of its indicators, of which one must go; 4 + 1 points to be over the line
    last = standard.indicator_ids[-1]
    rows = near_lines(homes(standard, {}, {last: 1}), standard)
    assert rows.values.tolist() == [["25693", "poor", 5, 1, 1], ["25693", "poor", 5, 2, 1]]


@scored
def test_ways_lift_the_indicators_of_the_standard(standard, effect, effects):
    first, second, *_ = standard.indicator_ids
    given = effects(effect("A", points=0, lifts=[first, second], needs=[second]))
    types = reachable(homes(standard, {}, {second: 0}), standard, given, goal="out_of_poverty")
    # With two deprivations it is no longer poor; who is not deprived in what the project needs has no way.
    assert {
        tuple(w.projects for w in ways): n for ways, n in zip(types.ways, types.households, strict=True)
    } == {
        (("A",),): 1,
        (): 1,
    }


@every
def test_a_column_that_lacks_is_named(standard):
    last = standard.indicator_ids[-1]
    with pytest.raises(ValueError, match=f"no column {last} in households; there are: unit_code"):
        near_lines(homes(standard, {}).drop(columns=last), standard)


def test_points_that_are_not_published_are_said_by_a_sentence(effect, effects):
    draft = load_standard(2027)
    for measure in (near_lines, lambda *of: reachable(*of, effects(effect("A")))):
        with pytest.raises(LawError, match=r"^no points of form B1 for multidimensional-2027-2030$"):
            measure(homes(draft, {}), draft)


def test_effects_on_what_the_standard_does_not_have_are_refused(effect, effects):
    old = load_standard(2020)
    with pytest.raises(
        ValueError, match="effects of A name employment; the indicators of multidimensional-2016"
    ):
        reachable(homes(old, {}), old, effects(effect("A", lifts=["employment"])))


def test_under_two_lines_lifting_does_only_over_the_lower_one(effect, effects):
    # Rural lines 120 and 150: at 118 a household is poor whatever it lacks; 3 points bring it over 120, and
    # then a lifted deprivation of three makes it near-poor. At 121 lifting alone does.
    old = load_standard(2020)
    first = old.indicator_ids[0]
    lifts, earns = effect("L", points=0, lifts=[first]), effect("E", points=3)
    under, between = {"b1": 118}, {"b1": 121}
    found = reachable(homes(old, under, between), old, effects(lifts, earns), goal="out_of_poverty")
    ways = sorted(tuple(way.projects for way in ways) for ways in found.ways)
    assert ways == [(("L",),), (("L", "E"),)]
    rows = near_lines(homes(old, under, between), old)
    assert rows.deprivations_to_lift.isna().tolist() == [False, True]


@every
def test_flows_and_exits_are_of_the_indicators_given(standard):
    names = list(standard.indicator_ids)
    rounds = [
        homes(standard, {}).assign(household_id="h", members=2, round=day)
        for day in ("2021-12-31", "2022-12-31")
    ]
    rounds[1] = rounds[1].assign(poverty_class="near_poor", **{names[0]: 0})
    panel = pd.concat(rounds)
    flows = indicator_flows(panel, indicators=names).query("measure == 'multidimensional'")
    assert flows.indicator.tolist() == names
    # Deprived in three; the first is overcome
    assert (flows.lost.tolist()[:3], flows.kept.tolist()[:3]) == ([1, 0, 0], [0, 1, 1])
    exits = exit_deprivations(panel, panel_transitions(panel), indicators=names)
    assert exits.indicator.tolist() == names
    assert exits.overcome.sum() == 1
