"""The measures of the page on measurement: they add up to each other and to a count of the papers."""

import re

import pytest

from analysis.change_results import ChangeResults
from analysis.intake.inputs import read_inputs
from analysis.measurement_results import MeasurementResults
from analysis.programme import load_programme
from analysis.results import Results
from analysis.tables import LISTED
from analysis.wording import LANGUAGES, load_words
from tests.golden.conftest import DATA, ROOT
from tests.golden.second_count import Count

PROGRAMME = load_programme(DATA)
PERIODS = [period.id for period in PROGRAMME.periods]
REVIEW = PROGRAMME.rounds[-1].date

FORM_ONLY = "25705"
"""Xã An Thạnh sent a form 7.1 in October and no list."""


@pytest.fixture(scope="module")
def of_period():
    return {p: MeasurementResults(Results(read_inputs(DATA, p))) for p in PERIODS}


@pytest.fixture(params=PERIODS, scope="module")
def measured(request, of_period):
    return of_period[request.param]


@pytest.fixture(scope="module")
def changed(measured):
    return ChangeResults(measured)


def test_the_official_counts_are_those_of_the_lists_own_marks(of_period):
    count = Count(DATA)
    marks = [sum(m) for (_, on), rows in count.marks.items() if on == REVIEW for m in rows.values()]
    residents = sum(count.residents(unit, REVIEW)[0] for unit in count.units())
    table = of_period["official"].measures().set_index("measure")
    poor = [n for n in marks if n >= 3]
    assert table.numerator_after["headcount_ratio"] == len(poor)
    assert table.denominator_after["headcount_ratio"] == residents
    assert table.numerator_after["adjusted_headcount_ratio"] == sum(poor)
    assert table.denominator_after["adjusted_headcount_ratio"] == 12 * residents
    of_k = of_period["official"].cutoffs().set_index("cutoff")
    assert of_k.households_after.to_dict() == {k: sum(n >= k for n in marks) for k in of_k.index}


def test_m0_is_h_times_a_and_lies_no_higher_at_a_higher_cutoff(measured):
    rows = measured.cutoffs()
    for when in ("before", "after"):
        some = rows[rows[f"households_{when}"] > 0]
        product = some[f"household_rate_{when}"] * some[f"intensity_{when}"]
        assert product.tolist() == pytest.approx(some[f"m0_{when}"].tolist())
        assert rows[f"m0_{when}"].is_monotonic_decreasing


def test_a_unit_without_a_list_is_not_measured_and_neither_are_its_residents(of_period):
    october = of_period["year-estimate"]
    assert FORM_ONLY not in october.units
    everybody = october.results.totals.query("round == @october.results.after")
    others = everybody[everybody.unit_code != FORM_ONLY].total_households.sum()
    assert october.measures().denominator_after[0] == others


@pytest.mark.parametrize("of", ["indicator", "dimension"])
def test_contributions_add_up_to_the_deprivations_behind_m0(measured, of):
    rows = measured.contributions(of)
    parts, total = rows.iloc[:-1], rows.iloc[-1]
    for when in ("before", "after"):
        assert parts[f"deprivations_{when}"].sum() == total[f"deprivations_{when}"]
        assert total[f"deprivations_{when}"] == measured.measures()[f"numerator_{when}"].iloc[-1]
        assert parts[f"contribution_{when}"].sum() == pytest.approx(1)


def test_units_add_up_to_the_whole(measured):
    rows, whole = measured.unit_measures(), measured.measures().set_index("measure")
    assert rows.unit_code.sort_values().tolist() == sorted(measured.units)
    assert rows.deprivations.sum() == whole.numerator_after["adjusted_headcount_ratio"]
    assert rows[["population_share", "m0_share"]].sum().tolist() == pytest.approx([1, 1])
    assert (rows.rank_low <= rows.rank_given).all()
    assert (rows.rank_given <= rows.rank_high).all()


