"""Disbursement through the year against the time that has passed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.measures.budget_execution import elapsed_share
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import BLUE, VERMILION, WIDTH, add_key, new_slide
from analysis.wording.words import Words

ELAPSED: dict[str, Any] = {"color": VERMILION, "ls": "--", "lw": 2}
DISBURSED: dict[str, Any] = {"color": BLUE, "lw": 3, "marker": "o", "ms": 9}

LABEL = 62.0
"""Points from one label to the next on the same side of the line."""

LOWEST = Fraction(1, 5)
"""Below this rate a label has no room under its point."""


def budget_calendar_chart(reports: pd.DataFrame, *, words: Words, note: ReportNote) -> Figure:
    """The share of the plan disbursed at each report date; the straight line is the year itself.

    reports: one row per `date` with `disbursed_in_plan` (cumulative) and `plan` of the whole programme in
        whole đồng, all of the year of `note.as_of`.
    """
    year, planned = note.as_of.year, (reports["plan"] > 0).fillna(False)
    known = reports[planned & reports["disbursed_in_plan"].notna()]
    points = [
        (pd.Timestamp(row.date).date(), Fraction(int(row.disbursed_in_plan), int(row.plan)))
        for row in known.sort_values("date").itertuples()
    ]
    fig = new_slide(
        words,
        _title(points, note, words),
        words("charts.calendar_subtitle"),
        note,
        denominator=words("charts.denominator_plan"),
    )
    add_key(
        fig,
        [
            Line2D([], [], **DISBURSED, label=words("charts.key_disbursed")),
            Line2D([], [], **ELAPSED, label=words("charts.calendar_elapsed")),
        ],
    )
    ax = fig.subplots()
    days = elapsed_share(year, dt.date(year, 12, 31))[1]
    ax.plot([0, days], [0, 1], **ELAPSED)
    x = [elapsed_share(year, date)[0] for date, _ in points]
    ax.plot([0, *x], [0.0, *(float(rate) for _, rate in points)], **DISBURSED, markevery=slice(1, None))
    _label(ax, x, points, days, words)
    starts = [elapsed_share(year, dt.date(year, month, 1))[0] - 1 for month in range(1, 13)]
    ax.set_xticks([*starts, days], [""] * 13)
    middles = [(a + b) / 2 for a, b in zip(starts, [*starts[1:], days], strict=True)]
    ax.set_xticks(middles, [words(f"charts.month_{month}") for month in range(1, 13)], minor=True)
    ax.tick_params(axis="x", which="minor", length=0)
    ax.set_xlabel(words("charts.calendar_axis", year=str(year)))
    ax.set_ylabel(words("charts.execution_axis"))
    ax.set(xlim=(0, days), ylim=(0, max([1.0, *(float(rate) for _, rate in points)]) * 1.08))
    ticks(ax.yaxis, words.percent, unit=Fraction(1, 100))
    ax.grid(axis="y")
    return fig


def _title(points: list[tuple[dt.date, Fraction]], note: ReportNote, words: Words) -> str:
    """What is disbursed by the last report, and the share of the year that had passed by then."""
    if not points:
        return words("charts.execution_unknown")
    elapsed = Fraction(*elapsed_share(note.as_of.year, points[-1][0]))
    return words(
        "charts.calendar_title", rate=words.percent(points[-1][1], 1), elapsed=words.percent(elapsed, 1)
    )


def _label(ax: Axes, x: list[int], points: list[tuple[dt.date, Fraction]], days: int, words: Words) -> None:
    """Rate and day beside the points, on the side away from the calendar's line where there is room.

    A point too near to its neighbours for either side stays a point; the last one always speaks.
    """
    room = LABEL / ((WIDTH - 2.5) * 72) * days
    taken = {"above": float("inf"), "below": float("inf")}
    for day, (date, rate) in reversed(list(zip(x, points, strict=True))):
        sides = ["below", "above"] if rate < Fraction(day, days) else ["above", "below"]
        if rate <= LOWEST:
            sides.remove("below")
        side = next((side for side in sides if taken[side] - day >= room), None)
        if side is None:
            continue
        taken[side] = day
        month = words(f"charts.month_{date.month}")
        ax.annotate(
            words("charts.calendar_point", rate=words.percent(rate, 1), day=date.day, month=month),
            (day, float(rate)),
            xytext=(-6, 6) if side == "above" else (6, -6),
            textcoords="offset points",
            ha="left" if side == "below" else "right" if day > room else "center",
            va="bottom" if side == "above" else "top",
        )
