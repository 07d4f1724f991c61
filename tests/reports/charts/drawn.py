"""What a reader sees of a figure: its texts with their boxes, and its marks."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

SLACK = 2.0
"""Pixels (at 150 to the inch) two boxes may share: a box is higher than the ink in it."""


def drawn_texts(fig):
    """The texts of the figure that are really drawn, after the layout has been made."""
    FigureCanvasAgg(fig).draw()
    hidden = set()
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    hidden |= {tick.label1, tick.label2}
    texts = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip()]
    return [t for t in texts if t not in hidden]


def words_on(fig):
    """The same texts as strings, each on one line."""
    return [text.get_text().replace("\n", " ") for text in drawn_texts(fig)]


def outside(fig):
    """Texts that leave the figure."""
    width, height = fig.bbox.size
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn_texts(fig)]
    return [t for t, b in boxes if b.x0 < 0 or b.y0 < 0 or b.x1 > width or b.y1 > height]


def overlapping(fig):
    """Pairs of texts that stand on one another."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn_texts(fig)]
    return [
        (one, other)
        for i, (one, a) in enumerate(boxes)
        for other, b in boxes[i + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK
    ]


def title_of(fig):
    return fig.get_suptitle().replace("\n", " ")
