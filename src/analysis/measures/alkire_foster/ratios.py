"""Estimates and their errors: ratios of sums, and what each primary sampling unit adds to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.measures.alkire_foster.design import Design
from analysis.measures.alkire_foster.measures import Measures
from analysis.measures.alkire_foster.records import Totals
from analysis.measures.alkire_foster.variance import (
    Linear,
    degrees_of_freedom,
    variances,
    variances_of_shares,
)

_BLOCK = 1 << 21
"""Linearised values held at a time."""

_EXACT = 2.0**26
"""Whole numbers up to here have squares that doubles hold."""

_ROUNDING = 64 * np.finfo(float).eps
"""What is lost, relatively, in the sums of weights of a handful of patterns."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """Every measure (a column) of every group (a row).

    value: NaN where the measure is undefined. over, under: what was divided by what, NaN for a
        variance, which is no single ratio.
    totals: of the groups; whole: of the wholes they are compared with; whole_of: per group its whole.
    """

    measures: Measures
    value: np.ndarray
    over: np.ndarray
    under: np.ndarray
    totals: Totals
    whole: Totals
    whole_of: np.ndarray

    def linear(self, columns: np.ndarray) -> Linear:
        """The linearised values of measures within the group: of a ratio R = N / D, (n - R d) / D.

        H, A and M0 come from the same totals, so the covariance of H and A is in the error of M0.
        Source: Wolter (2007), Introduction to Variance Estimation, section 6.
        """
        units = self.totals.units
        assert units is not None
        value = self._ratios(units, columns)
        for at, column in enumerate(columns.tolist()):
            root = self.measures.squares.get(column)
            if root is not None:
                own = self._ratios(units, np.array([root]))[:, 0]
                value[:, at] -= 2 * self.value[units.row, root] * own
        return Linear(units.row, units.psu, value)

    def linear_of_whole(self, rows: slice, columns: np.ndarray) -> np.ndarray:
        """The same for measures that compare a group with the whole, by row, unit and measure.

        Every unit of the whole adds to them, so nothing is left out.
        """
        units, wholes = self.totals.units, self.whole.units
        assert units is not None
        assert wholes is not None
        rows_there = np.arange(len(self.value))[rows]
        n_psu = int(wholes.psu.max(initial=-1)) + 1
        # both split by unit; a unit without a record of the group stands with 0
        over = np.zeros((len(rows_there), n_psu, len(columns)))
        mine = (units.row >= rows.start) & (units.row < rows.stop)
        numerator = self.measures.numerator[:, columns]
        over[units.row[mine] - rows.start, units.psu[mine]] = units.value[mine] @ numerator
        under = np.zeros((len(self.whole.sums), n_psu, len(columns)))
        under[wholes.row, wholes.psu] = wholes.value @ self.measures.denominator[:, columns]
        value, whole = self.value[rows_there][:, columns], self.whole_of[rows_there]
        with np.errstate(invalid="ignore", divide="ignore"):
            over -= value[:, None, :] * under[whole]
            over /= self.under[rows_there][:, columns][:, None, :]
        return over

    def shares_by_unit(self, n_psu: int) -> tuple[Linear, np.ndarray, np.ndarray]:
        """The linearised shares of one whole: the group's part, the whole's by unit, its factor by row."""
        units, wholes = self.totals.units, self.whole.units
        assert units is not None
        assert wholes is not None
        inner = len(self.measures.ratios) - self.measures.shares
        with np.errstate(invalid="ignore", divide="ignore"):
            factor = np.nan_to_num(-self.value[:, inner:] / self.under[:, inner:])
            own = units.value @ self.measures.numerator[:, inner:]
            own /= self.under[:, inner:][units.row]
        whole = np.zeros((n_psu, self.measures.shares))
        whole[wholes.psu] = wholes.value @ self.measures.denominator[:, inner:]
        return Linear(units.row, units.psu, np.nan_to_num(own)), whole, factor

    def _ratios(self, units: Linear, columns: np.ndarray) -> np.ndarray:
        value = units.value @ self.measures.numerator[:, columns]
        under = units.value @ self.measures.denominator[:, columns]
        under *= self.value[:, columns][units.row] + self._squared(columns)[units.row]
        value -= under
        with np.errstate(invalid="ignore", divide="ignore"):
            value /= self.under[:, columns][units.row]
        return value

    def _squared(self, columns: np.ndarray) -> np.ndarray:
        """What has been taken off the ratios of variances: the ratio itself is linearised first."""
        taken = np.zeros((len(self.value), len(columns)))
        for at, column in enumerate(columns.tolist()):
            root = self.measures.squares.get(column)
            if root is not None:
                taken[:, at] = self.value[:, root] ** 2
        return taken


def estimate(measures: Measures, totals: Totals, whole: Totals, whole_of: np.ndarray) -> Estimates:
    """Every measure as one division of exact sums: of whole numbers the float nearest to their ratio."""
    inner = len(measures.ratios) - measures.shares
    over_of, under_of, own, all_own = measures.numerator, measures.denominator, totals.sums, whole.sums
    if float(all_own.max(initial=0)) * measures.largest >= 2**53 and (own == np.floor(own)).all():
        # past 2**53 doubles no longer hold whole numbers: Python's own do
        (over_of, under_of), own, all_own = measures.exact(), _whole_numbers(own), _whole_numbers(all_own)
    over, under = own @ over_of, own @ under_of
    under[:, inner:] = (all_own @ under_of[:, inner:])[whole_of]
    under[totals.sums[:, 0] == 0] = 0  # without members nothing is defined, not even a share
    value = _divided(over, under)
    shown = over.astype(float)
    for column, root in measures.squares.items():
        highest = int(under_of[:, root].max())
        value[:, column] = _variance(over[:, column], over[:, root], under[:, root], highest)
        shown[:, column] = np.nan
    return Estimates(measures, value, shown, under.astype(float), totals, whole, whole_of)


def standard_errors(estimates: Estimates, design: Design) -> tuple[np.ndarray, np.ndarray]:
    """Per estimate its standard error, NaN where it is undefined; per group its degrees of freedom."""
    measures, units = estimates.measures, estimates.totals.units
    assert units is not None
    rows, inner = len(estimates.value), len(measures.ratios) - measures.shares
    found = np.zeros(estimates.value.shape)
    step = max(1, _BLOCK // max(1, len(units.row)))
    for first in range(0, inner, step):
        columns = np.arange(first, min(first + step, inner))
        found[:, columns] = variances(design, estimates.linear(columns), rows)
    if measures.shares:
        found[:, inner:] = variances_of_shares(design, *estimates.shares_by_unit(len(design.stratum)))
        share = estimates.value[:, inner:]  # nobody's share, and everybody's, is the same in every sample
        found[:, inner:][(share <= 0) | (share >= 1 - _ROUNDING)] = 0
    found = np.sqrt(found, out=found)
    found[np.isnan(estimates.value)] = np.nan
    active = units.value[:, 0] > 0
    return found, degrees_of_freedom(design, units.row[active], units.psu[active], rows)


def _whole_numbers(sums: np.ndarray) -> np.ndarray:
    return np.array([[int(number) for number in row] for row in sums.tolist()], object)


def _divided(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    defined = under != 0
    value = np.full(over.shape, np.nan)
    value[defined] = over[defined] / under[defined]
    return value


def _variance(squares: np.ndarray, points: np.ndarray, base: np.ndarray, highest: int) -> np.ndarray:
    """Mean square less squared mean; exact in whole numbers, so that it is 0 where all are alike.

    base: n times the highest score h, n being the poor. squares / (n h²) - (points / (n h))² is
    (n squares - points²) / (n h)², which doubles hold where n h is below 2**26. Sums of weights that are
    not whole are rounded: what they leave of nothing is nothing.
    """
    found = np.full(len(base), np.nan)
    defined = base != 0
    squares, points, base = squares[defined], points[defined], base[defined]
    poor = base // highest if base.dtype == object else base / highest
    whole = all((of == of // 1).all() for of in (squares, points, poor))
    if whole and base.max(initial=0) >= _EXACT and base.dtype != object:
        squares, points, base, poor = _whole_numbers(np.stack([squares, points, base, poor]))
    level = poor * squares
    apart = level - points**2
    apart[apart <= (0 if whole else _ROUNDING) * level] = 0
    found[defined] = apart / base**2
    return found
