"""Tables as people give them: types, gaps, doubles, times of the day; a right answer or one sentence."""

import datetime as dt

import pandas as pd
import pytest

from analysis.measures.panel import (
    af_decompose_flows,
    escapes,
    event_counts,
    exit_deprivations,
    indicator_flows,
    list_spells,
    panel_events,
    panel_transitions,
    relapse_shares,
    stock_accounts,
    transition_matrix,
)
from analysis.tables import INDICATORS

R1, R2, R3 = "2021-12-31", "2022-12-31", "2023-12-14"
ROWS = [
    ("a", R1, "poor", "1", 3),
    ("a", R2, "near_poor", "1", 3),
    ("a", R3, "poor", "2", 4),
    ("b", R2, "poor", "1", 2),
    ("c", R1, "poor", "2", 1),
    ("c", R3, "not_poor", "2", 1),
]
HOUSEHOLDS = pd.DataFrame(
    ROWS, columns=["household_id", "round", "poverty_class", "unit_code", "members"]
).assign(**dict.fromkeys(INDICATORS, 1))
EVENTS = pd.DataFrame(
    [
        ("b", "1", "none", "poor", "new", 2, "2022-12-31 10:00"),
        ("c", "2", "poor", "none", "exit_poverty", 1, "2022-12-31 23:59"),
    ],
    columns=["household_id", "unit_code", "class_before", "class_after", "reason", "members", "date"],
).assign(date=lambda f: pd.to_datetime(f.date), decision_date=lambda f: f.date)
COURSES = panel_transitions(HOUSEHOLDS, events=EVENTS)
TOTALS = pd.DataFrame(
    [(unit, day, 100, 300) for unit in "12" for day in (R1, R2, R3)],
    columns=["unit_code", "round", "total_households", "total_persons"],
)
OF_HOUSEHOLDS = {
    "panel_transitions": panel_transitions,
    "list_spells": list_spells,
    "indicator_flows": lambda h: indicator_flows(h, by="unit_code"),
    "af_decompose_flows": lambda h: af_decompose_flows(
        h, list(INDICATORS), 3, by="unit_code", weight="members"
    ),
}
OF_COURSES = {
    "panel_events": panel_events,
    "event_counts": lambda c: event_counts(c, "unit_code"),
    "stock_accounts": lambda c: stock_accounts(c, "unit_code"),
    "transition_matrix": lambda c: transition_matrix(c, totals=TOTALS, by="unit_code"),
    "exit_deprivations": lambda c: exit_deprivations(HOUSEHOLDS, c, by="unit_code"),
}
of_households = pytest.mark.parametrize("measure", OF_HOUSEHOLDS.values(), ids=OF_HOUSEHOLDS)
of_courses = pytest.mark.parametrize("measure", OF_COURSES.values(), ids=OF_COURSES)


def same(found, expected):
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, check_categorical=False)


@of_households
@pytest.mark.parametrize(
    "stored",
    [
        lambda h: h.astype("category"),
        lambda h: h.astype(object),
        lambda h: h.astype({"household_id": "string", "round": "string", "members": "string"}),
        lambda h: h.astype({"members": "Float64", "toilet": "boolean", "telecom": float}),
        lambda h: h.assign(round=pd.to_datetime(h["round"])),
        lambda h: h.assign(round=pd.to_datetime(h["round"]).dt.date),
        lambda h: h.iloc[::-1].set_axis([7] * len(h)),
    ],
)
def test_types_and_order_of_the_households_do_not_matter(measure, stored):
    same(measure(stored(HOUSEHOLDS)), measure(HOUSEHOLDS))