def test_every_pair_of_units_has_one_verdict(measured):
    n = len(measured.units)
    rows = measured.orderings().set_index("grid")
    verdicts = rows[["robust", "never_below", "equal", "turns"]].sum(axis=1)
    assert verdicts.tolist() == rows.pairs.tolist() == [n * (n - 1) // 2] * 2
    # What holds at every cut-off holds at three of them.
    assert rows.robust["every_cutoff"] <= rows.robust["near_cutoff"]


def test_the_rule_counts_over_residents_and_its_classes_add_up(measured):
    rows = measured.rule_rates().set_index(["round", "measure"])
    for round_ in (measured.results.before, measured.results.after):
        parts = rows.loc[round_].loc[list(LISTED)]
        assert parts.households.sum() == rows.households[round_, "multidimensional"]
        assert parts.deprivations.sum() == rows.deprivations[round_, "multidimensional"]
        assert parts.total_households.nunique() == 1
    now = measured.rule_rates("area").query("round == @measured.results.after and measure == 'poor'")
    assert now.households.sum() == rows.households[measured.results.after, "poor"]
    states = measured.rule_states()
    assert states.households.sum() == states.listed_households.iloc[0]


def test_the_effects_add_up_to_the_change_of_the_measures(changed):
    rows = changed.effects().set_index(["group", "effect"])
    change = changed.measured.measures().set_index("measure").measure_change_points
    for column, name in (
        ("h_effect_points", "headcount_ratio"),
        ("m0_effect_points", "adjusted_headcount_ratio"),
    ):
        total, part = rows[column]["district", "total"], rows[column]["district"]
        assert total == pytest.approx(change[name])
        assert part["incidence"] + part["intensity_effect"] == pytest.approx(total)
        assert part["population"] + part["within_group"] == pytest.approx(total)
        areas = rows[column].drop("district")
        assert areas.sum() == pytest.approx(total)


def test_exits_entries_and_stayers_add_up_to_the_same_change(changed):
    rows = changed.flows().set_index("component")
    change = changed.measured.measures().measure_change_points.tolist()
    for column, expected in zip(
        ["h_effect_points", "a_effect_points", "m0_effect_points"], change, strict=True
    ):
        assert rows[column]["change"] == pytest.approx(expected)
        assert rows[column].drop("change").sum() == pytest.approx(expected)


def test_the_matrix_closes_on_both_lists_and_on_the_residents(changed):
    measured, rows = changed.measured, changed.matrix().set_index("class_before")
    listed = measured.listed["round"].value_counts()
    counts = rows[["now_poor", "now_near_poor"]]
    assert counts.to_numpy().sum() == listed[measured.results.after]
    assert rows.households_before[list(LISTED)].sum() == listed[measured.results.before]
    residents = measured.totals.groupby("round").total_households.sum()
    assert rows.drop("outside").households_before.sum() == residents[measured.results.before]
    assert (
        rows.drop(columns="now_outside").filter(like="now_").to_numpy().sum()
        == residents[measured.results.after]
    )


def test_deprivations_flow_from_their_opening_to_their_closing(changed):
    rows = changed.indicator_flows()
    assert (rows.opening - rows.lost - rows.left_list + rows.gained + rows.entered_list == rows.closing).all()
    fate = changed.exit_deprivations()
    assert (fate.overcome + fate.still_deprived + fate.not_known_after == fate.deprived_before).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coverage_told_to_readers_is_the_published_one(language):
    told = load_words(language)("measurement.coverage").replace(",", ".")
    page = (ROOT / "docs" / "method.md").read_text(encoding="utf8")
    rows = {
        (cells[0], cells[1]): cells[2:]
        for line in page.splitlines()
        if line.startswith("| ") and len(cells := [c.strip() for c in line.strip("|").split("|")]) > 9
    }
    usual = "as assumed, more or less"
    published = [rows[usual, month][place] for place in (0, 1) for month in ("august", "october")]
    published.append(rows["autumn brings far more (20 % before it)", "august"][0])
    assert [number for number in re.findall(r"\d+\.\d", told) if float(number) > 2] == published


def test_a_list_that_nobody_stands_on_any_more_is_no_list_that_lacks(of_period):
    results = of_period["official"].results
    measured, emptied = MeasurementResults(results), "25681"
    listed = measured.listed
    gone = (listed.unit_code == emptied) & (listed["round"] == results.after)
    measured.listed = listed[~gone]
    changed = ChangeResults(measured)
    left = changed.courses[(changed.courses.unit_code == emptied) & (changed.courses.movement == "left")]
    assert len(left) == ((listed.unit_code == emptied) & (listed["round"] == results.before)).sum()
    assert (
        changed.indicator_flows().closing.sum()
        == measured.listed.query("round == @results.after")[measured.indicators].eq(1).to_numpy().sum()
    )
    assert not changed.flows().empty
