"""Exact ratios and the one way this project rounds: once, half up, from counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Integral


def fraction(value: int | float | str | Decimal | Fraction) -> Fraction:
    """The number as it is written: 0.15 is 15/100, not the binary float nearest to it.

    >>> fraction(0.15)
    Fraction(3, 20)
    """
    if isinstance(value, float):
        return Fraction(str(float(value)))
    return Fraction(int(value)) if isinstance(value, Integral) else Fraction(value)


def half_up(value: Fraction | int, decimals: int) -> Decimal:
    """`value` rounded half up (away from zero at the half) to so many decimals, exactly.

    Source: the way published review decisions print rates (reports.md asks for it).

    >>> half_up(Fraction(10 * 100, 5347), 2)
    Decimal('0.19')
    """
    scaled = Fraction(value) * 10**decimals
    sign, scaled = (-1, -scaled) if scaled < 0 else (1, scaled)
    whole = sign * ((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    return Decimal(whole).scaleb(-decimals)


def apportioned(values: Sequence[Fraction]) -> list[int]:
    """Whole numbers that add up to the rounded sum of the values, each as near as it can be.

    The largest remainders are rounded up, so that parts rounded one by one never drift from their sum.

    >>> apportioned([Fraction(3, 2), Fraction(3, 2), Fraction(3, 2)])
    [2, 2, 1]
    """
    whole = [value.numerator // value.denominator for value in values]
    rest = int(half_up(sum(values, Fraction()), 0)) - sum(whole)
    by_remainder = sorted(range(len(whole)), key=lambda i: whole[i] - values[i])
    return [number + (i in by_remainder[:rest]) for i, number in enumerate(whole)]
