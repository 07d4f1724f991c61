"""Printed sums: the classes of a line, and the parts of a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from analysis.measures.check_published.made import Check
from analysis.measures.check_published.printed import Line, by_place, half_unit
from analysis.measures.check_published.wholes import Partition
from analysis.measures.poverty_rates import MEASURES

*_CLASSES, _SUM = MEASURES


def class_sum_checks(lines: Iterable[Line]) -> Iterator[Check]:
    """Poor and near-poor against multidimensional, in households and in printed rates.

    Rounded rates may miss their sum by less than half a unit of each: that is told apart from a
    difference that rounding can't make.
    """
    for own in by_place(lines).values():
        by_measure = {line.measure: line for line in own}
        if not set(MEASURES) <= set(by_measure):
            continue
        whole, parts = by_measure[_SUM], [by_measure[name] for name in _CLASSES]
        yield from _count_sum(whole, whole.households, {line.measure: line.households for line in parts})
        rates = [line.rate for line in parts if line.rate is not None]
        if whole.rate is not None and len(rates) == len(parts):
            yield _rate_sum(whole, whole.rate, rates)


def part_sum_checks(lines: Iterable[Line], partitions: Iterable[Partition]) -> Iterator[Check]:
    """The parts of each whole against it, per measure in households, and in total households.

    Lines that only their name makes a whole are checked where the others come near it; where they
    don't, the check says that it could not be made.
    """
    places = by_place(lines)
    for partition in partitions:
        own = {line.measure: line for line in places[partition.whole]}
        parts = {place[0]: {line.measure: line for line in places[place]} for place in partition.parts}
        for measure, line in own.items():
            counts = {unit: of[measure].households if measure in of else None for unit, of in parts.items()}
            yield from _count_sum(line, line.households, counts, partition)
        totals = {unit: next(iter(of.values())).total for unit, of in parts.items()}
        first = next(iter(own.values()))
        yield from _count_sum(first, first.total, totals, partition, measure="total_households")


def total_agreement_checks(lines: Iterable[Line]) -> Iterator[Check]:
    """Two totals printed for one unit, round and standard."""
    for own in by_place(lines).values():
        known = [(line, line.total) for line in own if line.total is not None]
        for line, total in known[1:]:
            first, expected = known[0]
            if total == expected:
                continue
            yield Check.of(
                line,
                check="total",
                printed=total,
                recomputed=expected,
                difference=expected - total,
                holds=False,
                verdict="differs",
                compared_with=first.measure,
                message=f"total {total} beside {line.measure}, {expected} beside {first.measure}",
            )


def _count_sum(
    line: Line,
    printed: int | None,
    terms: Mapping[Any, int | None],
    partition: Partition | None = None,
    **facts: Any,
) -> Iterator[Check]:
    known = {name: count for name, count in terms.items() if count is not None}
    gaps = [str(name) for name in terms if name not in known]
    if printed is None or (gaps and (partition is None or partition.contested or len(gaps) > len(known))):
        return
    total = sum(known.values())
    facts |= {"check": "sum", "printed": printed, "recomputed": total, "difference": total - printed}
    facts["compared_with"] = " + ".join(map(str, known))
    if partition is not None and partition.assumed and not partition.near(total, printed):
        if not gaps:
            yield Check.of(
                line,
                holds=None,
                verdict="no_parts",
                message="the other units add up to nothing near: say with `part_of` what its parts are",
                **facts,
            )
        return
    if gaps and total < printed:
        said = f"{total} without {', '.join(gaps)}, printed {printed}: {printed - total} is left for them"
        yield Check.of(line, holds=None, verdict="gaps", message=said, **facts)
        return
    said = f"{' + '.join(map(str, known.values()))} = {total}"
    if total != printed:
        said += f", printed {printed}: {abs(total - printed)} apart"
        for name, count, swapped in _repairs({**known, "the sum": printed}, total - printed):
            said += f"; {swapped} for {count} ({name}), two digits swapped, would make it hold"
    holds = total == printed
    yield Check.of(line, holds=holds, verdict="holds" if holds else "differs", message=said, **facts)


def _repairs(terms: Mapping[Any, int], difference: int) -> Iterator[tuple[Any, int, int]]:
    """Counts that make the sum hold when two neighbouring digits change places.

    `difference` is parts less sum, the sum being the last of `terms`.
    """
    *parts, (whole, printed) = terms.items()
    wanted = [(name, count, count - difference) for name, count in parts]
    for name, count, repaired in [*wanted, (whole, printed, printed + difference)]:
        digits = str(count)
        if any(
            digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] == str(repaired)
            for i in range(len(digits) - 1)
        ):
            yield name, count, repaired


def _rate_sum(whole: Line, printed: Decimal, rates: list[Decimal]) -> Check:
    total = sum(rates, Decimal(0))
    difference, most = total - printed, sum(map(half_unit, [*rates, printed]), Decimal(0))
    said, verdict = f"{' + '.join(map(str, rates))} = {total}", "holds"
    if difference:
        verdict = "rounding" if abs(difference) < most else "differs"
        reason = "as rounding may make it" if verdict == "rounding" else "more than rounding makes"
        said += f", printed {printed}: {abs(difference)} apart, {reason}"
    return Check.of(
        whole,
        check="sum",
        printed=printed,
        recomputed=total,
        difference=difference,
        holds=verdict != "differs",
        verdict=verdict,
        compared_with=" + ".join(_CLASSES),
        message=said,
    )
