"""Plan, allocated and disbursed as three bars in one, with a mark for the time that has passed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.reports.charts.rows import figure_columns, name_rows, ticks
from analysis.reports.charts.style import INK, SKY, VERMILION, add_key
from analysis.wording.words import Words

BARS: dict[str, tuple[float, dict[str, Any]]] = {
    "plan": (0.76, {"facecolor": "#E3E3E3", "edgecolor": "#8C8C8C"}),
    "allocated": (0.5, {"facecolor": SKY, "edgecolor": "none"}),
    "disbursed": (0.22, {"facecolor": INK, "edgecolor": "none"}),
}
"""Thickness and look of each amount, from the widest and palest to the narrowest and darkest."""

MILLION = 1_000_000


def draw_bullets(fig: Figure, lines: pd.DataFrame, *, elapsed: Fraction, words: Words) -> None:
    """Draw the lines, in their order, on the slide, with the amounts and the rate at the right.

    lines: `name`, `plan`, `allocated`, `disbursed` (whole đồng) and `rate` (disbursed / plan).
    elapsed: the share of the year that has passed.
    """
    handles: list[Artist] = [
        Patch(**look, label=words(f"charts.key_{amount}")) for amount, (_, look) in BARS.items()
    ]
    label = words("charts.key_elapsed", share=words.percent(elapsed, 1))
    add_key(fig, [*handles, Line2D([], [], color=VERMILION, lw=3, label=label)])
    ax = fig.subplots()
    name_rows(ax, lines["name"].tolist())
    for amount, (height, look) in BARS.items():
        ax.barh(range(len(lines)), lines[amount].fillna(0).astype(float), height=height, **look)
    for y, plan in enumerate(lines["plan"]):
        if pd.notna(plan):
            due = float(plan * elapsed)
            ax.plot([due, due], [y - 0.44, y + 0.44], color=VERMILION, lw=3, solid_capstyle="butt")
    columns = {
        words(f"charts.{amount}_column"): [_millions(value, words) for value in lines[amount]]
        for amount in ("plan", "disbursed")
    }
    rates = ["–" if pd.isna(rate) else words.percent(rate, 1) for rate in lines["rate"]]
    figure_columns(ax, {**columns, words("charts.rate_column"): rates})
    largest = lines[list(BARS)].max().max()
    ax.set_xlim(0, float(largest) * 1.03 if pd.notna(largest) and largest else MILLION)
    ticks(ax.xaxis, lambda dong, decimals: words.millions(round(dong), decimals), unit=Fraction(MILLION))
    ax.set_xlabel(words("charts.millions_axis"))


def _millions(dong: object, words: Words) -> str:
    return words("charts.no_figure") if pd.isna(dong) else words.millions(dong)  # type: ignore
