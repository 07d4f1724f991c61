"""Every stock, rate and sum of the three reports against a second, independent computation."""

import datetime as dt

import pytest

from tests.golden.conftest import DATA
from tests.golden.second_count import Count, disbursed

pytestmark = pytest.mark.xdist_group("reports")

BASELINE = dt.date(2022, 12, 31)
AS_OF = {
    "nine-month-estimate": dt.date(2023, 8, 27),
    "year-estimate": dt.date(2023, 10, 24),
    "official": dt.date(2023, 12, 14),
}


@pytest.fixture(scope="module")
def count() -> Count:
    return Count(DATA)


@pytest.mark.parametrize("period", AS_OF)
def test_households_persons_and_rates_of_every_unit(period, figures, count):
    for unit in count.units():
        stock, (total, total_persons) = count.stock(unit, AS_OF[period]), count.residents(unit, AS_OF[period])
        both = tuple(map(sum, zip(*stock.values(), strict=True)))
        for measure, (households, persons) in {**stock, "multidimensional": both}.items():
            key = f"unit_rates.{unit}.{measure}"
            rate = figures[period][f"{key}.household_rate"]
            assert figures[period][f"{key}.households"]["value"] == households
            assert figures[period][f"{key}.persons"]["value"] == persons
            assert (rate["numerator"], rate["denominator"]) == (households, total)
            assert rate["value"] == pytest.approx(households / total, abs=1e-15)
            assert figures[period][f"{key}.total_persons"]["value"] == total_persons


@pytest.mark.parametrize("period", AS_OF)
def test_the_district_and_its_verdict(period, figures, count):
    (n0, t0), (n1, t1) = count.district(BASELINE), count.district(AS_OF[period])
    key = "district_change.multidimensional"
    fall = count.reduction(BASELINE, AS_OF[period])
    assert figures[period][f"{key}.change_points"]["value"] == pytest.approx(float(-fall), abs=1e-12)
    for column, value in {
        "households_before": n0,
        "total_households_before": t0,
        "households_after": n1,
        "total_households_after": t1,
    }.items():
        assert figures[period][f"{key}.{column}"]["value"] == value


@pytest.mark.parametrize("period", AS_OF)
def test_money_by_source(period, figures):
    for source, dong in disbursed(DATA, AS_OF[period]).items():
        assert figures[period][f"execution_sources.{source}.disbursed"]["value"] == dong


def test_deprivations_of_the_official_lists(figures, count):
    for position, indicator in enumerate(("employment", "dependents", "nutrition")):
        before = sum(
            marks[position]
            for (_, date), rows in count.marks.items()
            if date == BASELINE
            for marks in rows.values()
        )
        after = sum(
            marks[position]
            for (_, date), rows in count.marks.items()
            if date == dt.date(2023, 12, 8)
            for marks in rows.values()
        )
        key = f"deprivation_change.{indicator}"
        assert figures["official"][f"{key}.households_before"]["value"] == before
        assert figures["official"][f"{key}.households_after"]["value"] == after


def test_the_story_of_the_year_stays_the_one_the_readme_tells(figures):
    """The frozen figures: a change here belongs in CHANGELOG.md."""
    change = "district_change.multidimensional.change_points"
    assert {period: round(found[change]["value"], 4) for period, found in figures.items()} == {
        "nine-month-estimate": -0.0564,
        "year-estimate": -0.1201,
        "official": -0.1717,
    }
