"""The reduction of the multidimensional poverty rate against the year's target."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.exact import fraction, half_up
from analysis.reports.charts.change_points import change_points
from analysis.reports.charts.note import ReportNote
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import FALL, GREY, INK, ORANGE, RISE, RISE_HATCH, new_slide, wrapped
from analysis.wording.words import Words

MOST_DECIMALS = 6
"""Where a change that hides behind rounding stops being looked for."""

BOUND_WIDTH = 300
"""Points: where the text beside a bound breaks."""


def verdict_chart(
    observed: pd.Series,
    bounds: pd.DataFrame,
    *,
    words: Words,
    note: ReportNote,
    expected: pd.Series | None = None,
) -> Figure:
    """Bars for the observed and, in an estimate, the expected reduction; the target is a band.

    observed, expected: the district's row of `rate_change`, with its `verdict`.
    bounds: the rows of `target_bounds` for `observed`, one for each bound.
    """
    points = [fraction(bound) for bound in bounds["bound_points"]]
    low, high = min(points), max(points)
    fig = new_slide(
        words,
        _title(observed, expected, (low, high), words),
        _rates(observed, words, note),
        note,
        denominator=note.of_residents(words),
    )
    ax = fig.subplots()
    columns = [(observed, words("charts.observed", date=note.as_of))]
    if expected is not None:
        columns.append((expected, words("charts.expected", year=str(note.as_of.year))))
    ax.axhspan(float(low), float(high), color=ORANGE, alpha=0.35, lw=0)
    ax.axhline(0, color=INK, lw=1)
    reductions = [_reduction(row) for row, _ in columns]
    for x, ((row, _), reduction) in enumerate(zip(columns, reductions, strict=True)):
        if reduction is None:
            ax.text(x, 0, words("charts.no_figure"), ha="center", va="bottom", color=GREY)
        else:
            decimals = _decimals(reduction, row.verdict, (low, high))
            _bar(ax, x, row, reduction, decimals, words, sure=x == 0)
    known = [float(reduction) for reduction in reductions if reduction is not None]
    top, bottom = max([float(high), *known]), min([0.0, *known])
    room = (top - bottom) * 0.22
    ax.set_ylim(bottom - (room if bottom < 0 else 0), top + room)
    ax.set_xlim(-0.6, len(columns) - 0.4)
    ax.set_xticks(range(len(columns)), [label for _, label in columns])
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel(words("charts.reduction_axis"))
    ticks(ax.yaxis, words.decimal)
    for bound in bounds.sort_values("bound_points", key=lambda points: points.map(fraction)).itertuples():
        _bound_label(ax, bound, upper=fraction(bound.bound_points) == high, words=words)
    return fig


def _reduction(row: pd.Series) -> Fraction | None:
    change = change_points(
        row.households_before, row.total_households_before, row.households_after, row.total_households_after
    )
    return None if change is None else -change


def _decimals(reduction: Fraction, verdict: object, bounds: tuple[Fraction, Fraction]) -> int:
    """As many decimals as keep the printed number on the side of the bounds the verdict says."""

    def position(points: Fraction) -> str:
        return "not_met" if points < bounds[0] else "met" if points <= bounds[1] else "exceeded"

    places = range(2, MOST_DECIMALS)
    return next((d for d in places if position(Fraction(half_up(reduction, d))) == verdict), MOST_DECIMALS)


def _title(
    observed: pd.Series, expected: pd.Series | None, bounds: tuple[Fraction, Fraction], words: Words
) -> str:
    low, high = (words.decimal(bound, 2) for bound in bounds)

    def part(row: pd.Series, key: str, written: Callable[[Fraction, int], str]) -> str:
        reduction = _reduction(row)
        if reduction is None or pd.isna(row.verdict):
            return words(f"charts.{key}_unknown")
        direction = "fall" if reduction > 0 else "rise" if reduction < 0 else "none"
        points = written(abs(reduction), _decimals(reduction, row.verdict, bounds))
        change = words(f"charts.change_{direction}", points=points)
        judged = f"{key}_{row.verdict}" if expected is None else key
        return words(f"charts.{judged}", change=change, low=low, high=high)

    if expected is None:
        return part(observed, "verdict", words.points)
    # Before the year is over nothing is met or missed yet.
    return f"{part(observed, 'so_far', words.points)}; {part(expected, 'year_estimate', words.decimal)}"


def _rates(row: pd.Series, words: Words, note: ReportNote) -> str:
    def rate(when: str) -> str:
        households, total = row[f"households_{when}"], row[f"total_households_{when}"]
        known = pd.notna(households) and pd.notna(total) and total > 0
        return words.rate(households, total) if known else words("charts.no_figure")

    return words(
        "charts.verdict_subtitle",
        before=rate("before"),
        baseline=note.baseline,
        after=rate("after"),
        as_of=note.as_of,
    )


def _bar(
    ax: Axes, x: int, row: pd.Series, reduction: Fraction, decimals: int, words: Words, *, sure: bool
) -> None:
    colour = FALL if reduction >= 0 else RISE
    hatch = RISE_HATCH if reduction < 0 else None if sure else "..."
    ax.bar(
        x,
        float(reduction),
        width=0.34,
        facecolor=colour if sure and reduction >= 0 else "white",
        edgecolor=colour,
        hatch=hatch,
        lw=2,
    )
    text = words(
        "charts.verdict_bar",
        points=words.points(-reduction, decimals, signed=True),
        before=int(row.households_before),
        after=int(row.households_after),
    )
    down = reduction < 0
    ax.annotate(
        text,
        (x, float(reduction)),
        xytext=(0, -8 if down else 8),
        textcoords="offset points",
        ha="center",
        va="top" if down else "bottom",
        weight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2, "alpha": 0.85},
    )


def _bound_label(ax: Axes, bound: Any, *, upper: bool, words: Words) -> None:
    """What a bound means in households, beside it: above the upper, below the lower, never on each other."""
    points = fraction(bound.bound_points)
    text = words("charts.bound_high" if upper else "charts.bound_low", points=words.decimal(points, 2))
    if pd.isna(bound.households_at_bound):
        meaning = words("charts.no_figure")
    else:
        need = int(bound.households_to_leave)
        meaning = words("charts.bound_households", n=int(bound.households_at_bound))
        meaning += " " + (words("charts.bound_left", n=need) if need else words("charts.bound_reached"))
    ax.annotate(
        wrapped(f"{text}: {meaning}", BOUND_WIDTH),
        (1, float(points)),
        xycoords=ax.get_yaxis_transform(),
        xytext=(12, 0),
        textcoords="offset points",
        va="bottom" if upper else "top",
    )
