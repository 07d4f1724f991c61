"""The way to the target on the sample's three periods, whose end is known."""

from dataclasses import replace

import pytest

from analysis.intake.inputs import read_inputs
from analysis.programme import FILE, load_programme
from analysis.results import Results
from analysis.target_results import TargetResults
from tests.golden.conftest import DATA
from tests.golden.second_count import Count

PROGRAMME = load_programme(DATA)
LAST_DAY = PROGRAMME.rounds[-1].date


@pytest.fixture(scope="module")
def of_period():
    return {p.id: TargetResults(Results(read_inputs(DATA, p.id))) for p in PROGRAMME.periods}


@pytest.fixture(scope="module")
def truth():
    count = Count(DATA)
    return {unit: sum(n for n, _ in count.stock(unit, LAST_DAY).values()) for unit in count.units()}


@pytest.mark.parametrize("period", ["nine-month-estimate", "year-estimate"])
def test_the_year_ends_within_what_was_foretold(of_period, truth, period):
    district = of_period[period].nowcast().iloc[0]
    assert district.lower_80 <= sum(truth.values()) <= district.upper_80
    units = of_period[period].nowcast("unit_code").set_index("unit_code")
    outside = [u for u in units.index if not units.lower_95[u] <= truth[u] <= units.upper_95[u]]
    assert len(outside) <= 1
    assert units.households.sum() == district.households


def test_october_knows_more_than_august(of_period):
    august, october = (of_period[p].nowcast().iloc[0] for p in ("nine-month-estimate", "year-estimate"))
    assert october.upper_95 - october.lower_95 < august.upper_95 - august.lower_95


def test_the_official_figure_has_no_uncertainty_and_the_same_verdict(of_period, truth):
    official = of_period["official"]
    row, change = official.nowcast().iloc[0], official.results.change().query("measure == 'multidimensional'")
    assert row.lower_95 == row.upper_95 == sum(truth.values())
    assert row[f"probability_{change.verdict.item()}"] == 1


def test_what_the_papers_tell_adds_up_to_the_lists(of_period):
    for target in of_period.values():
        rows = target.results.year_evidence
        known = (rows.stage == "returns") | rows.left_since.notna()
        flows = rows.entered_in_returns + rows.entered_since.fillna(0)
        flows = flows - rows.left_in_returns - rows.left_since.fillna(0)
        closes = (rows.households_baseline + flows == rows.households) | ~known
        assert closes.all()


def test_the_estimates_of_the_reports_are_the_nowcasts(of_period):
    for period in ("nine-month-estimate", "year-estimate"):
        target = of_period[period]
        units = target.results.outlook().groupby("unit_code").expected_households.sum()
        ends = target.year_ends().set_index("unit_code").expected_households
        assert units.to_dict() == ends.drop("district").to_dict()
        expected = target.results.reduction().query("basis == 'expected' and measure == 'multidimensional'")
        assert expected.households_after.item() == ends["district"]
        assert set(target.results.outlook().rule) == {"nowcast"}
        assert set(target.results.outlook(plain=True).rule) <= {"final", "reviewed_units", "pace"}
    assert set(of_period["official"].results.outlook().rule) == {"final"}


def test_rates_shown_are_those_of_the_households_shown(of_period):
    for target in of_period.values():
        bases = target.bases()
        assert (bases.household_rate == bases.households / bases.total_households).all()
        assert bases.basis.tolist()[-1] == "nowcast"


def test_every_plan_of_support_stays_within_the_money_left(of_period):
    target = of_period["nine-month-estimate"]
    needed = target.needed()
    mix = target.mix(needed["0.20"])
    assert mix.status == "reached"
    assert (mix.money.spent <= mix.money.usable).all()
    assert mix.cost == mix.money.spent.sum()
    assert not set(mix.support.columns) & {"household_id", "head_name", "village"}
    # Every effect on income takes longer than a quarter of a month.
    assert target.mix(needed["0.20"], within_months=0).status == "not_enough"


def test_all_listed_households_are_near_or_far(of_period):
    target = of_period["year-estimate"]
    assert target.near_lines().households.sum() == len(target.listed)


def test_without_assumptions_there_is_no_figure(of_period, tmp_path):
    inputs = of_period["year-estimate"].results.inputs
    (tmp_path / FILE).touch()
    elsewhere = inputs.programme.model_copy(update={"folder": tmp_path})
    target = TargetResults(Results(replace(inputs, programme=elsewhere)))
    assert target.missing == ["year_flows", "effects"]
    answers = [target.nowcast(), target.path(), target.needed(), target.mix(1), target.sensitivity()]
    assert answers == [None] * 5


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"goal": "Off_list"}, "goal='Off_list': choose off_list or out_of_poverty"),
        ({"of": "alocated"}, "of='alocated': write 'plan' or 'allocated'"),
    ],
)
def test_a_plan_of_another_kind_is_refused_with_or_without_assumptions(of_period, wrong, sentence):
    target = of_period["nine-month-estimate"]
    without = TargetResults(target.results)
    without.effects = None
    for of in (target, without):
        with pytest.raises(ValueError, match=sentence):
            of.mix(1, **wrong)


def test_a_misspelled_column_of_the_evidence_is_named(of_period):
    for measure in (of_period["year-estimate"].nowcast, of_period["year-estimate"].path):
        with pytest.raises(ValueError, match="no column aera in the evidence; there are: unit_code"):
            measure("aera")


def test_results_are_shown_in_a_line(of_period):
    target = of_period["nine-month-estimate"]
    inputs = target.results.inputs
    for shown in map(
        repr, (target.mix(1), target.year_end, inputs, inputs.programme, target.results.standard)
    ):
        assert shown.startswith("<")
        assert len(shown) < 180
        assert not any(name in shown for name in inputs.households.head_name.dropna().unique())
