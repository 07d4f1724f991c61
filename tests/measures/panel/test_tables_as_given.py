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
from analysis.programme import NewlyEscaped
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
# Nobody of unit 1 stands on the last list, nobody of unit 2 on the second.
EMPTY = {"empty_units": ["1", "2"]}
COURSES = panel_transitions(HOUSEHOLDS, events=EVENTS, **EMPTY)
TOTALS = pd.DataFrame(
    [(unit, day, 100, 300) for unit in "12" for day in (R1, R2, R3)],
    columns=["unit_code", "round", "total_households", "total_persons"],
)
OF_HOUSEHOLDS = {
    "panel_transitions": lambda h: panel_transitions(h, **EMPTY),
    "list_spells": lambda h: list_spells(h, **EMPTY),
    "indicator_flows": lambda h: indicator_flows(h, by="unit_code", **EMPTY),
    "af_decompose_flows": lambda h: af_decompose_flows(
        h, list(INDICATORS), 3, by="unit_code", weight="members", **EMPTY
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
@pytest.mark.parametrize("measure", [OF_HOUSEHOLDS[n] for n in ("panel_transitions", "list_spells")])
def test_members_that_are_no_whole_number_are_refused(measure, members):
    with pytest.raises(ValueError, match="members is no whole number in"):
        measure(HOUSEHOLDS.assign(members=members))


def test_more_members_than_there_are_people_are_refused_before_a_sum_overflows():
    # Two households of 2^62 people add up to 2^63, which in 64 bits is negative.
    with pytest.raises(ValueError, match="members of the list 2021-12-31 are more people than can be"):
        panel_transitions(HOUSEHOLDS.assign(members=2**62), **EMPTY)


def test_an_event_counts_on_its_day_whatever_the_time():
    # Both were decided on the day of the second list, one of them a minute before midnight.
    reasons = COURSES.set_index(["round_before", "household_id"]).reason
    assert (reasons[R1, "b"], reasons[R1, "c"]) == ("new", "exit_poverty")
    zoned = EVENTS.assign(date=EVENTS.date.dt.tz_localize("Asia/Ho_Chi_Minh"))
    for told in (zoned, EVENTS.assign(date=EVENTS.date.dt.date), EVENTS.assign(date="2022-12-31")):
        pd.testing.assert_frame_equal(panel_transitions(HOUSEHOLDS, events=told, **EMPTY), COURSES)


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
        panel_transitions(HOUSEHOLDS, events=change(EVENTS), **EMPTY)


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
        af_decompose_flows(HOUSEHOLDS, list(INDICATORS), 3, by="unit_code", totals=units, **EMPTY)


@of_households
@pytest.mark.parametrize(("unit", "name"), [("1", R1), ("2", R3), ("2", R2)])
def test_a_unit_without_a_list_in_one_round_is_named_and_moves_nobody(measure, unit, name, monkeypatch):
    known = HOUSEHOLDS.assign(household_id=HOUSEHOLDS.household_id + HOUSEHOLDS["round"])
    kept = [(f"kept {u}", r, "not_poor", u, 1) for u in "12" for r in (R1, R2, R3)]
    kept = pd.DataFrame(kept, columns=list(HOUSEHOLDS)[:5]).assign(**dict.fromkeys(INDICATORS, 0))
    whole = pd.concat([known, kept], ignore_index=True)
    monkeypatch.setitem(EMPTY, "empty_units", [])
    measure(whole)
    without = whole[(whole.unit_code != unit) | (whole["round"] != name)]
    sentence = (
        f"^no list of {unit} in {name}: leave such units out of all rounds, or name them in empty_units"
    )
    with pytest.raises(ValueError, match=sentence):
        measure(without)
    measure(without[without.unit_code != unit])
    monkeypatch.setitem(EMPTY, "empty_units", [unit])
    measure(without)
    monkeypatch.setitem(EMPTY, "empty_units", unit)
    with pytest.raises(ValueError, match=rf"empty_units='{unit}': write a list of units"):
        measure(without)


@pytest.mark.parametrize("classes", ["poor", ()])
def test_spells_of_no_classes_are_refused(classes):
    with pytest.raises(ValueError, match="write a tuple, such as"):
        list_spells(HOUSEHOLDS, classes=classes)


def test_flows_of_no_indicators_are_refused():
    with pytest.raises(ValueError, match="no indicators are given"):
        indicator_flows(HOUSEHOLDS, indicators=[])


WRONG = [
    (
        lambda: panel_transitions(HOUSEHOLDS, key="hid"),
        "no column hid in households; there are: household_id",
    ),
    (lambda: list_spells(HOUSEHOLDS, key="hid"), "no column hid in households"),
    (lambda: indicator_flows(HOUSEHOLDS, key="hid"), "no column hid in households"),
    (lambda: indicator_flows(HOUSEHOLDS, by="aera"), "no column aera in households"),
    (
        lambda: indicator_flows(HOUSEHOLDS, indicators="toilet"),
        r"indicators='toilet': write a list of columns",
    ),
    (
        lambda: panel_transitions(HOUSEHOLDS, escaped="abc", **EMPTY),
        "escaped='abc': write a list of households",
    ),
    (lambda: panel_transitions(HOUSEHOLDS, events=HOUSEHOLDS, **EMPTY), "no column date, .* in events"),
    (lambda: transition_matrix(HOUSEHOLDS), "no column round_before, .* in courses; there are: household_id"),
    (lambda: stock_accounts(HOUSEHOLDS), "no column round_before, .* in courses"),
    (lambda: transition_matrix(COURSES, key="hid"), "no column hid in courses; there are: round_before"),
    (lambda: transition_matrix(COURSES, by="aera"), "by='aera': write 'unit_code', or None"),
    (lambda: transition_matrix(COURSES, totals={"1": 100}), "totals are a table, and this is a dict"),
    (
        lambda: af_decompose_flows(HOUSEHOLDS, list(INDICATORS), 3, totals={"1": 100}, **EMPTY),
        "totals are a table, and this is a dict",
    ),
    (lambda: escapes(EVENTS, HOUSEHOLDS, "soon"), "until='soon' is no day: write 2023-12-14"),
    (lambda: escapes(EVENTS, HOUSEHOLDS, R3, since="soon"), "since='soon' is no day: write 2023-12-14"),
    (lambda: escapes(HOUSEHOLDS, HOUSEHOLDS, R3), "no column class_before, .* in events"),
    (lambda: relapse_shares(HOUSEHOLDS, 36), "no column escaped_on, .* in escapes"),
    (lambda: relapse_shares(WATCHED, 36, by="class"), "no column class in escapes; there are: household_id"),
    (
        lambda: relapse_shares(WATCHED, "36"),
        "months='36': give whole months, as programme.newly_escaped.months",
    ),
    (lambda: relapse_shares(WATCHED, 36.5), "months=36.5: give whole months"),
    (
        lambda: relapse_shares(WATCHED, NewlyEscaped(months=36, reference="plan")),
        r"months=NewlyEscaped.*: give whole months, as programme\.newly_escaped\.months",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), WRONG)
def test_a_wrong_call_is_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_an_exit_older_than_the_papers_is_watched_from_since():
    # Four escaped on 31/12/2021 and none was back by 31/12/2022, when the papers at hand begin. One of
    # them, and one of two that escaped on 31/12/2022, fell back on 31/12/2023, after 24 and 12 months.
    rows = [(f"old {n}", "2021-12-31") for n in range(4)] + [(f"late {n}", "2022-12-31") for n in range(2)]
    out = pd.DataFrame(rows, columns=["household_id", "date"]).assign(
        unit_code="1", class_before="poor", class_after="none", reason="exit_poverty", members=1
    )
    back = out.iloc[[0, 4]].assign(class_before="none", class_after="poor", reason="relapse_poverty")
    told = pd.concat([out, back.assign(date="2023-12-31")]).assign(decision_date=lambda f: f.date)
    with_since, without = (
        relapse_shares(escapes(told, HOUSEHOLDS.head(0), "2023-12-31", since=day), 36).relapse_share.iloc[-1]
        for day in ("2022-12-31", None)
    )
    # At 12 months one of 6, where all count from their exit, but one of the 2 late ones, where the old
    # come under watch only after 12 months; then at 24 months one of 4.
    assert without == pytest.approx(1 - 5 / 6 * 3 / 4)
    assert with_since == pytest.approx(1 - 1 / 2 * 3 / 4)


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
