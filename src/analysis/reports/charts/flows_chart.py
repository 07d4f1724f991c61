"""From the opening list to the closing one: who left it, who entered."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import FALL, GREY, RISE, RISE_HATCH, new_slide, wrapped
from analysis.wording.words import MINUS, Words

STOCKS = ("opening", "closing")
OUT = ("out_of_both", "other_decrease")
STOCK_LOOK: dict[str, Any] = {"facecolor": GREY}
OUT_LOOK: dict[str, Any] = {"facecolor": FALL}
IN_LOOK: dict[str, Any] = {"facecolor": "white", "edgecolor": RISE, "hatch": RISE_HATCH, "lw": 1.5}

BAR = 0.62
"""Width of a bar, the distance to the next being one."""

ITEM_WIDTH = 112
"""Points the name of an item may take under its bar."""


def flows_chart(flows: pd.DataFrame, *, words: Words, note: ReportNote) -> Figure:
    """Waterfall of the multidimensional list: stocks are full bars, flows hang between them.

    flows: `item` and `value` (households, never negative) in the order opening, what leaves, what
        enters, closing; the items are those of `tables.FLOW_ITEMS`.
    """
    values = flows.set_index("item")["value"].astype("Int64")
    fig = new_slide(
        words,
        _title(values, words),
        words("charts.flows_subtitle", baseline=note.baseline, as_of=note.as_of),
        note,
        denominator=words("charts.denominator_none"),
    )
    ax = fig.subplots()
    level = 0
    for x, (item, value) in enumerate(values.items()):
        level = _bar(ax, x, str(item), value, level, words)
        if x < len(values) - 1:
            ax.plot([x + BAR / 2, x + 1 - BAR / 2], [level, level], color=GREY, lw=1)
    ax.set_xticks(range(len(values)), [wrapped(words.term(str(i)), ITEM_WIDTH) for i in values.index])
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel(words("charts.households_axis"))
    ax.set_ylim(0, max(ax.get_ylim()[1] * 1.05, 1))
    ticks(ax.yaxis, words.decimal)
    return fig


def _bar(ax: Axes, x: int, item: str, value: Any, level: int, words: Words) -> int:
    """Draw one item from the level the last one left; returns the level it leaves.

    An unknown flow leaves the level as it is and says so; the title then claims nothing.
    """
    if pd.isna(value):
        start, end, text, look = level, level, words("charts.no_figure"), STOCK_LOOK
    elif item in STOCKS:
        start, end, text, look = 0, value, words.number(value), STOCK_LOOK
    else:
        out = item in OUT
        start, end = level, level - value if out else level + value
        text = (MINUS if out else "+") * bool(value) + words.number(value)
        look = OUT_LOOK if out else IN_LOOK
    ax.bar(x, abs(end - start), bottom=min(start, end), width=BAR, **look)
    ax.annotate(
        text,
        (x, max(start, end)),
        xytext=(0, 5),
        textcoords="offset points",
        ha="center",
        va="bottom",
        weight="bold",
    )
    return end


def _title(values: pd.Series, words: Words) -> str:
    if values.isna().any():
        return words("charts.flows_unknown")
    flows = values.drop(list(STOCKS))
    left = flows[flows.index.isin(OUT)].sum()
    opening, closing = values["opening"], values["closing"]
    direction = "fall" if closing < opening else "rise" if closing > opening else "level"
    return words(
        f"charts.flows_{direction}",
        opening=opening,
        closing=closing,
        left=left,
        entered=flows.sum() - left,
    )
