"""The cheapest mix of support that reaches the bound within the money left: an integer programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from numbers import Integral
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.exact import apportioned
from analysis.measures.columns import need_columns
from analysis.measures.targeting.reach import Way


@dataclass(frozen=True)
class Mix:
    """What was found; counts only.

    status: `reached`; `not_enough` (the money left or the households within reach do not bring
        enough: the mix is the cheapest that brings the most there is); `nothing_needed`.
    needed: households that must come to the goal; expected: how many the mix brings, in expectation.
    cost: whole đồng of all support.
    support: `unit_code`, `poverty_class`, `projects` (tuple), `households`, `expected`.
    money: as `support_money` gives it, with `households` (supported by the project) and `spent`.
    """

    status: Literal["reached", "not_enough", "nothing_needed"]
    needed: int
    expected: Fraction
    cost: int
    support: pd.DataFrame
    money: pd.DataFrame

    @property
    def households(self) -> int:
        """Households supported, each counted once."""
        return int(self.support.households.sum())

    def __repr__(self) -> str:
        """The answer in short."""
        brings = f"{float(self.expected):.1f} of {self.needed} households needed"
        return f"<Mix {self.status}: {brings}, by {self.households} supported for {self.cost} đồng>"


@dataclass(frozen=True)
class _Choice:
    """One variable: how many households of a kind are supported in one of its ways."""

    kind: int
    way: Way


def cheapest_mix(types: pd.DataFrame, money: pd.DataFrame, needed: int) -> Mix:
    """The cheapest support with which, in expectation, `needed` households come to the goal.

    Minimise Σ cost · x over whole x ≥ 0 (households of a kind supported in one of its ways), so that

    - Σ success · x ≥ needed,
    - no more households of a kind are supported than there are, each in one way,
    - each project supports no more households than its money from each source lasts for.

    Household types with the same ways are one kind; the households of a kind are then shared out to
    units and classes by largest remainder, in proportion to how many they have. All numbers are
    whole (success on its common denominator), and every constraint is checked again in whole
    numbers after solving. Where it can't be reached, the most that can be is brought, as cheaply as can be.

    types: as `reachable` gives them. money: as `support_money` gives it.
    Raises ValueError for a `needed` that is no whole number from 0 on and for columns that lack,
        RuntimeError where the solver's answer fails the check.
    Source: HiGHS, Huangfu and Hall (2018), Mathematical Programming Computation 10, through
        `scipy.optimize.milp`.
    """
    if not isinstance(needed, Integral) or needed < 0:
        raise ValueError(
            f"{needed} households can't be needed; give 0 where the bound is reached, else a whole number"
        )
    need_columns(types, ["unit_code", "poverty_class", "ways", "households"], "the types")
    need_columns(money, ["project", "plan", "usable", "cost", "most_households"], "the money")
    most = money.groupby("project", sort=False).most_households.agg(
        lambda n: 0 if n.isna().any() else n.min()
    )
    kinds = list(dict.fromkeys(types.ways[types.ways.map(len) > 0]))
    supply = [int(types.households[[ways == kind for ways in types.ways]].sum()) for kind in kinds]
    choices = [
        _Choice(kind, way)
        for kind, of_kind in enumerate(kinds)
        for way in of_kind
        if all(most.get(project, 0) > 0 for project in way.projects)
    ]
    limits = _limits(choices, supply, most)
    numbers = [0] * len(choices)
    status: Literal["reached", "not_enough", "nothing_needed"] = "nothing_needed" if not needed else "reached"
    if needed:
        most_reached = _expected(choices, _solved(choices, limits, None)) if choices else Fraction(0)
        status = "reached" if most_reached >= needed else "not_enough"
        numbers = _solved(choices, limits, min(most_reached, Fraction(needed))) if most_reached else numbers
    expected = _expected(choices, numbers)
    support = _support(types, kinds, choices, numbers)
    return Mix(
        status=status,
        needed=needed,
        expected=expected,
        cost=sum(choice.way.cost * number for choice, number in zip(choices, numbers, strict=True)),
        support=support,
        money=_spent(money, choices, numbers),
    )


def _limits(
    choices: Sequence[_Choice], supply: Sequence[int], most: pd.Series
) -> list[tuple[list[int], int]]:
    """Rows `coefficients · x ≤ limit` in whole numbers: households of each kind, money of each project."""
    of_kinds = [([int(c.kind == kind) for c in choices], n) for kind, n in enumerate(supply)]
    of_money = [([int(project in c.way.projects) for c in choices], int(n)) for project, n in most.items()]
    return [row for row in (*of_kinds, *of_money) if any(row[0])]


def _solved(
    choices: Sequence[_Choice], limits: list[tuple[list[int], int]], at_least: Fraction | None
) -> list[int]:
    """The cheapest numbers that bring `at_least`; None: those that bring the most."""
    scale = lcm(*(c.way.success.denominator for c in choices))
    brings = [int(c.way.success * scale) for c in choices]
    costs = [c.way.cost for c in choices]
    objective = [-b for b in brings] if at_least is None else [cost // gcd(*costs) for cost in costs]
    constraints = [LinearConstraint(np.array(rows), -np.inf, limit) for rows, limit in limits]
    if at_least is not None:
        constraints.append(LinearConstraint(np.array(brings), float(at_least * scale), np.inf))
    found = milp(
        np.array(objective, dtype=float),
        constraints=constraints,
        bounds=Bounds(0, np.inf),
        integrality=np.ones(len(choices)),
        options={"mip_rel_gap": 0},
    )
    if found.x is None:
        raise RuntimeError(f"the solver found no mix: {found.message}")
    numbers = [round(float(x)) for x in found.x]
    reached = at_least is None or _expected(choices, numbers) >= at_least
    kept = all(sum(a * n for a, n in zip(row, numbers, strict=True)) <= limit for row, limit in limits)
    if not (found.success and reached and kept and min(numbers) >= 0):
        raise RuntimeError("the solver's mix breaks a constraint when checked in whole numbers")
    return numbers


def _expected(choices: Sequence[_Choice], numbers: Sequence[int]) -> Fraction:
    return sum((c.way.success * n for c, n in zip(choices, numbers, strict=True)), Fraction(0))


def _support(
    types: pd.DataFrame, kinds: Sequence[tuple[Way, ...]], choices: Sequence[_Choice], numbers: Sequence[int]
) -> pd.DataFrame:
    """The numbers of each kind shared out to the units and classes that have such households."""
    rows = []
    for kind, ways in enumerate(kinds):
        left = types[[of == ways for of in types.ways]].reset_index(drop=True)
        there = [int(n) for n in left.households]
        for choice, number in zip(choices, numbers, strict=True):
            if choice.kind != kind or not number:
                continue
            shares = apportioned([Fraction(number * n, sum(there)) for n in there])
            there = [n - share for n, share in zip(there, shares, strict=True)]
            rows += [
                (unit, class_, choice.way.projects, share, choice.way.success * share)
                for unit, class_, share in zip(left.unit_code, left.poverty_class, shares, strict=True)
                if share
            ]
    columns = ["unit_code", "poverty_class", "projects", "households", "expected"]
    table = pd.DataFrame(rows, columns=columns).astype({"unit_code": "string", "poverty_class": "string"})
    sums = table.groupby(columns[:3], sort=True)[["households", "expected"]].sum().reset_index()
    return sums.astype({"households": "Int64"})


def _spent(money: pd.DataFrame, choices: Sequence[_Choice], numbers: Sequence[int]) -> pd.DataFrame:
    """What each source gives: a project's cost shared as the plan shares its money, to the đồng."""
    supported = {
        project: sum(n for c, n in zip(choices, numbers, strict=True) if project in c.way.projects)
        for project in money.project
    }
    table = money.assign(households=pd.array([supported[project] for project in money.project], "Int64"))
    table["spent"] = pd.array([0] * len(table), "Int64")
    for project, rows in table.groupby("project", sort=False):
        cost, plan = supported[str(project)] * int(rows.cost.iloc[0]), int(rows.plan.sum())
        table.loc[rows.index, "spent"] = apportioned([Fraction(cost * int(p), plan) for p in rows.plan])
    if (table.spent > table.usable.fillna(0)).any():
        raise RuntimeError("the mix spends more of a source than is left of it")
    return table
