"""How many households lack each indicator, and how many of them are poor at the cut-off."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.reports.charts.estimates import WHOLE, Estimates, draw_interval, only_cutoff
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import figure_columns, lines_needed, name_rows, ticks
from analysis.reports.charts.style import BLUE, GREY, add_key, new_slide
from analysis.wording.words import Words

LOOK: dict[str, dict[str, Any]] = {
    "hd": {"facecolor": "#CFCFCF", "edgecolor": GREY, "height": 0.78},
    "hdk": {"facecolor": BLUE, "edgecolor": BLUE, "height": 0.4},
}
"""The censored bar lies within the uncensored one, as its households do."""


def indicator_profile_chart(
    measures: pd.DataFrame,
    *,
    names: Mapping[str, str],
    words: Words,
    note: Note,
    groups: Mapping[Any, str] | None = None,
    totals: Mapping[Any, int] | None = None,
) -> Figure:
    """Uncensored and censored headcount ratio of each indicator, most frequent on top, with intervals.

    measures: result of `alkire_foster` for one group and one cut-off, with its `hd` and `hdk`. The
        uncensored ratio needs the marks of everybody it divides by: over the listed households
        where only these have marks.
    names: the indicators' names, in the official order, which decides between equal ones.
    groups, totals: names of the groups, and how many belong to each, as in `robustness`. A group that is
        not the whole is named in the title.
    Raises ValueError for rows of several groups, cut-offs, weightings or policies.
    """
    known = Estimates(measures, words, totals, groups)
    if measures["group"].nunique(dropna=False) > 1:
        raise ValueError("a profile is of one group: choose the rows of one")
    rows = {name: known.of(name).set_index("indicator").reindex(list(names)) for name in LOOK}
    cutoff = only_cutoff(rows["hdk"])
    order = (
        pd.DataFrame({name: of["estimate"].astype(float) for name, of in rows.items()})
        .sort_values(["hd", "hdk"], ascending=False, kind="stable")
        .index
    )
    rows = {name: of.loc[order] for name, of in rows.items()}
    k = known.cutoff(cutoff)
    fig = new_slide(
        words,
        _of_group(known, measures["group"].iloc[0], _title(known, rows, names, k)),
        words("charts.profile_subtitle", k=k),
        note,
        denominator=known.denominator(note),
        rows=lines_needed([names[i] for i in order], headings=3),
    )
    add_key(
        fig,
        [
            Patch(
                facecolor=look["facecolor"],
                edgecolor=look["edgecolor"],
                label=words(f"charts.key_{name}", k=k),
            )
            for name, look in LOOK.items()
        ],
    )
    ax = fig.subplots()
    name_rows(ax, [names[indicator] for indicator in order])
    largest = 0.0
    for name, look in LOOK.items():
        ax.barh(range(len(order)), rows[name]["estimate"].fillna(0).astype(float), **look)
        for y, row in enumerate(rows[name].itertuples()):
            # On the grey strip beside the blue bar, so that the two intervals do not lie on each other.
            draw_interval(ax, row, y if name == "hdk" else y - 0.295)
        largest = max([largest, *rows[name]["estimate"].dropna(), *rows[name]["upper"].dropna()])
    columns = {
        words(f"charts.{name}_column", k=k): [known.rate(row) for row in of.itertuples()]
        for name, of in rows.items()
    }
    figure_columns(ax, columns)
    ax.set_xlim(0, 1.04 * (largest or 1))
    ticks(ax.xaxis, words.percent, unit=Fraction(1, 100))
    ax.set_xlabel(words("charts.profile_axis"))
    return fig


def _of_group(known: Estimates, group: Any, title: str) -> str:
    if group == WHOLE:
        return title
    return known.words("charts.of_group", group=known.name(group), title=title)


def _title(known: Estimates, rows: Mapping[str, pd.DataFrame], names: Mapping[str, str], k: str) -> str:
    words = known.words
    tops = {name: of.dropna(subset="estimate") for name, of in rows.items()}
    if tops["hd"].empty:
        return words("charts.deprivation_unknown")
    if not (tops["hd"]["estimate"] > 0).any():
        return words("charts.profile_nobody")
    # The rows of equal ratios keep the order of the chart, so that its top row is the one named.
    first = {name: of.loc[[of["estimate"].astype(float).idxmax()]] for name, of in tops.items()}
    all_, poor = (next(of.itertuples()) for of in first.values())
    if not poor.estimate:
        return words("charts.profile_title_none_poor", all=names[all_.Index], all_rate=known.rate(all_), k=k)
    return words(
        "charts.profile_title_same" if all_.Index == poor.Index else "charts.profile_title",
        all=names[all_.Index],
        all_rate=known.rate(all_),
        poor=names[poor.Index],
        poor_rate=known.rate(poor),
        k=k,
    )
