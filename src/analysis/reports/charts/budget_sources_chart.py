"""Execution of the plan by funding source."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.bullets import draw_bullets
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words

LEVEL = 0.01
"""Sources less than a percentage point apart are told as level: no headline from a chance difference."""


def budget_sources_chart(sources: pd.DataFrame, *, elapsed: Fraction, words: Words, note: Note) -> Figure:
    """One bullet per source: plan, allocated, disbursed, and where the year stands.

    sources: result of `budget_execution` by source, with the source's `name`.
    elapsed: the share of the year that has passed, from `elapsed_share`.
    """
    fig = new_slide(
        words,
        _title(sources, words),
        words("charts.sources_subtitle"),
        note,
        denominator=words("charts.denominator_plan"),
        rows=lines_needed(sources["name"].tolist(), headings=1),
    )
    largest_first = sources.sort_values("plan", ascending=False, kind="stable")
    draw_bullets(fig, largest_first, elapsed=elapsed, words=words)
    return fig


def _title(sources: pd.DataFrame, words: Words) -> str:
    known = sources.dropna(subset=["rate"]).sort_values("rate", kind="stable")
    if known.empty:
        return words("charts.execution_unknown")
    low, high = known.iloc[0], known.iloc[-1]
    if high["rate"] - low["rate"] < LEVEL:
        ends = dict.fromkeys(words.percent(end["rate"], 1) for end in (low, high))
        return words("charts.sources_level", rate="–".join(ends))
    return words(
        "charts.sources_title",
        high=high["name"],
        high_rate=words.percent(high["rate"], 1),
        low=low["name"],
        low_rate=words.percent(low["rate"], 1),
    )
