"""The multidimensional poverty rate of each unit, before and after."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.dumbbells import draw_dumbbells
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words


def unit_rates_chart(change: pd.DataFrame, *, words: Words, note: Note) -> Figure:
    """One row per unit, highest rate on top: rate before and after, households, change in points.

    change: result of `rate_change` by unit for the multidimensional rate alone, with `unit_name`
        and, if known, `reported` (false: the figure after is carried forward, the mark hollow).
    """
    known = change["household_rate_before"].notna() & change["household_rate_after"].notna()
    fell = int((change["change_points"][known] < 0).sum())
    current = change["household_rate_after"].dropna()
    if current.empty:
        title = words("charts.unit_rates_unknown")
    else:
        top = change.loc[current.idxmax()]
        title = words(
            "charts.unit_rates_title",
            fell=fell,
            of=len(change),
            unit=top.unit_name,
            rate=words.percent(top.household_rate_after),
        )
    fig = new_slide(
        words,
        title,
        words("charts.unit_rates_subtitle"),
        note,
        denominator=words("charts.denominator_residents"),
        rows=lines_needed(change["unit_name"].tolist(), headings=2),
    )
    rows = change.sort_values("household_rate_after", ascending=False, kind="stable").rename(
        columns={
            "unit_name": "name",
            **{f"households_{when}": f"count_{when}" for when in ("before", "after")},
            **{f"total_households_{when}": f"total_{when}" for when in ("before", "after")},
        }
    )
    rows["current"] = rows.get("reported", True)
    draw_dumbbells(fig, rows, axis=words("charts.rate_axis"), words=words, note=note)
    return fig
