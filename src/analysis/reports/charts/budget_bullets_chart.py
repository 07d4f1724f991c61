"""Execution of the plan by project."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.bullets import draw_bullets
from analysis.reports.charts.execution_title import execution_title
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import lines_needed
from analysis.reports.charts.style import new_slide
from analysis.wording.words import Words


def budget_bullets_chart(
    projects: pd.DataFrame, total: pd.Series, *, elapsed: Fraction, words: Words, note: Note
) -> Figure:
    """One bullet per project: plan, allocated, disbursed, and where the year stands.

    projects: result of `budget_execution` by project, with the project's `number` and `name`.
    total: the row of `budget_execution` for the whole plan.
    elapsed: the share of the year that has passed, from `elapsed_share`.
    """
    silent = int((~projects["reported"].astype(bool)).sum()) if "reported" in projects else 0
    subtitle = [words("charts.bullets_subtitle", of=len(projects))]
    if silent:
        subtitle.append(words("charts.bullets_silent", n=silent, of=len(projects)))
    named = projects.assign(name=projects["number"] + ": " + projects["name"])
    fig = new_slide(
        words,
        execution_title(total.rate, elapsed, words),
        " ".join(subtitle),
        note,
        denominator=words("charts.denominator_plan"),
        rows=lines_needed(named["name"].tolist(), headings=1),
    )
    draw_bullets(fig, named, elapsed=elapsed, words=words)
    return fig