@of_courses
@pytest.mark.parametrize(
    "stored", [lambda c: c.astype("category"), lambda c: c.astype(object), lambda c: c.set_axis([7] * len(c))]
)
def test_types_of_the_courses_do_not_matter(measure, stored):
    same(measure(stored(COURSES)), measure(COURSES))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *((name, column) for name in OF_HOUSEHOLDS for column in ("round", "household_id", "unit_code")),
        *((name, "members") for name in OF_HOUSEHOLDS if name != "indicator_flows"),
        *((name, "poverty_class") for name in OF_HOUSEHOLDS if name != "af_decompose_flows"),
    ],
)
def test_a_column_that_households_lack_is_named(name, column):
    sentence = f"no column (poverty_class_recorded or )?{column} in households"
    with pytest.raises(ValueError, match=sentence):
        OF_HOUSEHOLDS[name](HOUSEHOLDS.drop(columns=column))


@of_courses
@pytest.mark.parametrize("column", ["round_before", "household_id", "unit_code", "movement", "persons_after"])
def test_a_column_that_courses_lack_is_named(measure, column):
    with pytest.raises(ValueError, match=f"no column {column} in courses; there are: "):
        measure(COURSES.drop(columns=column))


@of_courses
def test_courses_given_twice_or_with_gaps_are_refused(measure):
    with pytest.raises(ValueError, match="6 courses stand twice"):
        measure(pd.concat([COURSES, COURSES]))
    with pytest.raises(ValueError, match="6 courses lack something"):
        measure(COURSES.assign(class_after=pd.NA))


@of_courses
def test_no_courses_are_no_rows(measure):
    assert len(measure(COURSES.head(0))) == 0


@of_households
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda h: h.head(0), "a panel needs 2 rounds or more, and these households have 0"),
        (lambda h: h.head(1), "a panel needs 2 rounds or more, and these households have 1"),
        (lambda h: pd.concat([h, h.head(1)]), "1 rows of the (list|round) 2021-12-31 repeat a household"),
        (lambda h: h.assign(household_id=h.household_id.where(h.household_id != "b")), "1 rows .*household"),
        (lambda h: h.assign(round=h["round"] + " 08:00"), "not the date of a round: 2021-12-31 08:00"),
        (
            lambda h: h.assign(round=h["round"].replace(R1, "2021-12-1")),
            "not the date of a round: 2021-12-1;",
        ),
    ],
)
def test_households_that_are_no_panel_are_refused_by_a_sentence(measure, change, sentence):
    with pytest.raises(ValueError, match=sentence):
        measure(change(HOUSEHOLDS))


@pytest.mark.parametrize("members", [2.5, "x", -1])
@pytest.mark.parametrize("measure", [panel_transitions, list_spells])
def test_members_that_are_no_whole_number_are_refused(measure, members):
    with pytest.raises(ValueError, match="members is no whole number in"):
        measure(HOUSEHOLDS.assign(members=members))


def test_more_members_than_there_are_people_are_refused_before_a_sum_overflows():
    # Two households of 2^62 people add up to 2^63, which in 64 bits is negative.
    with pytest.raises(ValueError, match="members of the list 2021-12-31 are more people than can be"):
        panel_transitions(HOUSEHOLDS.assign(members=2**62))


def test_an_event_counts_on_its_day_whatever_the_time():
    # Both were decided on the day of the second list, one of them a minute before midnight.
    reasons = COURSES.set_index(["round_before", "household_id"]).reason
    assert (reasons[R1, "b"], reasons[R1, "c"]) == ("new", "exit_poverty")
    zoned = EVENTS.assign(date=EVENTS.date.dt.tz_localize("Asia/Ho_Chi_Minh"))
    for told in (zoned, EVENTS.assign(date=EVENTS.date.dt.date), EVENTS.assign(date="2022-12-31")):
        pd.testing.assert_frame_equal(panel_transitions(HOUSEHOLDS, events=told), COURSES)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda e: e.drop(columns="reason"), "no column reason in events"),
        (lambda e: e.assign(date=pd.NaT), "2 events lack one of household_id, unit_code, date"),
        (lambda e: e.assign(class_after=None), "2 events lack one of household_id, unit_code, date"),
        (lambda e: e.assign(date="yesterday"), "2 values of date are no dates: write them as 2023-12-14"),
    ],
)
def test_events_that_are_none_are_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        panel_transitions(HOUSEHOLDS, events=change(EVENTS))


