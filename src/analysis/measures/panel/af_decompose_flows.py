"""The change of Alkire–Foster measures of a panel by who left poverty, who entered it and who stayed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.groups import breakdown_columns
from analysis.measures.alkire_foster.marks import Missing, read_patterns
from analysis.measures.alkire_foster.scale import Indicators, Number, common_scale
from analysis.measures.columns import need_columns, need_totals
from analysis.measures.panel.calendar import need_lists, round_pairs
from analysis.measures.panel.flow_parts import (
    PARTS,
    Flow,
    Flows,
    Parts,
    parts_of_own_mean,
    parts_of_population_mean,
    ratio,
)
from analysis.measures.panel.panel_events import read_courses
from analysis.measures.panel.positions import ABSENT, Paired, Positions, group_codes, read_positions
from analysis.measures.panel.whole_numbers import exact_type, whole_numbers

WHOLE = "all"
_NOT_OF_LIVING_OUT = ("moved_out", "merged", "died", "correction")
_NOT_OF_LIVING_IN = ("moved_in", "split", "correction")

COLUMNS = {
    "round_before": "string",
    "round_after": "string",
    "by": "string",
    "group": "object",
    "cutoff": "object",
    "measure": "string",
    "component": "string",
    "households": "Int64",
    "estimate": "float64",
    "numerator": "object",
    "denominator": "object",
}


def af_decompose_flows(
    households: pd.DataFrame,
    indicators: Indicators,
    cutoff: Number | Iterable[Number],
    *,
    key: str = "household_id",
    by: str | Sequence[str] | None = None,
    weight: str | None = None,
    totals: pd.DataFrame | None = None,
    courses: pd.DataFrame | None = None,
    missing: Missing = "error",
    empty_units: Iterable[str] = (),
) -> pd.DataFrame:
    """Change of H, M0, A and the mean number of deprivations of a panel by exits, entries and stayers.

    For each round and the next. Who is poor is decided as in `alkire_foster`, on exact scores; in the
    national rule the income line comes first, so give the listed households with
    `cutoff=standard.poor_from_count` and `totals`.

    Parts of the change of `H` and `M0`, means over the population n of which only the poor count:
    `exits` (poor, then not), `entries`, `stayed` (the change of the scores of those poor both times),
    `size_change` (of their weights; 0 without `weight`), `left_population` and `joined_population` (poor
    households no longer, or not yet, in the population or the group) and `population` (the change of n:
    n₁ to n₂). A flow counts at (1/n₁ + 1/n₂)/2, and `population` is half the sum of both rounds' points
    times (1/n₂ − 1/n₁). With n fixed these are the terms of the book. Parts of `A`, the mean score of
    the poor, and of `deprivations`, the mean number of deprivations of the records given: `stayed` is
    the change of the stayers' mean, all others what leavers and entrants do to it by differing from
    the stayers.

    households: all rounds of the population, one row per household and round with `key`, `round` (its
        date), the indicators, and what `by` and `weight` name. With `totals` they may be a part of it,
        and a household without a row is a resident that is not poor.
    by: columns to break down by, each on its own; who changed group left the one population for the other.
    weight: column with a whole number of persons (`members`); None counts households.
    totals: residents as in `poverty_rates` (`total_households`, or `total_persons` with a weight),
        `round`, and the columns of `by`, a total being a sum of its rows.
    courses: as `panel_transitions` gives them, with `totals`: who moved out, merged, died, or moved in or
        split off, has left or joined the population, and so count corrections, for they too are no
        change in anybody's living. Without them every household without a row is a resident.
    missing: `error`, or an indicator without a mark counts as `not_deprived` or `deprived`.
    empty_units: as in `panel_transitions`, where households have a `unit_code`.

    Returns one row per pair of rounds, `by` and `group` (`all` and `all` for the whole, always there),
        `cutoff` (NaN for `deprivations`), `measure` and `component` (`before`, `after`, `change`, then its
        parts): `households` it counts, `estimate`, and exactly `numerator` / `denominator`, whole
        numbers with one denominator per measure and group, so that the parts' numerators add up to that
        of `change`. NA where a mean is over nobody, and parts of `A` and `deprivations` where nobody stayed.
    Raises ValueError as `alkire_foster` and `panel_transitions` do, for columns that lack, for weights and
        totals that are not whole, and for more poor than residents.
    Source: Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, chapter 9.3 (two-period
        panel); Apablaza and Yalonetzky (2013), Young Lives Working Paper 101; for means over a changing
        set Melitz and Polanec (2015), RAND Journal of Economics 46(2). The population's change is ours,
        split as in `rate_change`.
    """
    if missing == "drop":
        raise ValueError(
            "missing='drop' would turn a gap into an exit: choose error, not_deprived or deprived"
        )
    scale = common_scale(indicators, cutoff)
    names, breakdowns = list(scale.weights), breakdown_columns(by)
    need_columns(households, [key, "round", *names, *breakdowns, weight], "households")
    if totals is not None:
        need_totals(totals, ["round"])
    courses = None if courses is None else read_courses(courses, key)
    patterns = read_patterns(households, names, missing)
    size = np.ones(len(households), np.int64) if weight is None else whole_numbers(households[weight])
    number = exact_type(max(scale.highest, len(names)), size)
    deprived, size = patterns.seen.astype(np.int64), size.astype(number)
    scores = (deprived @ np.array(list(scale.weights.values()), number))[patterns.of]
    counts = deprived.sum(axis=1).astype(number)[patterns.of]
    positions, dates = read_positions(households, key)
    if "unit_code" in households:
        need_lists(households, dates, empty_units)
    rows: list[dict[str, Any]] = []
    for column in [None, *breakdowns]:
        given = () if totals is None or column not in totals else totals[column].dropna()
        group, groups = group_codes(households, column, given)
        for first, last in round_pairs(dates):
            paired = positions.paired(first, last, group)
            pair = _Pair(paired, *_absent(paired, positions, first, last, totals, courses, key), size)
            residents = [
                _residents(totals, name, column, groups, weight, group, positions.rows[name], size)
                for name in (first, last)
            ]
            place = {"round_before": first, "round_after": last, "by": column or WHOLE}
            places = [place | {"group": WHOLE if column is None else name} for name in groups]
            for shown, poor_from in scale.poor_from.items():
                at_cutoff = [place | {"cutoff": shown} for place in places]
                rows += _of_the_poor(pair, scores >= poor_from, scores, scale.highest, residents, at_cutoff)
            everybody = np.ones(len(households), bool)
            for place, flows in zip(places, pair.flows(everybody, counts, len(groups)), strict=True):
                rows += _own_mean(place | {"cutoff": np.nan, "measure": "deprivations"}, flows, 1)
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(COLUMNS)
    return table.assign(group=table["group"].infer_objects())


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rounds of the panel; gone, come: whether a household without a row is out of the population."""

    paired: Paired
    gone: np.ndarray
    come: np.ndarray
    size: np.ndarray

    def flows(self, counted: np.ndarray, value: np.ndarray, groups: int) -> list[Flows]:
        """The flows of the rows that count, by group."""
        in_before, in_after = self.paired.values(counted.astype(np.int8))
        was, is_ = in_before > 0, in_after > 0
        (size_1, size_2), (value_1, value_2) = self.paired.values(self.size), self.paired.values(value)
        away, new = self.gone & (self.paired.after == ABSENT), self.come & (self.paired.before == ABSENT)

        def sums(who: np.ndarray, *columns: np.ndarray) -> list[list[int]]:
            tables = [np.zeros(groups, column.dtype) for column in columns]
            for table, column in zip(tables, columns, strict=True):
                np.add.at(table, self.paired.group[who], column[who])
            return [table.tolist() for table in tables]

        def flow(who: np.ndarray, size: np.ndarray, points: np.ndarray) -> list[Flow]:
            return [Flow(*f) for f in zip(*sums(who, np.ones_like(size), size, points), strict=True)]

        stayed = was & is_
        earlier = (size_1, size_1 * value_1)
        later = (size_2, size_2 * value_2)
        changed = sums(
            stayed, (value_2 - value_1) * (size_1 + size_2), (size_2 - size_1) * (value_1 + value_2)
        )
        columns = zip(
            flow(was & ~is_ & ~away, *earlier),
            flow(was & ~is_ & away, *earlier),
            flow(~was & is_ & ~new, *later),
            flow(~was & is_ & new, *later),
            flow(stayed, *earlier),
            flow(stayed, *later),
            *changed,
            strict=True,
        )
        return [
            Flows(
                {"exits": exits, "left_population": left},
                {"entries": entries, "joined_population": joined},
                *rest,
            )
            for exits, left, entries, joined, *rest in columns
        ]


