"""The integer programme against every mix there is, tried one by one."""

from fractions import Fraction
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.targeting import cheapest_mix
from analysis.measures.targeting.reach import Way

A = Way(("A",), 10, Fraction(1, 2))
B = Way(("B",), 7, Fraction(1, 3))
AB = Way(("A", "B"), 17, Fraction(1, 6))


def types(*rows):
    frame = pd.DataFrame(rows, columns=["unit_code", "poverty_class", "ways", "households"])
    return frame.astype({"households": "Int64"})


def money(**most):
    """Per project how many households its money lasts for, at the costs of the ways above."""
    cost = {"A": 10, "B": 7}
    rows = [(p, "central", 100, cost[p] * n, cost[p] * n, cost[p], n) for p, n in most.items()]
    columns = ["project", "source", "plan", "remaining", "usable", "cost", "most_households"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], "Int64"))


def every_mix(rows, most):
    """Cost and expected number of every mix within supply and money."""
    slots = [(row, way) for row, (_, _, ways, _) in enumerate(rows) for way in ways]
    for numbers in product(*(range(rows[row][3] + 1) for row, _ in slots)):
        used = [
            sum(n for (r, _), n in zip(slots, numbers, strict=True) if r == row) for row in range(len(rows))
        ]
        of = {p: sum(n for (_, w), n in zip(slots, numbers, strict=True) if p in w.projects) for p in most}
        if all(u <= row[3] for u, row in zip(used, rows, strict=True)) and all(
            of[p] <= most[p] for p in most
        ):
            pairs = list(zip(slots, numbers, strict=True))
            yield (
                sum(w.cost * n for (_, w), n in pairs),
                sum((w.success * n for (_, w), n in pairs), Fraction()),
            )


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)),
    st.tuples(st.integers(0, 4), st.integers(0, 4)),
    st.integers(0, 3),
)
def test_no_mix_is_cheaper_or_brings_more(households, most, needed):
    ways = [(A, B), (B,), (AB,)]
    rows = [
        (f"U{n}", "poor", way, number) for n, (way, number) in enumerate(zip(ways, households, strict=True))
    ]
    most = dict(zip("AB", most, strict=True))
    mixes = list(every_mix(rows, most))
    most_reached = max(expected for _, expected in mixes)
    cheapest = min(cost for cost, expected in mixes if expected >= min(needed, most_reached))
    mix = cheapest_mix(types(*rows), money(**most), needed)
    assert mix.cost == cheapest
    assert mix.status == (
        "nothing_needed" if not needed else "reached" if most_reached >= needed else "not_enough"
    )
    assert mix.expected >= min(needed, most_reached)
    assert mix.cost == mix.money.spent.sum()
    assert mix.expected == sum(mix.support.expected, Fraction())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 8))
def test_more_money_never_makes_it_dearer_or_brings_less(less, more, needed):
    rows = types(("U0", "poor", (A, B), 12), ("U1", "near_poor", (B,), 9))
    poorer, richer = (cheapest_mix(rows, money(A=n, B=n), needed) for n in sorted((less, more)))
    assert min(richer.expected, needed) >= min(poorer.expected, needed)
    if poorer.status == "reached":
        assert richer.cost <= poorer.cost


def test_two_projects_for_one_household_need_money_of_both():
    mix = cheapest_mix(types(("U0", "poor", (AB,), 50)), money(A=12, B=7), 1)
    # 1/6 each: six households, six of A's and six of B's
    assert (mix.households, mix.cost) == (6, 6 * 17)
    assert mix.money.households.tolist() == [6, 6]
    assert cheapest_mix(types(("U0", "poor", (AB,), 50)), money(A=12, B=5), 1).status == "not_enough"


def test_what_can_not_be_reached_is_said_with_the_most_there_is():
    mix = cheapest_mix(types(("U0", "poor", (A,), 5), ("U1", "poor", (), 90)), money(A=9), 40)
    assert (mix.status, mix.needed, mix.expected, mix.households) == ("not_enough", 40, Fraction(5, 2), 5)


def test_households_of_a_kind_are_shared_out_by_largest_remainder():
    rows = types(("U0", "poor", (A,), 6), ("U1", "near_poor", (A,), 3), ("U2", "poor", (A,), 1))
    # ten households, eight supported: 4.8, 2.4 and 0.8
    mix = cheapest_mix(rows, money(A=9), 4)
    assert mix.support.households.tolist() == [5, 2, 1]
    assert mix.support.projects.tolist() == [("A",)] * 3


def test_source_amounts_add_up_to_the_dong():
    lines = money(A=9)
    lines = pd.concat([lines.assign(plan=2), lines.assign(source="province", plan=1)], ignore_index=True)
    mix = cheapest_mix(types(("U0", "poor", (A,), 6)), lines, 1)
    # two households, 20: 13.33 and 6.67
    assert mix.money.spent.tolist() == [13, 7]


def test_nothing_is_asked_where_the_bound_is_reached_or_no_money_is_known():
    none = cheapest_mix(types(("U0", "poor", (A,), 6)), money(A=9), 0)
    assert (none.status, none.cost, len(none.support)) == ("nothing_needed", 0, 0)
    unknown = money(A=9).assign(most_households=pd.array([pd.NA], "Int64"))
    mix = cheapest_mix(types(("U0", "poor", (A,), 6)), unknown, 1)
    assert (mix.status, mix.expected) == ("not_enough", 0)


def test_fewer_than_no_households_are_refused():
    with pytest.raises(ValueError, match="give 0"):
        cheapest_mix(types(("U0", "poor", (A,), 6)), money(A=9), -1)
