"""The sample programme followed over three rounds, counted a second time in plain Python."""

import datetime as dt
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from analysis.intake.inputs import read_inputs
from analysis.law import load_standard
from analysis.measures.list_events import list_events
from analysis.measures.panel.af_decompose_flows import af_decompose_flows
from analysis.measures.panel.indicator_flows import exit_deprivations, indicator_flows
from analysis.measures.panel.list_spells import list_spells
from analysis.measures.panel.panel_events import panel_events
from analysis.measures.panel.panel_transitions import panel_transitions
from analysis.measures.panel.relapse import escapes, relapse_shares
from analysis.measures.panel.stock_accounts import stock_accounts
from analysis.measures.panel.transition_matrix import transition_matrix
from analysis.programme import load_programme
from analysis.tables import INDICATORS

FOLDER = Path(__file__).parents[3] / "data" / "ben-cau-2023"
FIRST, MIDDLE, LAST = "2022-12-31", "2023-10-24", "2023-12-14"

FORM_ONLY = "25705"
"""Xã An Thạnh sent a form 7.1 in October and no list."""


class Sample:
    """The two reports' inputs as one panel, and its rows as plain dictionaries."""

    def __init__(self):
        self.programme = load_programme(FOLDER)
        year, official = (read_inputs(self.programme, period) for period in ("year-estimate", "official"))
        middle = year.households[year.households["round"] == MIDDLE]
        self.households = pd.concat([official.households, middle])
        self.two = official.households
        self.totals = official.totals
        self.events = list_events(
            official.movements, official.exits, self.households, None, dt.date.fromisoformat(LAST)
        )
        self.on = {name: {} for name in (FIRST, MIDDLE, LAST)}
        for row in self.households.to_dict("records"):
            self.on[row["round"]][row["household_id"]] = row


@pytest.fixture(scope="module")
def sample():
    return Sample()


def classes(sample, first, last):
    """(class before, class after) of everybody on either list, `None` off it."""
    either = sample.on[first].keys() | sample.on[last].keys()

    def class_of(name, who):
        return sample.on[name].get(who, {}).get("poverty_class_recorded")

    return Counter((class_of(first, who), class_of(last, who)) for who in either)


def test_squares_of_the_classes(sample):
    assert classes(sample, FIRST, LAST) == {
        ("poor", "poor"): 99, ("poor", "near_poor"): 14, ("poor", None): 16,
        ("near_poor", "poor"): 5, ("near_poor", "near_poor"): 178, ("near_poor", None): 51,
        (None, "poor"): 9, (None, "near_poor"): 26,
    }  # fmt: skip
    matrix = transition_matrix(panel_transitions(sample.two, events=sample.events), totals=sample.totals)
    off = {"none": None, "outside": None}
    found = Counter()
    for row in matrix.itertuples():
        pair = off.get(row.class_before, row.class_before), off.get(row.class_after, row.class_after)
        if pair != (None, None):
            found[pair] += row.households
    assert found == classes(sample, FIRST, LAST)
    residents = sample.totals.groupby("round").total_households.sum()
    assert residents.tolist() == [20_000, 20_142]
    for round_, column in ((FIRST, "class_before"), (LAST, "class_after")):
        assert matrix[matrix[column] != "outside"].households.sum() == residents[round_]


def test_events_and_accounts_of_three_rounds(sample):
    with pytest.raises(ValueError, match=f"^no list of {FORM_ONLY} in {MIDDLE}: leave such units out of all"):
        panel_transitions(sample.households, events=sample.events)
    households = sample.households[sample.households.unit_code != FORM_ONLY]
    on = {
        name: {who: row for who, row in listed.items() if row["unit_code"] != FORM_ONLY}
        for name, listed in sample.on.items()
    }
    courses = panel_transitions(households, events=sample.events)
    events = panel_events(courses)
    for first, last in ((FIRST, MIDDLE), (MIDDLE, LAST)):
        mine = events[events.round_before == first]
        before, after = on[first].keys(), on[last].keys()
        assert set(mine[mine.event.isin(["stayed", "moved"])].household_id) == before & after
        assert set(mine[mine.class_after == "none"].household_id) == before - after
        assert set(mine[mine.class_before == "none"].household_id) == after - before
    account = stock_accounts(courses)
    account = account[(account.measure == "multidimensional") & (account.account == "households")]
    values = account.pivot(index="round_after", columns="item", values="value")
    # 335 − 38 + 20 = 317, 317 − 23 + 12 = 306
    assert values.loc[MIDDLE, ["opening", "closing"]].tolist() == [335, 317]
    assert values.loc[LAST, ["opening", "closing"]].tolist() == [317, 306]
    gone = courses[courses.movement == "left"].groupby("round_before").size()
    assert gone.to_dict() == {FIRST: 38, MIDDLE: 23}
    # Nobody who came between the preliminary and the official list had stood on the one of a year before.
    came = on[LAST].keys() - on[MIDDLE].keys()
    assert (len(came), len(came & on[FIRST].keys())) == (12, 0)
    spells = list_spells(households)
    assert not spells.months_off.notna().any()