def _absent(
    paired: Paired,
    positions: Positions,
    first: str,
    last: str,
    totals: pd.DataFrame | None,
    courses: pd.DataFrame | None,
    key: str,
) -> tuple[np.ndarray, np.ndarray]:
    """Which households, where they have no row, are out of the population rather than not poor."""
    if totals is None:
        everybody = np.ones(len(paired.who), bool)
        return everybody, everybody
    out = []
    for movement, reasons in (("left", _NOT_OF_LIVING_OUT), ("entered", _NOT_OF_LIVING_IN)):
        known = np.zeros(len(positions.keys), bool)
        if courses is not None:
            mine = (courses["round_before"] == first) & (courses["round_after"] == last)
            mine &= (courses["movement"] == movement) & courses["reason"].isin(reasons)
            places = positions.keys.get_indexer(courses.loc[mine, key])
            known[places[places >= 0]] = True
        out.append(paired.elsewhere | known[paired.who])
    return out[0], out[1]


def _residents(
    totals: pd.DataFrame | None,
    round_: str,
    column: str | None,
    groups: list,
    weight: str | None,
    group: np.ndarray,
    rows: np.ndarray,
    size: np.ndarray,
) -> list[int]:
    """Population of each group in a round: the residents given, or all the rows."""
    if totals is None:
        mine = rows[rows != ABSENT]
        count = np.zeros(len(groups), size.dtype)
        np.add.at(count, group[mine], size[mine])
        return count.tolist()
    figure = "total_persons" if weight else "total_households"
    need_columns(totals, ["round", figure, column], "totals")
    of_round = totals[totals["round"].astype("string") == round_]
    if not len(of_round) or of_round[figure].isna().any():
        raise ValueError(f"no total of residents for every unit in {round_}: leave out what can't be counted")
    residents = whole_numbers(of_round[figure]).astype(object)
    if column is None:
        return [residents.sum()]
    sums: dict[Any, int] = {}
    for name, number in zip(of_round[column], residents, strict=True):
        sums[name] = sums.get(name, 0) + number
    if absent := [str(name) for name in groups if name not in sums]:
        raise ValueError(f"no total of residents in {round_} for {', '.join(absent)}")
    return [sums[name] for name in groups]


