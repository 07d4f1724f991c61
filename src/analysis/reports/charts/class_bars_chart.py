"""Poor and near-poor households of each unit now."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import figure_columns, lines_needed, name_rows, ticks
from analysis.reports.charts.style import CLASS_COLOURS, add_key, new_slide
from analysis.tables import LISTED
from analysis.wording.words import Words

LOOK: dict[str, dict[str, Any]] = {
    "poor": {"facecolor": CLASS_COLOURS["poor"], "edgecolor": "white"},
    "near_poor": {"facecolor": CLASS_COLOURS["near_poor"], "edgecolor": "white", "hatch": "//"},
}


def class_bars_chart(rates: pd.DataFrame, *, words: Words, note: Note) -> Figure:
    """Stacked bars of households by class, most on top, with both counts and the rate at the right.

    rates: result of `poverty_rates` by unit, with `unit_name`, for one round and its three measures.
    """
    units = rates.pivot(index="unit_name", columns="measure", values=["households", "household_rate"])
    households = units["households"].astype("Int64").sort_values("multidimensional", ascending=False)
    fig = new_slide(
        words,
        _title(households, words),
        words("charts.class_bars_subtitle"),
        note,
        denominator=note.of_residents(words),
        rows=lines_needed(list(households.index), headings=2),
    )
    rows = households.assign(rate=units[("household_rate", "multidimensional")]).reset_index()
    add_key(fig, [Patch(**LOOK[name], label=words.term(name)) for name in LISTED])
    ax = fig.subplots()
    name_rows(ax, rows["unit_name"].tolist())
    left = 0.0
    for name in LISTED:
        width = rows[name].fillna(0).astype(float)
        ax.barh(range(len(rows)), width, left=left, height=0.7, **LOOK[name])
        left = left + width
    columns = {words(f"charts.{name}_column"): [_written(n, words) for n in rows[name]] for name in LISTED}
    shares = [words("charts.no_figure") if pd.isna(r) else words.percent(r) for r in rows["rate"]]
    figure_columns(ax, {**columns, words("charts.rate_column"): shares})
    ax.set_xlim(0, max(households["multidimensional"].fillna(0).max(), 1) * 1.03)
    ticks(ax.xaxis, words.decimal)
    ax.set_xlabel(words("charts.households_axis"))
    return fig


def _written(count: object, words: Words) -> str:
    return "–" if pd.isna(count) else words.number(count)  # type: ignore


def _title(households: pd.DataFrame, words: Words) -> str:
    known = households.dropna()
    if known.empty:
        return words("charts.class_bars_unknown")
    return words(
        "charts.class_bars_title",
        listed=known["multidimensional"].sum(),
        poor=known["poor"].sum(),
        near_poor=known["near_poor"].sum(),
        unit=str(known.index[0]),
        most=known["multidimensional"].iloc[0],
    )
