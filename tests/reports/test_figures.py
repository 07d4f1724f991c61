"""The registry of reported numbers: ids that last, and the counts behind every ratio."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.inputs import read_inputs
from analysis.law import load_standard
from analysis.programme import load_programme
from analysis.reports.figures import KEYS, VALUES, FigureConflict, figures_of, registry
from analysis.reports.labels import Labels
from analysis.results import Results
from analysis.wording import load_words

DATA = Path(__file__).parents[2] / "data" / "ben-cau-2023"


def labels(language="vi"):
    return Labels(load_programme(DATA), load_standard("2023-12-14"), load_words(language))


def figures(name, frame, language="vi"):
    return {
        figure["id"]: figure for figure in figures_of(name, frame, labels(language), "02_poverty_reduction")
    }


RATES = pd.DataFrame(
    {
        "unit_code": pd.array(["25681", "district"], "string"),
        "measure": pd.array(["poor", "poor"], "string"),
        "households": pd.array([3, pd.NA], "Int64"),
        "total_households": pd.array([2000, 20_000], "Int64"),
        "household_rate": pd.array([0.0015, pd.NA], "Float64"),
    }
)


def test_a_figure_says_whose_it_is_what_it_counts_and_what_it_divides_by():
    assert figures("unit_rates", RATES)["unit_rates.25681.poor.household_rate"] == {
        "id": "unit_rates.25681.poor.household_rate",
        "label": "Thị trấn Bến Cầu · Hộ nghèo · Tỷ lệ hộ",
        "value": 0.0015,
        "unit": "ratio",
        "numerator": 3,
        "denominator": 2000,
        "notebook": "02_poverty_reduction",
        "trace": {
            "table": "unit_rates",
            "column": "household_rate",
            "keys": {"unit_code": "25681", "measure": "poor"},
        },
    }


def test_every_number_of_a_table_is_a_figure_and_an_id_is_given_once():
    frame = RATES.assign(unit_name="x", verdict="met")
    found = figures_of("unit_rates", frame, labels(), "02_poverty_reduction")
    assert len(found) == 6
    assert len({figure["id"] for figure in found}) == 6


def test_an_id_is_the_same_in_both_languages_and_its_label_is_not():
    vietnamese, english = (figures("unit_rates", RATES, language) for language in ("vi", "en"))
    assert list(vietnamese) == list(english)
    assert english["unit_rates.25681.poor.households"]["label"] == (
        "Thị trấn Bến Cầu · Poor households · Households"
    )


def test_what_is_not_known_is_null_and_its_known_denominator_stays():
    found = figures("unit_rates", RATES)
    assert found["unit_rates.district.poor.households"]["value"] is None
    rate = found["unit_rates.district.poor.household_rate"]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (None, None, 20_000)


def test_counts_and_money_are_whole_and_ratios_are_not():
    money = pd.DataFrame({"plan": pd.array([6_133_200_000], "Int64"), "rate": pd.array([1.0], "Float64")})
    found = figures("execution_total", money)
    assert type(found["execution_total.plan"]["value"]) is int
    assert type(found["execution_total.rate"]["value"]) is float


def test_a_key_that_is_not_known_leaves_no_gap_in_the_id():
    reasons = pd.DataFrame(
        {
            "movement": ["stayed", "left"],
            "reason": pd.array([pd.NA, "died"], "string"),
            "households": pd.array([9, 1], "Int64"),
        }
    )
    assert list(figures("transitions", reasons)) == [
        "transitions.stayed.households",
        "transitions.left.died.households",
    ]


def test_a_bound_of_the_target_is_a_key_and_no_figure():
    bounds = pd.DataFrame({"bound_points": [0.15, 0.2], "households_at_bound": pd.array([335, 325], "Int64")})
    assert {id: figure["value"] for id, figure in figures("target_bounds", bounds).items()} == {
        "target_bounds.0.15.households_at_bound": 335,
        "target_bounds.0.2.households_at_bound": 325,
    }


def test_the_relative_change_of_a_rate_is_no_ratio_of_household_counts():
    # 380 of 20 000 to 380 of 19 000: as many households, a rate that rose by a nineteenth.
    change = pd.DataFrame(
        {"households_before": [380], "change_households": [0], "relative_change": [20_000 / 19_000 - 1]}
    )
    found = figures("district_change", change)["district_change.relative_change"]
    assert (found["numerator"], found["denominator"]) == (None, None)


@pytest.fixture(scope="module")
def results() -> Results:
    return Results(read_inputs(DATA, "year-estimate"))


FRAMES = {
    "change": lambda r: r.by_unit(r.change),
    "rates": lambda r: r.by_unit(r.rates),
    "area": lambda r: r.change("area"),
    "outlook": lambda r: r.reduction(),
    "deprivation_change": lambda r: r.deprivation_change(),
    "deprivations": lambda r: r.deprivations("unit_code"),
    "priority_groups": lambda r: r.priority_groups(),
    "total": lambda r: r.execution(),
    "projects": lambda r: r.execution("project"),
    "sources": lambda r: r.execution("source"),
}


def shown(name, results):
    """The frame without the change of the persons' rate, which no page shows."""
    return FRAMES[name](results).drop(columns="person_change_points", errors="ignore")


@pytest.mark.parametrize("name", FRAMES)
def test_a_ratio_is_its_numerator_over_its_denominator(name, results):
    found = figures_of(name, shown(name, results), labels(), "02_poverty_reduction")
    ratios = [f for f in found if f["unit"] == "ratio" and f["denominator"] is not None]
    assert [f["id"] for f in ratios if f["value"] is not None]
    assert [
        (f["id"], f["value"])
        for f in ratios
        if f["value"] is not None
        and f["value"] != pytest.approx(f["numerator"] / f["denominator"], abs=1e-12)
    ] == []


@pytest.mark.parametrize("name", FRAMES)
def test_the_keys_of_a_table_tell_its_rows_apart(name, results):
    ids = [f["id"] for f in figures_of(name, shown(name, results), labels(), "02_poverty_reduction")]
    assert len(ids) == len(set(ids))


def figure(id, value):
    return {"id": id, "value": value}


def test_the_registry_holds_each_figure_once_in_the_order_of_the_report():
    first, again = figure("b", 1), {**figure("b", 1), "notebook": "05_report"}
    assert registry([first, figure("a", None), again, figure("a", None)]) == [first, figure("a", None)]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (0, None), (0.1, 0.1 + 1e-12)])
def test_two_values_of_one_figure_are_a_conflict_that_names_both(one, other):
    with pytest.raises(FigureConflict) as conflict:
        registry([figure("a", one), figure("a", other)])
    assert str(conflict.value) == f"a: {one} and {other}"


def test_every_column_of_figures_has_a_heading_in_both_languages():
    for language in ("vi", "en"):
        words = load_words(language)
        assert [n for n in sorted({*VALUES, *KEYS}) if not words.has(f"columns.{n}")] == []


def test_the_counts_behind_a_ratio_are_figures_too():
    parts = {p for v in VALUES.values() for p in (v.numerator, v.denominator) if p}
    assert parts
    assert sorted(parts - set(VALUES)) == []
