"""From the opening list to the closing one: who left it, who entered."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import FALL, GREY, RISE, RISE_HATCH, new_slide, wrapped
from analysis.wording.words import MINUS, Words

STOCKS = ("opening", "closing")
OUT = ("out_of_both", "other_decrease")
ITEM_WIDTH = 112
"""Points the name of an item may take under its bar."""


def flows_chart(flows: pd.DataFrame, *, words: Words, note: Note) -> Figure:
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
        if pd.isna(value):
            bottom, top, text = level, level, words("charts.no_figure")
        elif item in STOCKS:
            bottom, top, text, level = 0, value, words.number(value), value
        else:
            end = level - value if item in OUT else level + value
            bottom, top = sorted((level, end))
            sign = "" if not value else MINUS if item in OUT else "+"
            text, level = sign + words.number(value), end
        look = (
            {"facecolor": GREY}
            if item in STOCKS
            else {"facecolor": FALL}
            if item in OUT
            else {"facecolor": "white", "edgecolor": RISE, "hatch": RISE_HATCH, "lw": 1.5}
        )
        ax.bar(x, top - bottom, bottom=bottom, width=0.62, **look)
        ax.annotate(
            text, (x, top), xytext=(0, 5), textcoords="offset points", ha="center", weight="bold", va="bottom"
        )
        if x < len(values) - 1:
            ax.plot([x + 0.31, x + 0.69], [level, level], color=GREY, lw=1)
    ax.set_xticks(range(len(values)), [wrapped(words.term(str(i)), ITEM_WIDTH) for i in values.index])
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel(words("charts.households_axis"))
    ax.set_ylim(0, max(ax.get_ylim()[1] * 1.05, 1))
    ticks(ax.yaxis, words.decimal)
    return fig


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
