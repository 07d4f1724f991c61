"""Several rounds of the same survey or review, measured together so that what they share is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.measures.alkire_foster.design import Design, Lonely, read_design
from analysis.measures.alkire_foster.groups import ONE, WHOLE, Groups, read_groups
from analysis.measures.alkire_foster.ratios import Estimates, estimate
from analysis.measures.alkire_foster.records import Records, Totals
from analysis.measures.alkire_foster.variance import degrees_of_freedom


@dataclass(frozen=True, slots=True)
class Rounds:
    """The estimates of the groups of one column in every round.

    estimates: one row per group and round, the rounds of a group below one another.
    """

    by: str
    names: pd.Index
    number: int
    estimates: Estimates

    def of_round(self, table: np.ndarray, at: int) -> np.ndarray:
        """One row per group, from a table with one row per group and round."""
        return table[at :: self.number]

    def placed(self, factors: dict[int, np.ndarray]) -> np.ndarray:
        """Per group and round the factor of its round, 0 in the rounds without one."""
        first = next(iter(factors.values()))
        found = np.zeros((len(self.names) * self.number, *first.shape[1:]))
        for at, factor in factors.items():
            found[at :: self.number] = factor
        return found

    @property
    def group_of(self) -> np.ndarray:
        """Per group and round its group."""
        return np.arange(len(self.names) * self.number) // self.number

    def degrees_of_freedom(
        self, design: Design, rounds: Sequence[int], *, together: bool = False
    ) -> np.ndarray:
        """Per group (or of all of them together): units less strata with a record of it in these rounds."""
        units = self.estimates.totals.units
        assert units is not None
        inside = (units.value[:, 0] > 0) & np.isin(units.row % self.number, rounds)
        group = units.row[inside] // self.number * (not together)
        pair = np.unique(group * len(design.stratum) + units.psu[inside])
        rows = 1 if together else len(self.names)
        return degrees_of_freedom(design, *np.divmod(pair, len(design.stratum)), rows)


def read_rounds(column: pd.Series) -> Groups:
    """The rounds in the order of their times, whatever order their categories have or which are empty."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(column.dtype.categories.dtype)
    return read_groups(column.infer_objects())


def read_rounds_design(
    data: pd.DataFrame,
    rounds: Groups,
    strata: str | None,
    cluster: str | None,
    fpc: str | None,
    lonely: Lonely,
    panel: bool | None,
) -> tuple[Design, int]:
    """The design of all rounds together, and how many clusters were visited in more than one.

    Raises ValueError for `panel=True` where no cluster is in two rounds.
    """
    shared = 0
    if cluster is not None and panel is not False:
        keys = data[list(dict.fromkeys([strata or cluster, cluster]))]
        visits = keys.assign(**{"": rounds.codes}).drop_duplicates()
        shared = int((visits.groupby(list(keys.columns), observed=True).size() > 1).sum())
    if panel and not shared:
        raise ValueError(
            "panel=True, but no cluster of a stratum is in two rounds: name the clusters alike in every "
            "round (for a panel of households cluster= is the household's id), or leave panel out"
        )
    return read_design(data, strata, cluster, fpc, lonely, None if shared else rounds.codes), shared


def over_rounds(records: Records, rounds: Groups, breakdowns: Mapping[str, Groups]) -> list[Rounds]:
    """The whole and every breakdown, each over all rounds."""
    number = len(rounds.names)
    of_all = records.add_up(rounds)
    found = [_rounds(WHOLE, ONE, number, records, of_all, of_all)]
    for column, groups in breakdowns.items():
        code = groups.codes.astype(np.int64) * number + rounds.codes
        totals = records.add_up(Groups(code, pd.RangeIndex(len(groups.names) * number)))
        found.append(_rounds(column, groups.names, number, records, totals, of_all))
    return found


def _rounds(by: str, names: pd.Index, number: int, records: Records, totals: Totals, whole: Totals) -> Rounds:
    whole_of = np.arange(len(names) * number) % number
    return Rounds(by, names, number, estimate(records.measures, totals, whole, whole_of))
