"""Printed changes against the round before, and changes across two standards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from analysis.exact import half_up
from analysis.law import LawError, load_standard
from analysis.measures.check_published.made import Check
from analysis.measures.check_published.printed import Line, decimals, half_unit, round_day, rounds_in_order


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A printed change against one earlier line: both ways to recompute it, and what that says."""

    base: Line
    from_rounded: Decimal | None
    from_exact: Decimal | None
    verdict: str

    @property
    def holds(self) -> bool | None:
        if self.verdict == "no_figures":
            return None
        return self.verdict in ("both", "exact", "rounded", "rounding")


def change_checks(lines: Sequence[Line]) -> Iterator[Check]:
    """Every printed change against the round before of the same unit and measure.

    It may be taken from rounded rates, from exact ones, or both; that of the exact rates is the
    change. The standard of both rounds is checked beside it: rates of two standards must never be
    subtracted.
    """
    order = rounds_in_order(lines)
    series: dict[tuple[Any, Any], list[Line]] = {}
    for line in lines:
        series.setdefault((line.unit, line.measure), []).append(line)
    for line in lines:
        if line.change is None:
            continue
        own = series[line.unit, line.measure]
        earlier = [other for other in own if order[other.round] < order[line.round]]
        if not earlier:
            yield Check.of(
                line,
                check="change",
                printed=line.change,
                holds=None,
                verdict="no_earlier_round",
                message="the table has no earlier round to take the change from",
            )
            continue
        last = max(order[other.round] for other in earlier)
        before = [_compared(line, other, line.change) for other in earlier if order[other.round] == last]
        # of the same standard first: of two standards the other is the mistake
        before.sort(key=lambda comparison: comparison.base.standard != line.standard)
        yield _change(line, line.change, before[0])
        yield from _standards(line, before)


def _compared(line: Line, base: Line, change: Decimal) -> _Comparison:
    places = decimals(change)
    rounded = exact = None
    reach = Decimal(0)
    if line.rate is not None and base.rate is not None:
        rounded = half_up(Fraction(line.rate - base.rate), places)
        reach = half_unit(line.rate) + half_unit(base.rate) + half_unit(change)
    rates = [_exact_rate(each) for each in (line, base)]
    if None not in rates:
        exact = half_up(rates[0] - rates[1], places)  # type: ignore[operator]
    return _Comparison(base, rounded, exact, _verdict(line, base, change, rounded, exact, reach))


def _verdict(
    line: Line, base: Line, change: Decimal, rounded: Decimal | None, exact: Decimal | None, reach: Decimal
) -> str:
    if rounded is None and exact is None:
        return "no_figures"
    if change in (rounded, exact):
        return "both" if rounded == exact else "rounded" if change == rounded else "exact"
    # without counts the rates before rounding are anywhere within half a unit of each
    if exact is None and abs((line.rate or 0) - (base.rate or 0) - change) < reach:
        return "rounding"
    if -change in (rounded, exact):
        return "sign"
    rate, was = _exact_rate(line), _exact_rate(base)
    if rate is None or was is None:
        rate, was = Fraction(line.rate or 0), Fraction(base.rate or 0)
    if was and abs(half_up(100 * (rate - was) / was, decimals(change))) == abs(change):
        return "relative"
    return "neither"


def _exact_rate(line: Line) -> Fraction | None:
    if line.households is None or not line.total:
        return None
    return Fraction(100 * line.households, line.total)


_SAID = {
    "both": "from rounded and from exact rates",
    "rounded": "from rounded rates",
    "exact": "from exact rates",
    "rounding": "not from the rounded rates, but the rates before rounding may give it",
    "sign": "the size is right, the direction is not: down is negative",
    "relative": "this is the relative change in percent, not in percentage points",
    "neither": "from neither rounded nor exact rates",
    "no_figures": "one of the two rounds has no rate to take it from",
}


def _change(line: Line, printed: Decimal, found: _Comparison) -> Check:
    recomputed = found.from_rounded if found.from_exact is None else found.from_exact
    said = _SAID[found.verdict]
    if found.verdict == "neither" and None in (found.from_rounded, found.from_exact):
        said = f"not from {'rounded' if found.from_exact is None else 'exact'} rates"
    ways = (("rounded", found.from_rounded), ("exact", found.from_exact))
    values = ", ".join(f"{value} from {name} rates" for name, value in ways if value is not None)
    return Check.of(
        line,
        check="change",
        printed=printed,
        recomputed=recomputed,
        difference=None if recomputed is None else recomputed - printed,
        holds=found.holds,
        verdict=found.verdict,
        compared_with=found.base.round,
        from_rounded=found.from_rounded,
        from_exact=found.from_exact,
        message=f"printed {printed} since {found.base.round}: {said}" + (f" ({values})" if values else ""),
    )


def _standards(line: Line, before: Sequence[_Comparison]) -> Iterator[Check]:
    """Whether the change was taken between two rounds under one standard."""
    first = before[0]
    taken = first
    if first.base.standard == line.standard and first.holds is False:
        taken = next((other for other in before[1:] if other.holds), first)
    base = taken.base
    if line.standard is None or base.standard is None:
        if line.standard is not base.standard or not _law_changed(line, base):
            return
        holds, verdict = None, "standard_changed"
        said = (
            f"the standard in force changed after {base.round}: was {base.round} counted under the new one?"
        )
    elif line.standard == base.standard:
        holds, verdict, said = True, "holds", f"both rounds are under {line.standard}"
    else:
        holds, verdict = False, "two_standards"
        said = f"{line.standard} less {base.standard}: rates of two standards must not be subtracted"
    yield Check.of(
        line,
        check="standard",
        printed=line.standard,
        recomputed=base.standard,
        holds=holds,
        verdict=verdict,
        compared_with=base.round,
        message=said,
    )


def _law_changed(line: Line, base: Line) -> bool:
    days = round_day(line.round), round_day(base.round)
    try:
        now, then = (load_standard(day) for day in days if day is not None)
    except (LawError, ValueError):  # no day, or a day before the first standard
        return False
    return now.id != then.id
