import datetime as dt
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.law import class_by_scores, load_standard
from analysis.sample.events import return_spans
from analysis.sample.panel import simulate
from analysis.sample.setting import Setting
from analysis.sample.stocks import events_between, flows, list_on
from analysis.sample.units import with_units
from analysis.tables import INDICATORS, LISTED

START, END = dt.date(2022, 12, 31), dt.date(2023, 12, 8)


def district_list(panel, on):
    units = panel.residents.unit_code.unique()
    return pd.concat([list_on(panel, unit, on) for unit in units], ignore_index=True)


def rate(panel, on, residents_on=None):
    residents = panel.residents[panel.residents.date == str(residents_on or on)]
    return Fraction(len(district_list(panel, on)), int(residents.total_households.sum()))


def test_shares_are_those_published_for_tay_ninh_at_the_end_of_2021(panel):
    # 20,000 × 2,064 / 320,018 = 128.99; 20,000 × 3,740 / 320,018 = 233.74
    classes = district_list(panel, START).poverty_class.value_counts()
    assert classes.to_dict() == {"near_poor": 234, "poor": 129}


def test_households_have_the_published_mean_size(panel):
    means = district_list(panel, START).groupby("poverty_class").members.mean()
    assert means.poor == pytest.approx(2.28, abs=0.05)
    assert means.near_poor == pytest.approx(2.87, abs=0.05)


def test_a_resident_household_has_three_and_a_half_members(panel):
    per_household = panel.residents.total_persons / panel.residents.total_households
    assert per_household.between(3.39, 3.61).all()


def test_the_year_ends_within_the_target(panel):
    reduction = (rate(panel, START) - rate(panel, END)) * 100
    assert Fraction("0.15") <= reduction <= Fraction("0.20")


def test_the_returns_to_august_show_less_than_half_of_it(panel):
    # The return of August holds decisions to 4 August; residents were last counted at mid-year.
    reduction = (rate(panel, START) - rate(panel, dt.date(2023, 8, 4), dt.date(2023, 6, 30))) * 100
    assert Fraction("0.05") <= reduction <= Fraction("0.08")


def test_the_district_falls_but_one_or_two_units_do_not(panel):
    residents = panel.residents.set_index(["unit_code", "date"]).total_households
    rates = {
        unit: [
            Fraction(len(list_on(panel, unit, day)), int(residents[unit, str(day)])) for day in (START, END)
        ]
        for unit in panel.residents.unit_code.unique()
    }
    assert sum(after >= before for before, after in rates.values()) in (1, 2)


def test_a_return_holds_what_was_decided_in_its_month():
    spans = return_spans(2023)
    assert list(spans) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert spans[1] == (dt.date(2023, 1, 1), dt.date(2023, 1, 31))
    assert spans[2] == (dt.date(2023, 2, 1), dt.date(2023, 2, 28))


def test_nothing_is_decided_on_a_weekend(panel):
    assert (panel.events.date.dt.day_of_week < 5).all()


def test_a_household_has_at_most_one_event_in_the_year(panel):
    assert panel.events.household[panel.events.date > str(START)].is_unique


@pytest.mark.parametrize("form", ["7.2", "7.3"])
def test_opening_less_decrease_plus_increase_is_closing_in_every_unit(panel, form):
    for unit in panel.residents.unit_code.unique():
        told = flows(panel, unit, START, END)
        for _, account in told[told.form == form].groupby("account"):
            opening, *moved, closing = account.value.tolist()
            assert opening - sum(moved[:3]) + sum(moved[3:]) == closing


def test_who_leaves_one_form_for_the_other_arrives_there(panel):
    for unit in panel.residents.unit_code.unique():
        item = flows(panel, unit, START, END).set_index(["form", "account", "item"]).value
        for account in ("households", "persons"):
            assert item["7.2", account, "to_near_poor"] == item["7.3", account, "from_poor"]
            assert item["7.3", account, "to_poor"] == item["7.2", account, "from_near_poor"]


def test_who_relapses_is_in_the_register_of_the_escaped(panel):
    events = panel.events
    relapsed = events[events.reason.str.startswith("relapse")]
    escaped = events[(events.date <= str(START)) & events.reason.str.startswith("exit")]
    assert len(relapsed) > 0
    assert relapsed.household.isin(escaped.household).all()


def test_the_register_reaches_back_thirty_six_months(panel):
    before = panel.events.date[panel.events.date <= str(START)]
    assert before.min() > pd.Timestamp(2019, 12, 31)


def test_a_household_that_moves_takes_its_people_and_scores_along(panel):
    ids = panel.people[panel.people.personal_id != ""].groupby("household").personal_id.agg(tuple)
    moved = ids[ids.duplicated(keep=False)]
    homes = panel.households.loc[moved.index]
    assert len(moved) == 4  # 3 per thousand of 363 in the year and again at the review: 1 + 1 moves
    assert homes.groupby(moved).unit_code.nunique().eq(2).all()
    assert homes.groupby(moved).area.nunique().eq(1).all()
    spells = panel.spells[panel.spells.household.isin(moved.index)].set_index("household")
    assert spells.groupby(moved)[["poverty_class", "b1", "b2"]].nunique().eq(1).all(axis=None)


def test_no_identity_number_can_be_anybodys(panel):
    numbers = panel.people.personal_id[panel.people.personal_id != ""]
    assert numbers.str.fullmatch(r"000\d{9}").all()
    assert (numbers != "0" * 12).all()


def test_household_codes_are_unique_and_begin_with_the_unit(panel):
    homes = panel.households
    assert homes.household_id.is_unique
    assert (homes.household_id.str[:5] == homes.unit_code).all()


def test_only_the_faults_asked_for_contradict_the_scores(panel):
    listed = district_list(panel, START)
    recomputed = class_by_scores(listed.b1, listed.b2, listed.area, load_standard(START))
    marks = (listed[list(INDICATORS)].lt(listed.deprivations, axis=0)).sum(axis=1)
    assert (recomputed != listed.poverty_class).sum() == 3
    assert (listed.b2 != 10 * marks).sum() == 1


def test_only_those_who_can_be_deprived_of_schooling_are(panel):
    listed = district_list(panel, START)
    age = (pd.Timestamp(START) - panel.people.birth).dt.days / 365.25
    children = panel.people.household[age < 16.1]
    deprived = listed[listed.school_attendance < listed.deprivations]
    assert deprived.household.isin(children).all()


def test_a_child_is_younger_than_its_parents_by_nineteen_years(panel):
    people = panel.people
    head = people[people.relation == "head"].set_index("household").birth
    children = people[people.relation == "child"]
    assert (children.birth - children.household.map(head) > pd.Timedelta(days=19 * 365)).all()


@pytest.mark.parametrize(("households", "units", "seed"), [(2_000, 1, 1), (2_000, 3, 2), (60_000, 12, 3)])
def test_other_sizes_reconcile_too(programme, households, units, seed):
    rng = np.random.default_rng(seed)
    panel = simulate(Setting.of(with_units(programme, units), rng), households, rng)
    for unit in panel.residents.unit_code.unique():
        in_year = events_between(panel, unit, START + dt.timedelta(days=1), END)
        entered = (~in_year.before.isin(LISTED)).sum()
        left = (~in_year.after.isin(LISTED)).sum()
        assert len(list_on(panel, unit, START)) + entered - left == len(list_on(panel, unit, END))


def test_less_than_one_unit_is_refused(programme):
    with pytest.raises(ValueError, match="at least one unit"):
        with_units(programme, 0)
