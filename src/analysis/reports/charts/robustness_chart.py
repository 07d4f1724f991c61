"""Which of two units is poorer however poverty is measured, and where that is a matter of choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.reports.charts.note import Note
from analysis.reports.charts.style import BLUE, GREY, INK, LIGHT, SKY, add_key, new_slide, wrapped
from analysis.wording.words import Words

LOOK: dict[str, dict[str, Any]] = {
    "all": {"facecolor": BLUE, "edgecolor": "white"},
    "never": {"facecolor": SKY, "edgecolor": "white"},
    "most": {"facecolor": "#E3F1FA", "edgecolor": SKY},
    "undecided": {"facecolor": "white", "edgecolor": GREY, "hatch": "///"},
}
"""Dark, lighter, nearly white and hatched: they part in a grey print."""

LETTERS = {"all": "white", "never": INK, "most": INK, "undecided": INK}

MOST_NAMED = 14
"""Units whose names fit over the columns; of more the numbers stand there, and the cells hold none."""

UNIT_WIDTH, NAME_LENGTH = 230, 130
"""Points: where a unit's name breaks beside its row, and over its column."""

HEADINGS = 7
"""Lines the names over the columns take, more than an axis does."""


def robustness_chart(
    pairs: pd.DataFrame, *, words: Words, note: Note, groups: Mapping[Any, str] | None = None
) -> Figure:
    """Units by units, the poorest first: in how many specifications the row's unit is above the column's.

    Dark where it is above in all of them, lighter where in some they are equal and it is never below,
    nearly white where in more than half, hatched where in fewer: there nobody should say which is
    poorer.

    pairs: result of `robustness`, a row per pair of units. groups: names of the units.
    """
    names = groups or {}
    order = _order(pairs)
    labels = [names.get(unit, str(unit)) for unit in order]
    few = len(order) <= MOST_NAMED
    numbered = [wrapped(text if few else f"{i}. {text}", UNIT_WIDTH) for i, text in enumerate(labels, 1)]
    lines = len(order) * max([text.count("\n") + 1 for text in numbered], default=1)
    kinds = [_kind(row) for row in pairs.itertuples()]
    fig = new_slide(
        words,
        _title(pairs, order, labels, words),
        words("charts.robustness_subtitle", n=int(pairs["specifications"].max())) if len(pairs) else "",
        note,
        denominator=words("charts.denominator_specifications"),
        rows=lines + (HEADINGS if few else 2),
    )
    add_key(
        fig,
        [
            Patch(**look, label=words(f"charts.robustness_{kind}", n=kinds.count(kind)))
            for kind, look in LOOK.items()
        ],
    )
    ax = fig.subplots()
    place = {unit: i for i, unit in enumerate(order)}
    for row, kind in zip(pairs.itertuples(), kinds, strict=True):
        _cell(
            ax, place[row.unit_b], place[row.unit_a], kind, f"{row.above}/{row.specifications}" if few else ""
        )
    for i in range(len(order)):
        ax.add_patch(Rectangle((i, i), 1, 1, facecolor=LIGHT, edgecolor="white"))
    ax.set(xlim=(0, max(len(order), 1)), ylim=(max(len(order), 1), 0))
    middle = [i + 0.5 for i in range(len(order))]
    ax.set_yticks(middle, numbered)
    if few:
        ax.set_xticks(middle, [wrapped(text, NAME_LENGTH) for text in labels], rotation=90)
    else:
        ax.set_xticks(middle, [str(i) for i in range(1, len(order) + 1)], size=9)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig


def _order(pairs: pd.DataFrame) -> list[Any]:
    """The units by how many others they stand above; as they come where they stand above as many."""
    units = list(dict.fromkeys([*pairs["unit_a"], *pairs["unit_b"]]))
    wins = pairs.loc[pairs["verdict"] != "equal", "unit_a"].value_counts()
    shares = pairs.groupby("unit_a")["above"].sum().sub(pairs.groupby("unit_b")["above"].sum(), fill_value=0)
    return sorted(units, key=lambda unit: (-wins.get(unit, 0), -shares.get(unit, 0)))


def _kind(row: Any) -> str:
    if row.robust:
        return "all"
    if row.verdict == "never_below":
        return "never"
    return "most" if 2 * row.above > row.specifications else "undecided"


def _cell(ax: Axes, x: int, y: int, kind: str, text: str) -> None:
    ax.add_patch(Rectangle((x + 0.02, y + 0.04), 0.96, 0.92, lw=0, **LOOK[kind]))
    if text:
        ground = {"facecolor": LOOK[kind]["facecolor"], "edgecolor": "none", "pad": 2}
        ax.text(
            x + 0.5, y + 0.5, text, ha="center", va="center", color=LETTERS[kind], bbox=ground,
        )  # fmt: skip


def _title(pairs: pd.DataFrame, order: list[Any], labels: list[str], words: Words) -> str:
    if pairs.empty:
        return words("charts.robustness_none")
    holds = pairs["verdict"].isin(["robust", "never_below"])
    told = words("charts.robustness_title", holds=int(holds.sum()), pairs=len(pairs))
    first = pairs["unit_a"] == order[0]
    if (holds & first).sum() < len(order) - 1:
        return f"{told}; " + words("charts.robustness_no_poorest")
    alone = pairs.loc[first, "robust"].all()
    key = "charts.robustness_poorest" if alone else "charts.robustness_poorest_or_equal"
    return f"{told}; " + words(key, unit=labels[0])
