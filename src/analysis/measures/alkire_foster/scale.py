"""Weights and cut-offs as whole numbers, so that a score equal to the cut-off is poor, always."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real

from analysis.exact import fraction, half_up

Number = int | Fraction | Decimal | float
Indicators = Mapping[str, Number] | Sequence[str]


@dataclass(frozen=True, slots=True)
class Scale:
    """Indicators with whole weights, and the score from which a record is poor at each cut-off.

    weights: each indicator's weight; a record's score is the sum over its deprivations.
    poor_from: the cut-off as the caller wrote it (an int or a Fraction) to that score.
    bands: a name to the first score inside and the first beyond, None where the band is open.
    """

    weights: dict[str, int]
    poor_from: dict[int | Fraction, int]
    bands: dict[str, tuple[int, int | None]] = field(default_factory=dict)

    @property
    def highest(self) -> int:
        """The score of a record deprived in everything."""
        return sum(self.weights.values())


def common_scale(
    indicators: Indicators,
    cutoff: Number | Iterable[Number],
    bands: Mapping[str, tuple[Number, Number | None]] | None = None,
) -> Scale:
    """The smallest scale on which all weights, cut-offs and limits of bands are whole.

    indicators: a mapping to weights, the cut-off being on their scale; or a sequence, where every
        indicator counts 1 and a cut-off that is no int but at most 1 is a share of them.
    bands: a name to the score it begins with (0 for those without deprivations, too) and the score it
        ends before, None for no end; written as cut-offs are.
    Raises ValueError for weights, cut-offs or limits that are negative, rounded or out of reach.

    >>> common_scale({"a": Fraction(1, 3), "b": Fraction(2, 3)}, Fraction(1, 2))
    Scale(weights={'a': 2, 'b': 4}, poor_from={Fraction(1, 2): 3}, bands={})
    >>> common_scale(["a", "b", "c", "d"], [2, Fraction(3, 4)]).poor_from
    {2: 2, Fraction(3, 4): 3}
    """
    weights = _weights(indicators)
    shares = not isinstance(indicators, Mapping)
    wanted: dict[int | Fraction, int | Fraction] = {}
    for given in written_cutoffs(cutoff):
        _check_scale(given, weights, shares=shares)
        written = _exact(given, "cut-off")
        score = _score(written, weights, shares=shares)
        if wanted.setdefault(written, score) != score:
            raise ValueError(f"cut-off {written} stands as a number and as a share: ask for one at a time")
    if not wanted:
        raise ValueError("no cut-off is given")
    limits = {name: _band(name, band, weights, shares=shares) for name, band in (bands or {}).items()}
    ends = [limit for pair in limits.values() for limit in pair if limit is not None]
    unit = math.lcm(*(number.denominator for number in (*weights.values(), *wanted.values(), *ends)))
    return Scale(
        {name: int(weight * unit) for name, weight in weights.items()},
        {written: int(score * unit) for written, score in wanted.items()},
        {
            name: (int(first * unit), None if beyond is None else int(beyond * unit))
            for name, (first, beyond) in limits.items()
        },
    )


def written_cutoffs(cutoff: Number | Iterable[Number]) -> list[Number]:
    """One or several cut-offs as a list. Raises ValueError for a text, which is neither."""
    if isinstance(cutoff, str):
        raise ValueError(f"cut-off {cutoff!r} is not a number: write one, or several, without quotes")
    if getattr(cutoff, "ndim", 1) == 0:  # NumPy's array of one number can't be gone through
        return [cutoff.item()]  # type: ignore[union-attr]
    return list(cutoff) if isinstance(cutoff, Iterable) else [cutoff]


def _band(
    name: str, limits: tuple[Number, Number | None], weights: Mapping[str, int | Fraction], *, shares: bool
) -> tuple[int | Fraction, int | Fraction | None]:
    """The scores a band begins with and ends before."""
    if isinstance(limits, str) or not isinstance(limits, Sequence) or len(limits) != 2:
        raise ValueError(f"band {name}: write (from, to), and None for no end")
    first, beyond = (None if limit is None else _exact(limit, f"limit of band {name}") for limit in limits)
    start = 0 if not first else _score(first, weights, shares=shares)
    end = None if beyond is None else _score(beyond, weights, shares=shares)
    if end is not None and end <= start:
        raise ValueError(f"band {name} ends before it begins: write (from, to) with from below to")
    return start, end


def _score(cutoff: int | Fraction, weights: Mapping[str, int | Fraction], *, shares: bool) -> int | Fraction:
    """The score a cut-off stands for; `shares` where it may be a share of equal indicators."""
    highest = sum(weights.values())
    if shares and not isinstance(cutoff, int) and cutoff <= 1:
        cutoff *= highest
    if not 0 < cutoff <= highest:
        raise ValueError(
            f"cut-off {cutoff} lies outside the scores, which go up to {highest}: "
            "write more than 0 and no more than that"
        )
    return cutoff


def _check_scale(cutoff: Number, weights: Mapping[str, int | Fraction], *, shares: bool) -> None:
    """Raise ValueError for a share given as cut-off to whole weights: any one deprivation would make poor."""
    highest = sum(weights.values())
    whole = not shares and all(weight.denominator == 1 for weight in weights.values())
    if whole and highest > 1 and isinstance(cutoff, Real | Decimal) and 0 < cutoff < 1:
        score = Fraction(cutoff) * highest if isinstance(cutoff, Fraction) else fraction(cutoff) * highest
        shown = score if score.denominator == 1 else f"{float(score):g}"
        raise ValueError(f"cut-off {cutoff} lies below every weight: write {shown} of {highest}")


def _weights(indicators: Indicators) -> dict[str, int | Fraction]:
    if isinstance(indicators, str):
        raise ValueError("indicators is one text: write a sequence of columns, or a mapping to their weights")
    if isinstance(indicators, Mapping):
        weights = {name: _exact(w, f"weight of {name}") for name, w in indicators.items()}
    else:
        weights = dict.fromkeys(indicators, 1)
    if len(weights) < len(indicators):
        raise ValueError("an indicator stands twice")
    negative = [name for name, weight in weights.items() if weight < 0]
    if negative:
        raise ValueError(f"negative weight of {', '.join(negative)}")
    if not any(weights.values()):
        raise ValueError("no indicator has a weight")
    return weights


def _exact(number: Number, what: str) -> int | Fraction:
    """The number without rounding. A float passes where it is stored as it is written (0.25, not 0.1)."""
    if type(number) is int or isinstance(number, Integral):  # most are, and the question costs less
        return int(number)
    if isinstance(number, Fraction | Decimal) and math.isfinite(number):
        return Fraction(number)
    if not isinstance(number, Real) or isinstance(number, Decimal) or not math.isfinite(number):
        raise ValueError(f"{what} {number!r} is not a number")
    stored = float(number)
    if Fraction(stored) != fraction(stored):
        raise ValueError(
            f"{what} {stored} is a rounded number, and the rounding would decide who is poor: "
            f"write {_meant(stored)}"
        )
    return Fraction(stored)


def _meant(written: float) -> str:
    """What to write instead: the decimal as it stands, and the simple fraction it may be rounded from.

    One rounded from a fraction has more digits than its denominator needs to be told by: 0.0417 may
    be 1/24, and 0.15 is 3/20 rather than 2/13.
    """
    decimal = fraction(written)
    digits = -min(0, int(Decimal(str(written)).normalize().as_tuple().exponent))
    simple = next(
        (
            near
            for size in range(2, math.isqrt(10 ** min(digits, 6) // 2) + 1)
            if float(near := Fraction(round(decimal * size), size)) == written
            or half_up(near, digits) == half_up(decimal, digits)
        ),
        decimal,
    )
    exactly = f"Fraction({decimal.numerator}, {decimal.denominator})"
    if simple == decimal:
        return exactly
    return f"Fraction({simple.numerator}, {simple.denominator}), or {exactly} where exactly that is meant"
