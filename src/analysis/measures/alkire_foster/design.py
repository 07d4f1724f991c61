"""Sampling designs: which records were drawn together, and the variance that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.groups import Groups, read_groups, whole_type

_NAMED = 5
"""Strata a sentence names."""

Lonely = Literal["error", "adjust", "average", "certainty"]


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
        pair = stratum_of.codes.astype(whole_type(len(stratum_of.names) * len(drawn.names)))
        pair *= len(drawn.names)
        pair += drawn.codes
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
    if alone and alone == strata_drawn and lonely == "average":
        raise ValueError(
            f"all {strata_drawn} strata have a single cluster, so there is no mean of others: merge strata, "
            "or write lonely='adjust' (each one's distance from the whole sample's mean)"
        )
    if alone and lonely == "error":
        raise ValueError(
            f"{alone} of {strata_drawn} strata have a single cluster{_named(design, stratum_of, apart)}, "
            "which tells nothing of their variance: merge them with neighbouring strata, or write "
            "lonely='adjust' (its distance from the whole sample's mean), 'average' (the mean of the other "
            "strata) or 'certainty' (none)"
        )
    return design


def _named(design: Design, strata: Groups, apart: np.ndarray | None) -> str:
    """The first strata with a single cluster, where they have names of their own."""
    if apart is not None:
        return ""
    names = strata.names[(design.sampled == 1) & (design.open_share > 0)]
    return f" ({', '.join(map(str, names[:_NAMED]))}{', …' if len(names) > _NAMED else ''})"


def _crossed(data: pd.DataFrame, strata: str | None, apart: np.ndarray | None) -> Groups:
    """Strata, each split by what was drawn independently."""
    own = (
        Groups(np.zeros(len(data), np.int64), pd.Index([0])) if strata is None else read_groups(data[strata])
    )
    if apart is None:
        return own
    return read_groups(pd.Series(apart.astype(np.int64) * len(own.names) + own.codes))


def _finite(design: Design, column: pd.Series, stratum: np.ndarray) -> Design:
    if not pd.api.types.is_any_real_numeric_dtype(column):
        raise ValueError(f"{column.name} holds no numbers: write how many clusters there are in all")
    sizes = column.to_numpy(float, na_value=np.nan)
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
