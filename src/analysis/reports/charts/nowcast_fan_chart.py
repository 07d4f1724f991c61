"""The multidimensional poverty rate so far, how the year may end, and where the target lies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.exact import fraction, half_up
from analysis.reports.charts.note import Note
from analysis.reports.charts.rows import ticks
from analysis.reports.charts.style import (
    BLUE,
    INK,
    MARGIN,
    ORANGE,
    SKY,
    WIDTH,
    add_key,
    new_slide,
    text_width,
    wrapped,
)
from analysis.wording.words import Words

HISTORY: dict[str, Any] = {"color": BLUE, "lw": 2.6, "marker": "o", "ms": 10, "zorder": 5}
EXPECTED: dict[str, Any] = {"color": INK, "marker": "D", "ms": 10, "mfc": "white", "mew": 2.2, "ls": ""}
BANDS: tuple[dict[str, Any], ...] = (
    {"facecolor": "#2F86BF", "edgecolor": BLUE},
    {"facecolor": "#BFE0F5", "edgecolor": SKY},
)
"""The narrower interval dark, the wider one pale."""
TARGET: dict[str, Any] = {"facecolor": ORANGE, "alpha": 0.35, "hatch": "..", "edgecolor": "white", "lw": 0}

BOUND = "#8A5A00"
"""The target's ends: darker than the band, so that they show on the fan."""

LABEL = 165.0
"""Points from one label to the next on the same side of the line."""

SHORT = 14
"""Days of a month too few for its name."""

AXIS_LENGTH = 240
"""Points: where the name of the upright axis breaks."""

SCALE = 90.0
"""Points the upright axis takes with its name, and the gap before what stands beside the axes."""


def nowcast_fan_chart(
    history: pd.DataFrame,
    expected: pd.Series | None,
    *,
    target: tuple[Decimal, Decimal],
    year_end: dt.date,
    words: Words,
    note: Note,
) -> Figure:
    """Points of the rate so far, a fan to the year's end with its intervals, and the target as a band.

    history: a row per `date`, the baseline first, with `households` on the list and `total_households`.
    expected: the district's row of `nowcast`; None where nothing can be foretold, which is said.
    target: the bounds of the year's reduction in percentage points, taken from the first rate.
    year_end: the day the target is for.
    """
    known = history[history["households"].notna() & (history["total_households"] > 0).fillna(False)]
    points = [
        (pd.Timestamp(row.date).date(), int(row.households), int(row.total_households))
        for row in known.sort_values("date").itertuples()
    ]
    if expected is not None and pd.isna(expected["expected_rate"]):
        expected = None
    levels = _levels(expected)
    bounds = _bounds(points, target)
    fig = new_slide(
        words,
        _title(points, expected, words, year_end),
        words("charts.nowcast_subtitle"),
        note,
        denominator=note.of_residents(words),
    )
    add_key(fig, _key(expected, levels, bounds, words, year_end))
    ax = fig.subplots()
    if bounds:
        ax.axhspan(float(bounds[0]), float(bounds[1]), zorder=0, **TARGET)
        for bound in bounds:  # over the fan, which would hide where the target lies in it
            ax.axhline(float(bound), color=BOUND, lw=1.4, zorder=4)
    ax.plot([date.toordinal() for date, _, _ in points], [n / of for _, n, of in points], **HISTORY)
    ends = [float(Fraction(n, of)) for _, n, of in points] + [float(bound) for bound in bounds]
    if expected is not None and points:
        last = (points[-1][0].toordinal(), points[-1][1] / points[-1][2])
        _fan(ax, last, expected, levels, year_end, words)
        ends += [float(expected[f"{end}_rate_{level}"]) for level in levels for end in ("lower", "upper")]
    first = min([date for date, _, _ in points], default=dt.date(year_end.year, 1, 1))
    _calendar(ax, first, year_end, words)
    _label(ax, points, year_end, _axis_length(expected, year_end, words), words)
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    room = (high - low) or high or 1.0
    ax.set_ylim(max(low - 0.22 * room, -0.02 * room), high + 0.25 * room)
    ax.set_ylabel(wrapped(words("charts.rate_axis"), AXIS_LENGTH))
    ticks(ax.yaxis, words.percent, unit=Fraction(1, 100))
    ax.grid(axis="y")
    return fig


def _levels(expected: pd.Series | None) -> list[int]:
    """Levels of the intervals in per cent, the narrowest first."""
    if expected is None:
        return []
    names = [str(name) for name in expected.index]
    return sorted(int(name.rpartition("_")[2]) for name in names if name.startswith("lower_rate_"))


def _bounds(points: list[tuple[dt.date, int, int]], target: tuple[Decimal, Decimal]) -> list[Fraction]:
    """The target's rates at the year's end, lowest first; none without a baseline."""
    if not points:
        return []
    was = Fraction(points[0][1], points[0][2])
    return sorted(max(was - fraction(bound) / 100, Fraction(0)) for bound in target)


