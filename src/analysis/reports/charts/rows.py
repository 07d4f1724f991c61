"""The frame of the charts with one row per unit, project or indicator: names left, figures right."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.reports.charts.style import GREY, text_width, wrapped

NAME_WIDTH = 352.0
"""Points: where the names break; wide enough for a unit's name and for half a project's."""

GAP = 14.0
"""Points between two columns of figures."""


def lines_needed(names: Sequence[str], *, headings: int) -> int:
    """Lines of text the rows take, every row as high as the highest name, and the lines over them."""
    return headings + len(names) * max(
        (wrapped(name, NAME_WIDTH).count("\n") + 1 for name in names), default=1
    )


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """One row per name, from the top down, and nothing else where the names stand."""
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), [wrapped(name, NAME_WIDTH) for name in names])
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
            ax.annotate(entry, (1, row), xycoords=ax.get_yaxis_transform(), va="center_baseline", **look)
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
