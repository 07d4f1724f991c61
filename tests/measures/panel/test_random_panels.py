"""What must hold for any panel: accounts close, squares add up, and every life is told as it was lived."""

import datetime as dt
import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.measures.deprivations import deprivations
from analysis.measures.movement_forms import FORMS, movement_forms
from analysis.measures.panel.af_decompose_flows import af_decompose_flows
from analysis.measures.panel.indicator_flows import FLOWS, exit_deprivations, indicator_flows
from analysis.measures.panel.list_spells import list_spells
from analysis.measures.panel.panel_events import DECREASES, INCREASES, panel_events
from analysis.measures.panel.panel_transitions import panel_transitions
from analysis.measures.panel.stock_accounts import IN, OUT, stock_accounts
from analysis.measures.panel.transition_matrix import transition_matrix
from analysis.measures.transitions import household_transitions, transitions
from analysis.tables import INDICATORS, LISTED, REASONS

ROUNDS = ["2021-12-31", "2022-12-31", "2023-10-24", "2023-12-14"]
UNITS = ["25693", "25699"]
enough = settings(deadline=None, max_examples=40)
few = settings(deadline=None, max_examples=12)  # of tests that make every table of a panel

rows = st.lists(
    st.tuples(
        st.integers(0, 7).map(lambda n: f"h{n}"),
        st.sampled_from(ROUNDS),
        st.sampled_from(UNITS),
        st.sampled_from(["poor", "near_poor", "average", "not_poor"]),
        st.integers(1, 6),
        st.integers(0, 2**12 - 1),
        st.integers(0, 2**12 - 1),
    ),
    unique_by=lambda row: row[:2],
    max_size=28,
)
papers = st.lists(
    st.tuples(
        st.dates(dt.date(2021, 1, 1), dt.date(2023, 12, 31)),
        st.integers(0, 8).map(lambda n: f"h{n}"),
        st.sampled_from([*UNITS, "99999"]),
        st.sampled_from([*LISTED, "none"]),
        st.sampled_from([*LISTED, "none"]),
        st.sampled_from(REASONS),
    ),
    max_size=20,
)


