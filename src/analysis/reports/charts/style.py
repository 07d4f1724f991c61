"""The look of every chart: type, colours, the slide around it, and how it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from analysis.reports.charts.note import Note
from analysis.wording.words import Words

FONT = "DejaVu Sans"
"""Comes with matplotlib and has every Vietnamese letter."""

WIDTH, HEIGHT, DPI = 13.333, 7.5, 150
"""A 16:9 slide in inches."""

MARGIN = 0.45
"""Inches left free around the slide."""

ROW, AROUND_ROWS = 0.253, 2.25
"""Inches a row of text needs in the axes, and what margins, key and axis take beside the rows."""

LINE = 1.25
"""Heights of a text's size from one of its lines to the next: Vietnamese capitals carry two marks."""

TITLE, TEXT, SMALL = 23, 14, 12
"""Points: the title; all that must be read from three metres; the footer."""

INK, GREY, LIGHT, BLUE, SKY, ORANGE, VERMILION = (
    "#1A1A1A",
    "#595959",
    "#D9D9D9",
    "#0072B2",
    "#56B4E9",
    "#E69F00",
    "#D55E00",
)
"""Okabe and Ito's colours for colour-blind readers (https://jfly.uni-koeln.de/color/), with greys."""

CLASS_COLOURS = {"poor": BLUE, "near_poor": ORANGE, "multidimensional": INK}
"""Far apart in lightness too, so that a grey print still tells them apart."""

FALL, RISE, RISE_HATCH = BLUE, VERMILION, "///"
"""Fewer households is blue, more is vermilion; the hatch says it again where the print is grey."""

STYLE: dict[str, Any] = {
    "font.family": FONT,
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "xtick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.color": GREY,
    "ytick.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LIGHT,
    "hatch.linewidth": 1.0,
    "legend.frameon": False,
    "legend.fontsize": TEXT,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    # Text stays text: it can be searched, read aloud and selected. The fixed salt makes the ids
    # inside the file, and so its bytes, the same in every run.
    "svg.fonttype": "none",
    "svg.hashsalt": "giamngheo",
}


def apply_style() -> None:
    """Set the look for every figure drawn afterwards; doing it twice changes nothing."""
    mpl.rcParams.update(STYLE)  # type: ignore[arg-type]


@cache
def text_width(text: str, size: float = TEXT, weight: str = "normal") -> float:
    """Width in points of one line of text."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]


def wrapped(text: str, width: float, size: float = TEXT, weight: str = "normal") -> str:
    """The text in lines of at most so many points, broken at spaces; a longer word stays whole."""
    first, *words = text.split(" ")
    lines, used, space = [first], text_width(first, size, weight), text_width(" ", size, weight)
    for word in words:
        longer = used + space + text_width(word, size, weight)
        if lines[-1] and longer > width:
            lines.append(word)
            used = text_width(word, size, weight)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
            used = longer
    return "\n".join(lines)


def balanced(text: str, width: float, size: float, weight: str) -> str:
    """As `wrapped`, in lines of like length where that takes no line more: no word is left alone."""
    full = wrapped(text, width, size, weight)
    lines = full.count("\n") + 1
    even = wrapped(text, text_width(text, size, weight) / lines * 1.1, size, weight)
    return even if even.count("\n") + 1 == lines else full


class Slide(Figure):
    """A figure that a notebook shows where a cell ends with it, whatever its other figures are drawn by."""

    def _repr_png_(self) -> bytes:
        picture = BytesIO()
        self.savefig(picture, format="png", dpi=self.dpi)
        return picture.getvalue()


def new_slide(
    words: Words, title: str, subtitle: str, note: Note, *, denominator: str, rows: int = 0
) -> Figure:
    """An empty slide with title, subtitle and footer; axes drawn on it keep clear of all three.

    denominator: the footer's first sentence, what the rates on the chart divide by.
    rows: lines of text the axes must hold; the slide grows into a page when they need the height.
    """
    apply_style()
    line, left = (WIDTH - 2 * MARGIN) * 72, MARGIN / WIDTH
    heading, subtitle = balanced(title, line, TITLE, "bold"), wrapped(subtitle, line)
    footer = wrapped(note.footer(words, denominator), line, SMALL)
    around = sum(
        (text.count("\n") + 1) * size * LINE / 72
        for text, size in ((heading, TITLE), (subtitle, TEXT), (footer, SMALL))
    )
    height = max(HEIGHT, around + AROUND_ROWS + rows * ROW)
    fig = Slide(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(fig)  # keeps its renderer; a figure without a canvas makes one for every measurement
    top, bottom = 1 - 0.3 / height, 0.25 / height

    def edge(text: Text, side: str) -> float:
        return getattr(text.get_window_extent(), side) / fig.bbox.height

    if note.synthetic:
        mark = fig.text(left, top, words("charts.synthetic"), va="top", weight="bold", color=VERMILION)
        top = edge(mark, "y0") - 0.08 / height
    top = edge(fig.suptitle(heading, x=left, y=top, ha="left", va="top", size=TITLE, weight="bold"), "y0")
    top = edge(fig.text(left, top - 0.12 / height, subtitle, va="top", color=GREY), "y0")
    bottom = edge(fig.text(left, bottom, footer, va="bottom", size=SMALL, color=GREY), "y1")

    top, bottom = top - 0.15 / height, bottom + 0.15 / height
    engine = cast(ConstrainedLayoutEngine, fig.get_layout_engine())
    engine.set(rect=(left, bottom, 1 - 2 * left, top - bottom), w_pad=0, h_pad=0)
    return fig


def add_key(fig: Figure, handles: Sequence[Artist]) -> None:
    """Explain the marks in one line under the subtitle, for charts whose marks can't all be labelled."""
    engine = cast(ConstrainedLayoutEngine, fig.get_layout_engine())
    left, bottom, width, height = engine.get()["rect"]
    key = fig.legend(
        handles=list(handles),
        loc="upper left",
        bbox_to_anchor=(left, bottom + height),
        ncols=len(handles),
        borderaxespad=0,
        borderpad=0,
        columnspacing=1.5,
        handletextpad=0.4,
    )
    used = key.get_window_extent().height / fig.bbox.height + 0.1 / fig.get_figheight()
    engine.set(rect=(left, bottom, width, height - used))


def save_figure(fig: Figure, png: Path | IO[bytes], svg: Path | IO[str]) -> None:
    """Write the chart as PNG and as SVG, the same bytes in every run, its title in both."""
    apply_style()
    # Laid out once for both; `savefig` would draw each file twice, to lay it out and to write it.
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    title = {"Title": fig.get_suptitle().replace("\n", " ")}
    FigureCanvasAgg(fig).print_png(
        png, metadata={**title, "Software": None}, pil_kwargs={"compress_level": 3}
    )
    FigureCanvasSVG(fig).print_svg(svg, metadata={**title, "Date": None})