def _fan(
    ax: Axes, last: tuple[int, float], expected: pd.Series, levels: list[int], end: dt.date, words: Words
) -> None:
    """From the last known rate to the intervals at the year's end, the widest behind."""
    x = [last[0], end.toordinal()]
    for place, level in reversed(list(enumerate(levels))):
        lower, upper = (float(expected[f"{side}_rate_{level}"]) for side in ("lower", "upper"))
        look = BANDS[min(place, len(BANDS) - 1)]
        ax.fill_between(x, [last[1], lower], [last[1], upper], lw=1, zorder=2 + 1 / (place + 1), **look)
    households, total = _whole(expected)
    rate = households / total
    ax.plot(x, [last[1], rate], color=INK, lw=1.6, ls="--", zorder=4)
    ax.plot(x[1], rate, **EXPECTED, zorder=6, clip_on=False)
    ax.annotate(
        _point(expected, end, words),
        (x[1], rate),
        xytext=(14, 0),
        textcoords="offset points",
        va="center",
        weight="bold",
        annotation_clip=False,
    )


def _whole(expected: pd.Series) -> tuple[int, int]:
    """Whole households of all residents, of which the rate is told: the mean of the draws, rounded once."""
    mean = Fraction(float(expected["expected_households"]))
    return int(half_up(mean, 0)), int(expected["total_households"])


def _written(expected: pd.Series, words: Words) -> dict[str, str]:
    households, total = _whole(expected)
    return {
        "rate": words.percent(Fraction(households, total)),
        "households": words.number(households),
        "total": words.number(total),
    }


def _calendar(ax: Axes, first: dt.date, end: dt.date, words: Words) -> None:
    """Months between ticks at their first days, as in the calendar of disbursement."""
    starts = [
        day
        for year in range(first.year, end.year + 1)
        for month in range(1, 13)
        if first <= (day := dt.date(year, month, 1)) <= end
    ]
    edges = [*([first] if not starts or (starts[0] - first).days >= SHORT else []), *starts, end]
    ax.set_xticks([day.toordinal() for day in edges], [""] * len(edges))
    whole = [(a, b) for a, b in pairwise(edges) if (b - a).days >= SHORT]
    middles = [(a.toordinal() + b.toordinal()) / 2 for a, b in whole]
    ax.set_xticks(middles, [words(f"charts.month_{a.month}") for a, _ in whole], minor=True)
    ax.tick_params(axis="x", which="minor", length=0)
    ax.set_xlabel(words("charts.calendar_axis", year=str(end.year)))
    days = max((end - first).days, 1)
    ax.set_xlim(first.toordinal() - days * 0.02, end.toordinal())


def _axis_length(expected: pd.Series | None, end: dt.date, words: Words) -> float:
    """Points from the first day to the last: what the figures beside the axes leave."""
    beside = [] if expected is None else _point(expected, end, words).split("\n")
    widest = max((text_width(line, weight="bold") for line in beside), default=0.0)
    return (WIDTH - 2 * MARGIN) * 72 - SCALE - widest


def _point(expected: pd.Series, end: dt.date, words: Words) -> str:
    return words("charts.nowcast_point", date=end, **_written(expected, words))


def _label(
    ax: Axes, points: list[tuple[dt.date, int, int]], end: dt.date, length: float, words: Words
) -> None:
    """Rate, counts and day at the points, latest first; one too near its neighbours stays a point."""
    if not points:
        return
    days = max((end - points[0][0]).days, 1)
    room = LABEL / length * days
    taken = {"above": float("inf"), "below": float("inf")}
    for date, n, of in [points[0], *reversed(points[1:])]:
        x = date.toordinal()
        text = words("charts.nowcast_known", date=date, rate=words.rate(n, of))
        # Above, a label goes to the right: not into what stands beside the axes.
        fits = x + max(text_width(line) for line in text.split("\n")) / length * days <= end.toordinal()
        sides = ("above", "below") if fits else ("below",)
        side = next((side for side in sides if abs(taken[side] - x) >= room), None)
        if side is None or (date != points[0][0] and x - points[0][0].toordinal() < room):
            continue
        taken[side] = x
        ax.annotate(
            text,
            (x, n / of),
            xytext=(0, 12 if side == "above" else -12),
            textcoords="offset points",
            # Off the line, which mostly falls: to its right above it, to its left below it.
            ha="left" if side == "above" else "right",
            va="bottom" if side == "above" else "top",
            zorder=7,
            # A ground of its own keeps the target's ends off the figures.
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85},
        )


def _key(
    expected: pd.Series | None, levels: list[int], bounds: list[Fraction], words: Words, end: dt.date
) -> list[Any]:
    key: list[Any] = [Line2D([], [], **HISTORY, label=words("charts.nowcast_key_known"))]
    if expected is not None:
        for place, level in enumerate(levels):
            lower, upper = int(expected[f"lower_{level}"]), int(expected[f"upper_{level}"])
            text = words("charts.nowcast_key_interval", level=str(level), lower=lower, upper=upper)
            key.append(Patch(**BANDS[min(place, len(BANDS) - 1)], label=text))
    if bounds:
        low, high = (words.percent(bound) for bound in bounds)
        text = words("charts.nowcast_key_target", date=end, low=low, high=high)
        key.append(Patch(**TARGET, label=text))
    return key


def _title(
    points: list[tuple[dt.date, int, int]], expected: pd.Series | None, words: Words, end: dt.date
) -> str:
    if expected is None or not points:
        return words("charts.nowcast_none")
    told = words("charts.nowcast_title", date=end, **_written(expected, words))
    chances = {verdict: expected[f"probability_{verdict}"] for verdict in ("met", "exceeded", "not_met")}
    if any(pd.isna(chance) for chance in chances.values()):
        return told
    written = {verdict: words.chance(fraction(chance)) for verdict, chance in chances.items()}
    return f"{told}; " + words("charts.nowcast_chances", **written)
