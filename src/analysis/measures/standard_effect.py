"""The same households under two standards: who changes class, and because of which line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial
from typing import NamedTuple

import pandas as pd

from analysis.law import Standard, class_by_lines, lines_by_scores, need_standard
from analysis.measures.columns import integers, need_columns, need_free_names
from analysis.measures.rule_lines import (
    UNDECIDED,
    class_members,
    deprivation_points,
    deprivations_under,
    lines_of_income,
    residents_of,
    with_figures,
)
from analysis.tables import CLASSES

LINES = ("income_line", "deprivation_count", "indicators")
"""What a standard sets: the line or lines of income, how many deprivations make poor, which indicators."""

_MADE = (
    *("class_before", "class_after", "because", "members", "households", "persons", "denominator", "share"),
    *("measure", "line", "households_before", "households_after", "unknown", "numerator"),
    *("effect_households", "effect_points", "whole"),
)

_CLASSES = [*(name for name in CLASSES if name != "average"), UNDECIDED]

_Lines = frozenset[str]


class _Side(NamedTuple):
    """What one standard says of each household, line by line."""

    income: pd.DataFrame
    poor_from: int
    deprivations: pd.Series


def standard_effect(
    households: pd.DataFrame,
    before: Standard,
    after: Standard,
    totals: pd.DataFrame | None = None,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Households by their class under one standard and under another, and what moved them.

    Rates under two standards must not be subtracted; the same households counted under both can be.
    `because` names the fewest lines of the new standard (`income_line`, `deprivation_count`, `indicators`)
    that give a household its new class when they alone replace the old ones, joined by
    ` + `; where several do so, by ` or `.

    households: one row each with `area` and, for each standard, income and deprivations: `b1_before`
        and `b1_after`, or `income` (đồng per person and month), or one `b1` for both where both read the
        same form B1; `b2_before` and `b2_after`, else the indicators of both standards (0, 1, NA), else one
        `b2` for both where both have the same indicators. `members` where persons are wanted.
    totals: all residents, as in `poverty_rates` (`unit_code` and `round` are needed then); without
        them the denominator is the households given.
    by: columns to group by; `round` is always one where `households` has it.
    Returns per group one row per `class_before`, `class_after` (`undecided` where figures lack) and
        `because` (NA for who stayed or was undecided) that occurs: `households`, `persons` (NA where not
        known), `denominator` and `share`. A group's households add up to all of its households.
    Raises ValueError for columns that lack, for one `b1` or `b2` of two different forms, for figures,
        marks and areas that are none, as `rule_lines` does, and what `poverty_rates` refuses.
    Source: the standards' own lines: Quyết định 59/2015/QĐ-TTg, Nghị định 07/2021/NĐ-CP.

    >>> from analysis.law import load_standard
    >>> old, new = load_standard("2021-12-31"), load_standard("2022-01-01")
    >>> one = pd.DataFrame({"income": [1_200_000], "b2_before": 30, "b2_after": 30, "area": "rural"})
    >>> standard_effect(one, old, new)[["class_before", "class_after", "because"]].values.tolist()
    [['not_poor', 'poor', 'income_line']]
    """
    households = households.reset_index(drop=True)
    keys, classes = _keys(households, by), _classes(households, before, after)
    was, now = classes[frozenset()], classes[frozenset(LINES)]
    moved = households[keys].assign(
        class_before=pd.Categorical(was, _CLASSES),
        class_after=pd.Categorical(now, _CLASSES),
        because=_because(classes).mask((was == now) | (was == UNDECIDED) | (now == UNDECIDED)),
        members=integers(households["members"]) if "members" in households else pd.NA,
    )
    cells = [*keys, "class_before", "class_after", "because"]
    table = (
        moved.groupby(cells, dropna=False, observed=True)
        .agg(households=("members", "size"), persons=("members", lambda m: m.sum(skipna=False)))
        .astype("Int64")
        .reset_index()
        .astype({"class_before": "string", "class_after": "string"})
    )
    table["denominator"] = _denominators(table, households, keys, totals, by)
    table["share"] = table["households"] / table["denominator"].where(table["denominator"] > 0)
    return table