def _of_the_poor(
    pair: _Pair,
    poor: np.ndarray,
    scores: np.ndarray,
    highest: int,
    residents: list[list[int]],
    places: list[dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """H, M0 and A of each group at one cut-off."""
    for measure, value, most in (("H", np.ones_like(scores), 1), ("M0", scores, highest)):
        found = pair.flows(poor, value, len(places))
        for place, flows, n in zip(places, found, zip(*residents, strict=True), strict=True):
            yield from _population_mean(place | {"measure": measure}, flows, most, *n)
            if measure == "M0":
                yield from _own_mean(place | {"measure": "A"}, flows, most)


def _population_mean(
    known: dict[str, Any], flows: Flows, highest: int, before: int, after: int
) -> Iterator[dict[str, Any]]:
    if flows.before.weight > before or flows.after.weight > after:
        raise ValueError(f"more poor than residents in {known['group']}: give the totals of the same rounds")
    levels = ratio(flows.before.points, highest * before), ratio(flows.after.points, highest * after)
    return _rows(known, flows, levels, parts_of_population_mean(flows, highest, before, after), PARTS)


def _own_mean(known: dict[str, Any], flows: Flows, highest: int) -> Iterator[dict[str, Any]]:
    before, after = flows.before, flows.after
    levels = ratio(before.points, highest * before.weight), ratio(after.points, highest * after.weight)
    shown = [name for name in PARTS if name not in ("size_change", "population")]
    return _rows(
        known, flows, levels, parts_of_own_mean(flows, highest) if None not in levels else None, shown
    )


def _rows(
    known: dict[str, Any],
    flows: Flows,
    levels: tuple[Fraction | None, Fraction | None],
    parts: Parts | None,
    shown: Iterable[str],
) -> Iterator[dict[str, Any]]:
    before, after = levels
    change = None if before is None or after is None else after - before
    values = {"before": before, "after": after, "change": change}
    values |= {name: None if parts is None else parts[name] for name in shown}
    numbers = {name: flow.households for name, flow in (flows.out | flows.came).items()}
    numbers |= {"before": flows.before.households, "after": flows.after.households}
    numbers |= dict.fromkeys(("stayed", "size_change"), flows.stayed_before.households)
    common = lcm(*(value.denominator for value in values.values() if value is not None))
    for name, value in values.items():
        exact = {} if value is None else {
            "estimate": float(value), "numerator": int(value * common), "denominator": common
        }  # fmt: skip
        yield known | {"component": name, "households": numbers.get(name)} | exact
