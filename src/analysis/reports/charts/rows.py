"""The frame of the charts with one row per unit, project or indicator: names left, figures right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.reports.charts.style import GREY, text_width, wrapped

ROWS = 20
"""Rows that fit a slide under one another; more are set in two columns."""

NAME_WIDTH, FEW_ROWS = 235.0, 10
"""Points: where names break when the rows are so few that each has room for several lines."""

GAP = 14.0
"""Points between two columns of figures."""


def lines_needed(rows: int) -> int:
    """Rows under one another once they are set in columns."""
    return rows if rows <= ROWS else math.ceil(rows / 2)


def row_panels(fig: Figure, rows: pd.DataFrame) -> Iterator[tuple[Axes, pd.DataFrame]]:
    """The rows in one column of axes or, past `ROWS`, in two that share their scale."""
    height = max(lines_needed(len(rows)), 1)
    count = max(math.ceil(len(rows) / height), 1)
    for panel, ax in enumerate(fig.subplots(1, count, sharex=True, squeeze=False)[0]):
        # The last panel may hold one row less: the same limits keep its rows as high as the others'.
        ax.set_ylim(height - 0.5, -0.5)
        yield ax, rows.iloc[panel * height : (panel + 1) * height].reset_index(drop=True)


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Write the names at the left, one row each, and take away what the names replace."""
    width = NAME_WIDTH if ax.get_ylim()[0] < FEW_ROWS else math.inf
    ax.set_yticks(range(len(names)), [wrapped(name, width) for name in names])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")


def figure_columns(ax: Axes, columns: Mapping[str, Sequence[str]]) -> None:
    """Write columns of figures right of the axes under their headings, one entry per row."""
    right = 0.0
    for heading, entries in columns.items():
        lines = heading.split("\n")
        right += GAP + max((text_width(text) for text in [*entries, *lines]), default=0.0)
        look: dict[str, Any] = {"xytext": (right, 0), "textcoords": "offset points", "ha": "right"}
        for row, entry in enumerate(entries):
            ax.annotate(entry, (1, row), xycoords=ax.get_yaxis_transform(), va="center", **look)
        ax.annotate(heading, (1, 1), xycoords="axes fraction", va="bottom", color=GREY, **look)


def ticks(axis: Axis, write: Callable[[float, int], str], *, unit: Fraction = Fraction(1)) -> None:
    """Few round ticks, written with just the decimals their step needs.

    write: a number and its decimals to text, as `words.percent` or `words.decimal` do.
    unit: how much of the plotted number is one of what is printed (1/100 for percent).
    """

    def written(value: float, _: int | None = None) -> str:
        places = axis.get_majorticklocs()
        step = (places[1] - places[0]) / float(unit) if len(places) > 1 else 1.0
        # Ticks come as multiples of the step with a float's dust on them.
        clean = round(value / float(unit), 9) * float(unit)
        return write(clean, max(0, math.ceil(-math.log10(step) - 1e-9)))

    axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(written))
