"""The charts of measures in one call, for whoever explores: the reports' slides without a report around.

Every function takes a result as it was returned and gives a matplotlib figure, which a notebook shows.

`cutoff`: the one to draw; may be left out where the result has one.
`by`: the breakdown to draw; may be left out where the result has one.
`names`, `groups`: what indicators (or dimensions) and groups are called; by default their codes.
`totals`: how many belong to each group, where the records are not everybody it divides by, such as a
    list of poor households beside the residents.
`source`: what the footer names as the source. `language`: `vi` or `en`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.core.pylabtools import select_figure_formats
from matplotlib.figure import Figure

from analysis.measures.alkire_foster.scale import Number
from analysis.reports.charts.contributions_chart import contributions_chart
from analysis.reports.charts.cutoff_curves_chart import cutoff_curves_chart
from analysis.reports.charts.estimates import WHOLE, Measure
from analysis.reports.charts.indicator_profile_chart import indicator_profile_chart
from analysis.reports.charts.note import Note
from analysis.reports.charts.robustness_chart import robustness_chart
from analysis.reports.charts.unit_ranking_chart import unit_ranking_chart
from analysis.wording import load_words

Names = Mapping[Any, str]
Totals = Mapping[Any, int]


def plot_profile(
    result: pd.DataFrame,
    *,
    group: object = WHOLE,
    by: str | None = None,
    cutoff: Number | None = None,
    names: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """How many are deprived in each indicator, and how many are poor and deprived in it, in one group.

    result: of `alkire_foster`. Raises ValueError where it has no rows of the group or the cut-off.
    """
    rows = _of_breakdown(_at(result, cutoff), by)
    rows = rows[rows["group"] == group]
    return _shown(
        indicator_profile_chart(
            rows,
            names=names or _codes(rows, "indicator"),
            totals=totals,
            words=load_words(language),
            note=Note(source=source),
        )
    )


def plot_contributions(
    result: pd.DataFrame,
    *,
    of: Literal["indicator", "dimension"] = "indicator",
    by: str | None = None,
    cutoff: Number | None = None,
    names: Names | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """What each indicator (or dimension) contributes to M0, a bar per group.

    result: of `alkire_foster`, with `dimensions` where they are drawn.
    """
    rows = _of_breakdown(_at(result, cutoff), by)
    return _shown(
        contributions_chart(
            rows,
            of=of,
            names=names or _codes(rows, of),
            groups=groups,
            totals=totals,
            words=load_words(language),
            note=Note(source=source),
        )
    )


def plot_cutoffs(
    result: pd.DataFrame,
    chosen: Number,
    *,
    measure: Measure = "M0",
    by: str | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """The measure of every group at every cut-off of the result, the chosen one marked.

    result: of `alkire_foster` with several cut-offs. chosen: one of them.
    """
    return _shown(
        cutoff_curves_chart(
            _of_breakdown(result, by),
            chosen=chosen,  # type: ignore[arg-type]
            measure=measure,
            groups=groups,
            totals=totals,
            words=load_words(language),
            note=Note(source=source),
        )
    )


def plot_ranking(
    result: pd.DataFrame,
    *,
    measure: Measure = "M0",
    by: str | None = None,
    cutoff: Number | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """The groups from the poorest to the least poor, with the intervals of a sample.

    result: of `alkire_foster` with `by`.
    """
    return _shown(
        unit_ranking_chart(
            _of_breakdown(_at(result, cutoff), by),
            measure=measure,
            groups=groups,
            totals=totals,
            words=load_words(language),
            note=Note(source=source),
        )
    )


def plot_robustness(
    pairs: pd.DataFrame, *, groups: Names | None = None, source: str = "", language: str = "vi"
) -> Figure:
    """Which group is poorer than which in every specification, and where the choice decides.

    pairs: of `robustness`.
    """
    return _shown(
        robustness_chart(pairs, groups=groups, words=load_words(language), note=Note(source=source))
    )


def _at(result: pd.DataFrame, cutoff: Number | None) -> pd.DataFrame:
    """The rows at a cut-off, and those without one; all where none is asked for."""
    if cutoff is None:
        return result
    here = result["cutoff"] == cutoff
    if not here.any():
        raise ValueError(f"no rows at the cut-off {cutoff}: the result was computed without it")
    return result[here | result["cutoff"].isna()]


def _of_breakdown(result: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """The rows of a breakdown and of the whole; all where none is asked for."""
    if by is None:
        return result
    if not (result["by"] == by).any():
        raise ValueError(f"no rows by {by}: the result was computed without it")
    return result[result["by"].isin([by, WHOLE])]


def _codes(rows: pd.DataFrame, column: str) -> dict[Any, str]:
    return {code: str(code) for code in rows[column].dropna().unique()}


def _shown(figure: Figure) -> Figure:
    """The figure, which the notebook it is the value of a cell in can draw."""
    shell = get_ipython()
    if shell is not None:
        select_figure_formats(shell, {"png"})
    return figure
