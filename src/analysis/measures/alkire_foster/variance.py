"""The variance of estimates that a sample's design leaves, by Taylor linearisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analysis.measures.alkire_foster.design import Design

_BLOCK = 1 << 21
"""Linearised values held at a time."""


class Linear(NamedTuple):
    """Linearised values of estimates: what each unit adds to the error of each of them.

    row, psu: the row of the estimate and the unit, sorted by both, each pair once; a pair that is not
        there adds nothing. value: one row per pair, one column per estimate.
    """

    row: np.ndarray
    psu: np.ndarray
    value: np.ndarray

    def scaled(self, factor: np.ndarray, into: np.ndarray) -> Linear:
        """Every value times its row's factor (0 takes it out), moved to the row that `into` says.

        A function of estimates is linearised as the sum of such pieces, by its derivatives.
        """
        factor = factor[self.row]
        with np.errstate(invalid="ignore"):
            value = np.where(factor == 0, 0.0, self.value * factor)
        return Linear(into[self.row], self.psu, value)


def spelled_out(value: np.ndarray, first: int = 0) -> Linear:
    """Linearised values by row, unit and estimate with every pair written out, rows numbered from `first`."""
    row, psu = (index.ravel() for index in np.indices(value.shape[:2]))
    return Linear(row + first, psu, value.reshape(-1, value.shape[2]))


def variances(design: Design, linear: Linear, rows: int) -> np.ndarray:
    """The design-based variance of every estimate: one row per row of estimates, one column each.

    The sum over strata of (1 - f) n / (n - 1) times the squared distances of the n units' totals from
    their mean, units without a record of the group included as zeros.
    Source: Wolter (2007), Introduction to Variance Estimation, chapter 6; strata with a single unit as
        in Lumley (2010), Complex Surveys, appendix and the R package survey, `survey.lonely.psu`.
    """
    found = np.zeros((rows, linear.value.shape[1]))
    if not len(linear.row):
        return found
    stratum = design.stratum[linear.psu]
    starts = _starts(linear.row, stratum)
    held = np.diff(np.append(starts, len(stratum)))
    segment = np.repeat(np.arange(len(starts)), held)
    row, stratum = linear.row[starts], stratum[starts]
    drawn, share = design.sampled[stratum], design.open_share[stratum]
    alone = drawn == 1
    factor = share * drawn / np.maximum(drawn - 1, 1)
    counted = np.ones(len(starts))  # what a stratum's own variance stands for
    if design.lonely == "average":
        open_alone = alone & (share > 0)
        known = np.bincount(row, ~open_alone, minlength=rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            counted = (np.bincount(row, minlength=rows) / known)[row]
        factor = np.where(alone, 0.0, factor)
    with np.errstate(invalid="ignore"):
        factor = factor * counted  # NaN where every stratum of the row is alone: no mean stands for it
    step = max(1, _BLOCK // len(linear.row))
    row_starts = _starts(row)
    for first in range(0, found.shape[1], step):
        value = linear.value[:, first : first + step]
        mean = np.add.reduceat(value, starts, axis=0) / drawn[:, None]
        if design.lonely == "adjust":
            mean[alone] = 0  # linearised values add up to nothing over the whole sample
        squares = np.add.reduceat((value - mean[segment]) ** 2, starts, axis=0)
        squares += (drawn - held)[:, None] * mean**2
        squares *= factor[:, None]
        found[row[row_starts], first : first + step] = np.add.reduceat(squares, row_starts, axis=0)
    return found


def variances_of_shares(design: Design, linear: Linear, whole: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """The same where every unit of the whole adds to every row: `whole` (per unit) times the row's `factor`.

    linear: what units with records of the group add besides. The many units without any are not
        written out: they enter by their sums and squares, stratum by stratum. With z = y + t w the value
        of a unit (y what it adds to the group, w to the whole, t the row's factor), the sum of the
        squared distances from the stratum's mean m is that of the units written out plus, over the
        others, Σ (t w - m)² = t² Σ (w - c)² + 2 t (t c - m) Σ (w - c) + k (t c - m)², c being the mean of
        all the stratum's w and k how many they are.
    """
    rows = len(factor)
    drawn_in, alone_in = design.sampled, design.sampled == 1
    weight = design.open_share * drawn_in / np.maximum(drawn_in - 1, 1)
    if design.lonely == "average":
        there = np.bincount(design.stratum, (whole != 0).any(axis=1), minlength=len(drawn_in)) > 0
        lonely = there & alone_in & (design.open_share > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = np.where(alone_in, 0.0, weight) * (there.sum() / (there & ~lonely).sum())
    firsts = _starts(design.stratum)
    centre = np.zeros((len(drawn_in), whole.shape[1]))
    centre[design.stratum[firsts]] = np.add.reduceat(whole, firsts, axis=0)
    centre /= np.maximum(drawn_in, 1)[:, None]
    if design.lonely == "adjust":
        centre[alone_in] = 0
    apart = whole - centre[design.stratum]
    squares = np.zeros_like(centre)
    squares[design.stratum[firsts]] = np.add.reduceat(apart**2, firsts, axis=0)
    rest = np.broadcast_to((squares * weight[:, None]).sum(axis=0), factor.shape).copy()
    found = np.zeros(factor.shape)
    if len(linear.row):
        stratum = design.stratum[linear.psu]
        starts = _starts(linear.row, stratum)
        held = np.diff(np.append(starts, len(stratum)))
        row, stratum = linear.row[starts], stratum[starts]
        empty = (drawn_in[stratum] - held)[:, None]
        times = factor[row]
        own = linear.value + factor[linear.row] * whole[linear.psu]
        left = -np.add.reduceat(apart[linear.psu], starts, axis=0)
        left_squares = squares[stratum] - np.add.reduceat(apart[linear.psu] ** 2, starts, axis=0)
        if design.lonely == "adjust":
            left[alone_in[stratum]] = 0
        left[empty[:, 0] == 0], left_squares[empty[:, 0] == 0] = 0, 0
        level = times * centre[stratum]
        mean = np.add.reduceat(own, starts, axis=0) + times * left + empty * level
        mean /= drawn_in[stratum][:, None]
        if design.lonely == "adjust":
            mean[alone_in[stratum]] = 0
        spread = np.add.reduceat((own - np.repeat(mean, held, axis=0)) ** 2, starts, axis=0)
        spread += times**2 * left_squares + 2 * times * (level - mean) * left + empty * (level - mean) ** 2
        spread = np.maximum(spread, 0)  # what rounding leaves of nothing
        ends = _starts(row)
        found[row[ends]] = np.add.reduceat(spread * weight[stratum][:, None], ends, axis=0)
        rest[row[ends]] -= np.add.reduceat(squares[stratum] * weight[stratum][:, None], ends, axis=0)
        rest[np.bincount(row, minlength=rows) == len(firsts)] = 0  # no stratum is left
    return found + factor**2 * np.maximum(rest, 0)


def degrees_of_freedom(design: Design, row: np.ndarray, psu: np.ndarray, rows: int) -> np.ndarray:
    """Units less strata, of those with a record of the group that counts.

    As R's survey does for a subset; Stata counts all units of such strata, which gives more.
    row, psu: the pairs that hold such records, sorted by both, each once.
    """
    starts = _starts(row, design.stratum[psu])
    return np.bincount(row, minlength=rows) - np.bincount(row[starts], minlength=rows)


def merged(parts: Sequence[Linear]) -> Linear:
    """The sum of linearised values, pair by pair."""
    row, psu, value = (np.concatenate(of) for of in zip(*parts, strict=True))
    order = np.lexsort((psu, row))
    row, psu = row[order], psu[order]
    starts = _starts(row, psu)
    if not len(starts):
        return Linear(row, psu, value)
    return Linear(row[starts], psu[starts], np.add.reduceat(value[order], starts, axis=0))


def _starts(*keys: np.ndarray) -> np.ndarray:
    """Where a new combination begins in sorted keys."""
    if not len(keys[0]):
        return np.zeros(0, np.intp)
    new = np.zeros(len(keys[0]), bool)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)
