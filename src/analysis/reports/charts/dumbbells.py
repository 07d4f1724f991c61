"""A pale mark before, a dark mark after, a line between: how one ratio per row moved."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.exact import half_up
from analysis.reports.charts.change_points import change_points
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import figure_columns, name_rows, ticks
from analysis.reports.charts.style import FALL, GREY, RISE, add_key
from analysis.wording.words import Words

DECIMALS = 2
"""Of a change in points."""

BEFORE: dict[str, Any] = {"marker": "o", "ms": 11, "mfc": "#BFBFBF", "mec": GREY, "mew": 1, "ls": ""}
AFTER: dict[str, dict[str, Any]] = {
    FALL: {"marker": "o", "ms": 11, "mec": FALL, "mew": 2, "ls": ""},
    RISE: {"marker": "D", "ms": 10, "mec": RISE, "mew": 2, "ls": ""},
}
"""By colour; the shape tells a rise from a fall where the print is grey."""


def draw_dumbbells(
    fig: Figure,
    rows: pd.DataFrame,
    *,
    axis: str,
    words: Words,
    note: ReportNote,
    decimals: int = DECIMALS,
) -> None:
    """Draw the rows, in their order, on the slide, with counts and change at the right.

    rows: `name`, `count_before`, `total_before`, `count_after`, `total_after` and `current` (false
        where the figure after is carried forward: its mark is hollow). decimals: of a change in points.
    """
    rows = rows.assign(change=printed_changes(rows, decimals))
    add_key(fig, _key(carried_forward=not rows["current"].all(), words=words, note=note))
    ax = fig.subplots()
    name_rows(ax, rows["name"].tolist())
    for y, row in enumerate(rows.itertuples()):
        _draw_row(ax, y, row)
    figure_columns(
        ax,
        {
            words("charts.households_column"): [_counts(row, words) for row in rows.itertuples()],
            words("charts.change_column"): [_change(row, words, decimals) for row in rows.itertuples()],
        },
    )
    ticks(ax.xaxis, words.percent, unit=Fraction(1, 100))
    ax.set_xlabel(axis)
    largest = max(
        (_ratio(row, when) or 0 for row in rows.itertuples() for when in ("before", "after")), default=0
    )
    # A mark on zero is whole, and a list without anyone still has an axis.
    ax.set_xlim(-0.02 * (largest or 1), 1.05 * (largest or 1))


def printed_changes(rows: pd.DataFrame, decimals: int = DECIMALS) -> pd.Series:
    """The change of each row in points as the chart prints it, rounded half up; None where not known.

    Title, colour and number all go by it: a fall too small to print is no fall to the reader.
    """
    changes = [
        change_points(row.count_before, row.total_before, row.count_after, row.total_after)
        for row in rows.itertuples()
    ]
    printed = [None if change is None else half_up(change, decimals) for change in changes]
    return pd.Series(printed, index=rows.index, dtype=object)


def falls(rows: pd.DataFrame) -> int:
    """How many rows the chart prints a fall for."""
    return sum(change is not None and change < 0 for change in printed_changes(rows))


def _ratio(row: Any, when: str) -> float | None:
    count, total = getattr(row, f"count_{when}"), getattr(row, f"total_{when}")
    return None if pd.isna(count) or pd.isna(total) or not total else int(count) / int(total)


def _colour(change: Decimal | None) -> str:
    return RISE if change is not None and change > 0 else FALL


def _draw_row(ax: Axes, y: int, row: Any) -> None:
    before, after = _ratio(row, "before"), _ratio(row, "after")
    colour = _colour(row.change)
    if before is not None and after is not None:
        ax.plot([before, after], [y, y], color=colour, lw=3, zorder=1)
    if before is not None:
        ax.plot(before, y, **BEFORE, zorder=2)
    if after is not None:
        ax.plot(after, y, **AFTER[colour], mfc=colour if row.current else "white", zorder=3)


def _counts(row: Any, words: Words) -> str:
    counts = ["–" if pd.isna(count) else words.number(count) for count in (row.count_before, row.count_after)]
    return " → ".join(counts)


def _change(row: Any, words: Words, decimals: int) -> str:
    return (
        words("charts.no_figure") if row.change is None else words.decimal(row.change, decimals, signed=True)
    )


def _key(*, carried_forward: bool, words: Words, note: ReportNote) -> list[Line2D]:
    marks = [
        Line2D([], [], **BEFORE, label=words.date(note.baseline)),
        Line2D([], [], **AFTER[FALL], mfc=FALL, label=words("charts.key_fall", date=note.as_of)),
        Line2D([], [], **AFTER[RISE], mfc=RISE, label=words("charts.key_rise")),
    ]
    if carried_forward:
        label = words("charts.key_carried_forward")
        marks.append(Line2D([], [], **AFTER[FALL], mfc="white", label=label))
    return marks
