"""What each indicator or dimension contributes to M0, group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from analysis.reports.charts.estimates import WHOLE, Estimates, only_cutoff
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import figure_columns, lines_needed, name_rows, ticks
from analysis.reports.charts.style import (
    BLUE,
    GREY,
    INK,
    MARGIN,
    ORANGE,
    SKY,
    VERMILION,
    WIDTH,
    new_slide,
    text_width,
    wrapped,
)
from analysis.wording.words import Words

COLOURS = (BLUE, "#F0E442", VERMILION, SKY, INK, ORANGE)
"""Dark and light by turns, so that a grey print still shows where one dimension ends."""

HATCHES = (None, "//", "..", "xx")
"""Tell the indicators of one dimension apart."""

LETTERS = {BLUE: "white", VERMILION: "white", INK: "white"}
"""White on the dark colours; ink on the others."""

KEY_WIDTH, KEY_MARK = 250.0, 36.0
"""Points: where a name in the key breaks, and what its mark and the gap after it take."""


def contributions_chart(
    measures: pd.DataFrame,
    *,
    names: Mapping[str, str],
    words: Words,
    note: Note,
    of: Literal["indicator", "dimension"] = "indicator",
    groups: Mapping[Any, str] | None = None,
    totals: Mapping[Any, int] | None = None,
) -> Figure:
    """One bar per group, stacked to 100 %, with M0 and the poor beside it; highest M0 on top, the whole last.

    measures: result of `alkire_foster` at one cut-off, with its `M0`, `H` and `pctb`, of the whole and
        of the groups of one column. A group without a poor household says so in place of a bar.
    names: of the indicators or dimensions, in the official order, which is that of the segments.
    groups, totals: names of the groups, and how many belong to each, as in `robustness`.
    Raises ValueError for rows of several columns, cut-offs, weightings or policies.
    """
    known = Estimates(measures, words, totals, groups)
    m0 = known.of("M0")
    k = known.cutoff(only_cutoff(m0))
    order = _order(m0)
    shares = _shares(known.of("pctb"), of).reindex(index=order, columns=list(names))
    rows = {name: known.of(name).set_index("group", drop=False).loc[order] for name in ("M0", "H")}
    looks = _looks(known.of("pctb"), list(names), of)
    key = [Patch(**looks[name], label=wrapped(text, KEY_WIDTH)) for name, text in names.items()]
    labels = [known.name(group) for group in order]
    fig = new_slide(
        words,
        _title(known, shares, names, of),
        words("charts.contributions_subtitle", k=k),
        note,
        denominator=known.denominator(note, intervals=False),
        rows=lines_needed(labels, headings=3) + _key_lines(key),
    )
    _add_key(fig, key)
    ax = fig.subplots()
    name_rows(ax, labels)
    left = pd.Series(0.0, index=order)
    for name in names:
        width = shares[name].fillna(0.0)
        ax.barh(range(len(order)), width, left=left, height=0.74, **looks[name])
        _write_shares(ax, left, width, str(looks[name]["facecolor"]), words)
        left = left + width
    for y, row in enumerate(rows["M0"].itertuples()):
        if not row.estimate > 0:
            text = words("charts.no_figure" if pd.isna(row.estimate) else "charts.contributions_nobody", k=k)
            ax.text(0.01, y, text, va="center_baseline", color=GREY)
    figure_columns(
        ax,
        {
            words("charts.value_h_column" if known.is_sample else "charts.poor_of_column", k=k): [
                known.rate(row) for row in rows["H"].itertuples()
            ],
            words("charts.m0_column"): [known.rate(row) for row in rows["M0"].itertuples()],
        },
    )
    ax.set_xlim(0, 1)
    ticks(ax.xaxis, words.percent, unit=Fraction(1, 100))
    ax.set_xlabel(words("charts.contributions_axis"))
    return fig


def _order(m0: pd.DataFrame) -> list[Any]:
    """Groups by M0, highest first, those without a figure after them; the whole closes the list."""
    ranked = m0.sort_values("estimate", ascending=False, kind="stable", na_position="last")
    found = ranked["group"].tolist()
    return sorted(found, key=lambda group: group == WHOLE)


def _shares(rows: pd.DataFrame, of: str) -> pd.DataFrame:
    kept = rows[rows["indicator"].notna()] if of == "indicator" else rows[rows["indicator"].isna()]
    if kept.empty:
        raise ValueError(f"no contributions by {of}: give alkire_foster its dimensions")
    return kept.pivot(index="group", columns=of, values="estimate").astype(float)


def _looks(rows: pd.DataFrame, order: Sequence[str], of: str) -> dict[str, dict[str, Any]]:
    """A colour per dimension, a hatch per indicator within it; without dimensions a colour per indicator."""
    dimension = (
        rows.dropna(subset="indicator").drop_duplicates("indicator").set_index("indicator")["dimension"]
    )
    looks: dict[str, dict[str, Any]] = {}
    seen: dict[Any, list[str]] = {}
    for name in order:
        own = dimension.get(name) if of == "indicator" else name
        own = name if pd.isna(own) else own
        inner = seen.setdefault(own, [])
        place, round_ = list(seen).index(own) % len(COLOURS), list(seen).index(own) // len(COLOURS)
        colour, hatch = COLOURS[place], HATCHES[(len(inner) + round_) % len(HATCHES)]
        inner.append(name)
        looks[name] = {"facecolor": colour, "edgecolor": "white", "hatch": hatch, "lw": 1}
        if LETTERS.get(colour) is None and hatch:
            looks[name]["edgecolor"] = GREY
    return looks


def _write_shares(ax: Axes, left: pd.Series, width: pd.Series, colour: str, words: Words) -> None:
    """The percentage within each segment that has the room for it."""
    for y, (start, share) in enumerate(zip(left, width, strict=True)):
        if share < 0.045:
            continue
        ax.text(
            start + share / 2,
            y,
            words.percent(share, 0),
            ha="center",
            va="center_baseline",
            color=LETTERS.get(colour, INK),
            # A rim in the segment's colour keeps hatches off the figures.
            path_effects=[withStroke(linewidth=3, foreground=colour)],
        )


def _key_columns(key: Sequence[Patch]) -> int:
    widest = max(text_width(line) for patch in key for line in str(patch.get_label()).split("\n"))
    return max(1, min(len(key), int((WIDTH - 2 * MARGIN) * 72 // (widest + KEY_MARK))))


def _key_lines(key: Sequence[Patch]) -> int:
    columns = _key_columns(key)
    rows = -(-len(key) // columns)
    return sum(max(str(patch.get_label()).count("\n") + 1 for patch in key[row::rows]) for row in range(rows))


def _add_key(fig: Figure, key: Sequence[Patch]) -> None:
    """The key in as many lines as it takes, down each column in the order of the segments."""
    engine = cast(ConstrainedLayoutEngine, fig.get_layout_engine())
    left, bottom, width, height = engine.get()["rect"]
    legend = fig.legend(
        handles=list(key),
        loc="upper left",
        bbox_to_anchor=(left, bottom + height),
        ncols=_key_columns(key),
        borderaxespad=0,
        borderpad=0,
        columnspacing=1.0,
        handletextpad=0.4,
        labelspacing=0.3,
    )
    used = legend.get_window_extent().height / fig.bbox.height + 0.12 / fig.get_figheight()
    engine.set(rect=(left, bottom, width, height - used))


def _title(known: Estimates, shares: pd.DataFrame, names: Mapping[str, str], of: str) -> str:
    words, told = known.words, shares.dropna(how="all")
    if told.empty:
        return words("charts.contributions_none")
    group = WHOLE if WHOLE in told.index else told.index[0]
    top = str(told.loc[group].idxmax())
    return words(
        f"charts.contributions_title_{of}",
        name=names[top],
        share=words.percent(told.loc[group, top], 1),
        group=known.name(group),
    )