def lists(drawn, *, unknown=False):
    """The rows as a table; the last number says which marks are missing, where any may be."""
    columns = ["household_id", "round", "unit_code", "poverty_class_recorded", "members", "marks", "gaps"]
    # A list nobody stands on is still a list: a household of each unit that is never poor keeps each of them.
    kept = [(f"kept {unit}", name, unit, "not_poor", 1, 0, 0) for name in ROUNDS for unit in UNITS]
    frame = pd.DataFrame([*drawn, *kept], columns=columns)
    for place, name in enumerate(INDICATORS):
        marks = (frame.marks // 2**place % 2).astype("Int64")
        frame[name] = marks.mask(frame.gaps // 2**place % 2 == 1) if unknown else marks
    return frame.drop(columns=["marks", "gaps"])


def told(drawn):
    columns = ["date", "household_id", "unit_code", "class_before", "class_after", "reason"]
    return pd.DataFrame(drawn, columns=columns).assign(date=lambda f: pd.to_datetime(f.date))


def counted(drawn, name, unit, classes):
    members = [r[4] for r in drawn if r[1] == name and r[3] in classes and unit in (None, r[2])]
    return {"households": len(members), "persons": sum(members)}


@enough
@given(rows, papers)
@pytest.mark.parametrize("by", [None, "unit_code"])
def test_opening_less_out_plus_in_is_closing_in_every_account(by, drawn, told_):
    accounts = stock_accounts(panel_transitions(lists(drawn), events=told(told_)), by)
    stocks = {"poor": ("poor",), "near_poor": ("near_poor",), "multidimensional": LISTED}
    keys = ["round_before", "round_after", *([by] if by else []), "measure", "account"]
    for place, items in accounts.groupby(keys):
        place = dict(zip(keys, place, strict=True))
        value = items.set_index("item").value
        out, into = (value[value.index.isin(ways)].sum() for ways in (OUT, IN))
        assert value.opening - out + into + value.size_change == value.closing
        for when, item in (("before", "opening"), ("after", "closing")):
            stock = counted(drawn, place[f"round_{when}"], place.get(by), stocks[place["measure"]])
            assert value[item] == stock[place["account"]]


@enough
@given(rows, papers)
def test_the_official_forms_are_the_accounts_of_each_unit_with_coarser_items(drawn, told_):
    households, events = lists(drawn), told(told_)
    two = [households[households["round"] == name] for name in ROUNDS[:2]]
    during = events[(events.date > pd.Timestamp(ROUNDS[0])) & (events.date <= pd.Timestamp(ROUNDS[1]))]
    courses = panel_transitions(pd.concat(two), events=during)
    assume(len(courses))
    forms = movement_forms(transitions(*two, events=during), units=UNITS)
    accounts = stock_accounts(courses, "unit_code", units=UNITS)
    keys = ["unit_code", "account"]
    for form, class_ in FORMS.items():
        of_form = forms[forms.form == form].pivot(index=keys, columns="item", values="value")
        fine = accounts[accounts.measure == class_].pivot(index=keys, columns="item", values="value")
        other = LISTED[1 - LISTED.index(class_)]
        for item in ("opening", f"to_{other}", f"from_{other}", "size_change", "closing"):
            assert of_form[item].equals(fine[item])
        assert (of_form.out_of_both + of_form.other_decrease).equals(fine[list(DECREASES)].sum(axis=1))
        assert of_form.relapse.equals(fine.re_entered)
        assert (of_form.new + of_form.other_increase + of_form.relapse).equals(
            fine[list(INCREASES)].sum(axis=1)
        )


@enough
@given(rows, papers)
@pytest.mark.parametrize("by", [None, "unit_code"])
def test_rows_and_columns_of_the_matrix_are_the_stocks_and_the_residents(by, drawn, told_):
    residents = {  # rising and falling, so that the balance comes from and goes outside
        (unit, name): 20 + 3 * i + (7 if unit == UNITS[0] else -5 * i)
        for i, name in enumerate(ROUNDS)
        for unit in UNITS
    }
    totals = pd.DataFrame(
        [(unit, name, n, 7 * n) for (unit, name), n in residents.items()],
        columns=["unit_code", "round", "total_households", "total_persons"],
    )
    matrix = transition_matrix(panel_transitions(lists(drawn), events=told(told_)), totals=totals, by=by)
    assert (matrix[["households", "persons_before", "persons_after"]] >= 0).all(axis=None)
    for when, class_ in (("before", "class_before"), ("after", "class_after")):
        keys = [f"round_{when}", *([by] if by else [])]
        for place, cells in matrix[matrix[class_] != "outside"].groupby(["round_before", *keys]):
            name, unit = place[1], place[2] if by else None
            units = [unit] if unit else UNITS
            everybody = sum(residents[u, name] for u in units)
            assert cells.households.sum() == everybody
            assert cells[f"persons_{when}"].sum() == 7 * everybody
            for listed in LISTED:
                mine, stock = cells[cells[class_] == listed], counted(drawn, name, unit, (listed,))
                assert mine.households.sum() == stock["households"] == mine[f"households_{when}"].max()
                assert mine[f"persons_{when}"].sum() == stock["persons"]


@few
@given(rows, papers, st.integers(0, 2**32 - 1))
def test_order_and_index_of_the_rows_do_not_matter_and_the_tables_stay_as_they_were(drawn, told_, seed):
    households, events = lists(drawn), told(told_).drop_duplicates(["date"])
    shuffled = households.sample(frac=1, random_state=seed)
    copies = shuffled.copy(), events.copy()
    courses = panel_transitions(shuffled, events=events)
    pd.testing.assert_frame_equal(courses, panel_transitions(households, events=events))
    for measure in (
        lambda h: list_spells(h),
        lambda h: indicator_flows(h, by="unit_code"),
        lambda h: exit_deprivations(h, courses),
        lambda h: af_decompose_flows(h, list(INDICATORS), [1, 3], by="unit_code", weight="members"),
    ):
        pd.testing.assert_frame_equal(measure(shuffled), measure(households))
    pd.testing.assert_frame_equal(shuffled, copies[0])
    pd.testing.assert_frame_equal(events, copies[1])


@enough
@given(rows, papers)
def test_two_rounds_of_a_panel_are_the_transitions_between_two_lists(drawn, told_):
    households, events = lists(drawn), told(told_)
    first, last = ROUNDS[:2]
    named = households["round"]
    until = events.date <= pd.Timestamp(first)
    courses = panel_transitions(households[named.isin([first, last])], events=events)
    expected = household_transitions(
        households[named == first],
        households[named == last],
        events=events[~until & (events.date <= pd.Timestamp(last))],
        escaped=events.household_id[until & events.reason.str.startswith("exit_")],
    )
    pd.testing.assert_frame_equal(courses[expected.columns], expected)


@enough
@given(rows)
def test_spells_cover_every_round_on_a_list_exactly_once(drawn):
    spells = list_spells(lists(drawn))
    covered = [
        (spell.household_id, name)
        for spell in spells.itertuples()
        for name in ROUNDS[ROUNDS.index(spell.start) : ROUNDS.index(spell.end) + 1]
    ]
    assert sorted(covered) == sorted((r[0], r[1]) for r in drawn if r[3] in LISTED)
    assert spells.rounds.sum() == len(covered)
    later = spells[spells.spell > 1]
    assert later.months_off.notna().all()
    assert spells.months_off.notna().sum() == len(later)


@few
@given(rows)
def test_flows_of_every_indicator_close_and_meet_the_deprivations_of_each_list(drawn):
    households = lists(drawn, unknown=True)
    flows = indicator_flows(households, by="unit_code")
    parts = [name for name in FLOWS if name not in ("opening", "closing", "never")]
    out, stay, into = ["lost", "became_unknown", "left"], "kept", ["gained", "became_known", "entered"]
    assert set(parts) == {*out, stay, *into}
    assert (flows.opening == flows[[stay, *out]].sum(axis=1)).all()
    assert (flows.closing == flows.opening - flows[out].sum(axis=1) + flows[into].sum(axis=1)).all()
    counts = deprivations(households, by="unit_code").set_index(
        ["round", "unit_code", "measure", "indicator"]
    )
    for row in flows.itertuples():
        for name, value in ((row.round_before, row.opening), (row.round_after, row.closing)):
            key = (name, row.unit_code, row.measure, row.indicator)
            assert value == (counts.households[key] if key in counts.index else 0)


def change_of(population_1, population_2, counted_, value, whole):
    """The change of a mean by its definition; `whole`: over everybody, not only over those counted."""
    means = []
    for members in (population_1, population_2):
        mine = [m for m in members if counted_(m)]
        over = len(members) if whole else len(mine)
        means.append(Fraction(sum(map(value, mine)), over) if over else None)
    return None if None in means else means[1] - means[0]


@enough
@given(rows, st.sampled_from([1, 3, 7]))
def test_parts_add_up_exactly_to_the_change_by_definition(drawn, cutoff):
    households = lists(drawn)
    result = af_decompose_flows(households, list(INDICATORS), cutoff, by="unit_code")
    scores = households[list(INDICATORS)].sum(axis=1).astype(int)
    for (first, last, by, group, measure), part in result.groupby(
        ["round_before", "round_after", "by", "group", "measure"]
    ):
        everybody = [
            scores[(households["round"] == name) & ((by == "all") | (households.unit_code == group))].tolist()
            for name in (first, last)
        ]
        expected = change_of(
            *everybody,
            (lambda score: True) if measure == "deprivations" else (lambda score: score >= cutoff),
            {
                "H": lambda score: 1,
                "M0": lambda score: Fraction(score, 12),
                "A": lambda score: Fraction(score, 12),
                "deprivations": lambda score: score,
            }[measure],
            measure in ("H", "M0"),
        )
        value = part.set_index("component")
        if expected is None:
            assert value.numerator[["change", "exits", "stayed"]].isna().all()
            continue
        assert Fraction(value.numerator.change, value.denominator.change) == expected
        parts = value.drop(index=["before", "after", "change"])
        if parts.numerator.notna().all():
            assert parts.denominator.nunique() == 1
            assert parts.numerator.sum() == value.numerator.change
        else:  # nobody stayed: the mean of those who did can't be compared with
            assert measure in ("A", "deprivations")
            assert value.households.stayed == 0


@enough
@given(
    rows,
    st.lists(st.integers(0, 2**62), min_size=1, max_size=8),
    st.lists(st.fractions(0, 2, max_denominator=10**18), min_size=12, max_size=12),
)
def test_parts_add_up_exactly_whatever_the_weights(drawn, sizes, weights):
    # Persons up to 2^62 and weights of eighteen decimals pass 64 bits in every product of the two.
    households = lists(drawn)
    households["members"] = pd.array([sizes[n % len(sizes)] for n in range(len(households))], "Int64")
    indicators = dict(zip(INDICATORS, weights, strict=True))
    assume(any(weights))
    cutoff = sum(weights) / 3
    result = af_decompose_flows(households, indicators, cutoff, weight="members", by="unit_code")
    scores = [
        sum((weights[i] for i, mark in enumerate(marks) if mark), Fraction())
        for marks in households[list(INDICATORS)].itertuples(index=False)
    ]
    people = list(zip(households["round"], households.unit_code, households.members, scores, strict=True))
    for (first, last, by, group, measure), part in result[result.measure.isin(["H", "M0"])].groupby(
        ["round_before", "round_after", "by", "group", "measure"]
    ):
        levels = []
        for name in (first, last):
            mine = [(int(n), s) for r, unit, n, s in people if r == name and (by == "all" or unit == group)]
            points = sum(n * (s / sum(weights) if measure == "M0" else 1) for n, s in mine if s >= cutoff)
            residents = sum(n for n, _ in mine)
            levels.append(Fraction(points) / residents if residents else None)
        value = part.set_index("component")
        if None in levels:
            assert value.numerator[["change", "exits", "stayed"]].isna().all()
            continue
        exact = {row.Index: Fraction(row.numerator, row.denominator) for row in value.itertuples()}
        assert [exact["before"], exact["after"]] == levels
        assert exact["change"] == levels[1] - levels[0]
        assert (
            sum(exact[name] for name in exact if name not in ("before", "after", "change")) == exact["change"]
        )


@few
@given(rows, papers, st.integers(0, 2**48))
def test_accounts_of_huge_households_close_to_the_person(drawn, told_, size):
    drawn = [(*row[:4], row[4] + size, *row[5:]) for row in drawn]
    accounts = stock_accounts(panel_transitions(lists(drawn), events=told(told_)), "unit_code")
    persons = accounts[(accounts.account == "persons") & (accounts.measure == "multidimensional")]
    for (first, last, unit), items in persons.groupby(["round_before", "round_after", "unit_code"]):
        value = {row.item: int(row.value) for row in items.itertuples()}
        out, into = (sum(value.get(way, 0) for way in ways) for ways in (OUT, IN))
        assert value["opening"] - out + into + value["size_change"] == value["closing"]
        assert value["opening"] == counted(drawn, first, unit, LISTED)["persons"]
        assert value["closing"] == counted(drawn, last, unit, LISTED)["persons"]


# --- lives: what households go through, the lists and papers it leaves, and the event it must be told as

LIVES = {  # state: (step, next state, event; None where it is on neither list)
    "listed": [
        ("stay", "listed", "stayed"),
        ("exit", "escaped", "left"),
        ("move", "listed", "moved"),
        ("moved_out", "away", "moved_out"),
        ("merged", "ended", "merged"),
        ("died", "ended", "dissolved"),
        ("correction", "struck", "left"),
        ("vanish", "struck", "left"),
    ],
    "escaped": [
        ("off", "escaped", None),
        ("relapse_poverty", "listed", "re_entered"),
        ("silent", "listed", "re_entered"),
        ("moved_in", "listed", "moved_in"),
        ("split", "listed", "split"),
        ("correction", "listed", "entered"),
    ],
    "away": [("off", "away", None), ("moved_in", "listed", "moved_in")],
    "struck": [("off", "struck", None), ("silent", "listed", "entered"), ("new", "listed", "new")],
    "unknown": [
        ("off", "unknown", None),
        ("new", "listed", "new"),
        ("split", "listed", "split"),
        ("moved_in", "listed", "moved_in"),
        ("silent", "listed", "entered"),
    ],
    "ended": [("off", "ended", None)],
}


@st.composite
def lives(draw):
    """(lists, papers, the true event of each household and pair of rounds)."""
    on_lists, papers_, truth = [], [], {}
    for n in range(draw(st.integers(1, 6))):
        state = draw(st.sampled_from(["listed", "unknown"]))
        unit, class_, escaped = draw(st.sampled_from(UNITS)), draw(st.sampled_from(LISTED)), False
        if state == "listed":
            on_lists.append((f"h{n}", ROUNDS[0], unit, class_, 3, 0, 0))
        for first, last in itertools.pairwise(ROUNDS):
            step, after, event = draw(st.sampled_from(LIVES[state]))
            day = dt.date.fromisoformat(first) + dt.timedelta(days=draw(st.integers(1, 50)))
            was = class_
            if after == "listed":
                class_ = draw(st.sampled_from(LISTED))
            if step == "exit":
                reason = draw(st.sampled_from(["exit_poverty", "exit_near_poverty"]))
                papers_.append((day, f"h{n}", unit, was, "none", reason))
                escaped = True
            elif step == "move":
                if draw(st.booleans()):
                    papers_.append((day, f"h{n}", unit, was, "none", "moved_out"))
                unit = UNITS[1 - UNITS.index(unit)]
            elif state == "listed" and after != "listed" and step != "vanish":
                papers_.append((day, f"h{n}", unit, was, "none", step))
            elif state != "listed" and after == "listed":
                if step != "silent":
                    papers_.append((day, f"h{n}", unit, "none", class_, step))
                elif escaped:  # once recognised as escaped, it stays known, whatever happened since
                    event = "re_entered"
            if event == "new" and escaped:
                event = "re_entered"
            if event:
                truth[f"h{n}", first] = event
            if after == "listed":
                on_lists.append((f"h{n}", last, unit, class_, 3, 0, 0))
            state = after
    return on_lists, papers_, truth


@settings(deadline=None, max_examples=80)
@given(lives())
def test_every_life_is_told_as_it_was_lived(lived):
    on_lists, papers_, truth = lived
    events = panel_events(panel_transitions(lists(on_lists), events=told(papers_)))
    found = {(row.household_id, row.round_before): row.event for row in events.itertuples()}
    assert found == truth
    assert not events.duplicated(["household_id", "round_before"]).any()
    known = events.unit_before.notna() == (events.class_before != "none")
    assert np.all(known & (events.unit_after.notna() == (events.class_after != "none")))
