"""Where the households of each class stood before, and where they stand now."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.style import FALL, LIGHT, RISE, TITLE, new_slide, wrapped
from analysis.tables import LISTED
from analysis.wording.words import Words

CLASSES = (*LISTED, "none")
"""From the hardest to off the list: a move to the right in this order is an improvement of the class."""


def class_matrix_chart(moves: pd.DataFrame, *, words: Words, note: ReportNote) -> Figure:
    """Rows are the class before, columns the class after; each cell says what such a move is.

    moves: `class_before`, `class_after` (`none` when off the list) and `households`, as
        `transitions` gives them; rows of the same move are added.
    """
    table = (
        moves.groupby(["class_before", "class_after"])["households"]
        .sum()
        .unstack(fill_value=0)
        .reindex(index=CLASSES, columns=CLASSES, fill_value=0)
    )
    on_list = table.loc[list(LISTED)]
    fig = new_slide(
        words,
        words(
            "charts.class_matrix_title",
            stayed=on_list[list(LISTED)].to_numpy().sum(),
            left=on_list["none"].sum(),
            entered=table.loc["none", list(LISTED)].sum(),
        ),
        words("charts.class_matrix_subtitle", baseline=note.baseline, as_of=note.as_of),
        note,
        denominator=words("charts.denominator_none"),
    )
    ax = fig.subplots()
    for y, before in enumerate(CLASSES):
        for x, after in enumerate(CLASSES):
            if before == after == "none":
                continue
            colour = LIGHT if x == y else FALL if x > y else RISE
            alpha = 1.0 if x == y else 0.22
            ax.add_patch(Rectangle((x + 0.01, y + 0.02), 0.98, 0.96, facecolor=colour, alpha=alpha))
            number = words.number(table.loc[before, after])
            ax.text(x + 0.5, y + 0.42, number, ha="center", va="center", size=TITLE, weight="bold")
            ax.text(x + 0.5, y + 0.76, _move(before, after, words), ha="center", va="center")
    ax.set(xlim=(0, 3), ylim=(3, 0))
    stocks = {"before": table.sum(axis=1), "after": table.sum(axis=0)}
    places = [0.5, 1.5, 2.5]
    ax.set_xticks(places, [_heading(name, stocks["after"], words) for name in CLASSES])
    ax.set_yticks(places, [_heading(name, stocks["before"], words) for name in CLASSES])
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel(words("charts.class_matrix_after", date=note.as_of), weight="bold", labelpad=12)
    ax.set_ylabel(words("charts.class_matrix_before", date=note.baseline), weight="bold")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig


def _heading(name: str, stock: pd.Series, words: Words) -> str:
    if name == "none":
        return wrapped(words.term("none"), 130)
    return words("charts.class_stock", name=words.term(name), n=stock[name])


def _move(before: str, after: str, words: Words) -> str:
    if before == after:
        return words("charts.move_stayed")
    if "none" in (before, after):
        return words("charts.move_left" if after == "none" else "charts.move_entered")
    return words.term("to_near_poor" if before == "poor" else "to_poor")
