"""Units in the order of a measure, with the intervals that chance in drawing a sample asks for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.estimates import (
    WHOLE,
    Estimates,
    Measure,
    draw_interval,
    only_cutoff,
)
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import figure_columns, lines_needed, name_rows, ticks
from analysis.reports.charts.style import BLUE, GREY, INK, new_slide
from analysis.wording.words import Words


def unit_ranking_chart(
    measures: pd.DataFrame,
    *,
    words: Words,
    note: Note,
    measure: Measure = "M0",
    groups: Mapping[Any, str] | None = None,
    totals: Mapping[Any, int] | None = None,
) -> Figure:
    """One row per unit, the poorest on top, with its rank and its interval; the whole is a line across.

    measures: result of `alkire_foster` at one cut-off, of the units and, if wanted, of the whole.
        Units that are equal share a rank. A full count has no intervals, and the footer says why.
    groups, totals: names of the units, and how many belong to each, as in `robustness`.
    Raises ValueError for rows of several columns, cut-offs, weightings or policies.
    """
    known = Estimates(measures, words, totals, groups)
    rows = known.of(measure)
    k = known.cutoff(only_cutoff(rows))
    whole, units = rows[rows["group"] == WHOLE], rows[rows["group"] != WHOLE]
    units = units.sort_values("estimate", ascending=False, kind="stable", na_position="last")
    labels = [known.name(group) for group in units["group"]]
    subtitle = words(f"charts.explained_{measure.lower()}", k=k)
    if known.is_sample:
        subtitle += " " + words("charts.ranking_overlap")
    fig = new_slide(
        words,
        _title(known, units, measure, k),
        subtitle,
        note,
        denominator=known.denominator(note),
        rows=lines_needed(labels, headings=3),
    )
    ax = fig.subplots()
    name_rows(ax, labels)
    for y, row in enumerate(units.itertuples()):
        if pd.notna(row.estimate):
            ax.plot([0, row.estimate], [y, y], color="#CFCFCF", lw=2, zorder=1)
            draw_interval(ax, row, y)
            ax.plot(row.estimate, y, "o", ms=11, mfc=BLUE, mec=INK, zorder=5)
    ends = [*units["estimate"].dropna(), *units["upper"].dropna()]
    largest = max([*ends, *whole["estimate"].dropna()], default=0)
    for row in whole.dropna(subset="estimate").itertuples():
        # towards the middle, so that it never reaches the headings beside the axes
        side = "right" if row.estimate > largest / 2 else "left"
        ax.axvline(row.estimate, color=GREY, lw=1.6, ls="--", zorder=0)
        ax.annotate(
            words("charts.whole_line", name=known.name(WHOLE), value=known.share(row)),
            (row.estimate, 1),
            xycoords=ax.get_xaxis_transform(),
            xytext=(0, 5),
            textcoords="offset points",
            ha=side,
            color=GREY,
        )
    ranks = units["estimate"].rank(ascending=False, method="min")
    columns = {
        words("charts.rank_column"): ["–" if pd.isna(rank) else words.number(int(rank)) for rank in ranks],
        words(f"charts.value_{measure.lower()}_column"): [known.share(row) for row in units.itertuples()],
        known.counts_heading(k): [known.counts(group) for group in units["group"]],
    }
    figure_columns(ax, columns)
    ax.set_xlim(-0.02 * (largest or 1), 1.05 * (largest or 1))
    ticks(ax.xaxis, words.percent, unit=Fraction(1, 100))
    ax.set_xlabel(words(f"charts.axis_{measure.lower()}", k=k))
    return fig


def _title(known: Estimates, units: pd.DataFrame, measure: str, k: str) -> str:
    words, told = known.words, units.dropna(subset="estimate")
    if told.empty:
        return words("charts.ranking_unknown")
    high, low = (next(told.iloc[[place]].itertuples()) for place in (0, -1))
    if high.estimate == low.estimate:
        return words("charts.ranking_level", measure=measure, value=known.rate(high), k=k)
    overlap = known.is_sample and pd.notna(high.lower) and pd.notna(low.upper) and high.lower <= low.upper
    return words(
        "charts.ranking_title_overlap" if overlap else "charts.ranking_title",
        measure=measure,
        high=known.name(high.group),
        high_value=known.rate(high),
        low=known.name(low.group),
        low_value=known.rate(low),
    )
