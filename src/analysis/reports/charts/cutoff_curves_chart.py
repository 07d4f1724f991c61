"""A measure at every cut-off, so that a reader sees what the choice of the cut-off does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.reports.charts.estimates import WHOLE, Estimates, Measure, cutoff_written
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import BLUE, INK, VERMILION, add_key, new_slide, wrapped
from analysis.wording.words import Words

PALE = "#C4C4C4"

PANELS = 3
"""On a line: of more, the cut-offs under each would run into one another."""

PANEL = 4
"""Lines of text a panel is high at least, without its heading."""

PANEL_WIDTH = 800.0
"""Points the panels of one line share for their headings."""

LOOK: dict[str, dict[str, Any]] = {
    "own": {"color": BLUE, "lw": 2.6, "marker": "o", "ms": 5, "zorder": 4},
    "others": {"color": PALE, "lw": 1.2, "zorder": 1},
    "whole": {"color": INK, "lw": 1.6, "ls": "--", "zorder": 3},
    "chosen": {"color": VERMILION, "lw": 1.4, "ls": ":", "zorder": 2},
}


def cutoff_curves_chart(
    measures: pd.DataFrame,
    *,
    chosen: int | Fraction,
    words: Words,
    note: Note,
    measure: Measure = "M0",
    groups: Mapping[Any, str] | None = None,
    totals: Mapping[Any, int] | None = None,
) -> Figure:
    """A panel per group, highest at the chosen cut-off first, with all others pale behind its line.

    Lines that cross are an order that the cut-off decides. The whole alone is one panel with a figure
    at every cut-off.

    measures: result of `alkire_foster` at several cut-offs, of the whole and, if wanted, of groups.
    chosen: the cut-off in use, one of them; it is marked. groups, totals: as in `robustness`.
    Raises ValueError for a chosen cut-off that is not there, and for rows of several columns,
        weightings or policies.
    """
    known = Estimates(measures, words, totals, groups)
    rows = known.of(measure).assign(at=lambda of: [float(cutoff) for cutoff in of["cutoff"]])
    here = rows[rows["at"] == float(chosen)].sort_values("estimate", ascending=False, kind="stable")
    if here.empty:
        raise ValueError(
            f"the chosen cut-off {chosen} is none of the result's: compute the measures at it too"
        )
    k = known.cutoff(chosen)
    order = [group for group in here["group"] if group != WHOLE] or [WHOLE]
    columns = min(len(order), PANELS)
    lines = -(-len(order) // columns)
    headings = {
        row.group: wrapped(
            words("charts.curves_heading", unit=known.name(row.group), value=known.rate(row)),
            PANEL_WIDTH / columns,
        )
        for row in here.itertuples()
    }
    highest = PANEL + max(heading.count("\n") + 1 for heading in headings.values())
    grid = rows.pivot(index="at", columns="group", values="estimate").astype(float)
    fig = new_slide(
        words,
        _title(known, here, grid, measure, k),
        _subtitle(known, rows, measure),
        note,
        denominator=known.denominator(note),
        rows=lines * highest if lines > 1 else 0,
    )
    shown = [name for name in LOOK if name != "own" or len(order) > 1]
    if len(order) == 1:
        shown.remove("others")
    if WHOLE not in grid or order == [WHOLE]:
        shown.remove("whole")
    add_key(fig, [Line2D([], [], **LOOK[name], label=words(f"charts.curves_{name}", k=k)) for name in shown])
    axes = fig.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
    for place, ax in enumerate(axes.flat):
        if place >= len(order):
            ax.set_axis_off()
            continue
        group = order[place]
        own = rows[rows["group"] == group].sort_values("at")
        _panel(ax, own, grid, float(chosen), alone=len(order) == 1, known=known)
        if len(order) > 1:
            ax.set_title(headings[group], loc="left", pad=4)
    _frame(axes, rows, grid, len(order), known, measure)
    return fig


def _panel(
    ax: Axes, own: pd.DataFrame, grid: pd.DataFrame, chosen: float, *, alone: bool, known: Estimates
) -> None:
    group = own["group"].iloc[0]
    for other in grid:
        if other not in (group, WHOLE):
            ax.plot(grid.index, grid[other], **LOOK["others"])
    if WHOLE in grid and group != WHOLE:
        ax.plot(grid.index, grid[WHOLE], **LOOK["whole"])
    if own["lower"].notna().any():
        ax.fill_between(own["at"], own["lower"], own["upper"], color=BLUE, alpha=0.2, lw=0)
    ax.plot(own["at"], own["estimate"], **LOOK["own"])
    ax.axvline(chosen, **LOOK["chosen"])
    marked = own[own["at"] == chosen]
    ax.plot(marked["at"], marked["estimate"], "o", ms=11, mfc="white", mec=BLUE, mew=2.4, zorder=5)
    if not alone:
        return
    for row in own.dropna(subset="estimate").itertuples():
        text = known.share(row)
        if row.measure == "H" and (counted := known.counted(row)):
            text += "\n" + known.words.number(counted[0])
        # Right of a line that never rises.
        ax.annotate(
            text,
            (row.at, row.estimate),
            xytext=(3, 9),
            textcoords="offset points",
            weight="bold" if row.at == chosen else "normal",
            zorder=6,
        )


def _subtitle(known: Estimates, rows: pd.DataFrame, measure: str) -> str:
    words, of = known.words, rows["group"].nunique()
    counted = known.counted(next(rows.itertuples()))
    if of == 1 and measure == "H" and counted and not known.weighted:
        return words("charts.curves_counted_h", n=counted[1])
    return words(f"charts.curves_explained_{measure.lower()}")


def _frame(
    axes: Any, rows: pd.DataFrame, grid: pd.DataFrame, panels: int, known: Estimates, measure: str
) -> None:
    """Scales shared by all panels; the axes are named once, in the middle."""
    words = known.words
    lines, columns = axes.shape
    cutoffs = rows.drop_duplicates("at").sort_values("at")
    first = axes[0, 0]
    top = max([*grid.stack(), *rows["upper"].dropna()], default=0) or 1
    first.set_ylim(-0.04 * top, top * (1.25 if panels == 1 else 1.1))
    first.set_xlim(
        cutoffs["at"].min() - 0.5 * _step(cutoffs["at"]), cutoffs["at"].max() + 0.5 * _step(cutoffs["at"])
    )
    first.set_xticks(cutoffs["at"], [cutoff_written(cutoff, words) for cutoff in cutoffs["cutoff"]])
    ticks(first.yaxis, words.percent, unit=Fraction(1, 100))
    for ax in axes.flat:
        ax.grid(axis="y")
    axes[lines // 2, 0].set_ylabel(words(f"charts.curves_{measure.lower()}"))
    last = axes[-1, min(columns // 2, (panels - 1) % columns)]
    last.set_xlabel(words("charts.curves_axis" if known.counts_indicators else "charts.curves_axis_score"))
    for place in range(panels - columns, panels):
        if 0 <= place < (lines - 1) * columns:
            axes.flat[place].tick_params(labelbottom=True)


def _step(at: pd.Series) -> float:
    return float(at.diff().min()) if len(at) > 1 else 1.0


def _title(known: Estimates, here: pd.DataFrame, grid: pd.DataFrame, measure: str, k: str) -> str:
    words = known.words
    units = here[here["group"] != WHOLE].dropna(subset="estimate")
    if units.empty:
        told = here.dropna(subset="estimate")
        if told.empty:
            return words("charts.ranking_unknown")
        return words(
            "charts.curves_title_whole", measure=measure, k=k, value=known.rate(next(told.itertuples()))
        )
    top = next(units.itertuples())
    of_units = grid.drop(columns=WHOLE, errors="ignore")
    somebody = of_units[of_units.max(axis=1) > 0]
    if not top.estimate:
        return words("charts.curves_title_nobody", measure=measure, k=k)
    return words(
        "charts.curves_title",
        measure=measure,
        k=k,
        unit=known.name(top.group),
        value=known.rate(top),
        n=int((somebody[top.group] == somebody.max(axis=1)).sum()),
        of=len(somebody),
    )