def standard_effect_lines(
    households: pd.DataFrame,
    before: Standard,
    after: Standard,
    totals: pd.DataFrame | None = None,
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """How much of the change of each rate between two standards is due to which line.

    Shapley: each line is replaced alone and together with each choice of the others, and what it
    changes is averaged over all orders, so that the effects add up to the change exactly.

    households, before, after, totals, by: as in `standard_effect`.
    Returns per group, `measure` (`poor`, `near_poor`, `multidimensional`) and `line` (as in `because`):
        `households_before`, `households_after` (under each standard) and `unknown`: households in
        neither count because some choice of the lines leaves open whether they belong to the measure,
        which is no effect of the law; `numerator` and `denominator` of the line's effect on the rate
        (whole numbers: all orders over all orders times the households), `effect_households` and
        `effect_points` (percentage points).
    Raises ValueError as `standard_effect` does.
    Source: Shorrocks (2013), Journal of Economic Inequality 11, Shapley decomposition.
    """
    households = households.reset_index(drop=True)
    keys, under = _keys(households, by), _lines(households, before, after)
    orders = factorial(len(LINES))
    members = {lines: class_members(found) for lines, found in under.items()}
    tables = []
    for measure in members[frozenset()]:
        found = pd.DataFrame({lines: inside[measure] for lines, inside in members.items()})
        unknown = found.isna().any(axis=1)
        inside = found.astype("Int64").mask(unknown, 0)
        for line in LINES:
            effect = pd.Series(0, index=households.index, dtype="Int64")
            for lines in members:
                if line not in lines:
                    ways = factorial(len(lines)) * factorial(len(LINES) - len(lines) - 1)
                    effect += (inside[lines | {line}] - inside[lines]) * ways
            tables.append(
                households[keys].assign(
                    measure=measure,
                    line=line,
                    households_before=inside[frozenset()],
                    households_after=inside[frozenset(LINES)],
                    unknown=unknown.astype("Int64"),
                    numerator=effect,
                )
            )
    cells = [*keys, "measure", "line"]
    table = pd.concat(tables).groupby(cells, dropna=False, sort=False).sum().reset_index()
    table = table.sort_values(keys, kind="stable", ignore_index=True) if keys else table
    table["denominator"] = _denominators(table, households, keys, totals, by) * orders
    table["effect_households"] = table["numerator"] / orders
    over = table["denominator"].where(table["denominator"] > 0)
    table["effect_points"] = table["numerator"] / over * 100
    return table


def _classes(households: pd.DataFrame, before: Standard, after: Standard) -> dict[_Lines, pd.Series]:
    """The class of each household with each choice of the lines taken from the standard after."""
    under = _lines(households, before, after)
    return {lines: class_by_lines(found).fillna(UNDECIDED) for lines, found in under.items()}


def _lines(households: pd.DataFrame, before: Standard, after: Standard) -> dict[_Lines, pd.DataFrame]:
    """Where each household stands to each choice of the lines taken from the standard after."""
    need_standard(before, after)
    households = with_figures(households)
    was, now = _side(households, before, after, "before"), _side(households, after, before, "after")
    choices = [frozenset(some) for n in range(len(LINES) + 1) for some in combinations(LINES, n)]
    return {
        lines: (now if "income_line" in lines else was).income.assign(
            deprived=(now if "indicators" in lines else was).deprivations
            >= (now if "deprivation_count" in lines else was).poor_from
        )
        for lines in choices
    }


def _side(households: pd.DataFrame, standard: Standard, other: Standard, when: str) -> _Side:
    area, unknown = households["area"], pd.Series(pd.NA, index=households.index, dtype="Int64")
    b1 = f"b1_{when}" if f"b1_{when}" in households else "b1"
    if standard.b1_points is not None and b1 in households and ("income" not in households or b1 != "b1"):
        if b1 == "b1" and other.b1_points is not None and _form_b1(standard) != _form_b1(other):
            raise ValueError(
                f"one b1 can't be read under both {standard.id} and {other.id}, whose forms B1 differ: give "
                "b1_before and b1_after, or income"
            )
        lines = lines_by_scores(households[b1], unknown, area, standard)
    elif "income" in households:
        lines = lines_of_income(households, unknown, standard)
    else:
        wanted = "income" if standard.b1_points is None else f"b1_{when} or income"
        raise ValueError(f"under {standard.id} households need a column {wanted}")
    income = lines[["under_line", "under_poor_line"]]
    return _Side(income, standard.poor_from_count, _deprivations(households, standard, other, when))


def _form_b1(standard: Standard) -> set[str]:
    """The text that the form stands in: a line moved on the same form reads the same points."""
    points = standard.income_points
    return {points.rural.reference, points.urban.reference}


def _form_b2(standard: Standard) -> tuple[set[str], int]:
    return set(standard.indicator_ids), standard.points_per_deprivation.value


def _deprivations(households: pd.DataFrame, standard: Standard, other: Standard, when: str) -> pd.Series:
    marked = set(standard.indicator_ids) <= set(households)
    b2 = f"b2_{when}" if f"b2_{when}" in households else "b2"
    if b2 == "b2" and marked:
        return deprivations_under(households, standard)
    lacking = ", ".join(name for name in standard.indicator_ids if name not in households)
    if b2 not in households:
        raise ValueError(f"under {standard.id} households need a column b2_{when}, or {lacking}")
    if b2 == "b2" and _form_b2(standard) != _form_b2(other):
        raise ValueError(
            f"one b2 can't be read under both {standard.id} and {other.id}, whose indicators differ: give "
            f"b2_before and b2_after, or the marks of {lacking}"
        )
    return deprivation_points(households[b2], standard)


def _because(classes: dict[_Lines, pd.Series]) -> pd.Series:
    """The smallest choices of lines that bring each household to its class under all of them."""
    now = classes[frozenset(LINES)]
    because = pd.Series(pd.NA, index=now.index, dtype="string")
    for size in range(1, len(LINES) + 1):
        found = pd.Series("", index=now.index, dtype="string")
        for lines in (choice for choice in classes if len(choice) == size):
            name = " + ".join(line for line in LINES if line in lines)
            alone = (classes[lines] == now) & because.isna()
            found = found.mask(alone & (found != ""), found + " or " + name).mask(alone & (found == ""), name)
        because = because.mask(because.isna() & (found != ""), found)
    return because


def _keys(households: pd.DataFrame, by: str | Sequence[str] | None) -> list[str]:
    grouped = [by] if isinstance(by, str) else list(by or ())
    need_columns(households, grouped, "households")
    need_free_names(grouped, _MADE)
    return list(dict.fromkeys([*grouped, *(["round"] if "round" in households else [])]))


def _denominators(
    table: pd.DataFrame,
    households: pd.DataFrame,
    keys: list[str],
    totals: pd.DataFrame | None,
    by: str | Sequence[str] | None,
) -> pd.Series:
    """For each row of `table` the residents of its group, or else its households given."""
    place = table[keys].assign(whole=0)
    if totals is None:
        over = households[keys].assign(whole=0).value_counts(dropna=False)
    else:
        over = residents_of(households, totals, by)
    found = over.reindex(pd.MultiIndex.from_frame(place))
    return pd.Series(found.array, index=table.index, dtype="Int64")