def test_relapses_of_the_register(sample):
    watched = escapes(sample.events, sample.two, dt.date.fromisoformat(LAST), since=dt.date(2022, 12, 31))
    fallen_back = {
        row["household_id"]
        for row in sample.events.to_dict("records")
        if row["reason"].startswith("relapse_") and row["household_id"] in set(watched.household_id)
    }
    assert set(watched[watched.relapsed].household_id) == fallen_back
    shares = relapse_shares(watched, sample.programme.newly_escaped.months)
    off = Fraction(1)
    for row in shares.itertuples():
        at = pd.DateOffset(months=int(row.months), days=int(row.days))
        exposed = [
            w
            for w in watched.itertuples()
            if w.watched_from < w.escaped_on + at and w.watched_until >= w.escaped_on + at
        ]
        relapsed = [w for w in exposed if w.relapsed and w.watched_until == w.escaped_on + at]
        assert (row.at_risk, row.relapsed) == (len(exposed), len(relapsed))
        off *= Fraction(len(exposed) - len(relapsed), len(exposed))
        assert row.relapse_share == pytest.approx(float(1 - off))
    assert shares.relapsed.sum() == 7
    assert float(1 - off) == pytest.approx(0.1246, abs=5e-5)


def test_change_of_m0_and_of_the_deprivations(sample):
    cutoff = load_standard(LAST).poor_from_count
    courses = panel_transitions(sample.two, events=sample.events)
    result = af_decompose_flows(
        sample.two, list(INDICATORS), cutoff, totals=sample.totals, courses=courses, missing="not_deprived"
    )
    score = {
        name: {who: sum(row[i] == 1 for i in INDICATORS) for who, row in rows.items()}
        for name, rows in sample.on.items()
    }
    poor = {name: {w: s for w, s in mine.items() if s >= cutoff} for name, mine in score.items()}
    was, is_ = poor[FIRST], poor[LAST]
    assert (len(was), len(is_)) == (132, 116)
    per = (Fraction(1, 20_000) + Fraction(1, 20_142)) / 2 / 12
    gone = {"moved_out", "merged", "died", "correction"}
    reason = {row.household_id: row.reason for row in courses.itertuples() if row.movement == "left"}
    expected = {
        "exits": -per * sum(s for w, s in was.items() if w not in is_ and reason.get(w) not in gone),
        "left_population": -per * sum(s for w, s in was.items() if w not in is_ and reason.get(w) in gone),
        "entries": per * sum(s for w, s in is_.items() if w not in was),
        "stayed": per * sum(is_[w] - was[w] for w in was.keys() & is_.keys()),
        "change": Fraction(sum(is_.values()), 12 * 20_142) - Fraction(sum(was.values()), 12 * 20_000),
    }
    mine = result[result.measure == "M0"].set_index("component")
    found = {n: Fraction(mine.numerator[n], mine.denominator[n]) for n in expected}
    # Nobody poor came in by moving or by a split, so that every entrant is an entry.
    assert mine.households["joined_population"] == 0
    assert found == expected
    assert float(found["change"]) == pytest.approx(-0.00027968, abs=1e-8)


def test_flows_of_every_indicator(sample):
    flows = indicator_flows(sample.two)
    flows = flows[flows.measure == "multidimensional"].set_index("indicator")
    before, after = sample.on[FIRST], sample.on[LAST]
    for name in INDICATORS:
        pairs = Counter((before[w][name], after[w][name]) for w in before.keys() & after.keys())
        row = flows.loc[name]
        assert (row.kept, row.lost, row.gained) == (pairs[1, 1], pairs[1, 0], pairs[0, 1])
        assert row.left == sum(before[w][name] == 1 for w in before.keys() - after.keys())
        assert row.entered == sum(after[w][name] == 1 for w in after.keys() - before.keys())
    exits = exit_deprivations(sample.two, panel_transitions(sample.two, events=sample.events))
    counted = exits.groupby("class_after")[["deprived_before", "overcome", "not_known_after"]].sum()
    assert counted.loc["near_poor"].tolist() == [56, 38, 0]
    assert counted.loc["none"].tolist() == [64, 0, 64]
