"""What earlier rounds and papers know of a household that comes back."""

import pandas as pd
import pytest

from analysis.measures.panel.panel_events import event_counts, panel_events
from analysis.measures.panel.panel_transitions import panel_transitions

A, B = "25693", "25699"
R1, R2, R3 = "2021-12-31", "2022-12-31", "2023-12-14"


def panel(*rows):
    columns = ["household_id", "round", "unit_code", "poverty_class", "members"]
    return pd.DataFrame(rows, columns=columns)


def events(*rows):
    columns = ["date", "household_id", "unit_code", "class_before", "class_after", "reason"]
    return pd.DataFrame(rows, columns=columns).assign(date=lambda frame: pd.to_datetime(frame.date))


AWAY_IN_THE_MIDDLE = panel(
    ("back", R1, A, "poor", 3), ("stays", R2, A, "poor", 2), ("back", R3, A, "near_poor", 4)
)


def movement_of_back(**more):
    courses = panel_transitions(AWAY_IN_THE_MIDDLE, **more)
    return courses[courses.household_id == "back"].movement.tolist()


def test_without_papers_whoever_left_and_is_back_has_re_entered():
    assert movement_of_back() == ["left", "re_entered"]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("exit_poverty", "re_entered"),
        ("moved_out", "entered"),
        ("correction", "entered"),
    ],
)
def test_with_papers_only_an_exit_makes_a_return_a_relapse(reason, expected):
    told = events(("2022-06-01", "back", A, "poor", "none", reason))
    assert movement_of_back(events=told) == ["left", expected]


def test_a_leave_that_no_paper_explains_is_no_escape_where_papers_are_given():
    told = events(("2022-06-01", "other", A, "poor", "none", "exit_poverty"))
    assert movement_of_back(events=told) == ["left", "entered"]


def test_an_exit_before_the_first_round_and_a_known_escape_make_an_entry_a_return():
    told = events((R1, "stays", A, "poor", "none", "exit_poverty"))
    households = AWAY_IN_THE_MIDDLE
    courses = panel_transitions(households, events=told)
    assert courses[courses.household_id == "stays"].movement.tolist() == ["re_entered", "left"]
    courses = panel_transitions(households, escaped=["stays"])
    assert courses[courses.household_id == "stays"].movement.tolist() == ["re_entered", "left"]


def test_a_reason_belongs_to_the_pair_of_rounds_its_date_falls_between():
    told = events(("2023-03-01", "stays", A, "poor", "none", "died"))
    courses = panel_transitions(AWAY_IN_THE_MIDDLE, events=told)
    found = courses[courses.household_id == "stays"]
    assert found[["round_after", "reason"]].values.tolist() == [[R2, "unexplained"], [R3, "died"]]


def test_a_move_between_units_is_two_courses_and_one_event():
    households = panel(("m", R1, A, "poor", 3), ("m", R2, B, "near_poor", 4))
    courses = panel_transitions(households, empty_units=[A, B])
    assert courses[["unit_code", "movement", "reason", "other_unit"]].values.tolist() == [
        [A, "left", "moved_out", B],
        [B, "entered", "moved_in", A],
    ]
    event = panel_events(courses).iloc[0]
    assert event[["unit_before", "unit_after", "class_before", "class_after"]].tolist() == [
        A, B, "poor", "near_poor",
    ]  # fmt: skip
    assert event[["event", "reason", "persons_before", "persons_after"]].tolist() == [
        "moved", "moved_out", 3, 4,
    ]  # fmt: skip
    assert event_counts(courses).event.tolist() == ["moved"]
    assert event_counts(courses, "unit_code").event.tolist() == ["moved_out", "moved_in"]


def test_counts_by_anything_but_the_unit_are_refused():
    with pytest.raises(ValueError, match="write 'unit_code'"):
        event_counts(panel_transitions(AWAY_IN_THE_MIDDLE), "village")


def test_a_household_standing_twice_on_a_list_is_refused_without_naming_it():
    twice = panel(("secret", R1, A, "poor", 1), ("secret", R1, B, "poor", 1), ("x", R2, A, "poor", 1))
    with pytest.raises(ValueError, match=rf"^1 rows of the list {R1} repeat") as error:
        panel_transitions(twice, empty_units=[B])
    assert "secret" not in str(error.value)