def test_exits_of_households_that_are_not_given_are_refused_and_not_read_off_others():
    with pytest.raises(ValueError, match="1 courses are of no household and round given"):
        exit_deprivations(HOUSEHOLDS[HOUSEHOLDS.household_id != "c"], COURSES)


@pytest.mark.parametrize(
    "stored",
    [
        lambda t: t.astype("category"),
        lambda t: t.assign(unit_code=t.unit_code.astype(int)),
        lambda t: t.assign(round=pd.to_datetime(t["round"])),
        lambda t: t.astype({"total_households": str}),
    ],
)
def test_types_of_the_totals_do_not_matter(stored):
    for by in (None, "unit_code"):
        expected = transition_matrix(COURSES, totals=TOTALS, by=by)
        same(transition_matrix(COURSES, totals=stored(TOTALS), by=by), expected)


def test_totals_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="no column round in totals"):
        transition_matrix(COURSES, totals=TOTALS.drop(columns="round"))
    with pytest.raises(ValueError, match="6 values of total_households are no whole numbers"):
        transition_matrix(COURSES, totals=TOTALS.assign(total_households=9.5))
    units = TOTALS.assign(unit_code=TOTALS.unit_code.astype(int))
    with pytest.raises(ValueError, match="unit_code holds texts and numbers"):
        af_decompose_flows(HOUSEHOLDS, list(INDICATORS), 3, by="unit_code", totals=units)


@pytest.mark.parametrize("classes", ["poor", ()])
def test_spells_of_no_classes_are_refused(classes):
    with pytest.raises(ValueError, match="write a tuple, such as"):
        list_spells(HOUSEHOLDS, classes=classes)


def test_flows_of_no_indicators_are_refused():
    with pytest.raises(ValueError, match="no indicators are given"):
        indicator_flows(HOUSEHOLDS, indicators=[])


WATCHED = escapes(EVENTS, HOUSEHOLDS.head(0), dt.date(2023, 12, 31))


def test_an_escape_on_the_last_day_watched_is_of_that_day():
    # c escaped a minute before midnight of 31/12/2022; a year later 12 months are over, whatever the time
    assert WATCHED.escaped_on.tolist() == [pd.Timestamp(R2)]
    shares = relapse_shares(WATCHED, 12)
    assert shares.values.tolist() == [[12, 0, 1, 0, 0.0]]
    texts = WATCHED.astype(dict.fromkeys(["escaped_on", "watched_from", "watched_until"], "string"))
    pd.testing.assert_frame_equal(relapse_shares(texts, 12), shares)


@pytest.mark.parametrize(
    ("change", "options", "sentence"),
    [
        (lambda e: e.drop(columns="relapsed"), {}, "no column relapsed in escapes"),
        (lambda e: e, {"by": "village"}, "no column village in escapes"),
        (lambda e: e, {"months": 0}, "0 months are no term"),
        (lambda e: e.assign(watched_until=pd.NaT), {}, "1 escapes lack a day or group"),
        (lambda e: e.assign(class_before=None), {"by": "class_before"}, "1 escapes lack a day or group"),
        (lambda e: e.assign(watched_until=e.escaped_on - pd.Timedelta(days=3)), {}, "have days out of order"),
    ],
)
def test_escapes_that_nobody_could_watch_are_refused(change, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        relapse_shares(change(WATCHED), **{"months": 12} | options)


def test_without_escapes_there_is_no_share():
    none = WATCHED.head(0)
    assert relapse_shares(none, 12).at_risk.tolist() == [0]
    assert len(relapse_shares(none, 12, by="class_before")) == 0
    with pytest.raises(ValueError, match="no column date in events"):
        escapes(EVENTS.drop(columns="date"), HOUSEHOLDS, dt.date(2023, 12, 31))
