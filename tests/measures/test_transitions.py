"""Known answers on a panel small enough to follow by eye, and exact stocks for any panel."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.list_events import list_events
from analysis.measures.period_transitions import period_transitions
from analysis.measures.transitions import household_transitions, transitions
from analysis.tables import COUNTS, EXITS, HOUSEHOLDS, MOVEMENTS, conform, empty

A, B = "25693", "25699"


def households(*rows, round_="2022-12-31"):
    """(household, unit, class, members) as a minimal list."""
    frame = pd.DataFrame(rows, columns=["household_id", "unit_code", "poverty_class", "members"])
    return frame.assign(round=round_)


def events(*rows):
    """(date, household, unit, class before, class after, reason)."""
    columns = ["date", "household_id", "unit_code", "class_before", "class_after", "reason"]
    return pd.DataFrame(rows, columns=columns).assign(date=lambda frame: pd.to_datetime(frame.date))


# Ten households of unit A at the start, every movement there is.
BEFORE = households(
    ("stays", A, "poor", 4),
    ("grows", A, "near_poor", 2),
    ("eases", A, "poor", 3),
    ("sinks", A, "near_poor", 5),
    ("escapes", A, "poor", 6),
    ("escapes-near", A, "near_poor", 1),
    ("dies", A, "poor", 1),
    ("moves", A, "near_poor", 3),
    ("vanishes", A, "poor", 2),
    ("returns", A, "poor", 2),
)
AFTER = households(
    ("stays", A, "poor", 4),
    ("grows", A, "near_poor", 3),
    ("eases", A, "near_poor", 3),
    ("sinks", A, "poor", 5),
    ("escapes", A, "not_poor", 6),
    ("moves", B, "near_poor", 3),
    ("returns", A, "poor", 2),
    ("new", A, "near_poor", 4),
    ("relapses", A, "poor", 2),
    ("escaped-once", A, "near_poor", 3),
    ("splits", A, "poor", 1),
    ("unheard-of", A, "poor", 7),
)
EVENTS = events(
    ("2023-03-01", "eases", A, "poor", "near_poor", "exit_poverty"),
    ("2023-03-01", "sinks", A, "near_poor", "poor", "became_poor"),
    ("2023-04-01", "escapes", A, "poor", "near_poor", "exit_poverty"),
    ("2023-09-01", "escapes", A, "near_poor", "not_poor", "exit_near_poverty"),
    ("2023-09-01", "escapes-near", A, "near_poor", "none", "exit_near_poverty"),
    ("2023-05-01", "dies", A, "poor", "none", "died"),
    ("2023-05-01", "returns", A, "poor", "none", "exit_poverty"),
    ("2023-08-01", "returns", A, "none", "poor", "relapse_poverty"),
    ("2023-02-01", "new", A, "none", "near_poor", "new"),
    ("2023-02-01", "relapses", A, "none", "near_poor", "relapse_near_poverty"),
    ("2023-06-01", "relapses", A, "near_poor", "poor", "became_poor"),
    ("2023-06-01", "escaped-once", A, "none", "near_poor", "new"),
    ("2023-06-01", "splits", A, "none", "poor", "split"),
)

COURSES = {
    ("stays", A): ("poor", "poor", "stayed", "unchanged"),
    ("grows", A): ("near_poor", "near_poor", "stayed", "unchanged"),
    ("eases", A): ("poor", "near_poor", "stayed", "exit_poverty"),
    ("sinks", A): ("near_poor", "poor", "stayed", "became_poor"),
    # Two steps, poor to near-poor to off the list: the last leave gives the reason.
    ("escapes", A): ("poor", "none", "left", "exit_near_poverty"),
    ("escapes-near", A): ("near_poor", "none", "left", "exit_near_poverty"),
    ("dies", A): ("poor", "none", "left", "died"),
    ("moves", A): ("near_poor", "none", "left", "moved_out"),
    ("moves", B): ("none", "near_poor", "entered", "moved_in"),
    ("vanishes", A): ("poor", "none", "left", "unexplained"),
    # Left in May, back in August: the two lists decide.
    ("returns", A): ("poor", "poor", "stayed", "unchanged"),
    ("new", A): ("none", "near_poor", "entered", "new"),
    # Came back near-poor and became poor later: the first entry gives the reason.
    ("relapses", A): ("none", "poor", "re_entered", "relapse_near_poverty"),
    # Called new by the paper, but its earlier exit is known.
    ("escaped-once", A): ("none", "near_poor", "re_entered", "new"),
    # Its earlier exit is known too, but a split says nothing of its living.
    ("splits", A): ("none", "poor", "entered", "split"),
    ("unheard-of", A): ("none", "poor", "entered", "unexplained"),
}


def test_every_movement_of_a_small_panel_has_its_course_and_reason():
    courses = household_transitions(BEFORE, AFTER, events=EVENTS, escaped=["escaped-once", "splits", "moves"])
    found = {
        (row.household_id, row.unit_code): (row.class_before, row.class_after, row.movement, row.reason)
        for row in courses.itertuples()
    }
    assert found == COURSES


def test_transitions_count_households_and_persons_of_the_same_course():
    before = households(("a", A, "poor", 4), ("b", A, "poor", 2), ("c", A, "poor", 1))
    after = households(("a", A, "near_poor", 5), ("b", A, "near_poor", 2), ("c", A, "poor", 1))
    # a and b: 4 + 2 = 6 persons before, 5 + 2 = 7 after
    assert transitions(before, after).values.tolist() == [
        [A, "poor", "near_poor", "stayed", "unexplained", 2, 6, 7],
        [A, "poor", "poor", "stayed", "unchanged", 1, 1, 1],
    ]


def test_recorded_class_counts_and_the_recomputed_one_fills_its_gaps():
    before = households(("a", A, "near_poor", 1), ("b", A, "near_poor", 1)).assign(
        poverty_class_recorded=["poor", None]
    )
    rows = transitions(before, before.iloc[:0])
    assert sorted(rows.class_before) == ["near_poor", "poor"]


def test_other_keys_than_the_household_code_can_be_followed():
    before = households(("a", A, "poor", 1)).rename(columns={"household_id": "pair"}).assign(pair=[7])
    told = events(("2023-03-01", 7, A, "poor", "none", "died")).rename(columns={"household_id": "pair"})
    assert transitions(before, before.iloc[:0], key="pair", events=told).reason.tolist() == ["died"]


def test_events_of_another_unit_do_not_explain_a_household_of_the_same_code():
    told = events(("2023-03-01", "a", B, "poor", "none", "died"))
    rows = transitions(households(("a", A, "poor", 1)), households(), events=told)
    assert rows.reason.tolist() == ["unexplained"]


def test_household_standing_twice_on_a_list_is_refused_without_naming_it():
    twice = households(("secret", A, "poor", 1), ("secret", B, "poor", 1))
    with pytest.raises(ValueError, match=r"^1 rows of the list after repeat") as error:
        transitions(households(), twice)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("column", ["household_id", "unit_code", "members"])
def test_incomplete_rows_are_refused_by_number(column):
    broken = households(("a", A, "poor", 1), ("b", A, "poor", 1))
    broken[column] = broken[column].astype(object).where([True, False])
    with pytest.raises(ValueError, match=r"^1 rows of the list before lack"):
        transitions(broken, households())


def test_two_empty_lists_have_no_movement():
    assert transitions(empty(HOUSEHOLDS), empty(HOUSEHOLDS)).empty


panels = st.lists(
    st.tuples(
        st.integers(0, 12).map(lambda n: f"h{n}"),
        st.sampled_from([A, B]),
        st.sampled_from(["poor", "near_poor", "average", "not_poor"]),
        st.integers(1, 9),
    ),
    unique_by=lambda row: row[0],
    max_size=13,
)
papers = st.lists(
    st.tuples(
        st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        st.integers(0, 12).map(lambda n: f"h{n}"),
        st.sampled_from([A, B]),
        st.sampled_from(["poor", "near_poor", "none"]),
        st.sampled_from(["poor", "near_poor", "none"]),
        st.sampled_from(["exit_poverty", "relapse_poverty", "new", "moved_in", "died"]),
    ),
    max_size=20,
)


@given(panels, panels, papers, st.sets(st.integers(0, 12).map(lambda n: f"h{n}")))
def test_rows_add_up_to_both_stocks_whatever_the_papers_say(was, is_, told, escaped):
    rows = transitions(households(*was), households(*is_), events=events(*told), escaped=escaped)
    for panel, side in ((was, "before"), (is_, "after")):
        for unit in (A, B):
            for class_ in ("poor", "near_poor"):
                stock = [members for _, u, c, members in panel if (u, c) == (unit, class_)]
                mine = rows[(rows.unit_code == unit) & (rows[f"class_{side}"] == class_)]
                assert mine.households.sum() == len(stock)
                assert mine[f"persons_{side}"].sum() == sum(stock)


@given(panels, panels, st.randoms())
def test_order_of_the_rows_does_not_matter(was, is_, random):
    first = transitions(households(*was), households(*is_))
    random.shuffle(was)
    random.shuffle(is_)
    pd.testing.assert_frame_equal(first, transitions(households(*was), households(*is_)))


# --- the papers that tell of events ---

SOURCE = {"source_file": "a.xlsx", "source_sheet": "1", "source_row": 9}


def table(schema, *rows):
    return conform(schema, pd.DataFrame([{**SOURCE, **row} for row in rows])) if rows else empty(schema)


def listed(household, class_="poor", unit=A, **more):
    row = {
        "household_id": household,
        "unit_code": unit,
        "unit_name": "-",
        "area": "rural",
        "round": "2023-12-14",
        "list_date": pd.Timestamp("2023-12-08"),
        "list_status": "official",
        "members": 2,
        "poverty_class_recorded": class_,
    }
    return {**row, **more}


def movement(household, before, after, reason, decided, unit=A):
    return {
        "household_id": household,
        "unit_code": unit,
        "month": "2023-03",
        "members": 2,
        "class_before": before,
        "class_after": after,
        "reason": reason,
        "decision_date": pd.Timestamp(decided),
    }


def exit_(household, before, after, reason, decided, list_date="2023-12-08", unit=A):
    row = movement(household, before, after, reason, decided, unit)
    return {**row, "list_date": pd.Timestamp(list_date)}


def test_an_exit_told_by_the_return_and_by_the_list_is_one_event():
    told = ("a", "poor", "none", "exit_poverty", "2023-03-02")
    found = list_events(
        table(MOVEMENTS, movement(*told)),
        table(EXITS, exit_(*told)),
        empty(HOUSEHOLDS),
        dt.date(2022, 12, 31),
        dt.date(2023, 12, 14),
    )
    assert len(found) == 1


def test_events_after_the_first_day_and_up_to_the_last_are_taken():
    # The baseline's own day is before the period; the report's day belongs to it.
    days = ["2022-12-31", "2023-01-01", "2023-08-27", "2023-08-28"]
    rows = [movement(day, "poor", "none", "died", day) for day in days]
    found = list_events(
        table(MOVEMENTS, *rows),
        empty(EXITS),
        empty(HOUSEHOLDS),
        dt.date(2022, 12, 31),
        dt.date(2023, 8, 27),
    )
    assert found.household_id.tolist() == ["2023-01-01", "2023-08-27"]


def test_exit_without_decision_counts_from_its_list_and_keeps_no_decision_date():
    found = list_events(
        empty(MOVEMENTS),
        table(EXITS, exit_("a", "poor", "none", "exit_poverty", None)),
        empty(HOUSEHOLDS),
        None,
        dt.date(2023, 12, 8),
    )
    assert found.date.tolist() == [pd.Timestamp("2023-12-08")]
    assert found.decision_date.isna().all()


@pytest.mark.parametrize(
    ("noted", "class_", "before"),
    [
        ("new", "poor", "none"),
        ("relapse_near_poverty", "near_poor", "none"),
        ("became_poor", "poor", "near_poor"),
        ("exit_poverty", "near_poor", "poor"),
    ],
)
def test_what_a_list_notes_beside_a_household_is_an_event(noted, class_, before):
    found = list_events(
        empty(MOVEMENTS),
        empty(EXITS),
        table(HOUSEHOLDS, listed("a", class_, entry_reason=noted)),
        None,
        dt.date(2023, 12, 14),
    )
    assert found[["class_before", "class_after", "reason"]].values.tolist() == [[before, class_, noted]]


def test_period_takes_reasons_from_all_papers_and_earlier_exits_as_escapes():
    baseline = {"round": "2022-12-31", "list_date": pd.Timestamp("2022-12-31")}
    lists = table(
        HOUSEHOLDS,
        listed("leaves", **baseline),
        listed("returned"),
        listed("noted", entry_reason="new", decision_date=pd.Timestamp("2023-11-20")),
        # B sent a list at the baseline and only a summary form now: it can't be followed.
        listed("other", unit=B, **baseline),
    )
    counts = table(
        COUNTS, {"unit_code": B, "round": "2023-12-14", "measure": "poor", "households": 1, "persons": 2}
    )
    rows = period_transitions(
        lists,
        table(MOVEMENTS, movement("leaves", "poor", "none", "died", "2023-05-02")),
        table(EXITS, exit_("returned", "poor", "none", "exit_poverty", "2021-12-20", "2022-12-31")),
        counts,
        since=dt.date(2022, 12, 31),
        until=dt.date(2023, 12, 14),
    )
    assert rows[["unit_code", "movement", "reason", "households"]].values.tolist() == [
        [A, "entered", "new", 1],
        [A, "re_entered", "unexplained", 1],
        [A, "left", "died", 1],
    ]
