"""How the share of listed households deprived in each indicator moved."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.dumbbells import draw_dumbbells
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words


def deprivation_change_chart(
    change: pd.DataFrame, *, names: Mapping[str, str], words: Words, note: Note
) -> Figure:
    """One row per indicator, most frequent on top: share before and after, households, change in points.

    change: result of `deprivation_change` for the district and one class group.
    names: the indicators' names in the reader's language.
    """
    known = change["share_before"].notna() & change["share_after"].notna()
    if known.any():
        top = change.loc[change["share_after"].where(known).idxmax()]
        title = words(
            "charts.deprivation_change_title",
            fell=int((change["change_points"][known] < 0).sum()),
            of=len(change),
            indicator=names[top.indicator],
            share=words.percent(top.share_after, 1),
        )
    else:
        title = words("charts.deprivation_unknown")
    fig = new_slide(
        words,
        title,
        words("charts.deprivation_change_subtitle"),
        note,
        denominator=words("charts.denominator_listed"),
        rows=lines_needed([names[indicator] for indicator in change["indicator"]], headings=2),
    )
    rows = change.sort_values("share_after", ascending=False, kind="stable").assign(
        name=lambda frame: frame["indicator"].map(names), current=True
    )
    for when in ("before", "after"):
        rows[f"count_{when}"] = rows[f"households_{when}"]
        rows[f"total_{when}"] = rows[f"listed_households_{when}"] - rows[f"unknown_{when}"]
    draw_dumbbells(fig, rows, axis=words("charts.deprivation_axis"), words=words, note=note)
    return fig
