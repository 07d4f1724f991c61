"""How the share of listed households deprived in each indicator moved."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.dumbbells import draw_dumbbells, falls
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words


def deprivation_change_chart(
    change: pd.DataFrame, *, names: Mapping[str, str], words: Words, note: ReportNote
) -> Figure:
    """One row per indicator, most frequent on top: share before and after, households, change in points.

    change: result of `deprivation_change` for the district and one class group.
    names: the indicators' names in the reader's language.
    """
    rows = change.sort_values("share_after", ascending=False, kind="stable").assign(
        name=lambda frame: frame["indicator"].map(names), current=True
    )
    for when in ("before", "after"):
        rows[f"count_{when}"] = rows[f"households_{when}"]
        rows[f"total_{when}"] = rows[f"listed_households_{when}"] - rows[f"unknown_{when}"]
    fig = new_slide(
        words,
        _title(rows, words),
        words("charts.deprivation_change_subtitle"),
        note,
        denominator=words("charts.denominator_listed"),
        rows=lines_needed(rows["name"].tolist(), headings=2),
    )
    draw_dumbbells(fig, rows, axis=words("charts.deprivation_axis"), words=words, note=note)
    return fig


def _title(rows: pd.DataFrame, words: Words) -> str:
    known = rows.dropna(subset=["share_after"])
    if known.empty:
        return words("charts.deprivation_unknown")
    return words(
        "charts.deprivation_change_title",
        fell=falls(rows),
        of=len(rows),
        indicator=str(known["name"].iloc[0]),
        share=words.percent(known["share_after"].iloc[0], 1),
    )
