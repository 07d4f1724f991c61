"""Relapse: a published life table, late entry by hand, and who counts as watched until when."""

import datetime as dt

import pandas as pd
import pytest

from analysis.measures.panel.relapse import escapes, relapse_shares

A = "25693"
UNTIL = dt.date(2023, 12, 14)


def watched(*spans):
    """(months until the end, whether it relapsed[, months at which it came under watch])."""
    start = pd.Timestamp("2020-01-15")
    rows = [
        (
            start,
            start + pd.DateOffset(months=(*late, 0)[0]),
            start + pd.DateOffset(months=end),
            relapsed,
        )
        for end, relapsed, *late in spans
    ]
    return pd.DataFrame(rows, columns=["escaped_on", "watched_from", "watched_until", "relapsed"])


def test_remission_times_of_freireich_1963_as_kaplan_and_meier_estimate_them():
    # The 6-MP group of 21 patients, weeks read as months: the textbook example of the estimate.
    relapses = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    table = relapse_shares(watched(*((m, True) for m in relapses), *((m, False) for m in censored)), 36)
    assert table.months.tolist() == [6, 7, 10, 13, 16, 22, 23, 36]
    assert table.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6, 0]
    assert table.relapsed.tolist() == [3, 1, 1, 1, 1, 1, 1, 0]
    survival = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448]
    assert (1 - table.relapse_share).tolist() == pytest.approx(survival, abs=0.0006)


def test_who_comes_under_watch_late_is_not_at_risk_before():
    # At 5 months the first and the last are watched, 1 of 2 relapses; at 20 the other two: 1 of 2 again.
    table = relapse_shares(watched((10, False), (20, True, 12), (30, False, 15), (5, True)), 36)
    assert table[["months", "at_risk", "relapsed"]].values.tolist() == [[5, 2, 1], [20, 2, 1], [36, 0, 0]]
    assert table.relapse_share.tolist() == [0.5, 0.75, 0.75]


def test_a_relapse_on_the_last_day_of_the_term_counts_and_one_day_later_does_not():
    start = pd.to_datetime(["2020-02-29"] * 2)
    ends = pd.to_datetime(["2023-02-28", "2023-03-01"])
    both = pd.DataFrame(
        {"escaped_on": start, "watched_from": start, "watched_until": ends, "relapsed": [True, True]}
    )
    assert relapse_shares(both, 36).values.tolist() == [[36, 0, 2, 1, 0.5]]


def test_shares_by_group_and_of_nobody():
    table = relapse_shares(watched((5, True), (40, False)).assign(class_before=["poor", "near_poor"]), 36)
    assert len(table) == 2
    grouped = relapse_shares(
        watched((5, True), (40, False)).assign(class_before=["poor", "near_poor"]), 36, by="class_before"
    )
    assert grouped[["class_before", "months", "relapse_share"]].values.tolist() == [
        ["near_poor", 36, 0.0],
        ["poor", 5, 1.0],
        ["poor", 36, 1.0],
    ]
    nobody = relapse_shares(watched(), 36)
    assert nobody[["months", "at_risk", "relapsed", "relapse_share"]].values.tolist() == [[36, 0, 0, 0.0]]


def events(*rows):
    """(household, class before, class after, reason, decided)."""
    columns = ["household_id", "class_before", "class_after", "reason", "decision_date"]
    frame = pd.DataFrame(rows, columns=columns).assign(unit_code=A, members=3)
    frame["decision_date"] = pd.to_datetime(frame.decision_date)
    return frame.assign(date=frame.decision_date.fillna(pd.Timestamp("2022-12-31")))


def listed(*rows):
    return pd.DataFrame(rows, columns=["household_id", "round"])


OUT = ("poor", "none", "exit_poverty")
BACK = ("none", "near_poor")


def spans(told, households=None, **more):
    found = escapes(told, listed() if households is None else households, UNTIL, **more)
    days = found[["escaped_on", "watched_from", "watched_until"]].map("{:%F}".format)
    return list(zip(found.household_id, *(days[name] for name in days), found.relapsed, strict=True))


@pytest.mark.parametrize(
    ("reason", "relapsed"),
    [("relapse_poverty", True), ("new", True), ("moved_in", False), ("split", False), ("correction", False)],
)
def test_a_return_ends_the_watch_and_is_a_relapse_unless_it_says_nothing_of_living(reason, relapsed):
    told = events(("a", *OUT, "2022-03-01"), ("a", *BACK, reason, "2023-05-02"))
    assert spans(told) == [("a", "2022-03-01", "2022-03-01", "2023-05-02", relapsed)]


def test_a_list_it_stands_on_later_tells_of_a_relapse_as_well():
    told = events(("a", *OUT, "2022-12-31"), ("b", *OUT, "2022-03-01"))
    households = listed(("a", "2022-12-31"), ("b", "2022-12-31"), ("a", "2023-12-14"))
    # The list of the day of the exit itself is no return.
    assert spans(told, households) == [
        ("b", "2022-03-01", "2022-03-01", "2022-12-31", True),
        ("a", "2022-12-31", "2022-12-31", "2023-12-14", True),
    ]


def test_two_exits_with_a_return_between_are_two_escapes_and_without_one_the_latest():
    back = ("a", *BACK, "relapse_poverty", "2022-01-10")
    twice = [("a", *OUT, "2021-01-10"), ("a", *OUT, "2023-01-10")]
    assert spans(events(*twice, back)) == [
        ("a", "2021-01-10", "2021-01-10", "2022-01-10", True),
        ("a", "2023-01-10", "2023-01-10", "2023-12-14", False),
    ]
    assert spans(events(*twice)) == [("a", "2023-01-10", "2023-01-10", "2023-12-14", False)]


def test_only_dated_exits_out_of_both_classes_up_to_the_day_are_watched():
    told = events(
        ("eases", "poor", "near_poor", "exit_poverty", "2022-03-01"),
        ("dies", "poor", "none", "died", "2022-03-01"),
        ("undated", *OUT, None),
        ("later", *OUT, "2024-01-01"),
    )
    assert spans(told) == []


def test_exits_before_the_first_day_come_under_watch_on_it():
    told = events(
        ("old", *OUT, "2021-03-01"),
        ("returned", *OUT, "2021-03-01"),
        ("returned", *BACK, "relapse_poverty", "2022-02-01"),
        ("recent", *OUT, "2023-03-01"),
    )
    assert spans(told, since=dt.date(2022, 12, 31)) == [
        ("old", "2021-03-01", "2022-12-31", "2023-12-14", False),
        ("recent", "2023-03-01", "2023-03-01", "2023-12-14", False),
    ]
