"""In which units which deprivations are frequent among the listed households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.reports.charts.note import Note
from analysis.reports.charts.style import GREY, LIGHT, TEXT, new_slide, wrapped
from analysis.wording.words import Words

HEADINGS = 6
"""Rows the names of the indicators take, more than an axis does."""

UNIT_WIDTH = 230
"""Points where a unit's name breaks: the twelve columns need the rest."""

COLUMN_WIDTH = 56
"""Points a column has for the name of its dimension."""

NAME_LENGTH = 130
"""Points an upright indicator name may take."""


def deprivation_heatmap(
    deprivations: pd.DataFrame,
    *,
    names: Mapping[str, str],
    dimensions: Mapping[str, str],
    words: Words,
    note: Note,
) -> Figure:
    """Units by indicators: the colour is the share, the number in a cell is households.

    deprivations: result of `deprivations` by `unit_name`, for one round and one class group.
    names: the indicators' names, in the official order of the columns.
    dimensions: the name of each indicator's dimension.
    """
    order, units = list(names), list(dict.fromkeys(deprivations["unit_name"]))

    def grid(column: str) -> pd.DataFrame:
        wide = deprivations.pivot(index="unit_name", columns="indicator", values=column)
        return wide.reindex(index=units, columns=order)

    shares, counts = grid("share").astype(float), grid("households")
    listed = deprivations.groupby("unit_name", dropna=False)["listed_households"].max()
    labels = [wrapped(words("charts.unit_listed", unit=u, n=listed[u]), UNIT_WIDTH) for u in units]
    fig = new_slide(
        words,
        _title(deprivations, names, words),
        words("charts.heatmap_subtitle"),
        note,
        denominator=words("charts.denominator_listed"),
        rows=len(units) * max([label.count("\n") + 1 for label in labels], default=1) + HEADINGS,
    )
    ax = fig.subplots()
    if not units:
        ax.set_axis_off()
        return fig
    # Cells without a figure are left out by the mask: the grey ground shows, with a dash on it.
    ax.set_facecolor(LIGHT)
    sns.heatmap(
        shares,
        mask=shares.isna(),
        annot=counts.map(lambda n: "" if pd.isna(n) else words.number(n)),
        fmt="",
        vmin=0,
        vmax=1,
        cmap="Blues",
        linewidths=1,
        linecolor="white",
        annot_kws={"size": TEXT},
        cbar_kws={
            "pad": 0.01,
            "fraction": 0.03,
            "ticks": [step / 4 for step in range(5)],
            "format": lambda share, _: words.percent(share, 0),
        },
        ax=ax,
    )
    for row, column in zip(*shares.isna().to_numpy().nonzero(), strict=True):
        ax.text(column + 0.5, row + 0.5, "–", ha="center", va="center", color=GREY)
    ax.set_yticks([y + 0.5 for y in range(len(units))], labels, rotation=0)
    columns = [x + 0.5 for x in range(len(order))]
    ax.set_xticks(columns, [wrapped(names[i], NAME_LENGTH) for i in order], rotation=90)
    ax.tick_params(length=0)
    ax.set(xlabel="", ylabel="")
    _head(ax, [dimensions[indicator] for indicator in order])
    return fig


def _head(ax: Axes, dimensions: Sequence[str]) -> None:
    """Write each dimension over its indicators, with a line between one and the next."""
    start = 0
    for name, group in groupby(dimensions):
        end = start + len(list(group))
        heading = wrapped(name, (end - start) * COLUMN_WIDTH)
        ax.annotate(
            heading,
            ((start + end) / 2, 1),
            xycoords=ax.get_xaxis_transform(),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            va="bottom",
        )
        ax.axvline(end, color="white" if end == len(dimensions) else GREY, lw=2)
        start = end


def _title(deprivations: pd.DataFrame, names: Mapping[str, str], words: Words) -> str:
    sums = deprivations.groupby("indicator", dropna=False)[
        ["households", "listed_households", "unknown"]
    ].sum()
    marked = sums["listed_households"] - sums["unknown"]
    shares = (sums["households"] / marked.where(marked > 0)).dropna()
    if shares.empty:
        return words("charts.deprivation_unknown")
    top = str(shares.astype(float).idxmax())
    return words(
        "charts.heatmap_title",
        indicator=names[top],
        share=words.percent(Fraction(int(sums.households[top]), int(marked[top])), 1),
        n=sums.households[top],
        of=marked[top],
    )
