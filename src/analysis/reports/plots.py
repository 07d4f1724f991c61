"""The charts of measures in one call, for whoever explores: the reports' slides without a report around.

Every function takes a result as it was returned and gives a matplotlib figure, which a notebook shows.

`cutoff`, `by`, `weighting`, `missing_policy`: which part of the result to draw; each may be left out
    where the result has only one, and is asked for by name where it has several.
`measure`: `M0`, the adjusted headcount ratio, or `H`, the headcount ratio.
`names`, `groups`: what indicators (or dimensions) and groups are called; by default their codes.
`totals`: how many belong to each group, where the records are not everybody it divides by, such as a
    list of poor households beside the residents, and no weight stands for the rest.
`source`: what the footer names as the source. `language`: `vi` or `en`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import pandas as pd
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

MADE_BY = "alkire_foster"

Names = Mapping[Any, str]
Totals = Mapping[Any, int]


def plot_profile(
    result: pd.DataFrame,
    *,
    group: object = WHOLE,
    by: str | None = None,
    cutoff: Number | None = None,
    weighting: str | None = None,
    missing_policy: str | None = None,
    names: Names | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """How many are deprived in each indicator, and how many are poor and deprived in it, in one group.

    result: of `alkire_foster`. Raises ValueError where it has no rows of the group or the cut-off.

    >>> from analysis import alkire_foster
    >>> result = alkire_foster(pd.DataFrame({"water": [1, 0], "toilet": [1, 1]}), ["water", "toilet"], 1)
    >>> figure = plot_profile(result, names={"water": "Nguồn nước", "toilet": "Nhà tiêu"})
    >>> figure.savefig("profile.png")  # doctest: +SKIP
    """
    if "group" in result:  # or `_part` says what the result is not
        result = result[result["group"] == group]
    if result.empty:
        raise ValueError(f"no rows of the group {group}: the result was computed without it")
    rows = _part(result, cutoff, by, weighting, missing_policy)
    return indicator_profile_chart(
        rows,
        names=_names(rows, "indicator", names),
        groups=groups,
        totals=totals,
        words=load_words(language),
        note=Note(source=source),
    )


def plot_contributions(
    result: pd.DataFrame,
    *,
    of: Literal["indicator", "dimension"] = "indicator",
    by: str | None = None,
    cutoff: Number | None = None,
    weighting: str | None = None,
    missing_policy: str | None = None,
    names: Names | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """What each indicator (or dimension) contributes to M0, a bar per group.

    result: of `alkire_foster`, with `dimensions` where they are drawn.
    """
    rows = _part(result, cutoff, by, weighting, missing_policy)
    return contributions_chart(
        rows,
        of=of,
        names=_names(rows, of, names),
        groups=groups,
        totals=totals,
        words=load_words(language),
        note=Note(source=source),
    )


def plot_cutoffs(
    result: pd.DataFrame,
    cutoff: Number,
    *,
    measure: Measure = "M0",
    by: str | None = None,
    weighting: str | None = None,
    missing_policy: str | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """The measure of every group at every cut-off of the result, one of them marked.

    result: of `alkire_foster` with several cut-offs. cutoff: the one to mark.
    """
    rows = _part(result, ..., by, weighting, missing_policy)
    known = list(rows["cutoff"].dropna().unique())
    if len(known) < 2 or cutoff not in known:
        raise ValueError(
            f"cutoff={cutoff} is to be one of several: the result has {', '.join(map(str, known))}"
        )
    return cutoff_curves_chart(
        rows,
        chosen=known[known.index(cutoff)],  # as the result has it: 0.5 is its Fraction(1, 2)
        measure=_checked(measure),
        groups=groups,
        totals=totals,
        words=load_words(language),
        note=Note(source=source),
    )


def plot_ranking(
    result: pd.DataFrame,
    *,
    measure: Measure = "M0",
    by: str | None = None,
    cutoff: Number | None = None,
    weighting: str | None = None,
    missing_policy: str | None = None,
    groups: Names | None = None,
    totals: Totals | None = None,
    source: str = "",
    language: str = "vi",
) -> Figure:
    """The groups from the poorest to the least poor, with the intervals of a sample.

    result: of `alkire_foster` with `by`.
    """
    return unit_ranking_chart(
        _part(result, cutoff, by, weighting, missing_policy),
        measure=_checked(measure),
        groups=groups,
        totals=totals,
        words=load_words(language),
        note=Note(source=source),
    )


def plot_robustness(
    pairs: pd.DataFrame, *, groups: Names | None = None, source: str = "", language: str = "vi"
) -> Figure:
    """Which group is poorer than which in every specification, and where the choice decides.

    pairs: of `robustness`. Raises ValueError for another table.
    """
    if not {"unit_a", "unit_b", "verdict"} <= set(pairs):
        raise ValueError("the chart is of the pairs that robustness gives, and this is another table")
    return robustness_chart(pairs, groups=groups, words=load_words(language), note=Note(source=source))


def _part(
    result: pd.DataFrame, cutoff: object, by: str | None, weighting: str | None, missing_policy: str | None
) -> pd.DataFrame:
    """The rows of one part of the result. `cutoff`: ... for all of them.

    Raises ValueError for a result of another function, for a part that is not there, and where the
        result has several and none is chosen.
    """
    made_by = result.attrs.get("alkire_foster", {}).get("made_by", MADE_BY)
    if made_by != MADE_BY or not {"measure", "cutoff", "by"} <= set(result):
        what = f"the wide view of {made_by}" if "measure" not in result else made_by
        raise ValueError(f"the chart is of the long results of {MADE_BY}, and this one is of {what}")
    rows = result
    for name, wanted, always in (
        ("by", by, rows["by"] == WHOLE),
        ("weighting", weighting, None),
        ("missing_policy", missing_policy, None),
        ("cutoff", cutoff, rows["cutoff"].isna()),
    ):
        if wanted is not ...:
            rows = _chosen(rows, name, wanted, False if always is None else always.reindex(rows.index))
    return rows


def _chosen(rows: pd.DataFrame, name: str, wanted: object, always: pd.Series | bool) -> pd.DataFrame:
    """The rows where the column has what is wanted, or the one thing it has, beside those always there."""
    there = rows.loc[~always if isinstance(always, pd.Series) else slice(None), name].drop_duplicates()
    known = ", ".join(map(str, there.dropna()))
    if wanted is None:
        if len(there) > 1:
            raise ValueError(f"the result has several: write {name}=, one of {known}")
        return rows
    here = (rows[name] == wanted).fillna(False)
    if not here.any():
        raise ValueError(f"no rows of {name}={wanted}: the result has {known or 'none'}")
    return rows[here | always]


def _names(rows: pd.DataFrame, column: str, names: Names | None) -> dict[Any, str]:
    """The codes the rows have with their names, in the order of the names; further names are of no use."""
    codes = dict.fromkeys(rows[column].dropna().unique())
    named = {code: name for code, name in (names or {}).items() if code in codes}
    return named | {code: str(code) for code in codes if code not in named}


def _checked(measure: Measure) -> Measure:
    if measure not in get_args(Measure):
        raise ValueError(f"measure={measure!r}: choose one of {', '.join(get_args(Measure))}")
    return measure
