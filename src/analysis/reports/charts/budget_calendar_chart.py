"""Disbursement through the year against the time that has passed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.measures.budget_execution import elapsed_share
from analysis.reports.charts.execution_title import execution_title
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import BLUE, VERMILION, WIDTH, new_slide
from analysis.wording.words import Words

LABEL = 62.0
"""Points from one label to the next on the same side of the line."""


def budget_calendar_chart(reports: pd.DataFrame, *, words: Words, note: Note) -> Figure:
    """The share of the plan disbursed at each report date; the straight line is the year itself.

    reports: one row per `date` with `disbursed` (cumulative) and `plan` of the whole programme in
        whole đồng, all of the year of `note.as_of`.
    """
    year, known = note.as_of.year, reports[(reports["plan"] > 0).fillna(False) & reports["disbursed"].notna()]
    points = [
        (pd.Timestamp(row.date).date(), Fraction(int(row.disbursed), int(row.plan)))
        for row in known.sort_values("date").itertuples()
    ]
    last = points[-1] if points else (note.as_of, None)
    fig = new_slide(
        words,
        execution_title(last[1], Fraction(*elapsed_share(year, last[0])), words),
        words("charts.calendar_subtitle"),
        note,
        denominator=words("charts.denominator_plan"),
    )
    ax = fig.subplots()
    days = elapsed_share(year, dt.date(year, 12, 31))[1]
    ax.plot([0, days], [0, 1], color=VERMILION, ls="--", lw=2)
    ax.annotate(
        words("charts.calendar_elapsed"),
        (days, 1),
        xytext=(-8, 4),
        textcoords="offset points",
        ha="right",
        va="bottom",
        color=VERMILION,
    )
    x = [elapsed_share(year, date)[0] for date, _ in points]
    ax.plot([0, *x], [0.0, *(float(rate) for _, rate in points)], "o-", color=BLUE, lw=3, ms=9)
    _label(ax, x, points, days, words)
    starts = [elapsed_share(year, dt.date(year, month, 1))[0] - 1 for month in range(1, 13)]
    ax.set_xticks([*starts, days], [""] * 13)
    middles = [(a + b) / 2 for a, b in zip(starts, [*starts[1:], days], strict=True)]
    ax.set_xticks(middles, [str(month) for month in range(1, 13)], minor=True)
    ax.tick_params(axis="x", which="minor", length=0)
    ax.set_xlabel(words("charts.calendar_axis", year=str(year)))
    ax.set_ylabel(words("charts.execution_axis"))
    ax.set(xlim=(0, days), ylim=(0, max([1.0, *(float(rate) for _, rate in points)]) * 1.08))
    ticks(ax.yaxis, words.percent, unit=Fraction(1, 100))
    ax.grid(axis="y")
    return fig


def _label(
    ax: Axes, days: list[int], points: list[tuple[dt.date, Fraction]], year: int, words: Words
) -> None:
    """Rate and day beside the points: above the line, or below where the label above has no room.

    A point too near to its neighbours for either stays a point; the last one always speaks.
    """
    room = LABEL / ((WIDTH - 2.5) * 72) * year
    taken = {"above": float("inf"), "below": float("inf")}
    for day, (date, rate) in reversed(list(zip(days, points, strict=True))):
        side = next((side for side, left in taken.items() if left - day >= room), None)
        if side is None:
            continue
        taken[side] = day
        ax.annotate(
            words("charts.calendar_point", rate=words.percent(rate, 1), day=f"{date.day}/{date.month}"),
            (day, float(rate)),
            xytext=(0, 10 if side == "above" else -10),
            textcoords="offset points",
            ha="center",
            va="bottom" if side == "above" else "top",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
        )
