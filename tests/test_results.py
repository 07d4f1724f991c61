"""The figures of one report as the notebooks ask for them, on the sample's three periods."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from analysis.intake.inputs import read_inputs
from analysis.programme import load_programme
from analysis.results import Results
from tests.golden.conftest import DATA
from tests.golden.second_count import Count

PROGRAMME = load_programme(DATA)
PERIODS = [period.id for period in PROGRAMME.periods]
BASELINE = PROGRAMME.baseline.date

FORM_ONLY = "25705"
"""Xã An Thạnh sent a form 7.1 in October and no list."""


@pytest.fixture(scope="module")
def of_period() -> dict[str, Results]:
    return {period: Results(read_inputs(DATA, period)) for period in PERIODS}


@pytest.fixture(params=PERIODS, scope="module")
def results(request, of_period) -> Results:
    return of_period[request.param]


@pytest.fixture(scope="module")
def october(of_period) -> Results:
    return of_period["year-estimate"]


@pytest.fixture(scope="module")
def count() -> Count:
    return Count(DATA)


def listed(count: Count, on: dt.date, *without: str) -> int:
    units = [unit for unit in count.units() if unit not in without]
    return sum(n for unit in units for n, _ in count.stock(unit, on).values())


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("project", ["DA1", "DA2-TDA1", "DA2-TDA2", "DA3-TDA1", "DA3-TDA2", "DA5-TDA1", "DA5-TDA2"]),
        ("source", ["central", "province", "district", "other"]),
        ("kind", ["recurrent", "recurrent_and_capital"]),
        ("office", ["ldtbxh", "nnptnt", "ttyt"]),
    ],
)
def test_money_stands_in_the_order_of_the_programme(results, by, order):
    table = results.execution(by)
    assert table[by].tolist() == order
    assert table.plan.sum() == 6_133_200_000


def test_money_by_two_keys_stands_in_the_order_of_both(results):
    lines = results.execution("office", "project")
    assert list(zip(lines.office, lines.project, strict=True)) == [
        *[("ldtbxh", project) for project in ("DA1", "DA3-TDA1", "DA3-TDA2", "DA5-TDA1", "DA5-TDA2")],
        ("nnptnt", "DA2-TDA1"),
        ("ttyt", "DA2-TDA2"),
    ]


def test_what_a_project_is_expected_to_spend_lies_between_spent_and_given(results):
    """Known for each, though the plan names a fourth source of each without an amount."""
    assert results.inputs.plan.plan.isna().sum() == len(PROGRAMME.projects)
    table = results.expected_execution("project")
    assert table.project.tolist() == [project.id for project in PROGRAMME.projects]
    assert (table.disbursed <= table.expected).all()
    assert (table.expected <= table.plan).all()
    total = results.expected_execution().iloc[0]
    assert (total.plan, total.disbursed, total.expected) == tuple(
        table[["plan", "disbursed", "expected"]].sum()
    )


def test_an_office_s_own_estimate_is_what_is_expected(of_period):
    """Phòng LĐ-TB&XH on 10 December for DA1: 2 473.4 + 197.5 + 123.6 million of the three sources."""
    expected = of_period["official"].expected_execution("project").set_index("project").expected
    assert expected["DA1"] == 2_473_400_000 + 197_500_000 + 123_600_000


def test_without_an_estimate_the_pace_goes_on_source_by_source(of_period):
    """Phòng NN&PTNT gives none. By 10 December, day 344 of 365, DA2-TDA1 has disbursed by source:

    852 700 000 · 365/344 = 904 754 360.47 of 1 104 million allocated
     59 400 000 · 365/344 =  63 026 162.79 of 77
     42 600 000 · 365/344 =  45 200 581.40 of 55.2
    """
    expected = of_period["official"].expected_execution("project").set_index("project").expected
    assert expected["DA2-TDA1"] == 904_754_360 + 63_026_163 + 45_200_581


def test_a_line_without_report_leaves_its_project_unknown_and_no_other(of_period):
    inputs = of_period["official"].inputs
    silent = inputs.disbursements[inputs.disbursements.project != "DA2-TDA2"]
    results = Results(dataclasses.replace(inputs, disbursements=silent))
    table = results.expected_execution("project").set_index("project")
    assert table.index[table.expected.isna()].tolist() == ["DA2-TDA2"]
    assert pd.isna(results.expected_execution().expected.iloc[0])


@pytest.mark.parametrize("period", PERIODS)
def test_deprivations_compare_the_same_units_in_both_rounds(period, of_period, count):
    results = of_period[period]
    without = [FORM_ONLY] if period == "year-estimate" else []
    change = results.deprivation_change().query("measure == 'multidimensional'").set_index("indicator")
    on = results.inputs.period.as_of
    assert set(change.listed_households_before) == {listed(count, BASELINE, *without)}
    assert set(change.listed_households_after) == {listed(count, on, *without)}
    for place, indicator in enumerate(results.standard.indicator_ids):
        marked = [
            marks[place]
            for (unit, day), rows in count.marks.items()
            if day == BASELINE and unit not in without
            for marks in rows.values()
        ]
        assert change.households_before[indicator] == sum(marked)


def test_the_unit_with_a_form_alone_is_in_no_round_of_any_table_of_households(october):
    """It listed 28 households at the baseline: beside none in October they would all seem to be cured."""
    assert october.unlisted_units == [FORM_ONLY]
    everywhere = october.inputs.households
    assert (everywhere[everywhere["round"] == october.before].unit_code == FORM_ONLY).sum() == 28
    assert FORM_ONLY not in set(october.deprivations("unit_code").unit_code)
    assert FORM_ONLY not in set(october.movements("7.2").unit_code)
    measured = october.deprivation_of_listed().query("measure == 'H'").set_index("group").n
    groups = october.priority_groups().set_index("round").listed_households.groupby("round").max()
    assert (measured[october.before], measured[october.after]) == (335, 317)  # 363 − 28, 341 − 24
    assert (groups[october.before], groups[october.after]) == (335, 317)
    # in the rates it is there in both rounds
    rates = october.rates("unit_code")
    assert (rates.unit_code == FORM_ONLY).sum() == 6


@pytest.mark.parametrize("period", PERIODS)
def test_the_flows_of_the_list_are_of_the_units_followed_and_close(period, of_period, count):
    results = of_period[period]
    without = [FORM_ONLY] if period == "year-estimate" else []
    flows = results.list_flows().set_index("item").value
    assert flows.opening == listed(count, BASELINE, *without)
    assert flows.closing == listed(count, results.inputs.period.as_of, *without)
    left, came = flows.out_of_both + flows.other_decrease, flows.new + flows.relapse + flows.other_increase
    assert flows.closing == flows.opening - left + came


@pytest.mark.parametrize(
    ("form", "class_", "other"), [("7.2", "poor", "near_poor"), ("7.3", "near_poor", "poor")]
)
def test_each_row_of_the_movement_forms_closes(results, count, form, class_, other):
    table = results.movements(form).set_index("unit_code")
    decreases = table[[f"to_{other}", "out_of_both", "other_decrease"]].sum(axis=1)
    increases = table[[f"from_{other}", "relapse", "new", "other_increase"]].sum(axis=1)
    assert (table.opening - decreases + increases == table.closing).all()
    assert table.index[-1] == "district"
    units = table.drop(index="district")
    assert (units.sum() == table.loc["district"]).all()
    for unit, row in units.iterrows():
        assert row.opening == count.stock(unit, BASELINE)[class_][0]
        assert row.closing == count.stock(unit, results.inputs.period.as_of)[class_][0]


def test_what_leaves_one_form_for_the_other_class_enters_the_other(results):
    poor, near_poor = (results.movements(form).set_index("unit_code") for form in ("7.2", "7.3"))
    assert (poor.to_near_poor == near_poor.from_poor).all()
    assert (poor.from_near_poor == near_poor.to_poor).all()


@pytest.mark.parametrize("measure", ["rates", "change", "reduction"])
def test_by_unit_the_district_is_the_last_row_and_the_sum_of_the_others(results, measure):
    table = results.by_unit(getattr(results, measure))
    keys = [key for key in ("round", "measure", "basis") if key in table]
    district = table[table.unit_code == "district"]
    assert table.unit_code.tolist()[-len(district) :] == ["district"] * len(district)
    assert set(table.unit_code) == {*PROGRAMME.unit_codes, "district"}
    counts = [name for name in table if "households" in name or name.startswith("total_persons")]
    sums = table[table.unit_code != "district"].groupby(keys)[counts].sum(min_count=1)
    pd.testing.assert_frame_equal(
        district.set_index(keys)[counts].sort_index(), sums.sort_index(), check_dtype=False
    )
