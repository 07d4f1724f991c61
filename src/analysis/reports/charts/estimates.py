"""What the charts of measures share: rows of the long table, their numbers in words, what they divide by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes

from analysis.reports.charts.note import Note
from analysis.reports.charts.style import INK
from analysis.wording.words import Words

WHOLE = "all"
"""The group of everybody, as `alkire_foster` names it."""

DECIMALS, MORE_DECIMALS, SMALL = 2, 3, 0.01
"""Of a percentage, and of the M0 that are all so small that two would hide how groups differ."""

_ONE = ("weighting", "missing_policy")
_KEYS = ["group", "cutoff", "measure", "dimension", "indicator"]


@dataclass(frozen=True)
class Estimates:
    """A result of `alkire_foster` of one breakdown, weighting and policy, for a reader.

    rows: its rows; a chart picks those of its measures.
    totals: each group to all its members, where a full count holds only some: residents beside a list
        of poor households. Without it the counts are the result's own, with its weights.
    groups: names of the groups in the reader's language.
    """

    rows: pd.DataFrame
    words: Words
    totals: Mapping[Any, int] | None = None
    groups: Mapping[Any, str] | None = None

    def __post_init__(self) -> None:
        mixed = [name for name in _ONE if self.rows[name].nunique(dropna=False) > 1]
        # The whole may stand beside the groups of one column: it is of no other breakdown.
        if self.rows["by"][self.rows["by"] != WHOLE].nunique() > 1:
            mixed.insert(0, "by")
        if mixed:
            raise ValueError(f"a chart shows one {mixed[0]} at a time: choose the rows of one of them")
        if self.rows.duplicated(_KEYS).any():
            raise ValueError("a measure of a group stands there twice: choose the rows of one round")
        if self.totals is not None:
            lacking = [str(group) for group in self.rows["group"].unique() if group not in self.totals]
            if lacking:
                raise ValueError(f"totals lack {', '.join(lacking)}: give the members of every group")

    def of(self, measure: str) -> pd.DataFrame:
        """The rows of a measure. Raises ValueError where there are none."""
        found = self.rows[self.rows["measure"] == measure]
        if found.empty:
            raise ValueError(f"no rows of {measure}: give the chart the result of alkire_foster")
        return found

    @property
    def is_sample(self) -> bool:
        """Whether the records were drawn; a full count has no degrees of freedom."""
        return bool(self.rows["df"].notna().any())

    def name(self, group: Any) -> str:
        """The name of a group."""
        if group == WHOLE and WHOLE not in (self.groups or {}):
            return self.words("charts.whole")
        return (self.groups or {}).get(group, str(group))

    def counted(self, row: Any) -> tuple[int, int] | None:
        """What a headcount ratio counts and divides by; None in a sample and where it is not whole."""
        if self.is_sample:
            return None
        if self.totals is not None:
            total = self.totals[row.group]
            return (0 if pd.isna(row.estimate) else round(row.estimate * total)), total
        if not (float(row.numerator).is_integer() and float(row.denominator).is_integer()):
            return None
        return int(row.numerator), int(row.denominator)

    def rate(self, row: Any) -> str:
        """An estimate as a percentage, with the counts behind it where they are known."""
        if pd.isna(row.estimate):
            return self.words("charts.no_figure")
        counted = None if row.measure == "M0" else self.counted(row)
        return self.share(row) if counted is None else self.words.rate(*counted, DECIMALS)

    def share(self, row: Any) -> str:
        """An estimate as a percentage."""
        if pd.isna(row.estimate):
            return self.words("charts.no_figure")
        small = row.measure == "M0" and self.of("M0")["estimate"].max() < SMALL
        return self.words.percent(row.estimate, MORE_DECIMALS if small else DECIMALS)

    def counts(self, group: Any) -> str:
        """Households at the cut-off over all of the group; of a sample the records in it."""
        heads = self.of("H")
        row = next(heads[heads["group"] == group].itertuples())
        counted = self.counted(row)
        if counted is None:
            return self.words.number(row.n)
        poor = "–" if pd.isna(row.estimate) else self.words.number(counted[0])
        return f"{poor}/{self.words.number(counted[1])}"

    def counts_heading(self, k: str) -> str:
        """What `counts` counts."""
        if self.is_sample:
            return self.words("charts.sampled_column")
        return self.words("charts.counted_weights_column" if self.weighted else "charts.counted_column", k=k)

    @property
    def weighted(self) -> bool:
        """Whether weights are counted, which may be persons, and not the records one by one."""
        return self.totals is None and self._done.get("weight") is not None

    def cutoff(self, cutoff: object) -> str:
        """A cut-off in words: so many indicators where each weighs 1, else a score."""
        counts = self.counts_indicators and isinstance(cutoff, int)
        return self.words(
            "charts.cutoff_count" if counts else "charts.cutoff_score", k=cutoff_written(cutoff, self.words)
        )

    def denominator(self, note: Note, *, intervals: bool = True) -> str:
        """The footer's first sentences: what the measures divide by, and what part chance has.

        intervals: whether the chart draws those of a sample.
        """
        words = self.words
        if self.is_sample:
            rows = self.rows.drop_duplicates("group")
            whole = rows[rows["group"] == WHOLE]
            n = int((rows if whole.empty else whole)["n"].sum())
            drawn = words("charts.denominator_sample", n=n)
            level = [words("charts.intervals", level=self._level())] if intervals else []
            return " · ".join([drawn, *self._specification(), *level])
        over = note.of_residents(words) if self.totals is not None else words("charts.denominator_measured")
        if self.weighted:
            over = words("charts.denominator_weights", weight=self._done["weight"])
        return " · ".join([over, *self._specification(), words("charts.full_count")])

    def _specification(self) -> list[str]:
        """How indicators weigh where all weigh the same, and what a missing mark counts as."""
        policy = self.rows["missing_policy"].iloc[0]
        said = [self.words("charts.equal_weights")] if self.counts_indicators else []
        return said + ([] if policy == "error" else [self.words(f"charts.missing_{policy}")])

    @property
    def counts_indicators(self) -> bool:
        """Whether every indicator weighs 1, so that a score is a number of deprivations."""
        weightings = self._done.get("weightings", {}).values()
        return {weight for of in weightings for weight in of["weights"].values()} == {1}

    @property
    def _done(self) -> dict[str, Any]:
        """What was asked and done, as the result tells."""
        return self.rows.attrs.get("alkire_foster", {})

    def _level(self) -> str:
        if "confidence" not in self._done:
            raise ValueError(
                "the rows do not tell the level of their intervals: keep the attrs of alkire_foster"
            )
        return self.words.percent(Fraction(str(self._done["confidence"])), 0)


def cutoff_written(cutoff: object, words: Words) -> str:
    """A cut-off as a number, a share as the fraction it is."""
    if isinstance(cutoff, Rational) and cutoff.denominator != 1:
        return f"{cutoff.numerator}/{cutoff.denominator}"
    return words.number(int(cutoff))  # type: ignore[call-overload]


def only_cutoff(rows: pd.DataFrame) -> Any:
    """The one cut-off of the rows. Raises ValueError where there are several."""
    cutoffs = rows["cutoff"].dropna().unique()
    if len(cutoffs) != 1:
        raise ValueError(f"a chart at one cut-off was given {len(cutoffs)}: choose the rows of one")
    return cutoffs[0]


def draw_interval(ax: Axes, row: Any, at: float, *, colour: str = INK) -> None:
    """A confidence interval as a line with ends; nothing where there is none."""
    if pd.notna(row.lower) and pd.notna(row.upper):
        ax.plot([row.lower, row.upper], [at, at], color=colour, lw=1.6, marker="|", ms=9, mew=1.6, zorder=4)


Measure = Literal["H", "M0"]
