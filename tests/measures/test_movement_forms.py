"""Forms 7.2 and 7.3 from known transitions, and their balance for any."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.movement_forms import movement_forms

COLUMNS = [
    "unit_code",
    "class_before",
    "class_after",
    "movement",
    "reason",
    "households",
    "persons_before",
    "persons_after",
]
A, B = "25693", "25699"


def rows(*values):
    return pd.DataFrame(values, columns=COLUMNS).astype(dict.fromkeys(COLUMNS[5:], "Int64"))


def form(transitions, form, account, unit=A):
    forms = movement_forms(transitions)
    mine = forms[(forms.form == form) & (forms.account == account) & (forms.unit_code == unit)]
    return {row.item: row.value for row in mine.itertuples() if row.value}


YEAR = rows(
    (A, "poor", "poor", "stayed", "unchanged", 10, 30, 32),
    (A, "near_poor", "near_poor", "stayed", "unchanged", 20, 60, 59),
    (A, "poor", "near_poor", "stayed", "exit_poverty", 3, 9, 10),
    (A, "near_poor", "poor", "stayed", "became_poor", 1, 4, 4),
    (A, "poor", "none", "left", "exit_poverty", 2, 7, 0),
    (A, "near_poor", "none", "left", "exit_near_poverty", 5, 15, 0),
    (A, "poor", "none", "left", "died", 1, 1, 0),
    (A, "near_poor", "none", "left", "unexplained", 1, 2, 0),
    (A, "none", "poor", "re_entered", "relapse_poverty", 1, 0, 3),
    (A, "none", "near_poor", "entered", "new", 4, 0, 11),
    (A, "none", "near_poor", "entered", "moved_in", 1, 0, 6),
)


def test_form_7_2_of_a_year_with_every_movement():
    # 10 stayed + 3 + 2 + 1 left = 16 at the start; 10 + 1 + 1 = 12 at the end
    assert form(YEAR, "7.2", "households") == {
        "opening": 16,
        "to_near_poor": 3,
        "out_of_both": 2,
        "other_decrease": 1,
        "from_near_poor": 1,
        "relapse": 1,
        "closing": 12,
    }


def test_form_7_3_of_a_year_with_every_movement():
    # 20 + 1 + 5 + 1 = 27 at the start; 20 + 3 + 4 + 1 = 28 at the end
    assert form(YEAR, "7.3", "households") == {
        "opening": 27,
        "to_poor": 1,
        "out_of_both": 5,
        "other_decrease": 1,
        "from_poor": 3,
        "new": 4,
        "other_increase": 1,
        "closing": 28,
    }


def test_persons_leave_with_the_members_they_had_and_enter_with_those_they_have():
    # 30 + 9 + 7 + 1 = 47; 47 - 9 - 7 - 1 + 4 + 3 + (32 - 30) = 39 = 32 + 4 + 3
    assert form(YEAR, "7.2", "persons") == {
        "opening": 47,
        "to_near_poor": 9,
        "out_of_both": 7,
        "other_decrease": 1,
        "from_near_poor": 4,
        "relapse": 3,
        "size_change": 2,
        "closing": 39,
    }
    # The three households that became near-poor left 7.2 with 9 members and enter 7.3 with 10.
    assert form(YEAR, "7.3", "persons")["from_poor"] == 10


@pytest.mark.parametrize("reason", ["died", "merged", "moved_out", "correction", "unexplained"])
def test_leaving_without_an_exit_is_an_other_decrease(reason):
    left = rows((A, "poor", "none", "left", reason, 1, 2, 0))
    assert form(left, "7.2", "households") == {"opening": 1, "other_decrease": 1}


@pytest.mark.parametrize("reason", ["moved_in", "split", "correction", "unexplained"])
def test_entering_without_new_poverty_is_an_other_increase(reason):
    entered = rows((A, "none", "poor", "entered", reason, 1, 0, 2))
    assert form(entered, "7.2", "households") == {"other_increase": 1, "closing": 1}


def test_household_whose_earlier_exit_is_known_is_a_relapse_though_the_paper_calls_it_new():
    entered = rows((A, "none", "near_poor", "re_entered", "new", 1, 0, 2))
    assert form(entered, "7.3", "households") == {"relapse": 1, "closing": 1}


def test_move_between_units_shows_in_both_and_stays_visible_in_the_district():
    moved = rows(
        (A, "poor", "none", "left", "moved_out", 1, 2, 0),
        (B, "none", "poor", "entered", "moved_in", 1, 0, 2),
    )
    forms = movement_forms(moved)
    district = forms[(forms.form == "7.2") & (forms.account == "households")].groupby("item").value.sum()
    assert district[["opening", "other_decrease", "other_increase", "closing"]].tolist() == [1, 1, 1, 1]


def test_unit_without_any_household_shows_zeros_when_asked_for():
    forms = movement_forms(YEAR, units=[A, B])
    empty = forms[forms.unit_code == B]
    # 2 forms x 2 accounts x (9 columns and the change of size)
    assert len(empty) == 40
    assert empty.value.sum() == 0


classes = st.sampled_from(["poor", "near_poor", "none"])
numbers = st.integers(0, 50)
any_rows = st.lists(
    st.tuples(
        st.sampled_from([A, B]),
        classes,
        classes,
        st.sampled_from(["entered", "re_entered", "left"]),
        st.sampled_from(["exit_poverty", "new", "relapse_poverty", "died", "unexplained"]),
        st.integers(1, 9),
        numbers,
        numbers,
    ).filter(lambda row: row[1:3] != ("none", "none")),
    max_size=12,
)


@given(any_rows)
def test_both_accounts_close_and_both_forms_exchange_the_same_households(values):
    forms = movement_forms(rows(*values), units=[A]).set_index(["form", "unit_code", "account", "item"]).value
    for (form_, unit, account), items in forms.groupby(level=[0, 1, 2]):
        value = items.droplevel([0, 1, 2])
        other = "near_poor" if form_ == "7.2" else "poor"
        out = value[f"to_{other}"] + value.out_of_both + value.other_decrease
        in_ = value[f"from_{other}"] + value.relapse + value.new + value.other_increase
        assert value.opening - out + in_ + value.size_change == value.closing
        if account == "households":
            assert value.size_change == 0
            assert forms["7.2", unit, account, "to_near_poor"] == forms["7.3", unit, account, "from_poor"]
