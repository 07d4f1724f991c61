"""Whether fewer are poor than before at whatever number of deprivations one calls poor."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.dumbbells import draw_dumbbells
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words

DECIMALS = 3
"""Of a change in points: of the most deprived a household more or less is a hundredth of a point at most."""


def cutoff_change_chart(cutoffs: pd.DataFrame, *, chosen: int, words: Words, note: ReportNote) -> Figure:
    """One row per cut-off, the lowest on top: H before and after, households, change in points.

    cutoffs: `cutoff`, and with the endings `_before` and `_after` `households` and `total_households`,
        all whole numbers; a missing mark counts as not deprived. chosen: the standard's cut-off, which
        the title tells of.
    """
    rows = cutoffs.assign(current=True)
    rows["name"] = [
        words("charts.cutoff_change_chosen" if k == chosen else "charts.cutoff_change_row", k=int(k))
        for k in rows["cutoff"]
    ]
    for when in ("before", "after"):
        rows[f"count_{when}"] = rows[f"households_{when}"]
        rows[f"total_{when}"] = rows[f"total_households_{when}"]
    footer = [note.of_residents(words), words("charts.missing_not_deprived"), words("charts.full_count")]
    fig = new_slide(
        words,
        _title(rows, chosen, words),
        words("charts.cutoff_change_subtitle"),
        note,
        denominator=" · ".join(footer),
        rows=lines_needed(rows["name"].tolist(), headings=2),
    )
    axis = words("charts.cutoff_change_axis")
    draw_dumbbells(fig, rows, axis=axis, words=words, note=note, decimals=DECIMALS)
    return fig


def _title(rows: pd.DataFrame, chosen: int, words: Words) -> str:
    here = rows[rows["cutoff"] == chosen]
    if here.empty:
        return words("charts.cutoff_change_nobody", k=chosen)
    return words(
        "charts.cutoff_change_title",
        fewer=int((rows["count_after"] < rows["count_before"]).sum()),
        of=len(rows),
        k=chosen,
        before=int(here["count_before"].item()),
        after=int(here["count_after"].item()),
    )
