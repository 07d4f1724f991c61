"""Printed rates against their counts, and the totals that the rates of a line allow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from analysis.exact import half_up
from analysis.measures.check_published.made import Check
from analysis.measures.check_published.printed import Line, by_place, decimals, half_unit
from analysis.measures.check_published.wholes import Partition

_UNBOUNDED = math.inf


def rate_checks(lines: Iterable[Line]) -> Iterator[Check]:
    """Every rate that is printed with its count and its total, recomputed with exact fractions."""
    for line in lines:
        if line.rate is None or line.households is None or line.total is None:
            continue
        facts = {"printed": line.rate, "numerator": line.households, "denominator": line.total}
        if line.total == 0:
            yield Check.of(
                line,
                check="rate",
                holds=None,
                verdict="undefined",
                message="no rate over no households",
                **facts,
            )
            continue
        exact = Fraction(100 * line.households, line.total)
        recomputed = half_up(exact, decimals(line.rate))
        verdict = "holds" if recomputed == line.rate else "differs"
        said = f"{line.households} of {line.total} is {recomputed}"
        if verdict == "differs":
            said += f", printed {line.rate}: {abs(recomputed - line.rate)} apart"
            if _cut_off(exact, decimals(line.rate)) == line.rate:
                verdict, said = "truncated", f"{said}; the further decimals were cut off, not rounded"
            elif line.rate and half_up(exact / 100, decimals(line.rate)) == line.rate:
                verdict, said = "share", f"{said}; it is a part of one, not a percentage"
        yield Check.of(
            line,
            check="rate",
            recomputed=recomputed,
            difference=recomputed - line.rate,
            holds=verdict == "holds",
            verdict=verdict,
            message=said,
            **facts,
        )


def _cut_off(exact: Fraction, places: int) -> Decimal:
    scaled = exact * 10**places
    return Decimal(scaled.numerator // scaled.denominator).scaleb(-places)


def total_checks(lines: Iterable[Line], partitions: Iterable[Partition]) -> Iterator[Check]:
    """The totals that reproduce every printed rate of a line, where its total is not printed.

    Count c and rate r with half a unit h of its last decimal allow the whole totals T with
    r - h <= 100 c / T < r + h. The line's total is in the intersection over its measures; where
    that is empty, no total can make all its rates. Where all parts of a whole have such an interval
    or a printed total, their sum must hold the whole's total.
    """
    allowed: dict[tuple, tuple[int, float]] = {}
    for place, own in by_place(lines).items():
        printed = {line.total for line in own if line.total is not None}
        if printed:
            if len(printed) == 1:
                allowed[place] = (min(printed), min(printed))
            continue
        intervals = {line: interval for line in own if (interval := _totals(line)) is not None}
        if not intervals:
            continue
        low = max(*(i[0] for i in intervals.values()), *(line.households or 0 for line in own), 1)
        high = min(i[1] for i in intervals.values())
        if low <= high:
            allowed[place] = (low, high)
        yield _of_line(list(intervals), low, high)
    for partition in partitions:
        yield from _of_parts(partition, allowed)


def _totals(line: Line) -> tuple[int, float] | None:
    """Least and most total that give the printed rate; None where the line says nothing about it."""
    if line.rate is None or line.households is None:
        return None
    count, half = 100 * line.households, Fraction(half_unit(line.rate))
    over, under = Fraction(line.rate) + half, Fraction(line.rate) - half
    if line.households == 0:
        return None if under <= 0 else (1, 0)
    low = count / over // 1 + 1
    return int(low), int(count / under // 1) if under > 0 else _UNBOUNDED


def _of_line(lines: list[Line], low: int, high: float) -> Check:
    measures = " and ".join(f"{line.measure} {line.rate}" for line in lines)
    facts = {"measure": None, "check": "implied_total"}
    if low > high:
        return Check.of(
            lines[0],
            difference=low - int(high),
            holds=False,
            verdict="empty",
            message=f"no total gives {measures} at once: at least {low} and at most {int(high)}",
            **facts,
        )
    return Check.of(
        lines[0],
        recomputed=_interval(low, high),
        holds=True,
        verdict="holds",
        message=f"{measures} need {_between(low, high)} households in all",
        **facts,
    )


def _of_parts(partition: Partition, allowed: dict[tuple, tuple[int, float]]) -> Iterator[Check]:
    parts = [allowed.get(part) for part in partition.parts]
    whole = allowed.get(partition.whole)
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts) or all(low == high for low, high in known):
        return
    low, high = sum(part[0] for part in known), sum(part[1] for part in known)
    holds = whole[0] <= high and low <= whole[1]
    if partition.assumed and not holds and not partition.near(low, whole[0]):
        return
    unit, period, standard = partition.whole
    said = f"the parts' totals add up to {_between(low, high)}, the whole has {_between(*whole)}"
    yield Check(
        check="implied_total",
        unit=unit,
        round=period,
        standard=standard,
        measure=None,
        printed=whole[0] if whole[0] == whole[1] else _interval(*whole),
        recomputed=_interval(low, high),
        difference=0 if holds else int(max(low - whole[1], whole[0] - high)),
        holds=holds,
        verdict="agrees" if holds else "differs",
        compared_with=partition.names,
        message=said,
    )


def _interval(low: int, high: float) -> pd.Interval:
    return pd.Interval(low, high, closed="both")


def _between(low: int, high: float) -> str:
    if low == high:
        return str(low)
    return f"at least {low}" if high == _UNBOUNDED else f"{low} to {int(high)}"
