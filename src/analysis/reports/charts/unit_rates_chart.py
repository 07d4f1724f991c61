"""The multidimensional poverty rate of each unit, before and after."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.dumbbells import draw_dumbbells, falls
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words


def unit_rates_chart(change: pd.DataFrame, *, words: Words, note: ReportNote) -> Figure:
    """One row per unit, highest rate on top: rate before and after, households, change in points.

    change: result of `rate_change` by unit for the multidimensional rate alone, with `unit_name`
        and, if known, `reported` (false: the figure after is carried forward, the mark hollow).
    """
    rows = change.sort_values("household_rate_after", ascending=False, kind="stable").rename(
        columns={
            "unit_name": "name",
            **{f"households_{when}": f"count_{when}" for when in ("before", "after")},
            **{f"total_households_{when}": f"total_{when}" for when in ("before", "after")},
        }
    )
    rows["current"] = rows.get("reported", True)
    fig = new_slide(
        words,
        _title(rows, words),
        words("charts.unit_rates_subtitle"),
        note,
        denominator=note.of_residents(words),
        rows=lines_needed(rows["name"].tolist(), headings=2),
    )
    draw_dumbbells(fig, rows, axis=words("charts.rate_axis"), words=words, note=note)
    return fig


def _title(rows: pd.DataFrame, words: Words) -> str:
    known = rows.dropna(subset=["household_rate_after"])
    if known.empty:
        return words("charts.unit_rates_unknown")
    return words(
        "charts.unit_rates_title",
        fell=falls(rows),
        of=len(rows),
        unit=str(known["name"].iloc[0]),
        rate=words.percent(known["household_rate_after"].iloc[0]),
    )
