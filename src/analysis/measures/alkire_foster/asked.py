"""What a caller asked for: the arguments all functions here share, checked once and told in the result."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import pandas as pd

from analysis.measures.alkire_foster.definition import Definition
from analysis.measures.alkire_foster.design import Design, Lonely, read_design
from analysis.measures.alkire_foster.gaps import Achievements
from analysis.measures.alkire_foster.groups import Groups, breakdown_columns, read_groups
from analysis.measures.alkire_foster.marks import Missing
from analysis.measures.alkire_foster.metadata import metadata
from analysis.measures.alkire_foster.records import Records, read_records
from analysis.measures.alkire_foster.rounds import read_rounds_design
from analysis.measures.columns import need_columns


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: what is measured, by which columns, in which design, under which policy.

    by: the columns of the breakdowns, each once. drawn: whether the records are a sample.
    """

    definition: Definition
    by: Sequence[str]
    weight: str | None
    strata: str | None
    cluster: str | None
    fpc: str | None
    lonely: Lonely
    drawn: bool
    subpopulation: str | None
    missing: str
    confidence: float
    destitution: Mapping[str, str] | None = None
    achievements: Achievements | None = None

    def columns(self) -> list[str]:
        """Every column that is read, each once."""
        columns = [
            *self.definition.indicators, *self.by, self.weight, self.strata, self.cluster, self.fpc,
            self.subpopulation, *(self.destitution or {}).values(),
            *(column for column, _ in (self.achievements or {}).values()),
        ]  # fmt: skip
        return list(dict.fromkeys(column for column in columns if column is not None))

    def design(self, data: pd.DataFrame) -> Design | None:
        """The design of a sample; None for a full count."""
        return read_design(data, self.strata, self.cluster, self.fpc, self.lonely) if self.drawn else None

    def design_of_rounds(
        self, data: pd.DataFrame, rounds: Groups, panel: bool | None
    ) -> tuple[Design | None, int]:
        """The design of several rounds, and how many clusters they share.

        Raises ValueError where a full count is called a panel of clusters.
        """
        if self.drawn:
            return read_rounds_design(data, rounds, self.strata, self.cluster, self.fpc, self.lonely, panel)
        if panel is not None:
            raise ValueError("a full count has no panel of clusters: leave out panel, or name the cluster")
        return None, 0

    def groups(self, data: pd.DataFrame) -> dict[str, Groups]:
        """The groups of every breakdown; records outside the subpopulation need none."""
        among = None if self.subpopulation is None else data[self.subpopulation]
        return {column: read_groups(data[column], among) for column in self.by}

    def records(self, data: pd.DataFrame, design: Design | None, missing: Missing) -> Records:
        """Marks, weights and gaps of every record under one policy for missing marks."""
        return read_records(
            data, self.definition, weight=self.weight, subpopulation=self.subpopulation, missing=missing,
            destitution=self.destitution, achievements=self.achievements, design=design,
        )  # fmt: skip

    def told(self, result: pd.DataFrame, made_by: str, design: Design | None, **more: Any) -> pd.DataFrame:
        """The result with what was asked and done beside it, in `attrs["alkire_foster"]`."""
        result.attrs["alkire_foster"] = metadata(
            made_by, self.definition, design, by=list(self.by), weight=self.weight, strata=self.strata,
            cluster=self.cluster, fpc=self.fpc, subpopulation=self.subpopulation, missing=self.missing,
            destitution=self.destitution, achievements=self.achievements, confidence=self.confidence,
        ) | more  # fmt: skip
        return result


def ask(
    tables: Sequence[pd.DataFrame],
    definition: Definition,
    *,
    by: str | Sequence[str] | None,
    weight: str | None,
    strata: str | None,
    cluster: str | None,
    fpc: str | None,
    lonely: Lonely,
    sample: bool | None,
    subpopulation: str | None,
    missing: str,
    confidence: float,
    destitution: Mapping[str, str] | None = None,
    achievements: Achievements | None = None,
    besides: Iterable[str] = (),
) -> Asked:
    """The arguments as they were given, once they make sense together.

    tables: each must hold every column named. besides: further columns that are read.
    Raises ValueError for a level that is no share, a breakdown called as the whole is, columns that
        lack or stand twice, and parts of a design given for a full count: they would be ignored.
    """
    _check_names(by=by, weight=weight, strata=strata, cluster=cluster, fpc=fpc, subpopulation=subpopulation)
    _check_lines(achievements or {})
    for table in tables:
        if not isinstance(table, pd.DataFrame) or table.columns.nlevels > 1:
            kind = "table of several levels of columns" if hasattr(table, "columns") else type(table).__name__
            raise ValueError(f"data is a {kind}: give a plain table with one row per record")
    if not 0 < confidence < 1:
        share = f": write {float(confidence) / 100:g}" if 1 < confidence < 100 else ""
        raise ValueError(f"confidence {confidence} does not lie between 0 and 1{share}")
    asked = Asked(
        definition, breakdown_columns(by), weight, strata, cluster, fpc, lonely,
        _is_sample(strata, cluster, fpc, lonely, sample), subpopulation, missing, float(confidence),
        destitution, achievements,
    )  # fmt: skip
    for table in tables:
        need_columns(table, [*besides, *asked.columns()], "data")
    return asked


def _check_names(**columns: object) -> None:
    """Raise ValueError where values stand in place of the name of a column."""
    for what, column in columns.items():
        named = isinstance(column, Hashable) or (what == "by" and not isinstance(column, pd.Series))
        if not named:
            raise ValueError(f"{what} holds values: put them into the table as a column and write its name")


def _check_lines(achievements: Achievements) -> None:
    """Raise ValueError for an achievement that is not a column and a line to hold it against."""
    for indicator, pair in achievements.items():
        fits = not isinstance(pair, str) and len(pair) == 2 and isinstance(pair[1], Real | Decimal)
        if not fits:
            raise ValueError(
                f"achievements of {indicator}: write the column and its line, such as ('income', 1500000)"
            )
        if not (pair[1] > 0 and math.isfinite(pair[1])):
            raise ValueError(f"the line of {indicator} is not positive: a gap is a share of it")


def _is_sample(
    strata: str | None, cluster: str | None, fpc: str | None, lonely: str, sample: bool | None
) -> bool:
    """Whether a sample is meant: strata or cluster say so, or `sample=True`."""
    if sample not in (None, True, False):
        raise ValueError(f"sample={sample!r}: write True, False, or leave it out")
    drawn = strata is not None or cluster is not None
    meant = sample or (sample is None and drawn)
    if not meant and (drawn or fpc is not None or lonely != "error"):
        raise ValueError(
            "a full count has no design: leave out strata, cluster, fpc and lonely, or write sample=True"
        )
    return bool(meant)
