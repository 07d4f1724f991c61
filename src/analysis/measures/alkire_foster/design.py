"""Sampling designs: which records were drawn together, and the variance that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.groups import Groups, read_groups

Lonely = Literal["error", "adjust", "average", "certainty"]

_BLOCK = 1 << 21
"""Linearised values held at a time."""


@dataclass(frozen=True, slots=True)
class Design:
    """Primary sampling units (clusters of the first stage, *đơn vị chọn mẫu cấp một*) in their strata.

    psu: per record its unit, numbered stratum by stratum.
    stratum: per unit its stratum; sampled: per stratum how many units were drawn.
    open_share: per stratum the share of its units that were not drawn, 1 without `fpc`.
    lonely: what stands for the variance of a stratum with a single unit.
    """

    psu: np.ndarray
    stratum: np.ndarray
    sampled: np.ndarray
    open_share: np.ndarray
    lonely: Lonely


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


def read_design(
    data: pd.DataFrame,
    strata: str | None,
    cluster: str | None,
    fpc: str | None,
    lonely: Lonely,
    apart: np.ndarray | None = None,
) -> Design:
    """The design written in the columns of a table with one row per record.

    strata, cluster: without strata the sample is one stratum; without cluster every record was drawn
        by itself. A cluster is known by its stratum and its own name together, so numbers used anew
        in every stratum are no matter. Later stages of drawing need no columns: the variance between
        the units of the first stage holds what they add.
    fpc: how many units the stratum has in the population, drawn or not; the same in all its records.
    apart: per record a code of what was drawn independently, such as the rounds of separate samples.
    Raises ValueError for gaps in the columns, for counts of units that can't be, and for strata with
        a single unit under `lonely="error"`.
    """
    if lonely not in get_args(Lonely):
        raise ValueError(f"lonely={lonely!r}: choose one of {', '.join(get_args(Lonely))}")
    stratum_of = _crossed(data, strata, apart)
    if cluster is None:
        order = np.argsort(stratum_of.codes, kind="stable")
        psu = np.empty(len(data), np.int64)
        psu[order] = np.arange(len(data))
        stratum = stratum_of.codes[order]
    else:
        drawn = read_groups(data[cluster])
        pair = stratum_of.codes.astype(np.int64) * len(drawn.names) + drawn.codes
        pairs = read_groups(pd.Series(pair))
        psu, stratum = pairs.codes, pairs.names.to_numpy() // max(1, len(drawn.names))
    sampled = np.bincount(stratum, minlength=len(stratum_of.names))
    design = Design(psu, stratum, sampled, np.ones(len(sampled)), lonely)
    if fpc is not None:
        design = _finite(design, data[fpc], stratum_of.codes)
    alone, strata_drawn = (
        np.count_nonzero((sampled == 1) & (design.open_share > 0)),
        np.count_nonzero(sampled),
    )
    if alone and lonely == "error":
        raise ValueError(
            f"{alone} of {strata_drawn} strata have a single cluster, which tells nothing of their "
            "variance: merge them with neighbouring strata, or write lonely='adjust' (its distance from "
            "the whole sample's mean), 'average' (the mean of the other strata) or 'certainty' (none)"
        )
    return design


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
    step = max(1, _BLOCK // len(linear.row))
    row_starts = _starts(row)
    for first in range(0, found.shape[1], step):
        value = linear.value[:, first : first + step]
        mean = np.add.reduceat(value, starts, axis=0) / drawn[:, None]
        if design.lonely == "adjust":
            mean[alone] = 0  # linearised values add up to nothing over the whole sample
        squares = np.add.reduceat((value - mean[segment]) ** 2, starts, axis=0)
        squares += (drawn - held)[:, None] * mean**2
        squares *= (factor * counted)[:, None]
        found[row[row_starts], first : first + step] = np.add.reduceat(squares, row_starts, axis=0)
    return found


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


def _crossed(data: pd.DataFrame, strata: str | None, apart: np.ndarray | None) -> Groups:
    """Strata, each split by what was drawn independently."""
    own = (
        Groups(np.zeros(len(data), np.int64), pd.Index([0])) if strata is None else read_groups(data[strata])
    )
    if apart is None:
        return own
    return read_groups(pd.Series(apart.astype(np.int64) * len(own.names) + own.codes))


def _finite(design: Design, column: pd.Series, stratum: np.ndarray) -> Design:
    sizes = pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)
    least, most = np.full(len(design.sampled), np.inf), np.full(len(design.sampled), -np.inf)
    np.minimum.at(least, stratum, sizes)
    np.maximum.at(most, stratum, sizes)
    held = np.bincount(stratum, minlength=len(least)) > 0
    if not (np.isfinite(sizes).all() and (least == most)[held].all()):
        raise ValueError(
            f"{column.name} does not hold one number per stratum: write how many clusters it has in all"
        )
    if (sizes < 1).any():
        raise ValueError(f"{column.name} holds shares: write how many clusters the stratum has in all")
    short = int(np.count_nonzero((most < design.sampled)[held]))
    if short:
        raise ValueError(f"{column.name} is below the clusters drawn in {short} strata")
    share = np.ones(len(most))
    share[held] = 1 - design.sampled[held] / most[held]
    return Design(design.psu, design.stratum, design.sampled, share, design.lonely)
